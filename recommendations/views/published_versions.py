"""The published versions of a response, for anyone who may see it."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from learning.help_lines import help_lines_of
from learning.withdrawal import gone_or_missing, review_code
from recommendations.models import Recommendation, Response, ResponseStep, StepAction
from recommendations.published_versions import published_versions


def response_editions(request: HttpRequest, reference: str, agency: str) -> HttpResponse:
    """List the published versions of one agency's response, each with what changed."""
    found = Recommendation.objects.visible_to(request.user).with_credits().filter(reference=reference).first()
    if found is None:
        return gone_or_missing(request, Q(code=review_code(reference)), reference=reference)
    own = {"recommendation": found, "agency__slug": agency}
    response = Response.objects.visible_to(request.user).filter(**own).select_related("agency").first()
    if response is None:
        was = ResponseStep.objects.filter(
            version__response__in=Response.objects.filter(**own), action=StepAction.WITHDRAWN
        )
        if not was.exists():
            raise Http404
        return render(request, "recommendations/response_withdrawn.html", {"item": found}, status=410)
    context = {
        "item": found,
        "response": response,
        "editions": published_versions(response, request.user),
        "help_lines": help_lines_of(found.review),
    }
    return render(request, "recommendations/response.html", context)
