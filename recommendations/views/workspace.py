"""The workspace: where agency and partnership staff see what is asked, written, waited for and published."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from learning.models import Partnership
from learning.paging import page_of
from recommendations.duties import duties_of
from recommendations.models import RequestState, ResponseRequest

# What a list of requests can be narrowed to, beside the states.
OVERDUE = "overdue"
ANSWERED = (RequestState.WAITS, RequestState.PUBLISHED)  # for its agency there is nothing to do now
SHOWN = {OVERDUE: "Overdue", **dict(RequestState.choices)}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The requests that one works with: an agency's by due date, a partnership's with what waits first."""
    duties = duties_of(request.user)
    if not duties:
        raise PermissionDenied("Only staff who look after responses have a workspace.")
    found = requests_of(request)
    own = found.filter(agency__in=duties.agencies)
    own = sorted(own, key=lambda one: (one.state in ANSWERED, one.due_on, one.pk))
    watched = found if duties.everything else found.filter(asked_by__in=duties.watched)
    context = {
        "own": own,
        "tally": Tally.of("", own),
        "to_answer": sum(one.state not in ANSWERED for one in own),
        "partnerships": [Overview.of(one, watched) for one in partnerships_of(duties)],
        "duties": duties,
    }
    return render(request, "recommendations/workspace/home.html", context)


def requests_of(request: HttpRequest):
    """Return the requests that the user works with, with all that a list shows of them."""
    found = ResponseRequest.objects.concerning(request.user).with_state()
    return found.select_related("recommendation__review", "agency", "asked_by").prefetch_related(
        "recommendation__parts"
    )


def partnerships_of(duties) -> list[Partnership]:
    """Return the partnerships whose workspace somebody reads."""
    if duties.everything:
        return list(Partnership.objects.filter(requests__isnull=False).distinct().order_by("name"))
    return list(Partnership.objects.filter(pk__in=duties.watched).order_by("name"))


def is_shown(request: ResponseRequest, show: str) -> bool:
    """Return whether a request is of the state that a list is narrowed to."""
    if show == OVERDUE:
        return request.is_overdue
    return show not in SHOWN or request.state == show


@dataclass(frozen=True)
class Tally:
    """How many requests there are of each state, for a review, an agency or a whole partnership."""

    name: str
    asked: int
    published: int
    waits: int
    overdue: int
    key: str = ""

    @classmethod
    def of(cls, name: str, requests: list[ResponseRequest], key: str = "") -> "Tally":
        return cls(
            name,
            asked=len(requests),
            published=sum(one.state == RequestState.PUBLISHED for one in requests),
            waits=sum(one.state == RequestState.WAITS for one in requests),
            overdue=sum(is_shown(one, OVERDUE) for one in requests),
            key=key,
        )

    @property
    def before_overdue(self) -> int:
        """Where in the bar of all those that were asked the overdue ones begin."""
        return self.published + self.waits


@dataclass(frozen=True)
class Overview:
    """A partnership with its tally."""

    partnership: Partnership
    tally: Tally

    @classmethod
    def of(cls, partnership: Partnership, requests) -> "Overview":
        own = [one for one in requests if one.asked_by_id == partnership.pk]
        return cls(partnership, Tally.of(partnership.name, own))


@login_required
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """All requests of a partnership, counted by review and by agency, and listed as narrowed by `?show=`."""
    partnership = get_object_or_404(partnerships_seen(request.user), slug=slug)
    everything = list(requests_of(request).filter(asked_by=partnership).order_by("due_on", "pk"))
    show, review, agency = (request.GET.get(name, "") for name in ("show", "review", "agency"))
    listed = [
        one
        for one in everything
        if is_shown(one, show)
        and (not review or one.recommendation.review.code == review)
        and (not agency or one.agency.slug == agency)
    ]
    context = {
        "partnership": partnership,
        "tally": Tally.of(partnership.name, everything),
        "by_review": tallies(
            everything, lambda one: (one.recommendation.review.title, one.recommendation.review.code)
        ),
        "by_agency": tallies(everything, lambda one: (one.agency.name, one.agency.slug)),
        "page": page_of(request, listed),
        "show": show if show in SHOWN else "",
        "shown": SHOWN.items(),
        "review": review,
        "agency": agency,
        "may_edit": partnership.pk in duties_of(request.user).partnerships,
    }
    return render(request, "recommendations/workspace/dashboard.html", context)


def partnerships_seen(user):
    """Return the partnerships whose workspace the user reads; to others they have none."""
    duties = duties_of(user)
    return Partnership.objects.all() if duties.everything else Partnership.objects.filter(pk__in=duties.watched)


def tallies(requests: list[ResponseRequest], named) -> list[Tally]:
    """Return a tally for each name and key that `named` gives requests, in the order of names."""
    groups: dict[tuple[str, str], list[ResponseRequest]] = {}
    for one in requests:
        groups.setdefault(named(one), []).append(one)
    return [Tally.of(name, own, key) for (name, key), own in sorted(groups.items())]
