"""Compare the name of a partnership in a document with those that the portal has."""

import re
from collections.abc import Iterable

from learning.models import Partnership
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


def names_another(name: str, partnerships: Iterable[Partnership]) -> bool:
    """Return whether a document names a partnership that cannot be any of these."""
    some = list(partnerships)
    return bool(name and some) and not any(may_be_named(one, name) for one in some)
