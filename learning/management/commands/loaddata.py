"""Django's loaddata, for a catalogue that staff edit."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject

from learning.actions import check_publishable
from learning.models import AgencyInvolved, Review, Status
from learning.models.named import Mergeable
from learning.search.index import deferred

# Fields that staff decide on; loading a fixture again does not change them.
DECIDED_HERE = ["status", "audience", "audience_reason", "slug"]


class Command(loaddata.Command):
    """Load fixtures without writing history and without undoing decisions of staff."""

    def loaddata(self, fixture_labels) -> None:
        """Load the fixtures, and update the search index at the end of the same transaction.

        Raises CommandError if a published review is not publishable.
        """
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
        if isinstance(obj.object, Mergeable) and is_merged(obj.object):
            return False
        if isinstance(obj.object, AgencyInvolved) and not follow_merge(obj.object):
            return False
        # simple-history knows that a fixture is being loaded when a record is saved, but not when relations are.
        obj.object.skip_history_when_saving = True  # type: ignore[attr-defined]
        return super().save_obj(obj)


def is_merged(record: Any) -> bool:
    """Return whether a record was merged into another, which stays so; another one keeps the aliases of a merge."""
    records = type(record)._base_manager
    saved = records.filter(slug=record.slug).first()
    if saved and records.filter(merged_into=saved).exists():
        record.aliases = list(dict.fromkeys([*record.aliases, *saved.aliases]))
    return bool(saved and saved.merged_into_id)


def follow_merge(involved: AgencyInvolved) -> bool:
    """Let a review name what its agency was merged into; return False if it does so already."""
    merged_into: Any = involved.agency.merged_into
    if merged_into:
        held = AgencyInvolved.objects.filter(review=involved.review_id, agency__in=[involved.agency, merged_into])
        involved.agency = merged_into
        return not held.exists()
    return True


def keep_decisions(review: Review) -> None:
    """Keep the status, audience, address and count of references of a review that is in the database already."""
    saved = Review.objects.filter(code=review.code).first()
    if saved:
        for name in DECIDED_HERE:
            setattr(review, name, getattr(saved, name))
        review.references_used = max(review.references_used, saved.references_used)
