"""The workspace: who gets which page, and what becomes of what is typed there."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from learning.models import Agency, Membership, Role
from recommendations.actions import checking, drafting
from recommendations.differences import differences
from recommendations.models import (
    LateText,
    Recommendation,
    ResponseDraft,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
)
from reviews_portal.accounts.models import User
from tests.world import make_user

from .conftest import WHOLE

ROLES = ["anyone", "signed-in", "practitioner", "member", "agency-editor", "writer", "scrutineer",
         "partnership-editor", "other-editor", "administrator"]  # fmt: skip
STAFF = {"writer": 200, "scrutineer": 200, "partnership-editor": 200, "administrator": 200}


def typed(draft: ResponseDraft, **changes) -> dict[str, object]:
    """Return what the form of this draft sends."""
    return WHOLE | {"signed_off_on": str(timezone.localdate()), "revision": draft.revision} | changes


def page_of(asked: ResponseRequest, rest: str = "") -> str:
    return f"/responses/{asked.pk}/{rest}"


# --- Who gets which page --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_each_page_answers_each_role(client_of, asked, draft, role):
    """404 to those to whom the request does not exist; 403 where only the workspace as a whole is refused."""
    client = client_of(role)
    reference, partnership = asked.recommendation.reference, asked.asked_by.slug
    others = 302 if role == "anyone" else 404
    own_page = {"agency-editor": 404, "other-editor": 404} | STAFF
    pages = {
        "/responses/": STAFF | {"agency-editor": 200, "other-editor": 200},
        page_of(asked): own_page,
        page_of(asked, "preview/"): {"writer": 200},
        page_of(asked, "late/1/"): {"writer": 404, "scrutineer": 403, "partnership-editor": 403, "administrator": 403},
        f"/responses/partnerships/{partnership}/": {one: 200 for one in STAFF if one != "writer"},
        f"/responses/partnerships/{partnership}/report/": {one: 200 for one in STAFF if one != "writer"},
        f"/responses/ask/{reference}/": {"partnership-editor": 200, "other-editor": 200},
    }
    refused = {"/responses/": 403, f"/responses/ask/{reference}/": 403}
    for address, expected in pages.items():
        fallback = others if role == "anyone" else refused.get(address, 404)
        assert client.get(address).status_code == expected.get(role, fallback), address


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("writer", "partnership-editor")])
def test_nobody_else_changes_anything_by_a_forged_post(client_of, asked, submitted, role):
    client = client_of(role)
    before = ResponseDraft.objects.get().revision, ResponseStep.objects.count(), ResponseRequest.objects.count()
    posts = {
        page_of(asked): typed(ResponseDraft.objects.get(), text="Mine.", do="submit"),
        page_of(asked, "publish/"): {"version": 1, "deciding_body": "Mine"},
        page_of(asked, "return/"): {"version": 1, "comment": "Mine"},
        page_of(asked, "withdraw/"): {"version": 1, "comment": "Mine"},
        page_of(asked, "chase/"): {"to": "reminded"},
        page_of(asked, "comment/"): {"text": "Mine"},
        page_of(asked, "assure/"): {"judgement": "partial", "judged_on": "2026-01-01", "deciding_body": "Mine"},
        f"/responses/ask/{asked.recommendation.reference}/": {"agencies": [asked.agency.pk], "due_on": "2030-01-01"},
    }
    for address, data in posts.items():
        if role != "scrutineer" or not address.endswith("comment/"):
            assert client.post(address, data).status_code in (302, 403, 404) or role == "other-editor", address
    assert not asked.comments.exists()
    after = ResponseDraft.objects.get().revision, ResponseStep.objects.count(), ResponseRequest.objects.count()
    assert before == after


def test_the_editor_of_a_partnership_writes_for_no_agency(client_of, asked, draft):
    response = client_of("partnership-editor").post(page_of(asked), typed(draft, text="Mine."))
    assert response.status_code == 404
    assert ResponseDraft.objects.get().text == WHOLE["text"]


def test_the_menu_leads_to_the_workspace_only_those_who_have_one(client_of, asked):
    for role in ROLES:
        has_link = 'href="/responses/"' in client_of(role).get("/").text
        assert has_link == (role in STAFF or role in ("agency-editor", "other-editor")), role


# --- The agency's editor --------------------------------------------------------------------------


def test_an_editor_saves_previews_and_submits(client_of, asked):
    client = client_of("writer")
    assert "Not started" in client.get("/responses/").text
    assert client.post(page_of(asked), {"text": "Begun.", "revision": 0}).url == page_of(asked)
    assert "Being written" in client.get("/responses/").text
    draft = ResponseDraft.objects.get()
    assert (draft.text, draft.acceptance) == ("Begun.", "not-stated")
    response = client.post(page_of(asked), typed(draft, do="preview"))
    assert response.url == page_of(asked, "preview/")
    assert WHOLE["text"] in client.get(response.url).text
    draft.refresh_from_db()
    assert client.post(page_of(asked), typed(draft, do="submit")).url == page_of(asked)
    assert ResponseVersion.objects.waiting().get().text == WHOLE["text"]
    assert "Waits to be checked" in client.get("/responses/").text


def test_what_is_missing_is_said_and_what_was_typed_is_there_and_saved(client_of, asked):
    client = client_of("writer")
    response = client.post(
        page_of(asked), {"text": "All of my words.", "progress": "delayed", "revision": 0, "do": "submit"}
    )
    assert response.status_code == 422
    assert "All of my words." in response.text
    assert 'value="delayed"' in response.text
    for words in ("Say whether your agency accepts", "Say why it is delayed", "now due", "Give the role"):
        assert words in response.text
    assert ResponseDraft.objects.get().text == "All of my words."
    # The form carries the revision that it was saved as: sending it again is no conflict.
    assert response.context["form"]["revision"].value() == 1


def test_a_date_that_does_not_exist_loses_nothing(client_of, asked):
    response = client_of("writer").post(
        page_of(asked), {"text": "My words.", "completed_on": "31/02/2026", "revision": 0}
    )
    assert response.status_code == 422
    assert "31/02/2026" in response.text
    assert "Give a date that exists" in response.text
    assert ResponseDraft.objects.get().text == "My words."


def test_text_that_is_too_long_is_still_in_the_field(client_of, asked):
    words = "word " * 5000
    response = client_of("writer").post(page_of(asked), {"text": words, "revision": 0})
    assert response.status_code == 422
    assert "Shorten the response to 20,000 characters" in response.text
    assert words.strip() in response.text


@pytest.mark.parametrize("revision", ["", "nonsense", "-1", "9" * 40])
def test_a_form_without_its_revision_writes_over_nothing(client_of, asked, draft, revision):
    response = client_of("writer").post(page_of(asked), typed(draft, text="Other.", revision=revision))
    assert response.status_code == 409
    assert ResponseDraft.objects.get().text == WHOLE["text"]
    assert LateText.objects.get().typed["text"] == "Other."


def test_markup_from_word_is_text(client_of, asked):
    client = client_of("writer")
    pasted = "<p class=MsoNormal><o:p>Words</o:p></p><script>alert(1)</script>\N{ZERO WIDTH SPACE}"
    client.post(page_of(asked), {"text": pasted, "revision": 0})
    assert ResponseDraft.objects.get().text == pasted
    for address in (page_of(asked), page_of(asked, "preview/")):
        assert "<script>alert" not in client.get(address).text


def test_two_people_at_once_lose_nothing(client_of, asked, draft):
    first, second = client_of("writer"), client_of("second-writer")
    first.post(page_of(asked), typed(draft, text="We changed nothing."))
    late = second.post(page_of(asked), typed(draft, text="We changed all."))
    assert late.status_code == 409
    assert "writer@example.org saved it" in late.text
    assert late.context["draft"].text == "We changed nothing."
    assert late.context["form"].instance is not late.context["draft"]
    assert "Select a valid choice" not in late.text
    assert "We changed nothing." in late.text
    assert "We changed all." in late.text
    kept = LateText.objects.get()
    assert page_of(asked, f"late/{kept.pk}/") in second.get(page_of(asked)).text
    assert page_of(asked, f"late/{kept.pk}/") not in first.get(page_of(asked)).text
    assert second.get(page_of(asked, f"late/{kept.pk}/")).status_code == 409
    draft.refresh_from_db()
    second.post(page_of(asked), typed(draft, text="We changed all but one.", late=kept.pk))
    draft.refresh_from_db()
    assert draft.text == "We changed all but one."
    assert not LateText.objects.exists()


def test_a_form_saves_itself_and_says_so_in_json(client_of, asked):
    response = client_of("writer").post(
        page_of(asked), {"text": "Begun.", "new_date": "never", "revision": 0}, headers={"accept": "application/json"}
    )
    assert response.json()["revision"] == 1
    assert response.json()["unread"] == ["new_date"]
    assert ResponseDraft.objects.get().text == "Begun."


# --- A session that is over -----------------------------------------------------------------------


@pytest.fixture
def expired(client_of, asked, draft):
    """Return the answer to a post after the session was over, and what it carries."""
    mark = client_of("writer").get(page_of(asked)).context["writer"]
    response = Client().post(page_of(asked), typed(draft, text="Typed too late.", writer=mark))
    assert response.status_code == 403
    assert "Typed too late." in response.text
    return response.context["kept"]


def sign_in(who: str, kept: str, asked, password: str = "a long password"):
    client = Client()
    data = {"username": f"{who}@example.org", "password": password, "kept": kept, "next": page_of(asked)}
    return client, client.post("/accounts/sign-in/", data)


def test_what_was_typed_after_the_session_is_saved_after_signing_in(asked, expired):
    client, response = sign_in("writer", expired, asked)
    assert response.url == page_of(asked)
    assert client.get(response.url).status_code == 302
    assert ResponseDraft.objects.get().text == "Typed too late."


def test_a_wrong_password_in_between_loses_nothing(asked, expired):
    _, response = sign_in("writer", expired, asked, "wrong")
    assert response.status_code == 200
    assert expired in response.text


def test_what_somebody_else_typed_is_neither_saved_nor_shown(asked, expired):
    client, response = sign_in("second-writer", expired, asked)
    assert "Typed too late." not in client.get(response.url).text
    assert ResponseDraft.objects.get().text == WHOLE["text"]


@pytest.mark.parametrize("forged", ["nonsense", "", "a:b:c"])
def test_what_nobody_signed_is_forgotten(asked, expired, forged):
    client, response = sign_in("writer", forged, asked)
    assert client.get(response.url).status_code == 200
    assert ResponseDraft.objects.get().text == WHOLE["text"]


# --- The partnership's editor ---------------------------------------------------------------------


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
    assert "returned by second-editor@example.org" in response.text


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
    judged = {"judgement": "partial", "judged_on": "2026-01-31", "deciding_body": "Board"}
    assert editor.post(page_of(asked, "assure/"), judged).status_code == 302
    assert "Partial" in editor.get(page_of(asked)).text
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
    assert "A comment of the scrutineer" in " ".join(message.subject for message in mail.outbox)


def test_a_request_is_chased_from_its_page(client_of, asked):
    editor = client_of("partnership-editor")
    assert "Remind them" in editor.get(page_of(asked)).text
    for _click in range(2):
        assert editor.post(page_of(asked, "chase/"), {"to": "reminded"}).status_code == 302
    assert "Escalate" in editor.get(page_of(asked)).text


def test_an_editor_asks_from_the_page_of_a_recommendation(client_of, world, agency):
    made, editor = world.reviews["public"], client_of("partnership-editor")
    address = f"/responses/ask/{made.recommendation.reference}/"
    assert address in editor.get(made.recommendation.get_absolute_url()).text
    page = editor.post(address, {"agencies": [agency.pk], "due_on": "2020-01-01", "note": "Since when?"})
    assert page.status_code == 422
    assert "before the day of asking" in page.text
    assert "Since when?" in page.text
    assert editor.post(address, {"agencies": [agency.pk], "due_on": "2030-01-01"}).url.endswith("/northshire/")
    assert ResponseRequest.objects.get().agency == agency
    hidden = world.reviews["draft"].recommendation.reference
    assert client_of("other-editor").get(f"/responses/ask/{hidden}/").status_code == 404


def test_the_dashboard_counts_and_leads_to_what_it_counts(client_of, world, asked, submitted):
    ResponseRequest.objects.create(
        recommendation=asked.recommendation,
        agency=world.reviews["public"].agency,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    silent = Agency.objects.create(name="Silent", slug="silent", kind=asked.agency.kind)
    ResponseRequest.objects.create(
        recommendation=world.reviews["draft"].recommendation,
        agency=silent,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    client = client_of("partnership-editor")
    address = "/responses/partnerships/northshire/"
    page = client.get(address)
    tally = page.context["tally"]
    assert (tally.asked, tally.published, tally.waits, tally.overdue) == (3, 1, 1, 1)
    assert {one.name: one.asked for one in page.context["by_agency"]} == {
        "Northshire Health": 1, world.reviews["public"].agency.name: 1, "Silent": 1
    }  # fmt: skip
    for query, expected in (
        ("show=overdue", [silent.name]),
        ("show=waits", ["Northshire Health"]),
        ("show=published", [world.reviews["public"].agency.name]),
        ("agency=silent&show=waits", []),
        (f"review={world.reviews['draft'].review.code}", [silent.name]),
        ("show=nonsense", [one.agency.name for one in ResponseRequest.objects.order_by("due_on", "pk")]),
    ):
        assert [one.agency.name for one in client.get(f"{address}?{query}").context["page"]] == expected, query


def test_an_agencys_requests_stand_by_what_there_is_to_do(client_of, world, asked):
    agency = asked.agency
    late = ResponseRequest.objects.create(
        recommendation=world.reviews["professionals"].recommendation,
        agency=agency,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    page = client_of("writer").get("/responses/")
    assert page.context["own"] == [late, asked]
    assert "overdue since 1 February 2020" in page.text
    # An agency that is asked reads the recommendation, though it may not see the review.
    assert world.reviews["professionals"].word in client_of("writer").get(page_of(late)).text


def test_somebody_who_works_for_two_sides_writes_and_decides(client_of, world, asked, submitted):
    both = make_user("both")
    Membership.objects.create(user=both, role=Role.AGENCY_EDITOR, agency=asked.agency)
    Membership.objects.create(user=both, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    world.people["both"] = User.objects.get(pk=both.pk)
    client = client_of("both")
    assert 'href="?check"' in client.get(page_of(asked)).text
    assert "Publish version 1" in client.get(page_of(asked, "?check")).text
    assert client.post(page_of(asked, "publish/"), {"version": 1, "deciding_body": "Board"}).status_code == 302


# --- Differences ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("a b", "a b"), ("", "a"), ("a", ""), ("a b c", "a x c"), ("one\n\ntwo", "two"), ("é ü", "é!")],
)
def test_differences_make_up_both_texts(old, new):
    pieces = differences(old, new)
    assert "".join(text for what, text in pieces if what != "gone") == new
    assert "".join(text for what, text in pieces if what != "new") == old


# --- Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["writer", "partnership-editor", "scrutineer"])
def test_a_list_takes_as_many_queries_for_many_requests_as_for_one(
    client_of, world, asked, submitted, who, django_assert_max_num_queries
):
    client = client_of(who)
    pages = ["/responses/"]
    if who != "writer":
        pages += ["/responses/partnerships/northshire/", "/responses/partnerships/northshire/report/"]

    def counted() -> list[int]:
        numbers = []
        for page in pages:
            with django_assert_max_num_queries(15) as queries:
                assert client.get(page).status_code == 200
            numbers.append(len(queries))
        return numbers

    one = counted()
    for number in range(20):
        made = Recommendation.objects.create(
            review=asked.recommendation.review,
            document=asked.recommendation.document,
            position=2000 + number,
            number=50 + number,
            stem=f"Stem {number}",
        )
        made.themes.set(asked.recommendation.themes.all())
        ResponseRequest.objects.create(
            recommendation=made,
            agency=asked.agency,
            asked_by=world.partnership,
            asked_on=asked.asked_on,
            due_on=asked.due_on,
        )
    assert counted() == one
