"""Versions that were kept by the code of an earlier day open for good: in every format, with the words they quoted.

The files in data/ were made by keep_versions.py, which says when to add one; they are never made again.
"""

import json
from io import BytesIO
from pathlib import Path

import pptx
import pytest
from django.conf import settings
from pydantic import ValidationError

from learning.models import Partnership
from recommendations.models import Response, ResponseVersion
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import Outline, from_data
from reviews_portal.briefings.selections import LISTS, RECORDS
from reviews_portal.briefings.writers import FORMATS
from tests.briefings.exported import body, outline_at
from tests.briefings.formats import pdf_reading
from tests.briefings.formats.office import bare
from tests.briefings.formats.slides import text_of
from tests.briefings.formats.test_any_text import READ, told_in
from tests.slowly import slow
from tests.world import publish_version

pytestmark = pytest.mark.django_db
FILES = sorted((Path(__file__).parent / "data").glob("kept_versions*.json"))
KEPT = [one for file in FILES for one in json.loads(file.read_text())]
LETTERED = {"html", "md", "csv"}  # in which the letters of parts are text
COMPACT = (0, 57, 595, 738)  # the body of a PDF page in the layouts of one or two pages, as `pdf_reading.BODY`
SHORT = (0, 52, 595, 749)  # the same in short layouts
KINDS = {*RECORDS, *LISTS, "mine"}
each = pytest.mark.parametrize("kept", KEPT, ids=[f"{one['of']} by {one['kept_by']}" for one in KEPT])


@pytest.fixture
def reopened(world):
    """Return a function that puts a kept version into the database, with the keys that its rows have there."""

    def put(kept: dict) -> Edition:
        versions = {int(key): version_of(*natural) for key, natural in kept["keys"]["versions"].items()}
        places = {key: Partnership.objects.get(slug=slug).pk for key, slug in kept["keys"]["partnerships"].items()}
        sight = [with_key(mark, places) for mark in kept["sight"]]
        outline = with_versions(kept["outline"], versions)
        return Edition.objects.create(code=kept["code"], digest=kept["code"], outline=outline, sight=sight)

    return put


def version_of(reference: str, agency: str, number: int) -> int:
    """Return the key of a version of a response, which is published first if the world does not have it."""
    response = Response.objects.get(recommendation__reference=reference, agency__slug=agency)
    while not ResponseVersion.objects.filter(response=response, number=number).exists():
        publish_version(response, "A further answer.")
    return ResponseVersion.objects.get(response=response, number=number).pk


def with_key(mark: str, places: dict[str, int]) -> str:
    """Return a mark of sight with the key that its partnership has now."""
    what, _, key = mark.partition(":")
    return f"{what}:{places[key]}" if key in places else mark


def with_versions(data, versions: dict[int, int]):
    """Return the data of an outline with the keys that the versions of responses have now."""
    if isinstance(data, list):
        return [with_versions(one, versions) for one in data]
    if not isinstance(data, dict):
        return data
    changed = {name: with_versions(value, versions) for name, value in data.items()}
    if "versions" in data:
        changed["versions"] = [versions[key] for key in data["versions"]]
    return changed


def test_each_kind_of_selection_and_each_layout_has_been_kept():
    outlines = [from_data(one["outline"]) for one in KEPT]
    kinds = [one["of"].partition("?")[0].partition("/")[0].partition(",")[0] for one in KEPT]
    assert {*kinds} == KINDS
    assert all(sum(outline.layout == layout for outline in outlines) >= 2 for layout in LAYOUTS)
    items = [item for outline in outlines for item in outline.items()]
    assert {outline.audience for outline in outlines} == {"", "Professionals only", "Own partnership only"}
    assert any(len(item.text) > 5_000 for item in items)
    assert any(item.parts and item.tail for item in items)
    assert any(item.look == "response" and item.text and item.versions for item in items)
    assert any(": Assured, 1 November 2026" in item.line for item in items)
    assert any(item.note for item in items)
    assert any(item.look == "action" and item.cells for item in items)
    assert any(outline.introduction and outline.is_trainers for outline in outlines)
    assert any(outline.remarks for outline in outlines)


def test_no_real_restricted_review_is_in_a_file():
    restricted = {file.stem for file in (settings.BASE_DIR / "fixtures" / "restricted").glob("*.json")}
    assert restricted
    assert not [one["of"] for one in KEPT if not restricted.isdisjoint(one["outline"]["reviews"])]
    assert not [code for code in restricted if any(code in file.read_text() for file in FILES)]


@each
def test_it_is_read_with_its_words(kept):
    outline = from_data(kept["outline"])
    assert outline.words() == kept["words"]


@each
@pytest.mark.parametrize("all_of_them", [False, slow(True)], ids=["one format", "every format"])
def test_it_opens_by_its_code_in_every_format_with_the_same_words(client_of, reopened, kept, all_of_them):
    """Each version in another format, or in all of them."""
    edition = reopened(kept)
    browser = client_of(kept["kept_by"])
    assert browser.get(edition.get_absolute_url()).status_code == 200
    assert outline_at(browser, f"/briefings/versions/{edition.code}.json").words() == kept["words"]
    for format in FORMATS if all_of_them else [list(FORMATS)[KEPT.index(kept) % len(FORMATS)]]:
        assert_quotes(format, body(browser.get(f"/briefings/versions/{edition.code}.{format}")), kept)


def assert_quotes(format: str, content: bytes, kept: dict) -> None:
    """Assert that a file quotes exactly the words of a version, in their order."""
    outline = from_data(kept["outline"])
    if format == "pdf":
        is_compact = outline.layout in ("seven-minute", "one-page")
        area = SHORT if outline.called else COMPACT if is_compact else pdf_reading.BODY
        pdf_reading.assert_in_order(kept["words"], pdf_reading.text_of(content, area=area))
        return
    if format == "pptx" and outline.called:  # a long statement stands in full in the notes
        slides = pptx.Presentation(BytesIO(content)).slides
        shown = bare(" ".join(text_of(slide, 1) + slide.notes_slide.notes_text_frame.text for slide in slides))
        assert all(bare(text) in shown for text in kept["words"])
        return
    found = "".join(READ[format](content))
    told = [told_in(format, item, is_lettered=format in LETTERED) for item in outline.items()]
    assert bare(found) == bare("".join(told))


@pytest.mark.parametrize(
    "kept", [one for one in KEPT if one["kept_by"] == "practitioner"][:6], ids=lambda one: one["of"]
)
def test_who_may_see_less_reads_no_restricted_word_of_it(client, reopened, world, kept):
    edition = reopened(kept)
    hidden = world.reviews["professionals"].word
    assert hidden in json.dumps(kept["words"])
    for format in FORMATS:
        answer = client.get(f"/briefings/versions/{edition.code}.{format}")
        assert answer.status_code in (200, 404)
        if answer.status_code == 200 and format in READ:
            assert hidden not in "".join(READ[format](answer.content)), format


@pytest.mark.parametrize(
    "path",
    [
        [],
        ["sections", 0],
        ["sections", 0, "items", 0],
        ["sections", 0, "items", 0, "parts", 0],
        ["facts", 0],
        ["documents", 0],
    ],
    ids=["outline", "section", "item", "part", "fact", "document"],
)
def test_an_unknown_field_is_refused(path):
    """Otherwise a field that was renamed, such as the mark of who may see an item, would be dropped silently."""
    data = json.loads(json.dumps(next(one["outline"] for one in KEPT if one["of"] == "review/baby-e")))
    data["sections"][0]["items"][0]["parts"] = [{"label": "a", "text": "Words."}]
    assert isinstance(from_data(data), Outline)
    within = data
    for step in path:
        within = within[step]
    within["renamed"] = ""
    with pytest.raises(ValidationError, match="renamed"):
        from_data(data)
