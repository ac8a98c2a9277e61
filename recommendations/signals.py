"""What follows from a change of a recommendation."""

from .models import RecommendationPart


def give_bodies_to_recommendation(instance, sender, action: str, reverse: bool, pk_set: set[int] | None, **kwargs):
    """Let a recommendation speak to each body that one of its parts is addressed to."""
    if action == "post_add" and pk_set and not reverse:
        whole = instance.recommendation
        bodies = whole.agencies if sender is RecommendationPart.agencies.through else whole.agency_kinds
        # Adding what is there already would be written down in the history.
        if missing := pk_set - set(bodies.values_list("pk", flat=True)):
            bodies.add(*missing)
