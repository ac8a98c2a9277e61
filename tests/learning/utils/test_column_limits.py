"""What somebody sent is looked up only as far as a column can hold it."""

import pytest
from django.db.models import Q

from learning.models import LearningItem, Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "rule",
    [
        Q(slug="neglect\0"),
        Q(slug__in=["\0", "neglect\0"]),
        Q(name="\0"),
        Q(name__in=["\0"]),
        Q(learningitems__reference="R0001-1\0"),
        Q(slug="neglect\ud800"),
        Q(slug__in=["\udfff", "neglect\ud800"]),
        Q(name="\ud800"),
    ],
    ids=ascii,
)
def test_a_text_that_no_row_can_have_is_found_without_asking_the_database(rule, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not Theme.objects.filter(rule).exists()


def test_other_texts_beside_one_that_no_row_can_have_are_found():
    found = Theme.objects.filter(slug__in=["neglect", "neglect\0", "neglect\ud800"])
    assert [theme.slug for theme in found] == ["neglect"]
    assert Theme.objects.exclude(slug="neglect\0").count() == Theme.objects.count()
    assert LearningItem.objects.filter(Q(reference="\0") | Q(reference="R0001-1")).count() == 1
