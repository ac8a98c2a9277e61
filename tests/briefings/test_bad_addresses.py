"""An address that is none is answered, and none makes work or versions without end."""

from datetime import date

import pytest

from reviews_portal.briefings import fitting, listings
from reviews_portal.briefings.models import Edition

from .exported import body, keep

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["//[", "learning?kind=%00", "theme/%00"])
def test_an_address_that_is_none_is_answered(client, address):
    client.raise_request_exception = False
    assert client.get("/briefings/add/", {"from": address}).status_code < 500


def test_a_parameter_that_chooses_nothing_makes_no_new_version(client, world):
    for number in range(3):
        keep(client, f"/briefings/theme/neglect.json?x={number}")
    assert Edition.objects.count() == 1


def test_another_day_makes_no_new_version(client, public, monkeypatch):
    address = f"/briefings/review/{public.review.slug}.json"
    first = keep(client, address).code
    monkeypatch.setattr(listings.timezone, "localdate", lambda *args: date(2031, 1, 2))
    assert keep(client, address).code == first


def test_typst_is_asked_few_times_for_one_address(client, world, monkeypatch):
    asked = []
    real = fitting.pdf.pages
    monkeypatch.setattr(fitting.pdf, "pages", lambda outline: asked.append(1) or real(outline))
    body(client.get("/briefings/learning.json?layout=seven-minute"))
    assert len(asked) <= 8, len(asked)


@pytest.mark.parametrize("address", ["/briefings/search.json?q=quokka0%00", "/briefings/theme/neglect.json?x=%00"])
def test_a_nul_in_an_address_is_answered(client, world, address):
    """On PostgreSQL: no text of a jsonb column may hold one."""
    client.raise_request_exception = False
    assert client.get(address).status_code < 500


def test_a_nul_in_the_name_of_an_item_is_answered(client, world):
    client.raise_request_exception = False
    assert client.get("/briefings/add/?item=R9000-1%00").status_code < 500


def test_no_page_of_elsewhere_is_led_back_to_by_two_slashes(client, public):
    done = client.post("/briefings/add/", {"item": public.item.reference, "back": "http://testserver//evil.example/"})
    assert 'href="//evil.example' not in done.text
