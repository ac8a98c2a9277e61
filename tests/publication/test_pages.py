"""The pages: what each person can do next, what is refused, and what readers see."""

import re

import pytest
from django.core import mail
from django.test import Client

from learning.identity.decisions import Verdict, record
from learning.identity.kinds import SignKind
from learning.identity.signs import Sign
from learning.models import ReviewKind
from reviews_portal.publication import actions
from reviews_portal.publication.models import PublicationDecision, State
from tests.forms import fields_of
from tests.learning.originals.made import add as add_original

from .recorded import FAMILY, MINUTE, confirmed, elsewhere, here, saved, sent, state_of, wider

PAGES = ["", "elsewhere/", "decision/", "not-published/", "audience/", "withdraw/"]
POSTED = ["elsewhere/send/", "decision/send/", "not-published/send/", "confirm/", "return/", "withdraw-proposal/"]


def base(review) -> str:
    return f"/manage/reviews/{review.slug}/publication/"


def fields_of_form(page) -> dict[str, str]:
    """Return what the form of a page would send if nobody touched it."""
    return {name: values[0] for name, values in fields_of(page.text).items()}


def hidden(page) -> dict[str, str]:
    """Return the hidden fields of the forms of a page."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", ["signed-in", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"]
)
def test_for_others_nothing_of_it_exists(client_of, world, draft, editor, role):
    decision, browser = sent(draft, elsewhere(), editor), client_of(role)
    public = world.reviews["public"].review
    for review in (draft, public):
        for path in PAGES:
            assert browser.get(base(review) + path).status_code == 404
            assert browser.post(base(review) + path, {"reason": "No."}).status_code in (404, 405)
        for path in POSTED:
            assert browser.post(base(review) + path, {"decision": decision.pk, "note": "No."}).status_code == 404
    assert browser.get(decision.get_absolute_url()).status_code == 404
    assert base(public) not in browser.get(public.get_absolute_url()).text
    assert (state_of(draft)[0], state_of(public)) == ("draft", ("published", "public"))
    decision.refresh_from_db()
    assert decision.is_proposed


def test_a_decision_to_confirm_is_found_from_the_email_and_from_the_lists(client_of, draft, editor):
    decision, browser = sent(draft, elsewhere(), editor), client_of("administrator")
    assert browser.get(decision.get_absolute_url()).headers["Location"] == base(draft)
    listed = browser.get("/manage/reviews/").text
    assert f'<a href="{base(draft)}">Decision to confirm</a>' in listed
    assert listed.count("Decision to confirm") == 1
    assert "Awaiting confirmation by a second person" in browser.get(f"/manage/reviews/{draft.slug}/").text


@pytest.mark.parametrize(
    ("role", "is_led"), [("partnership-editor", True), ("agency-editor", False), ("anyone", False)]
)
def test_lists_that_everybody_reads_lead_editors_to_their_work(client_of, role, is_led):
    browser = client_of(role)
    for page, link in [
        ("/", "/manage/reviews/"),
        ("/reviews/", "/manage/reviews/add/"),
        ("/agencies/", "/manage/agencies/"),
        ("/themes/", "/manage/themes/propose/"),
    ]:
        assert (f'<a href="{link}">' in browser.get(page).text) is is_led, page


def test_addresses_that_receive_a_form_lead_back_to_their_page(client_of, draft):
    browser = client_of("partnership-editor")
    for path in POSTED:
        page = path.removesuffix("send/") if path.endswith("/send/") else ""
        assert browser.get(base(draft) + path).headers["Location"] == base(draft) + page


# --- The shortest way ------------------------------------------------------------------------------------------------


def test_what_is_published_elsewhere_takes_one_form_and_one_button_each(client_of, world, draft, second):
    document = world.reviews["draft"].document
    document.address, document.published_on, document.published_precision = (
        "https://example.org/a.pdf",
        "2026-02-01",
        "month",
    )
    document.save()
    first, other = client_of("partnership-editor"), client_of("second-editor")
    assert base(draft) in first.get(draft.get_absolute_url()).text
    assert f"{base(draft)}elsewhere/" in first.get(base(draft)).text
    form = fields_of_form(first.get(f"{base(draft)}elsewhere/"))
    assert [form[name] for name in ("address", "published", "audience")] == [
        "https://example.org/a.pdf",
        "February 2026",
        "public",
    ]
    mail.outbox.clear()
    assert first.post(f"{base(draft)}elsewhere/send/", form).headers["Location"] == base(draft)
    assert [message.to for message in mail.outbox] == [[second.email]]
    again = first.post(f"{base(draft)}elsewhere/send/", form)  # a second click
    assert (again.status_code, len(mail.outbox)) == (302, 1)
    assert "Confirm and publish" not in first.get(base(draft)).text

    page = other.get(base(draft))
    assert "https://example.org/a.pdf" in page.text
    assert "February 2026" in page.text
    done = other.post(f"{base(draft)}confirm/", hidden(page), follow=True)
    assert "The review is published." in done.text
    assert state_of(draft) == ("published", "public")
    assert other.post(f"{base(draft)}confirm/", hidden(page)).status_code == 302
    assert PublicationDecision.objects.count() == 1


def test_readers_see_who_decided_and_nothing_else(client_of, draft, editor, second):
    reader = client_of("anyone")
    decision = sent(draft, here(draft), editor)
    assert confirmed(decision, second)
    page = reader.get(draft.get_absolute_url())
    assert "Publication decided by The executive group on 3 March 2026" in page.text
    assert base(draft) not in page.text
    export = reader.get(f"/briefings/review/{draft.slug}.json").text
    for secret in ("Minute 7", FAMILY["family_wishes"], FAMILY["family_pseudonym"], "A head"):
        assert secret not in page.text + export
    assert "executive group" not in export


def test_readers_see_where_it_was_published_first(client_of, draft, editor, second):
    assert confirmed(sent(draft, elsewhere(), editor), second)
    page = client_of("anyone").get(draft.get_absolute_url())
    assert '<a href="https://example.org/review" rel="external">elsewhere</a>, 3 March 2026' in page.text


# --- Recording -------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_named_beside_its_field_and_nothing_is_lost(client_of, draft):
    draft.kinds.set(ReviewKind.objects.filter(slug="local-child-safeguarding-practice-review"))
    browser = client_of("partnership-editor")
    form = fields_of_form(browser.get(f"{base(draft)}decision/"))
    form |= {"deciding_body": "The executive group", "agreement_the_local_authority_by": "Director"}
    page = browser.post(f"{base(draft)}decision/send/", form)
    assert page.status_code == 422
    assert "The police’s agreement is missing. Enter who agreed and when." in page.text
    assert 'href="#id_agreement_the_police_by"' in page.text
    assert 'href="#id_agreement_the_local_authority_on"' in page.text
    assert "Director" in page.text
    held = PublicationDecision.objects.get()
    assert (held.state, held.deciding_body) == (State.DRAFT, "The executive group")
    overview = browser.get(base(draft)).text
    assert "The police’s agreement is missing." in overview
    assert fields_of_form(browser.get(f"{base(draft)}decision/"))["agreement_the_local_authority_by"] == "Director"
    # The page with the errors can be sent again.
    again = browser.post(f"{base(draft)}decision/send/", fields_of_form(page))
    assert again.status_code == 422
    assert "Someone else" not in again.text


def test_it_can_be_saved_for_later(client_of, draft):
    browser = client_of("partnership-editor")
    form = fields_of_form(browser.get(f"{base(draft)}not-published/")) | {"learning_shared": "In briefings."}
    assert browser.post(f"{base(draft)}not-published/", form).headers["Location"] == base(draft)
    assert PublicationDecision.objects.get().learning_shared == "In briefings."
    page = browser.get(base(draft)).text
    assert f'href="{base(draft)}not-published/"' in page
    assert "Enter the date of the decision." in page


def test_a_second_editor_loses_nothing(client_of, draft, second):
    first, other = client_of("partnership-editor"), client_of("second-editor")
    form = fields_of_form(other.get(f"{base(draft)}decision/"))
    mine = fields_of_form(first.get(f"{base(draft)}decision/")) | {"minute": "Minute of the first"}
    assert first.post(f"{base(draft)}decision/", mine).status_code == 302
    late = other.post(f"{base(draft)}decision/", form | {"minute": "Minute of the second"})
    assert late.status_code == 409
    assert "Someone else saved this decision while you were editing." in late.text
    assert "Minute of the first" in late.text
    assert fields_of_form(late)["minute"] == "Minute of the second"
    assert PublicationDecision.objects.get().minute == "Minute of the first"
    assert other.post(f"{base(draft)}decision/", fields_of_form(late)).status_code == 302
    assert PublicationDecision.objects.get().minute == "Minute of the second"


def test_what_is_typed_survives_signing_in_again(client_of, draft):
    browser = client_of("partnership-editor")
    form = fields_of_form(browser.get(f"{base(draft)}decision/")) | {"minute": "Minute 9"}
    browser.logout()
    page = browser.post(f"{base(draft)}decision/send/", form)
    assert page.status_code == 403
    assert "Sign in" in page.text
    assert not PublicationDecision.objects.exists()


def test_what_is_typed_survives_an_expired_token(world, draft, editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    form = fields_of_form(browser.get(f"{base(draft)}decision/")) | {
        "minute": "Minute 9",
        "csrfmiddlewaretoken": "old",
    }
    answer = browser.post(f"{base(draft)}decision/send/", form)
    assert answer.headers["Location"] == f"{base(draft)}decision/"
    assert fields_of_form(browser.get(f"{base(draft)}decision/"))["minute"] == "Minute 9"
    assert not PublicationDecision.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"address": "javascript:alert(1)"}, {"published": "yesterday"}, {"audience": "everyone"}, {"revision": "x"}],
)
def test_forged_values_are_refused(client_of, draft, change):
    browser = client_of("partnership-editor")
    form = fields_of_form(browser.get(f"{base(draft)}elsewhere/")) | change
    assert browser.post(f"{base(draft)}elsewhere/send/", form).status_code == 422
    assert not PublicationDecision.objects.exists()


# --- The second person -----------------------------------------------------------------------------------------------


def test_the_sender_can_only_wait_or_take_it_back(client_of, draft, editor):
    decision = sent(draft, here(draft), editor)
    browser = client_of("partnership-editor")
    page = browser.get(base(draft))
    assert "has no other editor, so an administrator must confirm it" in page.text
    assert "Confirm and publish" not in page.text
    forged = {"decision": decision.pk, "seen": "x", "note": "No."}
    assert browser.post(f"{base(draft)}confirm/", forged).status_code == 403
    assert browser.post(f"{base(draft)}return/", forged).status_code == 403
    assert browser.get(f"{base(draft)}decision/").headers["Location"] == base(draft)
    assert browser.post(f"{base(draft)}withdraw-proposal/", hidden(page)).status_code == 302
    assert state_of(draft)[0] == "draft"
    assert PublicationDecision.objects.get().state == State.DRAFT


def test_what_changed_is_shown_again_before_it_is_confirmed(client_of, draft, editor, second):
    decision = sent(draft, here(draft), editor)
    other = client_of("second-editor")
    page = other.get(base(draft))
    for value in ("Minute 7", "A head, 3 March 2026", "Wren", "To read it first."):
        assert value in page.text
    actions.withdraw_proposal(decision, by=editor)
    sent(draft, here(draft, minute="Minute 8"), editor)
    late = other.post(f"{base(draft)}confirm/", hidden(page))
    assert late.status_code == 409
    assert "Something has changed since you opened this page." in late.text
    assert "Minute 8" in late.text
    assert state_of(draft)[0] == "draft"
    assert other.post(f"{base(draft)}confirm/", hidden(late)).status_code == 302
    assert state_of(draft)[0] == "published"


@pytest.mark.parametrize("key", ["", "x", "0", "99999", "9" * 30, "²"])
def test_a_decision_that_is_not_there_is_not_confirmed(client_of, world, draft, editor, key):
    sent(draft, elsewhere(), editor)
    browser = client_of("administrator")
    for path in ("confirm/", "return/", "withdraw-proposal/"):
        assert browser.post(base(draft) + path, {"decision": key, "note": "No."}).status_code == 409
    assert state_of(draft)[0] == "draft"


def test_a_decision_on_another_review_is_not_confirmed_there(client_of, world, draft, editor):
    decision = sent(draft, elsewhere(), editor)
    other = world.reviews["withdrawn"].review
    form = {"decision": decision.pk, "seen": "x"}
    assert client_of("administrator").post(f"{base(other)}confirm/", form).status_code == 409
    assert state_of(draft)[0] == "draft"


def test_it_is_returned_with_a_note(client_of, draft, editor, second):
    decision, other = sent(draft, elsewhere(), editor), client_of("second-editor")
    empty = other.post(f"{base(draft)}return/", {"decision": decision.pk})
    assert (empty.status_code, "Enter what has to change." in empty.text) == (422, True)
    assert other.post(f"{base(draft)}return/", {"decision": decision.pk, "note": "Wrong link."}).status_code == 302
    page = client_of("partnership-editor").get(base(draft)).text
    assert "Wrong link." in page
    assert f'href="{base(draft)}elsewhere/"' in page


# --- A published review ----------------------------------------------------------------------------------------------


def test_more_readers_need_the_list_and_a_tick_that_names_its_number(client_of, world, editor, second):
    review = world.reviews["professionals"].review
    first, other = client_of("partnership-editor"), client_of("second-editor")
    page = first.get(f"{base(review)}elsewhere/")
    number = int(re.search(r"I have read\s+all (\d+) items", page.text)[1])
    assert f"Stem {world.reviews['professionals'].word}" in page.text
    form = fields_of_form(page) | {"address": "https://example.org/r", "published": "March 2026"}
    form.pop("read", None)
    refused = first.post(f"{base(review)}elsewhere/send/", form)
    assert refused.status_code == 422
    assert f"all {number} items" in refused.text
    form = fields_of_form(refused) | {"read": "yes"}
    assert first.post(f"{base(review)}elsewhere/send/", form).status_code == 302
    page = other.get(base(review))
    assert f"{number} items that more people will be able to read" in page.text
    assert other.post(f"{base(review)}confirm/", hidden(page)).status_code == 409  # without the tick
    assert other.post(f"{base(review)}confirm/", hidden(page) | {"read": "yes"}).status_code == 302
    assert state_of(review) == ("published", "public")


def test_editors_narrow_and_withdraw_at_once(client_of, world):
    browser, review = client_of("partnership-editor"), world.reviews["public"].review
    assert browser.post(f"{base(review)}audience/", {"audience": "professionals"}).status_code == 422
    forged = {"audience": "public", "reason": "No."}
    assert browser.post(f"{base(review)}audience/", forged).status_code == 422
    change = {"audience": "professionals", "reason": "A trial goes on."}
    assert browser.post(f"{base(review)}audience/", change).status_code == 302
    assert state_of(review) == ("published", "professionals")
    assert browser.post(f"{base(review)}withdraw/", {"reason": " "}).status_code == 422
    assert browser.post(f"{base(review)}withdraw/", {"reason": "A name."}).status_code == 302
    assert state_of(review) == ("withdrawn", "professionals")
    assert browser.post(f"{base(review)}withdraw/", {"reason": "A name."}).status_code == 422
    assert browser.get(f"{base(review)}withdraw/").headers["Location"] == base(review)


def test_a_public_review_needs_no_further_decision(client_of, world):
    browser, review = client_of("partnership-editor"), world.reviews["public"].review
    assert "published before decisions were recorded here" in browser.get(base(review)).text
    for way in ("elsewhere/", "decision/", "not-published/"):
        assert browser.get(base(review) + way).headers["Location"] == base(review)


def test_each_page_can_be_opened(client_of, world, draft, editor, second):
    browser = client_of("partnership-editor")
    saved(draft, here(draft, **dict.fromkeys(MINUTE)), editor)
    for path in ("", "elsewhere/", "decision/", "not-published/"):
        assert browser.get(base(draft) + path).status_code == 200
    restricted = world.reviews["professionals"].review
    for path in ("", "elsewhere/", "decision/", "audience/", "withdraw/"):
        assert browser.get(base(restricted) + path).status_code == 200
    assert confirmed(sent(restricted, wider("public"), editor), second)
    assert "Show the review to more readers" in browser.get(base(restricted)).text


# --- What to consider ------------------------------------------------------------------------------------------------


def test_the_second_person_sees_what_to_consider(client_of, draft, editor, second):
    add_original(draft.documents.first(), editor, checked=False)
    draft.partnership_as_named = "Wombat Valley Safeguarding Children Partnership"
    draft.save()
    signs = [Sign(SignKind.MULTIPLE_BIRTH, "twins")]
    record(draft, signs, Verdict(frozenset(), "other", "The family agreed."), by=editor, acted_as="an editor")
    sent(draft, elsewhere(), editor)
    seen = client_of("second-editor").get(base(draft)).text
    assert "Consider before you confirm" in seen
    assert "names “Wombat Valley Safeguarding Children Partnership”" in seen
    assert "was found not to identify anyone: The family agreed. Decided by" in seen
    assert "until an administrator has checked it" in seen
    assert "Check the file" not in seen
    checking = re.search(r'<a href="([^"]+)">Check the file</a>', client_of("administrator").get(base(draft)).text)
    assert client_of("administrator").get(checking[1]).status_code == 200
    assert "Consider before" not in client_of("partnership-editor").get(base(draft)).text
