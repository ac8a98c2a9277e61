"""Recommendations come out whole, under the labels that are printed, and in the order of their document."""

import io
import json
import re

import docx
import pptx
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from learning.models import SearchEntry, SourceDocument, SourceWording
from recommendations.models import Recommendation, RecommendationPart
from recommendations.part_rules import NO_WORDS, PlacedPart, check_parts
from reviews_portal.briefings.outline import from_data
from tests.briefings.exported import body, rows_of
from tests.briefings.formats.pdf_reading import text_of as pdf_text
from tests.documents.printed import NATIONAL, PARTED, POLICE, REGISTER, ROMAN, WITHIN, action_plan, register
from tests.portal.administration import address_of, opened
from tests.portal.pages.words import text_of

pytestmark = pytest.mark.django_db

WORDING = re.compile(r"Wording [ABC]\d\d")
NAMES = [f"Recommendation {label} ({series})" for series, label in REGISTER]
LABELS = [f"({label})" for roman in ROMAN for label in (roman, *WITHIN.get(roman, []))]
SHOWN = [label.replace("(4(c))", "4(c)") for label in LABELS]


@pytest.fixture
def plan(world):
    return action_plan()


@pytest.fixture
def book(world):
    return register()


def wordings_of(review) -> list[str]:
    """Return what must be found, in the order of the document."""
    found = []
    for one in Recommendation.objects.filter(review=review).order_by("position"):
        found.append(one.stem.rstrip(".:"))
        found += [part.text.rstrip(".") for part in one.parts.all()]
    return found


def docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


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
    "json": lambda data: data.decode(),
}


@pytest.mark.parametrize("make", [action_plan, register])
@pytest.mark.parametrize("format", READ)
def test_each_export_is_whole_and_in_the_documents_order(client, world, make, format):
    review = make()
    text = READ[format](body(client.get(f"/briefings/review/{review.slug}.{format}")))
    found = WORDING.findall(text)
    wanted = wordings_of(review)
    assert list(dict.fromkeys(found)) == wanted
    names = [one.label for one in Recommendation.objects.filter(review=review).order_by("position")]
    places, start = [], 0
    squeezed = " ".join(text.split())
    for name in names:
        start = squeezed.find(name, start)
        places.append(start)
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("make", [action_plan, register])
def test_the_page_and_the_lists_are_in_the_documents_order(client, world, make):
    review = make()
    wanted = wordings_of(review)
    page = client.get(review.get_absolute_url()).text
    body_text = page[page.index("Full text, as published") :]
    assert list(dict.fromkeys(WORDING.findall(body_text))) == wanted
    listed = "".join(client.get(f"/recommendations/?sort=reference&page={number}").text for number in (1, 2))
    assert [one for one in dict.fromkeys(WORDING.findall(listed)) if one in wanted] == wanted


def test_labels_and_series_are_shown_as_printed(client, book):
    text = text_of(client.get(book.get_absolute_url()).text)
    for name in NAMES:
        assert name in text
    parted = Recommendation.objects.get(review=book, short_label=PARTED)
    page = client.get(parted.get_absolute_url())
    assert f"<h1>Recommendation 9.11 ({NATIONAL})</h1>" in page.text
    assert re.findall(r"<li>\s*<span>(\S+)</span>", page.text) == SHOWN
    assert "recommendation 9.11 (National recommendations)" in text_of(page.text)  # as it is cited
    pr1 = Recommendation.objects.get(review=book, short_label="PR1")
    assert f"recommendation PR1 ({POLICE})" in text_of(client.get(pr1.get_absolute_url()).text)


def test_the_parts_of_a_part_are_a_list_within_it(client, book):
    parted = Recommendation.objects.with_parts().get(review=book, short_label=PARTED)
    assert [(part.label, [one.label for one in parts]) for part, parts in parted.nested_parts] == [
        (label, WITHIN.get(label, [])) for label in ROMAN
    ]
    ninth = parted.parts.get(label="ix")
    assert [part.full_label for part in ninth.parts.all()] == ["(ix)(a)", "(ix)(b)", "(ix)4(c)"]
    html = client.get(parted.get_absolute_url()).text
    assert html.count('<ul class="letters">') == 1 + len(WITHIN)


def test_the_data_have_the_number_only_if_it_is_whole(client, book):
    data = client.get(f"/api/v1/reviews/{book.slug}").json()
    assert data["version"] == 2
    found = data["recommendations"]
    assert [(one["series"], one["label"]) for one in found] == REGISTER
    assert [one["number"] for one in found] == [1, None, None, None, None, 1, None, None]
    assert [one["scope"] for one in found] == ["national"] * 5 + [None] * 3
    (parted,) = [one for one in found if one["label"] == PARTED]
    assert [part["level"] for part in parted["parts"]] == [
        level for label in ROMAN for level in (1, *[2] * len(WITHIN.get(label, [])))
    ]


def test_a_spreadsheet_has_the_label_and_scope(client, book):
    rows = rows_of(client.get(f"/briefings/review/{book.slug}.csv"))
    kinds = [row["Kind"] for row in rows if row["Kind"].startswith("Recommendation")]
    assert kinds == NAMES
    lines = [row["Under the text"] for row in rows if row["Kind"] in NAMES]
    assert [line.startswith("National") for line in lines] == [True] * 5 + [False] * 3


def test_scope_is_a_filter_only_where_one_is_stated(client, world):
    assert 'name="scope"' not in client.get("/recommendations/").text
    register()
    page = client.get("/recommendations/?scope=national")
    assert 'name="scope"' in page.text
    found = WORDING.findall(page.text)
    assert {one for one in found if one.startswith("Wording B")} == {f"Wording B0{place}" for place in range(1, 6)}


@pytest.mark.parametrize("query", ["recommendation 9.10", '"recommendation 9.10"', "recommendation PR1"])
def test_search_finds_a_recommendation_by_its_label(client, book, query):
    wanted = "B03" if "9.10" in query else "B07"
    found = re.findall(r"Wording B\d\d", client.get("/search/", {"q": query}).text)
    assert found[0] == f"Wording {wanted}"


def test_responses_stand_in_the_order_of_what_they_answer(book, world):
    from tests.world import publish_version

    made = world.reviews["public"]
    answered = list(Recommendation.objects.filter(review=book).order_by("-position"))
    for one in answered:
        response = one.responses.create(agency=made.agency)
        publish_version(response, f"Answer to {one.reference}")
    keys = {response.pk: one.position for one in answered for response in one.responses.all()}
    entries = SearchEntry.objects.filter(source="response", record__in=keys)
    places = sorted(entries, key=lambda entry: entry.place)
    assert [keys[entry.record] for entry in places] == sorted(keys.values())
    statements = SearchEntry.objects.filter(source="recommendation", record__in=[one.pk for one in answered])
    assert max(entry.place % (1 << 42) for entry in statements) < min(entry.place % (1 << 42) for entry in entries)


def test_what_two_documents_number_alike_and_what_one_prints_twice_is_kept(client_of, book):
    one = Recommendation.objects.get(review=book, series=POLICE, short_label="PR1")
    browser = client_of("administrator")
    page = browser.post(address_of(one), opened(browser, one) | {"short_label": "1"}, follow=True)
    one.refresh_from_db()
    assert one.short_label == "1"
    assert "is also “Recommendation 1 (Single-agency recommendations: Quokka Police)”" in page.text


@pytest.mark.parametrize("which", ["recommendation", "part"])
def test_a_long_label_is_refused_and_nothing_is_lost(client_of, book, which):
    one = Recommendation.objects.get(review=book, short_label=PARTED)
    browser = client_of("administrator")
    name = "short_label" if which == "recommendation" else "parts-0-label"
    sent = opened(browser, one) | {name: "x" * 25, "stem": "Long thought about"}
    page = browser.post(address_of(one), sent)
    assert page.status_code == 200
    assert "at most 20 characters (it has 25)" in page.text
    assert "x" * 25 in page.text
    assert "Long thought about" in page.text
    one.refresh_from_db()
    assert one.short_label == PARTED


def test_parts_have_two_levels_within_one_recommendation(book):
    one = Recommendation.objects.get(review=book, short_label=PARTED)
    other = Recommendation.objects.get(review=book, short_label="9.2")
    inner, outer = one.parts.get(label="4(c)"), one.parts.get(label="ii")
    new = {"recommendation": one, "position": 90, "label": "z", "text": "Text."}
    for part, says in (
        (RecommendationPart(**new, parent=inner), "Parts have two levels: choose the part above it."),
        (RecommendationPart(**new | {"recommendation": other}, parent=outer), "belongs to another recommendation"),
    ):
        with pytest.raises(ValidationError) as refused:
            part.full_clean()
        assert says in str(refused.value.message_dict["parent"])
    outer.parent = one.parts.get(label="i")
    with pytest.raises(ValidationError, match="has parts of its own"):
        outer.full_clean()


def test_a_part_of_a_part_stands_after_it_and_before_the_next(book):
    one = Recommendation.objects.get(review=book, short_label=PARTED)
    first, second = PlacedPart(1, "First."), PlacedPart(3, "Second.")
    check_parts(one, [second, PlacedPart(2, "Within.", True, 1), first])
    for position in (4, 0):
        with pytest.raises(ValidationError, match="before the next one"):
            check_parts(one, [first, second, PlacedPart(position, "Within.", True, 1)])


def test_positions_are_exchanged_and_second_wordings_follow(client_of, book):
    one = Recommendation.objects.get(review=book, short_label=PARTED)
    second = SourceDocument.objects.create(slug="again", review=book, title="Again", kind="report", position=20)
    for position in (10, 11):
        SourceWording.objects.create(
            review=book, reference=one.reference, part_position=position, document=second, text=f"Was {position}."
        )
    labels = {part.position: part.label for part in one.parts.all()}
    browser = client_of("administrator")
    form = opened(browser, one)
    # viii, which has no parts of its own, changes places with vii.
    vii, viii = (next(place for place, label in labels.items() if label == name) for name in ("vii", "viii"))
    assert (vii, viii) == (9, 10)
    changed = {f"parts-{vii - 1}-position": str(viii), f"parts-{viii - 1}-position": str(vii)}
    answer = browser.post(address_of(one), form | changed)
    assert answer.status_code == 302, answer.text
    assert [part.label for part in one.parts.all()][8:10] == ["viii", "vii"]
    held = dict(SourceWording.objects.filter(reference=one.reference).values_list("text", "part_position"))
    assert held == {"Was 10.": 9, "Was 11.": 11}
    page = text_of(browser.get(one.get_absolute_url()).text)
    assert "Part (viii) with different wording: “Was 10.”" in page


def test_a_recommendation_says_something_also_in_the_parts_of_its_parts(book):
    silent = Recommendation(stem="", tail="")
    check_parts(silent, [PlacedPart(1, "\u200b"), PlacedPart(2, "Words.", True, 1)])
    with pytest.raises(ValidationError, match=re.escape(NO_WORDS)):
        check_parts(silent, [PlacedPart(1, "\u200b")])


def test_fixtures_name_parts_by_their_position(book, tmp_path):
    one = Recommendation.objects.get(review=book, short_label=PARTED)
    inner = one.parts.get(label="4(c)")
    assert inner.natural_key() == (one.reference, inner.position)
    file = tmp_path / "dump.json"
    natural = {"natural_foreign": True, "natural_primary": True}
    call_command("dumpdata", "recommendations.recommendationpart", **natural, output=str(file), verbosity=0)
    dumped = [row["fields"] for row in json.loads(file.read_text()) if row["fields"]["label"] == "4(c)"]
    assert dumped[0]["parent"] == [one.reference, inner.parent.position]
    call_command("loaddata", str(file), verbosity=0)
    inner.refresh_from_db()
    assert inner.parent.label == "ix"


def test_outlines_of_before_have_parts_of_one_level():
    item = {"look": "recommendation", "label": "Recommendation 3", "parts": [{"label": "a", "text": "Listen."}]}
    data = {"title": "Kept", "made_on": "2026-11-01", "sections": [{"heading": "", "items": [item]}]}
    (kept,) = from_data(data).items()
    assert kept.parts[0].level == 1
    assert kept.nested_parts == [(kept.parts[0], [])]
