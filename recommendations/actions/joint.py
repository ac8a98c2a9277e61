"""Record what a document says for several agencies together, and decide on it: one decision for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from learning.identity.decisions import Verdict
from learning.models import Agency, Partnership, Review, SourceDocument, Status
from learning.models.named_agency import problems_with
from learning.public_names import named_in, public_agency
from learning.utils.text import has_words
from learning.vocabulary.agency_links import concerns
from recommendations import notifications
from recommendations.grouped_responses import names_of
from recommendations.models import (
    Passage,
    Recommendation,
    RecommendationPart,
    Response,
    ResponseStep,
    ResponseVersion,
    StepAction,
)
from recommendations.models.draft import LONGEST
from recommendations.models.response_version import PAIR_ORDER
from recommendations.workspace_permissions import editor_in_words, partnerships_for, permissions_of

from .checking import (
    deciding_for,
    deciding_on_joint,
    publish_without_notifying,
    return_without_notifying,
    withdraw_without_notifying,
)

MAY_NOT_RECORD = "Only an editor of a partnership that commissioned the review can record a joint response to it."


@dataclass(frozen=True)
class Pair:
    """One agency and one recommendation that a joint response answers, and what the document says of it."""

    recommendation: Recommendation
    agency: Agency
    parts: Sequence[RecommendationPart] = ()
    fields: dict[str, object] = field(default_factory=dict)  # acceptance, progress and others, by name

    def __str__(self) -> str:
        return f"{self.agency} on {self.recommendation.label_in_sentence}"


def recorders(user, review: Review) -> list[Partnership]:
    """Return the partnerships for which a user may record joint responses in a review's documents."""
    mine = permissions_of(user).partnerships
    if not mine or not Review.objects.visible_to(user).filter(pk=review.pk).exists():
        return []
    return list(partnerships_for(review).filter(pk__in=mine).order_by("name"))


@transaction.atomic
def record_joint_response(
    document: SourceDocument, *, text: str, pairs: Sequence[Pair], by, place: str = "", language: str = ""
) -> Passage:
    """Record a joint response, quoted from a document, and submit it for a check by the partnership. Return it.

    Each pair gets a version that refers to the same words. The other editors of the partnership are notified.

    Raises PermissionDenied unless `by` edits for a partnership that may act on the review. Raises ValidationError, and
    records nothing, if the review is withdrawn, the text is empty or too long or names an agency that has a generic
    name, no pair is given or one is given twice or cannot be answered: see `problems_of`.
    """
    review = document.review
    if not (partnerships := recorders(by, review)):
        raise PermissionDenied(MAY_NOT_RECORD)
    if review.status == Status.WITHDRAWN:
        raise ValidationError("This review has been withdrawn. You cannot record responses to its recommendations.")
    problems: dict[str, list[str]] = {}
    if not has_words(text):
        problems["text"] = ["Enter the text exactly as it is in the document."]
    elif len(text) > LONGEST:
        problems["text"] = [f"Shorten the text to {LONGEST:,} characters or fewer. It has {len(text):,} now."]
    elif stand_in := named_in(review, [text]):
        problems["text"] = [
            f"This text contains the name of an agency, which the public sees as “{stand_in}” in this review. Leave "
            "out the words with its name, or ask an administrator to record that the document names it."
        ]
    SourceDocument.objects.select_for_update().get(pk=document.pk)  # one at a time gets the next number
    pairs = [with_standing_agency(pair) for pair in pairs]
    if found := problems_of(document, pairs, partnerships):
        problems["pairs"] = found
    if problems:
        raise ValidationError(problems)
    last = document.passages.aggregate(last=Max("number"))["last"] or 0
    passage = Passage(document=document, number=last + 1, text=text.strip(), place=place.strip(), language=language)
    passage.full_clean()
    passage.save()
    for pair in pairs:
        add_version(passage, pair, by=by, acted_as=editor_in_words(partnerships[0]))
    notifications.joint_recorded(passage, partnerships, by=by)
    return passage


def with_standing_agency(pair: Pair) -> Pair:
    """Return a pair with the agency that stands for a merged one, under its public name in the review."""
    standing = cast(Agency, pair.agency.merged_into or pair.agency)
    return replace(pair, agency=public_agency(standing, pair.recommendation.review))


def problems_of(document: SourceDocument, pairs: Sequence[Pair], partnerships: Sequence[Partnership]) -> list[str]:
    """Return in sentences why these pairs cannot be answered; empty if they can."""
    if not pairs:
        return ["Select at least one agency and the recommendation that it responds to."]
    problems: list[str] = []
    seen: set[tuple[int, int]] = set()
    for pair in pairs:
        key = (pair.recommendation.pk, pair.agency.pk)
        if pair.recommendation.review_id != document.review_id:
            problems.append(f"{pair.recommendation.reference} is not in the document’s review. Select another.")
        elif key in seen:
            problems.append(f"{pair} is entered twice. Clear one of the rows.")
        elif problem := problem_with(document, pair, partnerships):
            problems.append(problem)
        seen.add(key)
    return problems


def problem_with(document: SourceDocument, pair: Pair, partnerships: Sequence[Partnership]) -> str:
    """Return why a pair cannot be answered, or ""."""
    if any(part.recommendation_id != pair.recommendation.pk for part in pair.parts):
        return f"{pair}: select parts of this recommendation only."
    if unnamed := problems_with(pair.recommendation.review, [pair.agency]):
        return unnamed[0]
    response = response_to(pair)
    if response.pk:
        if ResponseVersion.objects.waiting().filter(response=response).exists():
            return f"{pair}: another version is awaiting partnership check. Decide on that version first."
        current = ResponseVersion.objects.current().filter(response=response).with_words().first()
        if current and (newer := newer_in_words(current, document)):
            return f"{pair}: {newer}. Clear this row."
    deciding = deciding_on_joint(pair.recommendation, response.agency)
    if not deciding.filter(pk__in=[one.pk for one in partnerships]).exists():
        return f"{pair}: another partnership decides on responses from this agency. Clear this row."
    return ""


def response_to(pair: Pair) -> Response:
    """Return the response of a pair, also of an agency that was merged or has a stand-in; unsaved if there is none."""
    responses = Response.objects.filter(concerns(pair.agency), recommendation=pair.recommendation)
    held = responses.select_related("agency").first()
    return held or Response(recommendation=pair.recommendation, agency=pair.agency)


def newer_in_words(current: ResponseVersion, document: SourceDocument) -> str:
    """Return why a document cannot take the place of a published version: that is newer, or may be; or ""."""
    if current.source:
        said_on = current.source.published_on
    else:
        published = current.steps.filter(action=StepAction.PUBLISHED).values_list("at", flat=True).first()
        said_on = timezone.localdate(published) if published else None
    if said_on is None or document.published_on is None:
        return "a response is already published, and the document dates do not show which is newer"
    return "a newer response is already published" if said_on > document.published_on else ""


def add_version(passage: Passage, pair: Pair, *, by, acted_as: str) -> ResponseVersion:
    """Submit a version of the agency's response that refers to a passage, and return it."""
    version = new_version(pair, passage=passage)
    ResponseStep.objects.create(version=version, action=StepAction.SUBMITTED, actor=by, acted_as=acted_as)
    return version


def new_version(pair: Pair, *, named_as: str = "", **words: object) -> ResponseVersion:
    """Return a new version of the agency's response, without a step; `words` are its passage, or its own words.

    Raises ValidationError if the printed name of the agency identifies one with a generic name.
    """
    response = response_to(pair)
    if response._state.adding:
        others = Response.objects.filter(recommendation=pair.recommendation)
        response.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
        response.named_as = named_as
        response.full_clean()
        response.save()
    number = 1 + (response.versions.aggregate(last=Max("number"))["last"] or 0)
    version = ResponseVersion(response=response, number=number, **words, **pair.fields)
    version.full_clean()
    version.save()
    version.parts.set(pair.parts)
    return version


def publish_joint(
    passage: Passage, *, by, deciding_body: str, meeting: str = "", verdict: Verdict | None = None
) -> list[ResponseStep]:
    """Publish a joint response for all agencies and recommendations at once, and notify the agencies' editors.

    Raises PermissionDenied unless `by` may decide on every one of them, and the errors of `checking.publish_version`.
    """

    def act(version: ResponseVersion, partnerships: list[Partnership]) -> ResponseStep:
        return publish_without_notifying(
            version, by=by, partnerships=partnerships, deciding_body=deciding_body, meeting=meeting, verdict=verdict
        )

    return decide(passage, act, by=by, then=notifications.published)


def return_joint(passage: Passage, *, by, comment: str) -> list[ResponseStep]:
    """Return a joint response to the editor who recorded it, for all agencies and recommendations at once.

    Raises PermissionDenied unless `by` may decide on every one of them, and the errors of `checking.return_version`.
    """

    def act(version: ResponseVersion, partnerships: list[Partnership]) -> ResponseStep:
        return return_without_notifying(version, by=by, partnerships=partnerships, comment=comment)

    with transaction.atomic():
        steps = decide(passage, act, by=by)
        notifications.joint_returned(passage, by=by)
    return steps


def withdraw_joint(passage: Passage, *, by, reason: str) -> list[ResponseStep]:
    """Withdraw a published joint response for all at once, also where an agency has a newer version by now.

    Raises PermissionDenied unless `by` may decide on every one of them, and the errors of `checking.withdraw_version`.
    """

    def act(version: ResponseVersion, partnerships: list[Partnership]) -> ResponseStep:
        return withdraw_without_notifying(version, by=by, partnerships=partnerships, reason=reason)

    return decide(passage, act, by=by, then=notifications.withdrawn)


@transaction.atomic
def decide(
    passage: Passage,
    act: Callable[[ResponseVersion, list[Partnership]], ResponseStep],
    *,
    by,
    then: Callable[[ResponseStep], None] | None = None,
) -> list[ResponseStep]:
    """Take a step on every version of a passage, or on none. `then` notifies the editors of each agency once."""
    versions = list(versions_of(passage))
    own = {version.pk: deciding_for(by, version) for version in versions}
    if others := [version for version in versions if not own[version.pk]]:
        refuse(versions, others)
    list(Response.objects.select_for_update().filter(versions__in=versions).order_by("pk"))
    steps = [act(version, own[version.pk]) for version in versions]
    notified: set[int] = set()
    for step in steps:
        agency = step.version.response.agency_id
        if then and agency not in notified and notifications.requests_for(step.version).exists():
            then(step)
            notified.add(agency)
    return steps


def versions_of(passage: Passage):
    """Return all versions that refer to a passage, in the order of the recommendations and responses."""
    related = ("passage__document", "response__agency", "response__recommendation__review")
    return passage.versions.select_related(*related).order_by(*PAIR_ORDER)


def refuse(versions: Sequence[ResponseVersion], others: Sequence[ResponseVersion]) -> None:
    """Raise PermissionDenied: the user may not decide on some of these versions, the `others`."""
    if len(others) == len(versions):
        raise PermissionDenied("Only an editor of the partnership that decides on this response can do this.")
    named = "; ".join(
        f"{names_of([one.response.agency])} on {one.response.recommendation.label_in_sentence}" for one in others
    )
    raise PermissionDenied(
        "A joint response needs one decision for all agencies. Another partnership decides on this part: "
        f"{named}. Nothing was changed."
    )
