"""The yearly report: each figure against a count made by hand."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.utils import timezone

from learning.models import Partnership
from recommendations.actions import assuring, checking, drafting
from recommendations.models import Assurance, EvidenceFile, ResponseRequest
from recommendations.requests.outcomes import Period
from recommendations.yearly_report import FIGURES, PARTS, report_on
from reviews_portal.demo.workspace import make_demonstration
from tests.world import make_user

from .conftest import in_days, judged

YEAR = Period(in_days(-200), in_days(100))

# Counted by hand on the demonstration: five requests; the police answered the first recommendation (accepted, in
# progress, judged as partial on evidence of activity) and submitted the second; the council is overdue with the first.
BY_HAND = {
    "asked": 5, "carried-over": 0, "answered": 1, "unanswered": 4, "overdue": 1,
    "acceptance-accepted": 1, "acceptance-unanswered": 4,
    "progress-in-progress": 1, "progress-unanswered": 4,
    "judgement-partial": 1, "judgement-unanswered": 4,
    "shows-activity": 1, "shows-unanswered": 4,
    "gaps": 5,
}  # fmt: skip


@pytest.fixture
def demonstration(db) -> Partnership:
    make_demonstration(make_user("an-editor"), make_user("a-writer"), make_user("a-scrutineer"))
    return Partnership.objects.get(slug="fernley-invented")


def numbers(report) -> dict[str, int]:
    return {figure.key: number for _, figures in report.figures() for figure, number in figures if number}


def test_each_figure_is_what_one_counts_by_hand(demonstration):
    report = report_on(demonstration, YEAR)
    assert numbers(report) == {key: number for key, number in BY_HAND.items() if number}
    for figures in FIGURES.values():
        for figure in figures:
            assert len(report.rows_of(figure.key)) == BY_HAND.get(figure.key, 0), figure.key
    counted = {part: {line.name: [number for _, number in line.numbers] for line in report.by(part)} for part in PARTS}
    assert counted == {
        "review": {"Demonstration (invented)": [5, 1, 1, 0, 0]},
        "agency": {
            "Fernley Community Health (invented)": [2, 0, 0, 0, 0],
            "Fernley Council Children’s Services (invented)": [1, 0, 1, 0, 0],
            "Fernley Police (invented)": [2, 1, 0, 0, 0],
        },
        "theme": {"Fathers and male carers": [3, 1, 1, 0, 0], "Information sharing": [2, 0, 0, 0, 0]},
    }
    for part in PARTS:
        for line in report.by(part):
            for key, number in line.numbers:
                assert len(report.rows_of(key, {part: line.key})) == number, (part, line.name, key)
    gaps = {
        row.request.agency.name.split()[1] + row.request.recommendation.reference[-1]: row.gaps for row in report.rows
    }
    assert gaps == {
        "Council1": ["response (overdue)"],
        "Community1": ["response"],
        "Police1": ["evidence of impact (only activity shown)"],
        "Community2": ["response"],
        "Police2": ["partnership check of the submitted response"],
    }


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 3, 31), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 1, 15), date(2025, 4, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), date(2027, 4, 1), date(2028, 3, 31)),
    ],
)
def test_a_reporting_year_is_from_april_to_march(day, start, end):
    assert Period.of(day) == Period(start, end)


def test_what_was_open_is_carried_over_and_what_was_closed_is_not(world, asked, submitted):
    ResponseRequest.objects.update(asked_on=in_days(-400), due_on=in_days(-300))
    partnership = world.partnership
    (row,) = report_on(partnership, YEAR).rows
    assert (row.is_carried_over, row.is_overdue, row.waits) == (True, False, True)
    assert row.gaps == ["partnership check of the submitted response"]
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    (row,) = report_on(partnership, YEAR).rows
    assert (row.is_carried_over, row.is_overdue, row.answered_on) == (True, False, timezone.localdate())
    # It was answered before this period began, and not yet in that one.
    assert list(report_on(partnership, Period(in_days(1), in_days(300))).rows) == []
    (row,) = report_on(partnership, Period(in_days(-300), in_days(-1))).rows
    assert (row.version, row.is_overdue, row.waits) == (None, True, False)
    assert list(report_on(partnership, Period(in_days(-900), in_days(-500))).rows) == []


def test_the_newest_version_and_the_last_judgement_of_the_period_count(world, asked, submitted):
    editor, writer = world.people["partnership-editor"], world.people["writer"]
    checking.publish_version(submitted, by=editor, deciding_body="Board")
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    more = {"progress": "completed", "completed_on": timezone.localdate()}
    draft = drafting.save_draft(draft, more, revision=draft.revision, by=writer)
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    (row,) = report_on(world.partnership, YEAR).rows
    assert row.progress == "in-progress"
    checking.publish_version(version, by=editor, deciding_body="Board")
    judged = {"partnership": world.partnership, "by": editor, "deciding_body": "Board"}
    assuring.assure(version, judgement="partial", judged_on=in_days(-5), **judged)
    evidence = {"evidence": "An audit.", "evidence_on": in_days(-1), "shows": "outcome-for-children"}
    assuring.assure(version, judgement="assured", judged_on=timezone.localdate(), **judged, **evidence)
    (row,) = report_on(world.partnership, YEAR).rows
    assert (row.progress, row.judgement, row.shows, row.gaps) == ("completed", "assured", "outcome-for-children", [])
    Assurance.objects.filter(judgement="assured").update(judged_on=in_days(50))
    (row,) = report_on(world.partnership, Period(in_days(-200), in_days(10))).rows
    assert row.judgement == "partial"
    checking.withdraw_version(version, by=editor, reason="It was wrong.")
    (row,) = report_on(world.partnership, YEAR).rows
    assert row.progress == "in-progress"


def test_the_page_has_each_figure_and_leads_to_its_rows(client_of, world, asked):
    client, address = client_of("scrutineer"), "/responses/partnerships/northshire/report/"
    page = client.get(address)
    assert page.status_code == 200
    for figures in FIGURES.values():
        for figure in figures:
            label = f"of these, {figure.label.lower()}" if figure.within else figure.label
            assert f"<span>{label}</span>" in page.text, label
    assert "show=overdue#rows" not in page.text  # a nought leads nowhere
    assert [row.request for row in client.get(f"{address}?show=unanswered").context["page"]] == [asked]
    assert list(client.get(f"{address}?show=answered").context["page"]) == []
    assert len(client.get(f"{address}?show=nonsense").context["page"]) == 1
    assert "There are no requests" in client.get(f"{address}?start=2001-01-01&end=2001-12-31").text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("start=2026-04-01&end=2025-03-31", "must be on or after the start date"),
        ("start=never&end=2025-03-31", "must be a real date"),
        ("start=&end=2025-03-31", "Enter the start date, such as 31/3/2027."),
    ],
)
def test_a_period_that_is_none_is_said_to_be_none(client_of, asked, query, words):
    page = client_of("scrutineer").get(f"/responses/partnerships/northshire/report/?{query}")
    assert page.status_code == 422
    assert words in page.text
    assert 'value="2025-03-31"' in page.text


def test_as_csv_it_has_a_row_for_each_request(client_of, world, asked):
    asked.agency.name = "=HYPERLINK(1)"
    asked.agency.save()
    answer = client_of("partnership-editor").get("/responses/partnerships/northshire/report/?format=csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="learning-from-reviews-northshire-')
    (row,) = csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig")))
    assert row["Reference"] == asked.recommendation.reference
    assert row["Agency"] == "'=HYPERLINK(1)"
    assert row["Gaps"] == "Response"
    assert row["Asked"] == str(timezone.localdate())


def test_the_report_names_the_date_of_evidence_and_not_what_it_is(client_of, world, published):
    files = [EvidenceFile.of("wombat.txt", b"wombat")]
    judged(world, published, evidence="Wombat.", link="https://example.org/wombat", evidence_files=files)
    client, address = client_of("scrutineer"), "/responses/partnerships/northshire/report/"
    answer = client.get(f"{address}?format=csv").getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(answer))
    assert (row["Evidence dated"], row["Evidence shows"]) == (str(in_days(-3)), "Change in practice")
    assert "shows change in practice" in client.get(address).text
    assert "ombat" not in answer + client.get(address).text


def test_an_old_report_does_not_change(world, asked, submitted):
    """What is published today changes nothing of a period that is over."""
    ResponseRequest.objects.update(asked_on=in_days(-30), due_on=in_days(-20))
    before = numbers(report_on(world.partnership, Period(in_days(-100), in_days(-1))))
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    assert numbers(report_on(world.partnership, Period(in_days(-100), in_days(-1)))) == before
    assert before["overdue"] == 1
