"""What happened since at the sources of a version: for who opens it again."""

from dataclasses import dataclass, field

from learning.differences import Piece, differences
from learning.models import Review
from recommendations.models import Recommendation
from reviews_portal.pages.whole import give_answers
from reviews_portal.redaction.models import Correction

from .models import Edition
from .outline import Item, Outline
from .plans import Statement, statements_of
from .quoting import mark_of, words_of


@dataclass(frozen=True)
class Change:
    """What happened to one item, in a sentence, and what differs in its words."""

    reference: str
    what: str
    pieces: list[Piece] = field(default_factory=list)


def changes(edition: Edition, outline: Outline, user) -> list[Change]:
    """Return what happened since an edition was made to what it quotes, as far as the user may know.

    `outline` is the edition as the user reads it, and as it was when it was kept where that is the user's own.
    """
    items = {item.reference: item for item in outline.items() if item.reference and item.look != "response"}
    now = statements_of(items, user)
    give_answers([one for one in now.values() if isinstance(one, Recommendation)])
    codes = {item.review for item in items.values()}
    withdrawn = set(Review.objects.withdrawn_for(user).filter(code__in=codes).values_list("code", flat=True))
    found = []
    for reference, item in items.items():
        if reference in now:
            found += changes_of(item, now[reference])
        elif item.review in withdrawn:
            found.append(Change(reference, "Its review was withdrawn."))
        else:
            found.append(Change(reference, "It is not published any more, or not for you."))
    seen = {item.review for reference, item in items.items() if reference in now}
    corrected = Correction.objects.filter(review__code__in=seen, on__gte=edition.made_at.date())
    for code, on in corrected.values_list("review__code", "on"):
        found.append(Change(code, f"Words of this review were corrected on {on:%-d %B %Y}, here too."))
    return found


def changes_of(item: Item, now: Statement) -> list[Change]:
    """Return how an item differs from its record as it is now."""
    found = []
    text, parts, tail = words_of(now)
    if (text, parts, tail) != (item.text, item.parts, item.tail):
        new = "\n".join(filter(None, [text, *(part.text for part in parts), tail]))
        found.append(Change(item.reference, "It was worded anew.", differences("\n".join(item.texts), new)))
    mark = mark_of(now.review)
    if mark != item.audience:
        found.append(Change(item.reference, f"It is now for others: {(mark or 'Public').lower()}."))
    answered = [under.text for under in item.under if under.look == "response"]
    answers = ["\n\n".join(answer.paragraphs) for answer in getattr(now, "answers", [])]
    if answered and answered != answers:
        found.append(Change(item.reference, "A newer response to it is published."))
    return found
