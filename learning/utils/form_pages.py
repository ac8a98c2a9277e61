"""Addresses that only take a form: the page of the form is elsewhere."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def redirect_unless_post(page: Callable[..., str]) -> Callable[[View], View]:
    """Return a decorator for a view that takes a form: who opens its address otherwise is led to the form's page.

    Somebody does so by loading an error anew, or by signing in on the way. `page` returns the address of the page from
    the arguments in the view's address.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            return view(request, *args, **kwargs) if request.method == "POST" else redirect(page(*args, **kwargs))

        return wrapper

    return decorator
