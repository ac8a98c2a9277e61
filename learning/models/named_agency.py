"""Which agencies the published document of a review names, and the rules for the names that the public may see."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from simple_history.models import HistoricalRecords

from learning.querysets import IndexedQuerySet
from learning.utils.folding import fold

from .unique_errors import UniqueErrorsMixin

if TYPE_CHECKING:
    from .review import Review
    from .vocabularies import Agency

# Words that identify no agency, besides those of its kind.
PLAIN_WORDS = set(
    """a an the and of for local private independent special primary secondary infant junior nursery school college
    surgery practice gp home care provider service agency another""".split()  # noqa: SIM905  easier to read
)


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


# --- Whether an agency may be named in a review ----------------------------------------------------------------------


def stand_in_of(agency: "Agency", review: "Review") -> "Agency | None":
    """Return the stand-in of an agency in a review, or None."""
    return agency.stand_ins.filter(stands_for_in=review, merged_into=None).first()


def needs_generic_name(agency: "Agency", review: "Review") -> bool:
    """Return whether the public may not see the name of an agency in a review: it needs a stand-in there."""
    if agency.stands_for_id or not agency.kind.generic_name:
        return False
    return not NamedAgency.objects.filter(review=review.pk, agency=agency.pk).exists()


def problems_with(review: "Review", agencies: Iterable["Agency"]) -> list[str]:
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


def check_public_names(review: "Review", agencies: Iterable["Agency"]) -> None:
    """Raise ValidationError if records of a review may not refer to these agencies by their names."""
    if problems := problems_with(review, agencies):
        raise ValidationError(problems)


def check_link(review: "Review", agency: "Agency | None", named_as: str = "") -> None:
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


# --- Whether words identify the agency behind a stand-in -------------------------------------------------------------


def words_of(text: str, apostrophe: str = "") -> str:
    """Return the words of a text, folded, with a space around each: "St. Mary’s" is " st marys ".

    With a space for `apostrophe` it is " st mary s ", in which "Mary" is found too.
    """
    return f" {' '.join(re.findall(r'\w+', fold(text).replace(chr(39), apostrophe)))} "


def name_in(stand_in: "Agency", texts: Iterable[str], *, allowed: str | None = None) -> str:
    """Return the first name of the agency behind a stand-in that these texts contain; "" if they contain none.

    Names that consist only of plain words, such as "the school", identify nobody; nor do the words in `allowed`, which
    are those of the public name unless it is given.
    """
    if not stand_in.stands_for_id:
        return ""
    real = cast("Agency", stand_in.stands_for)
    plain = PLAIN_WORDS | set(words_of(" ".join([real.kind.name, real.kind.generic_name])).split())
    plain |= set(words_of(stand_in.name if allowed is None else allowed).split())
    said = [(words_of(text, mark), mark) for text in texts if text for mark in ("", " ")]
    for name in (real.name, *real.aliases, real.slug.replace("-", " ")):
        is_name = bool(set(words_of(name).split()) - plain)
        if is_name and any(words_of(name, mark) in words for words, mark in said):
            return name
    return ""


def check_says_nothing(stand_in: "Agency") -> None:
    """Raise ValidationError if the fields of a stand-in identify its agency, or its name is taken in the review."""
    for field in ("name", "slug", "aliases", "note"):
        value = getattr(stand_in, field)
        texts = value if isinstance(value, list) else [value.replace("-", " ") if field == "slug" else value]
        if name := name_in(stand_in, texts, allowed=""):
            raise ValidationError({field: f"This contains “{name}”, which identifies the agency. Remove it."})
    others = type(stand_in)._base_manager.filter(stands_for_in=stand_in.stands_for_in_id, merged_into=None)
    if others.exclude(pk=stand_in.pk).filter(name__iexact=stand_in.name).exists():
        raise ValidationError({"name": "Another agency in this review has this public name. Enter a different name."})
