"""Who changed what in the catalogue."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from learning.models import GoodPractice, LearningItem, LearningPoint, ReflectiveQuestion, Review, Theme
from reviews_portal.fixtures import fixture_files
from tests.portal.administration import address_of, opened

PROXIES = {
    "learningpoint": (LearningPoint, "finding"),
    "goodpractice": (GoodPractice, "good-practice"),
    "reflectivequestion": (ReflectiveQuestion, "question"),
}


def history_rows() -> dict[str, int]:
    """Return the number of history rows of each model."""
    return {
        model._meta.label: model._default_manager.count()
        for label in ("learning", "recommendations")
        for model in apps.get_app_config(label).get_models()
        if model.__name__.startswith("Historical")
    }


@pytest.mark.django_db
def test_loading_fixtures_writes_no_history():
    assert {name: rows for name, rows in history_rows().items() if rows} == {}
    call_command("loaddata", *map(str, fixture_files()), verbosity=0)
    assert {name: rows for name, rows in history_rows().items() if rows} == {}


@pytest.mark.parametrize("name", PROXIES)
def test_an_edit_through_a_proxy_is_in_the_history_of_the_item(world, name):
    proxy, kind = PROXIES[name]
    item = proxy.objects.filter(review=world.reviews["public"].review, kind=kind).first()
    before = LearningItem.history.filter(id=item.pk).count()
    item.text = "Put right."
    item.save()
    rows = LearningItem.history.filter(id=item.pk)
    assert rows.count() == before + 1
    assert (rows.latest().text, rows.latest().history_type) == ("Put right.", "~")


@pytest.mark.parametrize("name", PROXIES)
def test_themes_given_through_a_proxy_are_in_the_history_of_the_item(world, name):
    proxy, kind = PROXIES[name]
    item = proxy.objects.filter(review=world.reviews["public"].review, kind=kind).first()
    themes = set(Theme.objects.exclude(slug="neglect")[:2])
    item.themes.set(themes)
    newest = LearningItem.history.filter(id=item.pk).latest()
    assert {row.theme for row in newest.themes.all()} == themes


def test_a_deletion_through_a_proxy_is_in_the_history(world):
    item = GoodPractice.objects.filter(review=world.reviews["public"].review).first()
    pk = item.pk
    item.delete()
    assert LearningItem.history.filter(id=pk).latest().history_type == "-"


@pytest.mark.parametrize("name", PROXIES)
def test_an_edit_in_the_administration_says_who_made_it(world, client_of, name):
    proxy, kind = PROXIES[name]
    item = proxy.objects.filter(review=world.reviews["public"].review, kind=kind, parent=None).first()
    browser = client_of("administrator")
    sent = opened(
        browser,
        item,
        text="Put right by hand.",
        themes=[theme.pk for theme in Theme.objects.all()[:2]],
        place="line 3",
        **{
            "later_notes-TOTAL_FORMS": "1",
            "later_notes-0-dated": "2026-11-01",
            "later_notes-0-text": "The team has moved since.",
        },
    )
    response = browser.post(address_of(item), sent)
    assert response.status_code == 302, response.context["errors"]
    newest = LearningItem.history.filter(id=item.pk).latest()
    assert newest.text == "Put right by hand."
    assert newest.history_user == world.people["administrator"]
    stored = LearningItem.objects.get(pk=item.pk)
    assert stored.reference == item.reference
    assert [(note.text, note.author) for note in stored.later_notes.all()] == [
        ("The team has moved since.", world.people["administrator"])
    ]


@pytest.mark.parametrize(("field", "model"), [("partnerships", "learning.Partnership"), ("themes", "learning.Theme")])
def test_what_a_review_is_linked_to_is_in_its_history(world, field, model):
    review = Review.objects.get(code="R9000")
    other = apps.get_model(model).objects.exclude(pk__in=getattr(review, field).all()).first()
    getattr(review, field).add(other)
    newest = review.history.latest()
    assert other.pk in {getattr(row, f"{model.split('.')[1].lower()}_id") for row in getattr(newest, field).all()}


@pytest.mark.filterwarnings("ignore:Calling select_related")  # by django-simple-history, of Django 6.1
@pytest.mark.parametrize("name", PROXIES)
def test_the_history_of_an_item_opens_from_the_list_of_its_kind(world, client_of, name):
    proxy, kind = PROXIES[name]
    item = proxy.objects.filter(review=world.reviews["public"].review, kind=kind).first()
    item.text = "Put right."
    item._change_reason = "A word was missing."
    item.save()
    browser = client_of("administrator")
    page = browser.get(reverse(f"admin:learning_{name}_history", args=[item.pk]))
    assert "A word was missing." in page.text
    row = item.history.latest()
    older = browser.get(reverse(f"admin:learning_{name}_simple_history", args=[item.pk, row.pk]))
    assert older.status_code == 200
    assert "Put right." in older.text
