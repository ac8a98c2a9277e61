"""Reflective questions for supervision, ready to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import ItemKind
from learning.search.filters import ListFilters
from learning.utils.paging import page_of


def question_list(request: HttpRequest) -> HttpResponse:
    """Show the questions that the reader may see; the print layout leaves room to write under each."""
    filters = ListFilters(request.GET, request=request, kinds=[ItemKind.QUESTION])
    page = page_of(request, filters.find(order="newest"))
    return render(request, "learning/question_list.html", {"filters": filters, "page": page})
