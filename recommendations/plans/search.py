"""The search source of quoted actions: each is found by its own words, and leads to its place on a page."""

from collections.abc import Iterator

from django.utils.text import Truncator

from learning.languages import language_of
from learning.models import Partnership, Review, ReviewKind, SourceDocument
from learning.search.catalogue_entries import linked, published, related_to
from learning.search.entry import LAST_RANK, Entry, fields, place, review_tags
from learning.search.languages import detached
from learning.search.registry import Shown, Source
from learning.search.signals import follow, register
from recommendations.models import QuotedAction, Recommendation

ACTION = "action"
EXCERPT = 60  # words of an action in a list


def register_actions() -> None:
    """Register quoted actions for search."""
    register(
        Source(
            ACTION,
            QuotedAction,
            action_entries,
            lambda keys, user: (
                QuotedAction.objects.visible_to(user)
                .filter(pk__in=keys)
                .select_related("review", "document", "recommendation")
            ),
            {ACTION: "Planned action"},
            order=35,
            shown=show_action,
            affected_by={Review: "review", SourceDocument: "document", Recommendation: "recommendation"},
            reindex_on_delete={Partnership: "review__partnerships", ReviewKind: "review__kinds"},
        )
    )
    follow(QuotedAction)


def show_action(action: QuotedAction) -> Shown:
    """Return how lists show an action: its recommendation, and the beginning of its words."""
    above = action.above
    title = f"{action.name}, {above.label_in_sentence}" if above else f"{action.name}, not linked to a recommendation"
    cells = [
        f"{cell.heading}: {' '.join(cell.text.split())}" for cell in action.cells if cell.column in ("lead", "due")
    ]
    return Shown(
        "Planned action",
        title,
        action.get_absolute_url(),
        Truncator(action.text).words(EXCERPT),
        " · ".join([action.review.title, *([above.reference] if above else []), *cells]),
        is_quoted=True,
        review=action.review,
        look="recommendation",
        language=language_of(action),
    )


def action_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each action of a published review. It has the themes of its recommendation."""
    actions = list(published(QuotedAction.objects.in_own_review(), keys).select_related("recommendation"))
    related = related_to(one.review_id for one in actions)
    themes = linked(
        Recommendation.themes.through,
        "recommendation_id",
        "theme_id",
        {one.above.pk for one in actions if one.above},
    )
    for one in actions:
        review, document = one.review, one.document
        words = [one.text, *(cell.text for cell in one.cells)]
        dates = [document.published_on, review.published_on]
        own = themes[one.above.pk] if one.above else []
        yield Entry(
            record=one.pk,
            tags=(
                f"kind:{ACTION}",
                *(f"theme:{theme}" for theme in own),
                *review_tags(review, dates, related[review.pk]),
            ),
            place=place(
                LAST_RANK - 4, dates[0] or dates[1], review.code, document.position, one.position, is_response=True
            ),
            body=fields(
                one.text,
                *(text for cell in one.cells for text in ("" if cell.column else cell.heading, cell.text)),
                one.name if one.label else "",
                *detached(" ".join(words), language_of(one)),
            ),
        )
