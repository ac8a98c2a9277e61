"""Kinds of review: a vocabulary, of which a review may have several."""

from datetime import date

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from learning.actions import check_kinds_in_use
from learning.models import Audience, Nation, Partnership, Review, ReviewKind, Theme, default_audience
from tests.world import make_review

# What the fields of a new review must hold, with its kinds.
NEW = {"title": "New", "code": "R9700", "slug": "new", "added_on": "2026-11-01", "status": "draft"}
OF_BEFORE = [  # the kinds that were code: addresses with `?type=` and old corpora name them
    "serious-case-review", "local-child-safeguarding-practice-review", "national-child-safeguarding-practice-review",
    "rapid-review", "child-practice-review", "single-unified-safeguarding-review", "significant-case-review",
    "learning-review", "case-management-review", "safeguarding-adult-review", "domestic-homicide-review",
    "multi-agency-audit", "other",
]  # fmt: skip
BOTH = ["safeguarding-adult-review", "domestic-abuse-related-death-review"]


def kind(slug: str) -> ReviewKind:
    return ReviewKind.objects.get(slug=slug)


def with_kinds(review: Review, *slugs: str) -> Review:
    review.kinds.set(ReviewKind.objects.filter(slug__in=slugs))
    return review


# --- The vocabulary ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_kinds_of_before_keep_their_slugs_and_each_kind_says_what_it_is():
    kinds = {one.slug: one for one in ReviewKind.objects.all()}
    assert kinds.keys() >= {*OF_BEFORE}
    for one in kinds.values():
        one.full_clean()
        assert one.checked_on is None or one.law, one  # nothing is checked that names no source
        assert (
            not one.succeeded
            or not one.succeeded.in_use_until
            or not one.in_use_from
            or (
                one.in_use_from.toordinal() == one.succeeded.in_use_until.toordinal() + 1
                or one.in_use_from < one.succeeded.in_use_until
            )
        ), one
    for slug in ("rapid-review", "child-death-review", "leder-review"):  # individual reports are not for publication
        assert kinds[slug].default_audience == Audience.PARTNERSHIP
    unified = kinds["single-unified-safeguarding-review"]
    assert unified.in_use_from == date(2024, 10, 1)
    assert kinds["child-practice-review"].in_use_until == kinds["adult-practice-review"].in_use_until
    assert kinds["adult-practice-review"].was_over(unified.in_use_from)
    assert kinds["offensive-weapons-homicide-review"].in_use_from == date(2023, 4, 1)
    assert "not be in force" in kinds["domestic-abuse-related-death-review"].note
    abuse = {one.slug for one in kinds.values() if one.is_about_domestic_abuse}
    assert abuse == {slug for slug in kinds if slug.startswith("domestic-")}


@pytest.mark.django_db
def test_a_kind_that_a_review_has_cannot_be_deleted(world):
    model = admin.site.get_model_admin(ReviewKind)
    request = RequestFactory().get("/")
    request.user = world.people["administrator"]
    *_, uses = model.get_deleted_objects([kind("rapid-review")], request)
    assert uses
    *_, uses = model.get_deleted_objects([kind("appreciative-inquiry")], request)
    assert not uses


# --- New reviews -------------------------------------------------------------------------------------------------


def sent(world, kinds: list[str], *, instance: Review | None = None, **more):
    """Return the bound form of a review in the admin."""
    request = RequestFactory().get("/")
    request.user = world.people["administrator"]
    form = admin.site.get_model_admin(Review).get_form(request, instance)
    data = NEW | {"kinds": [kind(slug).pk for slug in kinds], "references_used": 0} | more
    return form(data, instance=instance)


@pytest.mark.parametrize(
    ("kinds", "audience", "expected"),
    [
        (["serious-case-review"], "", "public"),
        (["rapid-review"], "", "partnership"),
        (["serious-case-review", "rapid-review"], "", "partnership"),
        (["rapid-review"], "professionals", "professionals"),
    ],
)
def test_a_new_review_has_the_narrowest_usual_audience_of_its_kinds_unless_another_is_chosen(
    world, kinds, audience, expected
):
    form = sent(world, kinds, audience=audience)
    assert form.is_valid(), form.errors
    assert form.instance.audience == expected


def test_the_audience_without_a_kind_is_that_of_the_own_partnership():
    assert default_audience([]) == Audience.PARTNERSHIP


def test_a_kind_that_is_no_longer_in_use_cannot_be_chosen_for_a_review_made_later(world):
    later = {"published_on": "2021-03-01", "published_precision": "month"}
    form = sent(world, ["serious-case-review"], **later)
    assert not form.is_valid()
    assert form.errors["kinds"] == [
        "“Serious case review” was in use until 29 September 2019. If the review was commissioned by then, enter the "
        "date commissioned. Otherwise, select “Local child safeguarding practice review”."
    ]
    begun = {"commissioned_on": "2019-05-01", "commissioned_precision": "month"}
    assert sent(world, ["serious-case-review"], **later, **begun).is_valid()
    assert sent(world, ["serious-case-review"]).is_valid()  # undated
    with pytest.raises(ValidationError, match=r"September 2019\. Select “Local"):
        check_kinds_in_use([kind("serious-case-review")], date(2020, 1, 1), date(2021, 1, 1))


def test_a_review_keeps_a_kind_that_is_no_longer_in_use(world):
    made = make_review("R9701", "wombat", kind="serious-case-review", published_on=date(2021, 3, 1),
                       published_precision="month")  # fmt: skip
    kept = {"audience": "partnership", "published_on": "2021-03-01", "published_precision": "month"}
    form = sent(world, ["serious-case-review", "safeguarding-adult-review"], instance=made.review, **kept)
    assert form.is_valid(), form.errors
    assert not sent(world, ["child-practice-review"], instance=made.review,
                    **kept | {"published_on": "2025-01-01"}).is_valid()  # fmt: skip


# --- Several kinds -----------------------------------------------------------------------------------------------


@pytest.fixture
def both(world) -> Review:
    """Return the public review, which is of two kinds."""
    return with_kinds(world.reviews["public"].review, *BOTH)


def test_the_page_lists_and_exports_name_all_kinds_of_a_review(client, both):
    names = "Safeguarding adult review, Domestic abuse related death review"
    assert names in client.get(both.get_absolute_url()).text
    assert names in client.get("/reviews/").text
    assert names in client.get("/search/?q=quokka0").text
    assert names in client.get(f"/briefings/review/{both.slug}.md").text
    data = client.get(f"/api/v1/reviews/{both.slug}").json()
    assert (data["type"], data["types"]) == (BOTH[0], BOTH)


@pytest.mark.parametrize(
    "address", ["/reviews/", "/learning/", "/recommendations/", "/questions/", "/themes/neglect/"]
)
def test_each_kind_of_a_review_finds_it_once(client, both, address):
    found = [client.get(f"{address}?type={slug}").context["page"].paginator.count for slug in BOTH]
    together = client.get(f"{address}?type={BOTH[0]}&type={BOTH[1]}").context["page"].paginator.count
    assert found[0] == found[1] == together > 0


def test_a_facet_counts_a_review_under_each_of_its_kinds(client, both):
    filters = client.get("/learning/").context["filters"]
    counts = {
        option.value: option.number for facet in filters.shown for option in facet.options if facet.name == "type"
    }
    assert counts.keys() == {*BOTH, "serious-case-review"}
    assert counts[BOTH[0]] == counts[BOTH[1]] > 0


@pytest.mark.parametrize("address", ["/reviews/", "/recommendations/"])
def test_a_filter_offers_the_kinds_of_visible_reviews_and_knows_the_others(client, both, world, address):
    with_kinds(world.reviews["professionals"].review, "leder-review")
    filters = client.get(address).context["filters"]
    offered = {option.value for facet in filters.shown for option in facet.options if facet.name == "type"}
    assert offered == {*BOTH, "serious-case-review"}
    page = client.get(f"{address}?type=leder-review")  # as a kept address may say: nothing is found, not everything
    assert page.context["page"].paginator.count == 0
    assert page.context["filters"].unknown == []
    assert client.get(f"{address}?type=nonsense").context["filters"].unknown


@pytest.mark.parametrize("role", ["anyone", "practitioner", "partnership-editor"])
def test_the_list_of_reviews_offers_no_theme_on_which_nothing_is_found(client_of, role):
    client = client_of(role)
    filters = client.get("/reviews/").context["filters"]
    offered = {one.value for facet in filters.shown for one in facet.options if facet.name == "theme"}
    assert "neglect" in offered
    if role != "partnership-editor":  # whose drafts may be on any theme
        for slug in Theme.objects.values_list("slug", flat=True):
            number = client.get(f"/reviews/?theme={slug}").context["page"].paginator.count
            assert bool(number) == (slug in offered), slug


def test_the_index_follows_a_kind_that_is_taken_away(client, both):
    both.kinds.remove(kind(BOTH[1]))
    assert client.get(f"/learning/?type={BOTH[1]}").context["page"].paginator.count == 0
    assert client.get(f"/learning/?type={BOTH[0]}").context["page"].paginator.count > 0


def test_the_history_of_a_review_has_its_kinds(both):
    assert {row.reviewkind.slug for row in both.history.first().kinds.all()} == {*BOTH}


# --- The words for whose review it is, and the help lines --------------------------------------------------------


@pytest.mark.parametrize(
    ("called", "word"),
    [
        ("partnership", "Partnership"),
        ("board", "Board"),
        ("community-safety-partnership", "Community safety partnership"),
    ],
)
def test_a_partnership_is_called_what_it_calls_itself(client, world, called, word):
    Partnership.objects.update(called=called)
    made = world.reviews["public"]
    assert f"<dt>{word}</dt>" in client.get(made.review.get_absolute_url()).text
    assert f"| {word} |" in client.get(f"/briefings/review/{made.review.slug}.md").text


def footer(client, address: str) -> str:
    """Return the help lines of a page as one line of text."""
    text = client.get(address).text.split('<p class="now">')[1].split("</p>")[0]
    return " ".join("".join(part.split(">", 1)[-1] for part in f">{text}".split("<")).split())


OF_CHILDREN = (
    "Worried about a child now? If a child is in immediate danger, call 999. Otherwise, contact local children’s "
    "social care or call the NSPCC on 0808 800 5000."
)
LINES = {
    "england": "the National Domestic Abuse Helpline on 0808 2000 247.",
    "wales": "Live Fear Free on 0808 80 10 800.",
    "scotland": "Scotland’s Domestic Abuse and Forced Marriage Helpline on 0800 027 1234.",
    "northern-ireland": "the Domestic and Sexual Abuse Helpline on 0808 802 1414.",
}


def test_pages_about_children_and_all_general_pages_name_the_line_for_children(client, world):
    made = world.reviews["public"]
    for address in ("/", "/reviews/", "/nowhere/", "/themes/neglect/", *made.addresses):
        assert footer(client, address) == OF_CHILDREN, address


@pytest.mark.parametrize("nation", Nation.values)
def test_a_page_about_adults_names_adult_social_care_and_the_domestic_abuse_line_of_the_nation(
    client, both, world, nation
):
    Partnership.objects.update(nation=nation)
    ReviewKind.objects.update(about="adults")
    for address in world.reviews["public"].addresses:
        said = footer(client, address)
        assert said.startswith(
            "Worried about an adult now? If someone is in immediate danger, call 999. Otherwise, "
        ), said
        assert said.endswith(f"For help with domestic abuse, call {LINES[nation]}")
        assert "NSPCC" not in said
        assert ("Health and Social Care Trust" in said) == (nation == "northern-ireland")


def test_where_the_nation_is_not_known_the_line_of_each_is_named(client, both):
    both.partnerships.clear()
    with_kinds(both, "domestic-abuse-related-death-review")  # England and Wales
    said = footer(client, both.get_absolute_url())
    assert "(England) on 0808 2000 247, Live Fear Free (Wales) on 0808 80 10 800." in said
    assert "Scotland" not in said
    ReviewKind.objects.update(nation="")
    assert "(Northern Ireland) on 0808 802 1414." in footer(client, both.get_absolute_url())


def test_a_page_about_a_child_and_an_adult_names_both(client, both):
    with_kinds(both, "local-child-safeguarding-practice-review", "domestic-homicide-review")
    said = footer(client, both.get_absolute_url())
    assert said.startswith("Worried about a child or an adult now?")
    for one in ("NSPCC on 0808 800 5000", "If you are worried about an adult, contact", "0808 2000 247"):
        assert one in said


# --- The page of all kinds ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_of_all_kinds_says_what_each_is_and_when_it_was_checked(client):
    ReviewKind.objects.filter(slug="rapid-review").update(checked_on=date(2026, 11, 2))
    page = client.get("/kinds-of-review/").text
    for one in ReviewKind.objects.all():
        assert f'id="{one.slug}"' in page
        assert not one.law_address or f'href="{one.law_address}"' in page
    section = page.split('id="rapid-review"')[1].split("<h3")[0]
    assert "Last checked on 2 November 2026" in section
    assert "From 29 June 2018" in section
    section = page.split('id="domestic-abuse-related-death-review"')[1].split("<h3")[0]
    assert "Not yet checked against its source" in section
    assert '<a href="#domestic-homicide-review">' in section
    assert "1 January 2013 to 30 September 2024" in page
