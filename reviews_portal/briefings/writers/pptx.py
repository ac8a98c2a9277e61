"""Slides (PPTX): one idea on each slide, and its source in the speaker notes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from learning.utils.text import in_sentence
from reviews_portal.briefings.outline import THEMES, Item, Outline, Section, items_of
from reviews_portal.briefings.writers import office
from reviews_portal.briefings.writers.pptx_deck import Deck
from reviews_portal.briefings.writers.pptx_room import BULLET, GOES_ON, PART, PLAIN, SUB_PART, Block, lines_of
from reviews_portal.briefings.writers.pptx_session import Session
from reviews_portal.briefings.writers.pptx_template import BODY_ROOM, BODY_SIZE, KICKER_ROOM, layout_of

SHORT = 2  # lines: shorter bullets share a slide
ASK = "To discuss (a question from this portal)"
PROMPTS = {  # questions for the facilitator by label, or else by look; they say nothing about the review
    **dict.fromkeys(THEMES, "Where do we see this here? How would we know?"),
    "good-practice": "Where do we already do this? What would help us do it more often?",
    "learning": "Could this happen here? How would we know?",
    "recommendation": "Is this in place here? How do we know?",
    "question": "What is our answer? How sure are we?",
    "response": "What has been done here? How do we know?",
    "action": "What has been done here? How do we know?",
}


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the PPTX file of an outline."""
    kind = Session if outline.called else _Slides
    yield kind(office.shown(outline)).as_bytes()


class _Slides:
    """A presentation, written from its title to the code of its version."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.deck = Deck(outline.language, outline.audience, office.foot(outline))
        self.deck.languages = heading_languages(outline.sections)
        office.set_properties(self.deck.presentation.core_properties, outline)

    def as_bytes(self) -> bytes:
        """Write the whole presentation and return it as a file."""
        outline = self.outline
        made = " · ".join(filter(None, [outline.portal, office.as_day(outline.made_on)]))
        self.deck.opening("Opening", outline.title, [Block(text) for text in (outline.lead, made) if text])
        if outline.content_note:
            self.deck.slides("Note", "Content note", _paragraphs(outline.content_note))
        if outline.introduction:
            self.deck.slides("Note", office.INTRODUCTION, _paragraphs(outline.introduction))
        if outline.facts:
            self.deck.table("Key facts", ("Fact", "Detail"), [(fact.name, fact.value) for fact in outline.facts])
        for section in outline.sections:
            self.section(section, "", opens=True)
        if outline.remarks:
            blocks = [Block(sentence, BULLET) for sentence in outline.remarks]
            self.deck.slides("Words", "About this version", blocks, sizes=(BODY_SIZE,))
        self.documents()
        self.version()
        return self.deck.as_bytes()

    def section(self, section: Section, above: str, *, opens: bool) -> None:
        """Write the slides of a section; `opens` says whether to start with a slide for its heading."""
        if section.heading and (opens or section.note):
            self.deck.opening("Heading", section.heading, _paragraphs(section.note), above)
        elif section.note:
            self.deck.slides("Note", "Note from this portal", _paragraphs(section.note), above)
        heading = section.heading or above
        for group in _groups(section.items):
            self.group(group, heading, above)
        opens = any(map(_is_long, section.sections))  # either all subsections or none get a slide for the heading
        for inner in section.sections:
            self.section(inner, heading, opens=opens)

    def group(self, group: list[Item], heading: str, above: str = "") -> None:
        """Write the slides of an item, or of bullets that share slides."""
        first = group[0]
        blocks = [block for item in group for block in self.words(item, is_list=len(group) > 1)]
        source = (first.line or self.credit(first), first.reference, first.address)
        if len(group) > 1:
            source = (" · ".join(dict.fromkeys(map(self.credit, group))), "", "")
        self.deck.slides(
            layout_of(first.look),
            self.title(group, heading),
            blocks,
            heading if first.label else above,
            source,
            [*_prompt(first), *(note for item in group for note in self.notes(item))],
        )
        for item in group:
            if item.note:
                title = " · ".join(filter(None, [office.TRAINER, item.reference]))
                self.deck.slides("Note", title, _paragraphs(item.note), item.label or heading)
            for under in _groups(item.under):
                self.group(under, _above(item, under[0]) or heading)

    def title(self, group: list[Item], heading: str) -> str:
        """Return the title of a slide: kind, review and, for a single item, reference."""
        first = group[0]
        what = first.label or heading or self.outline.title
        if len(group) > 1:
            return " · ".join(filter(None, [f"{what}s" if what in THEMES else what, self.review(first, what)]))
        return " · ".join(filter(None, [what, self.review(first, what), first.reference]))

    def review(self, item: Item, beside: str) -> str:
        """Return the title of an item's review, or "" if the text beside it has it already."""
        named = "".join(document.review for document in self.outline.documents[item.document : item.document + 1])
        return "" if named in beside else named

    def words(self, item: Item, is_list: bool) -> list[Block]:
        """Return the published words, unchanged, as paragraphs of slides."""
        level, language = BULLET if is_list else PLAIN, item.language
        blocks = [Block(text, level, language=language) for text in item.paragraphs]
        is_lettered = office.is_lettered(item.parts)
        for number, part in enumerate(item.parts, start=1):
            label = "" if is_lettered else f"{part.shown_label} "
            level = PART if part.level == 1 else SUB_PART
            number_of_list = number if is_lettered else 0
            blocks.append(Block(label + part.text, level, number_of_list, language=part.language or language))
        after = _paragraphs(item.tail) if item.tail else []
        blocks += [replace(one, language=item.tail_language or language) for one in after]
        return blocks + [Block(f"{cell.heading}: {cell.text}", language=language) for cell in item.cells]

    def notes(self, item: Item) -> Iterator[str]:
        """Yield the speaker notes: the source of the words and its licence."""
        if item.citation or item.line:
            yield f"Source: {item.citation or item.line}"
        if item.citation and item.line:
            yield item.line
        if item.address:
            yield f"Address: {item.address}"
        for document in self.outline.documents[item.document : item.document + 1]:
            yield f"Document: {document.credit}. {document.licence or office.NO_LICENCE}."
            if document.address:
                yield f"Published at: {document.address}"

    def credit(self, item: Item) -> str:
        """Return the line about the document that an item quotes."""
        return "".join(document.credit for document in self.outline.documents[item.document : item.document + 1])

    def documents(self) -> None:
        """Write the quoted documents with their licences."""
        blocks = []
        for document in self.outline.documents:
            blocks.append(Block(f"{document.credit}\n{office.about(document)}", BULLET))
            if document.address:
                blocks.append(Block(document.address, GOES_ON, address=document.address))
        if blocks:
            self.deck.slides("Words", "Documents quoted", blocks, sizes=(BODY_SIZE,))

    def version(self) -> None:
        """Write the date, and how to check the words or reopen this version."""
        outline = self.outline
        blocks = [Block(office.made(outline))]
        blocks += [Block(shown, address=address) for shown, address in office.addresses(outline)]
        picture = office.qr_code(outline.printed_address) if outline.printed_address else None
        self.deck.version("This version", blocks, picture, office.to_scan(outline))


def heading_languages(sections: Iterable[Section]) -> dict[str, str]:
    """Return the languages of the headings that are not in that of the presentation."""
    found: dict[str, str] = {}
    for section in sections:
        found |= {section.heading: section.language} if section.language else {}
        found |= heading_languages(section.sections)
    return found


def _paragraphs(text: str) -> list[Block]:
    return [Block(paragraph) for paragraph in text.split("\n\n") if paragraph.strip()]


def _above(item: Item, under: Item) -> str:
    """Return the small line over the title of a slide that says what its item stands under."""
    is_point = item.reference and under.look not in ("response", "action")
    return f"Under {in_sentence(item.label)} {item.reference}" if is_point else item.label


def _groups(items: tuple[Item, ...]) -> Iterator[list[Item]]:
    """Yield items in groups: short consecutive bullets of one kind together, and every other item alone."""
    for key, group in groupby(items, lambda item: (_is_short(item), item.look, item.label, item.document)):
        if key[0]:
            yield list(group)
        else:
            yield from ([item] for item in group)


def _is_short(item: Item) -> bool:
    """Return whether an item may share a slide with its neighbours."""
    has_more = item.parts or item.tail or item.cells or item.under or item.note or item.look == "question"
    return (item.is_bullet or item.label in THEMES) and not has_more and len(lines_of(item.text, BODY_ROOM)) <= SHORT


def _is_long(section: Section) -> bool:
    """Return whether a section needs more than one slide, or has a heading that no other slide would show."""
    return len(items_of(section)) > 1 or len(lines_of(section.heading, KICKER_ROOM)) > 1


def _prompt(item: Item) -> list[str]:
    """Return the questions that the facilitator may ask about an item."""
    prompt = PROMPTS.get(item.label) or PROMPTS.get(item.look)
    return [f"{ASK}: {prompt}"] if prompt else []
