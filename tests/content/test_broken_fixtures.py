"""A fixture that cannot be loaded leaves the database as it was."""

import json

import pytest
from django.core import serializers
from django.core.management import call_command

from learning.models import GlossaryTerm, LearningItem, Review, SourceDocument, Theme

pytestmark = pytest.mark.django_db


def everything() -> str:
    """Return the catalogue as text."""
    models = [Review, SourceDocument, LearningItem, Theme, GlossaryTerm]
    return serializers.serialize("json", [row for model in models for row in model.objects.order_by("pk")])


BROKEN = {
    "not JSON": '[{"model": "learning.theme",',
    "unknown record": json.dumps([{"model": "learning.nothing", "fields": {}}]),
    "unknown field": json.dumps([{"model": "learning.theme", "fields": {"slug": "x", "nothing": 1}}]),
    "record that breaks a constraint": json.dumps(
        [{"model": "learning.glossaryterm", "fields": {"slug": "x", "abbreviation": "X", "expansion_is_ours": True}}]
    ),
    "reference to nothing": json.dumps(
        [{"model": "learning.agency", "fields": {"name": "X", "slug": "x", "kind": ["nothing"]}}]
    ),
    "not text": b"\xff\xfe",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_fixture_leaves_the_database_as_it_was(tmp_path, broken):
    before = everything()
    good = tmp_path / "1_good.json"
    good.write_text(
        json.dumps(
            [
                {
                    "model": "learning.theme",
                    "fields": {
                        "name": "Changed",
                        "slug": "neglect",
                        "group": "harm",
                        "scope_note": "x",
                        "aliases": [],
                    },
                },
                {
                    "model": "learning.theme",
                    "fields": {"name": "New", "slug": "new-theme", "group": "harm", "scope_note": "x", "aliases": []},
                },
            ]
        )
    )
    bad = tmp_path / "2_broken.json"
    bad.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    with pytest.raises(Exception):  # noqa: B017, PT011  each kind of damage raises its own
        call_command("loaddata", str(good), str(bad), verbosity=0)
    assert everything() == before
