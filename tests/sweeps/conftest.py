"""What the sweeps share: a request to an agency, with its answer, in the named world."""

from tests.recommendations.conftest import agency, asked, draft, submitted  # noqa: F401
