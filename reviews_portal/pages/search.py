"""Search: words in the text of learning items and recommendations, and in the names of the rest."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import Agency, LearningItem, Review, Theme
from learning.paging import page_of
from learning.search.words import UnreadableQuery, holds, words_of
from learning.text import printable
from learning.vocabulary import vocabulary_for
from recommendations.models import Recommendation, RecommendationPart

from .statements import StatementList

OTHERS = 8


def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=`: statements in one list, and before them themes, abbreviations, agencies and reviews."""
    query = request.GET.get("q", "").strip()
    context: dict[str, object] = {"query": query}
    try:
        words = words_of(query)
    except UnreadableQuery as error:
        context |= {"error": str(error), "query": printable(query, len(query))}
        return render(request, "pages/search.html", context, status=400)
    if words:
        context |= results(request, words)
    return render(request, "pages/search.html", context)


def results(request: HttpRequest, words: list[str]) -> dict[str, object]:
    """Return what holds all the words, for what this reader may see."""
    user = request.user
    statements = StatementList(
        LearningItem.objects.visible_to(user).filter(holds(words, "text", "subheading")),
        recommendations_with(Recommendation.objects.visible_to(user), words),
    )
    themes = [theme for theme in Theme.objects.all() if matches(words, theme.name, *theme.aliases)]
    return {
        "page": page_of(request, statements),
        "themes": themes[:OTHERS],
        "terms": [term for term in vocabulary_for(request).terms if matches(words, *term[1:])][:OTHERS],
        "agencies": Agency.objects.visible_to(user).filter(holds(words, "name"))[:OTHERS],
        "reviews": Review.objects.visible_to(user).filter(holds(words, "title", "subject"))[:OTHERS],
    }


def recommendations_with(recommendations, words: list[str]):
    """Return the recommendations in which each word stands in the stem, the tail or any part."""
    for word in words:
        parts = RecommendationPart.objects.filter(holds([word], "text"))
        recommendations = recommendations.filter(
            holds([word], "stem", "tail") | Q(pk__in=parts.values("recommendation"))
        )
    return recommendations


def matches(words: list[str], *texts: str) -> bool:
    """Return whether one of the texts holds every word."""
    return any(all(word.lower() in text.lower() for word in words) for text in texts)
