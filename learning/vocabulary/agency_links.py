"""Which records of reviews refer to agencies, and whether the names that they show may be public.

Merging agencies and changing their public names both ask this.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from learning import sight
from learning.models import Agency, Review
from learning.models.agency import name_in
from learning.models.named_agency import problems_with

# Links of agencies to reviews beside those in `sight.AGENCY_LINKS`, in the same form. Other apps add theirs in
# `ready()`.
MORE_LINKS: list[tuple[str, str, str]] = []


def links() -> Iterator[tuple[Any, Any, str]]:
    """Yield each field that refers to agencies from records of a review: model, field and lookup of the review."""
    for label, name, to_review in (*sight.AGENCY_LINKS, *MORE_LINKS):
        if "__" not in name:  # those are links by way of another agency
            model = apps.get_model(label)
            yield model, model._meta.get_field(name), to_review


def agencies_of(review: Review) -> models.QuerySet[Agency]:
    """Return the agencies that any record of a review refers to, published or not."""
    keys: set[int] = set()
    for model, field, to_review in links():
        keys.update(model._base_manager.filter(**{to_review: review.pk}).values_list(field.name, flat=True))
    return Agency._base_manager.filter(pk__in=keys - {None}).select_related("kind").order_by("name", "pk")


def refers_to(agency: Agency, field: str = "agency") -> Q:
    """Return the condition that a record shows the name of this agency: it refers to it, or to one merged into it."""
    return Q(**{field: agency.pk}) | Q(**{f"{field}__merged_into": agency.pk})


def concerns(agency: Agency) -> Q:
    """Return the condition that a record refers to an agency, to one merged into it, or to those behind a stand-in."""
    return refers_to(agency) | refers_to(agency.stands_for) if agency.stands_for else refers_to(agency)


def is_linked(agency: Agency, review: Review) -> bool:
    """Return whether any record of a review shows the name of this agency, directly or through a merged one."""
    return any(
        model._base_manager.filter(refers_to(agency, field.name), **{to_review: review.pk}).exists()
        for model, field, to_review in links()
    )


def reviews_linked(agency: Agency) -> models.QuerySet[Review]:
    """Return the reviews with a record that shows the name of this agency, published or not."""
    keys: set[int] = set()
    for model, field, to_review in links():
        keys.update(model._base_manager.filter(refers_to(agency, field.name)).values_list(to_review, flat=True))
    return Review.objects.filter(pk__in=keys).order_by("code")


def check_names_of_review(review: Review, only: Collection[int] | None = None) -> None:
    """Raise ValidationError if a record of a review shows a name that the public must not see.

    With `only`, which holds keys of agencies, other agencies are not checked: their names can be corrected in turn.
    """
    linked = agencies_of(review).select_related("merged_into__kind")
    agencies = dict.fromkeys(agency.merged_into or agency for agency in linked)
    problems = problems_with(review, [one for one in agencies if only is None or one.pk in only])
    for model, field, to_review in links():
        if field.many_to_many or not hasattr(model, "named_as"):
            continue
        rows = model._base_manager.filter(**{to_review: review.pk, f"{field.name}__stands_for__isnull": False})
        for row in rows.select_related(f"{field.name}__stands_for__kind"):
            if only is not None and getattr(row, field.name).stands_as not in only:
                continue
            if name := name_in(getattr(row, field.name), [row.named_as]):
                problems.append(
                    f"“{row.named_as}” contains “{name}”. Enter the public name, such as “{getattr(row, field.name)}”."
                )
    if problems:
        raise ValidationError(problems)
