"""Two people at once in the administration: nothing is written over unseen, and nothing that was typed is lost."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import RequestFactory

from learning.admin.base import CatalogueAdmin
from learning.models import Theme

from .administration import address_of, opened

OURS = ("learning.", "recommendations.", "reviews_portal.")


def test_whatever_may_be_changed_in_the_administration_is_safe_for_two(rf: RequestFactory, world):
    request = rf.get("/admin/")
    request.user = world.people["administrator"]
    unsafe = {
        model.__name__
        for model, of in admin.site._registry.items()
        if of.__module__.startswith(OURS)
        and not isinstance(of, CatalogueAdmin)
        and (of.has_change_permission(request) or of.has_delete_permission(request))
    }
    assert unsafe == {"User", "ApprovedDomain", "Authenticator"}  # accounts are no part of the catalogue
    assert not [model for model, of in admin.site._registry.items() if of.list_editable]


def test_a_save_on_what_was_opened_is_saved_and_written_down_once(administrator, item):
    rows = item.history.count()
    assert administrator.post(address_of(item), opened(administrator, item, heading="Mine")).status_code == 302
    item.refresh_from_db()
    assert (item.heading, item.text) == ("Mine", "One.\nTwo words.")
    assert item.history.count() == rows + 1


@pytest.mark.parametrize(("choice", "outcome"), [("mine", "Mine.\nTwo words."), ("theirs", "Theirs.\nTwo words.")])
def test_the_same_field_is_shown_in_edit_conflict_and_decided(administrator, item, choice, outcome):
    address, mine = address_of(item), opened(administrator, item, text="Mine.\r\nTwo words.")
    assert administrator.post(address, opened(administrator, item, text="Theirs.\r\nTwo words.")).status_code == 302
    rows = item.history.count()

    refused = administrator.post(address, mine)
    assert refused.status_code == 409
    assert '<del><span class="visually-hidden">[deleted: </span>Theirs<' in refused.text
    assert '<ins><span class="visually-hidden">[added: </span>Mine<' in refused.text
    shown = opened(refused, item)
    assert shown["text"] == ["Mine.\r\nTwo words."]
    assert shown["differs"] == ["text"]
    item.refresh_from_db()
    assert item.text == "Theirs.\nTwo words."

    undecided = administrator.post(address, shown)
    assert undecided.status_code == 409
    again = opened(undecided, item)
    assert {name for name in shown if again[name] != shown[name]} <= {"csrfmiddlewaretoken", "revision"}
    assert administrator.post(address, shown | {"decide-text": "nonsense"}).status_code == 409
    item.refresh_from_db()
    assert item.text == "Theirs.\nTwo words."

    assert administrator.post(address, shown | {"decide-text": choice}).status_code == 302
    item.refresh_from_db()
    assert item.text == outcome
    assert item.history.count() == rows + 1


def test_different_fields_are_both_kept_once_the_second_has_seen_it(administrator, item):
    address, mine = address_of(item), opened(administrator, item, text="Mine.")
    administrator.post(address, opened(administrator, item, heading="Theirs"))
    page = administrator.post(address, mine)
    assert page.status_code == 409
    assert "Other changes, not made by you" in page.text
    shown = opened(page, item)
    assert (shown["text"], shown["heading"]) == (["Mine."], ["Theirs"])
    assert "differs" not in shown
    item.refresh_from_db()
    assert (item.text, item.heading) == ("One.\nTwo words.", "Theirs")
    assert administrator.post(address, shown).status_code == 302
    item.refresh_from_db()
    assert (item.text, item.heading) == ("Mine.", "Theirs")


def test_what_was_decided_counts_only_for_what_was_seen(administrator, item):
    address, mine = address_of(item), opened(administrator, item, text="Mine.", heading="Mine")
    administrator.post(address, opened(administrator, item, text="Theirs.", heading="Theirs"))
    shown = opened(administrator.post(address, mine), item)
    assert shown["differs"] == ["text", "heading"]
    administrator.post(address, opened(administrator, item, text="Later."))
    again = administrator.post(address, shown | {"decide-text": "theirs", "decide-heading": "theirs"})
    assert again.status_code == 409
    assert "Later" in again.text
    shown = opened(again, item)
    assert shown["differs"] == ["text", "heading"]
    assert "decide-text" not in shown
    assert shown["decide-heading"] == ["theirs"]
    assert administrator.post(address, shown | {"decide-text": "mine"}).status_code == 302
    item.refresh_from_db()
    assert (item.text, item.heading) == ("Mine.", "Theirs")


def test_chosen_records_are_compared_as_a_set(administrator, item):
    neglect, *others = Theme.objects.exclude(slug="neglect").order_by("slug")[:3]
    before = [theme.pk for theme in item.themes.all()]
    mine = opened(administrator, item, themes=[*before, neglect.pk])
    administrator.post(address_of(item), opened(administrator, item, themes=[*before, others[0].pk]))
    page = administrator.post(address_of(item), mine)
    assert page.status_code == 409
    shown = opened(page, item)
    assert shown["differs"] == ["themes"]
    assert sorted(shown["themes"]) == sorted(str(pk) for pk in [*before, neglect.pk])
    assert others[0].name in page.text
    assert administrator.post(address_of(item), shown | {"decide-themes": "theirs"}).status_code == 302
    assert {theme.pk for theme in item.themes.all()} == {*before, others[0].pk}


def test_a_second_click_is_answered_as_the_first_and_writes_nothing(administrator, item, world):
    sent = opened(administrator, item, heading="Once") | {
        "later_notes-TOTAL_FORMS": "1",
        "later_notes-0-dated": "2026-01-31",
        "later_notes-0-text": "Since then.",
    }
    first, second = (administrator.post(address_of(item), sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert item.history.filter(heading="Once").count() == 1
    assert item.later_notes.count() == 1


def test_the_same_words_from_two_people_need_no_decision(administrator, item):
    mine = opened(administrator, item, text="Same.")
    administrator.post(address_of(item), opened(administrator, item, text="Same."))
    rows = item.history.count()
    assert administrator.post(address_of(item), mine).status_code == 302
    assert item.history.count() == rows


@pytest.mark.parametrize("revision", [None, "", "nonsense", "other"])
def test_without_the_revision_of_this_record_nothing_is_written_unseen(administrator, item, world, revision):
    if revision == "other":
        revision = opened(administrator, world.reviews["draft"].item)["revision"]
    sent = opened(administrator, item, text="Mine.") | {"revision": revision}
    if revision is None:
        del sent["revision"]
    page = administrator.post(address_of(item), sent)
    assert page.status_code == 409
    item.refresh_from_db()
    assert item.text == "One.\nTwo words."
    assert administrator.post(address_of(item), opened(page, item) | {"decide-text": "mine"}).status_code == 302
    item.refresh_from_db()
    assert item.text == "Mine."


def test_what_was_written_past_the_administration_is_noticed(administrator, item, tmp_path):
    mine = opened(administrator, item, heading="Mine")
    fixture = tmp_path / "item.json"
    call_command("dumpdata", "learning.learningitem", pks=str(item.pk), natural_foreign=True, output=str(fixture))
    fixture.write_text(fixture.read_text().replace("As it was", "As loaded"))
    call_command("loaddata", str(fixture), verbosity=0)
    assert administrator.post(address_of(item), mine).status_code == 409
    item.refresh_from_db()
    assert item.heading == "As loaded"


def test_a_form_with_errors_keeps_the_revision_that_it_was_opened_on(administrator, item):
    mine = opened(administrator, item, text="Mine.", agency_kinds=[])
    page = administrator.post(address_of(item), mine)
    assert page.status_code == 200
    assert "Select who this is relevant to." in page.text
    again = opened(page, item)
    assert again["revision"] == mine["revision"]
    administrator.post(address_of(item), opened(administrator, item, text="Theirs."))
    everyone = [kind.pk for kind in item.agency_kinds.all()]
    assert administrator.post(address_of(item), again | {"agency_kinds": everyone}).status_code == 409


def test_what_was_decided_outlives_an_error_in_the_form(administrator, item):
    mine = opened(administrator, item, text="Mine.", agency_kinds=[])
    administrator.post(address_of(item), opened(administrator, item, text="Theirs."))
    page = administrator.post(address_of(item), mine)
    assert page.status_code == 409
    page = administrator.post(address_of(item), opened(page, item) | {"decide-text": "theirs"})
    assert page.status_code == 200
    assert "Select who this is relevant to." in page.text
    everyone = [kind.pk for kind in item.agency_kinds.all()]
    again = opened(page, item) | {"agency_kinds": everyone}
    assert administrator.post(address_of(item), again).status_code == 302
    item.refresh_from_db()
    assert item.text == "Theirs."


def test_a_form_and_its_save_run_few_queries(administrator, world, django_assert_max_num_queries):
    recommendation = world.reviews["public"].recommendation
    with django_assert_max_num_queries(25):
        sent = opened(administrator, recommendation)
    # Among them: who has its position, its responses, its parts and their parents, the kinds of its review, and the
    # public names of its agencies.
    with django_assert_max_num_queries(123):
        assert administrator.post(address_of(recommendation), sent).status_code == 302
