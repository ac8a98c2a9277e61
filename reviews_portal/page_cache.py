"""The same page again, for a reader who is not signed in: from memory, or as "304 Not Modified".

A page is kept under the generation of what readers see, which every change of the catalogue moves on in its own
transaction. Each request asks the database for the generation, so that no copy of the portal ever shows the old page
after a withdrawal. Nothing of a signed-in reader is kept.
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

from learning.models import ErrorReport, Membership, RateCount, SearchEntry, SearchGeneration
from learning.querysets import changed_in_bulk
from learning.search.index import move_on
from learning.search.index_sets import generation_for
from recommendations.models import ConflictingDraft, EvidenceFile, ResponseDraft, ScrutinyComment

LARGEST = 200_000  # bytes
BESIDE = 4_000  # bytes of memory for a page and its headers, besides its content and its key
UNSEEN = {
    ErrorReport,
    EvidenceFile,
    ConflictingDraft,
    Membership,
    RateCount,
    ResponseDraft,
    ScrutinyComment,
    SearchEntry,
    SearchGeneration,
}  # no anonymous reader sees these

type Key = tuple[object, ...]


class Pages:
    """The pages that were asked for last, each in the generation in which it was made."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Key, HttpResponse] = OrderedDict()
        self.weight = 0  # bytes
        self.lock = threading.Lock()

    def get(self, key: Key) -> HttpResponse | None:
        """Return the page of this key, as new."""
        with self.lock:
            kept = self.pages.get(key)
            if kept is None:
                return None
            self.pages.move_to_end(key)
        return copy_of(kept)

    def keep(self, key: Key, page: HttpResponse) -> None:
        """Set the ETag of a page from its content, and keep a copy; the least recently used pages make room.

        There is no Last-Modified: it would show when somebody first asked for the page.
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
        """Keep nothing; for tests, which set the database back."""
        with self.lock:
            self.pages.clear()
            self.weight = 0


def weight(key: Key, page: HttpResponse) -> int:
    """Return the approximate memory of a page and its key in bytes."""
    return len(page.content) + sum(len(str(part)) for part in key) + BESIDE


def copy_of(page: HttpResponse) -> HttpResponse:
    """Return a page with the same content and headers, to which others may add their own."""
    return HttpResponse(page.content, status=page.status_code, headers=dict(page.items()))


pages = Pages()


def cache_pages(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Return a middleware that answers what an anonymous reader asks for again."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        key = key_of(request)
        if (kept := pages.get(key)) is not None:
            return unless_known(request, kept)
        page = get_response(request)
        if not may_be_kept(page):
            return page
        pages.keep(key, page)
        return unless_known(request, page)

    return middleware


def unless_known(request: HttpRequest, page: HttpResponse) -> HttpResponseBase:
    """Return a page, or 304 to a browser that holds the very same.

    Only the ETag decides: copies of the portal may differ on the time, and none must confirm a withdrawn page by it.
    """
    return get_conditional_response(request, etag=page["ETag"], response=page) or page


def key_of(request: HttpRequest) -> Key:
    """Return what a page depends on: where it was asked for, what readers see, and the day on which it is cited."""
    now = generation_for(request)
    host, address = request.META.get("HTTP_HOST"), request.get_full_path()
    return (now.number, now.token, timezone.localdate(), request.scheme, host, address)


def may_be_kept(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Return whether a page is the same for every anonymous reader: whole, and without a cookie or a token."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and response.get("Cache-Control") == "no-cache"
        and len(response.content) <= LARGEST
    )


def seen_models() -> list[type[Model]]:
    """Return the models whose records pages show: all of the catalogue, and of what was recommended and answered."""
    models = [model for label in ("learning", "recommendations") for model in apps.get_app_config(label).get_models()]
    return [model for model in models if model not in UNSEEN and not model.__name__.startswith("Historical")]


def watch() -> None:
    """Move the generation on with every change of these records."""
    for model in seen_models():
        for signal in (post_save, post_delete, changed_in_bulk):
            signal.connect(moved, sender=model, dispatch_uid=f"repeats {model._meta.label}")
        for field in model._meta.many_to_many:
            through: type[Model] = field.remote_field.through  # type: ignore[assignment]
            m2m_changed.connect(moved, sender=through, dispatch_uid=f"repeats {through._meta.label}")


def moved(**kwargs) -> None:
    """Something that readers see has changed."""
    if not kwargs.get("action", "post").startswith("pre"):
        move_on()
