"""Recognise the review that a document is about, if the portal already has it.

Only reviews that the importer may edit or read are compared, so that nothing is revealed about others. A document is
attached only to one that the importer may edit, and only on strong evidence: attaching it to the wrong review is worse
than adding a second draft, which an editor can delete.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from learning.models import Partnership, Review, Status
from learning.models.source_document import DocumentKind
from reviews_portal.editing.actions.permissions import reviews_edited_by

from ..draft import Draft, DraftReview, Statement, Type
from ..kinds_of_document import kind_of_document
from .candidates import candidates
from .held import ANSWERS, Held
from .repeated import OF_RECOMMENDATION

NARRATIVE = (Type.BACKGROUND, Type.RESOURCE, Type.AGENCY_INVOLVED)


@dataclass(frozen=True)
class Recognised:
    """The review to attach a document to, or else those that it resembles."""

    review: Review | None = None
    resembles: list[Review] = field(default_factory=list)
    is_answer: bool = False  # a response or an action plan


def recognise(draft: Draft, *, by, partnership: Partnership | None, only: Review | None = None) -> Recognised:
    """Return the review that a draft answers, or else the reviews that it may be about or a copy of.

    A document is attached only to a review that `by` may edit and, if a partnership is given, that belongs to this
    partnership or to none. It may resemble any review that `by` may edit or read. With `only`, no other review is
    compared.
    """
    edited = reviews_edited_by(by)
    own = edited.filter(Q(partnerships=partnership) | Q(partnerships=None)).distinct() if partnership else edited
    edited_keys, own_keys = (set(some.values_list("pk", flat=True)) for some in (edited, own))
    answers = False
    resembles: list[Review] = []
    for at, details in enumerate(draft.reviews):
        statements = [one for one in draft.statements if one.review == at]
        found = edited.filter(pk=only.pk) if only else candidates(statements, details, edited, by=by)
        held = [Held(review, reader=None if review.pk in edited_keys else by) for review in found]
        if len(draft.reviews) == 1 and is_answer(details, statements):
            answers = True
            answered = [one for one in held if one.is_answered_by(details, statements)]
            (sole,) = answered if len(answered) == 1 else (None,)
            if sole and can_be_attached(sole, statements, own_keys):
                return Recognised(sole.review)
            resembles += [one.review for one in held if one in answered or one.may_be_answered_by(details, statements)]
        resembles += [one.review for one in held if one.is_repeated_by(details, statements)]
    return Recognised(resembles=list(dict.fromkeys(resembles)), is_answer=answers)


def can_be_attached(held: Held, statements: Sequence[Statement], own: set[int]) -> bool:
    """Return whether a response or an action plan can be attached to a review that it is about."""
    is_open = held.review.pk in own and held.review.status != Status.WITHDRAWN
    return is_open and not held.has_answers_of(statements)


def is_answer(details: DraftReview, statements: Sequence[Statement]) -> bool:
    """Return whether a document is a response or an action plan, by its title or because it contains little else."""
    planned = sum(one.type in ANSWERS for one in statements)
    learnt = sum(one.type not in (*NARRATIVE, *OF_RECOMMENDATION, *ANSWERS) for one in statements)
    return planned > 0 and (kind_of_document(details.title) == DocumentKind.RESPONSE or planned > learnt)
