"""No form field has a `maxlength`, and a list shows that a text is shortened."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from learning.models import Review
from learning.utils.text import beginning
from tests.briefings.exported import BUILDER, collect
from tests.portal.administration import address_of, opened

FIELD = re.compile(r"<(?:input|textarea)\b[^>]*>")
PUBLIC = ["/contact/", "/search/", "/accounts/sign-in/", "/accounts/sign-up/", "/accounts/password/reset/"]
LONG = "Learning about how agencies work together, " * 10


def assert_whole(page, address: str) -> None:
    assert page.status_code == 200, address
    fields = FIELD.findall(page.text)
    assert fields, address
    assert not [field for field in fields if "maxlength" in field], address


def test_no_form_for_readers_has_a_field_that_is_cut_off(client_of, world):
    reader, editor = client_of("anyone"), client_of("partnership-editor")
    for address in PUBLIC:
        assert_whole(reader.get(address), address)
    collect(reader, "R0001-8")
    assert_whole(reader.get(BUILDER), BUILDER)
    reference, slug = world.reviews["public"].recommendation.reference, world.partnership.slug
    for address in (
        f"/responses/ask/{reference}/",
        f"/responses/partnerships/{slug}/people/",
        f"/responses/partnerships/{slug}/report/",
        "/manage/redactions/propose/",
        f"{world.reviews['public'].review.get_absolute_url().replace('/reviews/', '/manage/reviews/')}briefing/",
    ):
        assert_whole(editor.get(address), address)


def test_no_form_of_the_administration_has_a_field_that_is_cut_off(client_of, world):
    browser, seen = client_of("administrator"), 0
    for model, its in admin.site._registry.items():
        pages = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")]
        pages += [address_of(record) for record in model._default_manager.all()[:1]]
        for address in pages:
            page = browser.get(address)
            if page.status_code == 200:
                seen += 1
                assert "maxlength" not in page.text, (its, address)
    assert seen > 30


@pytest.mark.parametrize("name", ["title", "harm"])
def test_what_is_too_long_is_refused_and_stands_in_the_form_whole(client_of, world, name):
    review, browser = world.reviews["draft"].review, client_of("administrator")
    page = browser.post(address_of(review), opened(browser, review, **{name: LONG}))
    assert page.status_code == 200
    assert f"at most 200 characters (it has {len(LONG.strip())})" in page.text
    assert LONG.strip() in page.text
    assert getattr(Review.objects.get(pk=review.pk), name) != LONG


def test_a_beginning_says_that_it_is_one(client_of, world):
    item = world.reviews["public"].item
    item.text = LONG.strip()
    item.save()
    assert str(item).endswith("…")
    assert f"{LONG[:80]}" in client_of("administrator").get("/admin/learning/learningitem/?q=together").text
    assert beginning("Whole", 5) == "Whole"
    assert beginning("Whole words", 6) == "Whole…"
