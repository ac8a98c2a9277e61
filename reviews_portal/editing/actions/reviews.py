"""Add a review with its first document, and change the details of reviews."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from learning.identity.decisions import Verdict
from learning.models import Audience, Partnership, Review
from learning.search import index
from learning.sight import sight_of
from learning.utils.dates import columns_of_date, set_date
from learning.utils.marks import Marks
from learning.utils.stale_forms import check_unchanged

from .details import check_new_words, check_reason, set_values
from .documents import NewDocument, add_document, document_of, is_same
from .opening import open_copy
from .permissions import check_may_edit, reviews_edited_by

TRIES = 5  # at a code that somebody else takes at the same moment
NO_PARTNERSHIP = "Only an editor of the partnership, or an administrator, can add a review for it."


@transaction.atomic
@index.deferred()
def add_review(
    values: dict[str, Any], document: NewDocument, *, partnership: Partnership | None, by, seen: int | None = None
) -> Review:
    """Add a draft review with its first document, open it for editing, and return it.

    `values` are `title`, `kinds`, `audience`, `published` and other fields of the review. Its code, its slug and the
    order are the portal's. `seen` is the key of the newest review that `by` could edit when the form was opened: if
    the form was sent before, as by a second click, the review that it added then is returned.

    Raises PermissionDenied unless `by` edits the partnership or is an administrator, and ValidationError if the file
    is refused.
    """
    sight = sight_of(by)
    if not sight.everything and (partnership is None or partnership.pk not in sight.edited_partnerships):
        raise PermissionDenied(NO_PARTNERSHIP)
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)  # one form of a person at a time
    if seen is not None and (other := added_before(values, document, partnership, by=by, seen=seen)):
        return other
    values = dict(values)
    kinds, published = values.pop("kinds"), values.pop("published", None)
    review = Review(**values, added_on=timezone.localdate())
    set_date(review, "published", published)
    save_with_code(review, by)
    review.kinds.set(kinds)
    if partnership:
        review.partnerships.add(partnership)
    add_document(review, document, by=by)
    open_copy(review, by=by)
    return review


def added_before(
    values: dict[str, Any], document: NewDocument, partnership: Partnership | None, *, by, seen: int
) -> Review | None:
    """Return the review newer than `seen` that a person added with these values and this document, if there is one."""
    own = Review.history.filter(id__gt=seen, history_type="+", history_user=by).values("id")
    plain = {name: value for name, value in values.items() if name not in ("kinds", "published")}
    partnerships = {partnership} if partnership else set()
    for review in Review.objects.filter(pk__in=own, **plain, **columns_of_date("published", values.get("published"))):
        is_alike = set(review.kinds.all()) == set(values["kinds"]) and set(review.partnerships.all()) == partnerships
        held = review.documents.order_by("position").first()
        if is_alike and held and is_same(held, document_of(review, document, position=0), document.file):
            return review
    return None


def save_with_code(review: Review, by) -> None:
    """Save a new review with the next free code and, if it is restricted, a slug that contains no pseudonym."""
    review._history_user = by  # type: ignore[attr-defined]
    for _ in range(TRIES):
        review.code = next_code()
        review.slug = slug_of(review)
        try:
            with transaction.atomic():
                review.save()
                break
        except IntegrityError:
            review.pk = None
    else:
        raise ValidationError("Several people are adding reviews at the same time. Try again.")
    del review._history_user  # type: ignore[attr-defined]


def next_code() -> str:
    """Return the code after the highest one, such as R0013."""
    numbers = (code[1:] for code in Review._base_manager.values_list("code", flat=True))
    return f"R{max((int(number) for number in numbers if number.isdigit()), default=0) + 1:04}"


def slug_of(review: Review) -> str:
    """Return a free slug for a review: from its title if it is public, else from its code, which reveals nothing."""
    wanted = slugify(review.title)[:100] if review.audience == Audience.PUBLIC else ""
    wanted = wanted or f"review-{review.code.lower()}"
    taken = Review._base_manager.filter(slug=wanted).exists() or wanted in RESERVED
    return f"{wanted}-{review.code.lower()}" if taken else wanted


RESERVED = {"add"}  # words in the place of a slug in other URLs


def newest_review(by) -> int:
    """Return the key of the newest review that a person may edit; 0 without one."""
    return reviews_edited_by(by).aggregate(last=Max("pk"))["last"] or 0


@transaction.atomic
@index.deferred()
def save_details(
    review: Review, values: dict[str, Any], *, opened: Marks, by, reason: str = "", verdict: Verdict | None = None
) -> Review:
    """Save the details of a review: its title, dates, kinds and so on. This needs a reason if it was ever public.

    `opened` are the marks of the values that the form showed. Raises PermissionDenied unless `by` may edit the review,
    ChangedInBetween if somebody has changed a value since, and ValidationError for a missing reason, a value that is
    not allowed, or signs in a published review that could identify someone and that `verdict` leaves undecided.
    """
    check_may_edit(review, by)
    review = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    check_reason(review, reason)
    check_unchanged(review, values, opened)
    check_new_words(review, review, values, by=by, verdict=verdict)
    values = dict(values)
    collections = {name: values.pop(name) for name in ("kinds", "themes") if name in values}
    set_values(review, values)
    review._history_user, review._change_reason = by, reason or None  # type: ignore[attr-defined]
    review.full_clean()
    review.save()
    for name, records in collections.items():
        getattr(review, name).set(records)
    return review
