"""The least that Django can do: views that return the bytes of the portal's pages, read from files in BENCH_BODIES.

With BENCH_VIEW=bare there is no middleware and no query. BENCH_VIEW=select has the middleware of `startproject` and
reads one row by its primary key.
"""

import os
from pathlib import Path

import dj_database_url
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

BODIES = {file.name: file.read_bytes() for file in Path(os.environ["BENCH_BODIES"]).iterdir()}
SELECT = os.environ["BENCH_VIEW"] == "select"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="a key for measuring only",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=MIDDLEWARE if SELECT else [],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"] if SELECT else [],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)},
)
application = get_wsgi_application()


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Return the bytes of a page."""
    if name not in BODIES:
        raise Http404
    return HttpResponse(BODIES[name])


def select(request: HttpRequest, name: str) -> HttpResponse:
    """Return the bytes of a page after one SELECT by primary key."""
    from django.contrib.contenttypes.models import ContentType  # needs the settings above

    ContentType.objects.filter(pk=1).first()
    return bare(request, name)


urlpatterns = [path("<name>", select if SELECT else bare)]
