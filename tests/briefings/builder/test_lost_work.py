"""No trainer loses what they wrote: by another window, a second click, a session that ended, or a lost source."""

import json
import re

import pytest
from django.test import Client

from learning.models import ReviewSection, Status
from reviews_portal.briefings.models import Briefing
from reviews_portal.briefings.plans import MOST, Entry, Plan
from reviews_portal.people.own_data import own_data
from tests.briefings.exported import ADD, collect, save, sent, sent_by

pytestmark = pytest.mark.django_db


def test_its_owner_still_opens_a_briefing_whose_review_was_withdrawn_and_is_told_so(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="What I wrote.")
    own = save(trainer)
    public.review.status = Status.WITHDRAWN
    public.review.save()
    answer = trainer.get(own.get_absolute_url())
    assert answer.status_code == 200
    page = answer.text
    assert "withdrawn" in page
    assert public.item.text not in page
    assert "Delete this briefing" in page


@pytest.mark.parametrize("do", ["open", "renew", "copy"])
def test_what_is_being_made_is_not_written_over_by_a_saved_one(client_of, public, do):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="Saved")
    own = save(trainer)
    fields = sent_by(trainer)
    trainer.post("/briefings/empty/", fields)
    collect(trainer, public.recommendation.reference, title="Not saved yet", introduction="An hour's work.")
    trainer.post(f"{own.get_absolute_url()}{do}/")
    kept = [
        trainer.session.get("briefing"),
        trainer.session.get("briefing before"),
        *(one.plan for one in Briefing.objects.all()),
    ]
    assert any("An hour's work." in json.dumps(one) for one in kept)


def test_what_is_typed_is_saved_with_save_briefing(client_of, public):
    """The button must send the form that holds the fields: here, by the `form` attribute or by standing in it."""
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference)
    page = trainer.get("/briefings/").text
    before = page[: page.index("Save briefing")]
    inside = before[before.rindex("<form") :]
    button = before[before.rindex("<button") :]
    assert 'name="introduction"' in inside or " form=" in button
    assert 'formaction="/briefings/save-for-later/"' in button


def test_a_second_window_does_not_wipe_a_note_of_the_first(client, public):
    client.post("/briefings/add/", {"item": [public.item.reference, public.recommendation.reference]})
    stale = sent_by(client)
    client.post("/briefings/save/", stale | {"form-0-note": "Of the first window."})
    late = client.post("/briefings/save/", stale | {"form-1-note": "Of the second window."})
    assert "Of the first window." in json.dumps(client.session["briefing"])
    assert "Of the second window." in late.text


def test_a_change_of_the_background_is_told_too(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference)
    own = save(trainer)
    ReviewSection.objects.filter(review=public.review).update(text="Quite another story.")
    assert "Its sources have not changed since." not in trainer.get(own.get_absolute_url()).text


def test_what_is_typed_after_the_session_has_ended_is_kept(client, public):
    client.post("/briefings/add/", {"item": public.item.reference})
    typed = sent_by(client) | {"form-0-note": "Half an hour's work."}
    later = Client()  # its session is over, as after an hour without a request
    answer = later.post("/briefings/save/", typed, follow=True)
    assert "Half an hour&#x27;s work." in answer.text


def test_a_long_title_of_a_review_does_not_lock_the_builder(client, public):
    public.review.title = "Long " * 39
    public.review.save()
    assert client.post("/briefings/add/", {"from": f"review/{public.review.slug}"}).status_code == 200
    assert client.post("/briefings/save/", sent_by(client)).status_code == 302


def test_a_briefing_with_a_long_title_is_saved(client_of, public):
    """On PostgreSQL, whose columns have a length."""
    public.review.title = "Long " * 39
    public.review.save()
    trainer = client_of("practitioner")
    trainer.raise_request_exception = False
    trainer.post("/briefings/add/", {"from": f"recommendation/{public.recommendation.reference}"})
    assert trainer.post("/briefings/save-for-later/", sent_by(trainer)).status_code == 302


def test_people_take_the_words_of_their_saved_briefings_with_them(client_of, public, world):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="Written by me alone.")
    save(trainer)
    assert "Written by me alone." in json.dumps(own_data(world.people["practitioner"]), default=str)


def test_a_second_click_on_save_makes_no_second_briefing(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="For Tuesday")
    before = dict(trainer.session.items())
    save(trainer)
    session = trainer.session  # as the second request read it, which was sent before the first was answered
    del session["saved briefing"]
    session["briefing"] = before["briefing"]
    session.save()
    save(trainer)
    assert Briefing.objects.count() == 1


def test_what_another_window_replaced_is_not_saved_over(client_of, public):
    """Window A shows one briefing, window B opens a saved one: a save in A does not become the saved one."""
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="Saved", introduction="Of the saved one.")
    own = save(trainer)
    trainer.post("/briefings/empty/", sent_by(trainer))
    collect(trainer, public.recommendation.reference, title="In window A")
    stale = sent_by(trainer)
    trainer.post(f"{own.get_absolute_url()}open/")
    late = trainer.post("/briefings/save-for-later/", stale | {"introduction": "Typed in A."})
    assert late.status_code == 409
    assert "Typed in A." in late.text
    own.refresh_from_db()
    assert (own.plan["title"], own.plan["introduction"]) == ("Saved", "Of the saved one.")


def test_bringing_one_back_loses_neither(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="First", introduction="Of the first.")
    first = save(trainer)
    trainer.post("/briefings/empty/", sent_by(trainer))
    collect(trainer, public.recommendation.reference, title="Second", introduction="Of the second.")
    for title in ("First", "Second", "First"):
        trainer.post("/briefings/restore/")
        assert trainer.session["briefing"]["title"] == title
    trainer.post("/briefings/restore/")
    second = save(trainer)
    assert second.pk != first.pk
    first.refresh_from_db()
    assert (first.plan["title"], second.plan["title"]) == ("First", "Second")
    trainer.post("/briefings/restore/")
    assert save(trainer).pk == first.pk, "it is still the saved one that it was"


def test_more_than_a_briefing_holds_is_said_and_kept_in_the_form(client, public):
    client.post(ADD, {"item": public.item.reference})
    many = Plan(entries=tuple(Entry(f"R9-{number}", note=f"Note {number}.") for number in range(MOST + 1)))
    answer = Client().post("/briefings/save/", sent(many))
    assert answer.status_code == 422
    assert f"A briefing can have up to {MOST} items." in answer.text
    assert f"Note {MOST}." in answer.text


def test_what_is_typed_wrongly_after_the_session_has_ended_is_kept_in_the_form(client, public):
    client.post(ADD, {"item": public.item.reference})
    typed = sent_by(client) | {"title": "x" * 200, "introduction": "An hour of work."}
    answer = Client().post("/briefings/save/", typed)
    assert answer.status_code == 422
    assert "An hour of work." in answer.text


def test_what_was_typed_in_a_session_that_ended_is_not_taken_for_the_next_one(client, public):
    """Another tab began a new briefing meanwhile: the old form is shown again, and then taken, with all its notes."""
    client.post(ADD, {"item": public.item.reference})
    typed = sent_by(client) | {"form-0-note": "Half an hour's work."}
    later = Client()
    later.post(ADD, {"item": public.recommendation.reference})
    late = later.post("/briefings/save/", typed)
    assert late.status_code == 409
    assert "Half an hour&#x27;s work." in late.text
    again = typed | {"late": "1", "revision": later.session["briefing revision"]}
    later.post("/briefings/save/", again)
    assert "Half an hour's work." in json.dumps(later.session["briefing"])
    later.post("/briefings/save-and-restore/", sent_by(later))
    assert later.session["briefing"]["entries"][0]["reference"] == public.recommendation.reference


def test_what_is_taken_late_does_not_become_the_saved_one_that_another_window_opened(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="Saved")
    own = save(trainer)
    trainer.post("/briefings/empty/", sent_by(trainer))
    collect(trainer, public.recommendation.reference, title="In window A")
    stale = sent_by(trainer) | {"form-0-note": "Typed in A."}
    trainer.post(f"{own.get_absolute_url()}open/")
    taken = stale | {"late": "1", "revision": trainer.session["briefing revision"]}
    trainer.post("/briefings/save-for-later/", taken)
    own.refresh_from_db()
    assert own.plan["title"] == "Saved"
    assert {one.plan["title"] for one in Briefing.objects.all()} == {"Saved", "In window A"}


def test_a_second_click_on_copy_loses_nothing(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="Saved")
    own = save(trainer)
    trainer.post("/briefings/empty/", sent_by(trainer))
    collect(trainer, public.recommendation.reference, introduction="An hour's work.")
    for _ in range(2):
        trainer.post(f"{own.get_absolute_url()}copy/")
    trainer.post("/briefings/save-and-restore/", sent_by(trainer))
    assert trainer.session["briefing"]["introduction"] == "An hour's work."


def test_what_is_written_stays_when_the_last_item_is_taken_out(client, public):
    client.post(ADD, {"item": public.item.reference})
    typed = sent_by(client) | {"introduction": "An hour's work.", "item": public.item.reference}
    client.post("/briefings/items/remove/", typed)
    assert "An hour&#x27;s work." in client.get("/briefings/").text
    client.post(ADD, {"from": "theme/neglect"})
    assert client.session["briefing"]["introduction"] == "An hour's work."


def test_what_is_typed_is_kept_when_another_is_brought_back(client, public):
    client.post(ADD, {"item": public.item.reference})
    client.post("/briefings/empty/", sent_by(client) | {"title": "First"})
    client.post(ADD, {"item": public.recommendation.reference})
    client.post("/briefings/save-and-restore/", sent_by(client) | {"introduction": "Typed just now."})
    assert client.session["briefing"]["title"] == "First"
    client.post("/briefings/save-and-restore/", sent_by(client))
    assert client.session["briefing"]["introduction"] == "Typed just now."


def test_who_saves_after_the_session_has_ended_is_asked_to_sign_in(client, public):
    client.post(ADD, {"item": public.item.reference})
    answer = Client().post("/briefings/save-for-later/", sent_by(client) | {"introduction": "An hour."})
    assert answer["Location"] == "/accounts/sign-in/?next=/briefings/"
    assert answer.client.session["briefing"]["introduction"] == "An hour."


def test_words_taken_anew_are_of_the_same_saved_one(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference)
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}renew/")
    save(trainer)
    assert Briefing.objects.count() == 1


@pytest.mark.parametrize("do", ["", "save", "keep", "take:pdf", "empty", "back", "nonsense"])
def test_a_form_that_was_open_before_its_buttons_had_addresses_is_saved(client, public, do):
    client.post(ADD, {"item": public.item.reference})
    answer = client.post("/briefings/", sent_by(client) | {"introduction": "An hour's work.", "do": do}, follow=True)
    assert "An hour&#x27;s work." in answer.text
    assert client.session["briefing"]["introduction"] == "An hour's work."


BUTTONS = [
    "save",
    "preview",
    "items/up",
    "items/down",
    "items/order",
    "items/remove",
    "items/fit",
    "empty",
    "save-and-restore",
    "download/pdf",
    "download/nonsense",
    "keep-version",
    "save-for-later",
    "sign-in",
]


def test_every_button_of_the_builder_is_in_this_list(client, public):
    client.post(ADD, {"item": [public.item.reference, public.recommendation.reference]})
    client.post("/briefings/empty/", sent_by(client))
    client.post(ADD, {"item": [public.item.reference, public.recommendation.reference]})
    page = client.get("/briefings/").text
    found = re.findall(r'(?:form)?action="/briefings/([^"]+)/"', page)
    assert {one for one in found if not one.startswith("download/")} <= {*BUTTONS}
    assert {one for one in BUTTONS if not one.startswith("download/")} - {*found} == {"items/fit", "save-for-later"}


@pytest.mark.parametrize("button", BUTTONS)
def test_each_button_keeps_what_was_typed_and_writes_over_no_other_window(client, public, button):
    client.post(ADD, {"item": public.item.reference})
    stale = sent_by(client)
    client.post(f"/briefings/{button}/", stale | {"introduction": "Of the first window."})
    held = [client.session.get("briefing"), client.session.get("briefing before")]
    assert "Of the first window." in json.dumps(held)
    late = client.post(f"/briefings/{button}/", stale | {"introduction": "Of the second window."})
    assert late.status_code == 409
    assert "Of the second window." in late.text
    assert held == [client.session.get("briefing"), client.session.get("briefing before")]


@pytest.mark.parametrize("button", [*BUTTONS, "restore"])
def test_who_opens_the_address_of_a_button_is_led_to_the_builder(client, public, button):
    client.post(ADD, {"item": public.item.reference})
    before = dict(client.session.items())
    answer = client.get(f"/briefings/{button}/")
    assert (answer.status_code, answer["Location"]) == (302, "/briefings/")
    assert dict(client.session.items()) == before
