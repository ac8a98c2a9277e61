"""Loads what every page needs before workers are forked: they share the memory, and the first reader does not wait."""

import gc
import io
import logging
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connections
from django.urls import reverse

from learning.models import Agency, AgencyKind, LearningItem, Review, Theme
from recommendations.models import Recommendation

from .briefings.writers import FORMATS
from .briefings.writers.pdf import letters
from .page_cache import pages

logger = logging.getLogger(__name__)


def preload(application: WSGIApplication) -> None:
    """Load the search index and render a page of each kind.

    Workers that are forked afterwards share the index, compiled templates and modules, and open their own connections.
    If the database cannot be reached, this is logged and the server starts anyway: the first requests then load what
    they need.
    """
    try:
        for address in addresses():
            ask(application, address)
        letters()
    except DatabaseError as error:
        logger.warning("Nothing was preloaded, because the database did not answer: %s", type(error).__name__)
    finally:
        pages.forget()  # they were cached under a host name that no reader uses
        connections.close_all()
    # The garbage collector writes to every object that it visits, and memory that is written to is no longer shared.
    gc.collect()
    gc.freeze()


def addresses() -> list[str]:
    """Return the URL of a public page of each kind."""
    named = ["home", "theme_list", "review_list", "agency_list", "item_list", "question_list", "recommendation_list"]
    found = [reverse(name) for name in (*named, "search", "whats_new", "choose_work", "builder")]
    found.append(f"{reverse('search')}?q=family&page=2")
    found.append(f"{reverse('suggest')}?q=family")
    anyone = AnonymousUser()
    review = Review.objects.visible_to(anyone).order_by("pk").first()
    if review is not None:
        # No PDF: Typst starts threads, and a process forked while they run may wait for them forever.
        found += [reverse("export", args=["review", review.slug, format]) for format in FORMATS if format != "pdf"]
    for records in (
        Review.objects.visible_to(anyone),
        Theme.objects.all(),
        Agency.objects.visible_to(anyone),
        LearningItem.objects.visible_to(anyone),
        Recommendation.objects.visible_to(anyone),
    ):
        if (record := records.order_by("pk").first()) is not None:
            found.append(record.get_absolute_url())
    if (kind := AgencyKind.objects.order_by("order").first()) is not None:
        found.append(reverse("work_in", args=[kind.slug]))
    return found


def ask(application: WSGIApplication, address: str) -> None:
    """Request a page from the application, as the server does."""
    parts = urlsplit(address)
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    environ = {
        "HTTP_HOST": host,
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, exc_info=None: lambda data: None)
    for _ in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
