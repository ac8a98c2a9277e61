"""Compare the text of an imported document with the rows made from it, so that no text is lost unnoticed.

Every word of every block must be in a row or in the details of the review, as often as in the document. Rows can be
split, joined, moved and edited freely: what they hold now counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from learning.models import SourceDocument

from .models import LeftOut, Row, RowKind, SourceBlock, WorkingCopy
from .models.quoted_fields import QUOTED_FIELDS
from .models.row_kind import NUMBERED, Becomes
from .source_matching import WORD, Text, match, words_of

COLUMNS = ("document", "kind", "words", "label", "numbering_is_ours", "address", "source_block", *QUOTED_FIELDS)


@dataclass(frozen=True)
class Piece:
    """Some text of a block, and whether the review lacks it."""

    text: str
    is_missing: bool


@dataclass(frozen=True)
class Compared:
    """A block of the source with its text in pieces: those that the review has, and those that it lacks."""

    block: SourceBlock
    pieces: Sequence[Piece]

    @property
    def lacks_words(self) -> bool:
        """Whether the review lacks any of its words."""
        return any(piece.is_missing for piece in self.pieces)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to add its missing words to the review, or say why they are left out.

        A decision holds for the words that were missing then: if more are missing now, it is open again.
        """
        decided = Counter(words_of(self.block.left_out_text)) if self.block.left_out else Counter()
        return self.lacks_words and (not self.block.left_out or bool(Counter(words_of(self.missing_text)) - decided))

    @property
    def missing_parts(self) -> list[str]:
        """Its missing text, in the parts between which the review has its words."""
        return [piece.text.strip() for piece in self.pieces if piece.is_missing]

    @property
    def missing_text(self) -> str:
        """Its missing text; all of it if the review has none of its words."""
        return "\n".join(self.missing_parts)

    @property
    def is_partly_there(self) -> bool:
        """Whether the review has some of its words, and lacks others."""
        return self.lacks_words and any(not piece.is_missing and WORD.search(piece.text) for piece in self.pieces)


def compared(copy: WorkingCopy) -> list[Compared]:
    """Return all blocks of the documents imported into a working copy, in order, compared with its rows."""
    blocks: dict[int, list[SourceBlock]] = defaultdict(list)
    found = SourceBlock.objects.filter(copy=copy).select_related("left_out_by")
    for block in found.order_by("document__position", "number"):
        blocks[block.document_id].append(block)
    if not blocks:
        return []
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in copy.rows.kept().in_order().only(*COLUMNS):
        rows[row.document_id].append(row)
    details = list(details_of(copy))
    documents = SourceDocument._base_manager.filter(pk__in=blocks).in_bulk()
    return [
        one
        for key, of_document in blocks.items()
        for one in compare(of_document, rows[key], [*details, *details_of_document(documents[key])])
    ]


def compare(blocks: Sequence[SourceBlock], rows: Iterable[Row], details: Iterable[str]) -> Iterator[Compared]:
    """Yield the blocks of one document compared with its rows and with the details of its review.

    Menus and running heads come last, because they repeat words that the text itself needs.
    """
    own: dict[int | None, list[Text]] = defaultdict(list)
    others = [Text(text) for text in details]
    for row in rows:
        made = [Text(text) for text in published_texts_of(row)]
        is_heading = row.becomes == Becomes.HEADING  # which stands above the block that it is filed under
        (others if is_heading else own[row.source_block]).extend(made)
    in_turn = sorted(blocks, key=lambda block: bool(block.suggested))
    numbers = {block.number for block in blocks}
    others += [text for number, texts in own.items() if number not in numbers for text in texts]
    found = match([block.text for block in in_turn], [own.get(block.number, []) for block in in_turn], others)
    there = {block.pk: words for block, words in zip(in_turn, found, strict=True)}
    for block in blocks:
        yield Compared(block, pieces_of(block.text, there[block.pk]))


def published_texts_of(row: Row) -> Iterator[str]:
    """Yield the texts of a row that are published for a row of its kind."""
    if row.kind == RowKind.RECOMMENDATION and row.label and not row.numbering_is_ours:
        yield f"{row.get_kind_display()} {row.label}"  # as readers see it: in the document this may be a heading
    elif row.kind in NUMBERED:
        yield row.label
    yield row.words
    if row.becomes == Becomes.RESOURCE:
        yield row.address
    if row.becomes in (Becomes.ACTION, Becomes.RESPONSE):
        yield row.answers
        yield from row.texts_beside
    if row.becomes == Becomes.RESPONSE and row.acceptance != type(row).acceptance.field.default:
        yield row.get_acceptance_display()


def number_open(copy: WorkingCopy) -> int:
    """Return how many blocks have words that are neither in the review nor left out."""
    return sum(one.is_open for one in compared(copy))


def details_of(copy: WorkingCopy) -> Iterator[str]:
    """Yield the details of a review as text."""
    review = copy.review
    yield from (review.title, review.subject, review.partnership_as_named, review.kind_names)
    yield str(review.published or "")


def details_of_document(document: SourceDocument) -> Iterator[str]:
    """Yield the details of a document as text."""
    yield from (document.title, document.publisher, str(document.published or ""))


def pieces_of(text: str, there: Sequence[bool]) -> list[Piece]:
    """Return the text of a block in pieces, each of which the review has or lacks; `there` says so for each word.

    Signs before a word, such as a bracket or a currency, belong to its piece.
    """
    places = list(WORD.finditer(text))
    pieces: list[Piece] = []
    start = 0
    for at, is_there in enumerate(there):
        if at + 1 < len(there) and there[at + 1] == is_there:
            continue
        end = len(text)
        if at + 1 < len(there):
            end = beginning_of(text, places[at].end(), places[at + 1].start())
        pieces.append(Piece(text[start:end], is_missing=not is_there))
        start = end
    return pieces or [Piece(text, is_missing=False)]


def beginning_of(text: str, after: int, word: int) -> int:
    """Return where a word begins with the signs before it, which follow the end of the word `after` or a space."""
    start = word
    while start > after and not text[start - 1].isspace():
        start -= 1
    return start if start > after else word


@dataclass(frozen=True)
class Group:
    """Blocks that the import suggests leaving out for the same reason, or has no reason for."""

    suggested: str
    title: str
    blocks: list[Compared]


def open_groups(found: Iterable[Compared]) -> list[Group]:
    """Return the blocks that are still open, those first for which the import knows no reason."""
    titles: dict[str, Any] = {"": "Text that is not in the review"} | dict(LeftOut.choices)
    groups = {name: Group(name, str(title), []) for name, title in titles.items()}
    for one in found:
        if one.is_open:
            groups[one.block.suggested].blocks.append(one)
    return [group for group in groups.values() if group.blocks]
