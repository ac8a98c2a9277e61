"""Exports that take too long for one request: a background task writes them, and a page shows the progress.

Whether an export is long depends on its size, not on a clock, so that the same selection is always handled in the same
way. The number of queued exports and the size of kept files are limited for each requester and in total.
"""

import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.http import Http404, HttpRequest
from django.tasks import task
from django.utils import timezone

from learning.rate_limits import RateLimit, TooManyRequests, count, requester_of
from learning.search.generation import generation_for

from . import reader_view
from .exporting import Export, NothingToExport, export
from .listings import Listing, TooMany, site_of
from .models import Edition, ExportState, LongExport, LongExportPart
from .outline import Outline, as_data, from_data
from .requests import request_of
from .versions import kept_versions
from .writers import FORMATS
from .writers.problems import CannotWrite

# Milliseconds of processor time for an item of the usual length, measured with documents of 500 items of 173
# characters on a shared virtual machine, in two runs: PDF 1.1 and 1.3 (0.55 and 0.67 s), Word 0.2 (0.09 s), slides 4.2
# and 8.0 (2.1 and 4.0 s; for 200 items 3.7 and 5.1), page 0.07, Markdown 0.02, CSV 0.01, JSON 0.005.
COST = {"pdf": 1.4, "docx": 0.2, "pptx": 8.0, "html": 0.1, "md": 0.05, "csv": 0.01, "json": 0.01}
USUAL_LENGTH = 175  # characters; a longer text counts as several items
# The same for an item of a list, including reading it. Measured with 100,000 items on a busy machine: 0.09 for
# learning, questions and recommendations. The value is more than twice that, for busier ones.
LISTED = 0.25
PAUSE = 0.5  # seconds between two updates of the progress
PART = 1_000_000  # bytes of a file that are held in memory at once

STARTS = RateLimit(
    "long exports", "Too many long exports have been started this hour.", each=20, network=60, everybody=400
)
# How many exports may be queued or in progress. A reader's later exports run after everybody else's first.
MOST_OWN, MOST_OF_NETWORK, MOST_IN_ALL = 3, 10, 40
MOST_BYTES_OF_ONE, MOST_BYTES_IN_ALL = 500_000_000, 5_000_000_000  # of kept files, uncompressed
FIRST = -10  # the priority of a reader's first export; emails have a higher one
WAIT = 60  # seconds after which to try again


class Stopped(Exception):
    """The reader stopped the export, it was deleted, or another task is writing it."""


def seconds_of(source: Outline | Listing, format: str) -> float:
    """Return the estimated number of seconds to write a file on a busy machine."""
    if isinstance(source, Listing):
        return source.number * LISTED / 1000
    items = source.items()
    length = sum(len(text) for item in items for text in item.texts)
    return max(len(items), length / USUAL_LENGTH) * COST[format] / 1000


def is_long(source: Outline | Listing, format: str) -> bool:
    """Return whether writing a file in this format takes so long that a task should do it."""
    return seconds_of(source, format) > settings.EXPORT_SECONDS


def same(made: Export, request: HttpRequest, keys: list[str]) -> LongExport | None:
    """Return the reader's own export of the same content if it is ready or under way, else None.

    `keys` are those of the reader's own exports. Those of others are not used, because a file that is ready at once
    would reveal that somebody else had asked for it.
    """
    found = LongExport.objects.kept().without_words().filter(key__in=keys, digest=digest_of(made, request))
    for one in found.filter(format=made.format.name, name=made.file_name):
        if one.is_under_way or one.state == ExportState.READY:
            return one
    return None


def digest_of(made: Export, request: HttpRequest) -> str:
    """Return a digest that is the same for exports of the same content and code to readers with equal permissions."""
    sight = reader_view.sight_kept(request.user)
    if isinstance(made.source, Outline):
        return kept_versions.digest_of(as_data(made.source), (*sight, made.source.code))
    as_it_is_now = {"contents": made.source.contents, "generation": generation_for(request).token}
    return kept_versions.digest_of(selection_of(made, request) | as_it_is_now, sight)


def selection_of(made: Export, request: HttpRequest) -> dict[str, Any]:
    """Return the data with which the task selects the list again."""
    what, key = made.selected
    return {"what": what, "key": key, "query": request.GET.urlencode(), "site": site_of(request)}


@transaction.atomic
def ask(made: Export, request: HttpRequest, keys: list[str]) -> LongExport:
    """Queue an export, and return the LongExport that shows its progress.

    `keys` are those of the reader's own exports. Raises TooManyRequests if too many were started, are queued or are
    kept.
    """
    under_way = take_turn(request, keys)
    outline = made.source if isinstance(made.source, Outline) else None
    asked = LongExport.objects.create(
        edition=Edition.objects.only("pk").get(code=outline.code) if outline and outline.code else None,
        outline=as_data(outline) if outline else None,
        selection=None if outline else selection_of(made, request),
        reader=request.user if request.user.is_authenticated else None,
        requester=requester_of(request),
        sight=reader_view.sight_kept(request.user),
        digest=digest_of(made, request),
        format=made.format.name,
        name=made.file_name,
        total=made.number,
    )
    write_export.using(priority=FIRST * (1 + under_way)).enqueue(asked.key, asked.attempt)
    forget_exports.using(run_after=asked.made_at + LongExport.KEPT).enqueue()
    return asked


def take_turn(request: HttpRequest, keys: list[str]) -> int:
    """Return how many of the reader's exports are in progress, if another may start in this transaction.

    Raises TooManyRequests otherwise. Counting the start makes parallel requests wait until this transaction ends, so
    that each sees what earlier ones have added.
    """
    count(request, STARTS)
    requester, under_way = requester_of(request), LongExport.objects.under_way()
    of_requester = under_way.filter(requester=requester).count()
    own = of_requester if request.user.is_authenticated else under_way.filter(key__in=keys).count()
    if own >= MOST_OWN:
        raise TooManyRequests(f"You have {own} exports in progress. Wait until one is ready, or stop one.", WAIT)
    if of_requester >= MOST_OF_NETWORK:
        raise TooManyRequests("Too many long exports are in progress for your network.", WAIT)
    if under_way.count() >= MOST_IN_ALL:
        raise TooManyRequests("Too many long exports are queued.", 5 * WAIT)
    kept = LongExport.objects.kept()
    if bytes_of(kept.filter(requester=requester)) > MOST_BYTES_OF_ONE or bytes_of(kept) > MOST_BYTES_IN_ALL:
        raise TooManyRequests(
            "There is no room for another large file until an earlier one is deleted. Filter your list.",
            60 * WAIT,
        )
    return own


def bytes_of(exports) -> int:
    """Return the total size of the files of these exports."""
    return exports.aggregate(sum=Sum("size"))["sum"] or 0


def stop(made: LongExport) -> None:
    """Stop an export that is under way; the task notices when it next says how far it is."""
    under_way = LongExport.objects.filter(pk=made.pk, state__in=[ExportState.WAITING, ExportState.RUNNING])
    under_way.update(state=ExportState.STOPPED, changed_at=timezone.now())


@transaction.atomic
def again(made: LongExport, request: HttpRequest, keys: list[str]) -> None:
    """Queue an export again that was stopped, has failed or lost its task. Raises TooManyRequests, see `ask`."""
    if made.is_under_way or made.state == ExportState.READY:
        return
    under_way = take_turn(request, keys)
    attempt = made.attempt + 1
    fresh = {"state": ExportState.WAITING, "attempt": attempt, "done": 0, "problem": "", "changed_at": timezone.now()}
    if LongExport.objects.filter(pk=made.pk, attempt=made.attempt).update(**fresh):
        made.parts.filter(attempt__lt=attempt).delete()
        write_export.using(priority=FIRST * (1 + under_way)).enqueue(made.key, attempt)


def is_still_seen(made: LongExport, user) -> bool:
    """Return whether a user may still read everything in an export."""
    if made.selection is not None:
        try:
            now = source_of(made, user).source
        except (Http404, NothingToExport):
            return False
        return isinstance(now, Listing) and now.contents == made.contents
    outline = from_data(made.outline or {})
    seen = reader_view.as_seen_by(outline, made.sight, user)
    return seen is not None and replace(seen, remarks=()) == replace(outline, remarks=())  # remarks are made anew


def source_of(made: LongExport, user) -> Export:
    """Return the Export to write; a list is selected again for the user. Raises the same errors as `export`."""
    format = FORMATS[made.format]
    if made.selection is None:
        return Export(made.name, format, from_data(made.outline or {}))
    selection = made.selection
    return export(request_of(user, selection["query"], selection["site"]), selection["what"], selection["key"], format)


def content_of(made: LongExport) -> Iterator[bytes]:
    """Yield the file.

    Raises LongExportPart.DoesNotExist if a part has been deleted in the meantime: the response then ends before its
    announced length, which the client notices.
    """
    sent = number = 0
    parts = LongExportPart.objects.filter(export=made, attempt=made.attempt)
    while sent < made.size:
        content = zlib.decompress(parts.get(number=number).content)
        yield content
        sent, number = sent + len(content), number + 1


@task(priority=FIRST)
def write_export(key: str, attempt: int) -> None:
    """Task: write the file of an export. Nothing is kept if it was stopped, deleted or queued again."""
    own = LongExport.objects.filter(key=key, attempt=attempt)
    own.filter(state=ExportState.WAITING).update(state=ExportState.RUNNING, changed_at=timezone.now())
    running = own.filter(state=ExportState.RUNNING)
    made = running.select_related("reader").first()
    if made is None:
        return
    parts = LongExportPart.objects.filter(export=made, attempt=attempt)
    looked = time.monotonic()

    def tell(done: int) -> None:
        nonlocal looked
        if time.monotonic() - looked > PAUSE:
            looked = time.monotonic()
            if not running.update(done=done, changed_at=timezone.now()):
                raise Stopped

    def end(**outcome) -> None:
        if outcome.get("state") != ExportState.READY:
            parts.delete()
        if not running.update(**outcome, changed_at=timezone.now()):
            parts.delete()

    parts.delete()  # left by a task that was killed
    try:
        source = source_of(made, made.reader or AnonymousUser())
        size = 0
        for number, content in enumerate(in_parts(source.parts(tell))):
            if not running.exists():
                raise Stopped
            LongExportPart.objects.create(
                export=made, attempt=attempt, number=number, content=zlib.compress(content, level=1)
            )
            size += len(content)
    except (Stopped, IntegrityError):  # the row may be deleted between two queries
        parts.delete()
        return
    except (CannotWrite, NothingToExport, TooMany) as error:
        end(state=ExportState.FAILED, problem=str(error))
        return
    except Exception:
        end(state=ExportState.FAILED)
        raise
    as_written = {}
    if isinstance(source.source, Listing):  # the list and its audience may have changed since it was requested
        as_written = {"contents": source.source.contents, "name": source.file_name}
    end(state=ExportState.READY, size=size, done=source.number, total=source.number, **as_written)


def in_parts(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the written bytes in parts of about the same size."""
    part = bytearray()
    for some in content:
        part += some
        while len(part) >= PART:
            yield bytes(part[:PART])
            del part[:PART]
    if part:
        yield bytes(part)


@task()
def forget_exports() -> int:
    """Task: delete the exports that are more than a day old, and return their number."""
    return LongExport.objects.over().delete()[1].get(LongExport._meta.label, 0)
