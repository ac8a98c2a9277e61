"""Exports at once: every selection in every format, with the words of its page, for who may read them."""

import csv
import io
import json
import re
import subprocess
from html.parser import HTMLParser

import jsonschema
import pytest
from django.contrib.auth.models import AnonymousUser

from learning.models import Agency, Audience, LearningItem, Review, Theme
from recommendations.models import Recommendation
from reviews_portal.briefings.writers import FORMATS
from tests.briefings.exported import body, outline_at, rows_of
from tests.slowly import slow

pytestmark = pytest.mark.django_db


def squeezed(text: str) -> str:
    """Return a text without its white space, which formats break lines by, and without hyphens at line ends."""
    return re.sub(r"\s+", "", text)


class Quoted(HTMLParser):
    """Collects the text within quotations of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("br", "hr", "img", "meta", "link", "input", "path"):
            return
        words = (dict(attrs).get("class") or "").split()
        quotes = tag == "blockquote" or "quote" in words
        if quotes:
            self.texts.append("")
        self.open.append(quotes or (bool(self.open) and self.open[-1]))

    def handle_endtag(self, tag):
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1]:
            self.texts[-1] += data


def quoted_text(text: str) -> str:
    """Return a text without white space and without what looks like the letter of a part."""
    return re.sub(r"\((\w{1,3})\)", "", squeezed(text))


def quoted_on(page: str) -> str:
    """Return all that a page quotes, in order, without white space and the letters of parts."""
    parser = Quoted()
    parser.feed(page)
    return quoted_text("".join(parser.texts))


def in_quotes(outline, *, resources: bool = False) -> str:
    """Return all that an outline quotes, likewise."""
    items = [item for item in outline.items() if resources or item.label != "Further reading"]
    return quoted_text("".join(text for item in items for text in item.texts))


def selections() -> list[str]:
    """Return the addresses of all that can be exported of the real content."""
    references = Recommendation.objects.visible_to(AnonymousUser()).values_list("reference", flat=True)
    agencies = Agency.objects.visible_to(AnonymousUser()).values_list("slug", flat=True)
    return [
        *(f"/briefings/review/{slug}" for slug in Review.objects.visible_to(None).values_list("slug", flat=True)),
        *(f"/briefings/theme/{slug}" for slug in Theme.objects.values_list("slug", flat=True)),
        *(f"/briefings/agency/{slug}" for slug in agencies),
        *(f"/briefings/recommendation/{reference}" for reference in list(references)[:4]),
        "/briefings/recommendations?theme=fathers-and-male-carers",
        "/briefings/search?q=fathers",
        "/briefings/learning?kind=finding&sort=reference",
    ]


def words_in(format: str, body: bytes, tmp_path) -> str:
    """Return the words of a file by a reader that is not ours, without white space."""
    match format:
        case "pdf":
            file = tmp_path / "file.pdf"
            file.write_bytes(body)
            done = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
            return squeezed(done.stdout)
        case "csv":
            return squeezed("".join(row["Text"] for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig")))))
        case "html":
            return quoted_on(body.decode())
        case "md":
            return squeezed(re.sub(r"\\(.)", r"\1", re.sub(r"^>", "", body.decode(), flags=re.MULTILINE)))
    raise AssertionError(format)


@pytest.mark.parametrize("all_of_them", [False, slow(True)], ids=["one of each kind", "all"])
def test_every_selection_exports_in_every_format(client, all_of_them):
    kinds = {address.rpartition("/")[0] if "?" not in address else address: address for address in selections()}
    for address in selections() if all_of_them else kinds.values():
        path, _, query = address.partition("?")
        outline = client.get(f"{path}.json?{query}")
        if outline.status_code == 422:
            assert "There is nothing to export" in outline.text, address
            continue
        for format in FORMATS:
            assert body(client.get(f"{path}.{format}?{query}")), (address, format)


@pytest.mark.parametrize("code", ["R0001", "R0002", "R0003"])
def test_a_review_is_exported_with_the_words_of_its_page_in_order(client, code, tmp_path):
    review = Review.objects.get(code=code)
    address = f"/briefings/review/{review.slug}"
    outline = outline_at(client, f"{address}.json")
    page = client.get(review.get_absolute_url()).text
    whole = page.partition('class="contents-nav"')[2]
    shown = quoted_on(whole.partition('aria-labelledby="wordings"')[0])
    of_documents = outline.sections if code != "R0001" else outline.sections[:-1]
    own = in_quotes(type(outline)("", outline.made_on, sections=of_documents))
    assert own == shown
    for format in ("html", "csv", "md"):
        found = words_in(format, body(client.get(f"{address}.{format}")), tmp_path)
        for text in outline.words():
            assert (quoted_text(text) if format == "html" else squeezed(text)) in found, (format, text)


def test_a_theme_is_exported_with_the_words_of_its_pages_in_order(client):
    outline = outline_at(client, "/briefings/theme/fathers-and-male-carers.json")
    shown, number = "", 1
    while True:
        answer = client.get(f"/themes/fathers-and-male-carers/?page={number}")
        shown += quoted_on(answer.text)
        if not answer.context["page"].has_next():
            break
        number += 1
    assert in_quotes(outline) == shown
    assert outline.lead.startswith("Theme found in ")


def test_the_csv_has_a_row_for_each_item_with_its_citation(client):
    answer = client.get("/briefings/theme/fathers-and-male-carers.csv")
    rows = rows_of(answer)
    outline = outline_at(client, "/briefings/theme/fathers-and-male-carers.json")
    assert [row["Reference"] for row in rows] == [item.reference for item in outline.items()]
    assert all(row["Reference"] in row["Citation"] and row["Address"] in row["Citation"] for row in rows)
    assert all(row["Date"] and row["Licence"] for row in rows)
    assert len({row["Version"] for row in rows}) == 1


def test_the_json_is_as_its_published_schema_says(client):
    schema = client.get("/briefings/schema.json").json()
    data = json.loads(body(client.get("/briefings/recommendations.json")))
    jsonschema.validate(data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"sections": "none"}, schema)


@pytest.mark.parametrize("address", ["/briefings/review/nothing.pdf", "/briefings/agency/nothing.csv"])
def test_what_does_not_exist_is_not_exported(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/briefings/review/baby-e.exe", "/briefings/poem/baby-e.pdf", "/briefings/review.pdf"]
)
def test_a_format_or_selection_that_does_not_exist_is_answered_with_those_that_do(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<code>.docx</code>" in answer.text


def test_a_list_that_no_document_holds_is_answered_with_what_to_do(client, monkeypatch):
    monkeypatch.setattr("reviews_portal.briefings.listings.MOST", 3)
    for address in (
        "/briefings/learning.pdf",
        "/briefings/recommendations.docx",
        "/briefings/search.csv?q=child&layout=handout",
        "/briefings/agency/hampshire-constabulary.html",
    ):
        answer = client.get(address)
        assert answer.status_code == 422
        assert re.search(r"This list has [\d,]+ items, but a document can have only 3", answer.text), address


def test_the_public_gets_nothing_restricted_and_no_word_that_it_exists(client, world):
    hidden = [made for made in world.reviews.values() if made.review.audience != Audience.PUBLIC]
    assert hidden
    theme = world.reviews["public"].item.themes.get()
    for made in world.reviews.values():
        answers = [client.get(f"/briefings/review/{made.review.slug}.{format}") for format in ("json", "pdf", "html")]
        expected = 200 if made is world.reviews["public"] else 404
        assert {answer.status_code for answer in answers} == {expected}, made.review.slug
    for address in (f"/briefings/theme/{theme.slug}", "/briefings/learning", "/briefings/recommendations"):
        shown = body(client.get(f"{address}.json")).decode()
        for made in hidden:
            assert made.word not in shown
            assert made.review.code not in shown


def test_a_practitioners_export_is_marked_in_name_file_and_rows(client_of, world):
    made = world.reviews["professionals"]
    browser = client_of("practitioner")
    address = f"/briefings/review/{made.review.slug}"
    for format in FORMATS:
        answer = browser.get(f"{address}.{format}")
        assert f"professionals-only.{format}" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "private, no-store"
        body(answer)
    outline = outline_at(browser, f"{address}.json")
    assert outline.audience == "Professionals only"
    assert {item.audience for item in outline.items()} == {"Professionals only"}
    rows = rows_of(browser.get(f"{address}.csv"))
    assert {row["Audience"] for row in rows} == {"Professionals only"}


def test_a_draft_is_marked_as_not_published(client_of, world):
    outline = outline_at(
        client_of("partnership-editor"), f"/briefings/review/{world.reviews['draft'].review.slug}.json"
    )
    assert "Not published" in outline.audience


def test_an_export_takes_a_number_of_queries_that_does_not_grow(client, world, django_assert_max_num_queries):
    client.get("/briefings/learning.json")
    with django_assert_max_num_queries(14):
        body(client.get("/briefings/learning.json"))
    with django_assert_max_num_queries(22):
        body(client.get("/briefings/review/baby-e.json"))


def test_a_formula_is_text_in_a_spreadsheet(client, world):
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text='=HYPERLINK("http://evil.example","x")')
    rows = rows_of(client.get(f"/briefings/review/{world.reviews['public'].review.slug}.csv"))
    assert '\'=HYPERLINK("http://evil.example","x")' in [row["Text"] for row in rows]
