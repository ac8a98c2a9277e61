"""Two people act at once while something is added, deleted or restored."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import (
    Agency,
    AgencyKind,
    ErrorReport,
    LaterNote,
    LearningItem,
    Membership,
    Partnership,
    Theme,
)
from learning.search.index import deferred
from recommendations.models import Recommendation, Response
from tests.forms import fields_of
from tests.world import make_item

from .administration import address_of, opened


def test_what_was_typed_into_a_record_that_is_gone_can_be_added_anew(administrator):
    theme = Theme.objects.create(name="Short-lived", slug="short-lived", group="harm", scope_note="Note.")
    mine = opened(administrator, theme, scope_note="Mine, long thought about.")
    address = address_of(theme)
    theme.delete()
    page = administrator.post(address, mine)
    assert page.status_code == 409
    assert "This was deleted while you were editing" in page.text
    sent = opened(page, Theme())
    assert sent["scope_note"] == ["Mine, long thought about."]
    assert administrator.post("/admin/learning/theme/add/", sent).status_code == 302
    assert Theme.objects.get(slug="short-lived").scope_note == "Mine, long thought about."


def test_two_people_who_add_the_same_get_the_ordinary_words(administrator):
    sent = {"name": "New", "slug": "new", "group": "harm", "scope_note": "Note.", "aliases": ""}
    assert administrator.post("/admin/learning/theme/add/", sent).status_code == 302
    page = administrator.post("/admin/learning/theme/add/", sent)
    assert page.status_code == 200
    assert "“New” already has the slug “new”. Choose another slug, such as “new-2”." in page.text


def test_the_question_lists_what_else_is_deleted_or_nothing(administrator, world):
    theme = Theme.objects.create(name="Short-lived", slug="short-lived", group="harm", scope_note="Note.")
    page = administrator.get(address_of(theme, "delete")).text
    assert "Are you sure you want to delete the theme “Short-lived”? You cannot undo this." in page
    assert "What will be deleted" not in page
    assert 'value="Delete theme"' in page
    item = world.reviews["draft"].item
    LaterNote.objects.create(item=item, dated="2026-01-31", text="Since then.")
    page = administrator.get(address_of(item, "delete")).text
    assert "What will be deleted" in page
    assert "Later note: " in page


def test_a_record_changed_since_it_was_looked_at_is_not_deleted(administrator):
    theme = Theme.objects.create(name="Short-lived", slug="short-lived", group="harm", scope_note="Note.")
    address = address_of(theme, "delete")
    asked = opened(administrator.get(address))
    Theme.objects.filter(pk=theme.pk).update(scope_note="Worth keeping.")
    for sent in (asked, {"post": "yes"}, asked | {"revision": "nonsense"}):
        page = administrator.post(address, sent)
        assert page.status_code == 409
        assert "This was changed after you opened the page" in page.text
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


def test_nothing_that_is_in_use_is_deleted(administrator, world):
    """Neither on its own page nor from the list; the page says what uses it, and what to do."""
    made = world.reviews["draft"]
    Membership.objects.filter(agency=made.agency).delete()
    used = {
        Theme.objects.get(slug="neglect"): ["learning items", "recommendations", "Merge it into another theme"],
        made.agency.kind: ["agencies", "Move these to another kind"],
        made.agency: ["recommendation:", "response", "“succeeded by”"],
        world.partnership: ["reviews", "memberships", "request", "“former names”"],
        made.document: ["review section", "learning items", "response version", "would lose their source"],
        made.term: ["source document", "Remove the term"],
        made.review: ["learning items", "recommendation", "keep the review as a draft"],
        made.recommendation: ["response:", "Change or delete these first"],
        made.review.learningitems.filter(sub_points__isnull=False).get(): ["sub-point", "Change or delete"],
    }
    for record, words in used.items():
        address = address_of(record, "delete")
        page = administrator.get(address)
        assert "in use and cannot be deleted" in page.text, record
        for word in words:
            assert word in page.text, (record, word)
        assert administrator.post(address, {"post": "yes"}).status_code in (200, 409)
        changelist = f"/admin/{record._meta.app_label}/{record._meta.model_name}/"
        ask = {"action": "delete_selected", "_selected_action": [record.pk], "index": "0"}
        answers = [administrator.post(changelist, ask | more) for more in ({}, {"post": "yes"})]
        assert record.__class__._base_manager.filter(pk=record.pk).exists(), record
        assert all(answer.status_code in (200, 302, 403, 409) for answer in answers)


def test_what_nothing_uses_is_deleted_with_what_is_its_own(administrator, world):
    agency = Agency.objects.create(name="Brief", slug="brief", kind=AgencyKind.objects.get(slug="police"))
    agency.partnerships.add(world.partnership)  # the partnership that the agency itself names
    item = world.reviews["draft"].review.learningitems.filter(sub_points=None, parent=None).first()
    item.later_notes.create(dated="2026-01-01", text="Since then.")
    for record in (agency, item):
        address = address_of(record, "delete")
        page = administrator.get(address)
        assert "Are you sure" in page.text
        assert administrator.post(address, opened(page)).status_code == 302
        assert not record.__class__._base_manager.filter(pk=record.pk).exists()


@pytest.mark.parametrize("number", [10, 60])
def test_the_page_that_refuses_grows_neither_in_queries_nor_in_size(administrator, world, number):
    """A theme in use by thousands had a page of 2.2 MB; an agency's took 2,693 queries."""
    made = world.reviews["draft"]  # records of a published review are never deleted
    at = {"review": made.review, "document": made.document, "heading": "More"}
    with deferred():
        for position in range(number):
            item = make_item(at | {"position": 1000 + position}, "finding", f"Finding {position} " * 50)
            item.agencies.add(made.agency)
            recommendation = Recommendation.objects.create(
                **at, position=5000 + position, short_label=str(100 + position), stem="Stem " * 100
            )
            recommendation.agencies.add(made.agency)
            Response.objects.create(recommendation=recommendation, agency=made.agency)
    for record in (made.agency, Theme.objects.get(slug="neglect"), made.document, world.partnership):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = administrator.get(address_of(record, "delete"))
        assert "cannot be deleted" in page.text
        assert len(queries) <= 42, record
        assert len(page.content) <= 30_000, record
        # Related records are counted by key: with 100,000 items, reading their text took longer than all else.
        counting = [query["sql"] for query in queries if re.search(r"DISTINCT|COUNT\(", query["sql"])]
        assert counting
        assert not [sql for sql in counting if '"learning_learningitem"."text"' in sql], record


def test_what_uses_several_records_is_counted_once(administrator, world):
    """An item with both themes is one item, of one review."""
    item = world.reviews["draft"].item
    first, second = (Theme.objects.create(name=name, slug=name.lower(), group="family") for name in ("One", "Two"))
    item.themes.set([first, second])
    ask = {"action": "delete_selected", "_selected_action": [first.pk, second.pk], "index": "0"}
    page = administrator.post("/admin/learning/theme/", ask)
    found = {use.what: (use.number, [name for name, _ in use.first]) for use in page.context["protected"]}
    assert found == {
        "learning item": (1, [str(item)]),
        "review": (1, [str(item.review)]),
    }  # whose themes are those of its items


def test_rows_that_go_along_unnamed_count_as_looked_at_too(administrator, world):
    """The page names the first three notes; a change of the fifth is noticed all the same."""
    item = world.reviews["draft"].review.learningitems.filter(sub_points=None, parent=None).first()
    for number in range(5):
        item.later_notes.create(dated=f"2026-01-0{number + 1}", text="Since then.")
    address = address_of(item, "delete")
    page = administrator.get(address)
    assert "and 2 more later notes" in page.text
    item.later_notes.filter(dated="2026-01-05").update(text="Worth keeping.")
    assert administrator.post(address, opened(page)).status_code == 409
    assert LearningItem.objects.filter(pk=item.pk).exists()
