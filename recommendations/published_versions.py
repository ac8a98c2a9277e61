"""The published versions of a response, as any reader may see them, each with its changes from the one before.

Of a withdrawn version only the dates are shown: neither its words nor differences from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from learning.models import Review
from learning.published_texts import PublishedText
from learning.utils.differences import Piece, differences

from .grouped_responses import also_answered
from .models import TOLD_TO_ALL, Assurance, QuotedAction, Response, ResponseStep, ResponseVersion, StepAction
from .models.recommendation import with_parents
from .models.response_version import with_pairs

COMPARED = ["acceptance", "acceptance_reason", "progress", "progress_reason", "new_date", "completed_on"]


def texts_of_responses(review: Review) -> Iterator[PublishedText]:
    """Yield the published texts of a review's recommendations, responses, assurance decisions and planned actions."""
    for one in review.recommendations.select_related("document").prefetch_related("parts"):
        parts = [part.text for part in one.parts.all()]
        texts = (one.heading, one.subheading, one.series, one.stem, one.tail, *parts)
        yield PublishedText(one.reference, texts, one, one.document)
    versions = ResponseVersion.objects.published().filter(response__recommendation__review=review)
    for version in versions.with_words().select_related("response__recommendation", "document", "passage__document"):
        where = f"a response to {version.response.recommendation.reference} (version {version.number})"
        yield PublishedText(where, version.all_words, version, version.source)
    steps = ResponseStep.objects.filter(version__in=versions, action=StepAction.PUBLISHED).exclude(deciding_body="")
    for step in steps.select_related("version__response__recommendation"):
        where = f"who approved a response to {step.version.response.recommendation.reference}"
        yield PublishedText(where, (step.deciding_body, step.meeting), step.version)
    judged = Assurance.objects.filter(response__recommendation__review=review)
    for given in judged.select_related("response__recommendation"):
        where = f"an assurance decision on {given.response.recommendation.reference}"
        yield PublishedText(where, (given.deciding_body, given.meeting), given)
    for action in QuotedAction.objects.filter(review=review).select_related("document"):
        cells = [words for cell in action.cells for words in (cell.heading, cell.text)]
        yield PublishedText(f"{action.name} in “{action.document}”", (action.text, *cells), action, action.document)


@dataclass
class PublishedVersion:
    """A version that was published: when, who decided it, and its words unless it was withdrawn."""

    number: int
    published_at: datetime
    deciding_body: str
    meeting: str
    withdrawn_at: datetime | None = None
    version: ResponseVersion | None = None
    before: ResponseVersion | None = None

    @property
    def pieces(self) -> list[Piece]:
        """The differences between the text of the version before and this one."""
        return differences(self.before.words, self.version.words) if self.before and self.version else []

    @property
    def restated(self) -> list[tuple[str, object, object]]:
        """The changed fields besides the text: the name of each, its value before, and its value now."""
        if not (self.before and self.version):
            return []
        pairs = [(name, shown(self.before, name), shown(self.version, name)) for name in COMPARED]
        return [(name.replace("_", " "), old, new) for name, old, new in pairs if old != new]


def shown(version: ResponseVersion, name: str) -> object:
    """Return the value of a field as readers see it."""
    display = getattr(version, f"get_{name}_display", None)
    return display() if display else getattr(version, name)


def published_versions(response: Response, user) -> list[PublishedVersion]:
    """Return all versions that were published, the newest first, each with its words if the user may read them."""
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
    versions = ResponseVersion.objects.visible_to(user).filter(response=response).with_words()
    readable = list(versions.prefetch_related(with_parents()).order_by("number"))
    with_pairs(version.passage for version in readable)
    for version in readable:
        if version.passage:
            version.also_answered = also_answered(version.passage, response.recommendation_id)
        edition = found[version.number]
        edition.version, edition.before, before = version, before, version
    return list(reversed(found.values()))
