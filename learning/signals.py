"""Signals of the catalogue, and their handlers."""

from django.dispatch import Signal

from .models import Statement

restricted_exported = Signal()  # sent with `request` and `what` (fixed words), for the audit log of the site


def give_themes_to_review(instance, action: str, reverse: bool, pk_set: set[int] | None, **kwargs) -> None:
    """Add to a review each theme that is added to one of its statements: a review has all of their themes."""
    if action == "post_add" and pk_set and not reverse and isinstance(instance, Statement):
        themes = instance.review.themes
        # Adding a theme that is there already would write to the history.
        if missing := pk_set - set(themes.values_list("pk", flat=True)):
            themes.add(*missing)
