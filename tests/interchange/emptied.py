"""An empty portal within a test: it keeps its accounts, and nothing else."""

from pathlib import Path

from django.apps import apps
from django.db import connection

from learning.models import OldSlug, SearchEntry
from learning.search.index import rebuild
from learning.search.index_sets import forget
from recommendations.triggers.immutability import immutable_models, install_triggers, quoted_actions

APPS = ("briefings", "editing", "interchange", "learning", "publication", "recommendations", "redaction")


def empty_portal(settings, folder: Path) -> None:
    """Delete every row of the catalogue and its vocabularies, past the triggers, and keep files in a new folder."""
    tables = [
        model._meta.db_table
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not model._meta.proxy
    ]
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in [model._meta.db_table for model in immutable_models()] + [quoted_actions.TABLE]:
            on = f" ON {table}" if is_postgresql else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete{on}")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change{on}")
        if is_postgresql:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        if is_postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    install_triggers()
    rebuild()
    forget()
    assert not SearchEntry.objects.exists()
    assert not OldSlug.objects.exists()
    settings.STORAGES = settings.STORAGES | {
        "originals": settings.STORAGES["originals"] | {"OPTIONS": {"location": folder / "other-originals"}}
    }
