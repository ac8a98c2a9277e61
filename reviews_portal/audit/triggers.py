"""Triggers that make the database refuse every change or deletion of an audit log entry."""

from django.db import connections

from recommendations.triggers.immutability import trigger_sql


def install_triggers(using: str = "default", **kwargs) -> None:
    """Create the triggers in the database of this alias; called after each migrate."""
    from .models import AuditEntry

    connection = connections[using]
    if AuditEntry._meta.db_table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in trigger_sql(connection.vendor, AuditEntry, who=()):
                cursor.execute(statement)
