"""A name that stands for nothing is an error."""

import pytest
from django.core.exceptions import FieldDoesNotExist

from learning.models import GlossaryTerm, LearningPoint, Review, Theme
from learning.utils.model_names import check_columns, check_names, check_path


def test_names_and_lookups_that_exist_pass():
    check_names(["learning.Review", "learning.Review.title", "sessions.Session.session_data"])
    check_columns(Review, ["title", "status"])
    check_path(GlossaryTerm, "documents__review", Review)
    check_path(Review, "learningitems", LearningPoint)  # a proxy stands for its model


@pytest.mark.parametrize(
    "name",
    [
        "learning.Reviews",
        "nothing.Review",
        "learning.review",  # the lists are compared with the name as it is spelt in the code
        "learning.Review.titel",
        "learning.Review.documents",  # a relation from another table, no column
        "learning.Review.themes",
    ],
)
def test_any_other_name_is_an_error(name):
    with pytest.raises((LookupError, FieldDoesNotExist)):
        check_names([name])


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("document", Review),
        ("documents__review", Theme),
        ("documents__title", Review),
        ("documents__title__x", Review),
    ],
)
def test_a_lookup_that_leads_elsewhere_is_an_error(path, target):
    with pytest.raises(FieldDoesNotExist):
        check_path(GlossaryTerm, path, target)
