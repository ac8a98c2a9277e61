"""Sessions in the database, which go on being read where it cannot be written to. SESSION_ENGINE names this module."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import DatabaseError, transaction

from reviews_portal.read_only import ReadOnlyDatabase, is_read_only


class SessionStore(DatabaseSessionStore):
    """Django's session in the database, which tells a database that cannot be written to from a session that ended."""

    only_reads = False  # whether the request changes nothing, so that the session may stay as it is stored

    def save(self, must_create: bool = False) -> None:
        """Save the session. Raises ReadOnlyDatabase instead of UpdateError where nothing can be saved."""
        try:
            super().save(must_create)
        except (DatabaseError, UpdateError) as error:
            if is_read_only(error):
                raise ReadOnlyDatabase("The session cannot be saved.") from error
            raise

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session; one that has ended stays stored where a reader finds it and nothing can be deleted."""
        try:
            with transaction.atomic():
                super().delete(session_key)
        except DatabaseError as error:
            if not (self.only_reads and is_read_only(error)):
                raise

    def cycle_key(self) -> None:
        """Give the session a new key; it keeps its own where a reader cannot have a new one stored."""
        key, data = self._session_key, self._session  # type: ignore[attr-defined]
        try:
            super().cycle_key()
        except ReadOnlyDatabase:
            if not self.only_reads:
                raise
            self._session_key, self._session_cache = key, data
