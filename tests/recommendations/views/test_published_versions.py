"""Anyone reads each published version of a response and what changed; of a withdrawn one only that it was."""

from datetime import date
from html import unescape

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from recommendations.actions import checking, drafting
from recommendations.models import ResponseStep, ResponseVersion
from tests.portal.pages.words import text_of
from tests.recommendations.conftest import WHOLE


@pytest.fixture
def publish(world, asked, draft):
    """Return a function that submits and publishes what the agency answers."""
    writer, editor = world.people["writer"], world.people["partnership-editor"]

    def publish(text: str, **stated) -> ResponseVersion:
        mine = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
        whole = WHOLE | {"signed_off_on": timezone.localdate(), "text": text} | stated
        mine = drafting.save_draft(mine, whole, revision=mine.revision, by=writer)
        version = drafting.submit(mine, revision=mine.revision, by=writer)
        checking.publish_version(version, by=editor, deciding_body="Learning group", meeting="May meeting")
        return version

    return publish


def address(asked) -> str:
    return f"{asked.recommendation.get_absolute_url()}responses/{asked.agency.slug}/"


def test_anyone_reads_each_version_and_what_changed(client, asked, publish):
    publish("We changed how we ask.")
    publish("We changed when we ask.", progress="completed", completed_on=timezone.localdate())
    today = date_format(timezone.localdate())
    page = client.get(address(asked))
    newest, first = page.context["editions"]
    assert [(one.what, one.text) for one in newest.pieces] == [
        ("same", "We changed "), ("gone", "how "), ("new", "when "), ("same", "we ask.")
    ]  # fmt: skip
    assert first.pieces == []
    assert [name for name, _, _ in newest.restated] == ["progress", "completed on"]
    for words in (
        "[deleted: </span>how",
        "[added: </span>when",
        f'Completed on: <ins><span class="visually-hidden">[added: </span>{today}<',
        "Publication approved by Learning group, May meeting.",
        "Version 2 (newest)",
    ):
        assert words in page.text
    assert page["Cache-Control"] == "no-cache"


def test_the_page_of_a_recommendation_leads_there_where_there_is_something_to_compare(client, asked, publish):
    publish("First.")
    page = asked.recommendation.get_absolute_url()
    assert address(asked) not in client.get(page).text
    second = publish("Second.")
    assert f'href="{address(asked)}">View 2 versions' in client.get(page).text
    ResponseStep.objects.create(version=second, action="withdrawn")
    assert f'href="{address(asked)}">View 2 versions' in client.get(page).text


def test_nothing_of_a_withdrawn_version_is_told_but_when(client, client_of, world, asked, publish):
    """Not even as what changed in the next one."""
    publish("We asked at home.")
    named = publish("We asked the wombat at home.")
    checking.withdraw_version(named, by=world.people["partnership-editor"], reason="It names the wombat.")
    publish("We asked at home, twice.")
    for browser in (client, client_of("writer"), client_of("partnership-editor")):
        page = browser.get(address(asked))
        assert "wombat" not in page.text
        assert f"Withdrawn on {timezone.localdate():%-d %B %Y}" in page.text
        last, gone, _ = page.context["editions"]
        assert (gone.version, gone.pieces, gone.restated) == (None, [], [])
        assert "".join(one.text for one in last.pieces if one.what != "new") == "We asked at home."


def test_a_response_without_a_published_version_is_gone_or_was_never_there(client, world, asked, publish):
    assert client.get(address(asked)).status_code == 404
    only = publish("We asked.")
    assert client.get(address(asked)).status_code == 200
    checking.withdraw_version(only, by=world.people["partnership-editor"], reason="It was wrong.")
    page = client.get(address(asked))
    assert page.status_code == 410
    assert asked.agency.name not in page.text
    assert "We asked." not in page.text


def test_what_is_submitted_or_returned_is_not_there(client, world, asked, draft, publish):
    publish("First.")
    writer = world.people["writer"]
    mine = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    mine = drafting.save_draft(mine, {"text": "Second, numbat."}, revision=mine.revision, by=writer)
    version = drafting.submit(mine, revision=mine.revision, by=writer)
    assert "numbat" not in client.get(address(asked)).text
    checking.return_version(version, by=world.people["partnership-editor"], comment="Name no numbat.")
    page = client.get(address(asked))
    assert "numbat" not in page.text
    assert len(page.context["editions"]) == 1


def test_what_a_document_says_is_quoted_from_it(client, world):
    made = world.reviews["public"]
    page = client.get(f"{made.recommendation.get_absolute_url()}responses/{made.agency.slug}/")
    assert f"Quoted from {made.document.title}" in text_of(unescape(page.text))


def test_markup_in_a_version_is_text(client, asked, publish):
    publish("<script>alert(1)</script> <b>one</b>")
    publish("<script>alert(2)</script> <i>two</i>")
    text = client.get(address(asked)).text
    assert "<script>alert" not in text
    assert "<b>one" not in text


def test_a_delay_reads_as_one_sentence(client, asked, publish):
    publish("First.", progress="delayed", progress_reason="Staff left.\nNobody came.", new_date=date(2090, 1, 1))
    for page in (address(asked), asked.recommendation.get_absolute_url()):
        assert "Delayed, now due 1 January 2090: Staff left.<br>Nobody came." in client.get(page).text, page


def test_one_version_alone_is_compared_with_nothing(client, asked, publish):
    publish("First.")
    assert '<div class="answer"><p>One version has been published.</p></div>' in client.get(address(asked)).text
    publish("Second.")
    assert "2 versions have been published. The newest is first." in client.get(address(asked)).text


def test_where_answers_are_from_is_said_only_of_documents(client, world, asked, publish):
    page = asked.recommendation.get_absolute_url()
    publish("First.")
    assert client.get(page).text.count("Source: ") == 1
    asked.recommendation.responses.exclude(agency=asked.agency).get().versions.get().steps.create(action="withdrawn")
    text = client.get(page).text
    assert "First." in text
    assert "Source:" not in text
