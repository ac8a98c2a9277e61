"""Statements relevant to one role: those that name it, name an agency of its kind, or are for all agencies."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from pyroaring import BitMap

from learning.models import AgencyKind, ItemKind, Theme
from learning.models.old_slug import with_slug
from learning.search.filter_choices import vocabulary_for
from learning.search.index_sets import index_sets_for
from learning.search.results import SearchResults
from recommendations.search import KIND as RECOMMENDATION
from recommendations.statements import STATEMENT_KINDS

BARE = (ItemKind.KEY_THEME, ItemKind.EMERGING_THEME)  # a few words each; pages of themes show more
LEARNT = (
    ItemKind.LEARNING_POINT,
    ItemKind.FINDING,
    ItemKind.AREA_TO_STRENGTHEN,
    ItemKind.CONCERN,
    ItemKind.ACTION_TAKEN_SINCE,
)
LOOKS: dict[str, tuple[str, ...]] = {
    "Good practice": (ItemKind.GOOD_PRACTICE,),
    "Learning": (*LEARNT, *BARE),
    "Recommendations": (RECOMMENDATION,),
    "Questions": (ItemKind.QUESTION,),
}


@dataclass(frozen=True)
class Tier:
    """How directly statements are relevant to a role, and how many of each kind a page shows."""

    anchor: str
    heading: str
    most: int
    last: tuple[str, ...] = ()  # kinds of items that are shown only where there is room


NAMED = Tier("named", "For this role", 6)
OF_KIND = Tier("agencies", "For agencies of this kind", 3)
FOR_ALL = Tier("all", "For all agencies", 3, last=BARE)


@dataclass(frozen=True)
class Shown:
    """The statements of one tier that a page shows, grouped by kind."""

    tier: Tier
    statements: list[Any]  # items and recommendations

    @property
    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """The label of each kind, with its statements."""
        names = {"good-practice": "Good practice", "recommendation": "Recommendations", "question": "Questions"}
        for look, group in groupby(self.statements, key=lambda one: one.look):
            yield names.get(look, "Learning"), list(group)


@dataclass(frozen=True)
class ForRole:
    """The statements relevant to a role that a page shows, and their total numbers."""

    shown: list[Shown]  # only tiers with statements
    naming: int  # number of statements that name the role or an agency of its kind
    for_all: int  # number of the others for all agencies: no statement counts twice

    @property
    def total(self) -> int:
        return self.naming + self.for_all

    @property
    def summary(self) -> str:
        """The numbers as a sentence without a full stop."""
        naming, for_all = f"{self.naming:,}", f"{self.for_all:,}"
        of_naming = f"{'names' if self.naming == 1 else 'name'} this role or an agency of this kind"
        of_all = f"{'is' if self.for_all == 1 else 'are'} for all agencies"
        if self.naming and self.for_all:
            return f"{self.total:,} items are relevant to this role: {naming} {of_naming}, and {for_all} {of_all}"
        number, which = (naming, of_naming) if self.naming else (for_all, of_all)
        return f"{number} item{'' if number == '1' else 's'} {which}"

    @property
    def statements(self) -> list[Any]:
        """All statements shown, in order."""
        return [statement for shown in self.shown for statement in shown.statements]


def for_role(request: HttpRequest, kind: AgencyKind, theme: Theme | None = None) -> ForRole:
    """Return the statements relevant to a role that the user may see, the most direct first.

    In each tier key points come first, and newer reviews before older ones.
    """
    known = index_sets_for(request)
    found = SearchResults(request.user, known, kinds=STATEMENT_KINDS, within=f"theme:{theme.pk}" if theme else "")
    everyone = vocabulary_for(request).key("agency_kinds", AgencyKind.EVERYONE)
    all_named = known.with_value(f"speaks-to:{kind.pk}") & found.all
    for_all = known.tagged(f"speaks-to:{everyone}") & found.all
    named = known.tagged(f"speaks-to:{kind.pk}") & found.all
    if kind.slug == AgencyKind.EVERYONE:
        named = all_named = BitMap()
    for_others = for_all - all_named  # a recommendation may name one role in a part, and all agencies in another
    tiers = [(NAMED, named), (OF_KIND, all_named - named), (FOR_ALL, for_others)]
    tier_of = {key: tier for tier, entries in tiers for key in first_of_each_look(found, tier, entries)}
    statements = found.fetch_by_key(list(tier_of))
    shown = [
        Shown(tier, [statement for key, statement in statements.items() if tier_of[key] is tier]) for tier, _ in tiers
    ]
    return ForRole([one for one in shown if one.statements], len(all_named), len(for_others))


def first_of_each_look(found: SearchResults, tier: Tier, entries: BitMap) -> Iterator[int]:
    """Yield the keys of the first entries of each kind, key points first."""
    known = found.sets
    key = known.tagged("key:yes")
    for kinds in LOOKS.values():
        of_look = entries & known.any_of(f"kind:{one}" for one in kinds)
        last = of_look & known.any_of(f"kind:{one}" for one in tier.last)
        first = of_look - last
        room = tier.most
        for some in (first & key, first - key, last & key, last - key):
            chosen = known.in_order(some, "good-practice", 0, room)
            room -= len(chosen)
            yield from chosen


def theme_of(request: HttpRequest) -> Theme | None:
    """Return the theme in `?theme=`, or None if it is missing or unknown."""
    slug = request.GET.get("theme", "")
    return with_slug(Theme.objects.all(), slug) if slug else None
