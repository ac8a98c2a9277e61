"""What was typed into a page whose session or token is over: it is kept, and saved for the same person."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

KEPT = "kept"  # the field of the sign-in form, and its place in the session
HOURS = 12


def writer(user) -> str:
    """Return a signed mark of who writes, which a form carries."""
    return signing.Signer(salt="writer").sign(str(user.pk))


def written_by(mark: str) -> int | None:
    """Return the key of the user whose mark it is, None if nobody signed it."""
    try:
        return int(signing.Signer(salt="writer").unsign(mark))
    except signing.BadSignature:
        return None


def signed(request: HttpRequest) -> str:
    """Return what was typed and where, signed."""
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return signing.dumps({"path": request.path, "typed": typed}, salt=KEPT, compress=True)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Ask to sign in again; what was typed goes with it, signed."""
    context = {"kept": signed(request), "next": request.path, "typed": request.POST.get("text", "")}
    return render(request, "recommendations/workspace/expired.html", context, status=403)


def keep_refused(request: HttpRequest) -> HttpResponse | None:
    """Answer a form that was refused for its token, as after signing in in another window; None if it is not ours.

    What was typed is kept for the page that it was typed into. The mark of its writer, whom nobody else has it from,
    must be that of who is signed in: what another site sends is not kept.
    """
    match, user = request.resolver_match, written_by(request.POST.get("writer", ""))
    if match is None or match.url_name != "response_request" or user is None:
        return None
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if user != request.user.pk:
        return None
    request.session[KEPT] = signed(request)
    return redirect(request.path)


def take_kept(request: HttpRequest) -> QueryDict | None:
    """Return what this person typed on this page before it was refused, once; None if there is nothing.

    It is to be saved and no more, whatever button was pressed. What somebody else typed is forgotten: it is neither
    shown nor saved.
    """
    signed = request.session.get(KEPT)
    if not signed:
        return None
    try:
        kept = signing.loads(signed, salt=KEPT, max_age=HOURS * 3600)
    except signing.BadSignature:
        kept = {"path": request.path, "typed": {}}
    if kept["path"] != request.path:
        return None
    del request.session[KEPT]
    typed = QueryDict(mutable=True)
    typed.update(MultiValueDict(kept["typed"]))
    typed.pop("do", None)
    return typed if written_by(typed.get("writer", "")) == request.user.pk else None
