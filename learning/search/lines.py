"""What the line under a statement names, from the index: it holds who a statement speaks to and where its review was.

`tests/learning/search/test_lines.py` holds it against the tables themselves.
"""

from collections import defaultdict

from pyroaring import BitMap

from learning.models import Agency, AgencyKind, Partnership, Statement, Theme

from .facets import Facets

# The facets that a line is made of, in its order.
NAMED = {"agency": Agency, "speaks-to": AgencyKind, "partnership": Partnership, "theme": Theme}


def give_lines(statements: dict[int, Statement], known: Facets) -> None:
    """Give statements, which stand under the keys of their entries, `line_bodies`, `line_place` and `line_themes`."""
    entries = BitMap(statements)
    named: dict[tuple[str, int], list[str]] = defaultdict(list)
    for tag, facet, name in known.keep("names", names):
        for key in entries & known.tagged(tag):
            named[facet, key].append(name)
    for key, statement in statements.items():
        statement.line_bodies = named["agency", key] + named["speaks-to", key]
        statement.line_place = ", ".join(named["partnership", key]) or statement.review.partnership_as_named
        statement.line_themes = named["theme", key]


def names() -> list[tuple[str, str, str]]:
    """Return the tag, the facet and the name of everything that a line can name, in the order of names."""
    return [
        (f"{facet}:{record.pk}", facet, record.area or record.name if facet == "partnership" else record.name)
        for facet, model in NAMED.items()
        for record in sorted(model.objects.all(), key=lambda record: getattr(record, "area", "") or record.name)
    ]
