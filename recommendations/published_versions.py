"""What a body answered over time, as anyone may read it: each published version, and what changed from the one before.

Of a version that was withdrawn nothing is told but when: neither its words nor what differs from them.
"""

from dataclasses import dataclass
from datetime import datetime

from learning.utils.differences import Piece, differences

from .models import TOLD_TO_ALL, Response, ResponseStep, ResponseVersion, StepAction

COMPARED = ["acceptance", "acceptance_reason", "progress", "progress_reason", "new_date", "completed_on"]


@dataclass
class PublishedVersion:
    """One version that was published: when, who decided it, and its words unless it was withdrawn."""

    number: int
    published_at: datetime
    deciding_body: str
    meeting: str
    withdrawn_at: datetime | None = None
    version: ResponseVersion | None = None
    before: ResponseVersion | None = None

    @property
    def pieces(self) -> list[Piece]:
        """What changed from the version before, word by word."""
        return differences(self.before.text, self.version.text) if self.before and self.version else []

    @property
    def restated(self) -> list[tuple[str, object, object]]:
        """What it states otherwise than the version before, beside its words: the name, what was stated, what is."""
        if not (self.before and self.version):
            return []
        pairs = [(name, shown(self.before, name), shown(self.version, name)) for name in COMPARED]
        return [(name.replace("_", " "), old, new) for name, old, new in pairs if old != new]


def shown(version: ResponseVersion, name: str) -> object:
    """Return the value of a field as readers see it."""
    display = getattr(version, f"get_{name}_display", None)
    return display() if display else getattr(version, name)


def published_versions(response: Response, user) -> list[PublishedVersion]:
    """Return the versions that were published, the newest first, each with its words if the user may read them."""
    steps = ResponseStep.objects.filter(version__response=response, action__in=TOLD_TO_ALL)
    found: dict[int, PublishedVersion] = {}
    for number, action, at, *decided in steps.order_by("version__number", "at", "pk").values_list(
        "version__number", "action", "at", "deciding_body", "meeting"
    ):
        if action == StepAction.PUBLISHED:
            found[number] = PublishedVersion(number, at, *decided)
        else:
            found[number].withdrawn_at = at
    before = None
    versions = ResponseVersion.objects.visible_to(user).filter(response=response).select_related("document")
    for version in versions.prefetch_related("parts").order_by("number"):
        edition = found[version.number]
        edition.version, edition.before, before = version, before, version
    return list(reversed(found.values()))
