"""Compare the name of a partnership in a document with those that the portal has."""

import re

from learning.models import Partnership, Review
from learning.utils.folding import fold

# Words that the names of many partnerships share. What is left of a name is mostly its place.
SHARED = {
    *(
        "safeguarding",
        "safeguard",
        "child",
        "children",
        "childrens",
        "adult",
        "adults",
        "young",
        "people",
        "protection",
    ),
    *("partnership", "partnerships", "partners", "board", "boards", "panel", "committee", "executive", "arrangements"),
    *("council", "county", "city", "borough", "metropolitan", "district", "royal", "unitary", "authority", "local"),
    *("area", "regional", "region", "public", "community", "safety", "multi", "agency", "service", "services"),
    *("and", "of", "the", "for", "on", "upon", "with", "in", "lscb", "lscp", "scb", "scp", "sab", "csp", "cpc", "apc"),
    *("bwrdd", "diogelu", "plant", "oedolion", "rhanbarthol", "invented"),
}

ANOTHER = (
    "The document names “{named}”, but this review belongs to {own}. Has the partnership in the document "
    "already published it? If so, do not publish it again here."
)


def places_in(name: str) -> set[str]:
    """Return the words of a partnership's name that few other names share: mostly those of its place."""
    return set(re.findall(r"\w+", fold(name).replace("'", ""))) - SHARED


def initials_of(name: str) -> str:
    """Return the first letters of a name, such as "bscb"."""
    return "".join(word[0] for word in re.findall(r"\w+", fold(name)) if word not in ("and", "of", "the", "for"))


def may_be_named(partnership: Partnership, name: str) -> bool:
    """Return whether a name in a document may be this partnership's.

    It may if it names no place, shares a word for the place, or has the partnership's initials.
    """
    known = [partnership.name, *partnership.former_names, partnership.area]
    own = {word for one in known for word in places_in(one)} | {initials_of(one) for one in known}
    words = places_in(name)
    return not words or bool(words & own)


def another_partnership(review: Review) -> str:
    """Return that the document of a review names a partnership that cannot be any of the review's, or ""."""
    name, own = review.partnership_as_named, list(review.partnerships.all())
    if not name or not own or any(may_be_named(one, name) for one in own):
        return ""
    return ANOTHER.format(named=name, own=" and ".join(map(str, own)))
