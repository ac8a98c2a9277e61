"""The seven-minute briefing: seven parts, 450 to 550 words, a question in a part without statements."""

import pytest

from reviews_portal.briefings.layouts import our_words
from reviews_portal.briefings.outline import THEMES
from reviews_portal.briefings.writers import FORMATS, pdf
from tests.briefings.formats.pdf_reading import text_of

from .conftest import EVERY, REVIEWS, words_in

pytestmark = pytest.mark.django_db
HEADING_OF_SOURCES = "2. Where this learning comes from"
HEADINGS = [
    "1. Why this matters",
    "2. What happened",
    "3. Lived experience",
    "4. What worked well",
    "5. What we learnt",
    "6. What to do",
    "7. Questions for your team",
]


@pytest.mark.parametrize("what", EVERY)
def test_it_has_seven_parts_and_some_500_words(laid_out, what):
    outline = laid_out(what, "seven-minute")
    headings = [section.heading for section in outline.sections]
    assert headings == (HEADINGS if what in REVIEWS else [HEADINGS[0], HEADING_OF_SOURCES, *HEADINGS[2:]])
    assert words_in(outline) <= 550
    is_all_there_is = not outline.remarks
    assert words_in(outline) >= 450 or is_all_there_is
    learnt = outline.sections[4].items
    assert len(learnt) <= 5
    assert all(item.label not in THEMES and item.look == "learning" for item in learnt)


@pytest.mark.parametrize("what", EVERY)
def test_a_part_without_statements_asks_a_question(laid_out, what):
    outline = laid_out(what, "seven-minute")
    for section in outline.sections:
        assert section.items or "?" in section.note or section.heading == HEADING_OF_SOURCES
        assert "no " not in section.note.lower().split()
    assert "escalation procedure" in outline.sections[5].note
    asked = len(outline.sections[6].items) + sum(prompt in outline.sections[6].note for prompt in our_words.PROMPTS)
    assert asked == 3
    assert our_words.SUPPORT in outline.sections[6].note


def test_the_head_has_pseudonym_kind_partnership_and_month(laid_out):
    outline = laid_out("review/baby-e", "seven-minute")
    assert (outline.title, outline.lead) == ("Baby E", "Serious case review · SSCB · September 2016")
    assert outline.facts == ()


@pytest.mark.parametrize("what", REVIEWS)
def test_until_a_partnership_approves_it_it_is_called_a_summary(client_of, laid_out, what):
    outline = laid_out(what, "seven-minute")
    assert outline.called == "Review summary"
    for name in ("pdf", "docx", "html", "md"):
        answer = client_of("practitioner").get(f"/briefings/{what}.{name}?layout=seven-minute")
        assert "review-summary" in answer["Content-Disposition"]
        assert "seven-minute" not in answer["Content-Disposition"]
    assert "Review summary" in text_of(b"".join(pdf.write(outline)), area=None)
    assert "Seven-minute" not in b"".join(FORMATS["html"].write(outline)).decode()


def test_of_several_reviews_each_statement_names_its_own(laid_out):
    outline = laid_out("theme/information-sharing", "seven-minute")
    titles = {document.review for document in outline.documents}
    assert len(titles) > 1
    assert {item.line for item in outline.items()} <= titles
    assert all(title in outline.sections[1].note for title in titles)
    alone = laid_out("review/baby-e", "seven-minute")
    assert {item.line for item in alone.items()} == {""}


def test_findings_bring_their_sub_points_where_there_is_room(laid_out):
    points = [point for item in laid_out("review/baby-e", "seven-minute").sections[4].items for point in item.under]
    assert points
    assert all(point.is_sub_point for point in points)
