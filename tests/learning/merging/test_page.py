"""The page of the administration on which themes and agencies are merged."""

import pytest
from django.urls import reverse

from learning import merging
from learning.models import LearningItem
from tests.portal.administration import address_of

pytestmark = pytest.mark.django_db


def test_a_merged_record_cannot_be_restored_from_its_history(client_of, themes):
    record, into = themes
    merging.merge(record, into)
    older = record.history.last()
    address = reverse("admin:learning_theme_simple_history", args=[record.pk, older.history_id])
    assert client_of("administrator").get(address).status_code == 404


def test_an_administrator_sees_what_will_change_before_it_does(client_of, themes):
    record, into = themes
    browser, address = client_of("administrator"), address_of(record, "merge")
    assert address in browser.get(address_of(record)).text
    page = browser.get(address)
    assert page.status_code == 200
    assert "Choose the theme to merge this one into." in browser.post(address, {"into": ""}).text
    page = browser.post(address, {"into": into.pk})
    assert "You cannot undo this." in page.text
    assert f"Learning items: {LearningItem.objects.filter(themes=record).count()}." in " ".join(page.text.split())
    assert set(LearningItem.objects.filter(themes=record))
    done = browser.post(address, {"into": into.pk, "confirmed": "yes"}, follow=True)
    assert "“Neglect” was merged into “Domestic abuse”." in done.text
    assert "neglect" in done.text
    assert set(LearningItem.objects.filter(themes=record)) == set()
    assert browser.get(address).status_code == 404
    assert client_of("partnership-editor").get(address_of(into, "merge")).status_code == 302
