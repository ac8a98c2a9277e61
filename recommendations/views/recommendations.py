"""Recommendations: the list with its filters, and the page of one with its responses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.citation import cited
from learning.help_lines import help_lines_of
from learning.models import LearningItem, SourceWording
from learning.published_changes import corrections_of
from learning.search.filters import sort_of
from learning.search.results import counted
from learning.sight import edits
from learning.utils.paging import page_of
from learning.utils.parameters import within_bounds
from learning.withdrawal import old_reference
from learning.wordings import attach_wordings, in_first_language, in_other_than_page
from recommendations.filters import LIST_SORTS, RecommendationFilters
from recommendations.grouped_responses import answers, number_of_responses
from recommendations.judgements import judgements
from recommendations.models import Acceptance, Progress, Recommendation, Response, ResponseRequest
from recommendations.plans.reading import read_actions
from recommendations.plans.search import ACTION
from recommendations.search import KIND
from recommendations.second_wordings import also_in
from recommendations.workspace_permissions import partnerships_for, permissions_of


def recommendation_list(request: HttpRequest) -> HttpResponse:
    """List every recommendation that the reader may see."""
    filters = RecommendationFilters(request.GET, request=request, kinds=[KIND])
    sort = sort_of(request, "newest", LIST_SORTS)
    page = page_of(request, filters.find(order=sort))
    has_actions = ACTION in counted(request.user, filters.sets, "kind")
    context = {
        "filters": filters,
        "page": page,
        "sort": sort,
        "sorts": LIST_SORTS,
        "has_actions": has_actions,
        "selected": within_bounds(request.GET).urlencode(),
    }
    return render(request, "recommendations/recommendation_list.html", context)


def recommendation(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a recommendation: what must change, the responses, and which agencies were asked but have not responded.

    `?agency=` shows the response of one agency, by its slug.
    """
    found = (
        Recommendation.objects.visible_to(request.user).with_credits().with_parts().filter(reference=reference).first()
    )
    if found is None:
        if item := LearningItem.objects.visible_to(request.user).filter(reference=reference).first():
            return redirect(item)
        return old_reference(request, reference)
    responses = Response.objects.visible_to(request.user).filter(recommendation=found).fetch_current()
    for response in responses:
        response.judgements = judgements(response)
    read_actions([found])
    shown = [one for one in responses if one.agency.slug == request.GET.get("agency")]
    requests = ResponseRequest.objects.visible_to(request.user).filter(recommendation=found).select_related("agency")
    wordings = SourceWording.objects.visible_to(request.user).filter(reference=reference).select_related("document")
    wordings = list(wordings)
    attach_wordings([found], [one for one in wordings if one.text or one.tail])
    quoted = in_first_language(found)
    source = quoted.quoted_from or quoted
    others = [one for one in also_in(wordings, found) if one.says_more or one.document != source.document]
    context = {
        "item": quoted,
        "other_languages": in_other_than_page(found),
        "themes": found.themes.all(),
        "responses": responses,
        "response_count": number_of_responses(responses),
        "shown": shown,
        "answers": answers(shown or responses),
        "with_facts": [one for one in shown or responses if has_facts(one)],
        "sources": list(dict.fromkeys(filter(None, (response.current.source for response in responses)))),
        "unanswered": requests.unanswered(),
        "also_in": others,
        "citation": cited(request, quoted),
        "help_lines": help_lines_of(found.review),
        "may_ask": may_ask(request.user, found),
        "corrections": corrections_of(reference, request.user),
        "may_edit": edits(request.user, found.review),
    }
    return render(request, "recommendations/recommendation.html", context)


def has_facts(response: Response) -> bool:
    """Return whether anything is known of a response beside its words: where it stands, or other versions."""
    current = response.current
    if current is None:
        return False
    is_stated = current.acceptance != Acceptance.NOT_STATED or current.progress != Progress.NOT_STATED
    return bool(is_stated or response.judgements or response.edition_count > 1)


def may_ask(user, recommendation: Recommendation) -> bool:
    """Return whether the user is an editor of a partnership that may ask about a recommendation."""
    edited = permissions_of(user).partnerships
    return bool(edited) and partnerships_for(recommendation.review).filter(pk__in=edited).exists()
