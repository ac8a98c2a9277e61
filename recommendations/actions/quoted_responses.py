"""Record a response that a published document contains, word for word, and correct it.

It is published at once: somebody else decided that when they published the document. Versions never change, so a
correction withdraws the version that is wrong, and adds a new one.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet, prefetch_related_objects

from learning.identity.decisions import Verdict, check_decided
from learning.models import Review, SourceDocument, Status
from learning.search import index
from learning.sight import edits
from recommendations import notifications
from recommendations.models import Passage, Recommendation, ResponseStep, ResponseVersion, StepAction
from recommendations.models.recommendation import with_parents

from .joint import new_version, response_to, versions_of
from .quotations import MAY_NOT_QUOTE, Quotation, acts_as, check_may_quote, problems_of, says_the_same

DECIDED_ELSEWHERE = (
    "This response was submitted and checked in the workspace, so it can only be withdrawn there, by the partnership "
    "that published it."
)
NO_LONGER_THERE = (
    "Someone else has replaced or withdrawn this response. Your changes were not saved. Check the response as it is "
    "now."
)


@transaction.atomic
def record_quoted_response(
    quotation: Quotation,
    *,
    by,
    replaces: ResponseVersion | None = None,
    reason: str = "",
    verdict: Verdict | None = None,
) -> list[ResponseVersion]:
    """Record and publish a response that a document contains, and return its versions, one for each pair.

    Words that answer for several agencies or recommendations are held once, as a passage. A second click returns the
    versions that the first one made. With `replaces`, that version is withdrawn for this reason; if it is of a
    passage, all versions of the passage are. Editors of agencies that were asked are notified.

    Raises PermissionDenied unless `by` edits the review. Raises ValidationError, and records nothing, if the review is
    withdrawn, the text is empty or too long or names an agency that has a generic name, a pair cannot be answered (see
    `problems_of`), `replaces` was replaced or withdrawn in the meantime, nothing differs from it, or the review is
    published and `verdict` leaves signs undecided that could identify someone.
    """
    made, is_new = store(quotation, by=by, replaces=replaces, reason=reason, verdict=verdict)
    if is_new:
        notify_agencies([version.steps.get(action=StepAction.PUBLISHED) for version in made], notifications.published)
    return made


class Previewed(Exception):
    """Undoes what was stored for a preview."""


def preview_quoted_response(
    quotation: Quotation,
    *,
    by,
    replaces: ResponseVersion | None = None,
    reason: str = "",
    verdict: Verdict | None = None,
) -> list[ResponseVersion]:
    """Return the versions that `record_quoted_response` would make, for a preview. Nothing is stored.

    Raises what that function raises.
    """
    made: list[ResponseVersion] = []
    try:
        with transaction.atomic(), index.deferred():
            made, _ = store(quotation, by=by, replaces=replaces, reason=reason, verdict=verdict)
            prefetch_related_objects(made, with_parents())  # which are gone afterwards
            raise Previewed
    except Previewed:
        return made


def store(
    quotation: Quotation, *, by, replaces: ResponseVersion | None, reason: str, verdict: Verdict | None
) -> tuple[list[ResponseVersion], bool]:
    """Store a quoted response, and return its versions and whether they are new. Raises the errors of recording it."""
    review = quotation.document.review
    check_may_quote(by, review)
    lock(quotation)
    quotation = quotation.cleaned()
    old = list(related_versions(replaces)) if replaces else []
    held = held_already(quotation)
    if held and replaces and {one.pk for one in held} == {one.pk for one in old}:
        raise ValidationError("You have not changed anything.")
    if held:
        return held, False
    if replaces:
        check_still_there(old)
        if not reason.strip():
            raise ValidationError({"reason": "Enter why you are correcting the response."})
    if problems := problems_of(quotation, {one.pk for one in old}):
        raise ValidationError(problems)
    if review.status == Status.PUBLISHED:  # otherwise they wait with the other texts of the review
        check_decided(review, quotation.words, by=by, acted_as=acts_as(by, review), verdict=verdict)
    for version in old:
        take_step(version, StepAction.WITHDRAWN, by, review, note=f"Corrected: {reason.strip()}")
    return add_versions(quotation, by=by), True


def lock(quotation: Quotation) -> None:
    """Lock a document and the recommendations that it answers, so that one person at a time records responses."""
    SourceDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=quotation.document.pk)
    keys = {pair.recommendation.pk for pair in quotation.pairs}
    list(Recommendation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))


def held_already(quotation: Quotation) -> list[ResponseVersion]:
    """Return the current versions that say exactly this, for each pair; none unless all do."""
    found = []
    for pair in quotation.pairs:
        current = ResponseVersion.objects.current().filter(response=response_to(pair).pk or 0)
        version = current.with_words().first()
        if version is None or not says_the_same(version, quotation, pair):
            return []
        found.append(version)
    passages = {version.passage_id for version in found}
    if len(found) > 1 and (passages == {None} or len(passages) > 1):
        return []  # the same words, but held more than once
    return found


def add_versions(quotation: Quotation, *, by) -> list[ResponseVersion]:
    """Add and publish the versions of a quotation: of a passage if there are several."""
    words: dict[str, Any] = {"text": quotation.text, "place": quotation.place, "language": quotation.language}
    words["document"] = quotation.document
    if len(quotation.pairs) > 1:
        last = quotation.document.passages.aggregate(last=Max("number"))["last"] or 0
        passage = Passage(number=last + 1, **words)
        passage.full_clean()
        passage.save()
        words = {"passage": passage}
    made = []
    for pair in quotation.pairs:
        named_as = quotation.named_as.get((pair.recommendation.pk, pair.agency.pk), "")
        version = new_version(pair, named_as=named_as, **words)
        note = f"Quoted from “{quotation.document}”."
        take_step(version, StepAction.PUBLISHED, by, quotation.document.review, note=note)
        made.append(version)
    return made


@transaction.atomic
def withdraw_quoted_response(version: ResponseVersion, *, by, reason: str) -> list[ResponseStep]:
    """Withdraw a quoted response; if its words are held in a passage, for all that it answers. Notify the agencies.

    Raises PermissionDenied unless `by` edits the review, and ValidationError without a reason, if it was submitted in
    the workspace, or if it is not published.
    """
    review = version.response.recommendation.review
    if not edits(by, review):
        raise PermissionDenied(MAY_NOT_QUOTE)
    if source := version.source:
        SourceDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)
    versions = list(related_versions(version))
    check_still_there(versions)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why you are withdrawing the response."})
    steps = [take_step(one, StepAction.WITHDRAWN, by, review, note=reason.strip()) for one in versions]
    notify_agencies(steps, notifications.withdrawn)
    return steps


def check_still_there(versions: Sequence[ResponseVersion]) -> None:
    """Raise ValidationError unless these versions are quoted from a document and published."""
    if not all(map(is_quotation, versions)):
        raise ValidationError(DECIDED_ELSEWHERE)
    published = ResponseVersion.objects.published().filter(pk__in=[version.pk for version in versions])
    if not versions or published.count() < len(versions):
        raise ValidationError(NO_LONGER_THERE)


def related_versions(version: ResponseVersion) -> QuerySet[ResponseVersion]:
    """Return a version with all that refer to the same passage, in order."""
    if version.passage:
        return versions_of(version.passage)
    own = ResponseVersion.objects.filter(pk=version.pk).with_words()
    return own.select_related("document", "passage__document", "response__agency", "response__recommendation__review")


def is_quotation(version: ResponseVersion) -> bool:
    """Return whether a version was quoted from a document, and not submitted in the workspace."""
    return not version.is_typed and not version.steps.filter(action=StepAction.SUBMITTED).exists()


def take_step(version: ResponseVersion, action: StepAction, by, review: Review, *, note: str) -> ResponseStep:
    """Record and return a step on a version, by an editor of its review."""
    acted_as = acts_as(by, review)
    return ResponseStep.objects.create(version=version, action=action, actor=by, acted_as=acted_as, note=note)


def notify_agencies(steps: Sequence[ResponseStep], then) -> None:
    """Notify the editors of each agency that was asked, once."""
    notified: set[int] = set()
    for step in steps:
        agency = step.version.response.agency_id
        if agency not in notified and notifications.requests_for(step.version).exists():
            then(step)
            notified.add(agency)
