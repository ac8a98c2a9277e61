"""Write the rows of a working copy as the records of its review: only the differences, in one transaction."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Sum

from learning.models import LearningItem, Review, SourceDocument, SourceWording
from learning.models.sourced import kinds_sourced
from learning.search.index import deferred
from learning.utils.history import recorded
from recommendations.models import QuotedAction, Recommendation, RecommendationPart, Response, ResponseRequest
from recommendations.models.response_version import ResponseVersion
from reviews_portal.editing.actions.documents import added_with
from reviews_portal.editing.actions.permissions import check_may_edit
from reviews_portal.editing.actions.rows import NOT_HERE
from reviews_portal.editing.actions.source import check_nothing_missing
from reviews_portal.editing.checks.identity import check_identity, undecided_in, undecided_without_copy
from reviews_portal.editing.checks.problems import check_publishable_rows
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row_kind import Becomes

from .differences import Comparison, Difference, compared, mark_of
from .plan import plan_of
from .quoted import record
from .records import Writing

NOTHING = "There is nothing to publish yet. First add the text of the document."
NOT_CHANGED = "Nothing has been changed, so there is nothing to publish."
SEEN = "More has changed since you opened this page. Read the list again, then publish."


def write_records(copy: WorkingCopy, *, by) -> list[Difference]:
    """Write the differences between the rows and the records of a review, and return them.

    New statements get their references in document order. Planned actions, responses and agencies involved are
    recorded once, and then changed on their own pages. A removed or joined statement of a review that was public
    leaves its reference behind. Raises PermissionDenied unless `by` may edit the review, and ValidationError if rows
    cannot become records, somebody changed the same record elsewhere, or a record to be deleted is in use.
    """
    with transaction.atomic(), deferred():
        copy = locked(copy, by)
        return write(copy, compared(copy), by, {})


def publish_corrections(copy: WorkingCopy, *, by, reasons: Mapping[int, str], seen: str) -> list[Difference]:
    """Publish what was changed in the working copy of a published review, and close it.

    Documents that were added with it are a change, too. `reasons` are by the key of the row: each change of what
    readers can read needs one, which they see. `seen` is the mark of what `by` was shown (`mark_of`).

    Raises PermissionDenied and ValidationError as `write_records` does, ValidationError if the differences have
    changed since or something in them that could identify somebody awaits a decision, and by row for a missing reason.
    """
    with transaction.atomic(), deferred():
        copy = locked(copy, by)
        comparison = compared(copy)
        added = list(added_with(copy))
        if not (comparison.found or added):
            raise ValidationError(NOT_CHANGED)
        if seen != mark_of(comparison.found, added):
            raise ValidationError(SEEN)
        check_not_hidden(comparison, copy.review)
        check_nothing_missing(copy)
        missing = [one for one in comparison.found if one.needs_reason and not reasons.get(one.row.pk, "").strip()]
        if missing:
            why = "Enter why you are changing this, such as “A word was left out”."
            raise ValidationError({f"reason-{one.row.pk}": why for one in missing})
        check_identity(undecided_in(copy, comparison))
        found = write(copy, comparison, by, reasons)
        copy.delete()
        return found


def locked(copy: WorkingCopy, by) -> WorkingCopy:
    """Return a working copy as it is now, locked with its rows until the transaction ends, so that no edit is lost.

    Raises PermissionDenied unless `by` may edit the review, and ValidationError if it is no longer open.
    """
    Review.objects.select_for_update(no_key=True).get(pk=copy.review_id)
    found = WorkingCopy.objects.select_for_update(of=("self",)).select_related("review").filter(pk=copy.pk).first()
    if found is None:
        raise ValidationError(NOT_HERE)
    check_may_edit(found.review, by)
    list(Row.objects.select_for_update().filter(copy=found).order_by("pk").values_list("pk"))
    return found


def write(copy: WorkingCopy, comparison: Comparison, by, reasons: Mapping[int, str]) -> list[Difference]:
    """Write the differences of a locked working copy. Raises ValidationError as `write_records` does."""
    check_not_hidden(comparison, copy.review)  # before anything that quotes a row
    check_publishable_rows(copy, comparison.plan)
    check_not_changed_elsewhere(comparison)
    check_removable(comparison)
    show_documents(copy.review, by)
    writing = Writing(copy.review, comparison, by, reasons)
    writing.write()
    record(copy.review, comparison.plan.quoted, writing.made, by=by)
    return comparison.found


def show_documents(review: Review, by) -> None:
    """Show the documents of a review to its readers that were added with the working copy."""
    for document in SourceDocument.objects.filter(review=review, awaits_publication=True):
        document.awaits_publication = False
        with recorded(document, by):
            document.save(update_fields=["awaits_publication"])


def state_of(review: Review) -> str:
    """Return a string that changes with every change to a review's working copy; "" if it has no rows."""
    rows = Row.objects.filter(copy__review=review).order_by()
    found = rows.aggregate(rows=Count("pk"), changes=Sum("revision"), last=Max("pk"))
    return f"{found['rows']} {found['changes']} {found['last']}" if found["rows"] else ""


def check_ready(review: Review) -> None:
    """Raise ValidationError, saying what to do, if a review or its working copy cannot be published as it is."""
    if copy := WorkingCopy.objects.filter(review=review).select_related("review").first():
        plan = plan_of(copy)
        check_publishable_rows(copy, plan)
        check_nothing_missing(copy)
        if not (plan.records or plan.quoted):
            raise ValidationError(NOTHING)
        check_identity(undecided_in(copy))
    else:
        check_identity(undecided_without_copy(review))


@transaction.atomic
def write_before_publication(review: Review, by) -> None:
    """Write the working copy of a review that is about to be published, if it has one, and close it.

    Raises PermissionDenied and ValidationError as `write_records` does, and ValidationError if there would be nothing
    to read, or there are undecided signs that could identify someone.
    """
    if copy := WorkingCopy.objects.filter(review=review).select_related("review").first():
        copy = locked(copy, by)  # first, so that nothing changes between what is checked and what is written
        check_nothing_missing(copy)
        check_identity(undecided_in(copy))
        write_records(copy, by=by)
        copy.delete()
    else:
        check_identity(undecided_without_copy(review))
    has_text = any(model._base_manager.filter(review=review).exists() for model in kinds_sourced())
    if not has_text and review.documents.exists():  # without a document, it is that which is missing
        raise ValidationError(NOTHING)


# --- What may go -----------------------------------------------------------------------------------------------------


def check_not_changed_elsewhere(comparison: Comparison) -> None:
    """Raise ValidationError, naming the records, if values that rows change were also changed elsewhere."""
    both = [one.row.reference or f"“{one.row.words[:40]}”" for one in comparison.found if one.conflicts]
    if both:
        raise ValidationError(
            f"Someone has changed these elsewhere since the review was opened for editing: {', '.join(both)}. For "
            "each, choose “Use the published version”, then make your change again."
        )


def check_not_hidden(comparison: Comparison, review: Review) -> None:
    """Raise ValidationError if hidden text would change, because part of it could become visible in another record."""
    hidden = Row.objects.filter(copy__review=review).hidden_keys()
    if any(one.row.pk in hidden for one in comparison.found):
        raise ValidationError(
            "Some of the changed text is now hidden from readers. Undo these changes, or first restore or redact "
            "the text on the page “Hidden from readers”."
        )


def check_removable(comparison: Comparison) -> None:
    """Raise ValidationError, naming them, if records to be deleted have responses, requests, actions or notes."""
    problems = []
    for (becomes, key), row in comparison.gone.items():
        record = comparison.held[becomes, key]
        if isinstance(record, Recommendation) and is_answered(record):
            problems.append(
                f"{record.reference} has requests, responses or planned actions, so it must stay a recommendation. "
                "Restore it and correct its text instead."
            )
        if isinstance(record, RecommendationPart) and ResponseVersion.objects.filter(parts=record).exists():
            problems.append(
                f"There is a response to {record}, so it must stay a part. Restore it and correct its text instead."
            )
        is_worded = isinstance(record, LearningItem | Recommendation) and is_worded_twice(record.reference)
        if is_worded and row.joined_into_id:
            problems.append(
                f"{record.reference} also has wording in another document or language, which would be lost. Restore "
                "it, and ask an administrator to change that wording first."
            )
        has_notes = isinstance(record, LearningItem) and record.later_notes.exists()
        if has_notes and not (row.joined_into and row.joined_into.record_type == Becomes.ITEM):
            problems.append(f"{record.reference} has later notes. Remove the notes first, or keep the item as it is.")
    if problems:
        raise ValidationError(problems)


def is_worded_twice(reference: str) -> bool:
    """Return whether a statement has second wordings."""
    return SourceWording._base_manager.filter(reference=reference).exists()


def is_answered(recommendation: Recommendation) -> bool:
    """Return whether requests, responses or quoted actions refer to a recommendation."""
    return any(
        model._base_manager.filter(recommendation=recommendation).exists()
        for model in (ResponseRequest, Response, QuotedAction)
    )
