"""Import uploaded files in the background: queue, stop and restart imports.

The web process never reads a file. A task does so, in a separate process with limits (`reading.py`).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from learning.models import Partnership
from learning.sight import sight_of
from learning.utils.uploads import LARGEST_ORIGINAL, plain_name
from reviews_portal.interchange.importing import Options, import_document, read_document

from .actions import import_file
from .models import ImportJob, ImportState

EXPORTED = ".json"  # a review that another portal exported
MOST_UNDER_WAY = 20  # of one person
TOO_MANY = f"You have {MOST_UNDER_WAY} imports in progress. Wait until some have finished, then upload the others."
NOT_ALLOWED = "You can no longer add reviews for this partnership, so this document was not imported."


@transaction.atomic
def start(content: bytes, name: str, *, partnership: Partnership | None, by) -> ImportJob:
    """Queue an uploaded file to be imported, and return the job that shows its progress.

    Raises PermissionDenied unless `by` edits the partnership or is an administrator, and ValidationError if the file
    is empty or too large, or too many are queued.
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
    if ImportJob.objects.visible_to(by).under_way().count() >= MOST_UNDER_WAY:
        raise ValidationError(TOO_MANY)
    job = ImportJob.objects.create(by=by, partnership=partnership, file_name=name, content=content)
    import_upload.enqueue(job.key, job.attempt)
    forget_imports.using(run_after=job.made_at + ImportJob.KEPT).enqueue()
    return job


def stop(job: ImportJob) -> None:
    """Stop an import that is still queued. An import in progress ends within seconds, and is not interrupted."""
    ImportJob.objects.filter(pk=job.pk, state=ImportState.WAITING).update(
        state=ImportState.STOPPED, changed_at=timezone.now()
    )


@transaction.atomic
def again(job: ImportJob) -> None:
    """Queue again an import that was stopped, failed or lost its task."""
    if job.is_under_way or job.state in (ImportState.DONE, ImportState.REFUSED, ImportState.RESEMBLES):
        return
    queue_again(job)


@transaction.atomic
def import_anyway(job: ImportJob) -> None:
    """Import a document that resembles a review as a new review. Does nothing in any other state."""
    if job.state == ImportState.RESEMBLES:
        queue_again(job, new_review=True)


def queue_again(job: ImportJob, **changes: bool) -> None:
    """Queue a job for another attempt, unless someone else has just done so."""
    fresh = {"state": ImportState.WAITING, "attempt": job.attempt + 1, "problem": "", "changed_at": timezone.now()}
    fresh |= changes
    if ImportJob.objects.filter(pk=job.pk, attempt=job.attempt).update(**fresh):
        import_upload.enqueue(job.key, job.attempt + 1)


@task()
def import_upload(key: str, attempt: int) -> None:
    """Task: import an uploaded file. If it runs again after its worker was killed, it adds nothing twice."""
    own = ImportJob.objects.filter(key=key, attempt=attempt)
    own.filter(state=ImportState.WAITING).update(state=ImportState.RUNNING, changed_at=timezone.now())
    job = own.filter(state=ImportState.RUNNING).select_related("by", "partnership").first()
    if job is None:
        return
    try:
        run(job)
    except PermissionDenied:
        end(job, ImportState.REFUSED, problem=NOT_ALLOWED)
    except Exception:
        own.update(state=ImportState.FAILED, changed_at=timezone.now())
        raise


def run(job: ImportJob) -> None:
    """Import the file of a job and record the outcome. Raises PermissionDenied as `import_file` does."""
    if job.file_name.lower().endswith(EXPORTED):
        run_exported(job)
    else:
        run_document(job)


def run_exported(job: ImportJob) -> None:
    """Import a review that another portal exported. Raises PermissionDenied as `import_document` does."""
    try:
        document = read_document(bytes(job.content or b""))
        done = import_document(document, options=Options(job.partnership), by=job.by)
    except ValidationError as error:
        end(job, ImportState.REFUSED, problem="\n".join(error.messages))
        return
    new_code = ["This portal already uses its code, so it has a new one."] if done.is_new_code else []
    added = [f"Added to the vocabulary: {one}." for one in done.added]
    matched = [f"{one[:1].upper()}{one[1:]}." for one in done.mapped]
    job.reviews.set([done.review] if done.review else [])
    end(job, ImportState.DONE, notes="\n".join([*new_code, *matched, *added, *done.left_out]))


def run_document(job: ImportJob) -> None:
    """Import a published document. Raises PermissionDenied as `import_file` does."""
    done = import_file(
        bytes(job.content or b""),
        job.file_name,
        partnership=job.partnership,
        by=job.by,
        new_review=job.new_review,
    )
    if done.draft.refused:
        end(job, ImportState.REFUSED, problem=done.draft.refused)
    elif done.resembles:
        job.resembles.set(done.resembles)
        ImportJob.objects.filter(pk=job.pk).update(state=ImportState.RESEMBLES, changed_at=timezone.now())
    else:
        job.reviews.set([done.attached_to] if done.attached_to else done.reviews)
        end(job, ImportState.DONE, was_held=done.was_held, was_attached=done.attached_to is not None)


def end(job: ImportJob, state: ImportState, **outcome: object) -> None:
    """Record the outcome of a job, and delete its copy of the file."""
    ImportJob.objects.filter(pk=job.pk).update(state=state, content=None, changed_at=timezone.now(), **outcome)


@task()
def forget_imports() -> int:
    """Task: delete expired jobs, and return their number. Their drafts stay."""
    return ImportJob.objects.over().delete()[1].get(ImportJob._meta.label, 0)
