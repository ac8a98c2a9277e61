"""What editors of a review quote from its documents: who may, the words with what they answer, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError

from learning.models import Agency, Review, SourceDocument, Status
from learning.models.named_agency import problems_with
from learning.public_names import named_in
from learning.sight import edits, sight_of
from learning.utils.clean_text import clean
from learning.utils.text import has_words
from recommendations.models import ResponseVersion
from recommendations.models.draft import LONGEST
from recommendations.workspace_permissions import editor_in_words

from .joint import Pair, newer_in_words, response_to, with_standing_agency

MAY_NOT_QUOTE = "Only an editor of the review’s partnership, or an administrator, can do this."
WITHDRAWN_REVIEW = "This review has been withdrawn. You cannot record anything from its documents."
REASONS = ("acceptance_reason", "progress_reason")


@dataclass(frozen=True)
class Quotation:
    """The words of a document that respond to recommendations, and what they answer."""

    document: SourceDocument
    text: str
    pairs: Sequence[Pair]
    place: str = ""
    language: str = ""
    named_as: dict[tuple[int, int], str] = field(default_factory=dict)  # by recommendation and agency, as printed

    @property
    def words(self) -> list[str]:
        """All its words that readers see, except the names of agencies."""
        reasons = [str(pair.fields.get(name, "")) for pair in self.pairs for name in REASONS]
        return [self.text, self.place, *reasons]

    def cleaned(self) -> "Quotation":
        """Return it as it is stored: cleaned, and with the agencies that stand for merged ones."""
        pairs = [with_standing_agency(pair) for pair in self.pairs]
        names = {
            (new.recommendation.pk, new.agency.pk): clean(
                self.named_as.get((old.recommendation.pk, old.agency.pk), "")
            )
            for old, new in zip(self.pairs, pairs, strict=True)
        }
        return Quotation(
            self.document, clean(self.text).strip(), pairs, clean(self.place).strip(), self.language, names
        )


def check_may_quote(user, review: Review) -> None:
    """Raise PermissionDenied unless a user edits a review, and ValidationError if it is withdrawn."""
    if not edits(user, review):
        raise PermissionDenied(MAY_NOT_QUOTE)
    if review.status == Status.WITHDRAWN:
        raise ValidationError(WITHDRAWN_REVIEW)


def acts_as(user, review: Review) -> str:
    """Return the name of the role in which a user edits a review."""
    edited = sight_of(user).edited_partnerships
    own = [one for one in review.partnerships.all() if one.pk in edited]
    return editor_in_words(own[0]) if own else "an administrator"


def says_the_same(version: ResponseVersion, quotation: Quotation, pair: Pair) -> bool:
    """Return whether a version has these words, from this place, and says the same of this pair."""
    own = ResponseVersion(**pair.fields).field_values()
    return (
        version.source == quotation.document
        and version.words == quotation.text
        and version.place_in_source == quotation.place
        and (version.passage.language if version.passage else version.language) == quotation.language
        and version.field_values() == own
        and {part.pk for part in version.answered_parts} == {part.pk for part in pair.parts}
    )


def problems_of(quotation: Quotation, replaced: set[int]) -> dict[str, list[str]]:
    """Return in sentences, by field, why a quotation cannot be recorded; `replaced` are the versions it replaces."""
    review, text = quotation.document.review, quotation.text
    problems: dict[str, list[str]] = {}
    if not has_words(text):
        problems["text"] = ["Enter the text exactly as it is in the document."]
    elif len(text) > LONGEST:
        problems["text"] = [f"Shorten the text to {LONGEST:,} characters or fewer. It has {len(text):,} now."]
    else:
        if stand_in := named_in(review, quotation.words):
            problems["text"] = [names_agency(stand_in)]
    if not quotation.pairs:
        problems["pairs"] = ["Select at least one agency and the recommendation that it responds to."]
    seen: set[tuple[int, int]] = set()
    for pair in quotation.pairs:
        key = (pair.recommendation.pk, pair.agency.pk)
        problem = (
            f"{pair} is entered twice. Clear one of the rows."
            if key in seen
            else problem_with(quotation, pair, replaced)
        )
        if problem:
            problems.setdefault("pairs", []).append(problem)
        seen.add(key)
    return problems


def names_agency(stand_in: Agency) -> str:
    """Return the error for words that name an agency whose name the public must not see."""
    return (
        f"This text contains the name of an agency, which the public sees as “{stand_in}” in this review. Leave out "
        "the words with its name, or first record that the document names it."
    )


def problem_with(quotation: Quotation, pair: Pair, replaced: set[int]) -> str:
    """Return why a quotation cannot be the response of a pair, or ""."""
    document = quotation.document
    if pair.recommendation.review_id != document.review_id:
        return f"{pair.recommendation.reference} is not in the document’s review. Select another."
    if any(part.recommendation_id != pair.recommendation.pk for part in pair.parts):
        return f"{pair}: select parts of this recommendation only."
    if unnamed := problems_with(document.review, [pair.agency]):
        return unnamed[0]
    if pair.recommendation._state.adding:  # so nothing answers it
        return ""
    response = response_to(pair)
    if response._state.adding:
        return ""
    if ResponseVersion.objects.waiting().filter(response=response).exists():
        return f"{pair}: another version is awaiting partnership check. Decide on that version first."
    current = ResponseVersion.objects.current().filter(response=response).exclude(pk__in=replaced).with_words().first()
    if current is None:
        return ""
    if current.source == document:
        return f"{pair}: a response from this document is already published. Correct that response instead."
    newer = newer_in_words(current, document)
    return f"{pair}: {newer}. Clear this row." if newer else ""
