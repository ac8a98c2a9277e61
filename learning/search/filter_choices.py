"""The values of filters that come from the database, read in one query."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Value, When
from django.utils.html import conditional_escape

from learning.models import AgencyKind, GlossaryTerm, Partnership, Review, ReviewKind, Theme
from learning.sight import sight_key

from .index_sets import index_sets_for


@dataclass(frozen=True)
class Vocabulary:
    """Slug and name of each choice in the filters; of each glossary term its slug, abbreviation and expansion."""

    themes: list[tuple[str, str]] = field(default_factory=list)
    agency_kinds: list[tuple[str, str]] = field(default_factory=list)
    partnerships: list[tuple[str, str]] = field(default_factory=list)
    review_kinds: list[tuple[str, str]] = field(default_factory=list)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)  # primary keys, by list and slug
    kinds_held: frozenset[str] = frozenset()  # slugs of the kinds of which the reader may see a review

    @cached_property
    def abbreviations(self) -> tuple[re.Pattern | None, dict[str, tuple[str, str]]]:
        """The pattern that matches any abbreviation in an escaped text, None if there are none.

        With it come the slug of each abbreviation and what it stands for, escaped. The pattern does not match inside
        a word or inside an escaped character such as &amp; or &#x27;.
        """
        found: dict[str, tuple[str, str]] = {}
        for slug, abbreviation, expansion in self.terms:
            found.setdefault(str(conditional_escape(abbreviation)), (slug, str(conditional_escape(expansion))))
        longest_first = "|".join(map(re.escape, sorted(found, key=len, reverse=True)))
        return re.compile(rf"(?<![\w&#])({longest_first})(?!\w)") if found else None, found

    def key(self, part: str, slug: str) -> int | None:
        """Return the primary key of the entry with this slug in a list."""
        return self.keys.get((part, slug))

    @cached_property
    def by_key(self) -> dict[str, dict[int, tuple[str, str]]]:
        """Slug and name of every entry by its primary key, in the order of each list."""
        parts = ("themes", "agency_kinds", "partnerships", "review_kinds", "terms")
        return {part: {self.keys[part, pair[0]]: pair[:2] for pair in getattr(self, part)} for part in parts}


def vocabulary_for(request) -> Vocabulary:
    """Return what this reader may choose from."""
    if not hasattr(request, "_vocabulary"):
        request._vocabulary = kept_for(request, "vocabulary", lambda: read_vocabulary(request.user))
    return request._vocabulary


def years_for(request) -> set[int | None]:
    """Return the years of the reviews that this reader may see, drafts included; None stands for undated reviews."""
    return kept_for(request, "years of reviews", lambda: Review.objects.visible_to(request.user).years())


def kept_for[T](request, name: str, read: Callable[[], T]) -> T:
    """Return what all readers with the same permissions may choose from.

    It is read once in a generation of what readers see, which every change of a vocabulary or a review moves on, also
    of a draft.
    """
    return index_sets_for(request).keep((name, sight_key(request.user)), read)


def read_vocabulary(user) -> Vocabulary:
    """Return the vocabularies; partnerships and terms only if a review that the user may see has them.

    Kinds of review are public: all are known, so that an address with one of them leads to the same list at any time.
    """
    visible = Review.objects.visible_to(user)
    of_partnership, of_kind = visible.filter(partnerships=OuterRef("pk")), visible.filter(kinds=OuterRef("pk"))
    parts = {
        "themes": Theme.objects.current().values_list("pk", "slug", "name"),
        "agency_kinds": AgencyKind.objects.values_list("pk", "slug", "name"),
        "partnerships": Partnership.objects.filter(Exists(of_partnership)).values_list("pk", "slug", "name"),
        "review_kinds": ReviewKind.objects.values_list("pk", "slug", "name"),
        "terms": GlossaryTerm.objects.visible_to(user).values_list("pk", "slug", "abbreviation"),
    }
    held = Case(When(Exists(of_kind), then=Value("held")), default=Value(""), output_field=CharField())
    more: dict[str, dict[str, Any]] = {
        "agency_kinds": {"rank": F("order")},
        "review_kinds": {"rank": F("order"), "extra": held},
        "terms": {"extra": F("expansion")},
    }
    nothing = {"rank": Value(0, IntegerField()), "extra": Value("", CharField())}
    queries = [
        query.order_by().annotate(part=Value(part, CharField()), **nothing | more.get(part, {}))
        for part, query in parts.items()
    ]
    found: dict[str, list] = {part: [] for part in parts}
    rows = queries[0].union(*queries[1:], all=True).order_by()
    keys: dict[tuple[str, str], int] = {}
    kinds_held = set()
    for key, slug, name, part, _rank, extra in sorted(rows, key=lambda row: (row[4], row[2].lower())):
        found[part].append((slug, name, extra) if part == "terms" else (slug, name))
        keys[part, slug] = key
        if part == "review_kinds" and extra:
            kinds_held.add(slug)
    return Vocabulary(**found, keys=keys, kinds_held=frozenset(kinds_held))
