"""The yearly report as a document: the figures of its page, for the partnership alone."""

import pytest

from recommendations.actions import asking
from reviews_portal.briefings import yearly_report_outline
from reviews_portal.briefings.writers import FORMATS
from tests.briefings.exported import body, keep, outline_at
from tests.recommendations.conftest import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(world) -> str:
    made = world.reviews["public"]
    editor = world.people["partnership-editor"]
    asking.ask(made.recommendation, [made.agency], asked_by=world.partnership, by=editor, due_on=in_days(30))
    return f"/briefings/report/{world.partnership.slug}"


def test_it_has_the_figures_of_its_page(client_of, world, address):
    browser = client_of("partnership-editor")
    page = browser.get(f"/responses/partnerships/{world.partnership.slug}/report/")
    shown = {
        f"{title}: {figure.label}": ", ".join(
            [str(number), *(f"of which {some} {part.label.lower()}" for part, some in parts)]
        )
        for title, figures in page.context["report"].nested_figures()
        for figure, number, parts in figures
    }
    outline = outline_at(browser, f"{address}.json")
    assert {fact.name: fact.value for fact in outline.facts} == shown
    assert shown["Requests: All requests in this report"] == "1, of which 0 open before the period started"
    assert shown["Requests: No published response"] == "0, of which 0 overdue"
    assert outline.audience == "Own partnership only"
    asked = outline.sections[-1].items
    assert [item.reference for item in asked] == [world.reviews["public"].recommendation.reference]
    assert f"{address}.pdf" in page.text


def test_requests_that_are_too_many_for_a_document_are_counted_and_their_page_is_named(
    client_of, world, address, monkeypatch
):
    monkeypatch.setattr(yearly_report_outline, "MOST", 0)
    browser, told = (
        client_of("partnership-editor"),
        "A document can list up to 0. To see them all, open the report on the portal",
    )
    for format in FORMATS:
        content = body(browser.get(f"{address}.{format}"))
        if format in ("html", "md", "csv", "json"):
            assert told in content.decode().replace("\\", ""), format
    (item,) = outline_at(browser, f"{address}.json").sections[-1].items
    assert item.label == "1 requests"
    page = browser.get(item.address)
    assert world.reviews["public"].recommendation.reference in page.text
    assert "format=csv" in page.text


def test_it_is_written_in_every_format_and_marked(client_of, address):
    for format in FORMATS:
        answer = client_of("scrutineer").get(f"{address}.{format}?layout=seven-minute")
        assert answer.status_code == 200, format
        assert f"own-partnership-only.{format}" in answer["Content-Disposition"]
        assert answer.content


def test_nobody_else_gets_it_also_not_by_its_code(client, client_of, address):
    code = keep(client_of("partnership-editor"), f"{address}.json").code
    assert client_of("scrutineer").get(f"/briefings/versions/{code}/").status_code == 200
    for browser in (client, *map(client_of, ("practitioner", "member", "agency-editor", "other-editor"))):
        for path in (
            f"{address}.pdf",
            f"{address}.json",
            f"/briefings/versions/{code}/",
            f"/briefings/versions/{code}.csv",
        ):
            assert browser.get(path).status_code == 404, path


def test_a_period_that_is_none_is_not_found(client_of, address):
    assert client_of("partnership-editor").get(f"{address}.pdf?start=2026-02-01&end=2026-01-01").status_code == 404
