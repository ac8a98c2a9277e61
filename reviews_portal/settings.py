"""All settings of the portal, read from the environment.

docs/settings.md lists the variables. Secrets have no defaults; `checks.py` reports missing and invalid values, with
a hint.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from reviews_portal.environment import environment_flag, environment_list, environment_number, make_private

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("PORTAL_VAR_DIR") or BASE_DIR / "var")

# Every command, server and worker runs this, so that the folder is never readable for others.
make_private(VAR_DIR)

DEBUG = environment_flag("DEBUG")
PORTAL_DEMO = environment_flag("PORTAL_DEMO")

# checks.py reports an empty key with a hint; Django's own error has none.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = environment_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = environment_list("CSRF_TRUSTED_ORIGINS")
if PORTAL_DEMO:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "reviews_portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "reviews_portal.accounts",
    "reviews_portal.audit",
    "reviews_portal.outbox",
    "reviews_portal.briefings",
    "reviews_portal.people",
    "reviews_portal.editing",
    "reviews_portal.imports",
    "reviews_portal.interchange",
    "reviews_portal.publication",
    "reviews_portal.redaction",
    "learning",
    "recommendations",
    "django_filters",
    "simple_history",
    "django_tasks_db",
    "reviews_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "reviews_portal.middleware.headers.deny_browser_features",
    "reviews_portal.middleware.methods.refuse_other_methods",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "reviews_portal.middleware.address_length.refuse_long_addresses",
    "reviews_portal.page_cache.cache_pages",
    "reviews_portal.accounts.sessions.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "reviews_portal.accounts.sessions.end_long_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "reviews_portal.middleware.headers.keep_signed_in_pages_private",
    "reviews_portal.read_only.SayReadOnly",
    "reviews_portal.middleware.second_factor.RequireSecondFactor",
    "learning.rate_limits.AnswerTooManyRequests",
    "reviews_portal.middleware.former_slugs.RedirectFormerSlugs",
    "learning.rate_limits.limit_new_sessions",
]

# The portal is at the root of its host. Without this setting Django would trust a SCRIPT_NAME header.
FORCE_SCRIPT_NAME = ""
ROOT_URLCONF = "reviews_portal.urls"
WSGI_APPLICATION = "reviews_portal.wsgi.application"
ASGI_APPLICATION = "reviews_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["learning.utils.template_loading.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reviews_portal.branding.branding",
                "reviews_portal.accounts.sessions.lengths",
            ],
            "builtins": ["django.contrib.humanize.templatetags.humanize", "learning.templatetags.portal"],
        },
    },
    {
        "NAME": "components",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "reviews_portal.briefings.components.environment"},
    },
]
FORM_RENDERER = "reviews_portal.widgets.WholeText"

# --- Database: an SQLite file unless DATABASE_URL names another ------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", "")
if not DATABASE_URL:
    DATABASE_URL = f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
try:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
except (ValueError, KeyError) as error:
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read. Use sqlite:///path/to/file.sqlite3 or postgresql://user:password@host:5432/name."
    ) from error
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    database_folder = Path(DATABASES["default"]["NAME"]).absolute().parent
    if not os.access(database_folder, os.W_OK):  # SQLite writes further files beside the database
        raise ImproperlyConfigured(
            f"The folder {database_folder} of the database is missing or not writable. Make it or change DATABASE_URL."
        )
    # Readers can go on during a write; a write transaction takes its lock at the start, or waits for it.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    )
elif DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured(
        "DATABASE_URL names a kind of database that the portal does not know."
        " Use sqlite:///path/to/file.sqlite3 or postgresql://user:password@host:5432/name."
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "reviews_portal.accounts.passwords.LikeOwnDetails"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "reviews_portal.accounts.passwords.GuessedFirst"},
    {"NAME": "reviews_portal.accounts.passwords.UsedBefore"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "reviews_portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "reviews_portal.accounts.forms.LoginForm",
    "signup": "reviews_portal.accounts.forms.SignupForm",
    "add_email": "reviews_portal.accounts.forms.NewAddressForm",
    "change_password": "reviews_portal.accounts.forms.ChangePasswordForm",
    "set_password": "reviews_portal.accounts.forms.SetPasswordForm",
    "reset_password": "reviews_portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "reviews_portal.accounts.forms.ResetPasswordKeyForm",
    "confirm_email_verification_code": "reviews_portal.accounts.forms.ConfirmAddressForm",
    "confirm_password_reset_code": "reviews_portal.accounts.forms.ConfirmResetForm",
    "reauthenticate": "reviews_portal.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser: many computers are shared
# Each email within these limits is stored: with a limit by the minute only, one computer could send a million in a
# month. "key" is the account together with the IP address (accounts/adapter.py). A whole council may share an address.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    # If it counted by account, attempts of others would lock out its owner.
    "confirm_email": "20/m/ip,600/h/ip",
    "reset_password": "20/m/ip,200/h/ip",
    "signup": "20/m/ip,300/h/ip",
    "keep_typed": "200/h/ip",  # typed text that a session keeps during signing in, up to LONGEST_KEPT each
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Seconds for which a code is valid, and which the steps of signing in may take.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets an email because somebody else typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before changes of address or single sign-on; see accounts/adapter.py

MFA_ADAPTER = "reviews_portal.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "reviews_portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "reviews_portal.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "reviews_portal.accounts.forms.ActivateAppForm",
    "add_webauthn": "reviews_portal.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "reviews_portal.accounts.forms.EditPasskeyForm",
    "authenticate_webauthn": "reviews_portal.accounts.passkeys.SignInForm",
    "login_webauthn": "reviews_portal.accounts.passkeys.LoginPasskeyForm",
    "reauthenticate_webauthn": "reviews_portal.accounts.passkeys.ReauthenticatePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds, because clocks of phones differ

# --- Security ---------------------------------------------------------------------------------

# PORTAL_DEMO serves plain HTTP, on this machine only; anywhere else HTTPS is required.
HTTPS = not (DEBUG or PORTAL_DEMO)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if environment_flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the proxy names the client's address, by which sign-in attempts are counted
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # with this prefix browsers accept cookies only from this host over HTTPS, not from other subdomains
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "reviews_portal.accounts.session_store"
SESSION_COOKIE_AGE = 60 * 60  # seconds without a request after which a session ends
SESSION_LONGEST = 60 * 60 * 12  # seconds after which a session ends in any case
SESSION_WARNING = 60 * 5  # seconds before the end at which the page warns
LONGEST_KEPT = 500_000  # characters, compressed, of typed text that a session may keep
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# For editors and administrators. The demonstration's passwords are public anyway.
SECOND_FACTOR_REQUIRED = not PORTAL_DEMO
CSRF_FAILURE_VIEW = "reviews_portal.pages.information.csrf_failed"
X_FRAME_OPTIONS = "DENY"
# The contact in /.well-known/security.txt; if it is unset, the contact page.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "").strip()
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}

# --- Single sign-on of an organisation with OpenID Connect, if OPENID_SERVER is set --------------

OPENID_SERVER = os.environ.get("OPENID_SERVER", "")
# The only email domains for which this server is trusted.
OPENID_DOMAINS = [domain.lower() for domain in environment_list("OPENID_DOMAINS")]
OPENID_ASKS_SECOND_FACTOR = environment_flag("OPENID_ASKS_SECOND_FACTOR")
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_ADAPTER = "reviews_portal.accounts.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict] = {"openid_connect": {"APPS": [], "OAUTH_PKCE_ENABLED": True}}
if OPENID_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "organisation",
            "name": os.environ.get("OPENID_NAME", "") or "your organisation",
            "client_id": os.environ.get("OPENID_CLIENT_ID", ""),
            "secret": os.environ.get("OPENID_CLIENT_SECRET", ""),
            "settings": {"server_url": OPENID_SERVER},
        }
    ]
    SECURE_CSP["form-action"] += ["{0.scheme}://{0.netloc}".format(urlsplit(OPENID_SERVER))]

# --- Language, time, static files ---------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
# Django's en-gb formats dates as "6 Sept. 2016"; the portal writes them in full.
FORMAT_MODULE_PATH = ["reviews_portal.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "reviews_portal.static_storage.HashedFiles"
    },
    # The original files of documents. They have no address: a view checks who opens them.
    "originals": {
        "BACKEND": "learning.originals.storage.PrivateStorage",
        "OPTIONS": {"location": Path(os.environ.get("PORTAL_ORIGINALS_DIR") or VAR_DIR / "originals")},
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Fixture files still contain words that were redacted here.
SERIALIZATION_MODULES = {"json": "reviews_portal.redaction.guard"}
FIXTURE_DIRS = [BASE_DIR / "fixtures", BASE_DIR / "fixtures" / "restricted"]

# --- Uploads --------------------------------------------------------------------------------------

FILE_UPLOAD_HANDLERS = [
    "learning.utils.uploads.CutOff",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Tasks, email, caches, logs ------------------------------------------------------------------

# Exports that take longer are written by a task. 0 is for tests, which then need no long list.
EXPORT_SECONDS = environment_number("PORTAL_EXPORT_SECONDS", 2)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports", "mail"]}}
CACHES = {
    # Shared by all processes and servers, for counts such as those of sign-in attempts.
    "default": {
        "BACKEND": "reviews_portal.shared_cache.SharedCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
# The base URL of links in emails.
PORTAL_ADDRESS = os.environ.get("PORTAL_ADDRESS", "").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0]}" if HTTPS and ALLOWED_HOSTS else "http://127.0.0.1:8000"
)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@localhost")
# Emails are stored in the outbox; the task worker sends them with the second of these.
MAILERS: dict[str, dict] = {"default": {"BACKEND": "reviews_portal.outbox.backend.EmailBackend"}}
if email_host := os.environ.get("EMAIL_HOST"):
    MAILERS |= {
        "delivery": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": email_host,
                "port": environment_number("EMAIL_PORT", 587),
                "username": os.environ.get("EMAIL_HOST_USER", ""),
                "password": os.environ.get("EMAIL_HOST_PASSWORD", ""),
                "use_tls": True,
                "timeout": 10,  # seconds for each network operation
            },
        }
    }
else:
    MAILERS |= {
        "delivery": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": VAR_DIR / "mail"},
        }
    }
PAGES_KEPT = environment_number("PORTAL_PAGES_KEPT", 200)
PAGES_KEPT_MB = environment_number("PORTAL_PAGES_KEPT_MB", 16)

# Search words show what a practitioner is worried about, so no query string may be logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "one_line": {"()": "reviews_portal.logs.OneLine"},
        "no_query": {"()": "reviews_portal.logs.RemoveQueryString"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_line", "no_query"]}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}

# --- Branding of the partnership --------------------------------------------------------------------

PORTAL_NAME = MFA_TOTP_ISSUER = os.environ.get("PORTAL_NAME", "Case review learning")
PORTAL_OWNER = os.environ.get("PORTAL_OWNER", "").strip()
PORTAL_LINK_COLOUR = os.environ.get("PORTAL_LINK_COLOUR", "")
PORTAL_LINK_COLOUR_DARK = os.environ.get("PORTAL_LINK_COLOUR_DARK", "")
PORTAL_LOGO = os.environ.get("PORTAL_LOGO", "")
