"""The limits of briefings in a browser: items, words, sessions, and saved briefings."""

import json
from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from learning import rate_limits
from reviews_portal.briefings.models import Briefing
from reviews_portal.briefings.plans import MOST, MOST_WORDS, Entry, Plan
from reviews_portal.briefings.session_briefing import LONGEST_WINDOW
from reviews_portal.briefings.views import saved
from tests.briefings.exported import ADD, BUILDER, collect, plan_in, save, sent, sent_by

pytestmark = pytest.mark.django_db


def test_invented_references_are_not_kept_in_a_session(client, public):
    invented = Plan(entries=tuple(Entry(f"R{number + 5000}-1") for number in range(MOST - 1)))
    typed = replace(invented, entries=(*invented.entries, Entry(public.item.reference)))
    assert client.post(f"{BUILDER}save/", sent(typed)).status_code == 302
    assert plan_in(client).references == [public.item.reference]


def test_what_is_hidden_from_the_reader_is_kept_as_little_as_what_is_invented(client, world):
    hidden = world.reviews["professionals"].item.reference
    assert client.post(f"{BUILDER}save/", sent(Plan(entries=(Entry(hidden), Entry("R0000-1")))))
    assert plan_in(client).references == []


def test_a_note_typed_beside_an_item_is_kept_when_the_session_ended_meanwhile(client_of, world):
    trainer, hidden = client_of("practitioner"), world.reviews["professionals"].item.reference
    collect(trainer, hidden)
    typed = sent_by(trainer) | {"form-0-note": "Half an hour's work."}
    later = Client()  # who is not signed in any more
    assert later.post(f"{BUILDER}save/", typed).status_code == 302
    assert plan_in(later).entries == (Entry(hidden, note="Half an hour's work."),)


def test_a_briefing_holds_so_many_words_and_none_are_lost_of_more(client, public):
    many = Plan(entries=tuple(Entry(f"R0000-{number}", note="n" * 2990) for number in range(20)))
    answer = client.post(f"{BUILDER}save/", sent(many))
    assert answer.status_code == 422
    assert f"A briefing can have up to {MOST_WORDS:,} characters of your own words." in answer.text
    assert answer.text.count("n" * 2990) == 20
    assert "briefing" not in client.session


def test_a_session_stays_small_whatever_is_sent(client, public):
    collect(client, public.item.reference)
    long = Plan(introduction="i" * 9_000, entries=(Entry(public.item.reference, note="n" * 2_900),))
    for _ in range(3):
        fields = sent(long) | {"revision": client.session["briefing revision"], "window": "w" * 100_000}
        assert client.post(f"{BUILDER}save/", fields).status_code == 302
    assert client.session["briefing window"] == "w" * LONGEST_WINDOW
    assert len(json.dumps(dict(client.session.items()))) < 15_000


def test_no_network_begins_sessions_without_end_and_reading_begins_none(public, monkeypatch):
    monkeypatch.setattr(rate_limits, "NEW_SESSIONS", replace(rate_limits.NEW_SESSIONS, network=3))
    answers = [Client().post(ADD, {"item": public.item.reference}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert "Try again in" in answers[-1].text
    assert Session.objects.count() == 3
    assert Client().get(public.item.get_absolute_url()).status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.9").post(ADD, {"item": public.item.reference}).status_code == 200


def test_a_session_that_has_begun_goes_on_however_many_others_began(client, public, monkeypatch):
    monkeypatch.setattr(rate_limits, "NEW_SESSIONS", replace(rate_limits.NEW_SESSIONS, network=1))
    collect(client, public.item.reference)
    assert Client().post(ADD, {"item": public.item.reference}).status_code == 429
    collect(client, public.recommendation.reference)
    assert len(plan_in(client).entries) == 2


def test_an_account_has_so_many_saved_briefings_and_what_is_being_made_stays(client_of, public, monkeypatch):
    monkeypatch.setattr(saved, "MOST_SAVED", 1)
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference)
    own = save(trainer)
    trainer.post(f"{BUILDER}empty/", sent_by(trainer))
    collect(trainer, public.recommendation.reference, title="The second")
    answer = trainer.post(f"{BUILDER}save-for-later/", sent_by(trainer))
    assert answer.status_code == 422
    assert "You have 1 saved briefing" in answer.text
    assert "Delete one that you no longer need" in answer.text
    assert plan_in(trainer).title == "The second"
    trainer.post(f"{own.get_absolute_url()}remove/")
    assert trainer.post(f"{BUILDER}save-for-later/", sent_by(trainer)).status_code == 302
    assert Briefing.objects.get().name == "The second"


def test_saving_again_and_again_comes_to_an_end(client_of, public, monkeypatch):
    monkeypatch.setattr(saved, "SAVES", replace(saved.SAVES, each=2))
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference)
    answers = [trainer.post(f"{BUILDER}save-for-later/", sent_by(trainer)).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
