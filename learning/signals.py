"""Signals of the catalogue, and their handlers."""

from django.dispatch import Signal

from .models import Statement
from .models.named import Mergeable

report_received = Signal()  # sent with `report`, an urgent one that was just stored
restricted_exported = Signal()  # sent with `request` and `what` (fixed words), for the audit log of the site


def give_themes_to_review(instance, action: str, reverse: bool, pk_set: set[int] | None, **kwargs) -> None:
    """Add to a review each theme that is added to one of its statements: a review has all of their themes."""
    if action == "post_add" and pk_set and not reverse and isinstance(instance, Statement):
        themes = instance.review.themes
        # Adding a theme that is there already would write to the history.
        if missing := pk_set - set(themes.values_list("pk", flat=True)):
            themes.add(*missing)


def tag_what_stands(instance, sender, action: str, reverse: bool, model, pk_set: set[int] | None, **kwargs) -> None:
    """Let a record that is tagged with a merged theme or agency, as by an older form or fixture, name what stands."""
    if action != "post_add" or reverse or not pk_set or not issubclass(model, Mergeable):
        return
    merged = dict(model._base_manager.filter(pk__in=pk_set).exclude(merged_into=None).values_list("pk", "merged_into"))
    if merged:
        field = next(one for one in instance._meta.many_to_many if one.remote_field.through is sender)
        tags = getattr(instance, field.name)
        tags.add(*merged.values())
        tags.remove(*merged)
