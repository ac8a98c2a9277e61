"""Write, save and submit an agency's response."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from learning.models import Agency, Status
from learning.models.agency import name_in
from learning.search import index
from learning.utils.clean_text import clean
from recommendations import notifications
from recommendations.models import (
    Acceptance,
    ConflictingDraft,
    Progress,
    Recommendation,
    Response,
    ResponseDraft,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
    StepAction,
)
from recommendations.models.draft import LONGEST, MOST_LATE_TEXTS
from recommendations.workspace_permissions import permissions_of, writer_for


@dataclass
class SavedInBetween(Exception):
    """Another user saved the draft since it was opened. Nothing was overwritten, and the typed text is kept."""

    draft: ResponseDraft
    kept: ConflictingDraft


def check_may_write(user, agency: Agency) -> None:
    """Raise PermissionDenied unless the user is an editor of the agency or of its successor."""
    if agency.pk not in permissions_of(user).agencies:
        raise PermissionDenied("Only an agency’s own editors can write for it.")


def draft_for(recommendation: Recommendation, agency: Agency, *, by) -> ResponseDraft:
    """Return the draft of an agency that was asked, or an unsaved one if it has none yet.

    Raises PermissionDenied unless `by` writes for the agency and the agency was asked.
    """
    check_may_write(by, agency)
    if not ResponseRequest.objects.filter(recommendation=recommendation, agency=agency).exists():
        raise PermissionDenied("This agency has not been asked to respond to this recommendation.")
    response = Response.objects.filter(recommendation=recommendation, agency=agency).first()
    response = response or Response(recommendation=recommendation, agency=agency)
    return ResponseDraft.objects.filter(response=response.pk).first() or beginning(response)


def beginning(response: Response) -> ResponseDraft:
    """Return an unsaved draft with the content of the published version."""
    current = ResponseVersion.objects.current().filter(response=response.pk).first()
    if current is None:
        return ResponseDraft(response=response)
    draft = ResponseDraft(response=response, text=current.words, **current.field_values())
    draft.signed_off_by, draft.signed_off_on = "", None
    draft.begun_from = current
    return draft


def save_draft(draft: ResponseDraft, typed: dict[str, Any], *, revision: int, by) -> ResponseDraft:
    """Save what was typed on this revision of a draft, and return the draft as it is now.

    `typed` has the fields of the draft by name; `parts` are parts of the recommendation. Saving the same content again
    changes nothing.

    Raises PermissionDenied unless `by` writes for the agency, SavedInBetween if the draft is at another revision with
    other content, and ValidationError if `by` has too many conflicting drafts already.
    """
    with transaction.atomic():
        draft = locked(draft)
        check_may_write(by, draft.response.agency)
        now, plain = said(draft), as_said(typed)
        if all(now[name] == value for name, value in plain.items()):
            return draft
        if revision == draft.revision:
            return write(draft, typed, by)
        kept = keep_late(draft, plain, by)
    # Outside the transaction, because the typed text must be kept when that is rolled back.
    raise SavedInBetween(draft, kept)


def keep_late(draft: ResponseDraft, plain: dict[str, Any], by) -> ConflictingDraft:
    """Store what a user typed on an older revision of a draft, once. Raises ValidationError for one too many."""
    own = ConflictingDraft.objects.filter(draft=draft, by=by)
    if kept := own.filter(typed=plain).first():
        return kept
    if own.count() >= MOST_LATE_TEXTS:
        raise ValidationError(
            f"Not saved: someone else has saved this draft, and you already have {MOST_LATE_TEXTS} texts to compare. "
            "Open one of them, and save or delete it. What you typed is still in the form."
        )
    return ConflictingDraft.objects.create(draft=draft, by=by, typed=plain)


def locked(draft: ResponseDraft) -> ResponseDraft:
    """Return the current draft, locked until the transaction ends; it is created if nobody has saved it yet."""
    own = {"recommendation": draft.response.recommendation, "agency": draft.response.agency}
    response, _ = Response.objects.get_or_create(**own)
    Response.objects.select_for_update().get(pk=response.pk)
    if not ResponseDraft.objects.filter(response=response).exists():
        made = beginning(response)
        made.save()
        made.parts.set(made.answered_parts)
    return ResponseDraft.objects.select_related("response__agency", "response__recommendation__review").get(
        response=response
    )


def write(draft: ResponseDraft, typed: dict[str, Any], by) -> ResponseDraft:
    """Save typed values in a locked draft."""
    for name, value in typed.items():
        if name != "parts":
            setattr(draft, name, value)
    draft.revision += 1
    draft.saved_by, draft.saved_at = by, timezone.now()
    draft.save()
    if "parts" in typed:
        draft.parts.set(typed["parts"])
    return draft


def said(answer: ResponseDraft | ResponseVersion) -> dict[str, Any]:
    """Return the content of a draft or a version as plain values."""
    words = answer.words if isinstance(answer, ResponseVersion) else answer.text
    return as_said(answer.field_values() | {"text": words, "parts": answer.parts.all()})


def as_said(typed: dict[str, Any]) -> dict[str, Any]:
    """Return typed values as plain values: dates in ISO form, parts by their keys, cleaned texts.

    What was stored before texts were cleaned differs in invisible characters, which is no difference in content.
    """
    plain: dict[str, Any] = {}
    for name, value in typed.items():
        if name == "parts":
            plain[name] = [part.pk for part in sorted(value, key=lambda part: (part.position, part.pk))]
        else:
            plain[name] = "" if value is None else clean(str(value))
    return plain


def goes_on_from(draft: ResponseDraft, version: ResponseVersion) -> bool:
    """Return whether a draft is saved whose content differs from this version."""
    return draft.pk is not None and said(draft.as_submitted()) != said(version)


def conflicting_drafts_for(user, draft: ResponseDraft) -> QuerySet[ConflictingDraft]:
    """Return the conflicting drafts of this user, and those of accounts that have been removed."""
    return ConflictingDraft.objects.filter(Q(by=user) | Q(by=None), draft=draft.pk)


def throw_away(draft: ResponseDraft, late: int, *, by) -> bool:
    """Delete a conflicting draft of `by` by its key. Return whether it existed: a second click finds nothing.

    Raises PermissionDenied unless `by` writes for the agency.
    """
    check_may_write(by, draft.response.agency)
    return bool(conflicting_drafts_for(by, draft).filter(pk=late).delete()[0])


@transaction.atomic
@index.deferred()
def submit(draft: ResponseDraft, *, revision: int, by) -> ResponseVersion:
    """Submit this revision of a draft as a version that never changes, and notify the partnership's editors.

    A second click submits nothing, and returns the version that awaits a check.

    Raises PermissionDenied unless `by` writes for the agency. Raises ValidationError, and keeps the draft, if it was
    saved in the meantime, is incomplete, is the same as what was returned or published, or if the request can no
    longer be answered.
    """
    draft = locked(draft)
    response = draft.response
    check_may_write(by, response.agency)
    whole = draft.as_submitted()
    versions = ResponseVersion.objects.filter(response=response)
    waiting, last = versions.waiting().first(), versions.order_by("number").last()
    repeated = last if last and said(last) == said(whole) else None
    if waiting and waiting.passage_id:
        raise ValidationError(
            "A joint response that includes your agency is awaiting partnership check. You can submit your response "
            "once the partnership has decided on it. Your draft has been kept."
        )
    if waiting and waiting == repeated:
        return waiting
    if waiting:
        raise ValidationError(
            "Another version is awaiting partnership check. You can submit this one once the partnership has decided."
        )
    if draft.revision != revision:
        raise ValidationError("Someone has saved this draft since you opened it. Read it again, then submit it.")
    check_may_submit(by, response.agency)
    check_whole(whole)
    if repeated and not repeated.steps.filter(action=StepAction.WITHDRAWN).exists():
        raise ValidationError(
            "The partnership has already decided on this version. Change your response, then submit it."
        )
    version = ResponseVersion(response=response, text=whole.text, **whole.field_values())
    version.number = 1 + max(response.versions.values_list("number", flat=True), default=0)
    version.full_clean(exclude=["response"])
    version.save()
    version.parts.set(draft.parts.all())
    role = writer_for(by, response.agency)
    ResponseStep.objects.create(version=version, action=StepAction.SUBMITTED, actor=by, acted_as=role)
    notifications.submitted(version)
    return version


def check_may_submit(user, agency: Agency) -> None:
    """Raise ValidationError if the agency has a successor, and the user is not an editor of that."""
    agency = agency.stands_for or agency
    if (successor := agency.succeeded_by) is None or agency.succeeded_on is None:
        return
    if agency.succeeded_on <= timezone.localdate() and successor.pk not in permissions_of(user).agencies:
        raise ValidationError(
            f"{agency} has been replaced by {successor}, whose editors now respond. They can see your saved draft."
        )


def missing(draft: ResponseDraft) -> list[str]:
    """Return the error messages that prevent a draft from being submitted."""
    try:
        check_whole(draft.as_submitted())
    except ValidationError as error:
        return error.messages
    return []


def too_long(draft: ResponseDraft) -> str:
    """Return an error if a draft is too long to be submitted, else ""."""
    if (length := len(draft.text)) <= LONGEST:
        return ""
    return f"Shorten the response to {LONGEST:,} characters or fewer. It has {length:,} now."


def check_whole(draft: ResponseDraft) -> None:
    """Raise ValidationError, by field, unless the content of a draft can be submitted."""
    today, agency = timezone.localdate(), draft.response.agency
    if draft.response.recommendation.review.status == Status.WITHDRAWN:
        raise ValidationError(
            "You cannot submit this because the review has been withdrawn. Your draft has been kept."
        )
    own = {"recommendation": draft.response.recommendation, "agency": agency}
    if not ResponseRequest.objects.standing().filter(**own).exists():
        raise ValidationError(
            "You cannot submit this because the partnership that asked did not commission the review. "
            "Your draft has been kept."
        )
    problems = {}
    if not draft.text.strip():
        problems["text"] = "Enter your agency’s response."
    elif problem := too_long(draft):
        problems["text"] = problem
    if draft.acceptance == Acceptance.NOT_STATED:
        problems["acceptance"] = "Select whether your agency accepts the recommendation."
    if draft.acceptance in (Acceptance.NOT_ACCEPTED, Acceptance.IN_PART) and not draft.acceptance_reason.strip():
        problems["acceptance_reason"] = "Enter why it is not accepted, or accepted only in part."
    if draft.progress == Progress.NOT_STATED:
        problems["progress"] = "Select what progress has been made."
    if draft.progress == Progress.DELAYED and not draft.progress_reason.strip():
        problems["progress_reason"] = "Enter why it is delayed."
    if draft.progress == Progress.DELAYED and draft.new_date is None:
        problems["new_date"] = "Enter the new due date."
    if draft.new_date and draft.new_date < today:
        problems["new_date"] = "New due date must be today or later."
    if draft.progress == Progress.COMPLETED and draft.completed_on is None:
        problems["completed_on"] = "Enter the date completed."
    if draft.completed_on and draft.completed_on > today:
        problems["completed_on"] = "Date completed must be today or earlier."
    if not draft.signed_off_by.strip():
        problems["signed_off_by"] = f"Enter the role of the person who signed this off for {agency}, not their name."
    if draft.signed_off_on is None:
        problems["signed_off_on"] = "Enter the date signed off."
    elif draft.signed_off_on > today:
        problems["signed_off_on"] = "Date signed off must be today or earlier."
    if named := name_in(agency, [draft.text, draft.acceptance_reason, draft.progress_reason, draft.signed_off_by]):
        problems["text"] = (
            f"Your response contains “{named}”. In this review the public sees your agency as “{agency}” and must not "
            "see its name. Remove the name from the response, the reasons and the sign-off."
        )
    if problems:
        raise ValidationError(problems)
