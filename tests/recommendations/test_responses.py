"""What the public sees of responses: the newest published version, and never a request that is not shown."""

from datetime import date

import pytest

from learning.models import Agency, SourceWording
from learning.search.index import differences
from recommendations.models import (
    Assurance,
    Recommendation,
    Response,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
)
from recommendations.second_wordings import also_in
from tests.world import publish_version


@pytest.fixture
def made(world):
    return world.reviews["public"]


@pytest.fixture
def bare(made) -> Recommendation:
    """Return a recommendation to which nobody responded."""
    return Recommendation.objects.create(
        review=made.review, document=made.document, position=900, short_label="2", stem="Nobody responded to this."
    )


def draft_version(response, text: str) -> ResponseVersion:
    version = ResponseVersion.objects.create(response=response, number=response.versions.count() + 1, text=text)
    ResponseStep.objects.create(version=version, action="submitted")
    return version


def ask(recommendation, agency, world, **fields) -> ResponseRequest:
    values = {"asked_by": world.partnership, "asked_on": date(2026, 1, 1), "due_on": date(2026, 3, 1)}
    return ResponseRequest.objects.create(recommendation=recommendation, agency=agency, **values | fields)


def test_a_version_is_published_from_the_step_that_publishes_it_to_the_one_that_withdraws_it(made):
    version = draft_version(made.response, "Newer.")
    assert version not in ResponseVersion.objects.published()
    ResponseStep.objects.create(version=version, action="returned")
    assert version not in ResponseVersion.objects.published()
    version = draft_version(made.response, "Newer still.")
    ResponseStep.objects.create(version=version, action="published")
    assert version in ResponseVersion.objects.published()
    ResponseStep.objects.create(version=version, action="withdrawn")
    assert version not in ResponseVersion.objects.published()


def test_the_newest_published_version_is_the_current_one(made):
    first = made.response.versions.get()
    second = publish_version(made.response, "Second.")
    draft_version(made.response, "Third, not published.")
    (response,) = Response.objects.filter(pk=made.response.pk).fetch_current()
    assert response.current == second
    assert set(ResponseVersion.objects.current().filter(response=made.response)) == {second}
    ResponseStep.objects.create(version=second, action="withdrawn")
    (response,) = Response.objects.filter(pk=made.response.pk).fetch_current()
    assert response.current == first


def test_a_response_without_a_published_version_is_not_there_for_readers(world, made, client):
    ResponseStep.objects.create(version=made.response.versions.get(), action="withdrawn")
    assert made.response not in Response.objects.published()
    assert response_count(made.recommendation, client) == 0
    assert made.recommendation not in client.get("/recommendations/?responses=held").context["page"]
    assert made.recommendation in client.get("/recommendations/?responses=none").context["page"]
    for address in (made.recommendation.get_absolute_url(), made.review.get_absolute_url()):
        assert "Answer quokka0" not in client.get(address).text
    assert "No response is published here." in client.get(made.recommendation.get_absolute_url()).text


def test_a_page_quotes_the_current_version_and_no_other(made, client):
    publish_version(made.response, "The second answer.")
    draft_version(made.response, "An answer that is not published.")
    for address in (
        made.recommendation.get_absolute_url(),
        made.review.get_absolute_url(),
        made.agency.get_absolute_url(),
    ):
        page = client.get(address).text
        assert "The second answer." in page
        assert "Answer quokka0" not in page
        assert "An answer that is not published." not in page


def response_count(recommendation: Recommendation, client) -> int:
    """Return how many bodies the list of recommendations says have responded."""
    page = client.get("/recommendations/?partnership=northshire").context["page"]
    return next(one.response_count for one in page if one == recommendation)


def test_bodies_are_counted_and_not_their_versions(made, client):
    publish_version(made.response, "Second.")
    assert response_count(made.recommendation, client) == 1


def test_a_response_of_several_agencies_is_one_result_and_counts_once(made, client):
    second = Agency.objects.create(name="Second agency", slug="second-agency", kind=made.agency.kind)
    repeated = Response.objects.create(recommendation=made.recommendation, agency=second, position=99)
    publish_version(repeated, made.response.versions.get().text)
    assert response_count(made.recommendation, client) == 1
    search = client.get("/search/?q=%22Answer+quokka0%22&kind=response")
    assert list(search.context["page"]) == [made.response]
    assert f"{made.agency.name} and Second agency on recommendation 1" in search.text
    assert "1 response<" in client.get(made.recommendation.get_absolute_url()).text
    assert "1 response to recommendation 1" in client.get(made.review.get_absolute_url()).text
    for agency in (made.agency, second):
        for path in ("", "responses/"):
            page = client.get(f"{agency.get_absolute_url()}{path}").text
            assert page.count("Answer quokka0") == 1

    publish_version(repeated, "Its own words, quokka0.")
    assert response_count(made.recommendation, client) == 2
    answered = client.get("/search/?q=quokka0&kind=response").context["page"]
    assert {made.response, repeated} <= set(answered)
    assert "Its own words" in client.get(second.get_absolute_url()).text
    assert "Its own words" not in client.get(made.agency.get_absolute_url()).text
    assert not list(differences())


def test_where_nobody_was_asked_no_response_is_held(bare, client):
    page = client.get(bare.get_absolute_url()).text
    assert "No response is published here." in page
    assert "Awaiting" not in page


def test_where_a_request_is_recorded_and_shown_the_page_says_asked_and_not_answered(world, bare, made, client):
    ask(bare, made.agency, world)
    assert "Awaiting" not in client.get(bare.get_absolute_url()).text
    world.partnership.shows_unanswered = True
    world.partnership.save()
    page = client.get(bare.get_absolute_url()).text
    assert "Awaiting a response from 1 agency" in page
    assert "Agency quokka0: asked on 1 January 2026, due on 1 March 2026" in page


def test_the_partnerships_own_people_see_who_has_not_answered(world, bare, made, client_of):
    ask(bare, made.agency, world)
    for role in ("member", "scrutineer", "partnership-editor", "administrator"):
        assert "Awaiting a response from" in client_of(role).get(bare.get_absolute_url()).text, role
    for role in ("practitioner", "other-editor"):
        assert "Awaiting" not in client_of(role).get(bare.get_absolute_url()).text, role


def test_a_request_that_was_answered_is_not_unanswered(world, made, client):
    world.partnership.shows_unanswered = True
    world.partnership.save()
    request = ask(made.recommendation, made.agency, world)
    assert request not in ResponseRequest.objects.unanswered()
    assert "Awaiting" not in client.get(made.recommendation.get_absolute_url()).text
    ResponseStep.objects.create(version=made.response.versions.get(), action="withdrawn")
    assert request in ResponseRequest.objects.unanswered()


def test_an_answer_of_another_body_or_to_another_recommendation_answers_nothing(world, bare, made):
    other = Agency.objects.exclude(pk=made.agency.pk).first()
    to_other, by_other = ask(bare, made.agency, world), ask(made.recommendation, other, world)
    assert {to_other, by_other} <= set(ResponseRequest.objects.unanswered())


def test_acceptance_progress_and_assurance_are_three_facts_and_never_mixed(world, made, client):
    version = publish_version(
        made.response, "We did it.", acceptance="accepted-in-part", progress="completed", completed_on="2026-02-01"
    )
    row = made.response
    page = client.get(made.recommendation.get_absolute_url()).text
    table = page.split('<tbody role="rowgroup">')[1].split("</tbody>")[0]
    assert "Accepted in part" in table
    assert "Completed, 1 February 2026" in table
    assert 'data-label="Assurance">Not stated</td>' in table
    for judged, judgement in (("2026-03-01", "insufficient"), ("2026-05-01", "partial")):
        Assurance.objects.create(
            response=row,
            version=version,
            partnership=world.partnership,
            judgement=judgement,
            judged_on=judged,
            deciding_body="Scrutiny board",
            evidence="Never shown quokka.",
        )
    page = client.get(made.recommendation.get_absolute_url()).text
    table = page.split('<tbody role="rowgroup">')[1].split("</tbody>")[0]
    assert f"{world.partnership}: Partly assured, 1 May 2026 (Scrutiny board)" in table
    assert "Not assured" not in table
    assert "Never shown quokka." not in page


def test_a_refusal_and_a_delay_give_their_reasons(made, client):
    publish_version(
        made.response,
        "No.",
        acceptance="not-accepted",
        acceptance_reason="It is done already",
        progress="delayed",
        progress_reason="Staff left",
        new_date="2027-01-01",
    )
    page = client.get(made.recommendation.get_absolute_url()).text
    assert "Not accepted: It is done already" in page
    assert "Delayed, now due 1 January 2027: Staff left" in page


def test_the_list_says_how_many_bodies_responded(bare, made, client):
    page = client.get("/recommendations/?partnership=northshire").text
    assert "1 response" in page
    assert "No response published here" in page


def test_both_values_of_the_filter_for_responses_mean_all(bare, made, client):
    def count(query):
        return client.get(f"/recommendations/?{query}").context["page"].paginator.count

    assert count("responses=held&responses=none") == count("")
    assert count("responses=held") + count("responses=none") == count("")


def test_a_recommendations_parts_and_tail_stand_in_order(made, client):
    text = client.get(made.recommendation.get_absolute_url()).text
    places = [text.index(words) for words in ("Stem quokka0", "Part a quokka0", "Part b quokka0", "Tail quokka0")]
    assert places == sorted(places)
    assert "(a)" in text


def test_a_document_that_repeats_every_part_is_named_once(client, db):
    page = client.get("/recommendations/R0001-23/").text
    assert page.count("<dt>Also in</dt>") == 1
    assert "In the same words" in page
    parted = Recommendation.objects.with_parts().get(reference="R0001-23")
    some = SourceWording.objects.filter(reference=parted.reference).exclude(part_position=2)
    assert [one.repeated for one in also_in(some, parted)] == ["Parts (a) and (c) in the same words"]
    assert [one.differing for one in also_in(some, parted)] == [[]]


def test_the_other_wording_of_a_second_document_is_shown(client, db):
    page = client.get("/recommendations/R0001-28/").text
    assert "With different wording" in page
    assert "six-week" in page
    assert "six week" in page


def test_responses_are_shown_by_agency_and_where_they_stand_only_if_stated(client, made, bare):
    other = Agency.objects.exclude(pk=made.agency.pk).first()
    first, second = (Response.objects.create(recommendation=bare, agency=agency) for agency in (made.agency, other))
    publish_version(first, "We wrote to every team.")
    publish_version(second, "We held a day of training.")
    address = bare.get_absolute_url()
    assert "Progress by agency" not in client.get(address).text
    both = client.get(f"{address}?agency=nonsense").text
    assert "We wrote to every team." in both
    assert "We held a day of training." in both
    one = client.get(f"{address}?agency={other.slug}").text
    assert "We wrote to every team." not in one
    assert "We held a day of training." in one
    publish_version(second, "We held a day of training.", progress="completed", completed_on="2026-02-01")
    table = client.get(address).text.split('<tbody role="rowgroup">')[1].split("</tbody>")[0]
    assert other.name in table
    assert made.agency.name not in table
