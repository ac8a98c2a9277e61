"""Record the actions of a published plan, word for word, and correct them until their review is published."""

import json
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from learning.actions import HIDDEN
from learning.identity.decisions import Verdict, check_decided
from learning.models import Review, SourceDocument, Status
from learning.models.sourced import kinds_sourced
from learning.public_names import named_in
from learning.utils.clean_text import clean
from learning.utils.history import recorded
from recommendations.models import QuotedAction
from recommendations.models.quoted_action import COLUMNS
from recommendations.triggers.quoted_actions import KEPT

from .quotations import acts_as, check_may_quote, names_agency

# What the plan prints, and where: the fields that people type.
TYPED = ("recommendation", "label", "text", *COLUMNS, "further_columns", "language", "place", "source_defect")
GAP = 10  # between the positions of two actions
CHANGED = (
    "Someone else has changed this action. What you typed is below. Compare it with the document, then save it again."
)


def last_position(document: SourceDocument) -> int:
    """Return the position of the last record of any kind in a document; 0 without one."""
    last = (
        model._base_manager.filter(document=document).aggregate(last=Max("position"))["last"]
        for model in kinds_sourced()
    )
    return max((one or 0 for one in last), default=0)


def newest_key() -> int:
    """Return the key of the newest action; 0 without one."""
    return QuotedAction.objects.aggregate(last=Max("pk"))["last"] or 0


@transaction.atomic
def record_quoted_action(
    document: SourceDocument, *, by, seen: int | None = None, verdict: Verdict | None = None, **typed: Any
) -> QuotedAction:
    """Record an action of a plan at the end of its document, and return it.

    `typed` are the fields in `TYPED`. `seen` is the key of the newest action when the form was opened: if the same
    action was recorded after that, as by a second click, that one is returned.

    Raises PermissionDenied unless `by` edits the review of the document. Raises ValidationError if the review is
    withdrawn, the words are missing or name an agency that has a generic name, the recommendation is of another
    review, or the review is published and `verdict` leaves signs undecided that could identify someone.
    """
    review = document.review
    check_may_quote(by, review)
    SourceDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    action = QuotedAction(review=review, document=document, position=0, **typed)
    if seen is not None:
        later = QuotedAction.objects.filter(document=document, pk__gt=seen)
        if twin := next((one for one in later if says_the_same(one, action)), None):
            return twin
    action.position = last_position(document) // GAP * GAP + GAP
    check_says_no_name(review, action)
    if review.status == Status.PUBLISHED:  # otherwise they wait with the other texts of the review
        check_decided(review, words_of(action), by=by, acted_as=acts_as(by, review), verdict=verdict)
    with recorded(action, by):
        action.full_clean()
        action.save()
    return action


def says_the_same(one: QuotedAction, other: QuotedAction) -> bool:
    """Return whether two actions have the same words in the same columns, and answer the same recommendation."""
    return all(stored(getattr(one, name)) == stored(getattr(other, name)) for name in TYPED)


def stored(value: Any) -> Any:
    """Return a value as it is stored: cleaned, if it has words."""
    if isinstance(value, str):
        return clean(value).strip()
    return [stored(one) for one in value] if isinstance(value, list | tuple) else value


def check_says_no_name(review: Review, action: QuotedAction) -> None:
    """Raise ValidationError if an action contains the name of an agency that has a generic name in the review."""
    if stand_in := named_in(review, words_of(action)):
        raise ValidationError({"text": names_agency(stand_in)})


def words_of(action: QuotedAction) -> list[str]:
    """Return all words of an action that readers see."""
    cells = [words for heading, text in action.further_columns for words in (heading, text)]
    return [action.text, action.place, *(getattr(action, column) for column in COLUMNS), *cells]


def check_may_change(review: Review) -> None:
    """Raise ValidationError if the actions of a review can no longer be changed: it is published or withdrawn."""
    if review.status not in HIDDEN:
        raise ValidationError(KEPT)


@transaction.atomic
def change_quoted_action(action: QuotedAction, *, by, opened: str, **typed: Any) -> QuotedAction:
    """Correct an action of a review that is not published yet, and return it.

    `opened` is the mark of the action that the form showed. Raises PermissionDenied unless `by` edits the review.
    Raises ValidationError if the review is published or withdrawn, somebody else changed the action in the meantime,
    or the new words are refused as in `record_quoted_action`.
    """
    check_may_quote(by, action.review)
    Review.objects.select_for_update(of=("self",), no_key=True).get(pk=action.review_id)  # so that nobody publishes it
    action = (
        QuotedAction.objects.select_for_update(of=("self",)).select_related("review", "document").get(pk=action.pk)
    )
    check_may_change(action.review)
    before = mark_of(action)
    for name, value in typed.items():
        setattr(action, name, value)
    if mark_of(action) == before:
        return action
    if before != opened:
        raise ValidationError(CHANGED)
    check_says_no_name(action.review, action)
    with recorded(action, by):
        action.full_clean()
        action.save()
    return action


@transaction.atomic
def remove_quoted_action(action: QuotedAction, *, by) -> None:
    """Remove an action of a review that is not published yet; its history is kept.

    Raises PermissionDenied unless `by` edits the review, and ValidationError if that is published or withdrawn.
    """
    check_may_quote(by, action.review)
    review = Review.objects.select_for_update(of=("self",), no_key=True).get(pk=action.review_id)
    check_may_change(review)
    with recorded(action, by, "Removed"):
        action.delete()


def mark_of(action: QuotedAction) -> str:
    """Return a digest of what an action says, which tells a form whether somebody else changed it."""
    values = [
        stored(action.recommendation_id if name == "recommendation" else getattr(action, name)) for name in TYPED
    ]
    return sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]
