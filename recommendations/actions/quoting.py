"""Record what a published document says in response to recommendations, word for word, and put it right.

It is published at once: somebody else decided that when they published the document. Versions never change, so a
correction withdraws the version that is wrong, and adds a new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet, prefetch_related_objects

from learning.models import Agency, Review, SourceDocument, Status
from learning.models.named_agency import problems_with
from learning.public_names import named_in
from learning.search import index
from learning.sight import edits, sight_of
from learning.utils.clean_text import clean
from learning.utils.text import has_words
from recommendations import notifications
from recommendations.models import (
    Passage,
    Recommendation,
    ResponseStep,
    ResponseVersion,
    StepAction,
)
from recommendations.models.draft import LONGEST
from recommendations.models.recommendation import with_parents
from recommendations.workspace_permissions import editor_in_words

from .joint import Pair, new_version, newer_in_words, response_to, versions_of, with_standing_agency

MAY_NOT_QUOTE = "Only an editor of the review’s partnership, or an administrator, can do this."
WITHDRAWN_REVIEW = "This review has been withdrawn. You cannot record anything from its documents."
DECIDED_ELSEWHERE = (
    "This response was submitted and checked in the workspace, so it can only be withdrawn there, by the partnership "
    "that published it."
)
NO_LONGER_THERE = (
    "Somebody else has replaced or withdrawn this response in the meantime. Nothing was changed. Check the response "
    "that is there now."
)


@dataclass(frozen=True)
class Quotation:
    """The words of a document that respond to recommendations, and what they answer."""

    document: SourceDocument
    text: str
    pairs: Sequence[Pair]
    place: str = ""
    language: str = ""
    named_as: dict[tuple[int, int], str] = field(default_factory=dict)  # by recommendation and agency, as printed

    def cleaned(self) -> "Quotation":
        """Return it as it is stored: cleaned, and with the agencies that stand for merged ones."""
        pairs = [with_standing_agency(pair) for pair in self.pairs]
        names = {
            (new.recommendation.pk, new.agency.pk): clean(
                self.named_as.get((old.recommendation.pk, old.agency.pk), "")
            )
            for old, new in zip(self.pairs, pairs, strict=True)
        }
        return Quotation(
            self.document, clean(self.text).strip(), pairs, clean(self.place).strip(), self.language, names
        )


def check_may_quote(user, review: Review) -> None:
    """Raise PermissionDenied unless a user edits a review, and ValidationError if it is withdrawn."""
    if not edits(user, review):
        raise PermissionDenied(MAY_NOT_QUOTE)
    if review.status == Status.WITHDRAWN:
        raise ValidationError(WITHDRAWN_REVIEW)


def acts_as(user, review: Review) -> str:
    """Return in words the role in which a user edits a review."""
    edited = sight_of(user).edited_partnerships
    own = [one for one in review.partnerships.all() if one.pk in edited]
    return editor_in_words(own[0]) if own else "an administrator"


@transaction.atomic
def record_quoted_response(
    quotation: Quotation, *, by, replaces: ResponseVersion | None = None, reason: str = ""
) -> list[ResponseVersion]:
    """Record and publish a response that a document contains, and return its versions, one for each pair.

    Words that answer for several agencies or recommendations are held once, as a passage. A second click returns the
    versions that the first one made. With `replaces`, that version is withdrawn for this reason; if it is of a
    passage, all versions of the passage are. Editors of agencies that were asked are notified.

    Raises PermissionDenied unless `by` edits the review. Raises ValidationError, and records nothing, if the review is
    withdrawn, the text is empty or too long or names an agency that has a generic name, a pair cannot be answered (see
    `problems_of`), or `replaces` was replaced or withdrawn in the meantime, or nothing differs from it.
    """
    made, is_new = store(quotation, by=by, replaces=replaces, reason=reason)
    if is_new:
        notify_agencies([version.steps.get(action=StepAction.PUBLISHED) for version in made], notifications.published)
    return made


class Previewed(Exception):
    """Undoes what was stored for a preview."""


def preview_quoted_response(
    quotation: Quotation, *, by, replaces: ResponseVersion | None = None, reason: str = ""
) -> list[ResponseVersion]:
    """Return the versions that `record_quoted_response` would make, for a preview. Nothing is stored.

    Raises what that function raises.
    """
    made: list[ResponseVersion] = []
    try:
        with transaction.atomic(), index.deferred():
            made, _ = store(quotation, by=by, replaces=replaces, reason=reason)
            prefetch_related_objects(made, with_parents())  # which are gone afterwards
            raise Previewed
    except Previewed:
        return made


def store(
    quotation: Quotation, *, by, replaces: ResponseVersion | None, reason: str
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


def says_the_same(version: ResponseVersion, quotation: Quotation, pair: Pair) -> bool:
    """Return whether a version has these words, from this place, and says the same of this pair."""
    own = ResponseVersion(**pair.fields).field_values()
    return (
        version.source == quotation.document
        and version.words == quotation.text
        and version.place_in_source == quotation.place
        and (version.passage.language if version.passage else version.language) == quotation.language
        and version.field_values() == own
        and {part.pk for part in version.answered_parts} == {part.pk for part in pair.parts}
    )


def problems_of(quotation: Quotation, replaced: set[int]) -> dict[str, list[str]]:
    """Return in sentences, by field, why a quotation cannot be recorded; `replaced` are the versions it replaces."""
    review, text = quotation.document.review, quotation.text
    problems: dict[str, list[str]] = {}
    if not has_words(text):
        problems["text"] = ["Enter the text exactly as it is in the document."]
    elif len(text) > LONGEST:
        problems["text"] = [f"Shorten the text to {LONGEST:,} characters or fewer. It has {len(text):,} now."]
    else:
        reasons = [str(pair.fields.get(name, "")) for pair in quotation.pairs for name in REASONS]
        if stand_in := named_in(review, [text, quotation.place, *reasons]):
            problems["text"] = [names_agency(stand_in)]
    if not quotation.pairs:
        problems["pairs"] = ["Select at least one agency and the recommendation that it responds to."]
    seen: set[tuple[int, int]] = set()
    for pair in quotation.pairs:
        key = (pair.recommendation.pk, pair.agency.pk)
        problem = (
            f"{pair} is entered twice. Clear one of the rows."
            if key in seen
            else problem_with(quotation, pair, replaced)
        )
        if problem:
            problems.setdefault("pairs", []).append(problem)
        seen.add(key)
    return problems


REASONS = ("acceptance_reason", "progress_reason")


def names_agency(stand_in: Agency) -> str:
    """Return the error for words that name an agency whose name the public must not see."""
    return (
        f"This text contains the name of an agency, which the public sees as “{stand_in}” in this review. Leave out "
        "the words with its name, or first record that the document names it."
    )


def problem_with(quotation: Quotation, pair: Pair, replaced: set[int]) -> str:
    """Return why a quotation cannot be the response of a pair, or ""."""
    document = quotation.document
    if pair.recommendation.review_id != document.review_id:
        return f"{pair.recommendation.reference} is not in the document’s review. Select another."
    if any(part.recommendation_id != pair.recommendation.pk for part in pair.parts):
        return f"{pair}: select parts of this recommendation only."
    if unnamed := problems_with(document.review, [pair.agency]):
        return unnamed[0]
    response = response_to(pair)
    if response._state.adding:
        return ""
    if ResponseVersion.objects.waiting().filter(response=response).exists():
        return f"{pair}: another version is awaiting partnership check. Decide on that version first."
    current = ResponseVersion.objects.current().filter(response=response).exclude(pk__in=replaced).with_words().first()
    if current is None:
        return ""
    if current.source == document:
        return f"{pair}: a response from this document is already published. Correct that response instead."
    newer = newer_in_words(current, document)
    return f"{pair}: {newer}. Clear this row." if newer else ""


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


def take_step(version: ResponseVersion, action: StepAction, by, review: Review, *, note: str) -> ResponseStep:
    """Record and return a step on a version, by an editor of its review."""
    acted_as = acts_as(by, review)
    return ResponseStep.objects.create(version=version, action=action, actor=by, acted_as=acted_as, note=note)


def related_versions(version: ResponseVersion) -> QuerySet[ResponseVersion]:
    """Return a version with all that refer to the same passage, in order."""
    if version.passage:
        return versions_of(version.passage)
    own = ResponseVersion.objects.filter(pk=version.pk).with_words()
    return own.select_related("document", "passage__document", "response__agency", "response__recommendation__review")


def is_quotation(version: ResponseVersion) -> bool:
    """Return whether a version was quoted from a document, and not submitted in the workspace."""
    return not version.is_typed and not version.steps.filter(action=StepAction.SUBMITTED).exists()


def check_still_there(versions: Sequence[ResponseVersion]) -> None:
    """Raise ValidationError unless these versions are quoted from a document and published."""
    if not all(map(is_quotation, versions)):
        raise ValidationError(DECIDED_ELSEWHERE)
    published = ResponseVersion.objects.published().filter(pk__in=[version.pk for version in versions])
    if not versions or published.count() < len(versions):
        raise ValidationError(NO_LONGER_THERE)


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


def notify_agencies(steps: Sequence[ResponseStep], then) -> None:
    """Notify the editors of each agency that was asked, once."""
    notified: set[int] = set()
    for step in steps:
        agency = step.version.response.agency_id
        if agency not in notified and notifications.requests_for(step.version).exists():
            then(step)
            notified.add(agency)
