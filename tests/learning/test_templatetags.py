"""What page templates use."""

from django.template import Context, Template
from django.test import RequestFactory

from learning.models import Review
from learning.templatetags.portal import address_with, holds_restricted


def test_restricted_records_are_told_by_their_review_or_themselves(world):
    made = world.reviews
    assert not holds_restricted([made["public"].item, made["public"].review])
    assert holds_restricted([made["public"].item, made["professionals"].item])
    assert holds_restricted([made["partnership"].review])
    assert not holds_restricted(Review.objects.none())


def test_an_address_is_changed_and_starts_at_the_first_page():
    context = {"request": RequestFactory().get("/learning/?kind=a&kind=b&page=4&sort=newest")}
    assert address_with(context, sort="reference") == "/learning/?kind=a&kind=b&sort=reference"
    assert address_with(context, page=2) == "/learning/?kind=a&kind=b&sort=newest&page=2"


def test_an_address_with_signs_is_escaped():
    request = RequestFactory().get("/learning/", {"kind": '"><script>'})
    page = Template("{% address_with page=2 %}").render(Context({"request": request}))
    assert "<script>" not in page
    assert '"' not in page
