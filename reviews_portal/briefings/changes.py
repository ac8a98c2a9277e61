"""What has changed in the sources of a kept version, shown to readers who open it again."""

from dataclasses import dataclass, field

from django.utils import timezone

from learning.languages import PAGE
from learning.models import Correction, Review, ReviewSection, SourceWording
from learning.utils.dates import written_out
from learning.utils.differences import Piece, differences
from learning.wordings import in_language, languages_of
from recommendations.models import Recommendation
from recommendations.plans.reading import read_actions
from reviews_portal.selectors.review_detail import give_answers

from .models import Edition
from .outline import Item, Outline
from .plans import Statement, statements_of
from .quoting.words import words_of
from .reader_view import withdrawn_versions


@dataclass(frozen=True)
class Change:
    """A change of one item, in a sentence, with the differences in its text."""

    reference: str
    what: str
    pieces: list[Piece] = field(default_factory=list)
    language: str = ""  # of the text, if it is not English


def changes(edition: Edition, outline: Outline, user) -> list[Change]:
    """Return the changes since an edition was made in what it quotes, as far as the user may know of them.

    `outline` is the edition as it was made if the user is its trainer, else what they may read of it now.
    """
    items = {item.reference: item for item in outline.items() if item.reference and item.look != "response"}
    now = statements_of(items, user)
    recommendations = [one for one in now.values() if isinstance(one, Recommendation)]
    give_answers(recommendations)
    read_actions(recommendations)
    codes = {item.review for item in outline.items() if item.review}
    withdrawn = set(Review.objects.withdrawn_for(user).filter(code__in=codes).values_list("code", flat=True))
    gone = withdrawn_versions(outline, user)
    found = []
    for reference, item in items.items():
        if reference in now:
            found += changes_of(item, now[reference], gone)
        elif item.review in withdrawn:
            found.append(Change(reference, "Its review has been withdrawn."))
        else:
            found.append(Change(reference, "It is no longer published, or you do not have permission to see it."))
    seen = set(Review.objects.visible_to(user).filter(code__in=codes).values_list("code", flat=True))
    found += [
        Change(code, "The account of what happened has been reworded.") for code in changed_narratives(outline, seen)
    ]
    corrected = Correction.objects.filter(review__code__in=seen, on__gte=timezone.localdate(edition.made_at))
    for code, on in corrected.values_list("review__code", "on"):
        found.append(Change(code, f"The text of this review was corrected on {written_out(on)}, in this version too."))
    return found


def changed_narratives(outline: Outline, codes: set[str]) -> list[str]:
    """Return which of the reviews with these codes have a quoted narrative that has changed."""
    narrative = [
        item for item in outline.items() if item.look == "narrative" and not item.label and item.review in codes
    ]
    now = set(ReviewSection.objects.shown().filter(review__code__in=codes).values_list("review__code", "text"))
    if any(item.language or item.wordings for item in narrative):
        wordings = SourceWording.objects.shown().filter(review__code__in=codes, section__isnull=False)
        now.update(wordings.values_list("review__code", "text"))
    return sorted({item.review for item in narrative if (item.review, item.text) not in now})


def changes_of(item: Item, now: Statement, gone: set[int]) -> list[Change]:
    """Return how an item differs from its current record; `gone` are the keys of withdrawn response versions."""
    found = []
    # The words of an item may be partly in another language than that in which it was shown.
    languages = dict.fromkeys([item.language or PAGE, *languages_of([now])]) if now.wordings else ()
    worded = [words_of(in_language(now, language)) for language in languages] or [words_of(now)]
    if (item.text, item.parts, item.tail) not in worded:
        text, parts, tail = worded[0]
        new = "\n".join(filter(None, [text, *(part.text for part in parts), tail]))
        pieces = differences("\n".join(item.texts), new)
        found.append(Change(item.reference, "It has been reworded.", pieces, item.language))
    mark = now.review.mark
    if mark != item.audience:
        found.append(Change(item.reference, f"Its audience is now: {(mark or 'Public').lower()}."))
    answered = [under for under in item.under if under.look == "response"]
    answers = ["\n\n".join(answer.paragraphs) for answer in getattr(now, "answers", [])]
    said = [one.text or words_shown_elsewhere(one, now) for one in answered]
    if any(not gone.isdisjoint(under.versions) for under in answered):
        found.append(Change(item.reference, "A response to it has been withdrawn."))
    elif answered and said != answers:
        found.append(Change(item.reference, "A newer response to it has been published."))
    planned = [(under.text, [cell.text for cell in under.cells]) for under in item.under if under.look == "action"]
    actions = [one for plan in getattr(now, "plans", []) for one in plan.actions]
    if planned and planned != [(one.text, [cell.text for cell in one.cells]) for one in actions]:
        found.append(Change(item.reference, "The quoted actions of its published plan have changed."))
    return found


def words_shown_elsewhere(item: Item, now: Statement) -> str:
    """Return the current words of a joint response to a statement that stand under another one, or "" if none do."""
    for answer in getattr(now, "answers", []):
        if answer.passage and any(version.pk in item.versions for version in answer.passage.pairs):
            return "\n\n".join(answer.paragraphs)
    return ""
