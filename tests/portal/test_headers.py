"""What every answer carries, and what no page holds: the pages are safe, private where they must be, and light."""

import re
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from learning.models import ErrorReport

PAGES = [
    "/",
    "/themes/",
    "/themes/neglect/",
    "/reviews/",
    "/reviews/review-quokka0/",
    "/learning/",
    "/learning/R9000-1/",
    "/recommendations/",
    "/recommendations/R9000-9/",
    "/questions/",
    "/agencies/",
    "/agencies/agency-quokka0/",
    "/work-in/",
    "/work-in/police/",
    "/search/",
    "/search/?q=quokka0",
    "/whats-new/",
    "/glossary/",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/contact/",
    "/contact/thanks/",
    "/nothing-here/",
    "/reviews/review-quokka4/",
    "/search/?q=" + "x" * 300,
    "/robots.txt",
    "/.well-known/security.txt",
    "/security-policy.txt",
    "/brand.css",
]
FORMS = ["/accounts/sign-in/", "/accounts/password/reset/"]


def forms_of(role: str) -> list[str]:
    """Return the forms that are shown to a role: who is signed in is led away from signing in."""
    return [address for address in FORMS if role == "anyone" or "sign-in" not in address]


MOST_BYTES = 30_000  # of a page's style sheets, scripts and pictures together, compressed


class Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes) -> None:
        self.found.append((tag, dict(attributes)))


def policy(response) -> dict[str, list[str]]:
    """Return the content security policy of an answer."""
    directives = response["Content-Security-Policy"].split("; ")
    return {name: values for name, *values in (directive.split() for directive in directives)}


@pytest.mark.parametrize("role", ["anyone", "practitioner", "administrator"])
def test_every_answer_has_the_strict_policy_and_the_other_headers(client_of, role):
    client = client_of(role)
    for address in [*PAGES, *FORMS, "/admin/", "/admin/learning/review/", "/favicon.ico"]:
        response = client.get(address)
        allowed = policy(response)
        assert allowed["default-src"] == ["'none'"], address
        assert {source for name, sources in allowed.items() if name != "default-src" for source in sources} <= {
            "'self'",
            "'none'",
        }, address
        assert allowed["script-src"] == allowed["style-src"] == ["'self'"], address
        for name in ("base-uri", "frame-ancestors", "object-src"):
            assert allowed[name] == ["'none'"], address
        assert response["X-Frame-Options"] == "DENY", address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["Referrer-Policy"] == "same-origin", address
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "camera=(), " in response["Permissions-Policy"], address


def test_pages_for_anyone_are_the_same_for_all_and_set_no_cookie(world, client):
    for address in PAGES:
        first, second = client.get(address), Client().get(address)
        assert not first.cookies, address
        assert "csrfmiddlewaretoken" not in first.text, address
        assert first.content == second.content, address
        assert first["Cache-Control"] == "no-cache", address


def test_only_forms_that_send_something_set_a_cookie_and_they_are_not_stored(client, db):
    for address in FORMS:
        response = client.get(address)
        assert set(response.cookies) == {"csrftoken"}, address
        assert response.cookies["csrftoken"]["httponly"], address
        assert "csrfmiddlewaretoken" in response.text, address
        assert "Cookie" in response["Vary"], address
        assert "public" not in response["Cache-Control"], address


@pytest.mark.parametrize("role", ["signed-in", "practitioner", "administrator"])
def test_nobody_stores_a_page_made_for_somebody_who_is_signed_in(client_of, role):
    client = client_of(role)
    for address in [*PAGES, *FORMS, "/admin/"]:
        assert client.get(address)["Cache-Control"] == "private, no-store", address
    assert "max-age" not in client.get("/")["Cache-Control"]


def test_the_cookie_of_a_signed_in_person_is_out_of_reach_of_scripts_and_other_sites(world, client):
    user = world.people["practitioner"]
    response = client.post("/accounts/sign-in/", {"login": user.email, "password": "a long password"})
    cookie = response.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_no_page_has_a_style_or_a_script_of_its_own(client_of):
    for role in ("anyone", "practitioner", "administrator"):
        client = client_of(role)
        for address in [*PAGES[:-4], *FORMS]:
            for tag, attributes in Tags(client.get(address).text).found:
                where = (address, tag, attributes)
                assert tag != "style", where
                assert "style" not in attributes, where
                assert not [name for name in attributes if name.startswith("on")], where
                is_data = attributes.get("type") == "application/json"
                assert tag != "script" or is_data or attributes.get("src"), where
                assert not str(attributes.get("href", "")).startswith("javascript:"), where
                assert "nonce" not in attributes, where


def loaded(page: str) -> set[str]:
    """Return the addresses that a browser loads with a page, by itself."""
    found = set()
    for tag, attributes in Tags(page).found:
        if tag in ("script", "img", "source", "iframe", "video", "audio", "embed"):
            found |= {attributes.get("src"), attributes.get("srcset")}
        if tag == "link" and set(str(attributes.get("rel")).split()) & {"stylesheet", "icon", "preload", "preconnect"}:
            found.add(attributes["href"])
    return {address for address in found if address}


def read(address: str, client) -> bytes:
    """Return what stands at the address of a static file, or of a page of ours."""
    if address.startswith("/static/"):
        path = finders.find(address.removeprefix("/static/"))
        assert path, address
        return Path(path).read_bytes()
    return client.get(address).content


@pytest.mark.parametrize("role", ["anyone", "practitioner"])
def test_what_a_page_loads_is_ours_and_light(client_of, role):
    client = client_of(role)
    for address in [*PAGES[:-4], *forms_of(role)]:
        parts = loaded(client.get(address).text)
        assert parts, address
        assert all(part.startswith("/") and not part.startswith("//") for part in parts), (address, parts)
        weights = {part: len(brotli.compress(read(part, client))) for part in parts}
        assert sum(weights.values()) <= MOST_BYTES, (address, weights)


def test_no_style_sheet_or_script_of_ours_loads_anything_from_elsewhere():
    sources = [
        path for folder in ("css", "js", "img") for path in (settings.BASE_DIR / "static" / folder).rglob("*.*")
    ]
    assert sources
    for path in sources:
        text = path.read_text()
        assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import|@font-face|\bimport\s*\(|\bfetch\(['\"]", text), path
        assert not re.search(r"(src|href)=['\"]https?:", text), path


def test_a_link_to_another_site_is_a_link_and_nothing_more(world, client):
    resource = world.reviews["public"].review.resources.get()
    resource.address, resource.address_state = "https://elsewhere.example.org/guide", "given"
    resource.save()
    page = client.get("/reviews/review-quokka0/").text
    assert '<a href="https://elsewhere.example.org/guide" rel="external">' in page
    resource.address, resource.address_state = "javascript:alert(1)", "damaged"
    resource.save()
    page = client.get("/reviews/review-quokka0/").text
    assert 'href="javascript:' not in page
    assert "is incomplete or wrong, so we have not linked it: javascript:alert(1)" in page


def test_a_branded_portal_says_its_name_and_colours_without_an_inline_style(client, settings, db):
    settings.PORTAL_NAME, settings.PORTAL_LINK_COLOUR = "Northshire learning", "#0b4f6c"
    page = client.get("/").text
    assert "– Northshire learning</title>" in page
    assert 'href="/brand.css"' in page
    css = client.get("/brand.css")
    assert css["Content-Type"] == "text/css; charset=utf-8"
    assert "#0b4f6c" in css.text
    settings.PORTAL_LINK_COLOUR = ""
    assert 'href="/brand.css"' not in client.get("/").text
    assert client.get("/brand.css").text == ""


def test_every_page_says_where_to_turn_with_a_worry_and_has_one_heading_and_a_skip_link(client_of):
    client = client_of("practitioner")
    for address in [*PAGES[:-4], *forms_of("practitioner"), "/accounts/password/"]:
        page = client.get(address).text
        assert "NSPCC on <a" in page, address
        tags = [tag for tag, _ in Tags(page).found]
        assert tags.count("h1") == 1, address
        assert tags.count("title") == 1, address
        assert '<html lang="en-GB">' in page, address
        assert '<a class="skip" href="#main">' in page, address
        ids = [attributes["id"] for _, attributes in Tags(page).found if "id" in attributes]
        assert len(ids) == len(set(ids)), (address, sorted(one for one in ids if ids.count(one) > 1))


def test_every_link_within_a_page_leads_to_something_on_it(client_of):
    client = client_of("practitioner")
    for address in [*PAGES[:-4], *FORMS]:
        tags = Tags(client.get(address).text).found
        ids = {attributes.get("id") for _, attributes in tags}
        for tag, attributes in tags:
            if tag == "a" and str(attributes.get("href", "")).startswith("#"):
                assert attributes["href"][1:] in ids, (address, attributes["href"])
            for name in ("for", "aria-labelledby", "aria-describedby"):
                for one in str(attributes.get(name) or "").split():
                    assert one in ids, (address, tag, name, one)


def test_robots_are_kept_from_log_in_pages_and_restricted_pages_are_not_indexed(client_of):
    assert "Disallow: /accounts/" in client_of("anyone").get("/robots.txt").text
    page = client_of("practitioner").get("/reviews/review-quokka1/").text
    assert '<meta name="robots" content="noindex">' in page
    assert "noindex" not in client_of("practitioner").get("/reviews/review-quokka0/").text


def test_a_failure_of_ours_is_answered_by_a_page_that_says_so(client, monkeypatch, db):
    def fail(*arguments, **options):
        raise RuntimeError("A secret of the code.")

    monkeypatch.setattr("reviews_portal.pages.home.themes_by_group", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "We have recorded the error." in response.text
    assert "A secret of the code." not in response.text
    assert "Worried about a child now?" in response.text


def test_somebody_signed_in_without_the_role_is_told_so(client_of):
    client = client_of("administrator")
    report = ErrorReport.objects.create(kind="other", text="Words.")
    response = client.get(reverse("admin:learning_errorreport_add"))
    assert response.status_code == 403
    assert "You do not have permission to view this page" in response.text
    assert client.get(reverse("admin:learning_errorreport_change", args=[report.pk])).status_code == 200
