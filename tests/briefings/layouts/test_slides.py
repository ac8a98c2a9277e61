"""Slides for a session: twelve, at most 40 words and at least 24 points each, with timed notes for 30 minutes."""

import re
from itertools import pairwise

import pytest

from learning.models import Review
from reviews_portal.briefings.layouts import our_words
from tests.briefings.formats.office import bare
from tests.briefings.formats.slides import read, size_of, text_of, title_of, titles

from .conftest import EVERY, REVIEWS, number

pytestmark = pytest.mark.django_db
MINUTES = re.compile(r"Minutes (\d+) to (\d+)")


def notes_of(slide) -> str:
    return slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("what", EVERY)
def test_there_are_twelve_with_few_words_in_large_letters(laid_out, what):
    slides = read(laid_out(what, "slides")).slides
    assert len(slides) == 12 if what in REVIEWS else 9 <= len(slides) <= 12
    for slide in slides:
        assert number(f"{title_of(slide)} {text_of(slide, 1)}") <= 40, title_of(slide)
        assert slide is slides[0] or slide is slides[-1] or size_of(slide) >= 24
    about = "Who this is about" if what in REVIEWS else "Where this learning comes from"
    assert titles(slides)[1:4] == ["Why we are here", about, "What happened"]
    assert titles(slides)[-2:] == ["Discussion", "Sources"]


@pytest.mark.parametrize("what", EVERY)
def test_the_notes_say_when_and_add_up_to_half_an_hour(laid_out, what):
    slides = read(laid_out(what, "slides")).slides
    times = [tuple(map(int, MINUTES.search(notes_of(slide)).groups())) for slide in slides]
    assert times[0][0] == 0
    assert times[-1][1] == 30
    assert all(before[1] == after[0] for before, after in pairwise(times))


@pytest.mark.parametrize("what", EVERY)
def test_a_statement_is_whole_on_its_slide_or_in_its_notes_and_never_cut_in_a_sentence(laid_out, what):
    outline = laid_out(what, "slides")
    slides = read(outline).slides
    shown = bare(" ".join(text_of(slide, 1) for slide in slides))
    noted = bare(" ".join(map(notes_of, slides)))
    for item in outline.items():
        for text in item.texts:
            assert bare(text) in shown or bare(text) in noted
    for slide in list(slides)[2:-1]:
        for line in text_of(slide, 1).split("\n"):
            if line.endswith("…"):
                assert re.search(r"[.!?][”’\"')]*\s…$", line)
                assert "In full:" in notes_of(slide)


def test_the_first_slide_warns_and_names_support_and_every_slide_is_marked(laid_out):
    slides = read(laid_out("review/r0004", "slides")).slides
    first = text_of(slides[0], 1)
    assert Review.objects.get(code="R0004").content_note in first
    assert our_words.TAKE_CARE in first
    assert all(
        "Professionals only" in "".join(shape.text_frame.text for shape in slide.placeholders) for slide in slides
    )


def test_sources_are_cited_in_the_notes(laid_out):
    outline = laid_out("theme/information-sharing", "slides")
    slides = read(outline).slides
    notes = " ".join(map(notes_of, slides))
    assert all(item.citation in notes for item in outline.items() if item.reference)
    assert all(document.title in text_of(slides[-1], 1) for document in outline.documents)


def test_all_of_a_review_is_on_slides_only_if_asked_for(laid_out, client):
    whole, every = laid_out("review/baby-e", "briefing"), laid_out("review/baby-e", "all-slides")
    statements = {item.reference for item in whole.items() if item.reference and item.look != "response"}
    assert statements <= {item.reference for item in every.items()}
    assert len(read(every).slides) > 20
    default = client.get("/briefings/review/baby-e.pptx")
    assert 'filename="review-baby-e-slides.pptx"' in default["Content-Disposition"]
