"""Earlier published wordings of records that the reader may see now, which an older document may quote.

A wording counts only if its review had it while published to an audience that the reader belongs to. So drafts are
never revealed. Redacted words are no longer in the history.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from learning.models import Audience, LearningItem, Review, ReviewSection, SourceWording, Status
from learning.sight import sight_of
from recommendations.models import Recommendation, RecommendationPart, ResponseVersion
from recommendations.models.response_version import WORDS
from reviews_portal.briefings.outline import Item

from .check_codes import Quoted, in_one_line

MOST = 2_000  # rows read of each history


@dataclass(frozen=True)
class Wording:
    """An earlier wording of an item, and the current one."""

    old: Quoted
    now: Quoted


def earlier_wordings(items: Iterable[Item], user) -> list[Wording]:
    """Return the earlier wordings of the items in an outline that was made for the user."""
    quoted = [item for item in items if item.texts]
    codes = {item.review for item in quoted} - {""}
    times = PublishedTimes(codes, user)
    now = {item.reference: quotation_of(item) for item in quoted if item.reference and item.look != "response"}
    found = [*of_learning(now, times), *of_recommendations(now, times), *of_passages(codes, times)]
    found += of_second_wordings([item for item in quoted if item.language or item.wordings], now, times)
    found += of_responses([item for item in quoted if item.versions], user)
    known = {quotation_of(item) for item in quoted}
    return [one for one in dict.fromkeys(found) if one.old.words and one.old != one.now and one.now in known]


def quotation_of(item: Item) -> Quoted:
    """Return the quotation in an item, as check codes use it."""
    return Quoted(item.reference or item.review, in_one_line(item.texts))


class PublishedTimes:
    """The periods in which each of these reviews was published to an audience that the reader belongs to now."""

    def __init__(self, codes: set[str], user) -> None:
        """Read the periods of the reviews with these codes; the user may see all of them."""
        sight = sight_of(user)
        self.audiences = {Audience.PUBLIC} | ({Audience.PROFESSIONALS} if sight.professionals else set())
        if sight.everything:
            self.audiences |= set(Audience)
        self.states: dict[str, list[tuple[datetime, bool]]] = {code: [] for code in codes}
        rows = Review.history.filter(code__in=codes).order_by("history_date", "history_id")
        for code, at, status, audience in rows.values_list("code", "history_date", "status", "audience")[:MOST]:
            self.states[code].append((at, status == Status.PUBLISHED and audience in self.audiences))

    def overlap(self, code: str, since: datetime, until: datetime) -> bool:
        """Return whether a review was published in this sense at any time in a period.

        A review without a change of status or audience has always been as it is now.
        """
        states = self.states.get(code, [])
        if not states:
            return code in self.states
        before = [is_so for at, is_so in states if at <= since]
        return any(before[-1:]) or any(is_so for at, is_so in states if since < at <= until)


def of_learning(now: dict[str, Quoted], times: PublishedTimes) -> Iterator[Wording]:
    """Yield earlier wordings of learning items."""
    for _, changes in histories(LearningItem.history.filter(reference__in=now), "reference", "review__code", "text"):
        for (reference, code, text), since, until in changes:
            if times.overlap(code, since, until):
                yield Wording(Quoted(reference, in_one_line([text])), now[reference])


def of_recommendations(now: dict[str, Quoted], times: PublishedTimes) -> Iterator[Wording]:
    """Yield earlier wordings of recommendations, made of the stem, parts and tail that they had at the same time."""
    found = Recommendation.objects.filter(reference__in=now).select_related("review").prefetch_related("parts")
    records = {record.pk: record for record in found}
    if not records:
        return
    stems = dict(histories(Recommendation.history.filter(id__in=records), "stem", "tail"))
    parts: dict[int, dict[int, list]] = {pk: {} for pk in records}
    rows = RecommendationPart.history.filter(recommendation_id__in=records)
    for part, changes in histories(rows, "recommendation_id", "position", "text"):
        parts[changes[0][0][0]][part] = changes
    for pk, record in records.items():
        own = stems.get(pk, []), parts[pk]
        moments = sorted({since for changes in (own[0], *own[1].values()) for _, since, _ in changes})
        for since, until in pairwise([*moments, timezone.now()]):
            if (words := as_of(record, *own, since)) and times.overlap(record.review.code, since, until):
                yield Wording(Quoted(record.reference, words), now[record.reference])


def as_of(record: Recommendation, stems: list, parts: dict[int, list], at: datetime) -> str:
    """Return the text of a recommendation at a time, or "" if its history is incomplete."""
    if stems:
        standing = [values for values, since, until in stems if since <= at < until]
        if not standing:
            return ""
        stem, tail = standing[-1]
    else:
        stem, tail = record.stem, record.tail
    listed = {part.pk: (part.position, part.text) for part in record.parts.all() if part.pk not in parts}
    own = {part.pk for part in record.parts.all()}
    for pk, changes in parts.items():
        if pk in own and all(since > at for _, since, _ in changes):
            return ""
        for (_, position, text), since, until in changes:
            if since <= at < until:
                listed[pk] = (position, text)
    return in_one_line([stem, *(text for _, text in sorted(listed.values())), tail])


def of_passages(codes: set[str], times: PublishedTimes) -> Iterator[Wording]:
    """Yield earlier wordings of sections."""
    rows = histories(ReviewSection.history.filter(review__code__in=codes), "review__code", "text")
    changed = dict(rows)
    for pk, code, text in ReviewSection.objects.filter(pk__in=changed).values_list("pk", "review__code", "text"):
        now = Quoted(code, in_one_line([text]))
        for (_, old), since, until in changed[pk]:
            if times.overlap(code, since, until):
                yield Wording(Quoted(code, in_one_line([old])), now)


def of_second_wordings(items: list[Item], now: dict[str, Quoted], times: PublishedTimes) -> Iterator[Wording]:
    """Yield earlier second wordings, in any language, of these items. Parts of recommendations are left out."""
    references = {item.reference for item in items if item.reference and not item.parts}
    if not references:
        return
    rows = SourceWording.history.filter(reference__in=references, part_position=0)
    for _, changes in histories(rows, "reference", "review__code", "text", "tail"):
        for (reference, code, *texts), since, until in changes:
            if times.overlap(code, since, until):
                yield Wording(Quoted(reference, in_one_line(texts)), now[reference])


def of_responses(items: list[Item], user) -> Iterator[Wording]:
    """Yield earlier published wordings of responses."""
    now = {key: quotation_of(item) for item in items for key in item.versions}
    if not now:
        return
    current = dict(ResponseVersion.objects.filter(pk__in=now).values_list("response_id", "pk"))
    versions = ResponseVersion.objects.visible_to(user).filter(response__in=current).exclude(pk__in=now)
    for response, text in versions.values_list("response_id", WORDS)[:MOST]:
        quoted = now[current[response]]
        yield Wording(Quoted(quoted.reference, in_one_line([text])), quoted)


def histories(rows: QuerySet, *names: str) -> list[tuple[int, list[tuple[tuple[Any, ...], datetime, datetime]]]]:
    """Return the values that each record in these history rows had, with the start and end of each period."""
    found = list(
        rows.order_by("id", "history_date", "history_id").values_list("id", "history_date", "history_type", *names)[
            :MOST
        ]
    )
    kept: dict[int, list] = {}
    for (pk, since, kind, *values), after in pairwise([*found, (None, None)]):
        until = after[1] if after[0] == pk else timezone.now()
        if kind != "-":
            kept.setdefault(pk, []).append((tuple(values), since, until))
    return list(kept.items())
