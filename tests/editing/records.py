"""What the records of a review hold, as plain values."""

from typing import Any

from learning.models import LearningItem, Resource, Review, ReviewSection
from recommendations.models import Recommendation, RecommendationPart

TAGS = ("themes", "agency_kinds", "agencies")
MODELS = (ReviewSection, LearningItem, Recommendation, Resource)


def records_of(review: Review) -> dict[str, dict[str, Any]]:
    """Return the columns and tags of each record of a review, by model and key."""
    found = {}
    for model in MODELS:
        for record in model.objects.filter(review=review):
            found[f"{model.__name__} {record.pk}"] = values_of(record)
    for part in RecommendationPart.objects.filter(recommendation__review=review):
        found[f"part {part.pk}"] = values_of(part)
    return found


def values_of(record) -> dict[str, Any]:
    """Return the columns and tags of a record."""
    values = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    tags = {
        name: sorted(getattr(record, name).values_list("slug", flat=True)) for name in TAGS if hasattr(record, name)
    }
    return values | tags
