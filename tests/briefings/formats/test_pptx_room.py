"""How much of a text a slide takes: nothing overflows, and what goes on the next slide loses no letter."""

from dataclasses import replace
from io import BytesIO

import pptx
import pytest
from hypothesis import given, settings
from pptx.oxml.ns import qn

from reviews_portal.briefings.outline import Item, Part, Section
from reviews_portal.briefings.writers.pptx import write
from reviews_portal.briefings.writers.pptx_letters import width
from reviews_portal.briefings.writers.pptx_room import BETWEEN_PARAGRAPHS, Block, height, lines_of, pages, shortened
from reviews_portal.briefings.writers.pptx_template import (
    BODY,
    BODY_LINES,
    BODY_ROOM,
    BODY_SIZE,
    RIGHT,
    SIZES,
    room_of,
)
from tests.slowly import rest_slow

from .any_text import TEXTS
from .office import LONG_PARAGRAPH, LONG_WORD, OTHER_SCRIPTS, pdf_places, tricky_outline
from .slides import ITEMS, read, size_of, text_of, title_of, titles


def test_no_slide_holds_more_than_it_has_room_for(slides):
    for slide in slides:
        if slide.slide_layout.name not in ITEMS:
            continue
        paragraphs = slide.placeholders[1].text_frame.paragraphs if text_of(slide, 1) else []
        blocks = [Block(p.text.replace("\v", "\n"), p.level) for p in paragraphs]
        room, lines = room_of(size_of(slide))
        assert height(blocks, room) <= lines, title_of(slide)


def test_headings_that_no_slide_can_hold_are_whole_in_its_words():
    label = "Response: " + ", ".join(["University Hospital Foundation Trust"] * 9)
    item = Item("response", label, "Yes.")
    slides = read(tricky_outline(sections=(Section("H" * 500, (item,)),))).slides
    slide = next(slide for slide in slides if title_of(slide).startswith("Response"))
    assert title_of(slide).endswith("…")
    assert text_of(slide, 1) == f"{label}\nYes."
    assert "H" * 500 in "".join(text_of(slide, 1) for slide in slides)


def test_nothing_overflows_as_libreoffice_draws_it(tmp_path):
    wide = "WORKING TOGETHER: MOTHERS, WOMEN AND MWMW-WMWM @ 100% " * 20
    texts = [
        LONG_PARAGRAPH[:4000],
        wide,
        LONG_WORD,
        "llilliill " * 300,
        "Ŵyŵ ŷ £ – “quoted” éàü " * 60,
        "\n\n".join("abcdefghij"),
    ]
    looks = ("learning", "question", "recommendation")
    items = [Item(look, f"Label {look} " * 9, text) for look in looks for text in texts]
    items.append(Item("recommendation", "Parts", "", tuple(Part(label, wide[:300]) for label in "abcdefgh")))
    outline = tricky_outline(title=wide[:300], sections=(Section(wide[:200], tuple(items), note=wide),), documents=())
    slides = pdf_places(b"".join(write(outline)), "full.pptx", tmp_path)
    assert len(slides) > 50
    for number, words in enumerate(slides, start=1):
        body = [(text, right, low) for text, right, low in words if low < 500]
        assert all(low <= BODY.top + BODY.height for _, _, low in body), (number, body[-1])
        assert all(right <= RIGHT + 1 for _, right, _ in body), number
        foot = " ".join(text for text, _, low in words if low >= 500)
        assert foot == f"Case review learning · K7QF-2M {number}"


@pytest.mark.parametrize("size", rest_slow(SIZES, 2))
def test_nothing_overflows_in_any_size(tmp_path, size):
    """Each text is as long as its size can hold."""
    room, lines = room_of(size)
    items = []
    for sentence in (
        "The worker asked who else was at home, and wrote it. ",
        "WORKING MOTHERS, WOMEN ",
        "Ŵyŵ £ – “é” ",
    ):
        words = (sentence * 100).split()
        most = max(count for count in range(1, len(words)) if height([Block(" ".join(words[:count]))], room) <= lines)
        items.append(Item("learning", "Finding", " ".join(words[:most])))
    most = int((lines + BETWEEN_PARAGRAPHS) / (1 + BETWEEN_PARAGRAPHS))
    parts = tuple(Part(label, "WORK " * int((room - 2) / width("WORK "))) for label in "abcdefghijk"[:most])
    items.append(Item("recommendation", "Parts", "", parts))
    outline = tricky_outline(facts=(), sections=(Section("S", tuple(items)),), documents=())
    data = b"".join(write(outline))
    shown = [slide for slide in pptx.Presentation(BytesIO(data)).slides if slide.slide_layout.name in ITEMS]
    assert [size_of(slide) for slide in shown[: len(items)]] == [size] * len(items)
    for number, words in enumerate(pdf_places(data, "size.pptx", tmp_path), start=1):
        body = [(text, right, low) for text, right, low in words if low < 500]
        assert all(low <= BODY.top + BODY.height for _, _, low in body), (number, body[-1])
        assert all(right <= RIGHT + 1 for _, right, _ in body), number


def test_a_short_text_is_large_and_a_long_one_is_not_split_before_its_slide_is_full():
    texts = ["Neglect", "The worker asked who else was at home. " * 6, "The worker asked who else was at home. " * 14]
    items = tuple(Item("learning", "Finding", text.strip()) for text in texts)
    slides = [s for s in read(tricky_outline(sections=(Section("S", items),))).slides if "Finding" in title_of(s)]
    assert [size_of(slide) for slide in slides] == [SIZES[0], 36, BODY_SIZE]


def test_lines_are_estimated_without_losing_a_letter():
    for text in (LONG_WORD, LONG_PARAGRAPH[:5000], "", " ", "a\nb\n\nc", OTHER_SCRIPTS):
        assert "".join(lines_of(text, 20)) == text


def test_what_is_shortened_says_so():
    assert shortened("Short", 20) == "Short"
    assert shortened("One two three four five six", width("One two th")) == "One two…"
    assert shortened("One two three", width("One two three"), after=" (2)") == "One two…"
    assert shortened("One two three", width("One two three (2)"), after=" (2)") == "One two three"
    assert len(lines_of(shortened(LONG_WORD, 30, 2), 30)) <= 2


def test_few_words_of_one_document_share_a_slide_and_those_of_another_do_not():
    documents = tricky_outline().documents
    documents = (documents[0], replace(documents[1], title="Another", review="Baby Y"))
    items = [Item("learning", "Key theme", f"Theme {n}", document=n // 7, reference=f"R-{n}") for n in range(9)]
    outline = tricky_outline(sections=(Section("Learnt", tuple(items)),), documents=documents)
    found = [slide for slide in read(outline).slides if title_of(slide).startswith("Key themes")]
    assert titles(found) == ["Key themes · Family X", "Key themes · Baby Y"]
    assert text_of(found[0], 1).split("\n") == [f"Theme {n}" for n in range(7)]
    assert {p.level for p in found[0].placeholders[1].text_frame.paragraphs} == {1}
    notes = found[0].notes_slide.notes_text_frame.text.split("\n")
    assert notes[1].startswith("To discuss")
    assert sum(note.startswith("To discuss") for note in notes) == 1


def test_long_text_is_parted_at_sentences_and_counted(slides):
    parts = [slide for slide in slides if title_of(slide).startswith("Finding (")]
    long = [slide for slide in parts if "The worker" in text_of(slide, 1)]
    assert title_of(long[1]) == f"Finding (2 of {len(long)})"
    assert all(text_of(slide, 1).startswith("The worker") for slide in long)
    assert all(text_of(slide, 1).rstrip().endswith("answer.") for slide in long)


def test_long_lists_of_parts_go_on_with_their_letters():
    parts = tuple(Part(label, f"Part {label} of it, and what else is to be said.") for label in "abcdefghijklmnopqrst")
    item = Item("recommendation", "Recommendation 1", "All:", parts)
    slides = [s for s in read(tricky_outline(sections=(Section("S", (item,)),))).slides if "of" in title_of(s)[-8:]]
    assert [title_of(s) for s in slides][:2] == ["Recommendation 1 (1 of 3)", "Recommendation 1 (2 of 3)"]
    starts = [int(e.get("startAt")) for s in slides for e in s.element.iter(qn("a:buAutoNum"))]
    assert starts == list(range(1, 21))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_page_of_any_text_is_higher_than_its_room(text):
    assert all(height(page, BODY_ROOM) <= BODY_LINES for page in pages([Block(text)], BODY_ROOM, BODY_LINES))
