"""Recover what was typed into a form whose session or CSRF token had expired, for the same user only.

A view whose form is recovered says so with `@recovers_typed_text`. Its form carries the mark of its `writer`.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

KEPT = "kept"  # the field of the sign-in form, and the session key
HOURS = 12
LONGEST = ("text", "comment", "evidence", "note", "words")  # the ends of the names of fields for long texts
SHOWN_AGAIN = "What you typed is below. It has not been saved or sent yet. Check it, then save or send it."


@dataclass(frozen=True)
class Recovery:
    """How the form of a view is recovered: its name on its page, what its button does, and the page's address."""

    form: str
    meant: str
    page: Callable[..., str] | None


def recovers_typed_text(form: str = "", *, meant: str = "", page: Callable[..., str] | None = None):
    """Return a decorator for a view whose form is recovered after signing in again, and never sent by itself.

    `form` is the name of the form, if its page has several; `meant` is what it does besides saving. `page` returns the
    address of its page from the arguments in the view's address; without it, the page sends the form to itself.
    """

    def decorator(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            if request.method == "POST" and not request.user.is_authenticated:
                return sign_in_first(request)
            return view(request, *args, **kwargs)

        wrapper.recovery = Recovery(form, meant, page)  # type: ignore[attr-defined]
        return wrapper

    return decorator


def recovery_of(request: HttpRequest) -> Recovery | None:
    """Return how the form that a request sends is recovered, None if its view is not marked as recovering it."""
    return getattr(request.resolver_match.func, "recovery", None) if request.resolver_match else None


def writer(user) -> str:
    """Return a signed mark of the user, to put into a form."""
    return signing.Signer(salt="writer").sign(str(user.pk))


def written_by(mark: str) -> int | None:
    """Return the key of the user in a signed mark, or None if the signature is invalid."""
    try:
        return int(signing.Signer(salt="writer").unsign(mark))
    except signing.BadSignature:
        return None


def page_of(request: HttpRequest) -> str:
    """Return the address of the page that a form stands on."""
    recovery, match = recovery_of(request), request.resolver_match
    return recovery.page(**match.kwargs) if match and recovery and recovery.page else request.get_full_path()


def signed(request: HttpRequest) -> str:
    """Return what was typed, with the address and the form of the page, signed.

    `meant` is the action of the form's button; it is recorded, and not carried out.
    """
    recovery = recovery_of(request) or Recovery("", "", None)
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    typed |= {"meant": [recovery.meant]} if recovery.meant else {}
    kept = {"path": urlsplit(page_of(request)).path, "form": recovery.form, "typed": typed}
    return signing.dumps(kept, salt=KEPT, compress=True)


def sign_in_first(request: HttpRequest, then: str = "is kept for you") -> HttpResponse:
    """Return a page to sign in again, with what was typed, signed. `then` says what will happen to it."""
    typed = "\n\n".join(filter(None, (value for name, value in request.POST.items() if name.endswith(LONGEST))))
    context = {"kept": signed(request), "next": page_of(request), "typed": typed, "then": then}
    page = render(request, "recommendations/workspace/expired.html", context, status=403)
    page["Cache-Control"] = "no-store"
    return page


def keep_refused(request: HttpRequest) -> HttpResponse | None:
    """Answer a form whose CSRF token was refused, for example after signing in in another window; else return None.

    What was typed is kept for the page it was typed into. The mark of the writer in the form must be that of the
    signed-in user, so that nothing sent by another site is kept, and only fields of the portal's own forms.
    """
    user = written_by(request.POST.get("writer", ""))
    if recovery_of(request) is None or user is None:
        return None
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if user != request.user.pk:
        return None
    kept = signed(request)
    if len(kept) > settings.LONGEST_KEPT:  # far longer than any text that can be saved
        return None
    request.session[KEPT] = kept
    return redirect(page_of(request))


def typed_into(request: HttpRequest) -> QueryDict | None:
    """Return what fills the form of this page: what was sent or, with a message, what was typed before and kept."""
    if request.method == "POST":
        return request.POST
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return kept[1] if kept else None


def take_kept(request: HttpRequest, forms: Container[str] = ("",)) -> tuple[str, QueryDict] | None:
    """Remove and return the form of this page that was refused, with what the user typed into it; None if nothing.

    `forms` are the forms of the page. The text may be saved as a draft or shown again, but the action of the button
    is not carried out. Text typed by another user is discarded.
    """
    signed = request.session.get(KEPT)
    if not signed:
        return None
    try:
        kept = signing.loads(signed, salt=KEPT, max_age=HOURS * 3600)
    except signing.BadSignature:
        del request.session[KEPT]
        return None
    if kept["path"] != request.path or kept.get("form", "") not in forms:
        return None
    del request.session[KEPT]
    typed = QueryDict(mutable=True)
    typed.update(MultiValueDict(kept["typed"]))
    return (kept["form"], typed) if written_by(typed.get("writer", "")) == request.user.pk else None
