"""What the database refuses, whoever writes."""

import pytest

from learning.models import OldReference
from reviews_portal.editing.models import Row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("row_kind_known", {"kind": "nonsense"}),
        ("row_level_known", {"level": 4}),
        ("row_level_known", {"level": 0}),
        ("row_of_record_or_new", {"record_type": "", "record_id": 1}),
        ("row_of_record_or_new", {"record_type": "item", "record_id": None}),
    ],
)
def test_a_row_that_cannot_be_is_refused(copy, refused, name, values):
    with refused(name):
        Row.objects.filter(pk=copy.rows.first().pk).update(**values)


def test_a_row_that_was_joined_is_taken_out(copy, refused):
    first, second = copy.rows.all()[:2]
    with refused("row_joined_is_taken_out"):
        Row.objects.filter(pk=second.pk).update(joined_into=first)
    with refused("row_not_joined_into_itself"):
        Row.objects.filter(pk=first.pk).update(joined_into=first, removed_at="2026-11-29T00:00Z")


def test_an_old_reference_does_not_lead_to_itself(copy, refused):
    with refused("old_reference_leads_elsewhere"):
        OldReference.objects.create(review=copy.review, reference="R9000-9", leads_to="R9000-9")
