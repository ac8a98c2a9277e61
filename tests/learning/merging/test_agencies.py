"""Agencies that turn out to be one are merged, and no response, editor or address is lost."""

import pytest
from django.core.exceptions import ValidationError

from learning import merging
from learning.models import Agency, AgencyInvolved, Membership
from recommendations.actions.asking import ask
from recommendations.models import Response, ResponseRequest, ResponseVersion
from recommendations.workspace_permissions import permissions_of
from tests.learning.search.test_index import in_step
from tests.world import ADDED, publish_version

pytestmark = pytest.mark.django_db


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
    for slug in ("hampshire-constabulary", "solent-nhs-trust", "ccg-southampton"):
        number = client.get(f"/agencies/{slug}/").context["number_answered"]
        assert number
        other = Agency.objects.create(name=f"Quokka {slug}", slug=f"quokka-{slug}", kind=kind)
        merging.merge(Agency.objects.get(slug=slug), other)
        assert client.get(other.get_absolute_url()).context["number_answered"] == number, slug
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


def test_the_address_of_an_agency_that_only_a_restricted_review_named_leads_nowhere(client, world):
    hidden, publicly = world.reviews["partnership"].agency, world.reviews["public"].agency
    merging.merge(hidden, publicly)
    assert client.get(f"/agencies/{hidden.slug}/").status_code == 404
    filters = client.get(f"/learning/?agency={hidden.slug}").context["filters"]
    assert filters.selected == {}


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
