"""Decide that signs do not identify anyone, take a decision back, and refuse words on which nobody has decided."""

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
    """Words that could identify somebody, on which nobody has decided. `flags` are the signs."""

    def __init__(self, flags: Sequence[Flag], problems: ValidationError | None = None) -> None:
        """`problems` are those of what a form said of the signs, if it said something."""
        self.flags = list(flags)
        signs = "; ".join(in_words(flag.sign) for flag in flags)
        super().__init__(problems or {"identity_signs": UNDECIDED.format(signs)})


def in_words(sign: Sign) -> str:
    """Return what a sign is, with the words that were found: "a name (“Mrs Harper”)"."""
    return sign.what if sign.kind == SignKind.COMBINATION else f"{sign.what} (“{sign.found}”)"


@dataclass(frozen=True)
class Verdict:
    """What a person said of the signs that a form showed them: which do not identify anyone (by key), and why."""

    keys: frozenset[str] = frozenset()
    reason: str = ""
    note: str = ""

    def check(self) -> None:
        """Raise ValidationError, by field, if there is no reason, or one that is not known or says nothing."""
        if self.reason not in IdentityReason.values:
            raise ValidationError({"identity_reason": NO_REASON})
        if self.reason == IdentityReason.OTHER and not clean(self.note).strip():
            raise ValidationError({"identity_note": NO_NOTE})
        if len(self.note) > LONGEST_NOTE:
            problem = f"Shorten this to {LONGEST_NOTE:,} characters or fewer. It has {len(self.note):,} now."
            raise ValidationError({"identity_note": problem})


class Decisions:
    """The decisions on the signs of a review that hold now."""

    def __init__(self, review: Review) -> None:
        latest: dict[tuple[SignKind, str], IdentityDecision] = {}
        for one in IdentityDecision.objects.filter(review=review).select_related("by").order_by("pk"):
            latest[sign_of(one).same] = one
        self.standing = {same: one for same, one in latest.items() if not one.is_reversal}

    def covers(self, sign: Sign) -> bool:
        """Return whether it was decided that a sign identifies nobody.

        A combination is covered by a decision on the same kinds of detail and further ones, but not on fewer.
        """
        if sign.kind != SignKind.COMBINATION:
            return sign.same in self.standing
        kinds = set(sign.found.split(", "))
        return any(
            kind == SignKind.COMBINATION and kinds <= set(one.found.split(", "))
            for (kind, _), one in self.standing.items()
        )

    def without(self, flags: Iterable[Flag]) -> list[Flag]:
        """Return the flags on which nobody has decided."""
        return [flag for flag in flags if not self.covers(flag.sign)]


def sign_of(decision: IdentityDecision) -> Sign:
    """Return the sign that a decision is about."""
    return Sign(SignKind(decision.kind), decision.found)


# --- Deciding --------------------------------------------------------------------------------------------------------


@transaction.atomic
def decide(review: Review, flags: Iterable[Flag], verdict: Verdict, *, by, acted_as: str) -> list[IdentityDecision]:
    """Record that those of these flags that a person chose do not identify anyone, and return the decisions.

    A second click records nothing. Raises PermissionDenied unless `by` edits the review, and ValidationError, by
    field, if none was chosen or the reason is missing.
    """
    if not edits(by, review):
        raise PermissionDenied(MAY_NOT)
    chosen = [flag.sign for flag in flags if flag.sign.key in verdict.keys]
    if not chosen:
        raise ValidationError({"identity_signs": CHOOSE})
    verdict.check()
    return record(review, chosen, verdict, by=by, acted_as=acted_as)


def record(review: Review, signs: Iterable[Sign], verdict: Verdict, *, by, acted_as: str) -> list[IdentityDecision]:
    """Record a verdict on signs of a review, one decision each, without those that were decided already."""
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
    """End a decision, so that its words have to be decided again, and return the row that says so.

    Raises PermissionDenied unless `by` edits the review, and ValidationError if the decision no longer holds.
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


# --- Words that are published at once --------------------------------------------------------------------------------


def open_flags(
    review: Review,
    new: Sequence[PublishedText],
    held: Collection[PublishedText] | None = None,
    *,
    by: Finder | None = None,
) -> list[Flag]:
    """Return the signs in new texts of a review on which nobody has decided.

    They include a combination to which the new texts add a kind of detail. `held` are the other texts of the review;
    if it is not given, they are those that it has, and are read only if they can matter.
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
    """Record what a person said of the signs in words that are about to be published in a review.

    The caller has checked that `by` may publish them. Raises Undecided if there are signs on which nobody has decided
    and which the verdict does not cover, and ValidationError, by field, if it gives no reason.
    """
    verdict = verdict or Verdict()
    flags = check_verdict(review, words, verdict)
    return record(review, [flag.sign for flag in flags], verdict, by=by, acted_as=acted_as) if flags else []


def check_verdict(review: Review, words: Iterable[str], verdict: Verdict) -> list[Flag]:
    """Return the undecided signs in words. Raises Undecided if a verdict does not decide all of them."""
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
    """Return the signs in words that are about to be published in a review, on which nobody has decided."""
    return open_flags(review, [PublishedText("this text", tuple(words), review)])
