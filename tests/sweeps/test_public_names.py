"""The generic name of a school is the only one in any byte that the public gets."""

import re
import zipfile
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import pytest

from learning.models import SearchEntry
from reviews_portal.briefings.writers import FORMATS
from tests.briefings.formats.pdf_reading import text_of
from tests.learning.public_names.school import NAME, STAGES_OF_THE_SCHOOL, TRACES, make_school
from tests.slowly import slow
from tests.sweeps.test_leaks import START, crawl

pytestmark = pytest.mark.usefixtures("pages_kept")
MORE = ["/api/v1/reviews/review-quokka0", "/api/v1/reviews/review-quokkaten", "/search/?q=school",
        "/search/suggest/?q=schoo", "/search/?q=primary+school&agency=a-primary-school-r9000",
        "/kinds-of-review/"]  # fmt: skip


@pytest.fixture(scope="session")
def stages():
    """Return the stages that these tests add to the world."""
    return STAGES_OF_THE_SCHOOL


@pytest.fixture
def school(world):
    return world.made["school"]


def traces_in(text: str) -> list[str]:
    """Return the names of the school that a text contains, also if they are escaped."""
    plain = unquote(unescape(text))
    return [trace for trace in TRACES if trace in plain]


def words_of(name: str, body: bytes) -> str:
    """Return everything that can be read in a file."""
    if name.endswith((".docx", ".pptx")):
        with zipfile.ZipFile(BytesIO(body)) as whole:
            return " ".join(f"{part} {whole.read(part).decode(errors='replace')}" for part in whole.namelist())
    return text_of(body, area=None) if name.endswith(".pdf") else body.decode("utf-8-sig")


@pytest.mark.parametrize("most", [2, slow(None)], ids=["some of each kind", "all"])
def test_no_public_page_names_the_school(school, client, most):
    """Its name, its slugs, its aliases and what was merged into it are on no page that links lead to."""
    public = [one.get_absolute_url() for one in (school.stand_in, school.second, school.made.review)]
    pages = crawl(client, [*START, *MORE, *public], most)
    assert [address for address, page in pages.items() if traces_in(f"{address} {page}")] == []
    for address in public:
        assert pages[address].startswith("200"), address
    assert sum(NAME in page for page in pages.values()) > 8


def test_the_crawl_would_find_the_name(world, client):
    make_school(world, is_generic=False)
    assert {"Quillon", "quillon"} <= set(traces_in(client.get("/agencies/").text))


def test_nothing_public_connects_the_two_reviews(school, client):
    """Each generic name has only the responses of its own review."""
    for stand_in, own, other in (
        (school.stand_in, school.made, school.other),
        (school.second, school.other, school.made),
    ):
        page = client.get(f"{stand_in.get_absolute_url()}responses/")
        assert f"The school answered again {own.word}" in page.text
        assert f"The school answered again {other.word}" not in page.text
        assert other.review.title not in page.text


def test_no_public_document_names_the_school(school, client):
    slug, theme = school.stand_in.slug, "neglect"
    recommendation = school.made.recommendation.reference
    for selection in (f"review/{school.made.review.slug}", f"agency/{slug}", f"recommendation/{recommendation}",
                      f"theme/{theme}", "work-in/education"):  # fmt: skip
        for form in FORMATS:
            address = f"/briefings/{selection}.{form}"
            response = client.get(address)
            if response.status_code == 302:  # a long document, made in the background
                continue
            assert response.status_code == 200, address
            body = b"".join(response)
            assert traces_in(words_of(address, body)) == [], address
            if selection.startswith("agency/"):
                assert re.search(r"A\s+primary\s+school", words_of(address, body), re.IGNORECASE), address


@pytest.mark.parametrize("slug", ["st-quillons", "old-bettong-school", "bettong-infants"])
@pytest.mark.parametrize("role", ["anyone", "practitioner", "other-editor"])
def test_no_address_of_the_school_leads_anywhere(school, client_of, slug, role):
    browser = client_of(role)
    reference = school.made.recommendation.reference
    for address in (
        f"/agencies/{slug}/",
        f"/agencies/{slug}/responses/",
        f"/recommendations/{reference}/responses/{slug}/",
        f"/briefings/agency/{slug}.json",
    ):
        response = browser.get(address)
        assert response.status_code == 404, address
        others = [one for one in traces_in(response.text.replace(slug, "")) if one not in slug]
        assert others == [], address
    filtered = browser.get("/learning/", {"agency": slug})
    assert traces_in(filtered.text.replace(slug, "")) == []
    assert school.made.item.reference not in filtered.text


def test_searching_for_the_name_finds_nothing(school, client):
    for words in ("Quillon", "SQPS", "Bettong"):
        page = client.get("/search/", {"q": words})
        assert school.made.review.code not in page.text
        assert NAME not in page.text
    entries = SearchEntry.objects.all()
    assert [one.pk for one in entries if traces_in(" ".join(map(str, vars(one).values())))] == []


def test_nothing_public_costs_a_query_more(school, client, django_assert_max_num_queries):
    """The page of a stand-in costs what the page of any agency costs."""
    for address in (school.stand_in.get_absolute_url(), school.made.recommendation.get_absolute_url()):
        with django_assert_max_num_queries(25):
            client.get(address)


def test_a_page_that_staff_saw_is_not_given_to_the_public(school, client, client_of):
    request = school.stand_in.requests.get()
    page = client_of("partnership-editor").get(request.get_absolute_url())
    assert f"{NAME} ({school.real.name})" in unescape(page.text)
    assert "no-store" in page["Cache-Control"]
    again = client.get(request.get_absolute_url())
    assert again.status_code == 302
    assert traces_in(again.text) == []
