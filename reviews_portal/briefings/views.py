"""Exports at once, by a plain address; and every version that was exported, found again by its code."""

from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from . import editions
from .fitting import fitted
from .layouts import LAYOUTS, Layout, arranged
from .models import Edition
from .outline import Outline
from .selections import LISTS, RECORDS, TooMany
from .writers import FORMATS, Format
from .writers.json import schema as json_schema
from .writers.problems import CannotWrite


@require_safe
def export(request: HttpRequest, what: str, format: str, key: str = "") -> HttpResponseBase:
    """Return a document of what an address names, in a format and, with `?layout=`, a layout."""
    if what not in (RECORDS if key else LISTS) or format not in FORMATS:
        return unknown(request)
    layout = layout_of(request, FORMATS[format])
    try:
        outline = RECORDS[what](request, key) if key else LISTS[what](request)
    except TooMany as error:
        return problem(request, "This list is too long", str(error))
    outline = fitted(arranged(outline, layout), layout)
    if not outline.items():
        return problem(request, "There is nothing to export", "Nothing that you may read is in this selection.")
    kept = editions.keep(outline, request.user, request.build_absolute_uri("/").rstrip("/"))
    return file(request, kept, FORMATS[format], "-".join(filter(None, [what, key])))


@require_safe
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """Show a version that was exported, as far as the reader may see it, with the formats to take it in."""
    found = get_object_or_404(Edition, code=code.upper())
    outline = outline_of(found, request)
    context = {"edition": found, "outline": outline, "formats": FORMATS.values()}
    return render(request, "briefings/edition.html", context)


@require_safe
def edition_file(request: HttpRequest, code: str, format: str) -> HttpResponseBase:
    """Return a version that was exported in a format, as far as the reader may see it."""
    if format not in FORMATS:
        return unknown(request)
    found = get_object_or_404(Edition, code=code.upper())
    return file(request, outline_of(found, request), FORMATS[format], f"briefing-{found.code.lower()}")


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """Return the JSON Schema of an export as JSON."""
    return JsonResponse(json_schema(), json_dumps_params={"indent": 1})


def outline_of(found: Edition, request: HttpRequest) -> Outline:
    """Return what the reader may see of an edition; raises Http404 where that is nothing."""
    outline = editions.as_read_by(found, request.user)
    if outline is None:
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    return editions.with_code(outline, found.code, site + found.get_absolute_url())


def layout_of(request: HttpRequest, format: Format) -> Layout:
    """Return the layout that is asked for, else slides as slides and everything else as a briefing."""
    usual = LAYOUTS["slides" if format.name == "pptx" else "briefing"]
    return LAYOUTS.get(request.GET.get("layout", ""), usual)


def file(request: HttpRequest, outline: Outline, format: Format, name: str) -> HttpResponseBase:
    """Return an outline as a file; its name says for whom it is. What a format cannot hold is said on a page."""
    try:
        content = format.write(outline)
        first = next(content, b"")
    except CannotWrite as error:
        return problem(request, f"This cannot be made as {format.label}", str(error))
    words = [name, outline.layout if outline.layout != "briefing" else "", slugify(outline.audience)]
    shown = "inline" if format.name == "html" else "attachment"
    headers = {
        "Content-Disposition": f'{shown}; filename="{"-".join(filter(None, words))}.{format.name}"',
        "X-Robots-Tag": "noindex",
    }
    return StreamingHttpResponse(chain([first], content), content_type=format.content_type, headers=headers)


def unknown(request: HttpRequest) -> HttpResponse:
    """Say which formats there are."""
    context = {"title": "There is no such document", "formats": FORMATS.values()}
    return render(request, "briefings/problem.html", context, status=404)


def problem(request: HttpRequest, title: str, what: str) -> HttpResponse:
    """Say why there is no document, and what to do."""
    return render(request, "briefings/problem.html", {"title": title, "what": what}, status=422)
