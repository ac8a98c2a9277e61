"""What the merge of two agencies means for what they were asked and answered; see `learning/merging.py`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import get_text_list

from learning.models import Agency

from .models import Response, ResponseRequest

MOST_NAMED = 5  # recommendations in the error


def check_recommendations_in_common(record: Any, into: Any) -> None:
    """Raise ValidationError if two agencies were both asked about, or both answered, one recommendation.

    Nobody could tell afterwards which of the two answers is the agency's, or whether one still waits for an answer.
    """
    if not isinstance(record, Agency):
        return
    common = sorted(recommendations_of(record) & recommendations_of(into))
    if common:
        named = common[:MOST_NAMED] + ([f"{len(common) - MOST_NAMED} more"] if len(common) > MOST_NAMED else [])
        raise ValidationError(
            f"“{record}” and “{into}” have both been asked about, or have both responded to, "
            f"{get_text_list(named, 'and')}. Two responses cannot be merged, so the two agencies cannot be either."
        )


def recommendations_of(agency: Agency) -> set[str]:
    """Return the references of the recommendations that an agency, or one merged into it, was asked or answered."""
    own = Q(agency=agency.pk) | Q(agency__merged_into=agency.pk)
    return {
        reference
        for model in (Response, ResponseRequest)
        for reference in model.objects.filter(own).values_list("recommendation__reference", flat=True)
    }
