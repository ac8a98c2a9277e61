"""The supervision sheet as a page of the portal, to read on screen and to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning.signals import restricted_exported
from reviews_portal.briefings import exporting
from reviews_portal.briefings.exporting import NothingToExport
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.listings import TooMany
from reviews_portal.briefings.selections import LISTS, RECORDS

from .exports import problem

FORMATS = (("pdf", "PDF"), ("docx", "Word"))
WITHOUT = {"report"}  # selections without a supervision sheet


@require_safe
def supervision_sheet(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """Show the supervision sheet of a selection, with the portal's menu, a print button and downloads.

    It is handed out like a file, so that a restricted one is recorded in the audit log.
    """
    if what in WITHOUT or what not in (RECORDS if key else LISTS):
        raise Http404
    try:
        outline = exporting.selected(request, what, key, LAYOUTS["supervision"])
    except TooMany as error:
        return problem(request, "This list is too long", str(error))
    except NothingToExport as error:
        return problem(request, "There is nothing to show", str(error))
    if outline.audience:
        exported = f"{' '.join(outline.reviews) or outline.subject} supervision sheet, {outline.audience}"
        restricted_exported.send(supervision_sheet, request=request, what=exported)
    sent = request.GET.copy()
    sent["layout"] = outline.layout
    files = [
        (label, reverse("export", args=[what, key, name]) if key else reverse("export_list", args=[what, name]))
        for name, label in FORMATS
    ]
    context = {"outline": outline, "files": [(label, f"{path}?{sent.urlencode()}") for label, path in files]}
    return render(request, "briefings/sheet.html", context)
