"""A PostgreSQL server without other tests in it, for tests of what PostgreSQL keeps of old rows.

Tests hold transactions open for long, and PostgreSQL keeps dead rows for those, also in other databases of a server.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.engines import NoPostgreSQLError, postgresql_server


@contextmanager
def own_server(*, filled: bool = False) -> Iterator[str]:
    """Yield the address of a new server, `filled` as that of `make test`, or of the given one where none can start."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgresql_server(filled))
        except NoPostgreSQLError:
            address = os.environ["TEST_DATABASE_URL"]
        yield address
