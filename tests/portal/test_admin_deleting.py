"""Two people at once where something is added, deleted or put back."""

import pytest

from learning.models import ErrorReport, Partnership, Theme
from tests.forms import fields_of

from .administration import address_of, opened


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
