"""A cache of pages for readers who are not signed in, with "304 Not Modified" for browsers that have the page.

A cached page belongs to a generation of the published content. Every change of the catalogue starts a new generation
in the same transaction, and each request reads the number from the database, so that no process shows an old page
after a withdrawal. Pages of signed-in readers are not cached.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeGuard

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from learning.models import (
    ErrorReport,
    Hiding,
    IdentityDecision,
    IdentityWord,
    Membership,
    NamedAgency,
    RateCount,
    ReviewStage,
    SearchEntry,
    SearchGeneration,
    ThemeProposal,
)
from learning.querysets import changed_in_bulk
from learning.search.generation import Generation, begin
from learning.search.index import move_on
from recommendations.models import ConflictingDraft, EvidenceFile, ResponseDraft, ScrutinyComment
from reviews_portal.briefings.models import BriefingApproval, PartnershipSummary

LARGEST = 200_000  # bytes
BESIDE = 4_000  # bytes of overhead for each page, besides its content and its key
UNSEEN = {
    ErrorReport,
    EvidenceFile,
    Hiding,
    IdentityDecision,
    IdentityWord,
    ConflictingDraft,
    Membership,
    NamedAgency,
    RateCount,
    ResponseDraft,
    ReviewStage,
    ScrutinyComment,
    SearchEntry,
    SearchGeneration,
    ThemeProposal,
}  # models that no anonymous reader sees
OF_DOCUMENTS = [BriefingApproval, PartnershipSummary]  # models that only documents show, which are kept like pages

type Key = tuple[object, ...]


class Pages:
    """The most recently used pages, each in its generation."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Key, HttpResponse] = OrderedDict()
        self.weight = 0  # bytes
        self.lock = threading.Lock()

    def get(self, key: Key) -> HttpResponse | None:
        """Return a copy of the page with this key, or None."""
        with self.lock:
            kept = self.pages.get(key)
            if kept is None:
                return None
            self.pages.move_to_end(key)
        return copy_of(kept)

    def keep(self, key: Key, page: HttpResponse) -> None:
        """Set the ETag of a page from its content and cache it, dropping the least recently used pages if necessary.

        There is no Last-Modified: it would reveal when somebody first requested the page.
        """
        page["ETag"] = f'"{hashlib.sha256(page.content).hexdigest()[:32]}"'
        with self.lock:
            if before := self.pages.pop(key, None):
                self.weight -= weight(key, before)
            self.pages[key] = copy_of(page)
            self.weight += weight(key, page)
            while len(self.pages) > settings.PAGES_KEPT or self.weight > settings.PAGES_KEPT_MB * 1024**2:
                self.weight -= weight(*self.pages.popitem(last=False))

    def forget(self) -> None:
        """Clear the cache; for tests, which reset the database."""
        with self.lock:
            self.pages.clear()
            self.weight = 0


def weight(key: Key, page: HttpResponse) -> int:
    """Return the approximate memory of a page and its key in bytes."""
    return len(page.content) + sum(len(str(part)) for part in key) + BESIDE


def copy_of(page: HttpResponse) -> HttpResponse:
    """Return a copy of a page, to which middleware may add headers."""
    return HttpResponse(page.content, status=page.status_code, headers=dict(page.items()))


pages = Pages()


def cache_pages(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Return a middleware that caches pages for anonymous readers.

    Every GET reads its generation here, before any record: whoever has a session also keeps records for others.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        now = begin(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        key = key_of(request, now)
        if (kept := pages.get(key)) is not None:
            return unless_known(request, kept)
        page = get_response(request)
        if not may_be_kept(page):
            return page
        pages.keep(key, page)
        return unless_known(request, page)

    return middleware


def unless_known(request: HttpRequest, page: HttpResponse) -> HttpResponseBase:
    """Return a page, or 304 if the browser has the same version.

    Only the ETag decides: the clocks of servers may differ, and none must confirm a withdrawn page by its time.
    """
    return get_conditional_response(request, etag=page["ETag"], response=page) or page


def key_of(request: HttpRequest, now: Generation) -> Key:
    """Return what a page depends on: its URL and host, the generation, and the date in citations."""
    host, address = request.META.get("HTTP_HOST"), request.get_full_path()
    return (now.number, now.token, timezone.localdate(), request.scheme, host, address)


def may_be_kept(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Return whether a page is the same for all anonymous readers: complete, and without a cookie or CSRF token."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and response.get("Cache-Control") == "no-cache"
        and len(response.content) <= LARGEST
    )


def seen_models() -> list[type[Model]]:
    """Return the models whose records pages and documents show.

    They are those of `learning` and `recommendations` except UNSEEN, and OF_DOCUMENTS.
    """
    models = [model for label in ("learning", "recommendations") for model in apps.get_app_config(label).get_models()]
    shown = [model for model in models if model not in UNSEEN and not model.__name__.startswith("Historical")]
    return shown + OF_DOCUMENTS


def watch() -> None:
    """Connect the signals, so that every change of these records starts a new generation."""
    for model in seen_models():
        for signal in (post_save, post_delete, changed_in_bulk):
            signal.connect(moved, sender=model, dispatch_uid=f"repeats {model._meta.label}")
        for field in model._meta.many_to_many:
            through: type[Model] = field.remote_field.through  # type: ignore[assignment]
            m2m_changed.connect(moved, sender=through, dispatch_uid=f"repeats {through._meta.label}")


def moved(**kwargs) -> None:
    """Start a new generation, because something that readers see has changed."""
    if not kwargs.get("action", "post").startswith("pre"):
        move_on()
