"""The texts of a review that are about to become public, and the undecided signs in them."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError

from learning.identity.decisions import Decisions, open_flags
from learning.identity.flags import Flag, finder, flags_in_files
from learning.models import Review, Status
from learning.published_texts import PublishedText, published_texts, text_of_document
from reviews_portal.editing.actions.documents import added_with
from reviews_portal.editing.actions.publishing.differences import MODELS, Change, Comparison, compared
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row_kind import Becomes

FROM_ROWS = tuple(MODELS.values())  # the models whose records rows become


def undecided_in(copy: WorkingCopy, comparison: Comparison | None = None) -> list[Flag]:
    """Return the signs that must be decided before a working copy is published.

    Of a review that was published before, these are only the signs in rows that are new or reworded, and in documents
    that were added with them: its other words are public already, and must not hold up the correction of a mistake.
    """
    rows = list(Row.objects.filter(copy=copy).kept().in_order().select_related("document"))
    added = [text_of_document(document) for document in added_with(copy)]
    if copy.is_correction:
        changed = set(changed_rows(comparison or compared(copy), rows))
        rows = [row for row in rows if row.pk in changed]
        new, held = [*map(text_of, rows), *added], list(published_texts(copy.review))
    else:
        further = [text for text in published_texts(copy.review) if not isinstance(text.record, FROM_ROWS)]
        new, held = [*map(text_of, rows), *added, *further], []
    return undecided(copy.review, new, held)


def undecided_without_copy(review: Review) -> list[Flag]:
    """Return the signs that must be decided before publishing a review that is not open for editing."""
    if review.status == Status.WITHDRAWN:  # its words were public before
        return undecided(review, [], [])
    return undecided(review, list(published_texts(review)), [])


def undecided(review: Review, new: Sequence[PublishedText], held: Sequence[PublishedText]) -> list[Flag]:
    """Return the undecided signs in the original files of a review and in its new texts."""
    by = finder()
    in_files = flags_in_files(review, by)
    return [*(Decisions(review).without(in_files) if in_files else []), *open_flags(review, new, held, by=by)]


def text_of(row: Row) -> PublishedText:
    """Return the words that readers will see of a row, with those that are printed beside them."""
    words = (row.words, row.label, row.series, row.address, row.place, row.source_defect, row.answers)
    return PublishedText(str(row.get_kind_display()), (*words, *row.texts_beside), row, row.document)


def changed_rows(comparison: Comparison, rows: list[Row]) -> Iterator[int]:
    """Yield the keys of the rows with words that readers cannot read yet.

    Headings and the ends of recommendations do not become records of their own: the words of other records show
    whether they are new.
    """
    changes = (Change.ADDED, Change.REWORDED, Change.KIND)
    changed = {one.row.pk for one in comparison.found if one.change in changes}
    records = comparison.held.values()
    headings = {getattr(one, name, "") for one in records for name in ("heading", "subheading")}
    tails = {getattr(one, "tail", "") for one in records}
    for row in rows:
        if row.becomes == Becomes.HEADING:
            is_new = row.words.strip() not in headings
        elif row.becomes == Becomes.TAIL:
            is_new = row.words.strip() not in tails
        else:
            is_new = row.pk in changed
        if is_new:
            yield row.pk


def check_identity(flags: list[Flag]) -> None:
    """Raise ValidationError, with their number, if there are undecided signs."""
    if flags:
        number = len(flags)
        what = "1 detail" if number == 1 else f"{number} details"
        raise ValidationError(
            f"{what} could identify someone. Choose “Check”, then change the text or record a decision."
        )
