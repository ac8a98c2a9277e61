"""The session engine: database sessions that can still be read while the database is read-only."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import DatabaseError, transaction

from reviews_portal.read_only import ReadOnlyDatabase, is_read_only


class SessionStore(DatabaseSessionStore):
    """Django's database session, which distinguishes a read-only database from a session that has ended."""

    only_reads = False  # whether the request is a GET or HEAD, so that the session need not be saved

    def save(self, must_create: bool = False) -> None:
        """Save the session. Raises ReadOnlyDatabase instead of UpdateError if the database is read-only."""
        try:
            super().save(must_create)
        except (DatabaseError, UpdateError) as error:
            if is_read_only(error):
                raise ReadOnlyDatabase("The session cannot be saved.") from error
            raise

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session; an expired one stays if the database is read-only and the request only reads."""
        try:
            with transaction.atomic():
                super().delete(session_key)
        except DatabaseError as error:
            if not (self.only_reads and is_read_only(error)):
                raise

    def cycle_key(self) -> None:
        """Give the session a new key; it keeps the old one if the database is read-only and the request only reads."""
        key, data = self._session_key, self._session  # type: ignore[attr-defined]
        try:
            super().cycle_key()
        except ReadOnlyDatabase:
            if not self.only_reads:
                raise
            self._session_key, self._session_cache = key, data
