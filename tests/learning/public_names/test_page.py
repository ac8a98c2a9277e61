"""The page of the administration on which the public name of an agency in a review is chosen."""

from html import unescape

import pytest

from learning.models import AgencyInvolved, NamedAgency
from tests.learning.public_names.school import NAME, SECOND_NAME
from tests.portal.administration import address_of, opened

pytestmark = pytest.mark.django_db


def page(response) -> str:
    return " ".join(unescape(response.text).split())


def test_an_administrator_sees_what_will_change_before_it_does(client_of, named):
    real, review, browser = named.real, named.made.review, client_of("administrator")
    address = address_of(real, "public_name")
    assert address in browser.get(address_of(real)).text
    assert 'value="A school"' in browser.get(f"{address}?review={review.code}").text
    typed = {"review": review.code.lower(), "choice": "generic", "name": NAME}
    asks = page(browser.post(address, typed))
    assert f"In {review}, the public will see “<strong>{NAME}</strong>” instead of “{real.name}”." in asks
    assert "Responses: 1." in asks
    assert "What you cannot undo" in asks
    assert "propose a redaction" in asks
    assert real.responses.exists()
    done = browser.post(address, typed | {"confirmed": "yes"}, follow=True)
    assert f"The public now sees “{NAME}” in R9000." in page(done)
    assert not real.responses.filter(recommendation__review=review).exists()
    assert f"“{NAME}”" in page(browser.get(address))
    again = page(browser.post(address, typed | {"name": "A junior school"}))
    assert f"instead of “{NAME}”" in again
    assert f"The address of “{NAME}” will stay the same." in again
    back = {"review": review.code, "choice": "own", "name": ""}
    assert f"Links to “{NAME}” in this review will redirect" in page(browser.post(address, back))
    browser.post(address, back | {"confirmed": "yes"})
    assert NamedAgency.objects.filter(review=review, agency=real).exists()


def test_the_page_says_which_published_texts_name_the_agency(client_of, named):
    named.made.item.text = "The head of SQPS did not ask."
    named.made.item.save()
    typed = {"review": "R9000", "choice": "generic", "name": NAME}
    asks = page(client_of("administrator").post(address_of(named.real, "public_name"), typed))
    assert f"The name will stay in these published texts: {named.made.item.reference}." in asks


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"review": "R1", "choice": "generic"}, "There is no review with this reference."),
        ({"review": "R9000"}, "Choose what the public sees."),
        ({"review": "R9000", "choice": "generic", "name": "Quillon", "confirmed": "yes"}, "identifies the agency"),
    ],
)
def test_errors_say_what_to_do(client_of, named, typed, error):
    answer = client_of("administrator").post(address_of(named.real, "public_name"), typed)
    assert answer.status_code == 200
    assert error in page(answer)
    assert named.real.responses.exists()


def test_only_administrators_open_it(client_of, named):
    for role in ("anyone", "partnership-editor", "teacher"):
        assert client_of(role).get(address_of(named.real, "public_name")).status_code == 302
    assert client_of("administrator").get("/admin/learning/agency/0/public-name/").status_code == 404


def test_the_page_of_a_stand_in_leads_to_that_of_its_agency(client_of, school):
    browser = client_of("administrator")
    answer = browser.get(address_of(school.stand_in, "public_name"))
    assert answer.url == f"{address_of(school.real, 'public_name')}?review=R9000"
    shown = page(browser.get(address_of(school.stand_in)))
    assert school.real.name in shown
    assert "Merge into another" not in shown
    assert opened(browser, school.stand_in)["name"] == [NAME]
    answer = browser.post(address_of(school.stand_in), opened(browser, school.stand_in, name="SQPS"))
    assert "which identifies the agency" in page(answer)


def test_administrators_see_both_names_in_lists_and_fields(client_of, school):
    browser, both = client_of("administrator"), f"{NAME} ({school.real.name})"
    for address in ("/admin/recommendations/response/", "/admin/recommendations/responserequest/"):
        assert both in page(browser.get(address))
        assert both in page(browser.get(f"{address}?q=Quillon"))
    assert both in page(browser.get(address_of(school.made.review)))
    found = browser.get(
        "/admin/autocomplete/",
        {"term": "Quillon", "app_label": "learning", "model_name": "learningitem", "field_name": "agencies"},
    ).json()
    assert {one["text"] for one in found["results"]} == {
        school.real.name,
        both,
        f"{SECOND_NAME} ({school.real.name})",
    }


def test_a_form_that_names_the_agency_leads_to_the_page(client_of, school):
    browser, other = client_of("administrator"), school.other.review
    item = school.made.item
    sent = opened(browser, item)
    sent["agencies"] = [school.real.pk]
    answer = page(browser.post(address_of(item), sent))
    assert f"“{school.real.name}” is published as “{NAME}” in R9000" in answer
    assert f"{address_of(school.real, 'public_name')}?review=R9000" in answer
    involved = AgencyInvolved.objects.get(agency=school.second)
    at = list(other.agencies_involved.values_list("pk", flat=True)).index(involved.pk)
    sent = opened(browser, other, **{f"agencies_involved-{at}-agency": school.real.pk})
    answer = page(browser.post(address_of(other), sent))
    assert f"{address_of(school.real, 'public_name')}?review=R9010" in answer
    involved.refresh_from_db()
    assert involved.agency == school.second
