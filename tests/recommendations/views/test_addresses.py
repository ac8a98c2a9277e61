"""Each form of the workspace has an address of its own: by which method, for whom, and what it does."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from recommendations.actions import checking
from recommendations.models import ConflictingDraft, ResponseDraft, ResponseStep, ResponseVersion
from recommendations.views import responding
from tests.once import rest_once
from tests.recommendations.conftest import ROLES, STAFF, WHOLE, page_of, typed

AGENCY, PARTNERSHIP, SCRUTINY = "writer", "partnership-editor", "scrutineer"
FORMS = {
    "save": AGENCY,
    "save-and-preview": AGENCY,
    "submit": AGENCY,
    "publish": PARTNERSHIP,
    "return": PARTNERSHIP,
    "withdraw": PARTNERSHIP,
    "assure": PARTNERSHIP,
    "chase": PARTNERSHIP,
    "comment": SCRUTINY,
}
FULL = {
    "publish": {"version": 1, "deciding_body": "Board"},
    "return": {"version": 1, "comment": "Say since when."},
    "withdraw": {"version": 1, "comment": "It was wrong."},
    "assure": {"version": 1, "judgement": "partial", "judged_on": "2026-01-31", "deciding_body": "Board"},
    "chase": {"to": "reminded"},
    "comment": {"text": "What changed?"},
}
SAVING = ("save", "save-and-preview", "submit")


def test_every_address_of_a_form_is_in_the_table():
    """So that a new one is tried with each role and method, too."""
    own = re.compile(r"responses/<int:pk>/([\w-]+)/")
    parts = get_resolver().url_patterns
    addresses = [one for part in parts for one in getattr(part, "url_patterns", [part])]
    found = [own.fullmatch(str(one.pattern)) for one in addresses]
    assert {match[1] for match in found if match} == FORMS.keys() | {"preview"}


@pytest.mark.parametrize("role", rest_once(ROLES, 1))
@pytest.mark.parametrize("do", FORMS)
def test_who_opens_the_address_of_a_form_is_led_to_its_page(client_of, asked, submitted, do, role):
    answer = client_of(role).get(page_of(asked, f"{do}/"))
    assert (answer.status_code, answer.url) == (302, page_of(asked))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("do", FORMS)
def test_a_form_is_taken_from_its_role_and_refused_from_all_others(client_of, world, asked, draft, do, role):
    version = None
    if do in ("publish", "return", "withdraw", "assure"):
        version = responding.drafting.submit(draft, revision=draft.revision, by=world.people["writer"])
    if do in ("withdraw", "assure"):
        checking.publish_version(version, by=world.people["second-editor"], deciding_body="Board")
    before = ResponseStep.objects.count(), ResponseDraft.objects.get().text, asked.history.count()
    sent = FULL.get(do) or typed(draft, text="Changed.")
    answer = client_of(role).post(page_of(asked, f"{do}/"), sent)
    if role == FORMS[do]:
        target = {"save": page_of(asked, "?write"), "save-and-preview": page_of(asked, "preview/")}
        assert (answer.status_code, answer.url) == (302, target.get(do, page_of(asked)))
    else:
        assert answer.status_code == (403 if role == "anyone" else 404)  # 403: sign in, and nothing is lost
        assert before == (ResponseStep.objects.count(), ResponseDraft.objects.get().text, asked.history.count())
        assert not asked.comments.exists()
        assert not asked.recommendation.responses.filter(agency=asked.agency, assurances__isnull=False).exists()


@pytest.mark.parametrize("do", [*FORMS, ""])
def test_a_request_that_is_not_there_takes_no_form(client_of, asked, do):
    role = FORMS.get(do, AGENCY)
    assert client_of(role).post(f"/responses/999999/{do}/".replace("//", "/"), {"text": "Words."}).status_code == 404


@pytest.mark.parametrize("role", [role for role in ROLES if role != "writer"])
@pytest.mark.parametrize("rest", ["", "delete/"])
def test_a_conflicting_draft_is_its_writers(client_of, world, asked, draft, rest, role):
    kept = ConflictingDraft.objects.create(draft=draft, by=world.people["writer"], typed={"text": "Late."})
    answer = client_of(role).post(page_of(asked, f"late/{kept.pk}/{rest}"))
    assert answer.status_code == (302 if role == "anyone" else 404)
    assert ConflictingDraft.objects.exists()


@pytest.mark.parametrize("rest", ["", "delete/"])
def test_a_conflicting_draft_is_deleted_by_the_form_of_before_too(client_of, world, asked, draft, rest):
    kept = ConflictingDraft.objects.create(draft=draft, by=world.people["writer"], typed={"text": "Late."})
    client, address = client_of("writer"), page_of(asked, f"late/{kept.pk}/")
    assert client.get(f"{address}delete/").url == page_of(asked)
    assert ConflictingDraft.objects.exists()
    assert client.post(address + rest).url == page_of(asked)
    assert not ConflictingDraft.objects.exists()


@pytest.mark.parametrize("do", ["save", "preview", "submit"])
def test_a_form_that_was_open_before_it_had_addresses_is_saved(client_of, asked, draft, do):
    client = client_of("writer")
    page = client.post(page_of(asked), typed(draft, text="Typed before.", do=do), follow=True)
    assert "Draft saved." in page.text
    assert ("It has not been submitted yet." in page.text) == (do == "submit")
    assert ResponseDraft.objects.get().text == "Typed before."
    assert not ResponseVersion.objects.waiting().exists()


def test_the_form_works_without_scripts_and_never_submits_by_the_enter_key(client_of, asked):
    page = client_of("writer").get(page_of(asked)).text
    form = page[page.index("data-keep") - 200 :].partition("</form>")[0]
    names = ("response_save", "response_save_and_preview", "response_submit")
    save, preview, submit = (reverse(name, args=[asked.pk]) for name in names)
    assert f'action="{save}"' in form
    buttons = re.findall(r"<button[^>]*>", form)
    assert "formaction" not in buttons[0]  # the one that the Enter key presses
    assert re.findall(r'formaction="([^"]*)"', "".join(buttons)) == [preview, submit]


@pytest.mark.parametrize("do", SAVING)
def test_an_error_shows_the_form_whose_links_and_script_lead_to_the_page(client_of, asked, draft, do):
    page = client_of("writer").post(page_of(asked, f"{do}/"), typed(draft, signed_off_on="31/02/2026"))
    assert page.status_code == 422
    assert f'data-keep="{page_of(asked)}"' in page.text
    assert 'href="?' not in page.text[page.text.index("<main") : page.text.index("</main>")]


def test_saving_and_submitting_are_done_together_or_not_at_all(client_of, asked, draft, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("The database is gone.")

    monkeypatch.setattr(responding.drafting, "submit", fail)
    client = client_of("writer")
    client.raise_request_exception = False
    page = client.post(page_of(asked, "submit/"), typed(draft, text="Typed all the same, and not lost."))
    assert page.status_code == 500
    assert "Typed all the same, and not lost." in page.text  # to be copied
    assert ResponseDraft.objects.get().text == WHOLE["text"]


def test_what_comes_too_late_to_be_submitted_is_kept(client_of, asked, draft):
    """The transaction of submitting must not undo it."""
    client_of("writer").post(page_of(asked, "save/"), typed(draft, text="Theirs."))
    assert client_of("second-writer").post(page_of(asked, "submit/"), typed(draft, text="Mine.")).status_code == 409
    assert ConflictingDraft.objects.get().typed["text"] == "Mine."


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_preview_is_only_read_and_only_by_who_writes(client_of, asked, draft, role, method):
    answer = getattr(client_of(role), method)(page_of(asked, "preview/"), typed(draft, text="Changed."))
    assert answer.status_code == (405 if method == "post" else 200 if role == "writer" else 404)
    assert ResponseDraft.objects.get().text == WHOLE["text"]


def test_nobody_signed_in_by_a_post_to_the_preview_either(asked, draft):
    assert Client().post(page_of(asked, "preview/")).status_code == 405
