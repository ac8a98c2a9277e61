"""The page of a theme: where it was found first, then good practice before the rest."""

import re

import pytest

from learning.models import LearningItem, Theme
from recommendations.models import Recommendation
from reviews_portal.selectors.theme import FoundIn
from tests.world import make_item

from .words import text_of

WARNING = "Some of this learning is more than five years old or undated: check current local procedures."


def test_a_theme_shows_good_practice_first_then_learning_recommendations_questions_and_bare_themes(
    client, theme, at, made
):
    for position, item_kind in enumerate(
        ["question", "key-theme", "finding", "emerging-theme", "learning-point", "area-to-strengthen", "good-practice"]
    ):
        make_item(at | {"position": 900 + position}, item_kind, f"Lantern {item_kind}", "lanterns")
    whole = Recommendation.objects.create(**at, position=950, short_label="9", stem="Lantern recommendation")
    whole.themes.add(theme)
    shown = list(client.get("/themes/lanterns/").context["page"])
    assert [getattr(one, "kind", "recommendation") for one in shown] == [
        "good-practice",
        "finding",
        "learning-point",
        "area-to-strengthen",
        "recommendation",
        "question",
        "key-theme",
        "emerging-theme",
    ]


def test_a_theme_says_in_how_many_of_the_reviews_it_was_found_and_in_which_years(client, three):
    page = client.get("/themes/lanterns/")
    assert (page.context["found"].reviews, page.context["found"].of) == (3, 7)
    assert "3 of 7 reviews</a> (2012 to 2030 and undated)." in page.text
    linked = client.get("/reviews/?theme=lanterns").context["page"].paginator.count
    assert linked == 3


@pytest.mark.parametrize(
    ("years", "span"),
    [
        ([2016], "2016"),
        ([2016, 2016], "2016"),
        ([2021, 2016], "2016 to 2021"),
        ([None, 2016], "2016 and undated"),
        ([None], "undated"),
        ([2021, None, 2013], "2013 to 2021 and undated"),
        ([], ""),
    ],
)
def test_the_years_of_a_theme_in_words(years, span):
    assert FoundIn(reviews=1, of=1, years=years).span == span


def test_a_theme_that_was_not_found_says_so(client, theme, made):
    page = client.get("/themes/lanterns/").text
    assert "None of the 4 reviews here has anything on this theme yet." in text_of(page)
    for needless in ("0 items", "Sort by", "Apply filters", "<fieldset"):
        assert needless not in page
    filtered = client.get("/themes/neglect/?kind=good-practice&speaks_to=legal").text
    assert "0 items" in filtered
    assert "Apply filters" in filtered
    assert "Sort by" not in filtered


def test_a_theme_is_not_one_of_its_other_themes(client, made):
    page = client.get("/themes/neglect/?theme=neglect")
    others = [facet for facet in page.context["filters"].shown if facet.name == "theme"]
    assert "neglect" not in [option.value for facet in others for option in facet.options]
    assert page.context["page"].paginator.count == client.get("/themes/neglect/").context["page"].paginator.count


def test_a_filter_with_one_value_is_not_shown_unless_it_is_selected(client, three):
    names = {facet.name for facet in client.get("/themes/lanterns/").context["filters"].shown}
    assert "year" in names
    assert "kind" not in names
    filtered = client.get("/themes/lanterns/?kind=finding").context["filters"].shown
    assert "kind" in {facet.name for facet in filtered}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", ["2030", "2012", "None"]), ("reference", ["2012", "None", "2030"]), ("", ["2030", "2012", "None"])],
)
def test_a_theme_is_ordered_as_asked_undated_last(client, three, sort, expected):
    page = client.get(f"/themes/lanterns/?sort={sort}").context["page"]
    assert [one.text.split()[-1] for one in page] == expected


def test_a_theme_counts_each_kind_also_of_what_the_list_is_not_filtered_by(client, three, theme):
    at = {"review": three[0].review, "document": three[0].document}
    make_item(at | {"position": 901}, "question", "Lantern?", "lanterns")
    page = client.get("/themes/lanterns/?kind=question")
    assert page.context["page"].paginator.count == 1
    assert re.search(r'value="finding"> <span>Finding</span> <span class="n">3</span>', page.text)
    assert 'value="good-practice"' not in page.text


def test_themes_beside_a_theme_are_those_on_the_same_items_most_often_first(client, world, theme, at):
    housing, drugs = (
        Theme.objects.create(name=name, slug=name.lower(), group="harm", scope_note="Note.") for name in ("Aa", "Bb")
    )
    for position in range(3):
        item = make_item(at | {"position": 900 + position}, "finding", f"Lantern {position}", "lanterns")
        item.themes.add(drugs)
        if position:
            item.themes.add(housing)
    hidden = world.reviews["draft"]
    for position in range(5):
        item = make_item(
            {"review": hidden.review, "document": hidden.document, "position": 900 + position},
            "finding",
            "Hidden",
            "lanterns",
        )
        item.themes.add(Theme.objects.get(slug="neglect"))
    beside = client.get("/themes/lanterns/").context["neighbours"]
    assert [(one.name, one.shared) for one in beside] == [("Bb", 3), ("Aa", 2)]


def test_an_item_of_a_theme_has_its_review_its_address_a_way_to_cite_it_and_its_year(client, three):
    page = client.get("/themes/lanterns/?kind=finding&year=2012").text
    assert 'href="/reviews/review-wombat0/"' in page
    reference = LearningItem.objects.get(text="Lantern 2012").reference
    for link in (f'href="/learning/{reference}/"', f'href="/learning/{reference}/#cite"', f'data-copy="{reference}"'):
        assert link in page
    for address in ("/themes/lanterns/?kind=finding&year=2012", "/learning/", "/search/?q=lantern"):
        assert text_of(client.get(address).text).count(WARNING) == 1, address
    whole = text_of(client.get("/themes/lanterns/").text)
    assert whole.count(WARNING) == 1
    assert "check current local procedures" not in whole.replace(WARNING, "")


def test_the_page_of_an_item_says_whether_it_is_old_or_undated(client, three):
    for year, warning in ((2012, "is more than five years old: check"), (None, "is undated: check"), (2030, "")):
        page = text_of(client.get(LearningItem.objects.get(text=f"Lantern {year}").get_absolute_url()).text)
        assert page.count("check current local procedures") == bool(warning)
        assert f"This learning {warning}" in page or not warning


def test_what_is_not_older_than_five_years_needs_no_warning(client, three):
    page = client.get("/themes/lanterns/?year=2030").text
    assert "check current local procedures" not in page
