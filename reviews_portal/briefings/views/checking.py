"""Check whether the words of a document are unchanged, from its QR code or a typed check code."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.models.old_slug import Moved
from learning.sight import sight_of
from reviews_portal.briefings import exporting
from reviews_portal.briefings.exporting import MINE, PROFESSIONALS
from reviews_portal.briefings.fitting import possible_documents
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.listings import TooMany
from reviews_portal.briefings.outline import Outline
from reviews_portal.briefings.selections import LISTS, RECORDS
from reviews_portal.briefings.versions.check_codes import grouped, read_code
from reviews_portal.briefings.versions.comparing import Comparison, compare

PAGES = {
    "work_in": "work-in",
    "item_list": "learning",
    "question_list": "questions",
    "recommendation_list": "recommendations",
}
LONGEST = 2_000  # characters of a typed address


@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form for a check code and an address, and redirect to the result."""
    typed, address = request.GET.get("code", "").strip(), request.GET.get("address", "").strip()[:LONGEST]
    errors = {}
    if typed or address:
        code, page = read_code(typed), check_page(address)
        if not code and page and "check=" in page:  # the full address of the QR code was pasted
            return redirect(page)
        if code and page:
            path, _, query = page.partition("?")
            kept = [(name, value) for name, value in parse_qsl(query) if name != "check"]
            return redirect(f"{path}?{urlencode([*kept, ('check', code.code)])}")
        if not code:
            errors["code"] = "Enter the check code as it is printed, such as 1K4X-9M2P-7QTW"
        if not page:
            errors["address"] = "Enter the address of the page that the document was made from"
    context = {"typed": typed, "address": address, "errors": errors}
    return render(request, "briefings/check/form.html", context, status=422 if errors else 200)


def check_page(address: str) -> str:
    """Return the check address for a page that documents are made from, or "" for any other address."""
    try:
        parts = urlsplit(address if "//" in address else f"//x/{address.lstrip('/')}")
        found = resolve(parts.path)
    except (ValueError, Resolver404):
        return ""
    name, query = found.url_name or "", f"?{parts.query}" if parts.query else ""
    if name in ("check", "check_list"):
        return parts.path + query
    what, key = PAGES.get(name, name), next(iter(found.kwargs.values()), "")
    if found.args or what not in ((set(RECORDS) - {"report"}) if key else LISTS):
        return ""
    return (reverse("check", args=[what, key]) if key else reverse("check_list", args=[what])) + query


@never_cache
@require_safe
def check(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """Show which words of a document have changed, as far as the reader may see them."""
    code = read_code(request.GET.get("check", ""))
    if code is None or (what, bool(key)) not in CHECKED:
        return render(request, "briefings/check/form.html", {"errors": {"code": NO_CODE}}, status=404)
    is_for_others = request.GET.get("for") == PROFESSIONALS and not sight_of(request.user).professionals
    context = {"code": grouped(code.code), "is_for_others": is_for_others}
    try:
        whole, ways = selection(request, what, key)
    except Moved:
        raise  # the middleware redirects to the current address
    except (Http404, TooMany):
        return render(request, "briefings/check/page.html", context | {"found": Comparison()}, status=404)
    found = compare(code, whole, ways, request.user)
    return render(request, "briefings/check/page.html", context | {"found": found, "whole": whole})


NO_CODE = "This address does not contain a valid check code. Enter the code and the address of the page."
CHECKED = {*((what, True) for what in set(RECORDS) - {"report"}), *((what, False) for what in (*LISTS, MINE))}


def selection(request: HttpRequest, what: str, key: str) -> tuple[Outline, Iterator[Outline]]:
    """Return the current content of a selection, and the documents that can be made from it.

    The layout in the address comes first. Raises Http404 if the reader may not see the selection, and TooMany for a
    list that is too long for a document.
    """
    if what == MINE:
        return exporting.put_together(request)
    whole = RECORDS[what](request, key) if key else LISTS[what](request)
    asked = request.GET.get("layout", "")
    tried = sorted(LAYOUTS.values(), key=lambda one: (one.name != asked, one.most_pages))
    return whole, (made for layout in tried for made in possible_documents(whole, layout))
