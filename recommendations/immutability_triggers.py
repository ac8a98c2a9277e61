"""Triggers by which the database itself refuses to change or delete what was submitted or recorded.

They are made again after each migrate, because SQLite drops the triggers of a table that a
migration rebuilds. An update that changes nothing passes, so that a fixture can be loaded twice.
One change is let through: that who did it is not known any more, for when they remove their account.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import connections, models, transaction

from .models import EvidenceFile, ResponseStep, ResponseVersion, ScrutinyComment
from .workflow_triggers import RULES_OF, name_of, order_triggers

MESSAGE = "What was submitted or recorded is never changed or deleted. Add a new version or step instead."


def immutable_models() -> list[type[models.Model]]:
    """Return the models whose rows are only ever added."""
    return [ResponseVersion, ResponseVersion.parts.through, ResponseStep, ScrutinyComment, EvidenceFile]


def forgettable(model: type[models.Model]) -> list[str]:
    """Return the columns that say who did something: each may become empty, and never name somebody else."""
    people = get_user_model()
    return [field.column for field in model._meta.concrete_fields if field.related_model is people]


def install_triggers(using: str = "default", **kwargs) -> None:
    """Make the triggers in the database of this alias; called after each migrate."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in immutable_models():
            if model._meta.db_table in existing:
                for statement in trigger_sql(connection.vendor, model, forgettable(model)):
                    cursor.execute(statement)
        for table in RULES_OF.keys() & existing:
            for statement in order_triggers(connection.vendor, table):
                cursor.execute(statement)


def remove_order(using: str = "default", **kwargs) -> None:
    """Drop the triggers on the order of steps; called before each migrate.

    They read other tables, and SQLite cannot rebuild a table in a migration while a trigger refers to it.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in RULES_OF:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name_of(table)}")


@contextmanager
def unguarded(using: str = "default") -> Iterator[None]:
    """Take the guard down within this block, for the one thing that outweighs it: a word that could identify a child.

    It is down for this transaction alone: both engines make and drop triggers as part of one, and let nobody else
    write to these tables until it ends. If it fails, the guard was never down.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # A table with checks that still wait for the end of the transaction keeps its triggers.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in immutable_models():
                table = model._meta.db_table
                of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change{of_table}")
        yield
        install_triggers(using)


def trigger_sql(vendor: str, model: type[models.Model], who: Sequence[str]) -> list[str]:
    """Return the statements that make the triggers of one table on SQLite or PostgreSQL.

    `who` names the columns that may become empty.
    """
    table = model._meta.db_table
    update, delete = f"{table}_no_change", f"{table}_no_delete"
    if vendor == "postgresql":
        # No condition names a column: a migration could not change its type.
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
