"""Search, and suggestions for the search box."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from learning.search.filters import SearchFilters, sort_of
from learning.search.nearest import nearest_themes, nearest_words
from learning.search.query import Query, UnreadableQuery, read_query
from learning.search.results import BEST, SearchResults
from learning.search.suggest import suggestions
from learning.utils.text import printable

from .results import results_page


def search(request: HttpRequest) -> HttpResponse:
    """Show the results for `?q=`: every kind of record in one list, the best match first."""
    text = request.GET.get("q", "").strip()
    context: dict[str, object] = {"query": text}
    try:
        query = read_query(text)
    except UnreadableQuery as error:
        context |= {"error": str(error), "query": printable(text, len(text))}
        return render(request, "pages/search.html", context, status=400)
    context["query"] = printable(text, len(text))
    if query or query.unwanted:
        context |= results(request, query)
    return render(request, "pages/search.html", context)


def results(request: HttpRequest, query: Query) -> dict[str, object]:
    """Return the template context of the results, with other names searched for and suggestions to try."""
    filters = SearchFilters(request.GET, request=request)
    sort = sort_of(request, BEST)
    found: SearchResults = filters.find(query=query, order=sort)
    marked = [*query.phrases, *(one.phrase for one in found.ranking.also)]
    context: dict[str, object] = {
        "filters": filters,
        "also": found.ranking.also,
        "marked": marked,
        "has_several_words": len(query.typed) > 1,
        "relaxed": found.ranking.is_relaxed,
        "nearest": nearest_words(query, found),
        **results_page(request, found, sort),
    }
    if not found.all or found.ranking.is_relaxed:
        context["themes"] = nearest_themes(query, filters.vocabulary.themes)
    else:
        names = filters.vocabulary.by_key["themes"]
        keys = [int(tag.partition(":")[2]) for tag in dict.fromkeys(found.ranking.tags)]
        context["themes"] = [names[key] for key in keys if key in names]
    return context


def suggest(request: HttpRequest) -> JsonResponse:
    """Return suggestions for the text typed so far (`?q=`): themes, abbreviations, agencies, reviews."""
    found = suggestions(request.GET.get("q", ""), request.user)
    return JsonResponse({"suggestions": found})
