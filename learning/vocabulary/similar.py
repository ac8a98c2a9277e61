"""Agencies with the same or nearly the same name, which are offered before a new one is made."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from learning.models import Agency
from learning.models.agency import words_of
from learning.sight import sight_of

MOST = 8  # agencies that are offered
LEAST_LETTERS = 6  # shorter names are the same or different: one letter changes an abbreviation
NEARLY = 0.88  # how alike two names are, from 0 to 1
CONTAINED = 0.95  # if all words of one name, two at least, are in the other
SMALL_WORDS = {"a", "an", "and", "for", "of", "the"}


def agencies_known(user) -> QuerySet[Agency]:
    """Return the agencies that an editor may be offered: all, except those whose names the public must not see.

    That a school is in the portal may tell of a review that names it. Agencies of such a kind are offered to those
    who know them already: editors of their partnerships, and readers of a review that names them.
    """
    sight, found = sight_of(user), Agency.objects.current().filter(stands_for=None)
    if sight.everything:
        return found
    readable = Q(pk__in=Agency.objects.visible_to(user).values("pk"))
    links = Agency.partnerships.through.objects.filter(partnership__in=sight.edited_partnerships)
    theirs = Q(pk__in=links.values("agency"))
    return found.filter(Q(kind__generic_name="") | theirs | readable)


def similar_agencies(user, names: Iterable[str]) -> list[Agency]:
    """Return the agencies that a user may be offered for one with any of these names, the most similar first."""
    wanted = [key for name in names if (key := key_of(name))]
    found: list[tuple[float, str, int]] = []
    for pk, name, aliases in agencies_known(user).values_list("pk", "name", "aliases"):
        others = [key for one in (name, *aliases) if (key := key_of(one))]
        alike = max((likeness(one, other) for one in wanted for other in others), default=0.0)
        if alike >= NEARLY:
            found.append((-alike, name, pk))
    keys = [pk for _, _, pk in sorted(found)[:MOST]]
    agencies = Agency.objects.select_related("kind").prefetch_related("partnerships").in_bulk(keys)
    return [agencies[pk] for pk in keys]


def key_of(name: str) -> str:
    """Return the words of a name in the alphabet's order, without capitals, accents, punctuation and small words."""
    words = [word for word in words_of(name.replace("&", " and ")).split() if word not in SMALL_WORDS]
    return " ".join(sorted(words))


def likeness(one: str, other: str) -> float:
    """Return how alike two names are: 1 for the same words, and 0 for any that are clearly different."""
    if one == other:
        return 1.0
    shorter, longer = sorted((set(one.split()), set(other.split())), key=len)
    if len(shorter) > 1 and shorter <= longer:
        return CONTAINED
    if min(len(one), len(other)) < LEAST_LETTERS:
        return 0.0
    pair = SequenceMatcher(None, one, other, autojunk=False)
    if pair.real_quick_ratio() < NEARLY or pair.quick_ratio() < NEARLY:
        return 0.0
    return pair.ratio()


def have_same_name(one: str, other: str) -> bool:
    """Return whether two names have the same words."""
    return key_of(one) == key_of(other)
