"""A partnership's editor asks agencies to respond to a recommendation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from learning.models import Partnership
from learning.rate_limits import TooManyRequests, count
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from recommendations.actions import asking
from recommendations.forms import AskForm
from recommendations.models import Recommendation, ResponseRequest
from recommendations.requests.states import with_states
from recommendations.triggers.workflow import ASKS
from recommendations.workspace_permissions import partnerships_for, permissions_of

from .requests import STEPS


@recovers_typed_text()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask one or more agencies, for the partnership in `?for=` or the only partnership that the user edits for."""
    mine = Partnership.objects.filter(pk__in=permissions_of(request.user).partnerships).order_by("name")
    if not mine:
        raise PermissionDenied("Only editors of a partnership can ask agencies to respond.")
    seen = Recommendation.objects.visible_to(request.user).with_line()
    recommendation = seen.filter(reference=reference).first()
    if recommendation is None:
        raise Http404
    mine = mine.filter(pk__in=partnerships_for(recommendation.review).values("pk"))
    if not mine:
        raise PermissionDenied(ASKS)
    partnership = mine.filter(slug=request.GET.get("for", "")).first() or mine[0]
    before = ResponseRequest.objects.filter(recommendation=recommendation, asked_by=partnership)
    can_be_asked = asking.agencies_to_ask(partnership, recommendation).exclude(pk__in=before.values("agency"))
    typed: QueryDict | None = request.POST or None
    if request.method == "GET" and (kept := take_kept(request)):
        typed = kept[1]
        messages.info(request, SHOWN_AGAIN)
    form = AskForm(
        typed,
        agencies=can_be_asked,
        review=recommendation.review,
        initial={"agencies": recommendation.agencies.all()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            count(request, STEPS)
            outcome = asking.ask(recommendation, asked_by=partnership, by=request.user, **form.cleaned_data)
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"You have asked {', '.join(one.agency.staff_name for one in outcome.new)} to respond."
            )
            return redirect("response_dashboard", partnership.slug)
    context = {
        "form": form,
        "item": recommendation,
        "partnership": partnership,
        "can_be_asked": can_be_asked,
        "writer": writer(request.user),
        "others": mine.exclude(pk=partnership.pk),
        "before": with_states(
            before.select_related("agency__stands_for", "recommendation__review").order_by("agency__name"),
            request.user,
        ),
    }
    return render(request, "recommendations/workspace/ask.html", context, status=422 if form.errors else 200)
