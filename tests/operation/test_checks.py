"""Each mistake in the environment is told, with a hint."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import OperationalError
from django.test import override_settings

from reviews_portal import checks
from tests.databases import kept
from tests.slowly import slow

SMTP = {
    "delivery": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "mail.example.org"}}
}
FILES = {"delivery": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": "mail"}}}
PRODUCTION = {
    "SECRET_KEY": "k" * 64,
    "DEBUG": False,
    "PORTAL_DEMO": False,
    "ALLOWED_HOSTS": ["portal.example.org"],
    "CSRF_TRUSTED_ORIGINS": ["https://portal.example.org"],
    "MAILERS": SMTP,
    "SECURITY_CONTACT": "mailto:security@example.org",
}
DEMO = {"PORTAL_DEMO": True, "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"], "MAILERS": FILES}


def single_sign_on(client_id: str = "portal", secret: str = "s", **more) -> dict:
    """Return the settings of a site with single sign-on, but for what is given."""
    app = {"client_id": client_id, "secret": secret}
    site = {"OPENID_SERVER": "https://login.example.org", "OPENID_DOMAINS": ["example.org"], "HTTPS": True}
    return site | {"SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app]}}} | more


def originals_in(folder) -> dict:
    """Return the settings of a site that stores original files in this folder."""
    kept = settings.STORAGES["originals"] | {"OPTIONS": {"location": str(folder)}}
    return {"STORAGES": settings.STORAGES | {"originals": kept}}


def found_on(site: dict) -> dict[str | None, str | None]:
    """Return the hint of each check of ours that finds a mistake on a site with these settings."""
    with override_settings(**site):
        return {found.id: found.hint for found in run_checks(tags=["portal"])}


@pytest.mark.parametrize(
    "site", [{}, DEMO, {"DEBUG": True, "ALLOWED_HOSTS": []}, {"PORTAL_LINK_COLOUR": "#0b4f6c"}, single_sign_on()]
)
def test_nothing_is_found_on_a_site_that_is_right(site):
    assert found_on(PRODUCTION | site) == {}


@pytest.mark.parametrize(
    ("number", "mistake", "in_hint"),
    [
        ("portal.E001", {"SECRET_KEY": ""}, "secrets.token_urlsafe"),
        ("portal.E001", {"SECRET_KEY": "short"}, "secrets.token_urlsafe"),
        ("portal.E002", {"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS=portal.example.org"),
        ("portal.W003", {"SECURITY_CONTACT": ""}, "SECURITY_CONTACT=mailto:"),
        ("portal.E013", {"SECURITY_CONTACT": "security@example.org"}, "SECURITY_CONTACT=mailto:"),
        ("portal.E013", {"SECURITY_CONTACT": "mailto:a@example.org\nPolicy: x"}, "SECURITY_CONTACT=mailto:"),
        ("portal.E003", DEMO | {"ALLOWED_HOSTS": ["127.0.0.1", "portal.example.org"]}, "Unset PORTAL_DEMO"),
        ("portal.E004", {"DEBUG": True}, "Unset DEBUG"),
        ("portal.E005", DEMO | {"DEBUG": True}, "not both"),
        ("portal.E006", {"CSRF_TRUSTED_ORIGINS": ["portal.example.org"]}, "https://portal.example.org"),
        ("portal.E006", {"CSRF_TRUSTED_ORIGINS": ["https://portal.example.org/"]}, "without a path"),
        ("portal.E007", {"PORTAL_LINK_COLOUR": "blue"}, "#0b4f6c"),
        ("portal.E007", {"PORTAL_LINK_COLOUR_DARK": "#12345;}"}, "#0b4f6c"),
        ("portal.E008", single_sign_on(OPENID_DOMAINS=[]), "The domains are those of your"),
        ("portal.E008", single_sign_on(client_id=""), "Your sign-on server gives"),
        ("portal.E008", single_sign_on(secret=""), "Your sign-on server gives"),
        ("portal.E009", single_sign_on(OPENID_SERVER="http://login.example.org"), "Use an https:// address"),
        ("portal.W001", {"MAILERS": FILES}, "Set EMAIL_HOST"),
        ("portal.W004", originals_in(settings.STATIC_ROOT), "a folder of its own"),
        ("portal.W004", originals_in("/srv/media/originals") | {"MEDIA_ROOT": "/srv/media"}, "a folder of its own"),
        ("portal.W005", originals_in(__file__), "Allow the portal to write there"),
    ],
)
def test_a_mistake_is_found_with_a_hint(number, mistake, in_hint):
    found = found_on(PRODUCTION | mistake)
    assert list(found) == [number]
    assert in_hint in str(found[number])


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"DEBUG": "perhaps"}, "DEBUG='perhaps' is neither yes nor no."),
        ({"EMAIL_HOST": "mail.example.org", "EMAIL_PORT": "smtp"}, "EMAIL_PORT='smtp' is not a number."),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read."),
        ({"DATABASE_URL": "mysql://portal@127.0.0.1/portal"}, "that the portal does not know"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/portal.sqlite3"}, "/no/such/folder of the database is missing"),
    ],
    ids=lambda value: "=".join(list(value.items())[-1]) if isinstance(value, dict) else "",
)
def test_the_command_line_tells_a_mistake_in_words(mistake, told):
    """Mistakes with which Django cannot even start are told too, and none with a traceback."""
    check = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "reviews_portal.settings"} | mistake,
        capture_output=True,
        text=True,
    )
    assert check.returncode == 1
    assert told in check.stderr
    assert "Traceback" not in check.stderr


@pytest.fixture
def site(tmp_path_factory) -> dict[str, str]:
    """Return the environment of a site with an empty database, of which no static file was collected."""
    folder = tmp_path_factory.mktemp("site")
    here = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}  # of the browser
    return here | {
        "DJANGO_SETTINGS_MODULE": "reviews_portal.settings",
        "SECRET_KEY": "mNw4vRz8qLxT2bYc7dKj5hGf3sPa9eUi6oWn1tZr0yQ-kept-for-this-test-alone",
        "PORTAL_DEMO": "",
        "ALLOWED_HOSTS": "portal.example.org",
        "CSRF_TRUSTED_ORIGINS": "https://portal.example.org",
        "EMAIL_HOST": "mail.example.org",
        "SECURITY_CONTACT": "mailto:security@example.org",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "PORTAL_VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
    }


def python(site: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    """Run Python on a site."""
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=site, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("migrates", [False, slow(True)], ids=["tables copied", "tables made"])
def test_a_site_without_tables_or_static_files_is_told_what_to_do_and_not_started(site, migrates):
    database = site["DATABASE_URL"].removeprefix("sqlite:///")
    check = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    serve = ["-m", "gunicorn", "-c", "python:reviews_portal.gunicorn", "--bind=127.0.0.1:0"]
    for command in (check, serve):
        told = python(site, *command)
        assert told.returncode == 1
        assert "The database has no tables." in told.stderr
        assert "manage.py migrate" in told.stderr
        assert "manage.py collectstatic" in told.stderr
        assert "Traceback" not in told.stderr
    if migrates or not (filled := kept("sqlite")):
        assert python(site, "manage.py", "migrate", "--verbosity=0").returncode == 0
    else:
        shutil.copyfile(filled, database)
    told = python(site, *check)
    assert "tables" not in told.stderr
    assert "manage.py collectstatic" in told.stderr
    assert python(site, "manage.py", "collectstatic", "--no-input", "--verbosity=0").returncode == 0
    assert python(site, *check).returncode == 0
    with closing(sqlite3.connect(database)) as file:
        last = "SELECT max(id) FROM django_migrations"
        assert file.execute(f"DELETE FROM django_migrations WHERE id = ({last})").rowcount == 1
        file.commit()
    told = python(site, *check)
    assert told.returncode == 1
    assert "1 migration has not been applied" in told.stderr


def test_a_database_that_gives_no_answer_is_told(monkeypatch):
    def away(*arguments: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(checks, "MigrationExecutor", away)
    (found,) = checks.check_tables()
    assert found.id == "portal.W002"
    assert "DATABASE_URL" in str(found.hint)
