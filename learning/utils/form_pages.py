"""URLs that only receive a form, which is on another page."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def redirect_unless_post(page: Callable[..., str]) -> Callable[[View], View]:
    """Return a decorator for a view that receives a form: any request but a POST is redirected to the form's page.

    Such requests occur when somebody reloads an error page, or signs in on the way. `page` takes the arguments in the
    view's URL and returns the URL of the form's page.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            return view(request, *args, **kwargs) if request.method == "POST" else redirect(page(*args, **kwargs))

        return wrapper

    return decorator
