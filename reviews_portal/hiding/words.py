"""The hidden text as the people who decide on it see it, and a list of what can be hidden."""

from dataclasses import dataclass, field

from learning.models import DocumentFile, HiddenKind, Hiding, LearningItem, Review, ReviewSection, Statement
from learning.utils.text import beginning
from recommendations.models import Recommendation

LONGEST = 90  # characters of a text in the list of what can be hidden


@dataclass(frozen=True)
class HiddenWords:
    """A text that is hidden, with its name."""

    name: str
    paragraphs: list[str] = field(default_factory=list)
    language: str = ""


@dataclass(frozen=True)
class Choice:
    """A paragraph or item that can be hidden, with the beginning of its words."""

    name: str
    text: str
    kind: str  # "section" or "item"
    key: int | str


def words_of(hiding: Hiding) -> list[HiddenWords]:
    """Return what is hidden, with everything that is hidden with it, in the order of the document."""
    if hiding.what == HiddenKind.SECTION and hiding.section:
        return [in_words(hiding.section)]
    if hiding.what == HiddenKind.STATEMENT:
        references = list(hiding.records.exclude(reference="").values_list("reference", flat=True))
        return [in_words(one) for one in statements(hiding.review, references or [hiding.reference])]
    if hiding.what == HiddenKind.FILE and hiding.document:
        return [HiddenWords(hiding.document.title, language=hiding.document.language)]
    return [HiddenWords(hiding.review.title)]


def statements(review: Review, references: list[str] | None = None) -> list[Statement]:
    """Return the statements of a review in the order of its documents, hidden or not."""
    own = {"review": review} | ({} if references is None else {"reference__in": references})
    found: list[Statement] = [
        *LearningItem.objects.filter(**own).select_related("document"),
        *Recommendation.objects.filter(**own).select_related("document").prefetch_related("parts"),
    ]
    return sorted(found, key=place_of)


def place_of(record) -> tuple[int, int, int]:
    """Return the place of a record among those of a review."""
    return record.document.position, record.document_id, record.position


def in_words(record: Statement | ReviewSection) -> HiddenWords:
    """Return the words of a statement or section."""
    language = record.language or record.document.language
    if isinstance(record, ReviewSection):
        return HiddenWords(str(record.get_kind_display()), record.text.split("\n\n"), language)
    texts = [record.text] if isinstance(record, LearningItem) else []
    if isinstance(record, Recommendation):
        texts = [record.stem, *(f"{part.shown_label} {part.text}" for part in record.line_parts), record.tail]
    paragraphs = [one for text in texts for one in text.split("\n\n") if one]
    return HiddenWords(f"{record.label} {record.reference}", paragraphs, language)


def choices_of(review: Review) -> list[Choice]:
    """Return every paragraph and item of a review that is not hidden yet, in the order of its documents."""
    found: list[Statement | ReviewSection] = [
        *LearningItem.objects.shown().filter(review=review).select_related("document"),
        *Recommendation.objects.shown().filter(review=review).select_related("document").prefetch_related("parts"),
        *ReviewSection.objects.shown().filter(review=review).select_related("document"),
    ]
    return [choice_of(one) for one in sorted(found, key=place_of)]


def choice_of(record: Statement | ReviewSection) -> Choice:
    """Return a record as something that can be chosen."""
    words = in_words(record)
    text = beginning(" ".join(words.paragraphs), LONGEST)
    if isinstance(record, ReviewSection):
        return Choice(words.name, text, "section", record.pk)
    return Choice(words.name, text, "item", record.reference)


def files_of(review: Review) -> list[DocumentFile]:
    """Return the original files of a review that are not hidden yet."""
    files = DocumentFile.objects.shown().listed().filter(document__review=review)
    return list(files.select_related("original", "document").order_by("document__position", "pk"))
