"""The vocabularies that a page offers as choices and links, read in one query."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Value
from django.utils.html import conditional_escape

from learning.models import AgencyKind, GlossaryTerm, Partnership, Review, Theme
from learning.sight import sees_drafts, sight_of, tags_seen_by

from .index_sets import index_sets_for


@dataclass(frozen=True)
class Vocabulary:
    """Pairs of slug and name: the choices of the filters; of terms slug, abbreviation and expansion."""

    themes: list[tuple[str, str]] = field(default_factory=list)
    agency_kinds: list[tuple[str, str]] = field(default_factory=list)
    partnerships: list[tuple[str, str]] = field(default_factory=list)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)  # of what stands in a list under a slug

    @cached_property
    def abbreviations(self) -> tuple[re.Pattern | None, dict[str, str]]:
        """The pattern that finds any abbreviation in an escaped text, None if there are none, and the slug of each.

        Never inside a word, nor inside a character that escaping has written out, such as &amp; or &#x27;.
        """
        slugs: dict[str, str] = {}
        for slug, abbreviation, _ in self.terms:
            slugs.setdefault(str(conditional_escape(abbreviation)), slug)
        longest_first = "|".join(map(re.escape, sorted(slugs, key=len, reverse=True)))
        return re.compile(rf"(?<![\w&#])({longest_first})(?!\w)") if slugs else None, slugs

    def key(self, part: str, slug: str) -> int | None:
        """Return the key of what has this slug in that list."""
        return self.keys.get((part, slug))

    @cached_property
    def by_key(self) -> dict[str, dict[int, tuple[str, str]]]:
        """Slug and name of everything in each list by its key, in the order of the list."""
        parts = ("themes", "agency_kinds", "partnerships", "terms")
        return {part: {self.keys[part, pair[0]]: pair[:2] for pair in getattr(self, part)} for part in parts}


def vocabulary_for(request) -> Vocabulary:
    """Return what this reader may choose from.

    It is read once in a generation of what readers see, which every change of a vocabulary or a review moves on, also
    of a draft. Those who see drafts see more than their tags say.
    """
    if not hasattr(request, "_vocabulary"):
        user = request.user
        sight = sight_of(user) if sees_drafts(user) else tags_seen_by(user)
        known = index_sets_for(request)
        request._vocabulary = known.keep(("vocabulary", sight), lambda: read_vocabulary(user))
    return request._vocabulary


def read_vocabulary(user) -> Vocabulary:
    """Return the vocabularies: of partnerships and terms only those that a visible review brings in."""
    their_reviews = Review.objects.visible_to(user).filter(partnerships=OuterRef("pk"))
    parts = {
        "themes": Theme.objects.values_list("pk", "slug", "name"),
        "agency_kinds": AgencyKind.objects.values_list("pk", "slug", "name"),
        "partnerships": Partnership.objects.filter(Exists(their_reviews)).values_list("pk", "slug", "name"),
        "terms": GlossaryTerm.objects.visible_to(user).values_list("pk", "slug", "abbreviation"),
    }
    more = {"agency_kinds": {"rank": F("order")}, "terms": {"spelt_out": F("expansion")}}
    nothing = {"rank": Value(0, IntegerField()), "spelt_out": Value("", CharField())}
    queries = [
        query.order_by().annotate(part=Value(part, CharField()), **nothing | more.get(part, {}))
        for part, query in parts.items()
    ]
    found: dict[str, list] = {part: [] for part in parts}
    rows = queries[0].union(*queries[1:], all=True).order_by()
    keys: dict[tuple[str, str], int] = {}
    for key, slug, name, part, _rank, spelt_out in sorted(rows, key=lambda row: (row[4], row[2].lower())):
        found[part].append((slug, name, spelt_out) if part == "terms" else (slug, name))
        keys[part, slug] = key
    return Vocabulary(**found, keys=keys)
