"""Dates known to the day, the month or the year."""

from datetime import date

import pytest

from learning.models import Review, SourceDocument
from learning.utils.dates import PartialDate, Precision


@pytest.mark.parametrize(
    ("precision", "words", "machine"),
    [
        (Precision.DAY, "6 September 2016", "2016-09-06"),
        (Precision.MONTH, "September 2016", "2016-09"),
        (Precision.YEAR, "2016", "2016"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(precision, words, machine):
    known = PartialDate(date(2016, 9, 6), precision)
    assert (str(known), known.machine, known.year) == (words, machine, 2016)


def test_a_date_that_is_not_stated_is_none():
    assert Review().published is None
    assert SourceDocument().published is None


def test_a_stated_date_is_read_from_its_two_columns():
    review = Review(incident_on=date(2013, 1, 1), incident_precision="year")
    assert str(review.incident) == "2013"


@pytest.mark.parametrize("name", ["commissioned", "incident", "published"])
@pytest.mark.parametrize(
    ("on", "precision"),
    [
        (date(2016, 9, 6), ""),
        (None, "day"),
        (None, "year"),
        (date(2016, 9, 6), "month"),
        (date(2016, 9, 1), "year"),
        (date(2016, 1, 2), "year"),
        (date(2016, 9, 6), "week"),
    ],
)
def test_half_a_date_is_refused(world, refused, name, on, precision):
    reviews = Review.objects.filter(pk=world.reviews["public"].review.pk)
    with refused(f"review_{name}_date_whole"):
        reviews.update(**{f"{name}_on": on, f"{name}_precision": precision})


def test_a_documents_half_date_is_refused(world, refused):
    with refused("sourcedocument_published_date_whole"):
        SourceDocument.objects.update(published_on=date(2016, 9, 6), published_precision="year")


@pytest.mark.parametrize(
    ("on", "precision"),
    [(None, ""), (date(2016, 9, 6), "day"), (date(2016, 9, 1), "month"), (date(2016, 1, 1), "year")],
)
def test_a_whole_date_is_taken(world, on, precision):
    reviews = Review.objects.filter(pk=world.reviews["public"].review.pk)
    assert reviews.update(published_on=on, published_precision=precision) == 1


def test_reviews_are_ordered_by_their_own_date_or_their_first_documents_and_undated_ones_last(world):
    made = world.reviews
    Review.objects.filter(pk=made["draft"].review.pk).update(published_on=date(2012, 1, 1), published_precision="year")
    document = made["withdrawn"].document
    document.published_on, document.published_precision = date(2031, 5, 1), "month"
    document.save()
    ours = Review.objects.filter(code__startswith="R900")
    codes = list(ours.newest_first().values_list("code", flat=True))
    assert codes[:2] == [made["withdrawn"].review.code, made["draft"].review.code]
    assert codes[2:] == sorted(codes[2:])
    assert set(ours.years()) == {2031, 2012, None}


def test_no_date_of_a_document_is_copied_to_its_review(world):
    document = world.reviews["public"].document
    document.published_on, document.published_precision = date(2031, 5, 1), "month"
    document.save()
    assert Review.objects.get(code="R9000").published is None
