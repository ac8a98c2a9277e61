"""Django's loaddata, for a catalogue that people work in."""

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject

from learning.actions import check_publishable
from learning.models import Review, Status
from learning.search.index import deferred

# What staff decide about a review here; a fixture that is loaded again does not undo it.
DECIDED_HERE = ["status", "audience", "audience_reason", "slug"]


class Command(loaddata.Command):
    """Load fixtures: no history is written of what nobody edited by hand, and no decision of staff is undone."""

    def loaddata(self, fixture_labels) -> None:
        """Load, and bring the search index in step at the end, in the same transaction."""
        self.reviews: set[str] = set()
        with deferred():
            super().loaddata(fixture_labels)
            for review in Review.objects.filter(code__in=self.reviews, status=Status.PUBLISHED):
                try:
                    check_publishable(review)
                except ValidationError as error:
                    raise CommandError(f"{review}: {' '.join(error.messages)}") from error

    def save_obj(self, obj: DeserializedObject) -> bool:
        if isinstance(obj.object, Review):
            keep_decisions(obj.object)
            self.reviews.add(obj.object.code)
        # simple-history knows that a fixture is loaded when a record is saved, but not when its relations are.
        obj.object.skip_history_when_saving = True  # type: ignore[attr-defined]
        return super().save_obj(obj)


def keep_decisions(review: Review) -> None:
    """Let a review that is held already keep its status, audience and address, and its count of references."""
    held = Review.objects.filter(code=review.code).first()
    if held:
        for name in DECIDED_HERE:
            setattr(review, name, getattr(held, name))
        review.references_used = max(review.references_used, held.references_used)
