"""Decorators that say who may use a view: editors, administrators, or the editors of one review or agency."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from learning.models import Agency, Review
from learning.models.old_slug import Moved, at_slug, with_slug
from learning.sight import edits, sees_drafts, sight_of

View = Callable[..., HttpResponseBase]


def any_editor_required(view: View) -> View:
    """Return 404 to everybody but editors of a partnership and administrators."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not sees_drafts(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def review_editor_required(
    reviews: Callable[..., QuerySet[Review]] = Review.objects.visible_to,
) -> Callable[[View], View]:
    """Return a decorator that passes the review in the URL to a view; others than its editors get 404.

    `reviews` takes the user and returns the reviews among which it is looked up, with the records that the view reads
    of them. A form that is sent to a former URL of the review is received, so that nothing typed is lost.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
            review = with_slug(reviews(request.user).prefetch_related("partnerships"), slug)
            if review is None or not edits(request.user, review):
                raise Http404
            if review.slug != slug and request.method != "POST":
                raise Moved(slug, review.slug)
            return view(request, review, **kwargs)

        return login_required(wrapper)

    return decorator


def administrator_required(view: View) -> View:
    """Return 404 to everybody but administrators."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not sight_of(request.user).everything:
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def own_agency_required(view: View) -> View:
    """Pass the agency in the URL to the view; return 404 to everybody who edits for none of its partnerships.

    Administrators may use every agency. A generic name is not an agency of its own here.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
        sight = sight_of(request.user)
        agencies = Agency.objects.filter(stands_for=None).select_related("kind")
        if not sight.everything:
            through = Agency.partnerships.through.objects.filter(partnership__in=sight.edited_partnerships)
            agencies = agencies.filter(pk__in=through.values("agency"))
        return view(request, at_slug(agencies, slug), **kwargs)

    return login_required(wrapper)
