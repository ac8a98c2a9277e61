"""What a partnership's editor and its scrutineer do with an answer."""

import pytest
from django.core import mail

from recommendations.actions import checking, commenting, drafting
from tests.recommendations.conftest import WHOLE, page_of


def test_an_editor_compares_and_publishes_and_the_public_reads(client_of, client, world, asked, submitted):
    editor = client_of("partnership-editor")
    page = editor.get(page_of(asked)).text
    assert WHOLE["text"] in page
    assert editor.post(page_of(asked, "publish/"), {"version": 1, "deciding_body": "Board"}).url == page_of(asked)
    assert WHOLE["text"] in client.get(asked.recommendation.get_absolute_url()).text
    writer = world.people["writer"]
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    draft = drafting.save_draft(draft, {"text": "We changed when we ask."}, revision=draft.revision, by=writer)
    drafting.submit(draft, revision=draft.revision, by=writer)
    page = editor.get(page_of(asked)).text
    assert "<del>" in page
    assert "<ins>" in page
    assert "We changed when" not in client.get(asked.recommendation.get_absolute_url()).text


def test_a_version_that_was_decided_meanwhile_is_not_decided_again(client_of, world, asked, submitted):
    checking.return_version(submitted, by=world.people["second-editor"], comment="Say since when.")
    response = client_of("partnership-editor").post(
        page_of(asked, "publish/"), {"version": 1, "deciding_body": "Board"}
    )
    assert response.status_code == 422
    assert "returned by an editor of Northshire Safeguarding Children Partnership" in response.text


@pytest.mark.parametrize("version", ["", "2", "x", "-1", "9" * 30])
def test_a_version_that_does_not_exist_is_not_decided(client_of, asked, submitted, version):
    response = client_of("partnership-editor").post(
        page_of(asked, "publish/"), {"version": version, "deciding_body": "Board"}
    )
    assert response.status_code == 404


def test_a_form_with_errors_keeps_all_that_was_typed(client_of, world, asked, submitted):
    editor = client_of("partnership-editor")
    page = editor.post(page_of(asked, "publish/"), {"version": 1, "meeting": "In May"})
    assert page.status_code == 422
    assert 'value="In May"' in page.text
    assert 'href="#id_publish_deciding_body"' in page.text
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    page = editor.post(page_of(asked, "assure/"), {"judgement": "assured", "evidence": "An audit.", "judged_on": "x"})
    assert page.status_code == 422
    assert "An audit." in page.text
    judged = {"version": 1, "judgement": "partial", "judged_on": "2026-01-31", "deciding_body": "Board"}
    assert editor.post(page_of(asked, "assure/"), judged).status_code == 302
    assert "Partly assured" in editor.get(page_of(asked)).text
    assert editor.post(page_of(asked, "withdraw/"), {"version": 1, "comment": "It was wrong."}).status_code == 302


def test_a_scrutineer_comments_and_the_agency_does_not_read_it(client_of, world, asked, submitted):
    scrutineer, editor = client_of("scrutineer"), client_of("partnership-editor")
    assert scrutineer.post(page_of(asked, "comment/"), {"text": " "}).status_code == 422
    for _click in range(2):
        assert scrutineer.post(page_of(asked, "comment/"), {"text": "What changed for children?"}).status_code == 302
    assert [comment.by for comment in asked.comments.all()] == [world.people["scrutineer"]]
    assert "What changed for children?" in editor.get(page_of(asked)).text
    assert "Add the comment" not in editor.get(page_of(asked)).text
    assert editor.post(page_of(asked, "comment/"), {"text": "Mine."}).status_code == 404
    for address in (page_of(asked), page_of(asked, "?check"), page_of(asked, "preview/")):
        assert "What changed for children?" not in client_of("writer").get(address).text
    assert "New comment from the independent scrutineer" in " ".join(message.subject for message in mail.outbox)


def test_people_are_shown_by_their_role(client_of, world, asked, submitted):
    commenting.comment(asked, by=world.people["scrutineer"], text="What changed?")
    checking.return_version(submitted, by=world.people["partnership-editor"], comment="Say since when.")
    for role in ("writer", "partnership-editor", "scrutineer", "administrator"):
        page = client_of(role).get(page_of(asked)).text
        main = page[page.index("<main") : page.index("</main>")]
        assert "by an editor of Northshire Health" in main, role
        assert f"by an editor of {world.partnership}" in main, role
        if role != "writer":  # who reads by whom of their colleagues the draft was saved
            assert "@example.org" not in main, role
            assert f"an independent scrutineer of {world.partnership}" in main, role


def test_a_request_is_chased_from_its_page(client_of, asked):
    editor = client_of("partnership-editor")
    assert "Send reminder" in editor.get(page_of(asked)).text
    for _click in range(2):
        assert editor.post(page_of(asked, "chase/"), {"to": "reminded"}).status_code == 302
    assert "Escalate" in editor.get(page_of(asked)).text


def test_a_returned_version_is_read_and_compared_with_what_comes_after_it(client_of, world, asked, draft, published):
    writer, by, editor = world.people["writer"], world.people["partnership-editor"], client_of("partnership-editor")

    def submit(text: str):
        mine = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
        mine = drafting.save_draft(mine, {"text": text}, revision=mine.revision, by=writer)
        return drafting.submit(mine, revision=mine.revision, by=writer)

    assert editor.get(page_of(asked)).context["returned"] is None
    second = submit("We asked the wombat.")
    assert [other.number for other, _ in editor.get(page_of(asked)).context["compared"]] == [1]
    checking.return_version(second, by=by, comment="Say since when.")
    page = editor.get(page_of(asked))
    assert page.context["returned"] == second
    assert "We asked the wombat." in page.text
    submit("We asked the numbat.")
    page = editor.get(page_of(asked))
    assert [other.number for other, _ in page.context["compared"]] == [2, 1]
    assert "Compared with version 2, which was submitted earlier." in page.text
    assert "Compared with version 1, which is published now." in page.text
    assert [(one.what, one.text.strip()) for one in page.context["compared"][0][1] if one.what != "same"] == [
        ("gone", "wombat"), ("new", "numbat")
    ]  # fmt: skip


def test_a_first_version_that_was_returned_is_not_nothing(client_of, world, asked, submitted):
    checking.return_version(submitted, by=world.people["partnership-editor"], comment="Say since when.")
    page = client_of("partnership-editor").get(page_of(asked)).text
    assert "Nothing is submitted yet." not in page
    assert "No new version has been submitted since version 1 was returned." in page
    assert WHOLE["text"] in page


def test_nothing_is_compared_with_what_was_withdrawn(client_of, world, asked, draft, published):
    writer = world.people["writer"]
    checking.withdraw_version(published.versions.get(), by=world.people["partnership-editor"], reason="It was wrong.")
    mine = drafting.save_draft(draft, {"text": "Other."}, revision=draft.revision, by=writer)
    drafting.submit(mine, revision=mine.revision, by=writer)
    page = client_of("partnership-editor").get(page_of(asked))
    assert page.context["compared"] == []
    assert WHOLE["text"] not in page.text


def test_a_judgement_is_said_to_stand_beside_others_only_where_there_are_some(client_of, asked, published):
    editor = client_of("partnership-editor")
    judged = {"version": 1, "judged_on": "2026-01-31", "deciding_body": "Board"}
    page = editor.post(page_of(asked, "assure/"), judged | {"judgement": "insufficient"}, follow=True).text
    assert "<p>Your assurance decision has been recorded.</p>" in page
    page = editor.post(page_of(asked, "assure/"), judged | {"judgement": "partial"}, follow=True).text
    assert "<p>Your assurance decision has been recorded. Earlier decisions stay on the page.</p>" in page


def test_what_is_missing_in_a_judgement_is_named(client_of, asked, published):
    page = client_of("partnership-editor").post(page_of(asked, "assure/"), {})
    assert page.status_code == 422
    for words in (
        "Select the level of assurance.",
        "Enter the date of the decision, such as 31/3/2027.",
        "Enter the group that made this decision.",
    ):
        assert page.text.count(words) == 2, words
    assert "This field is required" not in page.text
    assert "Required if the level is “Assured”." in page.text
