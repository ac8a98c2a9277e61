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
    keys: dict[tuple[str, str], int] = field(default_factory=dict)  # of what stands in a list under a slug

    def key(self, part: str, slug: str) -> int | None:
        """Return the key of what has this slug in that list."""
        return self.keys.get((part, slug))

    def by_key(self, part: str) -> dict[int, tuple[str, str]]:
        """Return slug and name of everything in a list by its key."""
        return {self.keys[part, pair[0]]: pair[:2] for pair in getattr(self, part)}


def vocabulary_for(request) -> Vocabulary:
    """Return what this reader may choose from; read once a request."""
    if not hasattr(request, "_vocabulary"):
        request._vocabulary = read_vocabulary(request.user)
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
