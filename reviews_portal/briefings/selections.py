"""Selections that can be exported from a URL: each becomes an Outline of what the user may see.

A selection uses the same queries as the page of its name, so that it contains what that page shows.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from learning.facets import FacetFilters
from learning.models import Agency, AgencyKind, Closeness, ItemKind, Theme
from learning.models.old_slug import at_slug
from learning.search.filters import ListFilters, SearchFilters, sort_of
from learning.search.query import UnreadableQuery, read_query
from learning.search.results import BEST, SORTS, SearchResults
from learning.utils.text import printable
from learning.wordings import attach_wordings
from recommendations.filters import LIST_SORTS, RecommendationFilters
from recommendations.grouped_responses import answers
from recommendations.models import Recommendation, Response, ResponseVersion
from recommendations.plans.reading import read_actions
from recommendations.search import KIND as RECOMMENDATION
from recommendations.statements import STATEMENT_KINDS
from reviews_portal.selectors.agency import Closest, ResponsesOf
from reviews_portal.selectors.role import for_role, theme_of
from reviews_portal.selectors.theme import ThemeFilter, found_in

from .listings import Listing, audiences_found, by_kind, count_in_words, count_of, outline, quoter_for
from .outline import Item, Outline, Section
from .quoting.quoter import Quoter, give_themes
from .whole_review import of_review
from .yearly_report_outline import of_report


def of_theme(request: HttpRequest, slug: str) -> Outline:
    """Return the statements on a theme, filtered by the query string, kind by kind."""
    theme = at_slug(Theme.objects.all(), slug)
    filters = ThemeFilter(request.GET, request=request, kinds=STATEMENT_KINDS)
    found = filters.find(within=f"theme:{theme.pk}", order=sort_of(request))
    known = found_in(theme, found.sets, request.user)
    span = f", {known.span}" if known.span else ""
    listed = count_in_words(len(found), int(found.sets.reviews_of(found.filtered).sum()))
    lead = f"Theme found in {known.reviews} of {known.of} reviews{span} · {listed}"
    path, subject = theme.get_absolute_url(), f"theme/{slug}"
    return outline_of_found(filters, request, found, theme.name, path=path, lead=lead, subject=subject)


def of_search(request: HttpRequest) -> Outline:
    """Return the statements that a search finds, in the order of the page. Raises Http404 without a query."""
    text = request.GET.get("q", "").strip()
    try:
        query = read_query(text)
    except UnreadableQuery as error:
        raise Http404(str(error)) from error
    filters = SearchFilters(request.GET, request=request, kinds=STATEMENT_KINDS)
    found = filters.find(query=query, order=sort_of(request, BEST))
    return outline_of_found(
        filters, request, found, f"Search: {printable(text)}" if text else "Search", path=reverse("search")
    )


def of_learning(request: HttpRequest) -> Outline:
    """Return the list of all learning, filtered by the query string."""
    filters = SearchFilters(request.GET, request=request, kinds=STATEMENT_KINDS)
    found = filters.find(order=sort_of(request, "newest"))
    return outline_of_found(filters, request, found, "Learning", path=reverse("item_list"))


def of_questions(request: HttpRequest) -> Outline:
    """Return the reflective questions, filtered by the query string."""
    filters = ListFilters(request.GET, request=request, kinds=[ItemKind.QUESTION])
    found, path = filters.find(order="newest"), reverse("question_list")
    return outline_of_found(filters, request, found, "Questions for supervision", path=path)


def of_recommendations(request: HttpRequest) -> Outline:
    """Return the recommendations with their responses, filtered by the query string."""
    filters = RecommendationFilters(request.GET, request=request, kinds=[RECOMMENDATION])
    found, path = filters.find(order=sort_of(request, "newest", LIST_SORTS)), reverse("recommendation_list")
    return outline_of_found(filters, request, found, "Recommendations", path=path)


def of_agency(request: HttpRequest, slug: str) -> Outline:
    """Return the statements relevant to an agency, the closest first, and its responses."""
    agency = at_slug(Agency.objects.visible_to(request.user).select_related("kind"), slug)
    speaking = Closest(request, agency)
    answered = ResponsesOf(request, agency)

    def fetch(keys: Sequence[int]) -> list:
        statements: list = speaking.fetch([key for key in keys if key in speaking.filtered])
        return statements + answered.fetch([key for key in keys if key in answered.filtered])

    return Listing(
        request,
        agency.name,
        agency.get_absolute_url(),
        entry_keys(speaking) + entry_keys(answered),
        fetch,
        lambda: {*audiences_found(speaking), *audiences_found(answered)},
        by_closeness,
        lead=str(agency.kind),
        subject=f"agency/{slug}",
    ).outline()


def of_work(request: HttpRequest, slug: str) -> Outline:
    """Return the statements relevant to a role, the most direct first, as on its page."""
    kind, theme = at_slug(AgencyKind.objects.all(), slug), theme_of(request)
    relevant, quoter = for_role(request, kind, theme), quoter_for(request)
    give_themes(relevant.statements)
    sections = tuple(
        Section(shown.tier.heading, tuple(map(quoter.statement, shown.statements))) for shown in relevant.shown
    )
    path = kind.get_absolute_url()
    return outline(
        quoter,
        f"{path}?{urlencode({'theme': theme.slug})}" if theme else path,
        f"{kind.name}: {theme.name}" if theme else kind.name,
        lead=f"{relevant.summary} · {count_of(relevant.statements)}",
        subject=f"work-in/{slug}",
        sections=sections,
    )


def by_closeness(records: list, quoter: Quoter) -> tuple[Section, ...]:
    """Return the statements relevant to an agency, grouped by closeness, then its responses."""

    def heading(record: Any) -> str:
        is_answer = isinstance(record, ResponseVersion)
        return "Its responses" if is_answer else str(Closeness(record.closeness).label)

    def item(record: Any) -> Item:
        return quoter.version(record) if isinstance(record, ResponseVersion) else quoter.statement(record)

    return tuple(Section(name, tuple(map(item, group))) for name, group in groupby(records, key=heading))


def of_recommendation(request: HttpRequest, reference: str) -> Outline:
    """Return a recommendation with the response and progress of each agency."""
    visible = Recommendation.objects.visible_to(request.user).with_credits().with_parts()
    found = get_object_or_404(visible, reference=reference)
    responses = Response.objects.visible_to(request.user).filter(recommendation=found).fetch_current()
    quoter = quoter_for(request)
    attach_wordings([found])
    give_themes([found])
    sections = [Section("Recommendation", (quoter.statement(found),))]
    if responses:
        answered = tuple(quoter.answer(one, found.review) for one in answers(responses))
        sections.append(Section("Responses", answered))
        standing = tuple(quoter.standing(one, found.review) for one in responses)
        sections.append(
            Section(
                "Progress by agency",
                standing,
                note="Agencies report their own acceptance and progress. The partnership gives the assurance.",
            )
        )
    else:
        sections.append(
            Section(
                "Responses", note="No response is published here. This does not mean that no action has been taken."
            )
        )
    read_actions([found])
    if found.plans:
        actions = tuple(quoter.action(one, found.review) for plan in found.plans for one in plan.actions)
        sections.append(Section("Action plan", actions))
    title = f"{found.label}, {found.review.title}"
    subject = f"recommendation/{reference}"
    return outline(quoter, found.get_absolute_url(), title, subject=subject, sections=tuple(sections))


def outline_of_found(
    filters: FacetFilters,
    request: HttpRequest,
    found: SearchResults,
    title: str,
    *,
    path: str,
    lead: str = "",
    subject: str = "",
) -> Outline:
    """Return the outline of search results, with consecutive statements of one kind under one heading.

    Raises TooMany for a list that is too long for a document.
    """

    return Listing(
        request,
        title,
        narrowed(path, filters, request),
        entry_keys(found),
        found.fetch,
        partial(audiences_found, found),
        by_kind,
        lead,
        subject,
    ).outline()


def entry_keys(found: SearchResults) -> list[int]:
    """Return the keys of all entries found, in order."""
    return found.keys(0, len(found))


def narrowed(path: str, filters: FacetFilters, request: HttpRequest) -> str:
    """Return the path of a page with its filters, in their order, but without the search query."""
    chosen = [(name, value) for name, values in filters.selected.items() for value in values]
    if (sort := request.GET.get("sort", "")) in SORTS:
        chosen.append(("sort", sort))
    return f"{path}?{urlencode(chosen)}" if chosen else path


RECORDS: dict[str, Callable[[HttpRequest, str], Outline]] = {
    "review": of_review,
    "theme": of_theme,
    "agency": of_agency,
    "work-in": of_work,
    "recommendation": of_recommendation,
    "report": of_report,
}
LISTS: dict[str, Callable[[HttpRequest], Outline]] = {
    "questions": of_questions,
    "recommendations": of_recommendations,
    "learning": of_learning,
    "search": of_search,
}
