"""The rules for changing the details of a review or a document, and how values are set."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from learning.identity.decisions import Verdict, check_decided
from learning.models import Review, SourceDocument, Status
from learning.utils.dates import PartialDate, set_date
from reviews_portal.publication.people import role_of


def set_values(record: Any, values: dict[str, Any]) -> None:
    """Set fields of a record. Values that are PartialDate or None are dates, which have two columns each."""
    for name, value in values.items():
        if value is None or isinstance(value, PartialDate):
            set_date(record, name, value)
        else:
            setattr(record, name, value)


def check_reason(review: Review, reason: str) -> None:
    """Raise ValidationError if a reason is missing: a review that was ever public is not changed without one."""
    if review.was_ever_public and not reason.strip():
        raise ValidationError({"reason": "Enter why you are changing this, such as “The date was wrong”."})


def check_new_words(
    record: Review | SourceDocument, review: Review, values: dict[str, Any], *, by, verdict: Verdict | None
) -> None:
    """Raise ValidationError if readers of a published review would at once see undecided signs.

    The decisions in `verdict` are recorded. Reviewers are named publicly, so their names are not signs.
    """
    texts = {name: value for name, value in values.items() if isinstance(value, str) and name != "reviewer"}
    words = [value for name, value in texts.items() if value != getattr(record, name)]
    check_words(words, review, by=by, verdict=verdict)


def check_words(words: Iterable[str], review: Review, *, by, verdict: Verdict | None) -> None:
    """Raise ValidationError as `check_new_words` does, if new words of a review that is or was public need a decision.

    Words that are added while it is withdrawn are checked, too: publishing it again does not check it again.
    """
    if review.status in (Status.PUBLISHED, Status.WITHDRAWN):  # otherwise they wait with the other texts of the review
        check_decided(review, words, by=by, acted_as=role_of(by, review), verdict=verdict)
