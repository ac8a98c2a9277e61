"""Gives an outline the abbreviations that its reader may look up."""

from dataclasses import replace

from django.http import HttpRequest

from learning.search.filter_choices import vocabulary_for

from .layouts.abbreviations import abbreviations_in
from .outline import Fact, Outline


def with_terms(outline: Outline, request: HttpRequest) -> Outline:
    """Return an outline with the abbreviations in its words that have an expansion in the glossary of this reader."""
    known = {abbreviation: expansion for _, abbreviation, expansion in vocabulary_for(request).terms if expansion}
    facts = tuple(Fact(name, value) for name, value in known.items())
    return replace(outline, abbreviations=abbreviations_in(outline.words(), facts))
