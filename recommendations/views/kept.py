"""What was typed into a page whose session is over: it goes through signing in, and is saved for the same person."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
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


def sign_in_first(request: HttpRequest, then: str = "is saved as your draft") -> HttpResponse:
    """Ask to sign in again; what was typed goes with it, signed. `then` says what becomes of it."""
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    kept = signing.dumps({"path": request.path, "typed": typed}, salt=KEPT, compress=True)
    context = {"kept": kept, "next": request.path, "typed": request.POST.get("text", ""), "then": then}
    return render(request, "recommendations/workspace/expired.html", context, status=403)


def take_kept(request: HttpRequest) -> QueryDict | None:
    """Return what this person typed on this page before signing in again, once; None if there is nothing.

    What somebody else typed is forgotten: it is neither shown nor saved.
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
    return typed if written_by(typed.get("writer", "")) == request.user.pk else None
