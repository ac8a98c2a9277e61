"""Exports at plain addresses, which store nothing, and kept versions, which are opened with a code."""

import math
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning.signals import restricted_exported
from learning.utils.same_site import without_cookies
from reviews_portal.briefings import exporting, long_exports, reader_view
from reviews_portal.briefings.exporting import Export, NothingToExport
from reviews_portal.briefings.forms import LAYOUT_CHOICES
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.listings import TooMany
from reviews_portal.briefings.long_exports import is_long
from reviews_portal.briefings.models import Edition, LongExport
from reviews_portal.briefings.outline import Outline, with_code
from reviews_portal.briefings.selections import LISTS, RECORDS
from reviews_portal.briefings.versions import kept_versions
from reviews_portal.briefings.writers import FORMATS, Format
from reviews_portal.briefings.writers.json import schema as json_schema
from reviews_portal.briefings.writers.problems import CannotWrite

EXPORTS = "exports"  # the session key for the keys of long exports
MOST_KEPT = 20  # long exports that a reader can come back to


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, what: str, format: str, key: str = "") -> HttpResponse:
    """Return a document of the selection in the address, in a format and, with `?layout=`, in a layout."""
    if what not in (RECORDS if key else LISTS) or format not in FORMATS:
        return unknown(request)
    try:
        made = exporting.export(request, what, key, FORMATS[format], request.GET.get("layout", ""))
    except TooMany as error:
        return problem(request, "This list is too long", str(error))
    except NothingToExport as error:
        return problem(request, "There is nothing to export", str(error))
    return hand_out(request, made)


@without_cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """Ask whether to keep the current version of a selection; a POST keeps it under a permanent code."""
    if what not in (RECORDS if key else LISTS):
        raise Http404
    layout = LAYOUTS.get(request.POST.get("layout") or request.GET.get("layout", ""), exporting.USUAL)
    try:
        outline = exporting.selected(request, what, key, layout)
    except TooMany as error:
        return problem(request, "This list is too long", str(error))
    except NothingToExport as error:
        return problem(request, "There is nothing to link to", str(error))
    if request.method == "POST":
        return keep_outline(request, outline)
    layouts = () if outline.workspace else LAYOUT_CHOICES
    return render(request, "briefings/keep.html", {"outline": outline, "layout": layout, "layouts": layouts})


def keep_outline(request: HttpRequest, outline: Outline) -> HttpResponse:
    """Keep an outline that was made for a request, and redirect to its version."""
    return redirect(kept_versions.keep(outline, request))


@never_cache
@require_safe
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """Show a kept version, as far as the reader may see it, with links to its formats."""
    found = get_object_or_404(Edition, code=code.upper())
    outline = outline_of(found, request)
    context = {
        "edition": found,
        "outline": outline,
        "has_page": urlsplit(outline.address).path not in ("", "/"),  # a trainer's briefing was made from none
        "is_less": reader_view.has_lost(outline),
        "formats": FORMATS.values(),
    }
    return render(request, "briefings/edition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edition_file(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """Return a kept version in a format, as far as the reader may see it."""
    if format not in FORMATS:
        return unknown(request)
    found = get_object_or_404(Edition, code=code.upper())
    return file(request, outline_of(found, request), FORMATS[format], f"briefing-{found.code.lower()}")


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """Return the JSON Schema of an export as JSON."""
    return JsonResponse(json_schema(), json_dumps_params={"indent": 1})


def outline_of(found: Edition, request: HttpRequest, *, is_own: bool = False) -> Outline:
    """Return what the reader may see of an edition. Raises Http404 if that is nothing."""
    outline = reader_view.as_read_by(found, request.user, is_own=is_own)
    if outline is None:
        raise Http404
    return with_code(outline, found.code, request.build_absolute_uri(found.get_absolute_url()))


def file(request: HttpRequest, outline: Outline, format: Format, name: str) -> HttpResponse:
    """Return an outline as a file whose name begins with `name`."""
    return hand_out(request, Export(name, format, outline))


def hand_out(request: HttpRequest, made: Export) -> HttpResponse:
    """Return a document as a file. For a long export a POST starts a task instead.

    The file is complete before it is sent, so that the response has its length. If the format cannot represent the
    content, a page says so. The export of a restricted document is recorded in the audit log first; if that fails,
    nothing is sent.
    """
    takes_long = is_long(made.source, made.format.name)
    if takes_long and request.method != "POST":
        return offer_to_start(request, made)
    if made.source.audience:
        what = f"{made.what} {made.format.name}, {made.source.audience}"
        restricted_exported.send(hand_out, request=request, what=what)
    if takes_long:
        return show_progress(request, made)
    try:
        content = b"".join(made.parts())
    except CannotWrite as error:
        return problem(request, f"This cannot be exported as {made.format.label}", str(error))
    return HttpResponse(content, headers=headers_of(made.format, made.file_name))


def offer_to_start(request: HttpRequest, made: Export) -> HttpResponse:
    """Show how long a document will take, with a button that starts the export: a GET starts nothing.

    Status 405 tells programs that this is not the file.
    """
    context = {
        "format": made.format,
        "number": made.number,
        "minutes": math.ceil(long_exports.seconds_of(made.source, made.format.name) / 60),
        "others": LongExport.objects.under_way().without_words().filter(key__in=own_keys(request)),
    }
    page = render(request, "briefings/start_export.html", context, status=405)
    page["Allow"] = "POST"
    add_never_cache_headers(page)
    return page


def headers_of(format: Format, name: str) -> dict[str, str]:
    """Return the headers of a file: browsers show a page and save all else; search engines index nothing."""
    shown = "inline" if format.name == "html" else "attachment"
    return {
        "Content-Type": format.content_type,
        "Content-Disposition": f'{shown}; filename="{name}"',
        "X-Robots-Tag": "noindex",
    }


def show_progress(request: HttpRequest, made: Export) -> HttpResponse:
    """Queue a task that makes a document, and redirect to its progress page. Raises TooManyRequests."""
    keys = own_keys(request)
    started = long_exports.same(made, request, keys) or long_exports.ask(made, request, keys)
    request.session[EXPORTS] = [*(key for key in keys if key != started.key), started.key][-MOST_KEPT:]
    return redirect(started)


def own_keys(request: HttpRequest) -> list[str]:
    """Return the keys of the long exports that this browser started."""
    return request.session.get(EXPORTS, [])


def unknown(request: HttpRequest) -> HttpResponse:
    """Show the page for an unknown format, which lists the formats."""
    context = {"title": "Document not found", "formats": FORMATS.values()}
    return render(request, "briefings/problem.html", context, status=404)


def problem(request: HttpRequest, title: str, what: str) -> HttpResponse:
    """Say why there is no document, and what to do."""
    return render(request, "briefings/problem.html", {"title": title, "what": what}, status=422)
