"""Signal handlers of this app."""

from learning.models import SourceWording

from .models import RecommendationPart


def give_agencies_to_recommendation(instance, sender, action: str, reverse: bool, pk_set: set[int] | None, **kwargs):
    """Add to a recommendation each agency or kind of agency that is added to one of its parts."""
    if action == "post_add" and pk_set and not reverse:
        recommendation = instance.recommendation
        is_agency = sender is RecommendationPart.agencies.through
        relation = recommendation.agencies if is_agency else recommendation.agency_kinds
        # Adding one that is there already would write to the history.
        if missing := pk_set - set(relation.values_list("pk", flat=True)):
            relation.add(*missing)


def remove_wordings_of(instance: RecommendationPart, **kwargs) -> None:
    """Remove the second wordings of a deleted part: the next part at its position would have them."""
    reference = instance.recommendation.reference
    for wording in SourceWording.objects.filter(reference=reference, part_position=instance.position):
        wording.delete()
