"""What the pages show: the answer first, good practice before the rest, and numbers that are right."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from learning.models import Agency, AgencyKind, LearningItem, Review, SourceDocument, Theme
from recommendations.models import Recommendation
from reviews_portal.pages.agency import BEST
from reviews_portal.pages.theme import FoundIn
from tests.world import make_item, make_recommendation, make_review

ANYONE = AnonymousUser()


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.fixture
def made(world):
    return world.reviews["public"]


@pytest.fixture
def theme(db) -> Theme:
    """Return a theme that nothing is on yet."""
    return Theme.objects.create(
        name="Lanterns", slug="lanterns", group="harm", scope_note="About lanterns.", aliases=["lamps"]
    )


@pytest.fixture
def at(made):
    return {"review": made.review, "document": made.document}


def kind(slug: str) -> AgencyKind:
    return AgencyKind.objects.get(slug=slug)


# --- Home -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_home_counts_the_items_and_recommendations_on_each_theme(client):
    themes = {theme.slug: theme for _, group in client.get("/").context["groups"] for theme in group}
    assert set(themes) == set(Theme.objects.values_list("slug", flat=True))
    for theme in themes.values():
        items = LearningItem.objects.filter(themes=theme, review__audience="public")
        whole = Recommendation.objects.filter(themes=theme, review__audience="public")
        assert theme.count == items.count() + whole.count(), theme


def test_each_number_of_home_is_the_number_of_its_theme_page(client, made):
    themes = [theme for _, group in client.get("/").context["groups"] for theme in group]
    for theme in themes[:: max(1, len(themes) // 12)]:
        assert client.get(theme.get_absolute_url()).context["page"].paginator.count == theme.count, theme


def test_home_leaves_out_themes_without_items_and_the_list_of_themes_shows_them(client, theme):
    assert "Lanterns" not in text_of(client.get("/").text.split('id="themes"')[1])
    page = client.get("/themes/").text
    assert "Lanterns" in page
    assert "nothing yet" in page
    assert "also called lamps" in page


@pytest.mark.django_db
def test_home_shows_the_seven_groups_in_their_order(client):
    groups = [group.label for group, _ in client.get("/").context["groups"]]
    assert groups == [
        "Harm",
        "Parents and family",
        "The child",
        "Assessment and planning",
        "Professional practice",
        "Working together",
        "Organisation",
    ]


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


# --- Theme --------------------------------------------------------------------------------------------------------


def test_a_theme_shows_good_practice_first_then_learning_recommendations_questions_and_bare_themes(
    client, theme, at, made
):
    for position, item_kind in enumerate(
        ["question", "key-theme", "finding", "emerging-theme", "learning-point", "area-to-strengthen", "good-practice"]
    ):
        make_item(at | {"position": 900 + position}, item_kind, f"Lantern {item_kind}", "lanterns")
    whole = Recommendation.objects.create(**at, position=950, number=9, stem="Lantern recommendation")
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


def dated(made, year: int) -> None:
    SourceDocument.objects.filter(pk=made.document.pk).update(
        published_on=date(year, 1, 1), published_precision="year"
    )


@pytest.fixture
def three(world, theme):
    """Return three public reviews with an item on the theme each: of 2012, undated, of 2030."""
    found = []
    for number, year in enumerate([2012, None, 2030]):
        made = make_review(f"R91{number:02}", f"wombat{number}", audience="public", status="published")
        at = {"review": made.review, "document": made.document}
        make_item(at | {"position": 900}, "finding", f"Lantern {year}", "lanterns")
        if year:
            dated(made, year)
        found.append(made)
    return found


def test_a_theme_says_in_how_many_of_the_reviews_it_was_found_and_in_which_years(client, three):
    page = client.get("/themes/lanterns/")
    assert (page.context["found"].reviews, page.context["found"].of) == (3, 7)
    assert "3 of 7 reviews</a>, 2012 to 2030 and undated." in page.text
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
    assert "Not found yet in any of the 4 reviews here." in text_of(client.get("/themes/lanterns/").text)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", ["2030", "2012", "None"]), ("reference", ["2012", "None", "2030"]), ("", ["2030", "2012", "None"])],
)
def test_a_theme_is_ordered_as_asked_undated_last(client, three, sort, expected):
    page = client.get(f"/themes/lanterns/?sort={sort}").context["page"]
    assert [one.text.split()[-1] for one in page] == expected


def test_a_theme_counts_each_kind_also_of_what_the_list_is_not_narrowed_to(client, three, theme):
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
    assert "2012: check current local procedures" in page
    assert "undated: check current local procedures" in text_of(client.get("/themes/lanterns/").text)


def test_what_is_not_older_than_five_years_needs_no_warning(client, three):
    page = client.get("/themes/lanterns/?year=2030").text
    assert "check current local procedures" not in page


# --- "I work in", agencies -----------------------------------------------------------------------------------------


def test_work_in_leads_to_the_page_of_the_kind_with_the_theme(client, made):
    assert client.get("/work-in/?kind=police&theme=neglect")["Location"] == "/work-in/police/?theme=neglect"
    assert client.get("/work-in/?kind=police&theme=")["Location"] == "/work-in/police/"
    assert client.get("/work-in/?kind=police&theme=nonsense")["Location"] == "/work-in/police/"


def test_work_in_shows_what_names_the_work_before_what_speaks_to_everyone(client, theme, at, made):
    spoken = {}
    for position, (text, to) in enumerate(
        [("to all", "everyone"), ("to police", "police"), ("to housing", "housing"), ("by name", None)]
    ):
        item = LearningItem.objects.create(**at, position=900 + position, kind="finding", text=f"Lantern {text}")
        item.themes.add(theme)
        if to:
            item.agency_kinds.add(kind(to))
        else:
            item.agencies.add(made.agency)
        spoken[text] = item
    best = client.get("/work-in/police/?theme=lanterns").context["best"]
    assert [item.text for item in best["learning"]] == ["Lantern to police", "Lantern by name", "Lantern to all"]
    assert client.get("/work-in/midwifery/?theme=lanterns").context["total"] == 1


def test_work_in_shows_the_best_of_good_practice_learning_and_questions_on_one_page(client, theme, at):
    for position in range(40):
        item = make_item(
            at | {"position": 900 + position},
            ["good-practice", "finding", "question", "key-theme"][position % 4],
            f"Lantern {position}",
            "lanterns",
        )
        if position in (36, 37, 38):  # the last of each kind, which a curator marked as key
            LearningItem.objects.filter(pk=item.pk).update(is_key=True)
    best = client.get("/work-in/police/?theme=lanterns").context["best"]
    assert {name: len(items) for name, items in best.items()} == BEST
    assert [items[0].text for items in best.values()] == ["Lantern 36", "Lantern 37", "Lantern 38"]
    page = client.get("/work-in/police/?theme=lanterns").text
    assert page.index('id="good"') < page.index('id="learning"') < page.index('id="questions"')


def test_work_in_without_anything_says_what_to_try(client, theme, made):
    page = client.get("/work-in/police/?theme=lanterns").text
    assert "Nothing here speaks to this work on this theme yet." in page
    assert "See every theme for: Police" in page


def test_an_agency_shows_what_names_it_then_its_kind_then_everyone(client, made):
    other = make_review("R9199", "wombat", audience="public", status="published")
    at = {"review": other.review, "document": other.document}
    to_kind = LearningItem.objects.create(**at, position=900, kind="finding", text="To the police")
    to_kind.agency_kinds.add(kind("police"))
    to_other = LearningItem.objects.create(**at, position=901, kind="finding", text="To housing")
    to_other.agency_kinds.add(kind("housing"))
    closeness: list[int] = []
    texts = []
    number, more = 1, True
    while more:
        page = client.get(f"{made.agency.get_absolute_url()}?page={number}").context["page"]
        closeness += [one.closeness for one in page]
        texts += [str(one) for one in page]
        number, more = number + 1, page.has_next()
    assert closeness == sorted(closeness)
    assert set(closeness) == {0, 1, 2}
    assert any("To the police" in text for text in texts)
    assert not any("To housing" in text for text in texts)
    assert f"{made.recommendation}" == texts[0]


def test_an_agency_says_what_it_answered_and_what_it_was_and_became(client, made):
    successor = Agency.objects.create(name="Successor body", slug="successor-body", kind=kind("police"))
    Agency.objects.filter(pk=made.agency.pk).update(
        succeeded_by=successor, succeeded_on="2022-07-01", note="A note of ours.", aliases=["AQ"]
    )
    page = text_of(client.get(made.agency.get_absolute_url()).text)
    assert "It answered 1 recommendation" in page
    assert "Answer quokka0" in page
    assert "Succeeded by Successor body on 1 July 2022." in page
    assert "Also named: AQ" in page
    assert "Note by this portal A note of ours." in page


@pytest.mark.django_db
def test_the_list_of_agencies_holds_those_that_public_records_name_by_kind(client):
    page = client.get("/agencies/").context["page"]
    expected = Agency.objects.visible_to(ANYONE)
    assert {agency.slug for agency in page} == set(expected.values_list("slug", flat=True))
    orders = [agency.kind.order for agency in page]
    assert orders == sorted(orders)


# --- Search ---------------------------------------------------------------------------------------------------------


def found(client, **query) -> dict:
    return client.get("/search/", query).context


def test_search_finds_words_in_items_stems_parts_and_tails(client, made):
    for words, expected in [
        ('"good-practice quokka0"', made.item),
        ("Stem quokka0", made.recommendation),
        ('"Part b quokka0"', made.recommendation),
        ("tail QUOKKA0", made.recommendation),
    ]:
        assert [str(one) for one in found(client, q=words)["page"]] == [str(expected)], words


def test_search_finds_a_recommendation_once_whose_parts_all_hold_the_word(client, made):
    assert [str(one) for one in found(client, q="Part quokka0")["page"]] == [str(made.recommendation)]


def test_search_finds_themes_by_other_names_agencies_reviews_and_terms(client, made, theme):
    assert next(iter(found(client, q="lamps")["page"])) == theme
    for words, record in [
        (made.agency.name, made.agency),
        (made.review.title, made.review),
        (made.term.abbreviation, made.term),
        (made.term.expansion, made.term),
    ]:
        assert next(iter(found(client, q=words)["page"])) == record


def test_search_without_words_asks_for_some_and_without_results_says_what_to_try(client, made):
    assert "page" not in found(client, q="")
    assert "Type what you are thinking of" in client.get("/search/").text
    page = client.get("/search/?q=zzzzzz").text
    assert "Nothing found for “zzzzzz”" in page
    assert "Use fewer words" in page


@pytest.mark.django_db
def test_search_keeps_what_was_typed_and_shows_markup_as_text(client):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_search_puts_good_practice_first(client, made):
    kinds = [getattr(one, "kind", "recommendation") for one in found(client, q="quokka0")["page"]]
    assert kinds[0] == "good-practice"
    assert kinds.index("recommendation") < kinds.index("question")


# --- Review, item, lists ---------------------------------------------------------------------------------------------


def test_a_review_answers_first_what_happened_what_was_learnt_and_what_must_change(client, made):
    LearningItem.objects.filter(pk=made.item.pk).update(is_key=True)
    Recommendation.objects.filter(pk=made.recommendation.pk).update(is_key=True)
    brief = client.get(made.review.get_absolute_url()).text.split('class="brief"')[1].split('id="facts"')[0]
    assert brief.index("Happened quokka0") < brief.index("good-practice quokka0") < brief.index("Stem quokka0")


def test_a_review_holds_all_of_it_in_the_documents_order(client, made):
    page = client.get(made.review.get_absolute_url()).text.split('class="document"')[1]
    words = ["Happened quokka0", "good-practice quokka0", "question quokka0", "Stem quokka0", "Part a quokka0",
             "Tail quokka0", "Answer quokka0", "Reading quokka0"]  # fmt: skip
    places = [page.index(one) for one in words]
    assert places == sorted(places)
    assert page.count("sub-point quokka0") == 1
    assert page.index("finding quokka0") < page.index("sub-point quokka0") < page.index("area-to-strengthen quokka0")


def test_a_review_says_what_is_not_stated(client, made):
    page = text_of(client.get(made.review.get_absolute_url()).text)
    for fact in ("Commissioned", "Incident", "Published", "Reviewer", "Harm", "Outcome"):
        assert f"{fact} Not stated" in page
    assert "publication date not stated" in page
    assert "Heading quokka0" in page


def test_the_reviews_before_and_after_are_those_that_the_reader_may_see(client, client_of, world):
    def around(browser, slug):
        context = browser.get(f"/reviews/{slug}/").context
        return [one and one.code for one in (context["previous"], context["next"])]

    last = Review.objects.filter(code__startswith="R000", audience="public").order_by("code").last()
    assert around(client, "review-quokka0") == [last.code, None]
    assert around(client, last.slug)[1] == "R9000"
    assert around(client_of("practitioner"), "review-quokka0")[1] == "R9001"


def test_an_item_shows_what_it_stands_under_and_what_stands_under_it(client, made):
    point = LearningItem.objects.get(text="sub-point quokka0")
    page = client.get(point.get_absolute_url()).text
    assert f'href="{point.parent.get_absolute_url()}"' in page
    assert "sub-point quokka0" in client.get(point.parent.get_absolute_url()).text


def test_an_item_shows_notes_of_staff_as_ours(client, made, world):
    made.item.later_notes.create(
        dated=date(2026, 11, 1), text="The team has moved.", author=world.people["administrator"]
    )
    page = text_of(client.get(made.item.get_absolute_url()).text)
    assert "Since then Notes by this portal’s staff 1 November 2026. The team has moved." in page
    assert world.people["administrator"].email not in page


def test_an_item_can_be_reported(client, made):
    reference = made.item.reference
    assert f'href="/contact/?about={reference}"' in client.get(made.item.get_absolute_url()).text


def test_questions_are_only_questions_and_leave_room_to_write(client, made):
    response = client.get("/questions/?partnership=northshire")
    assert [one.text for one in response.context["page"]] == ["question quokka0"]
    assert response.text.count('class="write"') == 1


def test_reviews_without_questions_say_what_to_do_instead(client, db):
    page = client.get("/questions/?type=rapid-review").text
    assert "No review that you can read asks questions on this." in page
    assert "Use learning as your prompt" in page


def test_whats_new_shows_reviews_by_the_day_on_which_they_came(client, world):
    Review.objects.filter(code="R9000").update(added_on=date(2031, 5, 1))
    Review.objects.filter(code="R9003").update(added_on=date(2032, 5, 1))
    days = client.get("/whats-new/").context["days"]
    day, reviews = days[0]
    assert (day, [review.code for review in reviews]) == (date(2031, 5, 1), ["R9000"])
    assert "1 May 2031" in client.get("/whats-new/").text
    assert "2032" not in client.get("/whats-new/").text


@pytest.mark.parametrize(("sort", "first"), [("title", "Review quokka0"), ("newest", "Review quokka0")])
def test_reviews_are_ordered_as_asked(client, world, sort, first):
    titles = [review.title for review in client.get(f"/reviews/?sort={sort}&partnership=northshire").context["page"]]
    assert titles == [first]
    every = client.get(f"/reviews/?sort={sort}").context["page"]
    if sort == "title":
        assert [review.title for review in every] == sorted(review.title for review in every)
    else:
        assert [review.code for review in every] == [
            review.code for review in Review.objects.visible_to(ANYONE).newest_first()
        ]


@pytest.mark.parametrize("role", ["practitioner", "partnership-editor", "administrator"])
def test_what_is_not_public_is_marked_wherever_it_stands(client_of, role):
    client = client_of(role)
    for address in ("/reviews/review-quokka1/", "/learning/R9001-1/", "/recommendations/R9001-9/"):
        assert "Professionals only." in text_of(client.get(address).text), address
    for address in ("/reviews/", "/search/?q=quokka1", "/whats-new/", "/glossary/", "/agencies/agency-quokka1/"):
        page = text_of(client.get(address).text)
        assert "Professionals only" in page, address


def test_a_draft_says_that_it_is_one(client_of):
    page = text_of(client_of("partnership-editor").get("/reviews/review-quokka3/").text)
    assert "Draft. Only its editors and administrators see this page." in page


def test_a_second_response_to_one_recommendation_stands_beside_the_first(client, made, world, at):
    other = Agency.objects.create(name="Second body", slug="second-body", kind=kind("housing"))
    recommendation, _ = make_recommendation(at | {"position": 990}, other, "second", number=77)
    page = text_of(client.get(recommendation.get_absolute_url()).text)
    assert "1 body responded" in page
    assert "Answer second" in page
    assert "Answer quokka0" not in page
