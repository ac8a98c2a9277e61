"""Add, use and change agencies for a partnership: one transaction each, recorded in the history.

Each function raises PermissionDenied for users without permission, and ValidationError with what is wrong.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from learning.models import Agency, AgencyKind, Membership, Partnership, Review
from learning.models.agency import check_says_nothing
from learning.sight import edit_rule, edits, sight_of
from learning.utils.history import recorded
from learning.utils.marks import Marks
from learning.utils.stale_forms import check_unchanged

from .agency_links import check_names_of_review, links
from .public_name_form import apply
from .similar import agencies_known, have_same_name, similar_agencies
from .slugs import free_slug

NOT_YOURS = "Only an editor of the partnership, or an administrator, can do this."
SHARED = "Others may use this agency too, so only an administrator can change its names."
ASK_ADMINISTRATOR = (
    "Others may have asked this agency to respond already. Only an administrator can add it to your partnership, "
    "because you could then give people roles at it."
)


class AgencyExists(ValidationError):
    """There are agencies with the same or nearly the same name, which may be meant."""

    def __init__(self, agencies: Sequence[Agency]) -> None:
        super().__init__("An agency with this name, or a similar one, already exists.")
        self.agencies = agencies


def edited_partnerships(user) -> QuerySet[Partnership]:
    """Return the partnerships whose vocabulary a user may edit; administrators edit that of all."""
    sight = sight_of(user)
    every = Partnership.objects.order_by("name", "pk")
    return every if sight.everything else every.filter(pk__in=sight.edited_partnerships)


def edited_reviews(user) -> QuerySet[Review]:
    """Return the reviews that a user may edit."""
    return Review.objects.filter(edit_rule(user)).order_by("code")


def check_edits(user, partnership: Partnership) -> None:
    """Raise PermissionDenied unless a user may edit the vocabulary of a partnership."""
    if not edited_partnerships(user).filter(pk=partnership.pk).exists():
        raise PermissionDenied(NOT_YOURS)


@transaction.atomic
def add_agency(
    partnership: Partnership,
    *,
    name: str,
    kind: AgencyKind,
    aliases: Sequence[str] = (),
    by,
    seen: Collection[int] = (),
) -> Agency:
    """Add an agency to a partnership, and return it. Its slug is made from its name.

    `seen` are the keys of the similar agencies that `by` was shown and does not mean.

    Raises PermissionDenied unless `by` edits the partnership. Raises AgencyExists if a similar agency was not shown
    yet, and ValidationError if the partnership has one of this name, or a name is missing or too long.
    """
    check_edits(by, partnership)
    AgencyKind.objects.select_for_update(no_key=True).get(pk=kind.pk)  # one at a time adds an agency of a kind
    agency = Agency(name=name.strip(), kind=kind, aliases=list(aliases), slug=free_slug(Agency, name))
    agency.full_clean()
    similar = similar_agencies(by, [agency.name, *agency.aliases])
    for one in similar:
        if partnership in one.partnerships.all() and have_same_name(one.name, agency.name):
            raise ValidationError({"name": f"“{one}” is already an agency of {partnership}."})
    if any(one.pk not in seen for one in similar):
        raise AgencyExists(similar)
    with recorded(agency, by, "Added by an editor"):
        agency.save()
        agency.partnerships.add(partnership)
    return agency


@transaction.atomic
def use_agency(agency: Agency, partnership: Partnership, *, by) -> Agency:
    """Add an existing agency to a partnership, and return it. A second click does nothing.

    Raises PermissionDenied unless `by` edits the partnership and may be offered the agency. Raises ValidationError if
    it works with no partnership, but reviews of others name it: its editors answer for it there, so only an
    administrator decides who may give roles at it.
    """
    check_edits(by, partnership)
    if not agencies_known(by).filter(pk=agency.pk).exists():
        raise PermissionDenied("You cannot use an agency that you do not have permission to view.")
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)
    held = set(agency.partnerships.values_list("pk", flat=True))
    if partnership.pk in held:
        return agency
    if not held and not sight_of(by).everything and is_of_others(agency, by):
        raise ValidationError(ASK_ADMINISTRATOR)
    with recorded(agency, by, f"Used by {partnership}"):
        agency.partnerships.add(partnership)
    return agency


def is_of_others(agency: Agency, user) -> bool:
    """Return whether somebody has a role at an agency, or a review names it that the user does not edit."""
    return Membership.objects.filter(agency=agency).exists() or bool(named_elsewhere(user, {agency.pk}))


def named_elsewhere(user, keys: Collection[int]) -> set[int]:
    """Return which of these agencies a review names that the user does not edit, by their own or a generic name."""
    others = Review.objects.exclude(pk__in=edited_reviews(user).values("pk")).values("pk")
    stand_ins = Agency._base_manager.filter(stands_for__in=keys, stands_for_in__in=others)
    found = set(stand_ins.values_list("stands_for", flat=True))
    named = Agency._base_manager.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
    for model, field, to_review in links():
        # One row is enough: some agencies are named thousands of times.
        rows = model._base_manager.filter(**{field.name: OuterRef("pk"), f"{to_review}__in": others})
        pairs = named.filter(Exists(rows)).values_list("pk", "merged_into")
        found.update(key for pair in pairs for key in pair)
    return {key for key in keys if key in found}


def changeable(user, agencies: Iterable[Agency]) -> set[int]:
    """Return the keys of those agencies whose names a user may change: only partnerships of theirs use them."""
    sight = sight_of(user)
    keys = {agency.pk for agency in agencies if not (agency.stands_for_id or agency.merged_into_id)}
    if sight.everything or not keys:
        return keys
    held = Agency.partnerships.through.objects.filter(agency__in=keys)
    own = set(held.values_list("agency", flat=True))
    shared = set(held.exclude(partnership__in=sight.edited_partnerships).values_list("agency", flat=True))
    return own - shared - named_elsewhere(user, keys)


def may_change(user, agency: Agency) -> bool:
    """Return whether a user may change the names of an agency."""
    return agency.pk in changeable(user, [agency])


@transaction.atomic
def change_agency(agency: Agency, *, name: str, aliases: Sequence[str], opened: Marks, by) -> Agency:
    """Change the name and the other names of an agency, and return it. Its slug stays the same.

    `opened` are the marks of the names that the form showed. Raises PermissionDenied unless only partnerships of `by`
    use the agency. Raises ChangedInBetween if somebody changed it meanwhile, and ValidationError if another agency of
    its partnerships has the name, or a review would show a name that the public must not see.
    """
    agency = Agency.objects.select_for_update(of=("self",)).select_related("kind").get(pk=agency.pk)
    if not may_change(by, agency):
        raise PermissionDenied(SHARED)
    name, aliases = name.strip(), list(aliases)
    if (agency.name, agency.aliases) == (name, aliases):
        return agency
    check_unchanged(agency, {"name": name, "aliases": aliases}, opened)
    beside = Agency.objects.current().filter(partnerships__in=agency.partnerships.all()).exclude(pk=agency.pk)
    if any(have_same_name(one, name) for one in beside.values_list("name", flat=True)):
        raise ValidationError({"name": f"Another agency of the partnership is called “{name}”."})
    agency.name, agency.aliases = name, aliases
    with recorded(agency, by, "Names changed by an editor"):
        agency.full_clean()
        agency.save()
    check_stays_unknown(agency)
    return agency


def check_stays_unknown(agency: Agency) -> None:
    """Raise ValidationError if the new names of an agency are in what a review publishes of it."""
    stand_ins = agency.stand_ins.filter(merged_into=None).select_related("stands_for__kind", "stands_for_in")
    for stand_in in stand_ins:
        review = cast(Review, stand_in.stands_for_in)
        try:
            check_says_nothing(stand_in)
        except ValidationError as error:
            raise ValidationError({"name": f"{review}: {' '.join(error.messages)}"}) from error
        check_names_of_review(review, {stand_in.pk})


def check_may_name(user, agency: Agency, review: Review) -> None:
    """Raise PermissionDenied unless a user may choose the public name of an agency in a review.

    They edit the review, and a partnership of the agency.
    """
    is_known = sight_of(user).everything or agency.partnerships.filter(pk__in=edited_partnerships(user)).exists()
    if not (is_known and edits(user, review)):
        raise PermissionDenied(NOT_YOURS)


@transaction.atomic
def change_public_name(agency: Agency, *, review: Review, choice: str, name: str, by) -> str:
    """Change the public name of an agency in a review, and return what to say about it.

    Raises PermissionDenied unless `by` edits the review and a partnership of the agency, and the errors of
    `learning.public_names.use_generic_name` and `use_own_name`.
    """
    check_may_name(by, agency, review)
    return apply(agency, review=review, choice=choice, name=name)
