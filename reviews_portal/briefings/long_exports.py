"""Exports that take longer than a reader should look at an empty page: a task writes them, with progress.

Whether one does is told from how much is in it, not by a clock, so that the same selection always goes the same way.
"""

import time
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone

from . import editions, rereading
from .exporting import Export, watched
from .models import Edition, ExportState, LongExport
from .outline import Outline, as_data, from_data
from .writers import FORMATS
from .writers.problems import CannotWrite

# Milliseconds of processor time for an item of usual length; seen in documents of 500 items of 173 characters on a
# shared virtual machine, in two runs: PDF 1.1 and 1.3 (0.55 and 0.67 s), Word 0.2 (0.09 s), slides 4.2 and 8.0 (2.1
# and 4.0 s; of 200 items 3.7 and 5.1), page 0.07, Markdown 0.02, CSV 0.01, JSON 0.005.
COST = {"pdf": 1.4, "docx": 0.2, "pptx": 8.0, "html": 0.1, "md": 0.05, "csv": 0.01, "json": 0.01}
USUAL_LENGTH = 175  # characters; a longer text costs as much as several
PAUSE = 0.5  # seconds between two looks at how far it is


class Stopped(Exception):
    """The reader stopped the export, it was deleted, or another task makes it."""


def is_long(outline: Outline, format: str) -> bool:
    """Return whether an outline takes so long to write in a format that a task should do it."""
    items = outline.items()
    length = sum(len(text) for item in items for text in item.texts)
    return max(len(items), length / USUAL_LENGTH) * COST[format] / 1000 > settings.EXPORT_SECONDS


def same(export: Export, outline: Outline, user, keys: list[str]) -> LongExport | None:
    """Return the export of the same if it can still be had: whosever is ready, and the reader's own under way.

    `keys` are those of the reader's own: nobody stops what another waits for.
    """
    ready_or_own = Q(state=ExportState.READY) | Q(key__in=keys)
    found = LongExport.objects.kept().without_words().filter(ready_or_own, digest=digest_of(outline, user))
    for one in found.filter(format=export.format.name, name=export.file_name):
        if one.is_under_way or one.state == ExportState.READY:
            return one
    return None


def digest_of(outline: Outline, user) -> str:
    """Return what is the same for exports of the same words, under the same code, for readers who see the same."""
    return editions.digest_of(as_data(outline), (*rereading.sight_kept(user), outline.code))


@transaction.atomic
def ask(export: Export, outline: Outline, user) -> LongExport:
    """Have a task write an export for a user, and return what shows how far it is."""
    made = LongExport.objects.create(
        edition=Edition.objects.only("pk").get(code=outline.code) if outline.code else None,
        outline=as_data(outline),
        sight=rereading.sight_kept(user),
        digest=digest_of(outline, user),
        format=export.format.name,
        name=export.file_name,
        total=export.number,
    )
    write_export.enqueue(made.key, made.attempt)
    forget_exports.using(run_after=made.made_at + LongExport.KEPT).enqueue()
    return made


def stop(made: LongExport) -> None:
    """Stop an export that is under way; the task notices when it next says how far it is."""
    under_way = LongExport.objects.filter(pk=made.pk, state__in=[ExportState.WAITING, ExportState.RUNNING])
    under_way.update(state=ExportState.STOPPED, changed_at=timezone.now())


@transaction.atomic
def again(made: LongExport) -> None:
    """Make an export anew that was stopped, failed, or whose task died."""
    if made.is_under_way or made.state == ExportState.READY:
        return
    attempt = made.attempt + 1
    fresh = {"state": ExportState.WAITING, "attempt": attempt, "done": 0, "problem": "", "changed_at": timezone.now()}
    if LongExport.objects.filter(pk=made.pk, attempt=made.attempt).update(**fresh):
        write_export.enqueue(made.key, attempt)


def is_still_seen(made: LongExport, user) -> bool:
    """Return whether a user may still read all that is in an export."""
    outline = from_data(made.outline)
    seen = rereading.as_seen_by(outline, made.sight, user)
    return seen is not None and replace(seen, remarks=()) == replace(outline, remarks=())  # these are told anew


@task(priority=-10)  # e-mails go first
def write_export(key: str, attempt: int) -> None:
    """Write the file of an export; of one that was stopped, deleted or begun anew nothing is kept."""
    own = LongExport.objects.filter(key=key, attempt=attempt)
    own.filter(state=ExportState.WAITING).update(state=ExportState.RUNNING, changed_at=timezone.now())
    running = own.filter(state=ExportState.RUNNING)
    made = running.first()
    if made is None:
        return
    looked = time.monotonic()

    def tell(done: int) -> None:
        nonlocal looked
        if time.monotonic() - looked > PAUSE:
            looked = time.monotonic()
            if not running.update(done=done, changed_at=timezone.now()):
                raise Stopped

    try:
        content = b"".join(FORMATS[made.format].write(watched(from_data(made.outline), tell)))
    except Stopped:
        return
    except CannotWrite as error:
        running.update(state=ExportState.FAILED, problem=str(error), changed_at=timezone.now())
        return
    except Exception:
        running.update(state=ExportState.FAILED, changed_at=timezone.now())
        raise
    running.update(state=ExportState.READY, content=content, done=F("total"), changed_at=timezone.now())


@task()
def forget_exports() -> int:
    """Delete the exports whose day is over, and return how many that were."""
    return LongExport.objects.over().delete()[0]
