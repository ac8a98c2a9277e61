"""Each partnership's judgement on a published response. One on an earlier version is always marked as such."""

from dataclasses import dataclass

from learning.models import Partnership
from learning.utils.dates import written_out

from .models import Assurance, AssuranceState, Response


@dataclass(frozen=True)
class Judged:
    """A partnership's judgement on the published version of a response."""

    partnership: Partnership
    # The latest on this version or, if there is none, on an earlier version that is still published.
    judgement: Assurance | None
    is_of_current: bool

    def __str__(self) -> str:
        """Return it as a line with the partnership and the version."""
        return f"{self.partnership}: {said(self.judgement, is_of_current=self.is_of_current)}"


def said(judgement: Assurance | None, *, is_of_current: bool) -> str:
    """Return a judgement as text; one on an earlier version starts with "Reassessment needed"."""
    if judgement is None:
        return str(AssuranceState.AGAIN.label)
    given, day = judgement.get_judgement_display(), written_out(judgement.judged_on)
    if is_of_current:
        return f"{given}, {day} ({judgement.deciding_body})"
    which = f"version {judgement.version.number}" if judgement.version else "an earlier version"
    return f"{AssuranceState.AGAIN.label} ({which}: {given}, {day}, {judgement.deciding_body})"


def judgements(response: Response) -> list[Judged]:
    """Return each partnership's judgement on a response from `fetch_current()`, ordered by the partnership's name.

    For a judgement on a withdrawn version, only "Reassessment needed" is shown.
    """
    published = {version.pk: version for version in response.published_versions}
    by_partnership: dict[Partnership, list[Assurance]] = {}
    for one in response.assurances.all():  # newest first
        by_partnership.setdefault(one.partnership, []).append(one)
    found = []
    for partnership, given in sorted(by_partnership.items(), key=lambda pair: pair[0].name):
        own = next((one for one in given if response.current and one.version_id == response.current.pk), None)
        on_published = [one for one in given if one.version_id is None or one.version_id in published]
        found.append(Judged(partnership, own or next(iter(on_published), None), own is not None))
    return found
