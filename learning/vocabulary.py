"""The vocabularies that a page offers as choices and links, read in one query."""

from dataclasses import dataclass, field

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Value

from .models import AgencyKind, GlossaryTerm, Partnership, Review, Theme


@dataclass(frozen=True)
class Vocabulary:
    """Pairs of slug and name: the choices of the filters; of terms slug, abbreviation and expansion."""

    themes: list[tuple[str, str]] = field(default_factory=list)
    agency_kinds: list[tuple[str, str]] = field(default_factory=list)
    partnerships: list[tuple[str, str]] = field(default_factory=list)
    terms: list[tuple[str, str, str]] = field(default_factory=list)


def vocabulary_for(request) -> Vocabulary:
    """Return what this reader may choose from; read once a request."""
    if not hasattr(request, "_vocabulary"):
        request._vocabulary = read_vocabulary(request.user)
    return request._vocabulary


def read_vocabulary(user) -> Vocabulary:
    """Return the vocabularies: of partnerships and terms only those that a visible review brings in."""
    their_reviews = Review.objects.visible_to(user).filter(partnerships=OuterRef("pk"))
    parts = {
        "themes": Theme.objects.values_list("slug", "name"),
        "agency_kinds": AgencyKind.objects.values_list("slug", "name"),
        "partnerships": Partnership.objects.filter(Exists(their_reviews)).values_list("slug", "name"),
        "terms": GlossaryTerm.objects.visible_to(user).values_list("slug", "abbreviation"),
    }
    more = {"agency_kinds": {"rank": F("order")}, "terms": {"spelt_out": F("expansion")}}
    nothing = {"rank": Value(0, IntegerField()), "spelt_out": Value("", CharField())}
    queries = [
        query.order_by().annotate(part=Value(part, CharField()), **nothing | more.get(part, {}))
        for part, query in parts.items()
    ]
    found: dict[str, list] = {part: [] for part in parts}
    rows = queries[0].union(*queries[1:], all=True).order_by()
    for slug, name, part, _rank, spelt_out in sorted(rows, key=lambda row: (row[3], row[1].lower())):
        found[part].append((slug, name, spelt_out) if part == "terms" else (slug, name))
    return Vocabulary(**found)
