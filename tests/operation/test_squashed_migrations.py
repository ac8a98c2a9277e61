"""What a new installation runs in place of many migrations leads to the same models as these do."""

import pytest
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

SQUASHED = sorted(key for key, one in MigrationLoader(None).disk_migrations.items() if one.replaces)


@pytest.fixture(scope="module")
def loaders() -> tuple[MigrationLoader, MigrationLoader]:
    """Return what loads the migrations of an earlier installation, and those of a new one."""
    return MigrationLoader(None, replace_migrations=False), MigrationLoader(None)


@pytest.mark.parametrize("squashed", SQUASHED, ids=".".join)
def test_it_leads_where_the_replaced_ones_lead(loaders, squashed):
    old, new = loaders
    last = new.disk_migrations[squashed].replaces[-1]
    before, after = old.project_state(last), new.project_state(squashed)
    for one in (before, after):
        for model in [model for model in one.models if model[0] != squashed[0]]:
            one.remove_model(*model)
    assert MigrationAutodetector(before, after)._detect_changes() == {}
    assert MigrationAutodetector(after, before)._detect_changes() == {}


@pytest.mark.parametrize("squashed", SQUASHED, ids=".".join)
def test_it_leaves_out_only_what_changes_rows(loaders, squashed):
    """A new installation has no rows; so what it leaves out must be marked as such (elidable)."""
    old, new = loaders
    for key in new.disk_migrations[squashed].replaces:
        for operation in old.disk_migrations[key].operations:
            assert operation.reduces_to_sql or operation.elidable, (key, operation)
