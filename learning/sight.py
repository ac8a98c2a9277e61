"""Permissions on reviews: the one rule for who may see what, called "sight".

Every list, count, page, suggestion and export reads records through a queryset's `visible_to(user)`, and each of those
uses this module. For users who may not see a review, the portal shows no sign of it.

Drafts are listed only in the list of reviews, for their editors. All other lists and exports come from the search
index, which contains only published records. The pages of a draft review show all of it.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from .hidden import in_shown_review


class Audience(models.TextChoices):
    """Who a review is for. A new review is for its own partnership until somebody decides otherwise."""

    PUBLIC = "public", "Public"
    PROFESSIONALS = "professionals", "Professionals only"
    PARTNERSHIP = "partnership", "Own partnership only"


# The sharing statement for reviews whose document has none.
SHARING = {
    Audience.PROFESSIONALS: "Share within your agency; do not publish.",
    Audience.PARTNERSHIP: "Share within the partnership; do not publish.",
}


class Status(models.TextChoices):
    """The editorial status of a review."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "Being checked"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


SEE_PROFESSIONALS = "see_professionals"
SEE_EVERYTHING = "see_everything"


@dataclass(frozen=True)
class Sight:
    """What one user may see, read once from their permissions and memberships."""

    everything: bool = False
    professionals: bool = False
    partnerships: frozenset[int] = frozenset()
    edited_partnerships: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()


WORKSPACE_ROLES = {"agency-editor", "partnership-editor", "scrutineer"}


def has_workspace(user) -> bool:
    """Return whether the user works on responses, so that pages link to the workspace."""
    sight = sight_of(user)
    return sight.everything or bool(sight.roles & WORKSPACE_ROLES)


def sees_drafts(user) -> bool:
    """Return whether the user may see unpublished reviews."""
    sight = sight_of(user)
    return sight.everything or bool(sight.edited_partnerships)


def edits(user, review) -> bool:
    """Return whether the user edits for a partnership of this review, or is an administrator."""
    sight = sight_of(user)
    if sight.everything or not sight.edited_partnerships:
        return sight.everything
    return any(one.pk in sight.edited_partnerships for one in review.partnerships.all())


def edits_in_list(user, review) -> bool:
    """Return what `edits` does; for a list, the reviews that the user edits are read once in a request."""
    sight = sight_of(user)
    if sight.everything or not sight.edited_partnerships:
        return sight.everything
    if not hasattr(user, "_edited_reviews"):
        user._edited_reviews = set(reviews_of(sight.edited_partnerships).values_list("review", flat=True))
    return review.pk in user._edited_reviews


def sight_of(user) -> Sight:
    """Return what this user may see; cached on the user object for the rest of the request."""
    if not (user and user.is_authenticated and user.is_active):
        return Sight()
    if not hasattr(user, "_sight"):
        user._sight = read_sight(user)
    return user._sight


def read_sight(user) -> Sight:
    """Return what a signed-in user may see, in one query for permissions and memberships."""
    permissions = Permission.objects.filter(
        Q(user=user) | Q(group__user=user),
        content_type__app_label="learning",
        codename__in=[SEE_PROFESSIONALS, SEE_EVERYTHING],
    )
    memberships = user.memberships.values_list("role", Coalesce("partnership", 0))
    rows = memberships.union(permissions.order_by().values_list("codename", Value(0, IntegerField())), all=True)
    words = {(word, partnership) for word, partnership in rows}
    names = {word for word, _ in words}
    return Sight(
        everything=user.is_superuser or SEE_EVERYTHING in names,
        professionals=bool(names),
        partnerships=frozenset(partnership for _, partnership in words if partnership),
        edited_partnerships=frozenset(partnership for word, partnership in words if word == "partnership-editor"),
        roles=frozenset(names),
    )


def administrators() -> QuerySet:
    """Return the active users who may see and release every review."""
    codename = Q(groups__permissions__codename=SEE_EVERYTHING) | Q(user_permissions__codename=SEE_EVERYTHING)
    return get_user_model().objects.filter(codename | Q(is_superuser=True), is_active=True).distinct()


def audience_rule(user, prefix: str = "") -> Q:
    """Return the condition that the user is in a review's audience, whatever its status.

    `prefix` is the lookup from the filtered model to its review, such as "review__".
    """
    sight = sight_of(user)
    if sight.everything:
        return Q()
    audiences = [Audience.PUBLIC] + [Audience.PROFESSIONALS] * sight.professionals
    rule = Q(**{f"{prefix}audience__in": audiences})
    if sight.partnerships:
        rule |= Q(**{f"{prefix}pk__in": reviews_of(sight.partnerships)})
    return rule


def review_rule(user, prefix: str = "") -> Q:
    """Return the condition that the user may see a review: it is published, and the user is in its audience.

    Editors of a partnership also see its unpublished reviews, and administrators see all reviews. Nobody sees one that
    was hidden because it could identify somebody. `prefix` is the lookup from the filtered model to its review, such
    as "review__".
    """
    return in_shown_review(prefix) & permitted_rule(user, prefix)


def permitted_rule(user, prefix: str = "") -> Q:
    """Return the condition that the user may see a review, or could if it were not hidden; see `review_rule`."""
    sight = sight_of(user)
    if sight.everything:
        return Q()
    rule = Q(**{f"{prefix}status": Status.PUBLISHED}) & audience_rule(user, prefix)
    if sight.edited_partnerships:
        rule |= Q(**{f"{prefix}pk__in": reviews_of(sight.edited_partnerships)})
    return rule


def edit_rule(user, prefix: str = "") -> Q:
    """Return the condition that the user may edit a review, as `edits()` says; `prefix` is as in `review_rule`."""
    sight = sight_of(user)
    if sight.everything:
        return ~Q(pk__in=[])  # unlike an empty condition, it stays true beside others
    return Q(**{f"{prefix}pk__in": reviews_of(sight.edited_partnerships)})


def reviews_of(partnerships: frozenset[int]) -> QuerySet:
    """Return the ids of the reviews that any of these partnerships commissioned, as a subquery."""
    through = apps.get_model("learning.Review").partnerships.through
    return through.objects.filter(partnership__in=partnerships).values("review")


def sight_tags(audience: str, partnerships: list[int]) -> list[str]:
    """Return the index tags of those who may see a published review; a user needs only one of them.

    Tags say in the index what `review_rule` says in the database. Records that the index finds are read through that
    rule as well.
    """
    if audience == Audience.PARTNERSHIP:
        return [f"seen-by:{pk}" for pk in partnerships] or ["seen-by:nobody"]
    return [f"seen-by:{audience}"] + [f"seen-by:{pk}" for pk in partnerships]


def tags_seen_by(user) -> tuple[str, ...]:
    """Return the tags of what the user may see, in a fixed order, or ("everything",)."""
    sight = sight_of(user)
    if sight.everything:
        return ("everything",)
    audiences = [Audience.PUBLIC] + [Audience.PROFESSIONALS] * sight.professionals
    return tuple(f"seen-by:{one}" for one in (*map(str, audiences), *sorted(sight.partnerships)))


def sight_key(user) -> Hashable:
    """Return a key that is the same for all users who may see the same.

    Those who see drafts see more than their tags say.
    """
    return sight_of(user) if sees_drafts(user) else tags_seen_by(user)


# Models that link an agency or a glossary term to a review: (model, lookup of the agency or term, lookup of the
# review). Other apps add theirs in `ready()`.
AGENCY_LINKS = [
    ("learning.AgencyInvolved", "agency", "review"),
    ("learning.LearningItem", "agencies", "review"),
]
GLOSSARY_LINKS = [("learning.SourceDocument", "glossary_terms", "review")]


def linked_to_visible_review(user, links: list[tuple[str, str, str]]) -> Q:
    """Return the condition that a link leads from a record to a review that the user may see.

    `links` is `AGENCY_LINKS` or `GLOSSARY_LINKS`.
    """
    rule = Q(pk__in=[])
    for label, to_record, to_review in links:
        records = apps.get_model(label).objects
        # Unpublished responses do not count as links.
        shown = records.published() if hasattr(records, "published") else records.shown()
        rule |= Q(Exists(shown.filter(review_rule(user, f"{to_review}__"), **{to_record: OuterRef("pk")})))
    return rule
