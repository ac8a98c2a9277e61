"""The signs of a review for its page “Check”: each with the places where its words can be changed."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from learning.identity.decisions import Decisions
from learning.identity.flags import Flag
from learning.identity.kinds import SignKind
from learning.models import DocumentFile, IdentityDecision, Review, SourceDocument
from learning.published_texts import PublishedText
from learning.utils.text import beginning
from recommendations.models import QuotedAction, ResponseVersion
from reviews_portal.editing.models import Row

MOST_PLACES = 5  # of one sign, each with a link
LONGEST_WORDS = 90  # characters


@dataclass(frozen=True)
class Place:
    """A place of a sign: its name, some words around the sign, and the URL where they can be changed, or ""."""

    name: str
    words: str
    address: str
    change: str = "Change the text"  # the text of the link


@dataclass(frozen=True)
class ShownSign:
    """A sign with its places, of which `more` are left out, and whether it is selected."""

    flag: Flag
    places: list[Place]
    more: int
    is_chosen: bool


def shown_signs(review: Review, flags: list[Flag], chosen: frozenset[str] = frozenset()) -> list[ShownSign]:
    """Return the signs to show. Those with the keys `chosen` are selected."""
    return [
        ShownSign(
            flag,
            [place_of(review, text, flag.sign.found) for text in flag.texts[:MOST_PLACES]],
            max(0, len(flag.texts) - MOST_PLACES),
            flag.sign.key in chosen,
        )
        for flag in flags
    ]


def kinds_of(flags: list[Flag]) -> list[tuple[SignKind, int]]:
    """Return the kinds with more than one sign, and how many each has, if there are signs of other kinds too."""
    found = Counter(flag.sign.kind for flag in flags)
    return [(kind, number) for kind, number in found.items() if 1 < number < len(flags)]


def place_of(review: Review, text: PublishedText, found: str) -> Place:
    """Return the place of a text, with some words around those that were found."""
    words = next((words for words in text.words if found.lower() in words.lower()), "")
    start = max(0, words.lower().find(found.lower()) - LONGEST_WORDS // 3)
    around = beginning(f"{'…' if start else ''}{words[start:].strip()}", LONGEST_WORDS)
    change = "Replace the file" if isinstance(text.record, DocumentFile) else "Change the text"
    name = f"{text.where[:1].upper()}{text.where[1:]}"
    return Place(name, "" if words == found else around, address_of(review, text), change)


def address_of(review: Review, text: PublishedText) -> str:
    """Return the URL where a text is changed, or "" if only administrators can change it."""
    match text.record:
        case Row(pk=pk):
            return f"{reverse('review_edit', args=[review.slug])}?row={pk}#row-{pk}"
        case Review():
            return reverse("review_details", args=[review.slug])
        case SourceDocument(pk=pk):
            return reverse("edit_document", args=[review.slug, pk])
        case DocumentFile(document_id=pk):
            return reverse("add_document_file", args=[review.slug, pk])
        case QuotedAction(pk=pk):
            return reverse("quoted_action_change", args=[review.slug, pk])
        case ResponseVersion(pk=pk) as version if not version.is_typed:
            return reverse("quoted_response_correct", args=[review.slug, pk])
    return ""


def decided_in(review: Review) -> list[IdentityDecision]:
    """Return the current decisions on the signs of a review, newest first."""
    return sorted(Decisions(review).standing.values(), key=lambda one: -one.pk)
