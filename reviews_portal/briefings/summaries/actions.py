"""Save the own summaries of a review, approve its seven-minute briefing, and withdraw the approval."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from learning.models import Partnership, Review
from learning.sight import edits
from recommendations.workspace_permissions import editor_in_words, permissions_of
from reviews_portal.audit.events import Event
from reviews_portal.audit.log import record
from reviews_portal.briefings.layouts.seven_minute import HEADINGS
from reviews_portal.briefings.models import BriefingApproval, PartnershipSummary
from reviews_portal.briefings.outline import Outline, Summary

from .approval import digest_of, stands

LENGTH = 20  # characters of a mark
CHANGED = "This briefing has changed since you opened the page. Check it again, then approve it."


@dataclass(frozen=True)
class Typed:
    """What was typed for one part, and the mark of the summary that the form showed."""

    FIELDS: ClassVar = ("text", "references", "opened")

    part: str
    text: str
    references: tuple[str, ...]
    opened: str

    @property
    def mark(self) -> str:
        return mark_of(Summary(self.part, self.text, self.references))


@dataclass
class SavedInBetween(Exception):
    """Other people changed the summaries of these parts since the form was opened. Nothing was saved."""

    parts: list[str]


def mark_of(summary: Summary | None) -> str:
    """Return a mark that is the same for summaries with the same text and references; "" for no summary."""
    if summary is None or not summary.text:
        return ""
    contents = json.dumps([summary.text, sorted(summary.references)])
    return hashlib.sha256(contents.encode(errors="surrogatepass")).hexdigest()[:LENGTH]


def locked(review: Review) -> None:
    """Lock a review until the transaction ends, so that its summaries are changed by one person at a time."""
    Review.objects.select_for_update(no_key=True).get(pk=review.pk)


@transaction.atomic
def save(review: Review, typed: Iterable[Typed], *, saved: Iterable[Summary], by) -> bool:
    """Save what was typed in the parts that this person changed, and return whether anything changed.

    `saved` are the summaries as they are now; the review must be `locked` before they are read. An empty text deletes
    a summary. Raises PermissionDenied unless `by` edits the review, and SavedInBetween, without saving anything, if
    other people have changed some of the same parts since the form was opened.
    """
    if not edits(by, review):
        raise PermissionDenied("Only an editor of the review’s partnership can change its summaries.")
    now = {one.part: mark_of(one) for one in saved}
    changed = [one for one in typed if one.mark not in (now.get(one.part, ""), one.opened)]
    if conflicts := [one.part for one in changed if one.opened != now.get(one.part, "")]:
        raise SavedInBetween(conflicts)
    for one in changed:
        held = PartnershipSummary.objects.filter(review=review, part=one.part).first()
        if not one.text:
            if held:
                held.delete()
            continue
        summary = held or PartnershipSummary(review=review, part=one.part)
        summary.text, summary.references = one.text, list(one.references)
        summary.save()
    return bool(changed)


def approver(user, review: Review) -> Partnership | None:
    """Return the partnership of a review for which the user may approve its briefing, or None.

    Administrators may not: an approval is the partnership's own. If the user edits for several partnerships of the
    review, it is the first by name.
    """
    edited = permissions_of(user).partnerships
    return next((one for one in review.partnerships.all() if one.pk in edited), None)


def missing(whole: Outline) -> list[str]:
    """Return what must be done before the briefing of an outline can be approved."""
    return [
        f"Select the statements that your summary of “{HEADINGS[one.part]}” is based on, or delete the summary."
        for one in whole.summaries
        if not one.references
    ]


@transaction.atomic
def approve(review: Review, whole: Outline, *, seen: str, by) -> BriefingApproval:
    """Approve the seven-minute briefing of an outline, which has the saved summaries and the present approval, if any.

    The review must be `locked` before the outline is made. `seen` is the digest of the briefing that the user looked
    at. A second click approves nothing again.

    Raises PermissionDenied unless `by` edits for a partnership of the review, and ValidationError if the briefing has
    changed since, or if something is missing.
    """
    partnership = approver(by, review)
    if partnership is None:
        raise PermissionDenied("Only an editor of the review’s partnership can approve its briefing.")
    if problems := missing(whole):
        raise ValidationError(problems)
    if seen != digest_of(whole):
        raise ValidationError(CHANGED)
    held = BriefingApproval.objects.filter(review=review).first()
    if held and held.partnership == partnership and stands(whole):
        return held
    approval = held or BriefingApproval(review=review)
    approval.partnership, approval.digest = partnership, seen
    approval.approved_by, approval.acted_as, approval.approved_at = by, editor_in_words(partnership), timezone.now()
    approval.save()
    record(Event.BRIEFING_APPROVED, by=by, detail=f"{review.code}, partnership {partnership.pk}")
    return approval


@transaction.atomic
def withdraw_approval(review: Review, *, by) -> bool:
    """Withdraw the approval of a review's briefing, and return whether there was one.

    Raises PermissionDenied unless `by` edits the review.
    """
    if not edits(by, review):
        raise PermissionDenied("Only an editor of the review’s partnership can withdraw the approval.")
    locked(review)
    held = BriefingApproval.objects.filter(review=review).first()
    if held is None:
        return False
    detail = f"{review.code}, partnership {held.partnership_id}"
    held.delete()
    record(Event.BRIEFING_APPROVAL_WITHDRAWN, by=by, detail=detail)
    return True
