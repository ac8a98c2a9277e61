"""What the workspace shows of a joint response: its versions, their status, and what the user may do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from learning.models import Review
from learning.sight import review_rule

from .actions.checking import deciders_of_joint
from .actions.joint import versions_of
from .models import Passage, ResponseStep, ResponseVersion, StepAction
from .models.recommendation import with_parents
from .models.response_version import PAIR_ORDER
from .workspace_permissions import permissions_of


@dataclass
class JointResponse:
    """A joint response in the workspace of its readers."""

    passage: Passage
    versions: list[ResponseVersion]  # each with its `all_steps`
    current: set[int]  # the keys of those that no newer version has replaced
    may_decide: bool  # on at least one version: the action says on which others the user may not

    def taken(self, action: StepAction) -> ResponseStep | None:
        """Return the step of this kind, which all versions have or none; None without one."""
        return next((step for step in self.versions[0].all_steps if step.action == action), None)

    @property
    def recorded(self) -> ResponseStep | None:
        """The step that submitted it; None for one that was loaded from a file."""
        return self.taken(StepAction.SUBMITTED)

    @property
    def returned(self) -> ResponseStep | None:
        """The step that returned it."""
        return self.taken(StepAction.RETURNED)

    @property
    def published(self) -> ResponseStep | None:
        """The step that published it."""
        return self.taken(StepAction.PUBLISHED)

    @property
    def withdrawn(self) -> ResponseStep | None:
        """The step that withdrew it."""
        return self.taken(StepAction.WITHDRAWN)

    @property
    def state(self) -> str:
        """Its status, in words."""
        if self.withdrawn:
            return "Withdrawn"
        if self.published:
            return "Published"
        return "Returned" if self.returned else "Awaiting partnership check"

    @property
    def is_waiting(self) -> bool:
        """Whether it is awaiting a decision."""
        return not (self.published or self.returned)

    @property
    def is_published(self) -> bool:
        """Whether it is published and not withdrawn."""
        return bool(self.published and not self.withdrawn)


def joint_seen(user, pk: int) -> JointResponse | None:
    """Return a joint response that a user may read in the workspace; None for any other.

    They are editors and scrutineers of a partnership that decides on it for some agency, and administrators.
    """
    passage = Passage.objects.filter(pk=pk).select_related("document__review").first()
    if passage is None:
        return None
    steps = Prefetch("steps", ResponseStep.objects.order_by("at", "pk"), to_attr="all_steps")
    versions = list(versions_of(passage).prefetch_related(steps, with_parents()))
    permissions = permissions_of(user)
    if not versions or not (permissions.everything or permissions.watched):
        return None
    deciding = set().union(*deciders_of(versions))
    if not permissions.everything:
        seen = Review.objects.visible_to(user).filter(pk=passage.document.review_id)
        if not (seen.exists() and deciding & permissions.watched):
            return None
    may_decide = bool(deciding & permissions.partnerships)
    current = set(ResponseVersion.objects.current().filter(passage=passage).values_list("pk", flat=True))
    return JointResponse(passage, versions, current, may_decide)


def deciders_of(versions: Iterable[ResponseVersion]) -> list[set[int]]:
    """Return the keys of the partnerships that decide on each of these versions of joint responses."""
    return deciders_of_joint([(one.response.recommendation, one.response.agency) for one in versions])


def waiting_joint_responses(user) -> list[Passage]:
    """Return the joint responses that are awaiting a decision by the user's partnerships, the oldest first."""
    if not (mine := permissions_of(user).partnerships):
        return []
    seen = Passage.objects.filter(review_rule(user, "document__review__"))
    waiting = seen.filter(versions__in=ResponseVersion.objects.waiting()).distinct()
    passages = list(waiting.select_related("document__review").order_by("pk"))
    if not passages:
        return []
    versions = ResponseVersion.objects.filter(passage__in=passages).order_by(*PAIR_ORDER)
    firsts: dict[int | None, ResponseVersion] = {}
    for version in versions.select_related("response__agency", "response__recommendation"):
        firsts.setdefault(version.passage_id, version)
    deciding = dict(zip(firsts, deciders_of(firsts.values()), strict=True))
    return [passage for passage in passages if deciding[passage.pk] & mine]
