"""Import uploaded files in the background: queue, stop and restart imports.

The web process never reads a file. A task does so, in a separate process with limits (`reading.py`).
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.tasks import task
from django.utils import timezone

from learning.models import Partnership, Review
from learning.originals.processes import ReaderFailedError
from learning.sight import sight_of
from learning.utils.uploads import LARGEST_ORIGINAL, plain_name
from reviews_portal.interchange.importing import Options, import_document, read_document

from .actions import import_file
from .models import UNUSED, ImportJob, ImportState

EXPORTED = ".json"  # a review that another portal exported
QUEUE = "imports"
AFTER_OTHERS = -10  # the priority of an import: exports and other tasks come first
# Uploaded files that are kept until they are imported: their number and bytes, of one person and of all.
MOST_KEPT, MOST_BYTES = 20, 200 * 1024**2
MOST_KEPT_OF_ALL, MOST_BYTES_OF_ALL = 200, 2 * 1024**3
TOO_MANY = (
    "Too many of your uploads have not been imported yet. Wait until some have finished. Answer or start again those "
    "that are waiting for you, under “Your imports”. Then upload the others."
)
TOO_MANY_OF_ALL = "Too many documents are waiting to be imported. Try again later."
FORGOTTEN = "The file was deleted before it could be imported, because words were redacted. Upload the document again."
NOT_ALLOWED = "You can no longer add reviews for this partnership, so this document was not imported."


@transaction.atomic
def start(content: bytes, name: str, *, partnership: Partnership | None, by) -> ImportJob:
    """Queue an uploaded file to be imported, and return the job that shows its progress.

    Raises PermissionDenied unless `by` edits the partnership or is an administrator, and ValidationError if the file
    is empty or too large, or too many are kept.
    """
    sight = sight_of(by)
    if not sight.everything and (partnership is None or partnership.pk not in sight.edited_partnerships):
        raise PermissionDenied(NOT_ALLOWED)
    name = plain_name(name)
    if not content:
        raise ValidationError(f"“{name}” is empty. Choose the file again.")
    if len(content) > LARGEST_ORIGINAL:
        most = LARGEST_ORIGINAL // 1024**2
        raise ValidationError(f"“{name}” is larger than {most} MB. Save it with smaller pictures, or as text.")
    # One upload of a person is counted at a time.
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    kept = ImportJob.objects.with_content()
    check_room(kept.filter(by=by), len(content), MOST_KEPT, MOST_BYTES, TOO_MANY)
    check_room(kept, len(content), MOST_KEPT_OF_ALL, MOST_BYTES_OF_ALL, TOO_MANY_OF_ALL)
    job = ImportJob.objects.create(by=by, partnership=partnership, file_name=name, content=content, size=len(content))
    import_upload.enqueue(job.key, job.attempt)
    forget_imports.using(run_after=job.made_at + ImportJob.KEPT).enqueue()
    return job


def check_room(kept: QuerySet[ImportJob], size: int, most: int, most_bytes: int, message: str) -> None:
    """Raise ValidationError if another file of this size would be too many, or too much, among those that are kept."""
    held = kept.aggregate(number=Count("pk"), size=Sum("size", default=0))
    if held["number"] >= most or held["size"] + size > most_bytes:
        raise ValidationError(message)


def stop(job: ImportJob) -> None:
    """Stop an import that is still queued. One in progress ends within seconds, and is not interrupted."""
    leave(ImportJob.objects.filter(pk=job.pk, state=ImportState.WAITING), ImportState.STOPPED)


@transaction.atomic
def again(job: ImportJob) -> None:
    """Queue an import again that was stopped, failed or lost its task. Does nothing if its file is no longer kept."""
    if job.can_start and job.state != ImportState.RESEMBLES:
        queue_again(job)


@transaction.atomic
def import_anyway(job: ImportJob) -> None:
    """Import a document that resembles a review as a new review. Does nothing otherwise, or without its file."""
    if job.can_start and job.state == ImportState.RESEMBLES:
        queue_again(job, new_review=True)


@transaction.atomic
def add_to(job: ImportJob, review: Review) -> None:
    """Add a response or an action plan to a review that it resembles. Does nothing otherwise, or without its file."""
    if job.can_be_added and job.resembles.contains(review):
        queue_again(job, add_to=review)


def queue_again(job: ImportJob, **changes: object) -> None:
    """Queue a job for another attempt, unless someone else has just done so."""
    fresh = {"state": ImportState.WAITING, "attempt": job.attempt + 1, "problem": "", "changed_at": timezone.now()}
    fresh |= changes
    if ImportJob.objects.with_content().filter(pk=job.pk, attempt=job.attempt).update(**fresh):
        import_upload.enqueue(job.key, job.attempt + 1)


@task(queue_name=QUEUE, priority=AFTER_OTHERS)
def import_upload(key: str, attempt: int) -> None:
    """Task: import an uploaded file. If it runs again after its worker was killed, it adds nothing twice."""
    own = ImportJob.objects.filter(key=key, attempt=attempt)
    own.filter(state=ImportState.WAITING).update(state=ImportState.RUNNING, changed_at=timezone.now())
    job = own.filter(state=ImportState.RUNNING).select_related("by", "partnership", "add_to").first()
    if job is None:
        return
    try:
        run(job)
    except PermissionDenied:
        end(job, ImportState.REFUSED, problem=NOT_ALLOWED)
    except Exception:
        leave(running(job), ImportState.FAILED)
        raise


def running(job: ImportJob) -> QuerySet[ImportJob]:
    """Return the job of an attempt, unless another attempt was started or it has ended."""
    return ImportJob.objects.filter(pk=job.pk, attempt=job.attempt, state=ImportState.RUNNING)


def run(job: ImportJob) -> None:
    """Import the file of a job and record what became of it. Raises PermissionDenied as `import_file` does."""
    if job.content is None:
        end(job, ImportState.REFUSED, problem=FORGOTTEN)
    elif job.file_name.lower().endswith(EXPORTED):
        run_exported(job)
    else:
        run_document(job)


def run_exported(job: ImportJob) -> None:
    """Import a review that another portal exported. Raises PermissionDenied as `import_document` does."""
    try:
        document = read_document(bytes(job.content or b""))
        done = import_document(document, options=Options(job.partnership), by=job.by)
    except ReaderFailedError:
        raise
    except ValidationError as error:
        end(job, ImportState.REFUSED, problem="\n".join(error.messages))
        return
    new_code = ["This portal already uses its code, so it has a new one."] if done.is_new_code else []
    added = [f"Added to the vocabulary: {one}." for one in done.added]
    matched = [f"{one[:1].upper()}{one[1:]}." for one in done.mapped]
    reviews = [done.review] if done.review else []
    end(job, ImportState.DONE, reviews, notes="\n".join([*new_code, *matched, *added, *done.left_out]))


def run_document(job: ImportJob) -> None:
    """Import a published document. Raises PermissionDenied as `import_file` does."""
    done = import_file(
        bytes(job.content or b""),
        job.file_name,
        partnership=job.partnership,
        by=job.by,
        new_review=job.new_review,
        add_to=job.add_to,
    )
    if done.draft.refused:
        end(job, ImportState.REFUSED, problem=done.draft.refused)
    elif done.resembles:
        with transaction.atomic():
            if leave(running(job), ImportState.RESEMBLES, problem=done.why, is_answer=done.is_answer):
                job.resembles.set(done.resembles)
    else:
        reviews = [done.attached_to] if done.attached_to else done.reviews
        end(job, ImportState.DONE, reviews, was_held=done.was_held, was_attached=done.attached_to is not None)


@transaction.atomic
def end(job: ImportJob, state: ImportState, reviews: Iterable[Review] = (), **outcome: object) -> None:
    """Record the outcome of an attempt and its reviews, and delete the job's copy of the file.

    An attempt that was given up, because another one was started, changes nothing.
    """
    if running(job).update(state=state, content=None, size=0, changed_at=timezone.now(), **outcome):
        job.reviews.set(reviews)


@transaction.atomic
def leave(jobs: QuerySet[ImportJob], state: ImportState, **outcome: object) -> int:
    """Put jobs into a state in which they wait for a person, and return how many. Their files are kept for a day."""
    left = jobs.update(state=state, changed_at=timezone.now(), **outcome)
    if left:
        forget_imports.using(run_after=timezone.now() + UNUSED).enqueue()
    return left


@task()
def forget_imports() -> int:
    """Task: delete the jobs that are kept no longer, and return their number. Their drafts stay.

    Of those that have waited for a person for a day, only the file is deleted.
    """
    ImportJob.objects.unused().forget_content()
    return ImportJob.objects.over().delete()[1].get(ImportJob._meta.label, 0)
