"""What was typed when the session was over."""

import pytest
from django.test import Client

from learning.models import Membership, Role
from recommendations.actions import checking
from recommendations.models import ConflictingDraft, ResponseDraft, ResponseVersion
from tests.recommendations.conftest import WHOLE, page_of, typed
from tests.world import make_user


@pytest.fixture
def expired(client_of, asked, draft):
    """Return the answer to a post after the session was over, and what it carries."""
    mark = client_of("writer").get(page_of(asked)).context["writer"]
    response = Client().post(page_of(asked, "save/"), typed(draft, text="Typed too late.", writer=mark))
    assert response.status_code == 403
    assert "Typed too late." in response.text
    return response.context["kept"]


def sign_in(who: str, kept: str, asked, password: str = "a long password"):
    client = Client()
    data = {"login": f"{who}@example.org", "password": password, "kept": kept, "next": page_of(asked)}
    return client, client.post("/accounts/sign-in/", data)


def test_what_was_typed_after_the_session_is_saved_after_signing_in(asked, expired):
    client, response = sign_in("writer", expired, asked)
    assert response.url == page_of(asked)
    page = client.get(response.url, follow=True)
    assert "Draft saved." in page.text
    assert "not been submitted" not in page.text
    assert ResponseDraft.objects.get().text == "Typed too late."


def test_what_no_form_of_ours_could_hold_waits_in_no_session(asked, expired, settings):
    settings.LONGEST_KEPT = len(expired)
    client, _ = sign_in("writer", expired, asked)
    assert client.session["kept"] == expired
    client, response = sign_in("writer", f"{expired}.", asked)
    assert response.status_code == 302
    assert "kept" not in client.session


# --- A token that is over, as after signing in in another window -------------------------------------


def strict(client: Client) -> Client:
    """Return a browser of the same person whose forms are checked for their token."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client.cookies
    return browser


def refused_post(browser: Client, asked, do: str = "save", **data):
    return browser.post(page_of(asked, f"{do}/"), data | {"csrfmiddlewaretoken": "of before"})


@pytest.mark.parametrize("do", ["save", "save-and-preview", "submit"])
def test_what_was_typed_with_an_old_token_is_saved_and_nothing_more(client_of, asked, draft, do):
    browser = strict(client_of("writer"))
    mark = browser.get(page_of(asked)).context["writer"]
    answer = refused_post(browser, asked, do, **typed(draft, text="Typed on.", writer=mark))
    assert (answer.status_code, answer.url) == (302, page_of(asked))
    assert ResponseDraft.objects.get().text == WHOLE["text"]
    page = browser.get(page_of(asked), follow=True)
    assert page.context["form"]["text"].value() == "Typed on."
    assert "Draft saved." in page.text
    assert ("It has not been submitted yet." in page.text) == (do == "submit")
    assert not ResponseVersion.objects.filter(response=draft.response).exists()


def test_what_is_longer_than_any_form_with_an_old_token_is_not_kept(client_of, asked, draft, settings):
    browser = strict(client_of("writer"))
    mark = browser.get(page_of(asked)).context["writer"]
    settings.LONGEST_KEPT = 20
    answer = refused_post(browser, asked, **typed(draft, text="Typed on.", writer=mark))
    assert answer.status_code == 403
    assert "kept" not in browser.session


def test_what_was_typed_with_an_old_token_writes_over_nothing(client_of, asked, draft):
    browser = strict(client_of("writer"))
    mark = browser.get(page_of(asked)).context["writer"]
    client_of("second-writer").post(page_of(asked, "save/"), typed(draft, text="Theirs."))
    refused_post(browser, asked, **typed(draft, text="Mine.", writer=mark))
    assert browser.get(page_of(asked)).status_code == 409
    assert ResponseDraft.objects.get().text == "Theirs."
    assert ConflictingDraft.objects.get().typed["text"] == "Mine."


def test_a_draft_that_saves_itself_goes_on_doing_so(client_of, asked, draft):
    browser = strict(client_of("writer"))
    mark = browser.get(page_of(asked)).context["writer"]
    sent = typed(draft, text="Typed on.", writer=mark, csrfmiddlewaretoken="of before")
    answer = browser.post(page_of(asked, "save/"), sent, headers={"accept": "application/json"}, follow=True)
    assert answer.json()["revision"] == 2


@pytest.mark.parametrize("mark", ["", "nonsense", "of a colleague", "1"])
def test_what_another_site_sends_is_neither_kept_nor_saved(client_of, asked, draft, mark):
    browser = strict(client_of("writer"))
    if mark == "of a colleague":
        mark = client_of("second-writer").get(page_of(asked)).context["writer"]
    answer = refused_post(browser, asked, **typed(draft, text="Forged.", writer=mark))
    assert answer.status_code == 403
    assert "The form could not be sent" in answer.text
    assert "kept" not in browser.session
    browser.get(page_of(asked))
    assert ResponseDraft.objects.get().text == WHOLE["text"]


def test_a_mark_helps_at_no_other_form(client_of, asked, submitted):
    mark = client_of("writer").get(page_of(asked, "?write")).context["writer"]
    browser = strict(client_of("writer"))
    forged = {"writer": mark, "text": "Forged.", "csrfmiddlewaretoken": "of before"}
    for address in (page_of(asked, "late/1/"), page_of(asked, "late/1/delete/"), "/accounts/password/"):
        assert browser.post(address, forged).status_code == 403, address
        assert "kept" not in browser.session
    browser.post("/contact/", forged)  # needs no token
    assert "kept" not in browser.session


def test_who_is_signed_out_too_signs_in_first(client_of, asked, draft):
    mark = client_of("writer").get(page_of(asked)).context["writer"]
    answer = refused_post(Client(enforce_csrf_checks=True), asked, **typed(draft, text="Typed on.", writer=mark))
    assert answer.status_code == 403
    client, response = sign_in("writer", answer.context["kept"], asked)
    client.get(response.url)
    assert ResponseDraft.objects.get().text == "Typed on."


@pytest.mark.parametrize("address", ["submit/", ""])
def test_what_was_to_be_submitted_when_the_session_ended_is_only_saved(client_of, asked, draft, address):
    """Also by the form of before, which says by `do` what its button does."""
    mark = client_of("writer").get(page_of(asked)).context["writer"]
    sent = typed(draft, text="Typed on.", writer=mark) | ({} if address else {"do": "submit"})
    kept = Client().post(page_of(asked, address), sent).context["kept"]
    client, response = sign_in("writer", kept, asked)
    page = client.get(response.url, follow=True)
    assert "Draft saved. It has not been submitted yet." in page.text
    assert ResponseDraft.objects.get().text == "Typed on."
    assert not ResponseVersion.objects.filter(response=draft.response).exists()


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


# --- What a partnership's editor or its scrutineer typed ----------------------------------------------


WORDS = "Typed before it ended."
DECISIONS: dict[str, dict[str, object]] = {
    "publish": {"version": 1, "deciding_body": WORDS},
    "return": {"version": 1, "comment": WORDS},
    "withdraw": {"version": 1, "comment": WORDS},
    "assure": {"version": 1, "judgement": "partial", "judged_on": "2026-01-31", "deciding_body": WORDS},
    "comment": {"text": WORDS},
}


@pytest.mark.parametrize("do", DECISIONS)
@pytest.mark.parametrize("is_signed_out", [True, False])
def test_what_was_typed_to_decide_is_shown_again_and_nothing_is_done(
    client_of, world, asked, submitted, do, is_signed_out
):
    if do in ("withdraw", "assure"):
        checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    steps = submitted.steps.count()
    role = "scrutineer" if do == "comment" else "partnership-editor"
    browser = strict(client_of(role))
    address, data, words = page_of(asked, f"{do}/"), DECISIONS[do], WORDS
    sent = data | {"writer": browser.get(page_of(asked)).context["writer"], "csrfmiddlewaretoken": "of before"}
    if is_signed_out:
        refused = Client().post(address, sent)
        assert refused.status_code == 403
        assert words in (refused.text if do not in ("publish", "assure") else words)
        name = world.people[role].email.partition("@")[0]
        browser, answer = sign_in(name, refused.context["kept"], asked)
    else:
        answer = browser.post(address, sent)
    assert answer.status_code == 302
    page = browser.get(f"{page_of(asked)}?check")
    assert page.status_code == 200
    assert "It has not been saved or sent yet" in page.text
    assert words in page.text
    assert submitted.steps.count() == steps
    assert not submitted.response.assurances.exists()
    assert not asked.comments.exists()
    assert words not in browser.get(f"{page_of(asked)}?check").text  # once


def test_who_writes_and_decides_gets_each_text_where_it_was_typed(client_of, world, asked, submitted):
    both = make_user("both")
    Membership.objects.create(user=both, role=Role.AGENCY_EDITOR, agency=asked.agency)
    Membership.objects.create(user=both, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    world.people["both"] = both
    browser = strict(client_of("both"))
    address, data = page_of(asked, "return/"), {"version": 1, "comment": "Say since when."}
    mark = browser.get(f"{page_of(asked)}?check").context["writer"]
    answer = browser.post(address, data | {"writer": mark, "csrfmiddlewaretoken": "of before"})
    assert answer.url == f"{page_of(asked)}?check"
    assert "Say since when." not in browser.get(page_of(asked)).text
    assert "Say since when." in browser.get(answer.url).text
    assert not ConflictingDraft.objects.exists()


def test_whom_one_was_about_to_ask_is_shown_again(client_of, world, agency):
    address = f"/responses/ask/{world.reviews['public'].recommendation.reference}/"
    browser = strict(client_of("partnership-editor"))
    mark = browser.get(address).context["writer"]
    sent = {"agencies": [agency.pk], "due_on": "2040-01-01", "note": "Since when?", "writer": mark}
    assert browser.post(address, sent | {"csrfmiddlewaretoken": "of before"}).url == address
    page = browser.get(address)
    assert "Since when?" in page.text
    assert "2040-01-01" in page.text
    assert not agency.requests.exists()
    refused = Client().post(address, sent)
    assert refused.status_code == 403
    assert "Since when?" in refused.text


@pytest.mark.parametrize("mark", ["", "of a colleague"])
def test_a_decision_that_another_site_sends_is_not_kept(client_of, world, asked, submitted, mark):
    browser = strict(client_of("partnership-editor"))
    if mark:
        mark = client_of("second-editor").get(page_of(asked)).context["writer"]
    answer = browser.post(page_of(asked, "return/"), {"version": 1, "comment": "Forged.", "writer": mark})
    assert answer.status_code == 403
    assert "Forged." not in browser.get(page_of(asked)).text


def test_texts_that_sessions_take_through_signing_in_come_to_an_end_in_an_hour(world, asked, settings):
    """Each may be half a megabyte, and signing in again and again would store as many."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"keep_typed": "2/h/ip"}
    answers = [sign_in("writer", "typed before", asked)[1].status_code for _ in range(3)]
    assert answers == [302, 302, 429]
