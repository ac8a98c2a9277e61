"""System checks of the settings from the environment, each with a hint. Django runs them before most commands.

Settings without which Django cannot start at all are checked in settings.py.
"""

import os
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}  # the last is the host of Django's test client
SHORTEST_SECRET_KEY = 32


@register("portal")
def check_secret_key(**kwargs) -> list[CheckMessage]:
    """Check the key that signs sessions and password reset links."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django raises it for an empty key
        key = ""
    if len(key) >= SHORTEST_SECRET_KEY:
        return []
    return [
        Error(
            f"SECRET_KEY has fewer than {SHORTEST_SECRET_KEY} characters." if key else "SECRET_KEY is not set.",
            hint=(
                'Generate one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
                " and keep it out of the repository. To try the portal out, `make run` makes its own."
            ),
            id="portal.E001",
        )
    ]


@register("portal")
def check_allowed_hosts(**kwargs) -> list[CheckMessage]:
    """Check the host names, and that a portal without protection is reachable only from this machine."""
    elsewhere = sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK_HOSTS)
    errors: list[CheckMessage] = []
    if not settings.ALLOWED_HOSTS and not settings.DEBUG:
        errors.append(
            Error(
                "ALLOWED_HOSTS is empty, so every request would be refused.",
                hint="Set it to the names of your site, separated by commas: ALLOWED_HOSTS=portal.example.org.",
                id="portal.E002",
            )
        )
    if settings.PORTAL_DEMO and elsewhere:
        errors.append(
            Error(
                f"PORTAL_DEMO has well-known passwords, but ALLOWED_HOSTS opens it to {', '.join(elsewhere)}.",
                hint="Unset PORTAL_DEMO on a site that others can reach, or unset ALLOWED_HOSTS to try it out here.",
                id="portal.E003",
            )
        )
    if settings.DEBUG and elsewhere:
        errors.append(
            Error(
                f"DEBUG shows settings and queries to readers, but ALLOWED_HOSTS opens it to {', '.join(elsewhere)}.",
                hint="Unset DEBUG on a site that others can reach, or unset ALLOWED_HOSTS to work on this machine.",
                id="portal.E004",
            )
        )
    return errors


@register("portal")
def check_demo_without_debug(**kwargs) -> list[CheckMessage]:
    """Check that the demonstration runs without DEBUG, so that it shows what production shows."""
    if not (settings.PORTAL_DEMO and settings.DEBUG):
        return []
    return [
        Error(
            "PORTAL_DEMO and DEBUG are both on.",
            hint="Set PORTAL_DEMO to try the portal out, or DEBUG to work on its code; not both.",
            id="portal.E005",
        )
    ]


@register("portal")
def check_trusted_origins(**kwargs) -> list[CheckMessage]:
    """Check that each trusted origin is written as browsers send it; forms from other origins are refused."""
    return [
        Error(
            f"CSRF_TRUSTED_ORIGINS has {origin!r}, which is not the scheme and name of a site.",
            hint="Write it with its scheme and without a path: CSRF_TRUSTED_ORIGINS=https://portal.example.org.",
            id="portal.E006",
        )
        for origin in settings.CSRF_TRUSTED_ORIGINS
        if not re.fullmatch(r"https?://[^/?#\s]+", origin)
    ]


@register("portal")
def check_colours(**kwargs) -> list[CheckMessage]:
    """Check the colours, which go into a style sheet unchanged."""
    return [
        Error(
            f"{name}={value!r} is not a colour.",
            hint="Write it as # and six digits, such as #0b4f6c, or leave it unset.",
            id="portal.E007",
        )
        for name in ("PORTAL_LINK_COLOUR", "PORTAL_LINK_COLOUR_DARK")
        if (value := getattr(settings, name)) and not re.fullmatch(r"#[0-9a-fA-F]{6}", value)
    ]


@register("portal")
def check_single_sign_on(**kwargs) -> list[CheckMessage]:
    """Check the domains of single sign-on: a server trusted for every address could sign in anybody."""
    if not settings.OPENID_SERVER:
        return []
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    given = {
        "OPENID_CLIENT_ID": app["client_id"],
        "OPENID_CLIENT_SECRET": app["secret"],
        "OPENID_DOMAINS": settings.OPENID_DOMAINS,
    }
    errors: list[CheckMessage] = [
        Error(
            f"OPENID_SERVER is set, but {name} is not.",
            hint="Your sign-on server gives you the ID and secret. The domains are those of your email addresses.",
            id="portal.E008",
        )
        for name, value in given.items()
        if not value
    ]
    if settings.HTTPS and not settings.OPENID_SERVER.startswith("https://"):
        errors.append(
            Error(
                f"OPENID_SERVER={settings.OPENID_SERVER!r} does not begin with https://.",
                hint="Anyone who intercepts the connection could sign in as anybody. Use an https:// address.",
                id="portal.E009",
            )
        )
    return errors


@register("portal")
def check_security_contact(**kwargs) -> list[CheckMessage]:
    """Check the contact for people who find a vulnerability, in /.well-known/security.txt."""
    contact = settings.SECURITY_CONTACT
    hint = (
        "Set an address that somebody reads, such as SECURITY_CONTACT=mailto:security@example.org or an https:// page."
    )
    if contact and not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:[+\d-]+)", contact):
        return [Error(f"SECURITY_CONTACT={contact!r} is not an address.", hint=hint, id="portal.E013")]
    if contact or settings.DEBUG or settings.PORTAL_DEMO:
        return []
    where = "security.txt names only the portal's contact page, and no person."
    return [Warning(f"SECURITY_CONTACT is not set: {where}", hint=hint, id="portal.W003")]


@register("portal")
def check_var_is_private(**kwargs) -> list[CheckMessage]:
    """Check that the folder with emails, the SQLite database and the demonstration's key is private."""
    folder = settings.VAR_DIR
    if not folder.exists() or not folder.stat().st_mode & 0o077:
        return []
    return [
        Error(
            f"The folder {folder} can be opened by other users of this machine.",
            hint=f"Allow only its owner to open it: chmod 700 {folder}",
            id="portal.E014",
        )
    ]


@register("portal")
def check_mail_leaves(**kwargs) -> list[CheckMessage]:
    """Check that email is sent, because people reset passwords and learn of responses by email."""
    if settings.DEBUG or settings.PORTAL_DEMO or "filebased" not in settings.MAILERS["delivery"]["BACKEND"]:
        return []
    return [
        Warning(
            "EMAIL_HOST is not set: emails are written to files and not sent.",
            hint="Set EMAIL_HOST, and EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD if your server needs them.",
            id="portal.W001",
        )
    ]


@register("portal")
def check_originals(**kwargs) -> list[CheckMessage]:
    """Check that original files are outside the folders that a web server may serve, and can be written."""
    folder = Path(storages["originals"].path("")).resolve()
    served = [settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS]
    warnings: list[CheckMessage] = [
        Warning(
            f"The folder {folder} of original files is inside {one}, which a web server may serve to anyone.",
            hint="Set PORTAL_ORIGINALS_DIR to a folder of its own.",
            id="portal.W004",
        )
        for one in served
        if one and folder.is_relative_to(Path(str(one)).resolve())
    ]
    existing = next(one for one in (folder, *folder.parents) if one.exists())
    if not (existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)):
        warnings.append(
            Warning(
                f"The folder {folder} of original files cannot be written, so nobody can add one.",
                hint="Allow the portal to write there, or set PORTAL_ORIGINALS_DIR to another folder.",
                id="portal.W005",
            )
        )
    return warnings


@register("portal", deploy=True)
def check_static_files(**kwargs) -> list[CheckMessage]:
    """Check that the static files were collected: without its style sheet every page fails."""
    collected = getattr(staticfiles_storage, "hashed_files", None)
    if collected is None:  # files are served under their own names, as with DEBUG on
        return []
    ours = {path.replace("\\", "/") for finder in get_finders() for path, _ in finder.list([])}
    missing = sorted(ours - collected.keys())
    if not missing:
        return []
    return [
        Error(
            f"Static files are missing from {settings.STATIC_ROOT}, such as {missing[0]}. "
            "Pages that use them will fail.",
            hint="Collect them: manage.py collectstatic --no-input. Repeat this after each upgrade.",
            id="portal.E010",
        )
    ]


@register("portal", deploy=True)
def check_tables(**kwargs) -> list[CheckMessage]:
    """Check that the tables exist, because every request needs them."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [
            Warning(
                f"The database did not answer, so its tables were not checked ({type(error).__name__}).",
                hint="Check DATABASE_URL, and that the database server is running.",
                id="portal.W002",
            )
        ]
    if not waiting:
        return []
    hint = "Apply the migrations: manage.py migrate."
    if executor.loader.applied_migrations:
        number = "1 migration has" if len(waiting) == 1 else f"{len(waiting)} migrations have"
        return [Error(f"{number} not been applied to the database.", hint=hint, id="portal.E011")]
    return [Error("The database has no tables.", hint=hint, id="portal.E012")]


# Errors with which every page would fail.
HOPELESS = {"portal.E010", "portal.E012"}
