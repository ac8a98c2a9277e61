"""The rows of a working copy that an imported draft becomes. Every block of the source is in one of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from reviews_portal.editing.actions.rows import NewRow
from reviews_portal.editing.models import RowKind
from reviews_portal.editing.models.row import LEVELS
from reviews_portal.editing.models.row_kind import NUMBERED

from .answering import Answering, Beside
from .draft import Draft, NotPlaced, Reason, Statement, Type, reviews_of_blocks

KINDS = {
    Type.BACKGROUND: RowKind.BACKGROUND,
    Type.KEY_THEME: RowKind.KEY_THEME,
    Type.EMERGING_THEME: RowKind.EMERGING_THEME,
    Type.LEARNING_POINT: RowKind.LEARNING_POINT,
    Type.FINDING: RowKind.FINDING,
    Type.CONCERN: RowKind.CONCERN,
    Type.AREA_TO_STRENGTHEN: RowKind.AREA_TO_STRENGTHEN,
    Type.GOOD_PRACTICE: RowKind.GOOD_PRACTICE,
    Type.IMPROVEMENT: RowKind.ACTION_TAKEN_SINCE,
    Type.QUESTION: RowKind.QUESTION,
    Type.RECOMMENDATION: RowKind.RECOMMENDATION,
    Type.REC_PART: RowKind.PART,
    Type.REC_TAIL: RowKind.TAIL,
    Type.ACTION: RowKind.ACTION,
    Type.RESPONSE: RowKind.RESPONSE,
    Type.AGENCY_INVOLVED: RowKind.AGENCY_INVOLVED,
    Type.RESOURCE: RowKind.RESOURCE,
}
# Kinds of narrative that a heading names; other narrative is background until an editor changes it.
NARRATIVE = [
    (RowKind.PURPOSE, r"purpose|why (?:this|a|the|we)|about this (?:briefing|document)"),
    (RowKind.SCOPE, r"scope|terms of reference|key lines of enquiry"),
    (RowKind.METHOD, r"method(?:ology)?|how (?:the|this|we) .*review"),
    (RowKind.FAMILY_HISTORY, r"family history"),
    (RowKind.FAMILY_VIEWS, r"family(?:'s|’s)? (?:views?|perspective|voice)|words of (?:the|his|her|their) .*"),
    (RowKind.FAMILY_INVOLVEMENT, r"family involvement|involvement of (?:the )?family"),
    (RowKind.VOICE, r"(?:voice|lived experience|wishes|daily life)(?: of .*)?|.* said|what .* told us"),
    (RowKind.PEN_PORTRAIT, r"pen (?:portrait|picture)|who was .*|meet .*"),
    (RowKind.IDENTITY, r"identity|culture|ethnicity|equality|diversity"),
    (RowKind.CHRONOLOGY, r"chronology|timeline|key events|key dates"),
    (RowKind.DEFINITION, r"definitions?|glossary|abbreviations"),
]
TRANSLATED = "cy"
HEADINGS = (RowKind.HEADING, RowKind.SUBHEADING)
WITHOUT_HEADING = (RowKind.ACTION, RowKind.RESPONSE, RowKind.AGENCY_INVOLVED)
LONGEST_LABEL = 20  # characters


def rows_of(draft: Draft, review: int, *, repeated: Mapping[int, str] | None = None) -> list[NewRow]:
    """Return the rows of one review of a draft, in the order of the source.

    Headings are rows of their own. Words that were not placed become rows without a type of text. Page furniture and
    repeated text become no rows. Of several reviews, each has the words before its own statements that were not placed
    (`reviews_of_blocks`). `repeated` are the indexes of statements that only repeat a recommendation, or a part of
    one, that the review already has: its number or reference, or "". They become no rows either.
    """
    repeated = repeated or {}
    answering = Answering(draft, repeated)
    statements = [one for one in draft.statements if one.review == review]
    blocks = [*(one.block for one in draft.statements), *(one.block for one in draft.not_placed)]
    reviews = reviews_of_blocks(draft, max(blocks, default=0) + 1)
    aside = [one for one in draft.not_placed if one.reason is Reason.UNKNOWN and reviews[max(0, one.block)] == review]
    rows: list[NewRow] = []
    heading: str | None = None
    depths: dict[int, int] = {}
    places = {id(one): at for at, one in enumerate(draft.statements)}
    for one in in_order(statements, aside):
        if isinstance(one, NotPlaced):
            rows.append(NewRow(one.text, place=one.place, source_block=one.block))
            continue
        if one.heading != heading:
            heading = one.heading
            lines = (heading or "").split("\n")
            answering.end_chapter(is_heading=bool(lines[0]))
            rows += [
                NewRow(line, RowKind.HEADING if not at else RowKind.SUBHEADING, source_block=max(0, one.block))
                for at, line in enumerate(lines)
                if line
            ]
        depth = 0 if one.under is None else depths.get(one.under, 0) + 1
        at = places[id(one)]
        depths[at] = depth
        if at not in repeated:
            rows.append(row_of(one, depth, answering.beside(at)))
        answering.note(at)
        if one.translation:  # until an editor makes it a second wording
            rows.append(NewRow(one.translation, language=TRANSLATED, place=one.place, source_block=one.block))
    return list(with_headings_of_text(rows))


def with_headings_of_text(rows: Sequence[NewRow]) -> Iterator[NewRow]:
    """Yield rows without headings that stand only above actions, responses or agencies, which keep no heading.

    The comparison with the document lists these headings.
    """
    for at, row in enumerate(rows):
        end = (RowKind.HEADING,) if row.kind == RowKind.HEADING else HEADINGS
        below = takewhile(lambda one, end=end: one.kind not in end, rows[at + 1 :])
        if row.kind not in HEADINGS or any(one.kind not in (*HEADINGS, *WITHOUT_HEADING) for one in below):
            yield row


def in_order(statements: list[Statement], aside: list[NotPlaced]) -> Iterator[Statement | NotPlaced]:
    """Yield statements in order, and each unplaced piece of text after the statement whose block it follows."""
    waiting = sorted(aside, key=lambda one: one.block)
    at = 0
    for one in statements:
        while at < len(waiting) and waiting[at].block < one.block:
            yield waiting[at]
            at += 1
        yield one
    yield from waiting[at:]


def row_of(one: Statement, depth: int, beside: Beside) -> NewRow:
    """Return the row of a statement. `beside` is what is printed beside its text.

    A label that is too long, or not allowed for its type, stays in the text.
    """
    kind = KINDS.get(one.type, RowKind.UNMARKED)
    if kind is RowKind.BACKGROUND:
        kind = narrative(one.heading or "")
    label, words = one.label or "", one.text
    numbered = kind in NUMBERED
    if label and (not numbered or len(label) > LONGEST_LABEL):
        words = f"{label}{':' if label[-1:].isalpha() and len(label) > 2 else ''} {words}"
        label = ""
    words = "\n".join(filter(None, (beside.before, words, *beside.after)))
    level = min(depth + 1, LEVELS) if kind not in (RowKind.PART, RowKind.TAIL) else max(1, min(depth, LEVELS))
    address = one.address if one.address and kind is RowKind.RESOURCE and "@" not in one.address else ""
    return NewRow(
        words,
        kind,
        label=label,
        level=1 if kind in (RowKind.ACTION, RowKind.RESPONSE) else level,
        language=one.language,
        is_bullet=one.is_bullet,
        address=address,
        place=one.place,
        source_block=max(0, one.block),
        doubt=one.doubt,
        beside=beside.columns,
    )


def narrative(heading: str) -> RowKind:
    """Return the kind of narrative that a heading names, or background."""
    last = heading.split("\n")[-1]
    return next((kind for kind, names in NARRATIVE if re.search(rf"\b(?:{names})\b", last, re.I)), RowKind.BACKGROUND)
