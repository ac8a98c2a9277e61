"""What follows from a change of the catalogue."""

from django.dispatch import Signal

from .models import Statement

restricted_exported = Signal()  # sent with `request` and `what`, in fixed words, so that the site records it


def give_themes_to_review(instance, action: str, reverse: bool, pk_set: set[int] | None, **kwargs) -> None:
    """Give a review each theme that one of its statements is given: a review carries all of theirs."""
    if action == "post_add" and pk_set and not reverse and isinstance(instance, Statement):
        themes = instance.review.themes
        # Adding what is there already would be written down in the history.
        if missing := pk_set - set(themes.values_list("pk", flat=True)):
            themes.add(*missing)
