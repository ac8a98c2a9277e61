"""A published action plan comes out whole, as printed and in its own order, wherever its recommendations are given."""

import io
import json
import re

import docx
import pptx
import pytest
from docx.oxml.ns import qn

from learning.models import Review
from recommendations.models import QuotedAction, Recommendation
from tests.briefings.exported import body, collect, outline_at, rows_of
from tests.briefings.formats.pdf_reading import text_of as pdf_text
from tests.documents.printed import ACTIONS, MISSING, deed, plan_with_actions
from tests.portal.pages.words import text_of

pytestmark = pytest.mark.django_db

DEED = re.compile(r"Deed D\d\d")
PLACES = range(1, len(ACTIONS) + 1)
# As a review gives them: under their recommendations, then those that the plan puts under none.
UNDER = [place for place in PLACES if ACTIONS[place - 1][0]]
NONE = [place for place in PLACES if not ACTIONS[place - 1][0]]
IN_ORDER = [deed(place) for place in (*UNDER, *NONE)]


@pytest.fixture
def plan(world) -> Review:
    return plan_with_actions()


def docx_text(data: bytes) -> str:
    paragraphs = docx.Document(io.BytesIO(data)).element.body.iter(qn("w:p"))
    return "\n".join("".join(one.text or "" for one in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)


def pptx_text(data: bytes) -> str:
    slides = pptx.Presentation(io.BytesIO(data)).slides
    return "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)


READ = {
    "html": lambda data: text_of(data.decode()),
    "pdf": pdf_text,
    "docx": docx_text,
    "pptx?layout=all-slides": pptx_text,
    "csv": lambda data: data.decode(),
    "md": lambda data: data.decode().replace("\\", ""),
    "json": lambda data: json.dumps(json.loads(data), ensure_ascii=False).replace("\\n", "\n"),
}


def words_of(place: int) -> list[str]:
    """Return each line that the plan prints at a place, in the order of the portal's columns."""
    _, _, columns = ACTIONS[place - 1]
    values = MISSING | columns
    texts = [values[name] for name in MISSING if name != "further_columns"]
    texts += [text for _, text in values["further_columns"]]
    return [line for text in (deed(place), *texts) for line in text.split("\n") if line]


def has_in_order(text: str, lines: list[str]) -> bool:
    """Return whether a text has these lines one after the other, whatever is between them."""
    start, squeezed = 0, re.sub(r"\s", "", text)
    for line in lines:
        found = squeezed.find(re.sub(r"\s", "", line), start)
        if found < 0:
            return False
        start = found + 1
    return True


@pytest.mark.parametrize("format", READ)
def test_each_export_of_the_review_is_whole_and_in_order(client, plan, format):
    text = READ[format](body(client.get(f"/briefings/review/{plan.slug}.{format}")))
    assert list(dict.fromkeys(f"{one} is done." for one in DEED.findall(text))) == IN_ORDER
    starts = [text.index(deed(place)) for place in (*UNDER, *NONE)] + [len(text)]
    for place, start, end in zip((*UNDER, *NONE), starts, starts[1:], strict=False):
        assert has_in_order(text[start:end], words_of(place)), (format, place)


@pytest.mark.parametrize("format", READ)
def test_each_export_of_a_recommendation_has_its_actions(client, plan, format):
    third = Recommendation.objects.get(review=plan, short_label="3")
    text = READ[format](body(client.get(f"/briefings/recommendation/{third.reference}.{format}")))
    assert list(dict.fromkeys(DEED.findall(text))) == ["Deed D01", "Deed D02", "Deed D03"]
    assert has_in_order(text, [line for place in (1, 2, 3) for line in words_of(place)])


def test_the_page_of_the_review_has_them_all(client, plan):
    page = client.get(plan.get_absolute_url()).text
    assert list(dict.fromkeys(f"{one} is done." for one in DEED.findall(page))) == IN_ORDER
    text = text_of(page)
    assert "3 actions in the published plan for recommendation 3" in text
    assert "1 action in the published plan for recommendation 4" in text
    assert "The published plan does not say which recommendation these actions belong to." in text
    assert has_in_order(text, [line for place in (*UNDER, *NONE) for line in words_of(place)])


def test_the_page_of_a_recommendation_has_its_own(client, plan):
    third = Recommendation.objects.get(review=plan, short_label="3")
    page = client.get(third.get_absolute_url())
    assert DEED.findall(page.text) == ["Deed D01", "Deed D02", "Deed D03"]
    text = text_of(page.text)
    assert "As published in “The action-plan”, undated. This portal has not checked or updated these actions" in text
    assert 'href="#actions"' in page.text
    assert '<time datetime="2020-09-30">30 September 2020</time>' in page.text
    assert "31 September 2020" in text
    assert page.text.count("<time") == 1  # neither the date that does not exist nor "ongoing" is one
    assert "Not stated" not in page.text.partition('id="actions"')[2].partition("</section>")[0]
    assert re.findall(r"Action 1|Action(?= Deed)", text) == ["Action 1", "Action 1", "Action"]


def test_the_words_of_a_welsh_plan_are_marked_and_found(client, plan):
    document = plan.documents.get()
    document.language = "cy"
    document.save()
    third = Recommendation.objects.get(review=plan, short_label="3")
    at = {"review": plan, "document": document, "position": 900, "recommendation": third}
    QuotedAction.objects.create(**at, text="Cefnogi teulu’r plentyn.", lead="Y bwrdd")
    page = client.get(third.get_absolute_url()).text
    assert re.search(r'<blockquote lang="cy">\s*<p>Cefnogi', page)
    assert '<dd class="quote" lang="cy">' in page
    html = body(client.get(f"/briefings/review/{plan.slug}.html")).decode()
    assert re.search(r'<blockquote lang="cy">\s*<p>Cefnogi', html)
    assert '<dd class="quote" lang="cy">' in html
    found = client.get("/search/", {"q": "teulu"}).text
    assert re.search(r'lang="cy"[^>]*>\s*(<p>)?Cefnogi', found)


def test_a_recommendation_without_actions_says_nothing_of_a_plan(client, world):
    made = world.reviews["public"]
    QuotedAction.objects.none()
    bare = Recommendation.objects.create(
        review=made.review, document=made.document, position=800, short_label="9", stem="Bare."
    )
    page = client.get(bare.get_absolute_url()).text
    assert "Action plan" not in page
    assert "published plan" not in page


def test_the_data_have_the_words_and_the_date(client, plan):
    data = client.get(f"/api/v1/reviews/{plan.slug}").json()
    found = {one["label"]: one["actions"] for one in data["recommendations"]}
    assert {label: len(actions) for label, actions in found.items()} == {"3": 3, "4": 1, "8": 1, "10": 1}
    listed = sorted(
        [*(one for some in found.values() for one in some), *data["actions"]], key=lambda one: one["position"]
    )
    for place, (one, (_, label, columns)) in enumerate(zip(listed, ACTIONS, strict=True), start=1):
        values = MISSING | columns
        pairs = [{"heading": heading, "text": text} for heading, text in values.pop("further_columns")]
        assert one == values | {
            "label": label,
            "text": deed(place),
            "due_on": {1: "2020-09-30", 6: "2021-01-01"}.get(place),
            "further_columns": pairs,
            "language": "en",
            "document": "printed-action-plan",
            "position": 100 + place,
        }


def test_a_spreadsheet_has_a_row_for_each_action(client, plan):
    rows = [row for row in rows_of(client.get(f"/briefings/review/{plan.slug}.csv")) if DEED.match(row["Text"])]
    assert [row["Text"] for row in rows] == IN_ORDER
    by_text = {row["Text"]: row for row in rows}
    own = {one.short_label: one.reference for one in Recommendation.objects.filter(review=plan)}
    for place, (above, label, columns) in enumerate(ACTIONS, start=1):
        row, values = by_text[deed(place)], MISSING | columns
        assert row["Kind"] == (f"Action {label}" if label else "Action")
        assert row["Stands under"] == own.get(above, "")
        for name in ("lead", "due", "status", "progress", "evidence", "outcome"):
            assert row[name.capitalize()] == values[name]
        assert row["Other columns"] == "\n".join(f"{heading}: {text}" for heading, text in values["further_columns"])
    assert [by_text[deed(place)]["Due date"] for place in PLACES] == ["2020-09-30", "", "", "", "", "2021-01-01", ""]


def test_a_cell_that_is_too_long_for_a_spreadsheet_goes_on_in_the_next_row(client, plan):
    words = "Long words. " * 3_000
    third = Recommendation.objects.get(review=plan, short_label="3")
    QuotedAction.objects.create(
        review=plan,
        document=third.document,
        recommendation=third,
        position=900,
        text="Deed D90 is done.",
        progress=words.strip(),
        lead="Police",
    )
    rows = [row for row in rows_of(client.get(f"/briefings/review/{plan.slug}.csv")) if "D90" in row["Text"]]
    assert len(rows) == 2
    assert "".join(row["Progress"] for row in rows) == words.strip()
    assert {row["Lead"] for row in rows} == {"Police"}


def test_a_briefing_shows_them_with_the_responses_or_not_at_all(client, plan):
    third = Recommendation.objects.get(review=plan, short_label="3")
    collect(client, third.reference, responses=True)
    shown = outline_at(client, "/briefings/mine.json")
    assert [item.text for item in shown.items() if item.look == "action"] == [deed(1), deed(2), deed(3)]
    collect(client, third.reference, responses=False)
    assert not [item for item in outline_at(client, "/briefings/mine.json").items() if item.look == "action"]


@pytest.mark.parametrize("layout", ["seven-minute", "handout", "supervision"])
@pytest.mark.parametrize("format", ["html", "pdf", "docx", "md"])
def test_a_short_layout_of_ones_own_briefing_leaves_no_word_out(client, plan, layout, format):
    fourth = Recommendation.objects.get(review=plan, short_label="4")
    collect(client, fourth.reference, responses=True, layout=layout)
    text = READ[format](body(client.get(f"/briefings/mine.{format}")))
    assert has_in_order(text, words_of(5))


def test_a_search_finds_an_action_and_leads_to_it(client, plan):
    page = client.get("/search/?q=%22Deed+D02%22&kind=action")
    third = Recommendation.objects.get(review=plan, short_label="3")
    action = QuotedAction.objects.get(text=deed(2))
    assert f'href="{third.get_absolute_url()}#action-10-102"' in page.text
    assert 'id="action-10-102"' in client.get(third.get_absolute_url()).text
    assert action.get_absolute_url().startswith(third.get_absolute_url())
    assert "Action 1, recommendation 3" in text_of(page.text)
    for words in ("Named+doctor", "Amber+RAG", "%22After+a+gap%22"):  # of each column
        assert "Planned action" in text_of(client.get(f"/search/?q={words}&kind=action").text), words


def test_a_search_leads_to_the_review_where_the_plan_names_no_recommendation(client, plan):
    page = client.get("/search/?q=%22Deed+D04%22&kind=action")
    address = f"{plan.get_absolute_url()}#action-10-104"
    assert f'href="{address}"' in page.text
    assert 'id="action-10-104"' in client.get(plan.get_absolute_url()).text
    assert "Action A1, not linked to a recommendation" in text_of(page.text)
