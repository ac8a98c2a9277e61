"""Too long an address is answered by a page, and no other code reads it."""

import io

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from reviews_portal.middleware.address_length import LONGEST_ADDRESS, cut_long_addresses
from reviews_portal.wsgi import application
from tests.sweeps.addresses import ADDRESSES

LONG = ["a" * 10_000, "%20" * 10_000, "+a" * 5_000, "%FF" * 10_000, "&" * 10_000, "a=b&" * 3_000]


def test_an_address_that_is_too_long_is_refused_everywhere_with_no_query(client_of, django_assert_num_queries):
    client = client_of("administrator")
    addresses = ["/admin/", "/admin/learning/review/", *(address for address, _ in ADDRESSES.values())]
    for number, address in enumerate(addresses):
        send = client.post if number % 2 else client.get
        with django_assert_num_queries(0):
            response = send(address.partition("?")[0], QUERY_STRING=f"q={LONG[number % len(LONG)]}")
        assert response.status_code == 414, address
        assert len(response.content) < 10_000
        assert "This web address is too long" in response.text


def test_a_path_that_is_too_long_is_refused_too(client):
    response = client.get(f"/themes/{'x' * 10_000}/")
    assert response.status_code == 414
    assert "xxxx" not in response.text


def test_the_page_has_the_headers_of_all_pages(client):
    response = client.get("/", QUERY_STRING="x" * 10_000)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_an_address_as_long_as_may_be_is_read(client, db):
    room = LONGEST_ADDRESS - len("/search/?q=") + 1  # the question mark is in neither part
    assert client.get("/search/", QUERY_STRING="q=" + "x" * room).status_code == 400
    assert client.get("/search/", QUERY_STRING="q=" + "x" * (room + 1)).status_code == 414


def test_the_limit_stands_before_all_that_reads_an_address():
    order = [one.rpartition(".")[2] for one in settings.MIDDLEWARE]
    headers_only = {
        "SecurityMiddleware",
        "WhiteNoiseMiddleware",
        "ContentSecurityPolicyMiddleware",
        "deny_browser_features",
    }
    method_only = {"refuse_other_methods"}
    assert set(order[: order.index("refuse_long_addresses")]) <= headers_only | method_only


def test_nothing_that_is_too_long_comes_to_django_from_the_server():
    """Django reads the path before any middleware, in a time that grows with its square where it is no UTF-8."""
    seen = []

    def served(environ, start_response):
        seen.append((len(environ["PATH_INFO"]), len(environ["QUERY_STRING"])))
        return []

    environ = {"PATH_INFO": "/" + "\xff" * 300_000, "QUERY_STRING": " " * 600_000}
    cut_long_addresses(served)(environ, None)
    assert seen == [(LONGEST_ADDRESS + 1, LONGEST_ADDRESS + 1)]
    environ = {"PATH_INFO": "/search/", "QUERY_STRING": "q=child"}
    cut_long_addresses(served)(environ, None)
    assert seen[-1] == (len("/search/"), len("q=child"))


@pytest.mark.parametrize(("path", "query"), [("/" + "\xff" * 300_000, ""), ("/", "q=" + " " * 600_000)])
def test_the_application_that_is_served_answers_what_is_too_long(db, monkeypatch, path, query):
    read = []
    monkeypatch.setattr(WSGIRequest, "__init__", counting(WSGIRequest.__init__, read))
    said = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    page = b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said[0].startswith("414")
    assert b"This web address is too long" in page
    assert read == [max(read)]
    assert read[0] <= 2 * (LONGEST_ADDRESS + 1)


def counting(init, read: list[int]):
    """Return an __init__ of a request that notes how much it is given to read."""

    def noting(self, environ):
        read.append(len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]))
        init(self, environ)

    return noting
