"""A judgement belongs to the version that was judged; a later version is to be assessed again."""

import csv
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.utils.dates import written_out
from recommendations.actions import assuring, checking, drafting
from recommendations.models import Assurance, Response, ResponseStep, ResponseVersion
from recommendations.requests.outcomes import Period
from recommendations.yearly_report import report_on
from tests.recommendations.conftest import in_days, judged, page_of, read
from tests.world import publish_version

YEAR = Period(in_days(-200), in_days(100))
AGAIN = "Reassessment needed"


@pytest.fixture
def delayed(world, asked, published) -> ResponseVersion:
    """Return a second version, published after the first was judged as assured: it is delayed."""
    judged(world, published)
    return publish_another(
        world, asked, text="It takes longer.", progress="delayed", progress_reason="Staff.", new_date=in_days(90)
    )


def publish_another(world, asked, **changes) -> ResponseVersion:
    """Return a newer version of the response, published."""
    writer = world.people["writer"]
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    draft = drafting.save_draft(
        draft, {"signed_off_by": "Head", "signed_off_on": timezone.localdate()} | changes, revision=draft.revision,
        by=writer,
    )  # fmt: skip
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    checking.publish_version(version, by=world.people["partnership-editor"], deciding_body="Board")
    return version


def exports(asked) -> list[str]:
    return [
        f"/briefings/recommendation/{asked.recommendation.reference}.{form}" for form in ("md", "json", "csv", "html")
    ]


def test_where_a_later_version_was_withdrawn_the_workspace_says_what_the_page_says(
    client, client_of, world, asked, delayed
):
    judged(world, delayed.response)
    editor = world.people["partnership-editor"]
    checking.withdraw_version(delayed, by=editor, reason="It was of another agency.")
    workspace = client_of("partnership-editor").get(asked.get_absolute_url()).text
    assert AGAIN not in workspace
    assert AGAIN not in read(client, asked.recommendation.get_absolute_url())
    checking.withdraw_version(delayed.response.versions.get(number=1), by=editor, reason="It was, too.")
    publish_another(world, asked, text="Now it is right.")
    workspace = client_of("partnership-editor").get(asked.get_absolute_url()).text
    assert f"{AGAIN}.</strong> The decisions below are about other versions, not version 3." in workspace


def test_a_later_delay_never_stands_beside_the_judgement_on_what_was_before(client, world, asked, delayed):
    today = written_out(timezone.localdate())
    said = f"{world.partnership}: {AGAIN} (version 1: Assured, {today}, Board)"
    for page in (asked.recommendation.get_absolute_url(), *exports(asked)):
        text = read(client, page)
        assert "Delayed" in text, page
        assert said in text, page
        assert text.count("Assured, ") == 1, page


def test_once_it_is_judged_again_that_judgement_stands(client, world, asked, delayed):
    judged(world, delayed.response, judgement="partial")
    for page in (asked.recommendation.get_absolute_url(), *exports(asked)):
        text = read(client, page)
        assert f"{world.partnership}: Partly assured, " in text, page
        assert AGAIN not in text, page
        assert "Assured" not in text, page


def test_in_the_workspace_each_judgement_names_its_version(client_of, asked, delayed):
    page = client_of("partnership-editor").get(page_of(asked)).text
    assert f"{AGAIN}." in page
    assert "Assured (version 1)" in page


def test_dashboard_and_report_count_it_as_to_be_assessed_again(client_of, world, asked, delayed):
    client, address = client_of("scrutineer"), "/responses/partnerships/northshire/"
    assert client.get(address).context["tally"].counted["assured"] == 0
    report = report_on(world.partnership, YEAR)
    (row,) = report.rows
    assert (row.judgement, row.assurance, row.shows) == ("to-be-assessed-again", None, None)
    assert "reassessment" in row.gaps
    figures = {figure.key: number for _, group in report.figures() for figure, number in group}
    assert (figures["judgement-to-be-assessed-again"], figures["judgement-assured"], figures["impact"]) == (1, 0, 0)
    today = written_out(timezone.localdate())
    words = f"{AGAIN} (version 1: Assured, {today}, Board)"
    in_line = f"Assurance: {words[:1].lower()}{words[1:]}"
    assert in_line in client.get(f"{address}report/").text
    table = client.get(f"{address}report/?format=csv").getvalue().decode("utf-8-sig")
    assert next(csv.DictReader(StringIO(table)))["Assurance"] == words
    assert in_line in read(client, "/briefings/report/northshire.md")


def test_a_report_on_the_time_before_still_says_assured(world, asked, delayed):
    long_ago = timezone.now() - timezone.timedelta(days=50)
    with_triggers_down(delayed, long_ago)
    Assurance.objects.update(judged_on=in_days(-40))
    (row,) = report_on(world.partnership, Period(in_days(-300), in_days(-10))).rows
    assert row.judgement == "assured"


def with_triggers_down(delayed, then) -> None:
    """Let the first version have been published long ago, which nobody can write."""
    from recommendations.triggers.immutability import unguarded

    with unguarded():
        ResponseStep.objects.filter(version__response=delayed.response, version__number=1).update(at=then)
        delayed.response.recommendation.requests.update(asked_on=in_days(-60))


def test_only_the_version_that_is_published_now_is_judged(client_of, world, asked, published):
    first = published.versions.get()
    publish_another(world, asked, text="Newer.")
    with pytest.raises(ValidationError, match="Version 2 has replaced version 1"):
        assuring.assure(
            first, partnership=world.partnership, by=world.people["partnership-editor"], judgement="partial",
            judged_on=timezone.localdate(), deciding_body="Board",
        )  # fmt: skip
    sent = {
        "version": 1, "judgement": "partial", "judged_on": str(timezone.localdate()), "deciding_body": "Board",
        "evidence": "What I typed.", "shows": "activity",
    }  # fmt: skip
    client = client_of("partnership-editor")
    for version in (1, ""):
        page = client.post(page_of(asked, "assure/"), sent | {"version": version})
        assert page.status_code == 422
        assert "What I typed." in page.text
    assert not Assurance.objects.exists()
    assert client.post(page_of(asked, "assure/"), sent | {"version": 2}).status_code == 302
    assert Assurance.objects.get().version.number == 2


def test_of_a_version_that_was_withdrawn_no_judgement_is_told(client, world, asked, published, delayed):
    checking.withdraw_version(
        published.versions.get(number=1), by=world.people["partnership-editor"], reason="It was wrong."
    )
    text = client.get(asked.recommendation.get_absolute_url()).text
    assert f"{world.partnership}: {AGAIN}<" in text
    assert "Assured" not in text


def test_the_database_takes_a_judgement_only_on_a_version_of_its_response(world, published):
    other = world.reviews["public"].response.versions.get()
    values = {"partnership": world.partnership, "judgement": "partial", "judged_on": in_days(0)}
    with pytest.raises(IntegrityError, match="a version of the same response"), transaction.atomic():
        Assurance.objects.create(response=published, version=other, **values)
    with pytest.raises(ValidationError, match="another response"):
        Assurance(response=published, version=other, **values).clean()


def test_judgements_of_before_get_the_version_that_was_published_then(world):
    """The newest at the end of the day of the judgement; the first that came since; unknown where none ever was."""
    response = world.reviews["public"].response
    publish_version(response, "Second")
    give_versions = import_module("recommendations.migrations.0009_judged_version_of_before").give_versions
    days = {1: in_days(-30), 2: in_days(-10)}
    from recommendations.triggers.immutability import unguarded

    with unguarded():
        for number, day in days.items():
            at = timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))
            ResponseStep.objects.filter(version__response=response, version__number=number).update(at=at)
    empty = Response.objects.create(
        recommendation=response.recommendation,
        agency=response.agency.__class__.objects.exclude(pk=response.agency_id)[0],
    )
    expected = {in_days(-40): 1, in_days(-30): 1, in_days(-11): 1, in_days(-10): 2, in_days(0): 2}
    for day in expected:
        Assurance.objects.create(
            response=response, partnership=world.partnership, judgement="partial", judged_on=day, deciding_body="B"
        )
    unknown = Assurance.objects.create(
        response=empty, partnership=world.partnership, judgement="partial", judged_on=in_days(0), deciding_body="B"
    )
    give_versions(apps, None)
    found = {one.judged_on: one.version.number for one in Assurance.objects.filter(response=response)}
    assert found == expected
    unknown.refresh_from_db()
    assert unknown.version is None
