"""Propose, confirm and refuse redactions. A second person must confirm; the passage is then replaced everywhere."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils import timezone
from simple_history.models import HistoricalChanges

from learning.models import Correction, ErrorReport, Hiding, Review, Status
from learning.sight import administrators, reviews_of, sight_of
from learning.utils.folding import BROKEN, WITH_HIDDEN, fold
from recommendations import notifications
from recommendations.models import Passage, QuotedAction, Recommendation, RecommendationPart, ResponseVersion
from reviews_portal.audit.events import Event
from reviews_portal.audit.log import record
from reviews_portal.briefings.models import PartnershipSummary
from reviews_portal.read_only import is_read_only

from .cleaning import clean_up
from .closed_files import close_unsearched, files_closed_by, unsearched
from .erase import take_out
from .matching import MARK, Passages, passage_of
from .models import Redaction, RedactionState, may_decide, may_propose
from .occurrences import Cell, all_cells_with, fingerprint, review_of_each

FEWEST_LETTERS, MOST_WORDS = 3, 12
CATALOGUE = Review._meta.app_label
# The models of that app whose text is public.
READ_HERE = (Passage, QuotedAction, Recommendation, RecommendationPart, ResponseVersion)
NOT_PUBLIC = (HistoricalChanges, ErrorReport, Hiding)  # of the catalogue
SUMMARIES = (PartnershipSummary, PartnershipSummary.history.model)  # which editors write, and are not of a document


@transaction.atomic
def propose(passage: str, *, reason: str, by, match_case: bool = False, replacement: str = MARK) -> Redaction:
    """Propose that a passage is replaced everywhere, and notify the administrators.

    Raises PermissionDenied unless `by` may propose. Raises ValidationError, by field, if the passage is too short or
    too long, is not found in any review that `by` edits, is proposed or redacted already, or is repeated in the
    reason or the replacement, which are kept.
    """
    if not may_propose(by):
        raise PermissionDenied("Only editors of a partnership and administrators can propose redactions.")
    looked_for = passage_of(passage, match_case=match_case, mark=replacement.strip() or MARK)
    found = Passages([looked_for], held=passage)
    problems = {}
    if BROKEN.search(fold(passage, WITH_HIDDEN)):
        problems["passage"] = "Enter each word on one line, without the hyphen at the end of a line."
    elif looked_for.letters < FEWEST_LETTERS or looked_for.length > MOST_WORDS:
        problems["passage"] = f"Enter at least {FEWEST_LETTERS} letters, and no more than {MOST_WORDS} words."
    elif may_decide(by) and Redaction.objects.passages().stand_in(passage):
        problems["passage"] = (
            "These words have already been redacted. If they are typed or loaded again, they are replaced at once."
        )
    elif Redaction.objects.visible_to(by).open().filter(digest=looked_for.digest).exists():
        problems["passage"] = "This redaction has already been proposed, and is awaiting confirmation."
    elif not cells_seen(all_cells_with(found), by):
        where = "anywhere" if may_decide(by) else "in the reviews of your partnership"
        problems["passage"] = f"These words do not appear {where}. Enter them as they appear there."
    if not reason.strip():
        problems["reason"] = "Enter why these words could identify someone."
    elif "passage" not in problems and found.stand_in(reason):
        problems["reason"] = "The reason is kept, so it must not contain the words themselves."
    if found.stand_in(replacement):
        problems["replacement"] = "The replacement must not contain the words themselves."
    if problems:
        raise ValidationError(problems)
    made = Redaction(
        passage=passage,
        match_case=match_case,
        replacement=looked_for.mark,
        reason=reason.strip(),
        proposed_by=by,
    )
    made.remember(looked_for)
    made.save()
    record(Event.REDACTION_PROPOSED, by=by, detail=f"redaction {made.pk}")
    others = administrators().exclude(pk=by.pk)
    notifications.notify(others, "redaction/email/proposed", made.get_absolute_url(), number=made.pk)
    return made


@transaction.atomic
def refuse(redaction: Redaction, *, by) -> Redaction:
    """Close a proposal without redacting anything, delete its passage, and return it.

    Raises PermissionDenied unless `by` is an administrator or the proposer, and ValidationError if it was decided
    already.
    """
    redaction = locked(redaction)
    if not (may_decide(by) or (may_propose(by) and by == redaction.proposed_by)):
        raise PermissionDenied("Only an administrator can reject a proposal, and only its proposer can withdraw it.")
    close(redaction, RedactionState.REFUSED, by)
    return redaction


@transaction.atomic
def confirm(redaction: Redaction, *, by, seen: str) -> Redaction:
    """Replace the passage everywhere in one transaction, delete it, and record a public correction.

    `seen` is the fingerprint of the places that `by` was shown. Raises PermissionDenied unless `by` is an
    administrator and not the proposer. Raises ValidationError, and changes nothing, if the redaction was decided
    already, if the passage is found in other places now, or if one place cannot hold the replacement.
    """
    redaction = locked(redaction)
    if not may_decide(by):
        raise PermissionDenied("Only an administrator can confirm a redaction.")
    if by == redaction.proposed_by:
        raise PermissionDenied("You proposed this redaction, so another person must confirm it.")
    passages = redaction.passages()
    cells = all_cells_with(passages)
    closing = files_closed_by(cells)
    if fingerprint(cells, unsearched(closing)) != seen:
        raise ValidationError(
            "The places have changed since you opened this page. Check the updated list, then confirm again."
        )
    corrected = reviews_corrected(cells, [one.held.document.review_id for one in closing])
    try:
        with transaction.atomic():
            redaction.places = take_out(passages, cells)
            close_unsearched(closing)
    except OperationalError as error:
        if is_read_only(error):
            raise
        raise ValidationError(
            "Someone was saving at the same time, so nothing was changed. Confirm the redaction again."
        ) from error
    except (DataError, IntegrityError) as error:
        raise ValidationError(
            "The replacement does not fit in one of the places, so nothing was changed. Propose a different one."
        ) from error
    redaction.remember(passage_of(redaction.passage, match_case=redaction.match_case))  # with the newest folding
    close(redaction, RedactionState.DONE, by)
    for other in Redaction.objects.open():
        if passages.stand_in(other.passage):
            close(other, RedactionState.REFUSED, by, is_replaced=True)
    for review in corrected:
        Correction.objects.get_or_create(review=review, on=timezone.localdate())
    transaction.on_commit(clean_up.enqueue)
    return redaction


def locked(redaction: Redaction) -> Redaction:
    """Return a redaction as it is now, locked against other decisions. Raises ValidationError if it is decided."""
    now = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if not now.is_open:
        raise ValidationError("This redaction has already been decided. You do not need to do anything.")
    return now


def close(redaction: Redaction, state: RedactionState, by, *, is_replaced: bool = False) -> None:
    """Save a decision, delete the passage (and the digests of a refused one), and notify the proposer.

    `is_replaced` says that another redaction replaced the words of a refused one.
    """
    redaction.state, redaction.decided_by, redaction.decided_at = state, by, timezone.now()
    redaction.passage = ""
    if state == RedactionState.REFUSED:
        redaction.digest = redaction.exact_digest = ""
    redaction.save()
    event = Event.REDACTION_CONFIRMED if redaction.is_done else Event.REDACTION_REFUSED
    record(event, by=by, detail=f"redaction {redaction.pk}")
    if by != redaction.proposed_by:
        proposer = get_user_model().objects.filter(pk=redaction.proposed_by_id, is_active=True)
        email = "redaction/email/done" if redaction.is_done else "redaction/email/refused"
        address = redaction.get_absolute_url()
        notifications.notify(proposer, email, address, number=redaction.pk, is_replaced=is_replaced)


def cells_seen(cells: list[Cell], user) -> list[Cell]:
    """Return the cells that a user may see: all for an administrator, those of their own reviews for an editor.

    Of the responses to these reviews an editor sees only submitted versions: drafts belong to the agencies, and notes
    and evidence to the partnership that wrote them.
    """
    if may_decide(user):
        return cells
    edited = set(reviews_of(sight_of(user).edited_partnerships).values_list("review", flat=True))
    review = review_of_each(cells)
    return [
        cell
        for cell in cells
        if review.get((cell.model, cell.key)) in edited
        and (cell.model._meta.app_label == CATALOGUE or cell.model in READ_HERE + SUMMARIES)
    ]


def reviews_corrected(cells: Iterable[Cell], closed: Iterable[int] = ()) -> list[Review]:
    """Return the published reviews whose public text changes with these cells, or whose files are closed."""
    shown = [
        cell
        for cell in cells
        if cell.model in READ_HERE
        or (cell.model._meta.app_label == CATALOGUE and not issubclass(cell.model, NOT_PUBLIC))
    ]
    keys = {*review_of_each(shown).values(), *closed}
    return list(Review.objects.filter(pk__in=keys, status=Status.PUBLISHED))
