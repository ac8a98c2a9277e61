"""Which agencies the published document of a review names, and the rules for the names that the public may see."""

from collections.abc import Iterable
from typing import cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from simple_history.models import HistoricalRecords

from learning.querysets import IndexedQuerySet

from .agency import Agency, name_in
from .review import Review
from .unique_errors import UniqueErrorsMixin


class NamedAgencyManager(models.Manager.from_queryset(IndexedQuerySet)):
    def get_by_natural_key(self, code: str, agency: str) -> "NamedAgency":
        return self.get(review__code=code, agency__slug=agency)


class NamedAgency(UniqueErrorsMixin):
    """An agency whose kind has a generic name, but which the published document of a review names.

    Its own name may then be public in that review.
    """

    review = models.ForeignKey("learning.Review", on_delete=models.CASCADE, related_name="named_agencies")
    agency = models.ForeignKey("learning.Agency", on_delete=models.CASCADE, related_name="named_in")
    history = HistoricalRecords()

    objects = NamedAgencyManager()

    class Meta:
        ordering = ["review", "agency", "pk"]
        verbose_name_plural = "named agencies"
        constraints = [models.UniqueConstraint(fields=["review", "agency"], name="named_agency_once")]

    def __str__(self) -> str:
        return f"{self.agency} in {self.review.code}"

    def natural_key(self) -> tuple[str, str]:
        return (self.review.code, self.agency.slug)

    natural_key.dependencies = ["learning.review", "learning.agency"]  # type: ignore[attr-defined]


def stand_in_of(agency: Agency, review: Review) -> Agency | None:
    """Return the stand-in of an agency in a review, or None."""
    return agency.stand_ins.filter(stands_for_in=review, merged_into=None).first()


def needs_generic_name(agency: Agency, review: Review) -> bool:
    """Return whether the public may not see the name of an agency in a review: it needs a stand-in there."""
    if agency.stands_for_id or not agency.kind.generic_name:
        return False
    return not NamedAgency.objects.filter(review=review.pk, agency=agency.pk).exists()


def problems_with(review: Review, agencies: Iterable[Agency]) -> list[str]:
    """Return, in words, why records of a review may not refer to some of these agencies; empty if they may."""
    found, given = [], list(agencies)
    if not given:
        return []
    prefetch_related_objects(given, "kind")
    held = type(given[0])._base_manager.filter(stands_for__in=given, stands_for_in=review.pk, merged_into=None)
    stand_ins = {stand_in.stands_for_id: stand_in for stand_in in held}
    for agency in given:
        if agency.stands_for_id:
            if agency.stands_for_in_id != review.pk:
                found.append(
                    f"“{agency}” is the public name of an agency in another review. Choose the agency itself."
                )
        elif stand_in := stand_ins.get(agency.pk):
            found.append(f"“{agency}” is published as “{stand_in}” in {review.code}. Choose “{stand_in}” instead.")
        elif needs_generic_name(agency, review):
            first = "" if review.pk else "Save the review without this agency first. "
            found.append(
                f"The public must not see the name of “{agency}” unless the published document names it. {first}Open "
                f"“Public name in a review” on the page of the agency, and give it a generic name such as "
                f"“{agency.kind.generic_name}”, or record that the document names it."
            )
    return found


def check_public_names(review: Review, agencies: Iterable[Agency]) -> None:
    """Raise ValidationError if records of a review may not refer to these agencies by their names."""
    if problems := problems_with(review, agencies):
        raise ValidationError(problems)


def check_link(review: Review, agency: Agency | None, named_as: str = "") -> None:
    """Raise ValidationError, by field, if a record of a review may not refer to an agency, or its wording names it."""
    if agency is None:
        return
    try:
        check_public_names(review, [cast("Agency", agency.merged_into or agency)])
    except ValidationError as error:
        raise ValidationError({"agency": error.messages}) from error
    if name := name_in(agency, [named_as]):
        raise ValidationError(
            {"named_as": f"“{name}” identifies the agency. Enter its public name, such as “{agency}”."}
        )
