"""Database triggers that refuse changes and deletions of what was submitted or recorded.

They are created again after each migrate, because SQLite drops the triggers of a table that a migration rebuilds. An
update that changes nothing is allowed, so that fixtures can be loaded twice. So is one change: the reference to a user
may become empty, when they remove their account.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import connections, models, transaction

from recommendations.models import (
    EvidenceFile,
    Passage,
    QuotedAction,
    ResponseStep,
    ResponseVersion,
    ScrutinyComment,
)

from . import quoted_actions
from .workflow import RULES_OF, name_of, workflow_triggers

MESSAGE = "What was submitted or recorded is never changed or deleted. Add a new version or step instead."


def immutable_models() -> list[type[models.Model]]:
    """Return the models whose rows are never changed or deleted."""
    return [Passage, ResponseVersion, ResponseVersion.parts.through, ResponseStep, ScrutinyComment, EvidenceFile]


def guarded_models() -> list[type[models.Model]]:
    """Return the models with a trigger on changes, which a redaction must drop."""
    return [*immutable_models(), QuotedAction]


def forgettable(model: type[models.Model]) -> list[str]:
    """Return the columns that refer to a user: each may become empty, but never refer to somebody else."""
    people = get_user_model()
    return [field.column for field in model._meta.concrete_fields if field.related_model is people]


def install_triggers(using: str = "default", **kwargs) -> None:
    """Create the triggers in this database; called after each migrate."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in immutable_models():
            if model._meta.db_table in existing:
                for statement in trigger_sql(connection.vendor, model, forgettable(model)):
                    cursor.execute(statement)
        if quoted_actions.TABLE in existing:
            for statement in quoted_actions.quoted_action_triggers(connection.vendor):
                cursor.execute(statement)
        for table in RULES_OF.keys() & existing:
            for statement in workflow_triggers(connection.vendor, table):
                cursor.execute(statement)


def drop_workflow_triggers(using: str = "default", **kwargs) -> None:
    """Drop the workflow triggers on SQLite; called before each migrate.

    They read other tables, and SQLite cannot rebuild a table in a migration while a trigger refers to it.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in (*map(name_of, RULES_OF), *quoted_actions.RULES_OF):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def unguarded(using: str = "default") -> Iterator[None]:
    """Drop the triggers on changes within this block, for redaction: a word may identify someone.

    They are dropped in this transaction only: both engines create and drop triggers in transactions, and let nobody
    else write to these tables until it ends. After an error the triggers are still there.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Triggers cannot be dropped while a table has deferred constraint checks.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in guarded_models():
                table = model._meta.db_table
                of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change{of_table}")
        yield
        install_triggers(using)


def trigger_sql(vendor: str, model: type[models.Model], who: Sequence[str]) -> list[str]:
    """Return the statements that create a table's triggers on SQLite or PostgreSQL.

    `who` are the columns that may become empty.
    """
    table = model._meta.db_table
    update, delete = f"{table}_no_change", f"{table}_no_delete"
    if vendor == "postgresql":
        # The conditions name no column: a migration could not change the type of one that they name.
        return [
            f"""CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE who text := TG_ARGV[0];
            BEGIN
                IF TG_OP = 'UPDATE' AND to_jsonb(NEW) ->> who IS NULL
                AND to_jsonb(OLD) - who = to_jsonb(NEW) - who THEN RETURN NEW; END IF;
                RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
            f"""CREATE OR REPLACE TRIGGER {update} BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION refuse_change({", ".join(map(repr, who))})""",
            f"""CREATE OR REPLACE TRIGGER {delete} BEFORE DELETE ON {table} FOR EACH ROW
            EXECUTE FUNCTION refuse_change()""",
        ]
    changed = " OR ".join(
        f'(OLD."{column}" IS NOT NEW."{column}"' + (f' AND NEW."{column}" IS NOT NULL)' if column in who else ")")
        for column in [field.column for field in model._meta.concrete_fields]
    )
    return [
        f"DROP TRIGGER IF EXISTS {update}",
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} WHEN {changed} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        f"DROP TRIGGER IF EXISTS {delete}",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ]
