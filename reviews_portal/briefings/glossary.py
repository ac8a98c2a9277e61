"""Gives an outline the abbreviations in its words, spelt out by terms that all of its readers may see."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from learning.models import GlossaryTerm

from .layouts.abbreviations import abbreviations_in
from .outline import Fact, Outline


def with_terms(outline: Outline, codes: Collection[str]) -> Outline:
    """Return an outline with the abbreviations in its words, from public terms and those of the reviews with `codes`.

    These are the reviews that it quotes, whose audience is its own: a term that only another restricted document has
    is not printed. An abbreviation with two meanings is not spelt out, because either may be wrong.
    """
    public = GlossaryTerm.objects.visible_to(AnonymousUser())
    own = GlossaryTerm.objects.filter(documents__review__code__in=codes)
    terms = GlossaryTerm.objects.filter(Q(pk__in=public.values("pk")) | Q(pk__in=own.values("pk")))
    pairs = list(terms.exclude(expansion="").values_list("abbreviation", "expansion"))
    meanings = Counter(abbreviation for abbreviation, _ in dict.fromkeys(pairs))
    known = tuple(Fact(name, meaning) for name, meaning in dict.fromkeys(pairs) if meanings[name] == 1)
    return replace(outline, abbreviations=abbreviations_in(outline.words(), known))
