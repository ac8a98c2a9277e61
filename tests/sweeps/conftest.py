"""Fixtures of the sweeps: a request to an agency, with its response, in the named world."""

from tests.recommendations.conftest import agency, asked, draft, stages, submitted  # noqa: F401
