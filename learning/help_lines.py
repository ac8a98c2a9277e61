"""What the footer says to a reader who is worried about somebody now: whom to call, for each nation.

A page about one review says what fits who that review is about, and the nation. All other pages are about children.
The emergency number is the same in every nation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from .models import About, Nation, Review

EMERGENCY = "999"


class Line(NamedTuple):
    """A helpline: its name, as it stands within a sentence, and its number."""

    name: str
    number: str

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")


CHILDREN = Line("the NSPCC", "0808 800 5000")
DOMESTIC_ABUSE = {
    Nation.ENGLAND: Line("the National Domestic Abuse Helpline", "0808 2000 247"),
    Nation.WALES: Line("Live Fear Free", "0808 80 10 800"),
    Nation.SCOTLAND: Line("Scotland’s Domestic Abuse and Forced Marriage Helpline", "0800 027 1234"),
    Nation.NORTHERN_IRELAND: Line("the Domestic and Sexual Abuse Helpline", "0808 802 1414"),
}
# Who answers for adults, within a sentence; where the nation is not known, the name that is understood in all.
ADULT_SOCIAL_CARE = {
    Nation.ENGLAND: "the local council’s adult social care team",
    Nation.WALES: "the local council’s social services",
    Nation.SCOTLAND: "the local council’s social work service",
    Nation.NORTHERN_IRELAND: "the local Health and Social Care Trust’s adult safeguarding team",
}
ADULT_SOCIAL_CARE_ANYWHERE = "local adult social care"


@dataclass(frozen=True)
class HelpLines:
    """What a page says: about children, adults or both, and domestic abuse lines, with the nation if several."""

    children: bool = True
    adult_social_care: str = ""  # whom to contact about an adult; "" on a page that is not about adults
    domestic_abuse: tuple[tuple[str, Line], ...] = ()
    for_children: Line = CHILDREN

    @property
    def who(self) -> str:
        if self.children:
            return "a child or an adult" if self.adult_social_care else "a child"
        return "an adult"


USUAL = HelpLines()
EVERYBODY = HelpLines(adult_social_care=ADULT_SOCIAL_CARE_ANYWHERE)


def help_lines_of(review: Review) -> HelpLines:
    """Return what the page of a review says. Its kinds and partnerships are read, unless they were fetched."""
    prefetch_related_objects([review], "kinds", "partnerships")
    kinds, about = list(review.kinds.all()), review.is_about
    nations = nations_of([*(one.nation for one in review.partnerships.all())] or [kind.nation for kind in kinds])
    adults = ""
    if About.ADULTS in about:
        adults = ADULT_SOCIAL_CARE[nations[0]] if len(nations) == 1 else ADULT_SOCIAL_CARE_ANYWHERE
    lines: tuple[tuple[str, Line], ...] = ()
    if any(kind.is_about_domestic_abuse for kind in kinds):
        shown = nations or list(Nation)
        lines = tuple((nation.label if len(shown) > 1 else "", DOMESTIC_ABUSE[nation]) for nation in shown)
    return HelpLines(About.CHILDREN in about, adults, lines)


def nations_of(names: Iterable[str]) -> list[Nation]:
    """Return the nations that these names stand for, in order; none if one of them is of any nation."""
    known = {name: [name] for name in Nation.values} | {"england-and-wales": [Nation.ENGLAND, Nation.WALES]}
    found = [known.get(name) for name in names]
    return [nation for nation in Nation if any(nation in some for some in found if some)] if all(found) else []
