"""Changes to the catalogue that follow rules: one function and one transaction for each, recorded in the history.

Forms call the check functions, which raise ValidationError, to show what is wrong before anything is changed.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from .models import Audience, LaterNote, Review, ReviewKind, Status
from .models.review_kind import is_wider
from .sight import sight_of
from .utils.dates import written_out
from .vocabulary.agency_links import check_names_of_review

HIDDEN = (Status.DRAFT, Status.IN_REVIEW)
MOST_THEMES = 4  # on one statement
NOT_PUBLISHED = "Only a published review can be withdrawn. Leave this one as a draft."
KEEPS_AUDIENCE = "You cannot change the audience of a withdrawn review. Publish it again first."

UNDECIDED = (
    "A review is published, or shown to more readers, by a recorded decision that a second person confirms. Record it "
    "on the page “Publication” of the review."
)

# Further checks before a review is published: other apps register functions here that raise ValidationError.
NEEDED: list[Callable[[Review], None]] = [check_names_of_review]
# Whether a draft must be kept, because records of another app are kept with it. Other apps register functions here.
KEEPING: list[Callable[[Review], bool]] = []


# --- Releasing a review ----------------------------------------------------------------------------------------------


def check_publishable(review: Review) -> None:
    """Raise ValidationError, saying what to do, if a review lacks something that it needs before publication."""
    if not review.documents.exists():
        raise ValidationError("Before you publish the review, add the document that it quotes.")
    for check in NEEDED:
        check(review)


@transaction.atomic
def publish_review(review: Review, *, by) -> None:
    """Publish a review to its audience.

    People publish through a decision that a second person confirms (`reviews_portal/publication/`). Nothing else calls
    this, except what makes data to try the portal with: tests/publication/test_no_way_around.py names the callers.

    Raises PermissionDenied unless `by` may release it (see `check_may_release`), and ValidationError if it lacks
    something that it needs (see `check_publishable`).
    """
    check_may_release(review, by)
    check_publishable(review)
    review.status = Status.PUBLISHED
    record(review, by, "Published", ["status"])


@transaction.atomic
def publish_to(review: Review, audience: Audience, *, by, reason: str) -> None:
    """Publish a review to an audience, in an order that never shows it too widely; `reason` is for a new audience.

    Raises PermissionDenied and ValidationError as the steps do.
    """
    if review.status == Status.WITHDRAWN:
        review.status = Status.DRAFT  # in memory only: the audience is changed before the review is published
    if audience != review.audience:
        change_audience(review, audience, by=by, reason=reason)
    publish_review(review, by=by)


@transaction.atomic
def withdraw_review(review: Review, *, by, reason: str) -> None:
    """Withdraw a review: from now on nobody can read it, and its address says that it is gone.

    Raises PermissionDenied unless `by` may release it, and ValidationError if there is no reason or the review is not
    published: an address that was never public must not say that something is gone.
    """
    check_may_release(review, by)
    if not reason.strip():
        raise ValidationError("Enter why you are withdrawing the review.")
    if review.status != Status.PUBLISHED:
        raise ValidationError(NOT_PUBLISHED)
    review.status = Status.WITHDRAWN
    record(review, by, f"Withdrawn: {reason}", ["status"])


@transaction.atomic
def change_audience(review: Review, audience: Audience, *, by, reason: str) -> None:
    """Change who may read a review. No date makes a review public automatically.

    Raises PermissionDenied unless `by` may release it, and ValidationError if there is no reason or the review is
    withdrawn.
    """
    check_may_release(review, by)
    if not reason.strip():
        raise ValidationError("Enter why you are changing the audience.")
    if review.status == Status.WITHDRAWN:
        raise ValidationError(KEEPS_AUDIENCE)
    review.audience = audience
    review.audience_reason = "" if audience == Audience.PUBLIC else reason
    record(review, by, f"Audience: {Audience(audience).label}. {reason}", ["audience", "audience_reason"])


@transaction.atomic
def hide_review(review: Review, status: Status, *, by, reason: str) -> None:
    """Set the status of a review to draft or being checked: only its editors can read it.

    Raises PermissionDenied unless `by` may release it, and ValidationError if there is no reason.
    """
    check_may_release(review, by)
    if not reason.strip():
        raise ValidationError("Enter why the review will no longer be published.")
    review.status = status
    record(review, by, reason, ["status"])


@dataclass(frozen=True)
class Release:
    """Whether a review is published, who may read it, and why only they may."""

    status: str
    audience: str
    audience_reason: str = ""


def release_of(review: Review) -> Release:
    """Return the release that this instance of a review holds, saved or not."""
    return Release(review.status, review.audience, review.audience_reason)


def needs_decision(held: Release, wanted: Release) -> bool:
    """Return whether more people could read a review than before, which a decision must allow."""
    if wanted.status != Status.PUBLISHED:
        return False
    return held.status != Status.PUBLISHED or is_wider(wanted.audience, than=held.audience)


def check_release(review: Review | None, wanted: Release, *, reason: str) -> None:
    """Raise ValidationError, by field, if a review cannot get this release; `review` is None for a new one."""
    problems: dict[str, str] = {}
    if review is None:
        if wanted.status != Status.DRAFT:
            problems["status"] = "A new review must be a draft. You can publish it once it has its document."
    elif (wanted.status, wanted.audience) != (review.status, review.audience):
        if not reason.strip():
            problems["reason"] = "Enter why you are changing the status or the audience."
        if wanted.status == Status.WITHDRAWN and review.status in HIDDEN:
            problems["status"] = NOT_PUBLISHED
        if wanted.status == review.status == Status.WITHDRAWN:
            problems["audience"] = KEEPS_AUDIENCE
        if needs_decision(release_of(review), wanted):
            problems["status" if wanted.status != review.status else "audience"] = UNDECIDED
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def release(review: Review, wanted: Release, *, by, reason: str) -> None:
    """Take the steps from a review's current release to the wanted one, which shows it to no further readers.

    A withdrawn review keeps its audience. Raises PermissionDenied and ValidationError as the steps do, and
    ValidationError if the release needs a recorded decision (see `needs_decision`).
    """
    held = release_of(review)
    if needs_decision(held, wanted):
        check_may_release(review, by)
        raise ValidationError(UNDECIDED)
    if wanted.status == Status.WITHDRAWN != held.status:
        withdraw_review(review, by=by, reason=reason)
        return
    if wanted.status in HIDDEN and wanted.status != held.status:
        hide_review(review, Status(wanted.status), by=by, reason=reason)
    if wanted.audience != held.audience:
        change_audience(review, Audience(wanted.audience), by=by, reason=wanted.audience_reason or reason)
    elif wanted.audience_reason != held.audience_reason:
        check_may_release(review, by)
        review.audience_reason = wanted.audience_reason
        record(review, by, reason or None, ["audience_reason"])


def may_be_deleted(review: Review | None) -> bool:
    """Return whether a review and its related records may be deleted: an address that was once public is kept."""
    return review is not None and review.status in HIDDEN and not any(keeps(review) for keeps in KEEPING)


def check_may_release(review: Review, user) -> None:
    """Raise PermissionDenied unless the user edits one of the review's partnerships or is an administrator.

    Only an administrator may release a review that has no partnership.
    """
    sight = sight_of(user)
    if sight.everything:
        return
    partnerships = set(review.partnerships.values_list("pk", flat=True))
    if not partnerships & sight.edited_partnerships:
        raise PermissionDenied("Only an editor of the review’s partnership, or an administrator, can do this.")


def record(review: Review, user, reason: str | None, fields: list[str]) -> None:
    """Save the changed fields, and record in the history who changed them and why."""
    # simple-history looks for attributes with these names; they apply to this save only.
    review._history_user = user  # type: ignore[attr-defined]
    review._change_reason = reason  # type: ignore[attr-defined]
    review.save(update_fields=fields)
    del review._history_user, review._change_reason  # type: ignore[attr-defined]


def check_kinds_in_use(kinds: Iterable[ReviewKind], commissioned_on: date | None, published_on: date | None) -> None:
    """Raise ValidationError for kinds of review that were no longer in use when a review was made.

    The date commissioned decides or, where it is not stated, the date published.
    """
    on = commissioned_on or published_on
    problems = []
    for kind in kinds:
        if kind.was_over(on):
            until = written_out(kind.in_use_until)
            then = "" if commissioned_on else "If the review was commissioned by then, enter the date commissioned. "
            successors = " or ".join(f"“{one}”" for one in kind.successors.all())
            instead = f"elect {successors}" if successors else "elect another kind"
            problems.append(f"“{kind}” was in use until {until}. {then}{'Otherwise, s' if then else 'S'}{instead}.")
    if problems:
        raise ValidationError(problems)


# --- Statements ------------------------------------------------------------------------------------------------------


def check_themes(themes: Collection) -> None:
    """Raise ValidationError unless a statement has one to four themes."""
    if not 1 <= len(themes) <= MOST_THEMES:
        raise ValidationError(f"Select between 1 and {MOST_THEMES} themes. It has {len(themes)} now.")


def check_is_for_somebody(agency_kinds: Collection | None, agencies: Collection | None) -> None:
    """Raise ValidationError unless a statement is relevant to an agency or a kind of agency."""
    if not agency_kinds and not agencies:
        raise ValidationError("Select who this is relevant to. If it names nobody, select “All agencies”.")


def save_note(note: LaterNote, *, by) -> None:
    """Save a later note on an item; a new note is signed by its author."""
    if note.author_id is None:
        note.author = by
    note.save()
