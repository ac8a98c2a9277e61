"""Let one person hide something at once, and a second person decide whether it is restored or stays hidden."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from learning.actions import withdraw_review
from learning.models import (
    DocumentFile,
    HiddenKind,
    HiddenRecord,
    Hiding,
    HidingOutcome,
    LearningItem,
    Review,
    ReviewSection,
    Statement,
    Status,
)
from learning.models.hiding import DAYS_TO_DECIDE, working_days_after
from learning.models.sourced import kinds_sourced
from learning.search.index import deferred, touch
from learning.sight import edits, sight_of
from recommendations.workspace_permissions import editor_in_words
from reviews_portal.audit.events import Event
from reviews_portal.audit.log import record
from reviews_portal.redaction.models import Redaction

from . import notifications

type Target = Review | Statement | ReviewSection | DocumentFile

NOT_PUBLISHED = "This is not published, so readers cannot see it. You do not need to hide it."
DECIDED = "Someone has already decided this. You do not need to do anything."
NO_REDACTION = "No redaction has been completed since this was hidden. Propose one, and wait until it is confirmed."


@transaction.atomic
def hide(target: Target, *, reason: str, by) -> Hiding:
    """Hide something from all readers from the next request on, and notify the people who decide on it.

    With a statement, everything below it is hidden, and all original files of its review, because any of them may
    contain its words. If it is already hidden, nothing changes.

    Raises PermissionDenied unless `by` edits the review or is an administrator, and ValidationError if there is no
    reason or the review is not published.
    """
    review = review_of(target)
    if not edits(by, review):
        raise PermissionDenied("Only an editor of the review, or an administrator, can hide something in it.")
    if not reason.strip():
        raise ValidationError({"reason": "Enter why this must be hidden."})
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.status != Status.PUBLISHED:
        raise ValidationError(NOT_PUBLISHED)
    named = name_of(target)
    if before := Hiding.objects.open().filter(review=review, **named).first():
        return before
    now = timezone.now()
    hiding = Hiding.objects.create(
        review=review,
        **named,
        reason=reason.strip(),
        hidden_by=by,
        hidden_as=role_of(by, review),
        hidden_at=now,
        decide_by=working_days_after(timezone.localdate(now), DAYS_TO_DECIDE),
    )
    with deferred():
        HiddenRecord.objects.bulk_create(HiddenRecord(hiding=hiding, **one) for one in records_of(target))
        reindex(hiding)
    record(Event.HIDDEN, by=by, detail=f"{hiding.name} ({hiding.pk})")
    notifications.hidden(hiding, by=by)
    return hiding


@transaction.atomic
def restore(hiding: Hiding, *, note: str, by) -> Hiding:
    """Show something again that was hidden, or that was kept hidden, and return the decision.

    Raises PermissionDenied unless `by` is an editor of the review or an administrator, and not the person who hid it.
    Raises ValidationError if there is no reason, or something else was decided.
    """
    hiding = locked(hiding, by, note, also=(HidingOutcome.WITHDRAWN,))
    if hiding.what == HiddenKind.REVIEW and not hiding.is_open:
        raise ValidationError(DECIDED)
    return show_again(hiding, HidingOutcome.RESTORED, note, by)


@transaction.atomic
def restore_redacted(hiding: Hiding, *, note: str, by) -> Hiding:
    """Show something again whose identifying words were redacted since it was hidden, and return the decision.

    Raises the same errors as `restore`, and ValidationError if no redaction has been completed since.
    """
    hiding = locked(hiding, by, note)
    if not is_redacted(hiding):
        raise ValidationError(NO_REDACTION)
    return show_again(hiding, HidingOutcome.REDACTED, note, by)


def is_redacted(hiding: Hiding) -> bool:
    """Return whether any words have been redacted since something was hidden."""
    return bool(Redaction.objects.done().filter(decided_at__gte=hiding.hidden_at).exists())


@transaction.atomic
def withdraw(hiding: Hiding, *, note: str, by) -> Hiding:
    """Keep something hidden for good, and return the decision: a review is withdrawn, as `withdraw_review` does.

    Raises the same errors as `restore`.
    """
    hiding = locked(hiding, by, note)
    if hiding.what == HiddenKind.REVIEW:
        if hiding.review.status == Status.PUBLISHED:
            withdraw_review(hiding.review, by=by, reason=note)
        hiding.records.all().delete()
    return decide(hiding, HidingOutcome.WITHDRAWN, note, by)


def show_again(hiding: Hiding, outcome: HidingOutcome, note: str, by) -> Hiding:
    """Delete the records that hide something, and save the decision."""
    with deferred():
        shown = list(hiding.records.all())
        hiding.records.all().delete()
        reindex(hiding, shown)
    return decide(hiding, outcome, note, by)


def decide(hiding: Hiding, outcome: HidingOutcome, note: str, by) -> Hiding:
    """Save a decision, and notify the person who hid it and the other editors."""
    hiding.outcome, hiding.note = outcome, note.strip()
    hiding.decided_by, hiding.decided_as, hiding.decided_at = by, role_of(by, hiding.review), timezone.now()
    hiding.save()
    event = Event.HIDING_CONFIRMED if outcome == HidingOutcome.WITHDRAWN else Event.SHOWN_AGAIN
    record(event, by=by, detail=f"{hiding.name} ({hiding.pk})")
    notifications.decided(hiding, by=by)
    return hiding


def locked(hiding: Hiding, by, note: str, also: Iterable[str] = ()) -> Hiding:
    """Return what was hidden as it is now, locked against other decisions, after checking who decides.

    Raises PermissionDenied and ValidationError, see `restore`; `also` are further outcomes that can be changed.
    """
    now = Hiding.objects.select_for_update(of=("self",)).select_related("review").get(pk=hiding.pk)
    if not may_decide(by, now):
        raise PermissionDenied("Only another editor of the review, or an administrator, can decide.")
    if now.outcome not in (HidingOutcome.OPEN, *also):
        raise ValidationError(DECIDED)
    if not note.strip():
        raise ValidationError({"note": "Enter the reason for your decision."})
    return now


def may_decide(user, hiding: Hiding) -> bool:
    """Return whether a user is a second person who may decide: not the one who hid it."""
    return user.pk != hiding.hidden_by_id and edits(user, hiding.review)


def role_of(user, review: Review) -> str:
    """Return the role in which a user acts on a review."""
    own = review.partnerships.filter(pk__in=sight_of(user).edited_partnerships).order_by("pk").first()
    return editor_in_words(own) if own else "an administrator"


# --- What is hidden --------------------------------------------------------------------------------------------------


def review_of(target: Target) -> Review:
    """Return the review of something that can be hidden."""
    if isinstance(target, Review):
        return target
    review: Review = target.document.review if isinstance(target, DocumentFile) else target.review
    return review


def name_of(target: Target) -> dict[str, Any]:
    """Return the fields of a `Hiding` that name its target."""
    if isinstance(target, Review):
        return {"what": HiddenKind.REVIEW}
    if isinstance(target, DocumentFile):
        return {"what": HiddenKind.FILE, "document": target.document}
    if isinstance(target, ReviewSection):
        return {"what": HiddenKind.SECTION, "section": target}
    return {"what": HiddenKind.STATEMENT, "reference": target.reference}


def records_of(target: Target) -> list[dict[str, Any]]:
    """Return the fields of each `HiddenRecord` that hides a target."""
    if isinstance(target, Review):
        return [{"review": target}]
    if isinstance(target, DocumentFile):
        return [{"digest": target.original.digest}]
    files = DocumentFile.objects.filter(document__review=target.review_id).order_by("pk")
    digests: list[dict[str, Any]] = [
        {"digest": one} for one in dict.fromkeys(files.values_list("original__digest", flat=True))
    ]
    if isinstance(target, ReviewSection):
        return [{"section": target}, *digests]
    return [*({"reference": one} for one in with_below(target)), *digests]


def with_below(statement: Statement) -> list[str]:
    """Return the references of a statement and of everything below it."""
    found = [statement.reference]
    keys = [statement.pk] if isinstance(statement, LearningItem) else []
    while keys:
        below = LearningItem.objects.filter(parent__in=keys).exclude(reference__in=found).order_by("pk")
        rows = list(below.values_list("pk", "reference"))
        keys = [key for key, _ in rows]
        found += [reference for _, reference in rows]
    return found


def reindex(hiding: Hiding, records: Iterable[HiddenRecord] | None = None) -> None:
    """Update the entries of everything that these records hide or hid, by default those of `hiding`."""
    records = list(hiding.records.all() if records is None else records)
    if any(one.review_id for one in records):
        touch(Review, [hiding.review_id])
    if sections := [one.section_id for one in records if one.section_id]:
        touch(ReviewSection, sections)
    if references := [one.reference for one in records if one.reference]:
        for model in kinds_sourced(Statement):
            if keys := list(model._base_manager.filter(reference__in=references).values_list("pk", flat=True)):
                touch(model, keys)
