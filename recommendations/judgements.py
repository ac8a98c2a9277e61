"""What each partnership makes of what a body has published: never a judgement on an earlier version as one on this."""

from dataclasses import dataclass

from learning.dates import written_out
from learning.models import Partnership

from .models import Assurance, AssuranceState, Response


@dataclass(frozen=True)
class Judged:
    """What one partnership makes of the published version of a response."""

    partnership: Partnership
    judgement: (
        Assurance | None
    )  # the last on this version; if there is none, on an earlier one that is still published
    is_of_current: bool

    def __str__(self) -> str:
        """Return it as a line, with the version that was judged and the partnership whose word it is."""
        return f"{self.partnership}: {said(self.judgement, is_of_current=self.is_of_current)}"


def said(judgement: Assurance | None, *, is_of_current: bool) -> str:
    """Return a judgement in words; one on an earlier version only after that this one is to be assessed again."""
    if judgement is None:
        return str(AssuranceState.AGAIN.label)
    given, day = judgement.get_judgement_display(), written_out(judgement.judged_on)
    if is_of_current:
        return f"{given}, {day} ({judgement.deciding_body})"
    which = f"version {judgement.version.number}" if judgement.version else "an earlier version"
    return f"{AssuranceState.AGAIN.label} ({which}: {given}, {day}, {judgement.deciding_body})"


def judgements(response: Response) -> list[Judged]:
    """Return what each partnership made of a response that `fetch_current()` returned, by its name.

    A judgement on a version that was withdrawn is not told, only that there is to be another.
    """
    published = {version.pk: version for version in response.published_versions}
    by_partnership: dict[Partnership, list[Assurance]] = {}
    for one in response.assurances.all():  # the last first
        by_partnership.setdefault(one.partnership, []).append(one)
    found = []
    for partnership, given in sorted(by_partnership.items(), key=lambda pair: pair[0].name):
        own = next((one for one in given if response.current and one.version_id == response.current.pk), None)
        told = [one for one in given if one.version_id is None or one.version_id in published]
        found.append(Judged(partnership, own or next(iter(told), None), own is not None))
    return found
