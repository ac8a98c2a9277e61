"""Recover what a user typed into a page whose session or CSRF token had expired, for the same user only."""

from collections.abc import Container
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

KEPT = "kept"  # the field of the sign-in form, and the session key
HOURS = 12
LONGEST = ("text", "comment", "evidence", "note")  # the fields for long texts
SHOWN_AGAIN = "What you typed is below. Nothing was done with it yet: look at it, then send it."
KEEPING = ("response_request", "response_decision", "ask")  # the URL names whose forms carry the mark of their writer


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
    """Return the address of the page that shows a form. All forms of a request are on one page."""
    match = request.resolver_match
    if match and "pk" in match.kwargs:
        page = reverse("response_request", args=[match.kwargs["pk"]])
        return f"{page}?check" if "do" in match.kwargs else page
    return request.get_full_path()


def signed(request: HttpRequest) -> str:
    """Return what was typed, with the address and the form of the page, signed.

    `meant` is the action of the form; it is recorded, and not carried out.
    """
    typed = {
        "meant" if name == "do" else name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
    }
    form = request.resolver_match.kwargs.get("do", "") if request.resolver_match else ""
    kept = {"path": urlsplit(page_of(request)).path, "form": form, "typed": typed}
    return signing.dumps(kept, salt=KEPT, compress=True)


def sign_in_first(request: HttpRequest, then: str = "is kept for you") -> HttpResponse:
    """Return a page to sign in again, with what was typed, signed. `then` says what will happen to it."""
    typed = next(filter(None, map(request.POST.get, LONGEST)), "")
    context = {"kept": signed(request), "next": page_of(request), "typed": typed, "then": then}
    page = render(request, "recommendations/workspace/expired.html", context, status=403)
    page["Cache-Control"] = "no-store"
    return page


def keep_refused(request: HttpRequest) -> HttpResponse | None:
    """Answer a form whose CSRF token was refused, for example after signing in in another window; else return None.

    What was typed is kept for the page it was typed into. The mark of the writer in the form must be that of the
    signed-in user, so that nothing sent by another site is kept, and only fields that the forms have.
    """
    match, user = request.resolver_match, written_by(request.POST.get("writer", ""))
    if match is None or match.url_name not in KEEPING or user is None:
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


def take_kept(request: HttpRequest, forms: Container[str] = ("",)) -> tuple[str, QueryDict] | None:
    """Remove and return the form of this page that was refused, with what the user typed into it; None if nothing.

    `forms` are the forms of the page. The text may be saved as a draft or shown again, but the button that was pressed
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
