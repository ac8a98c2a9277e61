"""What was typed into a page whose session or token is over: it is kept, and saved for the same person."""

from collections.abc import Container
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

KEPT = "kept"  # the field of the sign-in form, and its place in the session
HOURS = 12
LONGEST = ("text", "comment", "evidence", "note")  # the fields in which much is typed
SHOWN_AGAIN = "What you typed is below. Nothing was done with it yet: look at it, then send it."
KEEPING = ("response_request", "response_decision", "ask")  # the addresses whose forms carry a mark


def writer(user) -> str:
    """Return a signed mark of who writes, which a form carries."""
    return signing.Signer(salt="writer").sign(str(user.pk))


def written_by(mark: str) -> int | None:
    """Return the key of the user whose mark it is, None if nobody signed it."""
    try:
        return int(signing.Signer(salt="writer").unsign(mark))
    except signing.BadSignature:
        return None


def page_of(request: HttpRequest) -> str:
    """Return the address of the page that a form stands on: a request has one for all that is done with it."""
    match = request.resolver_match
    if match and "pk" in match.kwargs:
        page = reverse("response_request", args=[match.kwargs["pk"]])
        return f"{page}?check" if "do" in match.kwargs else page
    return request.get_full_path()


def signed(request: HttpRequest) -> str:
    """Return what was typed, where, and into which form of the page, signed.

    What was to be done with it is not done, but known as what was `meant`.
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
    """Ask to sign in again; what was typed goes with it, signed. `then` says what becomes of it."""
    typed = next(filter(None, map(request.POST.get, LONGEST)), "")
    context = {"kept": signed(request), "next": page_of(request), "typed": typed, "then": then}
    page = render(request, "recommendations/workspace/expired.html", context, status=403)
    page["Cache-Control"] = "no-store"
    return page


def keep_refused(request: HttpRequest) -> HttpResponse | None:
    """Answer a form whose CSRF token was refused, such as after signing in in another window; None for other forms.

    What was typed is kept for the page it was typed into. The form's secret mark of its writer must match the user who
    is signed in: nothing that another site sends is kept, nor fields that no form has.
    """
    match, user = request.resolver_match, written_by(request.POST.get("writer", ""))
    if match is None or match.url_name not in KEEPING or user is None:
        return None
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if user != request.user.pk:
        return None
    kept = signed(request)
    if len(kept) > settings.LONGEST_KEPT:  # much longer than any text that may be saved
        return None
    request.session[KEPT] = kept
    return redirect(page_of(request))


def take_kept(request: HttpRequest, forms: Container[str] = ("",)) -> tuple[str, QueryDict] | None:
    """Return which form of this page a person typed into before it was refused, and what, once; None if nothing.

    `forms` are those that the page has. What is kept is to be saved or shown again, and no more, whatever button was
    pressed. What somebody else typed is forgotten: it is neither shown nor saved.
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
