"""The agencies and partnerships that a person works for, and the partnerships that may act on a review.

These are the only rules on who may do what in the workspace. Seeing a request does not include seeing the review: an
agency that is asked sees only the recommendation that it is asked about.
"""

from dataclasses import dataclass
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from learning.models import Agency, Partnership, Review, Role
from learning.sight import sight_of


@dataclass(frozen=True)
class WorkspacePermissions:
    """The primary keys of the agencies and partnerships for which a person writes, decides or scrutinises."""

    agencies: frozenset[int] = frozenset()  # agencies for which they write: their own, and those that became it
    partnerships: frozenset[int] = frozenset()  # partnerships whose editors they are
    scrutinised: frozenset[int] = frozenset()  # partnerships whose scrutineers they are
    everything: bool = False  # administrators may read everything, and act on none of it

    def __bool__(self) -> bool:
        return bool(self.agencies or self.partnerships or self.scrutinised or self.everything)

    def watches(self, partnership: int) -> bool:
        """Return whether they may read the workspace of this partnership."""
        return self.everything or partnership in self.watched

    @property
    def watched(self) -> frozenset[int]:
        """The partnerships whose workspace they may read."""
        return self.partnerships | self.scrutinised


def partnerships_for(review: Review) -> QuerySet[Partnership]:
    """Return the partnerships that may ask for responses to a review's recommendations, decide on them and judge them.

    They are those that commissioned it. If none is recorded, any partnership may act, in its own name.
    """
    commissioned = review.partnerships.all()
    return commissioned if commissioned.exists() else Partnership.objects.all()


def commissioned_by(review: str, partnership: str) -> Q:
    """Return the condition that a partnership commissioned a review; both are lookup paths."""
    through = Review.partnerships.through.objects
    return Q(Exists(through.filter(review=OuterRef(review), partnership=OuterRef(partnership))))


def commissioned_by_none(review: str) -> Q:
    """Return the condition that no partnership is recorded as having commissioned a review."""
    return ~Q(Exists(Review.partnerships.through.objects.filter(review=OuterRef(review))))


def acts_on(review: str, partnership: str) -> Q:
    """Return the rule of `partnerships_for` as a query condition; both arguments are lookup paths."""
    return commissioned_by(review, partnership) | commissioned_by_none(review)


def heirs(agency: Agency) -> list[Agency]:
    """Return an agency, what it was merged into or stands for, and its successors: their editors may write for it."""
    agencies = [agency]
    while (successor := next_agency(agencies[-1])) and successor not in agencies:
        agencies.append(successor)
    return agencies


def next_agency(agency: Agency) -> Agency | None:
    """Return what an agency was merged into, or else stands for, or else was succeeded by."""
    return cast(Agency | None, agency.merged_into) or agency.stands_for or agency.succeeded_by


def writer_for(user, agency: Agency) -> str:
    """Return in words the role in which a user writes for an agency: an editor of it or of a successor.

    The words for a stand-in never name the agency behind it.
    """
    if agency.stands_for_id:
        return editor_in_words(agency)
    own = set(user.memberships.filter(role=Role.AGENCY_EDITOR).values_list("agency", flat=True))
    return editor_in_words(next((body for body in heirs(agency) if body.pk in own), agency))


def editor_in_words(body: Agency | Partnership) -> str:
    """Return how an editor of an agency or partnership is named to people who may not see their name."""
    return f"an editor of {body}"


def permissions_of(user) -> WorkspacePermissions:
    """Return the permissions of this user in the workspace; cached on the user object for the rest of the request."""
    if not (user and user.is_authenticated and user.is_active):
        return WorkspacePermissions()
    if not hasattr(user, "_permissions"):
        user._permissions = read_permissions(user)
    return user._permissions


def read_permissions(user) -> WorkspacePermissions:
    """Return the permissions of a signed-in user, from memberships, and the successors and stand-ins of agencies."""
    rows = list(user.memberships.values_list("role", "agency", "partnership"))
    found = {agency for role, agency, _ in rows if role == Role.AGENCY_EDITOR}
    agencies = set(found)
    while found:
        own = Q(succeeded_by__in=found) | Q(merged_into__in=found) | Q(stands_for__in=found)
        earlier = Agency.objects.filter(own)
        found = set(earlier.values_list("pk", flat=True)) - agencies
        agencies |= found
    return WorkspacePermissions(
        agencies=frozenset(agencies),
        partnerships=frozenset(partnership for role, _, partnership in rows if role == Role.PARTNERSHIP_EDITOR),
        scrutinised=frozenset(partnership for role, _, partnership in rows if role == Role.SCRUTINEER),
        everything=sight_of(user).everything,
    )


def partnerships_watched(user) -> QuerySet[Partnership]:
    """Return the partnerships whose workspace a user may read; for others it does not exist."""
    permissions = permissions_of(user)
    return (
        Partnership.objects.all() if permissions.everything else Partnership.objects.filter(pk__in=permissions.watched)
    )
