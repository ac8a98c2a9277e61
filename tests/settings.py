"""The portal's settings for the tests: those of `make run`, but for what is named here.

Nothing of the developer's own environment gets in. The database is SQLite in memory, unless TEST_DATABASE_URL names
a PostgreSQL server (`make test` does, for its second run); the tests make a database of their own on it.
"""

import os
from pathlib import Path

var = Path(__file__).resolve().parent.parent / "var" / "tests"
(var / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing

for name in [name for name in os.environ if name.startswith(("PORTAL_", "EMAIL_"))]:
    del os.environ[name]
os.environ.update(
    SECRET_KEY="a key for the tests, which sign nothing of worth",
    DEBUG="",
    PORTAL_DEMO="1",
    PORTAL_VAR_DIR=str(var),
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
    STATIC_ROOT=str(var / "static"),
    ALLOWED_HOSTS="",
    CSRF_TRUSTED_ORIGINS="",
    BEHIND_PROXY="",
    DEFAULT_FROM_EMAIL="portal@example.org",
)

from reviews_portal.settings import *  # noqa: E402, F403
from reviews_portal.settings import DATABASES, STORAGES  # noqa: E402

if template := os.environ.get("TEST_TEMPLATE"):  # a database of that server with the portal's content, to be copied
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}

# Static files under their own names, straight from static/: nothing need be collected first. The browser tests see
# the hashed ones, because they run the real server.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick

# A page from memory has no context to look into; the tests that need pages kept say so.
PAGES_KEPT = 0
