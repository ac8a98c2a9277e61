"""The glossary of abbreviations."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import GlossaryTerm, SourceDocument


def glossary(request: HttpRequest) -> HttpResponse:
    """Show every term in a document that the reader may see, with those documents."""
    documents = SourceDocument.objects.visible_to(request.user).select_related("review")
    terms = GlossaryTerm.objects.visible_to(request.user).prefetch_related(Prefetch("documents", documents))
    return render(request, "learning/glossary.html", {"terms": terms})
