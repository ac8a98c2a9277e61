"""Record decisions that signs do not identify anyone, reverse them, and refuse text with undecided signs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from learning.models import IdentityDecision, IdentityReason, Review
from learning.models.identity import LONGEST_NOTE
from learning.published_texts import PublishedText, published_texts
from learning.sight import edits
from learning.utils.clean_text import clean

from .flags import Flag, combination_of, details_in, details_of_case, finder, flags_in
from .kinds import SignKind
from .signs import Finder, Sign

CHOOSE = "Select at least one item that does not identify anyone."
NO_REASON = "Choose why the selected items do not identify anyone."
NO_NOTE = "Enter the reason."
MAY_NOT = "Only an editor of the review or an administrator can decide this."
REVERSED = "This decision no longer applies. Someone else may have reversed it."
UNDECIDED = "This may contain {}. Change the text, or say below why it does not identify anyone."


class Undecided(ValidationError):
    """Raised for text with signs that nobody has decided on. `flags` are the signs."""

    def __init__(self, flags: Sequence[Flag], problems: ValidationError | None = None) -> None:
        """`problems` are the errors in the decision that a form sent, if it sent one."""
        self.flags = list(flags)
        signs = "; ".join(in_words(flag.sign) for flag in flags)
        super().__init__(problems or {"identity_signs": UNDECIDED.format(signs)})


def in_words(sign: Sign) -> str:
    """Return the kind of a sign and the words found: "a name (“Mrs Harper”)"."""
    return sign.what if sign.kind == SignKind.COMBINATION else f"{sign.what} (“{sign.found}”)"


@dataclass(frozen=True)
class Verdict:
    """What a form says about the signs that it showed: which do not identify anyone (by key), and why."""

    keys: frozenset[str] = frozenset()
    reason: str = ""
    note: str = ""

    def check(self) -> None:
        """Raise ValidationError, by field, if the reason is missing or unknown, or its note is missing or too long."""
        if self.reason not in IdentityReason.values:
            raise ValidationError({"identity_reason": NO_REASON})
        if self.reason == IdentityReason.OTHER and not clean(self.note).strip():
            raise ValidationError({"identity_note": NO_NOTE})
        if len(self.note) > LONGEST_NOTE:
            problem = f"Shorten this to {LONGEST_NOTE:,} characters or fewer. It has {len(self.note):,} now."
            raise ValidationError({"identity_note": problem})


class Decisions:
    """The current decisions on the signs in a review."""

    def __init__(self, review: Review) -> None:
        latest: dict[tuple[SignKind, str], IdentityDecision] = {}
        for one in IdentityDecision.objects.filter(review=review).select_related("by").order_by("pk"):
            latest[sign_of(one).same] = one
        self.standing = {same: one for same, one in latest.items() if not one.is_reversal}

    def covers(self, sign: Sign) -> bool:
        """Return whether a decision says that a sign does not identify anyone.

        A combination is covered by a decision on at least the same kinds of detail.
        """
        if sign.kind != SignKind.COMBINATION:
            return sign.same in self.standing
        kinds = set(sign.found.split(", "))
        return any(
            kind == SignKind.COMBINATION and kinds <= set(one.found.split(", "))
            for (kind, _), one in self.standing.items()
        )

    def without(self, flags: Iterable[Flag]) -> list[Flag]:
        """Return the flags without a decision."""
        return [flag for flag in flags if not self.covers(flag.sign)]


def sign_of(decision: IdentityDecision) -> Sign:
    """Return the sign that a decision is about."""
    return Sign(SignKind(decision.kind), decision.found)


# --- Deciding --------------------------------------------------------------------------------------------------------


@transaction.atomic
def decide(review: Review, flags: Iterable[Flag], verdict: Verdict, *, by, acted_as: str) -> list[IdentityDecision]:
    """Record that the selected flags do not identify anyone, and return the decisions.

    A second click records nothing. Raises PermissionDenied unless `by` edits the review, and ValidationError, by
    field, if none is selected or the reason is missing.
    """
    if not edits(by, review):
        raise PermissionDenied(MAY_NOT)
    chosen = [flag.sign for flag in flags if flag.sign.key in verdict.keys]
    if not chosen:
        raise ValidationError({"identity_signs": CHOOSE})
    verdict.check()
    return record(review, chosen, verdict, by=by, acted_as=acted_as)


def record(review: Review, signs: Iterable[Sign], verdict: Verdict, *, by, acted_as: str) -> list[IdentityDecision]:
    """Record one decision for each sign of a review that has none yet."""
    Review.objects.select_for_update(of=("self",), no_key=True).get(pk=review.pk)
    held = Decisions(review)
    return [
        IdentityDecision.objects.create(
            review=review,
            kind=sign.kind,
            found=sign.found,
            reason=verdict.reason,
            note=clean(verdict.note).strip(),
            by=by,
            acted_as=acted_as,
        )
        for sign in signs
        if not held.covers(sign)
    ]


@transaction.atomic
def reverse(decision: IdentityDecision, *, by, acted_as: str) -> IdentityDecision:
    """Reverse a decision, so that a new one is needed, and return the row that records the reversal.

    Raises PermissionDenied unless `by` edits the review, and ValidationError if the decision no longer applies.
    """
    review = decision.review
    if not edits(by, review):
        raise PermissionDenied(MAY_NOT)
    Review.objects.select_for_update(of=("self",), no_key=True).get(pk=review.pk)
    if decision.pk not in {one.pk for one in Decisions(review).standing.values()}:
        raise ValidationError(REVERSED)
    return IdentityDecision.objects.create(
        review=review, kind=decision.kind, found=decision.found, is_reversal=True, by=by, acted_as=acted_as
    )


# --- Text that is published at once --------------------------------------------------------------------------------


def open_flags(
    review: Review,
    new: Sequence[PublishedText],
    held: Collection[PublishedText] | None = None,
    *,
    by: Finder | None = None,
) -> list[Flag]:
    """Return the signs in new texts of a review that nobody has decided on.

    They include a combination to which the new texts add a kind of detail. `held` are the other texts of the review.
    Without it, they are read from the database, and only if they can make a difference.
    """
    by = by or finder()
    flags = flags_in(new, by)
    added = details_in(new, by, review.title)
    if added:
        before = details_in(published_texts(review) if held is None else held, by, review.title)
        if {one.detail for one in added} - {one.detail for one in before}:
            combination = combination_of([*added, *before, *details_of_case(review, by)])
            flags += [combination] if combination else []
    return Decisions(review).without(flags) if flags else []


def check_decided(
    review: Review, words: Iterable[str], *, by, acted_as: str, verdict: Verdict | None = None
) -> list[IdentityDecision]:
    """Record the verdict on the signs in text that is about to be published in a review.

    The caller has checked that `by` may publish it. Raises Undecided if the verdict does not cover all undecided
    signs, and ValidationError, by field, if it gives no reason.
    """
    verdict = verdict or Verdict()
    flags = check_verdict(review, words, verdict)
    return record(review, [flag.sign for flag in flags], verdict, by=by, acted_as=acted_as) if flags else []


def check_verdict(review: Review, words: Iterable[str], verdict: Verdict) -> list[Flag]:
    """Return the undecided signs in some text. Raises Undecided if the verdict does not cover all of them."""
    flags = flags_in_words(review, words)
    if not {flag.sign.key for flag in flags} <= verdict.keys:
        raise Undecided(flags)
    if flags:
        try:
            verdict.check()
        except ValidationError as error:
            raise Undecided(flags, error) from error
    return flags


def flags_in_words(review: Review, words: Iterable[str]) -> list[Flag]:
    """Return the undecided signs in text that is about to be published in a review."""
    return open_flags(review, [PublishedText("this text", tuple(words), review)])
