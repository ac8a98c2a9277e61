"""Two people at once in the administration: nothing is written over unseen, and nothing that was typed is lost."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import RequestFactory

from learning.admin.base import CatalogueAdmin
from learning.models import (
    Agency,
    AgencyInvolved,
    AgencyKind,
    ErrorReport,
    LaterNote,
    LearningItem,
    Partnership,
    Review,
    Theme,
)
from recommendations.models import RecommendationPart
from tests.forms import fields_of

from .administration import address_of, opened

OURS = ("learning.", "recommendations.", "reviews_portal.")


@pytest.fixture
def item(administrator, world) -> LearningItem:
    item = world.reviews["public"].item
    LearningItem._base_manager.filter(pk=item.pk).update(text="One.\nTwo words.", heading="As it was")
    item.refresh_from_db()
    return item


@pytest.fixture
def recommendation(administrator, world):
    recommendation = world.reviews["public"].recommendation
    recommendation.agency_kinds.add(AgencyKind.objects.get(slug="police"))
    return recommendation


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
    assert unsafe == {"User"}  # an account is no part of the catalogue
    assert not [model for model, of in admin.site._registry.items() if of.list_editable]


def test_a_save_on_what_was_opened_is_saved_and_written_down_once(administrator, item):
    rows = item.history.count()
    assert administrator.post(address_of(item), opened(administrator, item, heading="Mine")).status_code == 302
    item.refresh_from_db()
    assert (item.heading, item.text) == ("Mine", "One.\nTwo words.")
    assert item.history.count() == rows + 1


@pytest.mark.parametrize(("choice", "outcome"), [("mine", "Mine.\nTwo words."), ("theirs", "Theirs.\nTwo words.")])
def test_the_same_field_is_shown_in_both_texts_and_decided(administrator, item, choice, outcome):
    address, mine = address_of(item), opened(administrator, item, text="Mine.\r\nTwo words.")
    assert administrator.post(address, opened(administrator, item, text="Theirs.\r\nTwo words.")).status_code == 302
    rows = item.history.count()

    refused = administrator.post(address, mine)
    assert refused.status_code == 409
    assert '<del><span class="visually-hidden">[gone: </span>Theirs<' in refused.text
    assert '<ins><span class="visually-hidden">[new: </span>Mine<' in refused.text
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
    assert "Changed in between, not by you" in page.text
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
    assert "Say whom it speaks to." in page.text
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
    assert "Say whom it speaks to." in page.text
    everyone = [kind.pk for kind in item.agency_kinds.all()]
    again = opened(page, item) | {"agency_kinds": everyone}
    assert administrator.post(address_of(item), again).status_code == 302
    item.refresh_from_db()
    assert item.text == "Theirs."


def test_a_form_and_its_save_run_few_queries(administrator, world, django_assert_max_num_queries):
    recommendation = world.reviews["public"].recommendation
    with django_assert_max_num_queries(25):
        sent = opened(administrator, recommendation)
    with django_assert_max_num_queries(95):
        assert administrator.post(address_of(recommendation), sent).status_code == 302


# --- Rows below a record ---------------------------------------------------------------------------


def test_a_row_changed_by_both_is_decided_and_one_changed_by_them_is_kept(administrator, recommendation):
    first, second = recommendation.parts.all()
    mine = opened(administrator, recommendation, **{"parts-0-text": "Mine.", "tail": "My tail."})
    RecommendationPart.objects.filter(pk=first.pk).update(text="Theirs.")
    RecommendationPart.objects.filter(pk=second.pk).update(text="Theirs as well.")
    page = administrator.post(address_of(recommendation), mine)
    assert page.status_code == 409
    shown = opened(page, recommendation)
    assert shown["differs"] == ["parts-0-text"]
    assert shown["parts-0-text"] == ["Mine."]
    assert shown["parts-1-text"] == ["Theirs as well."]
    assert shown["tail"] == ["My tail."]
    decided = shown | {"decide-parts-0-text": "theirs"}
    assert administrator.post(address_of(recommendation), decided).status_code == 302
    recommendation.refresh_from_db()
    assert [part.text for part in recommendation.parts.all()] == ["Theirs.", "Theirs as well."]
    assert recommendation.tail == "My tail."


def test_a_choice_in_a_row_is_compared_too(administrator, recommendation, world):
    part = recommendation.parts.first()
    mine = opened(administrator, recommendation, **{"parts-0-agencies": [world.reviews["draft"].agency.pk]})
    part.agencies.add(world.reviews["professionals"].agency)
    page = administrator.post(address_of(recommendation), mine)
    assert page.status_code == 409
    assert opened(page, recommendation)["differs"] == ["parts-0-agencies"]
    assert list(part.agencies.all()) == [world.reviews["professionals"].agency]


def involved(review: Review, name: str) -> AgencyInvolved:
    return AgencyInvolved.objects.create(review=review, agency=Agency.objects.get(name=name), named_as=name)


@pytest.fixture
def review(administrator, world) -> Review:
    review = world.reviews["public"].review
    involved(review, "Agency quokka1")
    return review


def test_a_row_deleted_by_another_does_not_come_back_by_itself(administrator, review):
    mine = opened(administrator, review, harm="Mine")
    review.agencies_involved.get(named_as="Agency quokka1").delete()
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "A row was deleted: agency involved “Agency quokka1”." in page.text
    assert administrator.post(address_of(review), opened(page, review)).status_code == 302
    review.refresh_from_db()
    assert review.harm == "Mine"
    assert [one.named_as for one in review.agencies_involved.all()] == ["Agency quokka0"]


def test_what_was_typed_into_a_row_deleted_by_another_stands_in_a_new_row(administrator, review):
    mine = opened(administrator, review, **{"agencies_involved-1-named_as": "The very agency"})
    review.agencies_involved.get(named_as="Agency quokka1").delete()
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "A row that you changed was deleted: agency involved “The very agency”." in page.text
    assert review.agencies_involved.count() == 1
    assert administrator.post(address_of(review), opened(page, review)).status_code == 302
    assert [one.named_as for one in review.agencies_involved.order_by("pk")] == ["Agency quokka0", "The very agency"]


def test_a_row_changed_by_another_is_not_deleted_unseen(administrator, review):
    mine = opened(administrator, review, **{"agencies_involved-1-DELETE": "on"})
    AgencyInvolved.objects.filter(named_as="Agency quokka1").update(named_as="As theirs")
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "which you marked to be deleted, was changed" in page.text
    shown = opened(page, review)
    assert "agencies_involved-1-DELETE" not in shown
    sent = shown | {"agencies_involved-1-DELETE": "on"}
    assert administrator.post(address_of(review), sent).status_code == 302
    assert review.agencies_involved.count() == 1


def test_rows_added_by_two_people_are_all_kept(administrator, review, world):
    two, three = Agency.objects.get(name="Agency quokka2"), Agency.objects.get(name="Agency quokka3")
    new = {"agencies_involved-TOTAL_FORMS": "3", "agencies_involved-2-position": "5"}
    mine = opened(administrator, review, **new)
    mine |= {"agencies_involved-2-agency": three.pk, "agencies_involved-2-named_as": "Mine"}
    mine |= {"agencies_involved-0-DELETE": "on"}
    AgencyInvolved.objects.create(review=review, agency=two, named_as="Theirs", position=1)
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "A row was added: agency involved “Theirs”." in page.text
    assert administrator.post(address_of(review), opened(page, review)).status_code == 302
    assert {one.named_as for one in review.agencies_involved.all()} == {"Agency quokka1", "Theirs", "Mine"}


def test_what_must_not_be_written_over_is_also_the_status(administrator, review):
    mine = opened(administrator, review, harm="Mine")
    gone = opened(administrator, review, status="withdrawn", reason="A name.")
    assert administrator.post(address_of(review), gone).status_code == 302
    page = administrator.post(address_of(review), mine | {"reason": "Typed."})
    assert page.status_code == 409
    shown = opened(page, review)
    assert (shown["status"], shown["reason"]) == (["withdrawn"], ["Typed."])
    assert administrator.post(address_of(review), shown).status_code == 302
    review.refresh_from_db()
    assert (review.status, review.harm) == ("withdrawn", "Mine")


def test_notes_are_signed_and_kept_apart(administrator, item, world):
    note = LaterNote.objects.create(
        item=item, dated="2026-01-01", text="As it was.", author=world.people["partnership-editor"]
    )
    mine = opened(administrator, item, **{"later_notes-0-text": "Mine."})
    LaterNote.objects.filter(pk=note.pk).update(text="Theirs.")
    page = administrator.post(address_of(item), mine)
    assert opened(page, item)["differs"] == ["later_notes-0-text"]
    sent = opened(page, item) | {"decide-later_notes-0-text": "mine"}
    assert administrator.post(address_of(item), sent).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.author) == ("Mine.", world.people["partnership-editor"])


def test_rows_that_nobody_may_change_are_neither_added_nor_lost(administrator, world):
    response = world.reviews["public"].response
    mine = opened(administrator, response, named_as="Mine", position="7")
    administrator.post(address_of(response), opened(administrator, response, position="8"))
    page = administrator.post(address_of(response), mine)
    assert page.status_code == 409
    assert "A row was" not in page.text
    sent = opened(page, response)
    assert sent["differs"] == ["position"]
    version = {
        "versions-TOTAL_FORMS": "2",
        "versions-1-number": "2",
        "versions-1-text": "By hand.",
        "versions-1-acceptance": "not-stated",
        "versions-1-progress": "not-stated",
        "versions-1-created_at_0": "2026-11-21",
        "versions-1-created_at_1": "10:00",
        "decide-position": "mine",
    }
    for _ in range(2):
        assert administrator.post(address_of(response), sent | version).status_code == 302
    response.refresh_from_db()
    assert (response.named_as, response.position) == ("Mine", 7)
    assert [version.text for version in response.versions.all()] == ["Answer quokka0", "By hand."]


# --- Adding, deleting, putting back ----------------------------------------------------------------


def test_what_was_typed_into_a_record_that_is_gone_can_be_added_anew(administrator):
    theme = Theme.objects.create(name="Short-lived", slug="short-lived", group="harm", scope_note="Note.")
    mine = opened(administrator, theme, scope_note="Mine, long thought about.")
    address = address_of(theme)
    theme.delete()
    page = administrator.post(address, mine)
    assert page.status_code == 409
    assert "This was deleted in between" in page.text
    sent = opened(page, Theme())
    assert sent["scope_note"] == ["Mine, long thought about."]
    assert administrator.post("/admin/learning/theme/add/", sent).status_code == 302
    assert Theme.objects.get(slug="short-lived").scope_note == "Mine, long thought about."


def test_two_people_who_add_the_same_get_the_ordinary_words(administrator):
    sent = {"name": "New", "slug": "new", "group": "harm", "scope_note": "Note.", "aliases": ""}
    assert administrator.post("/admin/learning/theme/add/", sent).status_code == 302
    page = administrator.post("/admin/learning/theme/add/", sent)
    assert page.status_code == 200
    assert "Theme with this Slug already exists." in page.text


def test_a_record_changed_since_it_was_looked_at_is_not_deleted(administrator):
    theme = Theme.objects.create(name="Short-lived", slug="short-lived", group="harm", scope_note="Note.")
    address = address_of(theme, "delete")
    asked = opened(administrator.get(address))
    Theme.objects.filter(pk=theme.pk).update(scope_note="Worth keeping.")
    for sent in (asked, {"post": "yes"}, asked | {"revision": "nonsense"}):
        page = administrator.post(address, sent)
        assert page.status_code == 409
        assert "This was changed after you had looked at it" in page.text
        assert Theme.objects.filter(pk=theme.pk).exists()
    assert "scope note is now “Worth keeping.”" in administrator.post(address, asked).text
    assert administrator.post(address, opened(page)).status_code == 302
    assert not Theme.objects.filter(pk=theme.pk).exists()


def test_what_goes_along_counts_when_something_is_deleted(administrator, world):
    partnership = Partnership.objects.create(name="Nowhere", slug="nowhere")
    address = address_of(partnership, "delete")
    asked = opened(administrator.get(address))
    partnership.memberships.create(user=world.people["member"], role="member")
    assert administrator.post(address, asked).status_code == 409
    assert Partnership.objects.filter(pk=partnership.pk).exists()


def test_of_many_to_be_deleted_none_goes_that_was_changed(administrator):
    reports = [ErrorReport.objects.create(kind="other", text=f"Words {number}.") for number in range(2)]
    keys = [report.pk for report in reports]
    ask = {"action": "delete_selected", "_selected_action": keys, "index": "0"}
    page = administrator.post("/admin/learning/errorreport/", ask)
    assert page.status_code == 200
    asked = opened(page)
    assert sorted(asked["_selected_action"]) == sorted(str(key) for key in keys)
    ErrorReport.objects.filter(pk=keys[0]).update(handling="Being looked into.")
    page = administrator.post("/admin/learning/errorreport/", asked)
    assert page.status_code == 409
    assert "Being looked into." in page.text
    assert ErrorReport.objects.filter(pk__in=keys).count() == 2
    assert administrator.post("/admin/learning/errorreport/", opened(page)).status_code == 302
    assert not ErrorReport.objects.filter(pk__in=keys).exists()


@pytest.mark.filterwarnings("ignore:Calling select_related")
def test_an_older_state_is_not_put_back_over_what_was_saved_since(administrator, item):
    for heading in ("First", "Second"):
        administrator.post(address_of(item), opened(administrator, item, heading=heading))
    older = item.history.get(heading="First")
    address = f"/admin/learning/learningitem/{item.pk}/history/{older.pk}/"
    mine = fields_of(administrator.get(address).text, "historicallearningitem_form")
    assert mine["heading"] == ["First"]
    administrator.post(address_of(item), opened(administrator, item, heading="Third"))
    page = administrator.post(address, mine)
    assert page.status_code == 409
    item.refresh_from_db()
    assert item.heading == "Third"
    assert f'action="{address_of(item)}"' in page.text
    sent = opened(page, item) | {"decide-heading": "mine"}
    assert administrator.post(address_of(item), sent).status_code == 302
    item.refresh_from_db()
    assert item.heading == "First"
    mine = fields_of(administrator.get(address).text, "historicallearningitem_form")
    assert administrator.post(address, mine).status_code == 302
