"""The administration's forms: what they refuse, in which words, and what follows from a save."""

import re

import pytest
from django.urls import reverse

from learning.models import Agency, GoodPractice, LearningPoint, Review, Theme
from recommendations.models import Response

from .administration import opened


def test_a_corrected_kind_changes_no_address(administrator, world):
    item = world.reviews["public"].item
    address = reverse("admin:learning_goodpractice_change", args=[item.pk])
    assert administrator.post(address, opened(administrator, item, kind="finding")).status_code == 302
    moved = LearningPoint.objects.get(pk=item.pk)
    assert moved.reference == item.reference
    assert not GoodPractice.objects.filter(pk=item.pk).exists()


def test_a_statement_needs_one_to_four_themes_and_somebody_it_speaks_to(administrator, world):
    item = world.reviews["public"].item
    address = reverse("admin:learning_learningitem_change", args=[item.pk])
    five = [theme.pk for theme in Theme.objects.all()[:5]]
    for themes in (five, []):
        page = administrator.post(address, opened(administrator, item, themes=themes))
        assert f"Select between 1 and 4 themes. It has {len(themes)} now." in page.text
    assert (
        "Select who this is relevant to."
        in administrator.post(address, opened(administrator, item, agency_kinds=[])).text
    )


def test_a_statement_keeps_to_the_documents_and_points_of_its_review(administrator, world):
    item, other = world.reviews["public"].item, world.reviews["draft"]
    address = reverse("admin:learning_learningitem_change", args=[item.pk])
    for change, says in [
        ({"document": other.document.pk}, "This document belongs to another review."),
        ({"parent": other.item.pk}, "That point belongs to another review."),
    ]:
        assert says in administrator.post(address, opened(administrator, item, **change)).text


def test_half_a_date_is_refused_with_what_to_do(administrator, world):
    review = world.reviews["public"].review
    fields = opened(administrator, review) | {"published_on": "2016-09-06"}
    page = administrator.post(reverse("admin:learning_review_change", args=[review.pk]), fields)
    assert page.status_code == 200
    assert "Enter both the date and how exactly it is known, or neither" in page.text
    fields |= {"published_precision": "day"}
    assert administrator.post(reverse("admin:learning_review_change", args=[review.pk]), fields).status_code == 302
    assert str(Review.objects.get(pk=review.pk).published) == "6 September 2016"


@pytest.mark.parametrize(
    ("name", "change", "outcome"),
    [
        ("public", {"status": "withdrawn", "reason": "A name."}, ("withdrawn", "public")),
        ("public", {"audience": "professionals", "reason": "Court."}, ("published", "professionals")),
        ("withdrawn", {"status": "draft", "reason": "It is put right."}, ("draft", "public")),
    ],
)
def test_status_and_audience_change_with_a_reason_that_is_kept(administrator, world, name, change, outcome):
    review = world.reviews[name].review
    address = reverse("admin:learning_review_change", args=[review.pk])
    refused = administrator.post(address, opened(administrator, review) | change | {"reason": ""})
    assert "Enter why you are changing the status or the audience." in refused.text
    answer = administrator.post(address, opened(administrator, review) | change)
    assert answer.status_code == 302, answer.context["errors"]
    review.refresh_from_db()
    assert (review.status, review.audience) == outcome
    assert review.history.latest().history_user == world.people["administrator"]


def test_a_draft_is_not_withdrawn_and_a_withdrawn_review_keeps_its_audience(administrator, world):
    for name, change in (("draft", {"status": "withdrawn"}), ("withdrawn-professionals", {"audience": "public"})):
        review = world.reviews[name].review
        address = reverse("admin:learning_review_change", args=[review.pk])
        answer = administrator.post(address, opened(administrator, review) | change | {"reason": "Because."})
        assert answer.status_code == 200, name
        before = (review.status, review.audience)
        review.refresh_from_db()
        assert (review.status, review.audience) == before


def test_what_was_published_cannot_be_deleted(administrator, world):
    made = world.reviews["public"]
    for record in (made.review, made.item, made.recommendation, made.document):
        label = f"admin:{record._meta.app_label}_{record._meta.model_name}_delete"
        page = administrator.post(reverse(label, args=[record.pk]), {"post": "yes"})
        assert page.status_code == 403
        assert "published or withdrawn" in page.text
        assert "You do not have permission" not in page.text
        assert type(record).objects.filter(pk=record.pk).exists()


def test_an_administrator_makes_an_account(administrator):
    sent = {
        "email": "new@example.org",
        "usable_password": "true",
        "password1": "a very long one",
        "password2": "a very long one",
    }
    assert administrator.post("/admin/accounts/user/add/", sent).status_code == 302
    page = administrator.post("/admin/accounts/user/add/", sent | {"email": "NEW@example.org"})
    assert "There is already an account with this email address." in page.text


def test_what_was_answered_and_decided_is_read_and_never_written_by_hand(administrator, world):
    """Versions and steps come from actions alone, which check who may do what, and tell whom it concerns."""
    response = world.reviews["public"].response
    version = response.versions.get()
    for record in (version, version.steps.get()):
        address = f"/admin/recommendations/{record._meta.model_name}/"
        assert f"{address}add/" not in administrator.get(address).text
        page = administrator.get(f"{address}{record.pk}/change/")
        assert page.status_code == 200
        assert 'name="_save"' not in page.text
        for refused in ("add/", f"{record.pk}/change/", f"{record.pk}/delete/"):
            assert administrator.post(f"{address}{refused}", {"post": "yes"}).status_code == 403, refused
    page = administrator.get(f"/admin/recommendations/response/{response.pk}/change/").text
    assert version.text in page
    assert 'name="versions-0-text"' not in page
    assert re.search(r'name="versions-MAX_NUM_FORMS" value="0"', page)
    assert (response.versions.count(), version.steps.count()) == (1, 1)


def test_a_published_response_changes_neither_its_agency_nor_its_recommendation(administrator, world):
    response, agency = world.reviews["public"].response, Agency.objects.get(slug="hampshire-constabulary")
    address = reverse("admin:recommendations_response_change", args=[response.pk])
    sent = opened(administrator, response, named_as="The agency", position=3)
    assert not {"agency", "recommendation"} & set(sent)
    other = world.reviews["professionals"].recommendation
    sent |= {"agency": agency.pk, "recommendation": other.pk}
    assert administrator.post(address, sent).status_code == 302
    saved = Response.objects.get(pk=response.pk)
    assert (saved.named_as, saved.position) == ("The agency", 3)
    assert (saved.agency, saved.recommendation) == (response.agency, response.recommendation)
    unpublished = Response.objects.create(recommendation=other, agency=agency)
    assert {"agency", "recommendation"} <= set(opened(administrator, unpublished))


def test_a_form_does_not_offer_to_delete_what_a_field_refers_to(administrator, world):
    """Neither in its own fields nor in those of its rows: it would delete an agency, not the choice of it."""
    page = administrator.get(f"/admin/learning/review/{world.reviews['public'].review.pk}/change/").text
    response = world.reviews["public"].response
    for text in (page, administrator.get(f"/admin/recommendations/response/{response.pk}/change/").text):
        assert "related-widget-wrapper-link change-related" in text
        assert "delete-related" not in text
    assert 'type="submit">Sign out</button>' in page
