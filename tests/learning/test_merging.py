"""Themes and agencies that turn out to be one are merged, and nothing is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning import merging
from learning.models import Agency, AgencyInvolved, LearningItem, Membership, Review, Theme
from recommendations.actions.asking import ask
from recommendations.models import Recommendation, Response, ResponseRequest, ResponseVersion
from recommendations.workspace_permissions import permissions_of
from reviews_portal.fixtures import load_fixtures
from tests.portal.administration import address_of
from tests.world import ADDED, publish_version

from .search.test_index import in_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes(world) -> tuple[Theme, Theme]:
    record, into = (Theme.objects.get(slug=slug) for slug in ("neglect", "domestic-abuse"))
    record.aliases = ["not cared for"]
    record.save()
    return record, into


@pytest.fixture
def made(world):
    return world.reviews["public"]


@pytest.fixture
def agencies(world, made) -> tuple[Agency, Agency]:
    """Return the agency of the public review, which has a published response, and one that nothing names yet."""
    into = Agency.objects.create(name="Quokka Trust", slug="quokka-trust", kind=made.agency.kind)
    return made.agency, into


def tagged(theme: Theme) -> set:
    return {one for model in (LearningItem, Recommendation, Review) for one in model.objects.filter(themes=theme)}


def test_everything_of_a_merged_theme_has_the_other_once(themes):
    record, into = themes
    both = LearningItem.objects.filter(themes=record).first()
    both.themes.add(into)
    before, others = tagged(record), tagged(into)
    merging.merge(record, into)
    assert before
    assert tagged(into) == before | others
    assert tagged(record) == set()
    assert in_step()


def test_the_address_the_filters_and_the_search_of_a_merged_theme_follow(client, themes):
    record, into = themes
    filtered = client.get("/learning/?theme=neglect&theme=fathers-and-male-carers").context["filters"].found
    before = set(filtered[0 : len(filtered)])
    merging.merge(record, into)
    for old, new in {
        "/themes/neglect/?kind=finding": "/themes/domestic-abuse/?kind=finding",
        "/briefings/theme/neglect.docx": "/briefings/theme/domestic-abuse.docx",
    }.items():
        assert (client.get(old).status_code, client.get(old)["Location"]) == (301, new)
    filters = client.get("/learning/?theme=neglect&theme=fathers-and-male-carers").context["filters"]
    assert list(filters.selected["theme"]) == ["domestic-abuse", "fathers-and-male-carers"]
    assert filters.unknown == []
    assert before <= set(filters.found[0 : len(filters.found)])
    assert client.get("/reviews/?theme=neglect").context["filters"].selected["theme"].keys() == {"domestic-abuse"}
    assert client.get("/work-in/police/?theme=neglect").context["theme"] == into
    found = client.get("/search/?q=%22not+cared+for%22").text
    assert "/themes/domestic-abuse/" in found
    assert "/themes/neglect/" not in client.get("/").text + client.get("/themes/").text + found


def test_a_chain_of_merges_leads_to_the_last(client, themes, world):
    record, into = themes
    last = Theme.objects.get(slug="fathers-and-male-carers")
    merging.merge(record, into)
    merging.merge(into, last)
    assert client.get("/themes/neglect/")["Location"] == "/themes/fathers-and-male-carers/"
    with pytest.raises(ValidationError, match="already been merged"):
        merging.merge(record, last)
    with pytest.raises(ValidationError, match="Choose a different theme"):
        merging.merge(last, last)


def test_what_is_tagged_with_a_merged_theme_afterwards_names_the_other(themes, world):
    record, into = themes
    merging.merge(record, into)
    item = LearningItem.objects.exclude(themes=into).first()
    item.themes.add(record)
    assert set(item.themes.all()) & {record, into} == {into}
    assert Theme.objects.get_by_natural_key("neglect") == record


def test_the_history_of_a_merged_theme_says_so(themes):
    record, into = themes
    merging.merge(record, into)
    assert record.history.first().history_change_reason == "Merged into domestic-abuse"
    assert record.history.first().merged_into_id == into.pk


def test_a_merge_is_one_transaction_with_as_many_queries_for_many_items_as_for_few(themes, made):
    record, into = themes
    document = made.review.documents.first()
    with CaptureQueriesContext(connection) as few, transaction.atomic():
        merging.merge(Theme.objects.create(name="Few", slug="few", group="harm"), into)
    items = LearningItem.objects.bulk_create(
        LearningItem(
            review=made.review, document=document, position=10_000 + number, kind="finding", text="Wombats",
            reference=f"R0999-{number}",
        )
        for number in range(900)
    )  # fmt: skip
    record.learningitems.add(*items)
    with CaptureQueriesContext(connection) as many:
        merging.merge(record, into)
    assert LearningItem.objects.filter(themes=into, text="Wombats").count() == 900
    assert len(many) < len(few) + 100
    assert in_step()


def test_responses_and_requests_of_a_merged_agency_stay_and_have_the_other_name(
    client, client_of, world, made, agencies
):
    record, into = agencies
    request = ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=record,
        asked_by=world.partnership,
        asked_on=ADDED,
        due_on="2099-01-01",
    )
    kept = list(ResponseVersion.objects.filter(response__agency=record).order_by("pk").values())
    name = record.name
    merging.merge(record, into)
    assert kept
    assert list(ResponseVersion.objects.filter(response__agency=record).order_by("pk").values()) == kept
    assert ResponseRequest.objects.get(pk=request.pk).agency_id == record.pk
    page = client.get(made.recommendation.get_absolute_url()).text
    assert "Quokka Trust" in page
    assert name not in page
    own = client.get("/agencies/quokka-trust/")
    assert own.context["number_answered"] == len({one["response_id"] for one in kept})
    assert client.get(f"/agencies/{record.slug}/")["Location"] == "/agencies/quokka-trust/"
    listed = client.get("/agencies/").text
    assert (listed.count(">Quokka Trust<"), f">{name}<" in listed) == (1, False)
    editor, address = client_of("partnership-editor"), "/responses/partnerships/northshire/"
    assert [one.key for one in editor.get(address).context["by_agency"]] == ["quokka-trust"]
    for slug in (record.slug, "quokka-trust"):
        assert [one.pk for one in editor.get(f"{address}?agency={slug}").context["page"]] == [request.pk]
        assert "response to recommendation" in editor.get(f"{address}report/?agency={slug}").text
    assert name not in editor.get(address).text
    assert in_step()


def test_agencies_that_were_both_asked_about_one_recommendation_are_not_merged(world, made, agencies):
    record, into = agencies
    response, _ = Response.objects.get_or_create(recommendation=made.recommendation, agency=into)
    publish_version(response, "The trust has a wombat of its own.")
    with pytest.raises(ValidationError, match=f"both responded to, {made.recommendation.reference}. Two responses"):
        merging.merge(record, into)
    assert Agency.objects.get(pk=record.pk).merged_into is None


def test_every_response_of_an_agency_of_the_fixtures_is_on_the_page_after_a_merge(client):
    kind = Agency.objects.get(slug="hampshire-constabulary").kind
    into = Agency.objects.create(name="Quokka Trust", slug="quokka-trust", kind=kind)
    for slug in ("hampshire-constabulary", "solent-nhs-trust", "ccg-southampton"):
        number = client.get(f"/agencies/{slug}/").context["number_answered"]
        assert number
        other = Agency.objects.create(name=f"Quokka {slug}", slug=f"quokka-{slug}", kind=kind)
        merging.merge(Agency.objects.get(slug=slug), other)
        assert client.get(other.get_absolute_url()).context["number_answered"] == number, slug
    assert not Agency.objects.visible_to(None).filter(pk=into.pk)
    assert in_step()


def test_an_agency_that_was_merged_into_a_merged_one_keeps_its_responses(client, agencies):
    record, into = agencies
    last = Agency.objects.create(name="Last Quokka", slug="last-quokka", kind=record.kind)
    number = client.get(record.get_absolute_url()).context["number_answered"]
    merging.merge(record, into)
    merging.merge(Agency.objects.get(pk=into.pk), last)
    assert client.get(last.get_absolute_url()).context["number_answered"] == number
    assert client.get(f"/agencies/{record.slug}/")["Location"] == "/agencies/last-quokka/"
    assert in_step()


def test_the_editors_of_a_successor_go_on_answering_for_a_merged_agency(world, agencies):
    record, into = agencies
    successor = Agency.objects.create(name="Quoll board", slug="quoll-board", kind=record.kind)
    Agency.objects.filter(pk=record.pk).update(succeeded_by=successor, succeeded_on=ADDED)
    Membership.objects.create(user=world.people["practitioner"], agency=successor, role="agency-editor")
    merging.merge(Agency.objects.get(pk=record.pk), into)
    assert record.pk in permissions_of(world.people["practitioner"]).agencies
    other = Agency.objects.create(
        name="Other", slug="other-agency", kind=record.kind, succeeded_by=record, succeeded_on=ADDED
    )
    with pytest.raises(ValidationError, match="Correct “succeeded by” on one of them first"):
        merging.merge(other, Agency.objects.get(pk=into.pk))


def test_loading_the_vocabularies_again_undoes_no_merge(client, themes):
    record, into = themes
    merging.merge(record, into)
    agency, other = Agency.objects.get(slug="solent-nhs-trust"), Agency.objects.get(slug="one-recovery-bucks")
    merging.merge(agency, other)
    names = AgencyInvolved.objects.count()
    load_fixtures()
    assert Theme.objects.get(slug="neglect").merged_into == into
    assert client.get("/themes/neglect/").status_code == 301
    assert "not cared for" in Theme.objects.get(pk=into.pk).aliases
    kept = Agency.objects.get(slug="solent-nhs-trust")
    assert (kept.merged_into, kept.name) == (other, other.name)
    assert AgencyInvolved.objects.count() == names
    assert in_step()


def test_the_address_of_an_agency_that_only_a_restricted_review_named_leads_nowhere(client, world):
    hidden, publicly = world.reviews["partnership"].agency, world.reviews["public"].agency
    merging.merge(hidden, publicly)
    assert client.get(f"/agencies/{hidden.slug}/").status_code == 404
    filters = client.get(f"/learning/?agency={hidden.slug}").context["filters"]
    assert filters.selected == {}


def test_a_merged_record_cannot_be_restored_from_its_history(client_of, themes):
    record, into = themes
    merging.merge(record, into)
    older = record.history.last()
    address = reverse("admin:learning_theme_simple_history", args=[record.pk, older.history_id])
    assert client_of("administrator").get(address).status_code == 404


def test_an_editor_of_a_merged_agency_goes_on_answering_for_it(client_of, world, made, agencies):
    record, into = agencies
    asked = {"recommendation": made.recommendation, "agency": record, "asked_by": world.partnership}
    request = ResponseRequest.objects.create(**asked, asked_on=ADDED, due_on="2099-01-01")
    editor = client_of("agency-editor")
    address = f"/responses/{request.pk}/"
    assert editor.get(address).status_code == 200
    merging.merge(record, into)
    assert set(Membership.objects.filter(user=world.people["agency-editor"]).values_list("agency", flat=True)) == {
        into.pk
    }
    assert client_of("agency-editor").get(address).status_code == 200
    assert "Quokka Trust" in client_of("agency-editor").get("/responses/").text


def test_whoever_asks_a_merged_agency_asks_the_other_and_only_once(world, made, agencies):
    record, into = agencies
    editor = world.people["partnership-editor"]
    world.partnership.agencies.add(record)
    how = {"asked_by": world.partnership, "by": editor, "due_on": ADDED.replace(year=2099)}
    first = ask(made.recommendation, [record], **how).new[0]
    merging.merge(record, into)
    again = ask(made.recommendation, [Agency.objects.get(pk=record.pk), into], **how)
    assert (again.new, again.before) == ([], [first])


def test_a_new_name_is_the_name_of_what_was_merged(agencies):
    record, into = agencies
    merging.merge(record, into)
    into.refresh_from_db()
    into.name = "Quokka and Quoll Trust"
    into.save()
    assert Agency.objects.get(pk=record.pk).name == "Quokka and Quoll Trust"


def test_the_name_of_an_agency_that_only_a_restricted_review_names_does_not_become_an_alias(client, world):
    hidden = world.reviews["partnership"].agency
    name = hidden.name
    publicly = world.reviews["public"].agency
    merging.merge(hidden, publicly)
    publicly.refresh_from_db()
    assert publicly.aliases == []
    assert name not in client.get(publicly.get_absolute_url()).text + client.get("/agencies/").text


def test_an_agency_that_took_over_from_another_is_not_merged_into_it(agencies):
    record, into = agencies
    into.succeeded_by, into.succeeded_on = record, ADDED
    into.save()
    with pytest.raises(ValidationError, match="took over"):
        merging.merge(record, into)


def test_a_review_that_lists_both_keeps_both_wordings(client, world, made, agencies):
    record, into = agencies
    for agency, words in ((record, "Quokka Health"), (into, "The Quokka Trust")):
        AgencyInvolved.objects.update_or_create(review=made.review, agency=agency, defaults={"named_as": words})
    merging.merge(record, into)
    page = client.get(made.review.get_absolute_url()).text
    assert "Quokka Health" in page
    assert "The Quokka Trust" in page


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
    assert tagged(record)
    done = browser.post(address, {"into": into.pk, "confirmed": "yes"}, follow=True)
    assert "“Neglect” was merged into “Domestic abuse”." in done.text
    assert "neglect" in done.text
    assert tagged(record) == set()
    assert browser.get(address).status_code == 404
    assert client_of("partnership-editor").get(address_of(into, "merge")).status_code == 302
