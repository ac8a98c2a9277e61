"""Reflective questions to take into supervision, by theme, ready to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.filters import StatementFilter
from learning.models import ReflectiveQuestion
from learning.utils.paging import page_of


def question_list(request: HttpRequest) -> HttpResponse:
    """The questions that the reader may see; the print layout leaves room to write under each."""
    questions = ReflectiveQuestion.objects.visible_to(request.user)
    filters = StatementFilter(request.GET, questions, request=request)
    page = page_of(request, filters.qs.with_credits().select_related("parent").newest_first())
    return render(request, "learning/question_list.html", {"filters": filters, "page": page})
