"""Compare a document with a review that the portal has."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from learning.models import LearningItem, Review, ReviewSection
from recommendations.models import QuotedAction, Recommendation, RecommendationPart, ResponseVersion
from reviews_portal.editing.actions.publishing.answered import plain
from reviews_portal.editing.models import Row, RowKind
from reviews_portal.editing.models.row_kind import Becomes

from ..draft import DraftReview, Statement, Type
from .texts import SHORTEST, Runs, is_within, names_in, recommended_in, runs_of, words_of

ANSWERS = (Type.ACTION, Type.RESPONSE)
SHORTEST_NAME = 3  # letters of a name that few subjects share
MOST_REPEATED, FEWEST_REPEATED = 0.6, 2  # the share and the number of recommendations that are held
SHARE_OF_TEXT, FEWEST_TEXTS = 0.5, 3  # of all texts, for the same review again


class Held:
    """A review in the portal, with its texts, to compare with a document.

    The texts are those of the working copy, or else the published ones. With a `reader`, who cannot edit the review,
    they are those that this person can read, so that an import reveals nothing more.
    """

    def __init__(self, review: Review, reader=None) -> None:
        self.review = review
        self.reader = reader
        self.recommendations: list[Runs] = []
        self.labels: set[str] = set()
        self.runs: Runs = set()
        if reader is None and hasattr(review, "working_copy"):
            self.read_rows(review.working_copy.rows.kept().in_order())
        else:
            self.read_records()
        answers = self.of_review(QuotedAction).values_list("text", flat=True)
        said = ResponseVersion.objects.filter(response__recommendation__review=review).with_words()
        said = said.visible_to(reader) if reader else said
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
        """Read the texts of a review without a working copy, or of one that the reader cannot edit."""
        parts = RecommendationPart.objects.all()
        parts = parts.visible_to(self.reader) if self.reader else parts
        for one in self.of_review(Recommendation).prefetch_related(Prefetch("parts", parts)):
            texts = [one.stem, one.tail, *(part.text for part in one.parts.all())]
            self.recommendations.append(set().union(*map(runs_of, texts)))
            self.labels.add(plain(one.short_label))
            self.runs |= self.recommendations[-1]
        for model in (LearningItem, ReviewSection):
            for text in self.of_review(model).values_list("text", flat=True):
                self.runs |= runs_of(text)

    def of_review(self, model: Any) -> QuerySet:
        """Return the records of a model of texts in the review, without those that the reader may not read."""
        found = model.objects.filter(review=self.review)
        return found.visible_to(self.reader) if self.reader else found

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
