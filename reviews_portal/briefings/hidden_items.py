"""What of an outline is hidden now, because it could identify somebody: a kept version quotes it without a record."""

from collections.abc import Callable, Iterable

from learning.models import HiddenRecord, LearningItem, ReviewSection, SourceWording
from recommendations.models import Recommendation, RecommendationPart

from .outline import Item

type Predicate = Callable[[Item], bool]

SHORTEST = 12  # characters of a quotation that is looked for in longer ones


def hidden_among(codes: Iterable[str]) -> Predicate | None:
    """Return a function that says whether an item from these reviews is hidden, or None if nothing in them is.

    A statement is known by its reference. Text without one, such as a paragraph or a second wording, is known by its
    words, as they are now or were at any time. What a partnership wrote about a review of which something is hidden
    counts as hidden, because it may say the same.
    """
    rows = HiddenRecord.objects.filter(hiding__review__code__in=list(codes)).order_by()
    found = list(rows.values_list("hiding__review__code", "reference", "section"))
    if not found:
        return None
    reviews = {code for code, reference, section in found if reference or section}
    references = {reference for _, reference, _ in found if reference}
    texts = texts_of(references, {section for *_, section in found if section})

    def is_hidden(item: Item) -> bool:
        if item.review not in reviews:
            return False
        if item.look == "summary":
            return True
        if item.reference in references or item.stands_under in references:
            return True
        return (not item.reference and any(one in item.label for one in references)) or overlaps(item, texts)

    return is_hidden


def overlaps(item: Item, texts: set[str]) -> bool:
    """Return whether an item without a reference has one of these texts or a part of it."""
    if item.reference:
        return False
    for own in filter(None, map(in_one_line, item.texts)):
        if own in texts or any(len(own) >= SHORTEST and own in one for one in texts):
            return True
        if any(len(one) >= SHORTEST and one in own for one in texts):
            return True
    return False


def texts_of(references: set[str], sections: set[int]) -> set[str]:
    """Return the texts that these statements and sections have or had, and their second wordings."""
    rows: list[tuple[str, ...]] = []
    for model, columns in (
        (LearningItem, ("text",)),
        (Recommendation, ("stem", "tail")),
        (SourceWording, ("text", "tail")),
    ):
        for records in (model.objects, model.history):
            rows += records.filter(reference__in=references).order_by().values_list(*columns)
    if parts := set(RecommendationPart.objects.filter(recommendation__reference__in=references).values_list("pk")):
        own = {key for (key,) in parts}
        rows += RecommendationPart.objects.filter(pk__in=own).order_by().values_list("text")
        rows += RecommendationPart.history.filter(id__in=own).order_by().values_list("text")
    rows += ReviewSection.objects.filter(pk__in=sections).order_by().values_list("text")
    rows += ReviewSection.history.filter(id__in=sections).order_by().values_list("text")
    for wordings in (SourceWording.objects, SourceWording.history):
        rows += wordings.filter(section__in=sections).order_by().values_list("text", "tail")
    return {one for row in rows for one in map(in_one_line, row) if one}


def in_one_line(text: str) -> str:
    """Return a text with single spaces only."""
    return " ".join(text.split())
