"""The cache shared by all processes and servers: a database table."""

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router, transaction

from .read_only import ReadOnlyDatabase, is_read_only


class SharedCache(DatabaseCache):
    """Django's database cache, with a distinction between a read-only database and an existing key.

    Django takes any write error for an existing key. Users would be told, wrongly, that they had tried to sign in too
    often.
    """

    def _base_set(self, mode, key, value, timeout=None):
        is_set = super()._base_set(mode, key, value, timeout)
        if not is_set and self.cannot_be_written():
            raise ReadOnlyDatabase("The shared cache cannot be written to.")
        return is_set

    def _base_delete_many(self, keys):
        """Delete keys, expired or not; in a read-only database they stay."""
        try:
            return super()._base_delete_many(keys)
        except DatabaseError as error:
            if not is_read_only(error):
                raise
            return False

    def cannot_be_written(self) -> bool:
        """Return whether the database is read-only, tested with an update that changes no row."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET expires = expires WHERE cache_key IS NULL")  # noqa: S608
        except DatabaseError as error:
            return is_read_only(error)
        return False
