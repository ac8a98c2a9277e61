"""A report whose findings stand three levels deep: on pages, in every format, in short layouts and in a briefing."""

import json
import re
from dataclasses import replace

import pytest

from learning.models import LearningItem, nest
from reviews_portal.briefings.layouts import LAYOUTS, arranged
from reviews_portal.briefings.outline import from_data
from reviews_portal.briefings.plans import with_sub_points
from tests.briefings.exported import BUILDER, body, collect, outline_at, plan_in, rows_of
from tests.briefings.formats.pdf_reading import assert_in_order
from tests.briefings.formats.pdf_reading import text_of as text_of_pdf
from tests.briefings.formats.slides import read as read_slides
from tests.briefings.formats.slides import text_of as text_on_slide
from tests.briefings.formats.word import read as read_word
from tests.documents.three_levels import CODE, SLUG, TEXTS, WORDS, item_with, make_report

from .words import text_of

ADDRESS = f"/briefings/review/{SLUG}"
ITEMS = [words for _, level, _, words in WORDS if level]
FINDING, CONCERN, QUESTION, POINTING, HANDOVERS, SINCE = ITEMS[:6]


@pytest.fixture
def report(db):
    return make_report()


@pytest.fixture
def outline(report, client):
    return outline_at(client, f"{ADDRESS}.json")


def test_its_page_has_everything_in_document_order_with_each_level_under_the_one_above(report, client):
    page = client.get(report.get_absolute_url()).text
    whole = text_of(page.partition('class="contents-nav"')[2])
    assert_in_order(TEXTS, whole)
    for heading in dict.fromkeys(heading for _, _, heading, _ in WORDS):
        assert re.search(rf"<h3[^>]*>\s*{heading}", page), heading
    question = page.index(f'id="{item_with(QUESTION).reference}"')
    opened = page[page.index(f'id="{item_with(FINDING).reference}"') : question]
    assert opened.count('<div class="under">') == 2
    assert text_of(opened[: opened.index(CONCERN)]).endswith("Concern")


def test_the_summary_of_its_page_begins_with_an_account_and_leads_to_the_pen_portrait(report, client):
    page = client.get(report.get_absolute_url()).text
    happened = text_of(page.split('<h2 id="happened">')[1].split("</section>")[0])
    assert "Rowan moved four times" in happened
    assert "second referral" not in happened
    assert "timetable" not in happened
    (anchor,) = re.findall(r'<a href="#([^"]+)">Read the pen portrait</a>', page)
    assert f'id="{anchor}"' in page
    assert "who it is about" not in text_of(page)


def test_the_page_of_an_item_says_what_it_stands_under_and_shows_what_stands_under_it(report, client):
    page = client.get(item_with(QUESTION).get_absolute_url()).text
    above = re.findall(r'Under: <a href="/learning/([^/]+)/">', page)
    assert above == [item_with(FINDING).reference, item_with(CONCERN).reference]
    page = text_of(client.get(item_with(FINDING).get_absolute_url()).text)
    assert_in_order(ITEMS[:6], page)
    assert ITEMS[6] not in page


def test_lists_say_what_an_item_stands_under(report, client):
    page = text_of(client.get("/search/?q=records+notice").text)
    assert f"Under: {' '.join(CONCERN.split()[:14])}" in page


def test_every_format_has_everything_in_document_order(report, client, outline, tmp_path):
    assert outline.words() == TEXTS
    assert_in_order(TEXTS, text_of_pdf(body(client.get(f"{ADDRESS}.pdf"))))
    assert_in_order(TEXTS, text_of(body(client.get(f"{ADDRESS}.html")).decode()))
    unescaped = re.sub(r"\\(.)", r"\1", body(client.get(f"{ADDRESS}.md")).decode())
    assert_in_order(TEXTS, unescaped)
    for level, mark in ((1, "> "), (2, "> > "), (3, "> > > ")):
        for words in (words for _, at, _, words in WORDS if at == level):
            assert f"\n{mark}{words}" in unescaped
    written = read_word(outline)
    styles = {
        paragraph.text: paragraph.style.name for paragraph in written.paragraphs if paragraph.style.name[:5] == "Quote"
    }
    assert [words for words in styles if words in TEXTS] == TEXTS
    assert [styles[words] for words in (FINDING, CONCERN, QUESTION)] == ["Quote", "Quote 2", "Quote 3"]


def test_the_csv_and_the_json_say_what_each_item_stands_under(report, client):
    rows = rows_of(client.get(f"{ADDRESS}.csv"))
    assert [row["Text"] for row in rows] == TEXTS
    above = {row["Text"]: row["Stands under"] for row in rows}
    assert above[FINDING] == above[TEXTS[0]] == ""
    assert above[CONCERN] == above[HANDOVERS] == item_with(FINDING).reference
    assert above[QUESTION] == item_with(CONCERN).reference
    listed = {row["Text"]: row for row in rows_of(client.get("/briefings/learning.csv?q="))}
    assert listed[QUESTION]["Stands under"] == item_with(CONCERN).reference
    assert listed[QUESTION]["Under the text"].startswith(f"Under {item_with(CONCERN).reference}")
    found = json.loads(client.get(f"/api/v1/reviews/{SLUG}").content)
    under = {one["text"]: one["under"] for one in found["items"]}
    assert list(under) == ITEMS
    assert under == {words: above[words] or None for words in ITEMS}
    assert [one["kind"] for one in found["sections"]] == [kind for kind, level, *_ in WORDS if not level]


def test_all_slides_ask_a_question_after_what_it_stands_under(outline):
    made = arranged(outline, LAYOUTS["all-slides"])
    slides = list(read_slides(made).slides)
    shown = [text_on_slide(slide, 1) for slide in slides]
    assert_in_order([ITEMS[-1], *ITEMS[:-1]], "".join(shown))
    over = {text_on_slide(slide, 1): slide for slide in slides}
    assert any(
        f"Under concern {item_with(CONCERN).reference}" in shape.text_frame.text
        for shape in over[QUESTION].placeholders
    )


@pytest.mark.parametrize("layout", ["seven-minute", "supervision", "handout", "slides"])
def test_short_layouts_ask_its_questions_and_quote_none_that_needs_what_is_above_it(outline, layout):
    made = arranged(outline, LAYOUTS[layout])
    words = made.words()
    assert POINTING not in words
    for above, point in ((FINDING, CONCERN), (FINDING, HANDOVERS), (HANDOVERS, SINCE)):
        if point in words:
            assert words.index(above) < words.index(point)
    assert any(question in words for question in (QUESTION, ITEMS[7]))
    assert TEXTS[0] not in words  # the pen portrait tells who it is about, not what happened
    assert TEXTS[4] not in words


def test_the_seven_minute_summary_puts_the_voice_first_among_lived_experience(outline):
    made = arranged(outline, LAYOUTS["seven-minute"])
    (lived,) = (section for section in made.sections if "Lived experience" in section.heading)
    assert lived.items[0].text == TEXTS[1]


def test_a_finding_brings_both_levels_under_it_where_there_is_room(outline):
    deep = outline
    for kind in ("concern", "question"):
        deep = replace(deep, sections=tuple(map(lambda one, kind=kind: looking_alike(one, kind), deep.sections)))
    made = arranged(deep, LAYOUTS["seven-minute"])
    (top,) = (item for item in made.items() if item.text == FINDING)
    assert top.under[0].text == CONCERN
    assert [point.text for point in top.under[0].under] == [QUESTION, POINTING]


def looking_alike(section, kind):
    """Return a section whose items of a kind are findings."""

    def alike(item):
        found = {"kind": "finding", "look": "learning"} if item.kind == kind else {}
        return replace(item, **found, under=tuple(map(alike, item.under)))

    return replace(section, items=tuple(map(alike, section.items)), sections=tuple(
        looking_alike(one, kind) for one in section.sections
    ))  # fmt: skip


def test_a_finding_is_added_to_a_briefing_and_removed_with_everything_under_it(report, client):
    finding = item_with(FINDING)
    page = text_of(client.get(f"/briefings/add/?item={finding.reference}").text)
    assert "with the 5 points under it" in page
    collect(client, finding.reference)
    assert plan_in(client).references == [item_with(words).reference for words in ITEMS[:6]]
    assert_in_order(ITEMS[:6], text_of(client.get(BUILDER).text))
    assert client.post("/briefings/remove/", {"item": item_with(CONCERN).reference}).status_code == 200
    assert plan_in(client).references == [item_with(words).reference for words in (FINDING, HANDOVERS, SINCE)]


def test_sub_points_that_are_named_beside_what_they_stand_under_are_added_once(report):
    asked = [item_with(words).reference for words in (CONCERN, FINDING, QUESTION)]
    found = with_sub_points(asked, None)
    assert sorted(found) == sorted(set(found)) == sorted(item_with(words).reference for words in ITEMS[:6])


def test_two_items_that_stand_under_each_other_are_both_shown(report, client):
    """Two editors at once could do that."""
    finding, concern = item_with(FINDING), item_with(CONCERN)
    LearningItem.objects.filter(pk=finding.pk).update(parent=concern)
    top = nest(LearningItem.objects.filter(review__code=CODE).order_by("position"))
    assert {finding, concern} <= set(top)
    page = text_of(client.get(report.get_absolute_url()).text)
    assert all(words in page for words in ITEMS)
    assert client.get(concern.get_absolute_url()).status_code == 200


def test_an_outline_of_before_has_no_field_for_what_an_item_stands_under(outline):
    data = json.loads(json.dumps({"title": "T", "made_on": "2026-11-01", "sections": [
        {"heading": "H", "items": [{"look": "learning", "label": "Finding", "text": "As kept."}]}
    ]}))  # fmt: skip
    assert from_data(data).items()[0].stands_under == ""


def test_the_page_says_of_an_item_at_the_last_level_that_it_is_in_the_briefing(report, client):
    question = item_with(QUESTION).reference
    collect(client, question)
    page = client.get(report.get_absolute_url()).text
    assert f'href="/briefings/#{question}">In your briefing</a>' in page


def test_a_chronology_tells_what_happened_where_nothing_else_does(report, client):
    report.reviewsections.filter(kind="background").delete()
    page = client.get(report.get_absolute_url()).text
    assert TEXTS[4] in text_of(page.split('<h2 id="happened">')[1].split("</section>")[0])


def test_action_taken_since_is_no_question(report, client):
    LearningItem.objects.filter(review=report).exclude(text=SINCE).update(parent=None, kind="question")
    learnt = client.get(report.get_absolute_url()).text.split('<h2 id="learnt">')[1].split("</section>")[0]
    assert SINCE in text_of(learnt)
    assert "Only questions are recorded" not in learnt
