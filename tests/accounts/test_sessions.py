"""How long somebody stays signed in, where, and how they end it."""

import time

import pytest
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory

from reviews_portal.accounts.sessions import end_long_sessions

from .conftest import sign_in

RESTRICTED = "/reviews/review-quokka1/"


def wind_back(client, seconds: int, *names: str) -> None:
    """Let so much time have passed for a session."""
    session = client.session
    for name in names:
        session[name] -= seconds
    session.save()


def test_a_session_ends_after_twelve_hours_whatever_happens(client, user):
    sign_in(client, user.email)
    wind_back(client, 12 * 3600 - 60, "began")
    assert client.get(RESTRICTED).status_code == 200
    wind_back(client, 120, "began")
    assert client.get(RESTRICTED).status_code == 404


def test_a_session_lasts_an_hour_from_the_last_request(client, user, settings):
    assert settings.SESSION_COOKIE_AGE == 3600
    sign_in(client, user.email)
    assert client.get("/accounts/session/").json() == {"seconds": pytest.approx(3600, abs=5)}
    wind_back(client, 3000, "seen")
    assert client.get("/accounts/session/").json() == {"seconds": pytest.approx(600, abs=5)}, "to ask is no sign"
    assert client.post("/accounts/session/").json() == {"seconds": pytest.approx(3600, abs=5)}
    wind_back(client, 3000, "seen")
    client.get("/")
    assert client.get("/accounts/session/").json() == {"seconds": pytest.approx(3600, abs=5)}
    assert client.session.get_expiry_age() == 3600
    assert client.session.get_expire_at_browser_close()


def test_the_end_after_twelve_hours_is_said_too(client, user):
    sign_in(client, user.email)
    wind_back(client, 12 * 3600 - 300, "began")
    assert client.get("/accounts/session/").json() == {"seconds": pytest.approx(300, abs=5)}


def test_who_is_not_signed_in_has_no_time_left(client, world):
    assert client.get("/accounts/session/").json() == {"seconds": 0}


def test_not_each_request_writes(client, user, django_assert_num_queries):
    sign_in(client, user.email)
    client.get("/about/")
    before = client.session["seen"]
    client.get("/about/")
    assert client.session["seen"] == before
    wind_back(client, 61, "seen")
    client.get("/about/")
    assert client.session["seen"] >= int(time.time()) - 2


def test_pages_of_those_signed_in_warn_before_the_end_and_others_hold_no_word_of_it(client, user):
    assert "session" not in client.get("/about/").text
    sign_in(client, user.email)
    assert "js/session.js" in client.get("/about/").text


def test_people_see_their_sessions_and_end_one_or_all_others(user, world):
    here, there, elsewhere, other = Client(), Client(HTTP_USER_AGENT="A telephone"), Client(), Client()
    for client in (here, there, elsewhere):
        sign_in(client, user.email)
    sign_in(other, world.people["member"].email)
    page = here.get("/accounts/sessions/")
    assert "A telephone" in page.text
    assert page.text.count('/end/"') == 2
    telephone = page.context["sessions"][1]
    assert here.post(f"/accounts/sessions/{telephone.pk}/end/").status_code == 302
    assert there.get(RESTRICTED).status_code == 404
    assert elsewhere.get(RESTRICTED).status_code == 200
    assert here.post("/accounts/sessions/end-others/").status_code == 302
    assert elsewhere.get(RESTRICTED).status_code == 404
    assert here.get(RESTRICTED).status_code == 200
    assert other.get("/accounts/").status_code == 200


def test_nobody_ends_the_session_of_another(user, world):
    own, other = Client(), Client()
    sign_in(own, user.email)
    sign_in(other, world.people["member"].email)
    session = own.get("/accounts/sessions/").context["sessions"][0]
    for key in (session.pk, 0, "9" * 30):
        assert other.post(f"/accounts/sessions/{key}/end/").status_code == 404
    assert own.get(RESTRICTED).status_code == 200


def test_a_session_is_ended_by_no_link(user):
    here, there = Client(), Client(HTTP_USER_AGENT="A telephone")
    for client in (here, there):
        sign_in(client, user.email)
    telephone = here.get("/accounts/sessions/").context["sessions"][1]
    for address in (f"/accounts/sessions/{telephone.pk}/end/", "/accounts/sessions/end-others/"):
        assert here.get(address)["Location"] == "/accounts/sessions/"
    assert there.get(RESTRICTED).status_code == 200


def test_the_account_page_says_what_one_is_here(client, world):
    client.force_login(world.people["partnership-editor"])
    page = client.get("/accounts/").text
    assert "Partnership editor, Northshire Safeguarding Children Partnership" in page
    assert client.get("/accounts/").status_code == 200


def test_a_slow_page_writes_over_nothing_that_came_in_meanwhile(client, user):
    sign_in(client, user.email)
    wind_back(client, 120, "seen")

    def slow(request):
        meanwhile = client.session
        meanwhile["briefing"] = "Typed in another tab."
        meanwhile.save()
        return HttpResponse()

    request = RequestFactory().get("/briefings/review/baby-e.pdf")
    request.COOKIES = {settings.SESSION_COOKIE_NAME: client.session.session_key}
    request.user = user
    SessionMiddleware(end_long_sessions(slow))(request)
    assert client.session["briefing"] == "Typed in another tab."
    assert time.time() - client.session["seen"] < 60
