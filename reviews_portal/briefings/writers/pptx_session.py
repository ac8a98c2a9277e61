"""The slides of a short layout: each section is one slide, with notes that say when, how and from where.

A statement too long for a slide is shown in its first whole sentences, and stands in full in the notes.
"""

from collections.abc import Iterator

from reviews_portal.briefings.layouts import our_words
from reviews_portal.briefings.layouts.slides import in_one, shown_text
from reviews_portal.briefings.outline import Item, Outline, Section, with_under
from reviews_portal.briefings.writers import office
from reviews_portal.briefings.writers.pptx_deck import Deck
from reviews_portal.briefings.writers.pptx_room import BULLET, Block
from reviews_portal.briefings.writers.pptx_template import BODY_SIZE, layout_of

SIZES = (36, 32, 28, BODY_SIZE)
OPENING = 1  # minutes, as for the last slide


class Session:
    """A presentation for one session."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.opening = OPENING if outline.layout == "slides" else 0  # other layouts have no times
        self.deck = Deck(outline.language, outline.audience, office.foot(outline))
        self.minute = 0
        office.set_properties(self.deck.presentation.core_properties, outline)

    def as_bytes(self) -> bytes:
        """Write the whole presentation and return it as a file."""
        outline = self.outline
        approved = f"Approved by {outline.approved_by}" if outline.approved_by else ""
        called = "" if outline.layout == "slides" else outline.called
        said = [called, approved, outline.lead, *outline.content_note.split("\n\n"), our_words.TAKE_CARE]
        care = [*self.when(self.opening), "Say what the session covers before you start.", our_words.SUPPORT]
        self.deck.opening("Opening", outline.title, [Block(text) for text in said if text], notes=care)
        if outline.introduction:
            blocks = [Block(text) for text in outline.introduction.split("\n\n") if text.strip()]
            self.deck.slides("Note", office.INTRODUCTION, blocks, sizes=SIZES)
        for section in outline.sections:
            self.section(section)
        if outline.code and outline.remarks:  # of a kept version: what has changed, or is not shown to this reader
            self.deck.slides(
                "Words", "About this version", [Block(one, BULLET) for one in outline.remarks], sizes=SIZES
            )
        self.sources()
        return self.deck.as_bytes()

    def section(self, section: Section) -> None:
        """Write the slide of a section."""
        level = BULLET if len(section.items) > 1 or len(section.note.split("\n\n")) > 1 else 0
        blocks = [Block(self.shown(item), level, language=item.language) for item in section.items]
        blocks += [Block(text, level) for text in section.note.split("\n\n") if text.strip()]
        looks = {item.look for item in section.items}
        layout = layout_of(looks.pop()) if len(looks) == 1 else "Words"
        guidance = [
            text
            for heading, text in our_words.GUIDANCE.items()
            if section.heading.startswith(heading) and (section.items or heading != "What happened")
        ]
        notes = [*self.when(section.minutes), *guidance]
        if section.items and section.note:
            notes.append(f"{self.outline.portal} added: {' '.join(section.note.split())}")
        notes += [note for item in section.items for note in self.notes(item)]
        blocks += [Block(f"{label}:", level) for label in section.fields]
        self.deck.slides(layout, section.heading, blocks, notes=notes, sizes=SIZES)
        for inner in section.sections:
            self.section(inner)

    def shown(self, item: Item) -> str:
        """Return what a slide shows of an item, with its audience if that is not the same for all."""
        if item.look == "summary":
            return f"{item.label}\n{item.text}"
        audience = item.audience if self.outline.has_mixed_audiences else ""
        return " · ".join(filter(None, [shown_text(in_one(item)), audience]))

    def when(self, minutes: int) -> list[str]:
        """Return from which to which minute of the session a slide is shown, and let the time pass."""
        start, self.minute = self.minute, self.minute + minutes
        return [f"Minutes {start} to {self.minute}"] if minutes else []

    def notes(self, item: Item) -> Iterator[str | Block]:
        """Yield the notes on a statement: its words in full if the slide has fewer, what is under it, its source."""
        full = in_one(item)
        if item.audience and self.outline.has_mixed_audiences:
            yield item.audience
        if shown_text(full) != full and item.look != "summary":
            yield from in_full("In full", full, item)
        for under in with_under(item)[1:]:
            yield from in_full(under.label, in_one(under), under)
        if item.note:
            yield f"{office.TRAINER}: {item.note}"
        for document in self.outline.documents[item.document : item.document + 1]:
            yield f"Source: {item.citation or document.credit}"

    def sources(self) -> None:
        """Write the last slide: the documents, and how to check the words."""
        outline = self.outline
        blocks = [Block(document.title, BULLET) for document in outline.documents]
        if outline.printed_code:
            blocks.append(Block(f"{'Version' if outline.code else 'Check'} code: {outline.printed_code}"))
        blocks += [Block(shown, address=address) for shown, address in office.addresses(outline)[:1]]
        spelt = "; ".join(f"{one.name} {one.value}" for one in outline.abbreviations)
        notes = [*self.when(self.opening), office.made(outline)]
        notes += [f"{document.credit}. {office.about(document)}" for document in outline.documents]
        notes += [document.address for document in outline.documents if document.address]
        notes += [f"Abbreviations: {spelt}."] if spelt else []
        picture = office.qr_code(outline.printed_address) if outline.printed_address else None
        self.deck.version(
            "Sources", blocks, picture, office.to_scan(outline), size=BODY_SIZE, notes=[*notes, *outline.remarks]
        )


def in_full(label: str, words: str, item: Item) -> Iterator[str | Block]:
    """Yield the words of an item for the notes: after a label or, in another language, in a paragraph of their own."""
    if item.language:
        yield f"{label}:"
        yield Block(words, language=item.language)
    else:
        yield f"{label}: {words}"
