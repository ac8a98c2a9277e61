"""Who may see a review: the one rule of sight.

Every list, count, page, suggestion and export reaches records through a queryset's
`visible_to(user)`, and each of those through this module. To someone who may not see a
review, it does not exist.

Drafts are listed in one place, the list of reviews, for those who edit them. All lists and exports of what was learnt,
recommended and answered are made from the search index, which holds only what is published; the pages of a draft show
the whole of it.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce


class Audience(models.TextChoices):
    """Who a review is for. Anything new is for its own partnership until somebody decides otherwise."""

    PUBLIC = "public", "Public"
    PROFESSIONALS = "professionals", "Professionals only"
    PARTNERSHIP = "partnership", "Own partnership only"


# Our statement on sharing, for reviews whose document has none.
SHARING = {
    Audience.PROFESSIONALS: "Share within your agency; do not publish.",
    Audience.PARTNERSHIP: "Share within the partnership; do not publish.",
}


class Status(models.TextChoices):
    """Where a review stands in its editing."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


SEE_PROFESSIONALS = "see_professionals"
SEE_EVERYTHING = "see_everything"


@dataclass(frozen=True)
class Sight:
    """What one user may see, read once from permissions and memberships."""

    everything: bool = False
    professionals: bool = False
    partnerships: frozenset[int] = frozenset()
    edited_partnerships: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()


WORKSPACE_ROLES = {"agency-editor", "partnership-editor", "scrutineer"}


def has_workspace(user) -> bool:
    """Return whether the user looks after responses, so that the page leads there."""
    sight = sight_of(user)
    return sight.everything or bool(sight.roles & WORKSPACE_ROLES)


def sees_drafts(user) -> bool:
    """Return whether the user may read reviews that are not published, which no list but that of reviews holds."""
    sight = sight_of(user)
    return sight.everything or bool(sight.edited_partnerships)


def sight_of(user) -> Sight:
    """Return what this user may see; kept on the user for the rest of the request."""
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


def audience_rule(user, prefix: str = "") -> Q:
    """Return the condition that a review's audience admits the user, whatever its status.

    `prefix` is the path from the model that is filtered to its review, such as "review__".
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
    """Return the condition that the user may read a review: its audience admits them and it is published.

    Editors of a partnership see all of its reviews, and administrators all there are.
    """
    sight = sight_of(user)
    if sight.everything:
        return Q()
    rule = Q(**{f"{prefix}status": Status.PUBLISHED}) & audience_rule(user, prefix)
    if sight.edited_partnerships:
        rule |= Q(**{f"{prefix}pk__in": reviews_of(sight.edited_partnerships)})
    return rule


def reviews_of(partnerships: frozenset[int]) -> QuerySet:
    """Return the ids of the reviews that any of these partnerships commissioned, as a subquery."""
    through = apps.get_model("learning.Review").partnerships.through
    return through.objects.filter(partnership__in=partnerships).values("review")


def sight_tags(audience: str, partnerships: list[int]) -> list[str]:
    """Return who may see a published review, as words of the search index; one of them is enough.

    The index says in tags what `review_rule` says in conditions; what it finds is asked for through that rule again.
    """
    if audience == Audience.PARTNERSHIP:
        return [f"seen-by:{pk}" for pk in partnerships] or ["seen-by:nobody"]
    return [f"seen-by:{audience}"] + [f"seen-by:{pk}" for pk in partnerships]


def tags_seen_by(user) -> tuple[str, ...]:
    """Return the tags of what the user may see, in a fixed order; those who see everything have a tag of their own."""
    sight = sight_of(user)
    if sight.everything:
        return ("everything",)
    audiences = [Audience.PUBLIC] + [Audience.PROFESSIONALS] * sight.professionals
    return tuple(f"seen-by:{one}" for one in (*map(str, audiences), *sorted(sight.partnerships)))


# Which records name an agency, and which hold a glossary term: (model, path to it, path to the review).
# Apps above this one add theirs when they are ready.
AGENCY_LINKS = [
    ("learning.AgencyInvolved", "agency", "review"),
    ("learning.LearningItem", "agencies", "review"),
]
GLOSSARY_LINKS = [("learning.SourceDocument", "glossary_terms", "review")]


def linked_to_visible_review(user, links: list[tuple[str, str, str]]) -> Q:
    """Return the condition that one of the links leads from a record to a review that the user may read."""
    rule = Q(pk__in=[])
    for label, to_record, to_review in links:
        records = apps.get_model(label).objects
        # A response that is not published names nobody yet.
        shown = records.published() if hasattr(records, "published") else records
        rule |= Q(Exists(shown.filter(review_rule(user, f"{to_review}__"), **{to_record: OuterRef("pk")})))
    return rule
