"""Recognise the review that a document is about, if the portal already has it.

Only reviews that the importer may edit are compared, so that nothing is revealed about others. Only strong evidence
counts: attaching a document to the wrong review is worse than adding a second draft, which an editor can delete.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet

from learning.models import LearningItem, Partnership, Review, ReviewSection, Status
from learning.models.source_document import DocumentKind
from learning.utils.folding import fold
from recommendations.models import QuotedAction, Recommendation, RecommendationPart, ResponseVersion
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.actions.publishing.answered import names_of, plain
from reviews_portal.editing.actions.publishing.planned import Plan, Planned
from reviews_portal.editing.models import Row, RowKind
from reviews_portal.editing.models.row_kind import Becomes

from .draft import Draft, DraftReview, Statement, Type
from .kinds_of_document import kind_of_document

RUN = 5  # words in a row that two texts share
SHORTEST = 6  # words of a text that is evidence
SHORTEST_NAME = 3  # letters of a name that few subjects share
ALIKE = 0.8  # of the runs of words of a text are in another one
MOST_REPEATED, FEWEST_REPEATED = 0.6, 2  # the share and the number of recommendations that are held
SHARE_OF_TEXT, FEWEST_TEXTS = 0.5, 3  # of all texts, for the same review again
PHRASES = 12
PHRASE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){3}")
MOST_COMPARED = 20
TEXTS: list[tuple[type[Model], str, str]] = [  # where the texts of reviews are
    (Recommendation, "stem", "review"),
    (RecommendationPart, "text", "recommendation__review"),
    (LearningItem, "text", "review"),
    (ReviewSection, "text", "review"),
]
NARRATIVE = (Type.BACKGROUND, Type.RESOURCE, Type.AGENCY_INVOLVED)
ANSWERS = (Type.ACTION, Type.RESPONSE)
OF_RECOMMENDATION = (Type.RECOMMENDATION, Type.REC_PART, Type.REC_TAIL)
NO_NAMES = {
    *("child", "children", "baby", "babies", "family", "adult", "adults", "young", "person", "sibling", "siblings"),
    *("mr", "mrs", "ms", "miss", "subject", "twin", "twins", "and", "the"),
}


@dataclass(frozen=True)
class Recognised:
    """The review to attach a document to, or else those that it resembles."""

    review: Review | None = None
    resembles: list[Review] = field(default_factory=list)


def recognise(draft: Draft, *, by, partnership: Partnership | None, only: Review | None = None) -> Recognised:
    """Return the review that a draft answers, or else the reviews that it may be about or another copy of.

    Only reviews that `by` may edit are compared and, if a partnership is given, only those of that partnership or
    without any. With `only`, no other review than this is compared.
    """
    among = reviews_edited_by(by)
    if only:
        among = among.filter(pk=only.pk)
    if partnership:
        among = among.filter(Q(partnerships=partnership) | Q(partnerships=None)).distinct()
    is_one = len(draft.reviews) == 1
    resembles: list[Review] = []
    for at, details in enumerate(draft.reviews):
        own = [one for one in draft.statements if one.review == at]
        held = [Held(review) for review in candidates(own, details, among)]
        if is_one and is_answer(details, own):
            answered = [one for one in held if one.is_answered_by(details, own)]
            (sole,) = answered if len(answered) == 1 else (None,)
            if sole and sole.review.status != Status.WITHDRAWN and not sole.has_answers_of(own):
                return Recognised(sole.review)
            resembles += [one.review for one in held if one in answered or one.may_be_answered_by(details, own)]
        resembles += [one.review for one in held if one.is_repeated_by(details, own)]
    return Recognised(resembles=list(dict.fromkeys(resembles)))


def is_answer(details: DraftReview, statements: Sequence[Statement]) -> bool:
    """Return whether a document is a response or an action plan, by its title or because it contains little else."""
    planned = sum(one.type in ANSWERS for one in statements)
    learnt = sum(one.type not in (*NARRATIVE, *OF_RECOMMENDATION, *ANSWERS) for one in statements)
    return planned > 0 and (kind_of_document(details.title) == DocumentKind.RESPONSE or planned > learnt)


# --- The reviews to compare ------------------------------------------------------------------------------------------


def candidates(statements: Sequence[Statement], details: DraftReview, among: QuerySet[Review]) -> list[Review]:
    """Return a few reviews that share a phrase with the statements, or have the same subject or title."""
    found: dict[int, int] = {}
    if phrases := list(phrases_of(statements)):
        for model, column, path in TEXTS:
            rows = model._base_manager.filter(any_of(column, phrases), **{f"{path}__in": among})
            count(found, rows.values_list(path, flat=True))
        rows = Row.objects.kept().filter(any_of("words", phrases), copy__review__in=among).order_by()
        count(found, rows.values_list("copy__review", flat=True))
    named = Q(title__iexact=details.title) if details.title else Q(pk__in=[])
    for name in names_in(details.subject):
        named |= Q(subject__icontains=name)
    count(found, among.filter(named).values_list("pk", flat=True))
    keys = sorted(found, key=lambda key: (-found[key], key))[:MOST_COMPARED]
    return list(among.filter(pk__in=keys).order_by("code"))


def phrases_of(statements: Sequence[Statement]) -> Iterator[str]:
    """Yield phrases from some statements to look for, from recommendations and long statements first."""
    order = sorted(statements, key=lambda one: (one.type not in OF_RECOMMENDATION, -len(one.text)))
    for one in order[:PHRASES]:
        if phrases := PHRASE.findall(one.text):
            yield max(phrases, key=len)


def any_of(column: str, phrases: Iterable[str]) -> Q:
    """Return the condition that a column contains one of these phrases."""
    return reduce(or_, (Q(**{f"{column}__icontains": phrase}) for phrase in phrases))


def count(found: dict[int, int], keys: Iterable[int]) -> None:
    """Count keys of reviews."""
    for key in keys:
        found[key] = found.get(key, 0) + 1


# --- Comparing -------------------------------------------------------------------------------------------------------


def words_of(text: str) -> list[str]:
    """Return the words of a text for comparison: without accents, capitals, apostrophes and punctuation."""
    return re.findall(r"\w+", fold(text).replace("'", ""))


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Return the runs of words of a text or, if it is short, all its words."""
    words = words_of(text)
    return {tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))} if words else set()


def is_within(text: str, runs: set[tuple[str, ...]]) -> bool:
    """Return whether nearly all runs of words of a text are among these."""
    own = runs_of(text)
    return bool(own) and len(own & runs) / len(own) >= ALIKE


def names_in(subject: str) -> set[str]:
    """Return the words of a subject that are a name, such as "q" of "Child Q"."""
    return set(words_of(subject)) - NO_NAMES


def recommended_in(statements: Sequence[Statement]) -> list[str]:
    """Return the texts of recommendations that are long enough to be compared."""
    return [one.text for one in statements if one.type is Type.RECOMMENDATION and len(words_of(one.text)) >= SHORTEST]


class Held:
    """A review in the portal, with its texts as they will be published, to compare with a document."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.recommendations: list[set[tuple[str, ...]]] = []
        self.labels: set[str] = set()
        self.runs: set[tuple[str, ...]] = set()
        if hasattr(review, "working_copy"):
            self.read_rows(review.working_copy.rows.kept().in_order())
        else:
            self.read_records()
        answers = QuotedAction.objects.filter(review=review).values_list("text", flat=True)
        said = ResponseVersion.objects.filter(response__recommendation__review=review).with_words()
        self.runs = self.runs.union(*map(runs_of, answers), *(runs_of(one.words) for one in said))

    def read_rows(self, rows: Iterable[Row]) -> None:
        """Read the texts of a working copy."""
        for row in rows:
            runs = runs_of(row.words)
            self.runs |= runs
            if row.kind == RowKind.RECOMMENDATION:
                self.recommendations.append(set(runs))
                self.labels.add(plain(row.label or str(len(self.recommendations))))
            elif row.becomes in (Becomes.PART, Becomes.TAIL) and self.recommendations:
                self.recommendations[-1] |= runs

    def read_records(self) -> None:
        """Read the texts of a review without a working copy."""
        for one in Recommendation.objects.filter(review=self.review).prefetch_related("parts"):
            texts = [one.stem, one.tail, *(part.text for part in one.parts.all())]
            self.recommendations.append(set().union(*map(runs_of, texts)))
            self.labels.add(plain(one.short_label))
            self.runs |= self.recommendations[-1]
        for model in (LearningItem, ReviewSection):
            for text in model.objects.filter(review=self.review).values_list("text", flat=True):
                self.runs |= runs_of(text)

    def has_answers_of(self, statements: Sequence[Statement]) -> bool:
        """Return whether the review already has most of a document's actions and responses, from another file."""
        texts = [one.text for one in statements if one.type in ANSWERS]
        return sum(is_within(text, self.runs) for text in texts) / len(texts) >= SHARE_OF_TEXT

    def is_answered_by(self, details: DraftReview, statements: Sequence[Statement]) -> bool:
        """Return whether a response or an action plan is about this review: it repeats most of its recommendations."""
        if self.is_contradicted_by(details):
            return False
        recommended = recommended_in(statements)
        repeated = sum(any(is_within(text, runs) for runs in self.recommendations) for text in recommended)
        fewest = 1 if self.is_agreed_by(details) else FEWEST_REPEATED
        return repeated >= fewest and repeated / len(recommended) >= MOST_REPEATED

    def may_be_answered_by(self, details: DraftReview, statements: Sequence[Statement]) -> bool:
        """Return whether a response or an action plan may be about this review.

        It names its subject and only numbers of its recommendations, which many reviews have: people must decide.
        """
        if recommended_in(statements):
            return False
        covered = {plain(label) for one in statements for label in one.covers or ()}
        return self.is_agreed_by(details) and bool(covered) and covered <= self.labels and self.has_kind_of(details)

    def is_repeated_by(self, details: DraftReview, statements: Sequence[Statement]) -> bool:
        """Return whether a document is this review again, in another format or a corrected edition."""
        if self.is_contradicted_by(details):
            return False
        texts = [one.text for one in statements if len(words_of(one.text)) >= SHORTEST]
        repeated = sum(is_within(text, self.runs) for text in texts)
        if repeated >= FEWEST_TEXTS and repeated / len(texts) >= SHARE_OF_TEXT:
            return True
        same_title = bool(details.title) and words_of(details.title) == words_of(self.review.title)
        same_date = details.published is not None and details.published == self.review.published_on
        return same_title and same_date

    def is_agreed_by(self, details: DraftReview) -> bool:
        """Return whether both name the same subject: in the same words, or one in some of the words of the other.

        A letter, as of "Child A", is shared by many subjects, so that it must be all that both say.
        """
        theirs, own = names_in(details.subject), names_in(self.review.subject)
        fewer = theirs & own
        is_part = fewer in (theirs, own) and any(len(word) >= SHORTEST_NAME for word in fewer)
        return bool(fewer) and (theirs == own or is_part)

    def is_contradicted_by(self, details: DraftReview) -> bool:
        """Return whether both name a subject, and the subjects differ."""
        theirs, own = names_in(details.subject), names_in(self.review.subject)
        return bool(theirs and own) and not theirs & own

    def has_kind_of(self, details: DraftReview) -> bool:
        """Return whether a document names the kind of this review, or none."""
        kinds = {kind.slug for kind in self.review.kinds.all()}
        return details.type is None or not kinds or details.type in kinds


# --- What a document repeats -----------------------------------------------------------------------------------------


def repeated_in(draft: Draft, plan: Plan) -> dict[int, str]:
    """Return the statements of a draft, by index, that only repeat recommendations of a review or parts of them.

    The value is the name of the recommendation there, so that an action can name it, or "" for a part. `plan` has the
    records that the rows of the review become.
    """
    held = [(one, runs_of(one.words)) for one in plan.records if one.becomes == Becomes.RECOMMENDATION]
    names: dict[str, list[Planned]] = {}
    for one, _ in held:
        for name, answer in names_of(one).items():
            if answer.part is None:
                names.setdefault(name, []).append(one)
    found: dict[int, str] = {}
    within: dict[int, set[tuple[str, ...]]] = {}
    for at, statement in enumerate(draft.statements):
        if statement.type is Type.RECOMMENDATION:
            fitting = [(one, runs) for one, runs in held if is_within(statement.text, runs)]
            same = [(one, runs) for one, runs in fitting if plain(statement.label or "") == label_of(one)]
            if fitting:
                one, within[at] = (same or fitting)[0]
                found[at] = name_of(one, names)
        elif statement.type in OF_RECOMMENDATION and statement.under in within:
            within[at] = within[statement.under]
            if is_within(statement.text, within[at]):
                found[at] = ""
    return found


def label_of(recommendation: Planned) -> str:
    """Return the number of a recommendation in the form for comparison."""
    return plain(recommendation.values["short_label"])


def name_of(recommendation: Planned, names: dict[str, list[Any]]) -> str:
    """Return the reference of a recommendation or, without one, a name that is unique, if there is any."""
    label, series = recommendation.values["short_label"], recommendation.values["series"]
    choices = [recommendation.row.reference, label, f"{series} {label}".strip()]
    return next((name for name in choices if name and len(names.get(plain(name), ())) == 1), label)
