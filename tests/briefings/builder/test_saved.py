"""Saved briefings keep the words as they were, and tell what happens to them at their sources."""

import json

import pytest
from django.test import Client

from learning.models import Audience, LearningItem, Status
from reviews_portal.briefings.models import Briefing, Edition
from reviews_portal.briefings.outline import Outline, as_data
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.redaction import actions as redaction
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.briefings.exported import collect, outline_at, save, sent_by
from tests.world import make_user, publish_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client_of) -> Client:
    return client_of("practitioner")


@pytest.fixture
def saved(trainer, public) -> Briefing:
    collect(trainer, public.item.reference, public.recommendation.reference, title="For Tuesday", responses=True)
    return save(trainer)


def outline_of(browser: Client, saved: Briefing) -> Outline:
    return outline_at(browser, f"/briefings/saved/{saved.key}.json")


def page_of(browser: Client, saved: Briefing) -> str:
    return browser.get(saved.get_absolute_url()).text


def test_it_keeps_its_name_and_words(trainer, saved, public):
    assert saved.name == "For Tuesday"
    page = page_of(trainer, saved)
    assert "Its sources have not changed since." in page
    assert public.item.text in page
    assert "For Tuesday" in trainer.get("/briefings/saved/").text


def test_without_an_account_nothing_is_saved(client, public):
    collect(client, public.item.reference)
    answer = client.post("/briefings/save-for-later/", sent_by(client))
    assert answer["Location"].startswith("/accounts/sign-in/")
    assert not Briefing.objects.exists()


def test_a_change_at_the_source_is_shown_word_by_word_and_the_new_words_are_offered(trainer, saved, public):
    was = public.item.text
    public.item.text = f"{was} And more."
    public.item.save()
    page = page_of(trainer, saved)
    assert "It has been reworded." in page
    assert "And more." in page
    outline = outline_of(trainer, saved)
    assert was in outline.words()
    assert any(public.item.reference in one and "has been reworded" in one for one in outline.remarks)
    trainer.post(f"{saved.get_absolute_url()}renew/")
    assert "Its sources have not changed" in page_of(trainer, saved)
    assert f"{was} And more." in outline_of(trainer, saved).words()


def test_a_newer_response_is_told(trainer, saved, public):
    assert "A newer response" not in page_of(trainer, saved)
    publish_version(public.response, "Quite another answer.")
    assert "A newer response to it has been published." in page_of(trainer, saved)


def test_a_redacted_word_is_gone_from_it_at_once_and_it_is_told(trainer, saved, public, world):
    LearningItem._base_manager.filter(pk=public.item.pk).update(text="Said by Zorbelina Quux so.")
    trainer.post(f"{saved.get_absolute_url()}renew/")
    assert "Zorbelina" in page_of(trainer, saved)
    made = redaction.propose("Zorbelina Quux", reason="A sister.", by=world.people["administrator"])
    seen = fingerprint(all_cells_with(made.passages()))
    redaction.confirm(made, by=make_user("second", ADMINISTRATORS, is_staff=True), seen=seen)
    page = page_of(trainer, saved)
    assert "Zorbelina" not in page
    assert "Said by [redacted] so." in outline_of(trainer, saved).words()
    assert "The text of this review was corrected" in page
    assert "Zorbelina" not in json.dumps([one.outline for one in Edition.objects.all()])


def test_a_withdrawal_and_a_change_of_audience_are_told(trainer, saved, public, world):
    other = world.reviews["professionals"]
    collect(trainer, other.item.reference)
    both = save(trainer)
    other.review.audience = Audience.PUBLIC
    other.review.save()
    assert "Its audience is now: public." in page_of(trainer, both)
    public.review.status = Status.WITHDRAWN
    public.review.save()
    page = page_of(trainer, both)
    assert public.item.text not in page
    assert "Part of this briefing is left out" in page
    assert public.item.text not in outline_of(trainer, both).words()
    assert other.item.text in outline_of(trainer, both).words()


def test_what_is_not_shared_any_more_or_removed_is_gone_at_once(client, trainer, saved, public, pages_kept):
    address = saved.get_absolute_url()
    trainer.post(f"{address}share/")
    for browser in (client, Client()):
        assert public.item.text in browser.get(address).text
    trainer.post(f"{address}unshare/")
    assert client.get(address).status_code == 404
    trainer.post(f"{address}share/")
    assert client.get(address).status_code == 200
    trainer.post(f"{address}remove/")
    assert client.get(address).status_code == 404


def test_only_its_owner_reads_it_until_it_is_shared(client, trainer, client_of, saved, public):
    for other in (client, client_of("member"), client_of("administrator")):
        assert other.get(saved.get_absolute_url()).status_code == 404
        assert other.get(f"/briefings/saved/{saved.key}.pdf").status_code == 404
    trainer.post(f"{saved.get_absolute_url()}share/")
    assert public.item.text in page_of(client, saved)
    assert client.get(f"/briefings/saved/{saved.key}.pdf").status_code == 200
    trainer.post(f"{saved.get_absolute_url()}unshare/")
    assert client.get(saved.get_absolute_url()).status_code == 404


def test_shared_it_shows_everybody_only_what_they_may_see(client, trainer, public, world):
    hidden = world.reviews["professionals"]
    collect(trainer, public.item.reference, hidden.item.reference, introduction=f"On {hidden.word}.")
    session = trainer.session
    session["briefing"]["title"] = f"About {hidden.word}"
    for entry in session["briefing"]["entries"]:
        entry |= {"note": f"As in {hidden.word}.", "heading": f"And {hidden.word}"}
    session.save()
    both = save(trainer)
    assert hidden.word in page_of(trainer, both)
    trainer.post(f"{both.get_absolute_url()}share/")
    page = page_of(client, both)
    assert public.item.text in page
    assert hidden.word not in page
    assert hidden.review.code not in page
    assert "This is about serious harm to children or adults." in outline_of(client, both).content_note
    for format in FORMATS:
        content = client.get(f"/briefings/saved/{both.key}.{format}").content
        assert hidden.word.encode() not in content
    assert hidden.word not in json.dumps(as_data(outline_of(client, both)))


def test_others_copy_what_is_shared_and_change_nothing_of_it(trainer, client_of, saved):
    member = client_of("member")
    assert member.post(f"{saved.get_absolute_url()}copy/").status_code == 404
    trainer.post(f"{saved.get_absolute_url()}share/")
    assert member.post(f"{saved.get_absolute_url()}copy/")["Location"] == "/briefings/"
    own = save(member)
    assert own.pk != saved.pk
    assert own.plan["entries"] == saved.plan["entries"]
    for do in ("share", "unshare", "renew", "remove", "nonsense"):
        assert member.post(f"{saved.get_absolute_url()}{do}/").status_code == 404
    assert member.get(f"{saved.get_absolute_url()}remove/").status_code == 405


def test_saving_again_changes_it_and_a_second_window_writes_nothing_over(trainer, saved):
    trainer.post(f"{saved.get_absolute_url()}open/")
    assert save(trainer).pk == saved.pk
    session = trainer.session
    session["saved briefing"] = [saved.key, 1]  # as it was when another window opened it
    session["briefing"]["introduction"] = "Written in that window."
    session.save()
    copy = save(trainer)
    assert copy.pk != saved.pk
    assert copy.name == "For Tuesday (copy)"


def test_it_is_removed(trainer, saved):
    trainer.post(f"{saved.get_absolute_url()}remove/")
    assert not Briefing.objects.exists()
    assert trainer.get(saved.get_absolute_url()).status_code == 404


def test_who_has_the_link_copies_it_without_an_account_and_does_nothing_else(client, trainer, saved):
    trainer.post(f"{saved.get_absolute_url()}share/")
    assert "Make your own copy" in page_of(client, saved)
    for do in ("open", "renew", "share", "unshare", "remove"):
        answer = client.post(f"{saved.get_absolute_url()}{do}/")
        assert answer["Location"] == f"/accounts/sign-in/?next={saved.get_absolute_url()}", do
    client.post(f"{saved.get_absolute_url()}copy/")
    assert client.session["briefing"]["title"] == "For Tuesday"
    saved.refresh_from_db()
    assert saved.is_shared


def test_who_saves_over_what_is_shared_is_told_who_reads_it(trainer, saved, world):
    trainer.post(f"{saved.get_absolute_url()}share/")
    trainer.post(f"{saved.get_absolute_url()}open/")
    page = trainer.post("/briefings/save-for-later/", sent_by(trainer), follow=True).text
    assert "Anyone with the link can now view this version." in page
    collect(trainer, world.reviews["professionals"].item.reference)
    page = trainer.post("/briefings/save-for-later/", sent_by(trainer), follow=True).text
    assert "People who cannot see every item do not see your own words either." in page
