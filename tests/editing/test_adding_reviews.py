"""A review is added by its form: once, however often the form is sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from learning.models import Partnership, Review, ReviewKind
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
PAGE = "/manage/reviews/add/"


@pytest.fixture
def client(client_of):
    return client_of("partnership-editor")


def form_of(client, **changes) -> dict:
    """Return what the form sends, filled in."""
    typed = {"kinds": key_of("rapid-review"), "title": "Wombat Lane", "document_kind": "report", "audience": "public"}
    return fields_of(client.get(PAGE).text) | typed | changes


def key_of(kind: str) -> int:
    return ReviewKind.objects.get(slug=kind).pk


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("wombat.txt", b"Wombats were seen in the lane.")


def added(client, form: dict, **files) -> str:
    """Send the form, and return where it leads."""
    answer = client.post(PAGE, form | files)
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def number() -> int:
    return Review.objects.filter(title__startswith="Wombat Lane").count()


def test_a_second_click_adds_nothing(client):
    form = form_of(client)
    assert added(client, form, file=file()) == added(client, form, file=file())
    assert number() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Wombat Lane 2"},
        {"kinds": "non-statutory-learning-review"},
        {"published": "2016"},
        {"document_title": "Another report"},
        {"audience": "professionals"},
    ],
)
def test_the_same_form_with_other_values_adds_another_review(client, other):
    form = form_of(client)
    if "kinds" in other:
        other = {"kinds": key_of(other["kinds"])}
    assert added(client, form) != added(client, form | other)
    assert number() == 2


def test_the_same_form_with_another_file_adds_another_review(client):
    form = form_of(client)
    added(client, form)
    added(client, form, file=file())
    assert number() == 2


def test_a_form_that_is_opened_again_adds_another_review(client):
    added(client, form_of(client))
    added(client, form_of(client))
    assert number() == 2


def test_the_form_of_another_person_adds_another_review(client, client_of, world):
    form = form_of(client)
    added(client, form)
    own = {"partnership": Partnership.objects.get(slug="southshire").pk}
    added(client_of("other-editor"), form | own)
    assert number() == 2
