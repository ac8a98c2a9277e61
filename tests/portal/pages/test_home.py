"""The home page: every theme with its number, the newest reviews, and the form "Where I work"."""

import re

import pytest

from learning.models import AgencyKind, LearningItem, Review, Theme
from recommendations.models import Recommendation

from .words import ANYONE, text_of


@pytest.mark.django_db
def test_home_counts_the_items_and_recommendations_on_each_theme(client):
    counts = {theme: count for _, group in client.get("/").context["groups"] for theme, count in group}
    assert set(counts) == set(Theme.objects.all())
    for theme, count in counts.items():
        items = LearningItem.objects.filter(themes=theme, review__audience="public")
        whole = Recommendation.objects.filter(themes=theme, review__audience="public")
        assert count == items.count() + whole.count(), theme


def test_each_number_of_home_is_the_number_of_its_theme_page(client, made):
    themes = [pair for _, group in client.get("/").context["groups"] for pair in group]
    for theme, count in themes[:: max(1, len(themes) // 12)]:
        assert client.get(theme.get_absolute_url()).context["page"].paginator.count == count, theme


def test_home_leaves_out_themes_without_items_and_the_list_of_themes_shows_them(client, theme):
    assert "Lanterns" not in text_of(client.get("/").text.split('id="themes"')[1])
    page = client.get("/themes/").text
    assert "Lanterns" in page
    assert "No items yet" in page
    assert "lamps" not in page  # a word for searching, shown on the theme's own page
    assert "search terms: lamps" in text_of(client.get(theme.get_absolute_url()).text)


@pytest.mark.django_db
def test_home_knows_the_groups_in_their_order_and_shows_those_with_items(client):
    groups = [group.label for group, _ in client.get("/").context["groups"]]
    assert groups == [
        "Harm",
        "Parents and family",
        "The child",
        "The adult",
        "Assessment and planning",
        "Professional practice",
        "Working together",
        "Organisation",
    ]
    shown = re.findall(r"<h3>([^<]+)</h3>", client.get("/").text.split('id="themes"')[1])
    assert shown == [label for label in groups if label != "The adult"]  # on which no review says anything yet


def test_home_shows_the_newest_reviews_and_how_many_there_are(client, world):
    response = client.get("/")
    visible = Review.objects.visible_to(ANYONE)
    assert response.context["review_count"] == visible.count() == 4
    assert f"{visible.count()} reviews" in response.text
    assert [review.code for review in response.context["newest"]] == ["R0003", "R0002", "R0001", "R9000"]


def test_home_offers_every_kind_of_agency_but_everyone(client, made):
    page = client.get("/").text
    form = page.split('id="work-kind"')[1].split("</select>")[0]
    offered = re.findall(r'<option value="([^"]*)"', form)
    assert set(offered) == set(AgencyKind.objects.exclude(slug="everyone").values_list("slug", flat=True))


@pytest.mark.django_db
def test_the_fathers_who_were_left_out_are_three_clicks_away_at_most(client):
    """The question of a practitioner: what do we know about fathers being left out?"""
    home = client.get("/").text
    assert 'href="/themes/fathers-and-male-carers/"' in home
    page = client.get("/themes/fathers-and-male-carers/")
    assert "Found in" in page.text
    assert page.context["page"].paginator.count > 3
