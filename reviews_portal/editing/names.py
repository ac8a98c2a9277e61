"""Match the names of themes and agencies that are typed into one field with their records."""

import re
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Q
from rapidfuzz import fuzz, process

from learning.models import Agency, AgencyKind, Review, Theme
from learning.models.named_agency import check_public_names
from learning.utils.folding import fold

from .models import WorkingCopy

MOST_SUGGESTIONS = 3
MOST_CHOICES = 5  # names in a message
CLOSE_ENOUGH = 50  # per cent
LISTED = 8  # names offered while somebody types

type Record = Theme | Agency | AgencyKind


class Names:
    """The names of some records, to match with typed text: a full name, another name, or text that means only one.

    Suggestions and accepted names follow the same rule, `meant`. In messages, `called` is the word for one record, and
    `otherwise` says what to do if no record matches.
    """

    def __init__(self, records: Iterable[Record], *, called: str, otherwise: str) -> None:
        self.called, self.otherwise = called, otherwise
        self.by_name: dict[str, list[Record]] = {}
        self.others: dict[str, list[Record]] = {}
        self.shown: dict[str, str] = {}
        for record in records:
            self.shown.setdefault(plain(record.name), record.name)
            self.by_name.setdefault(plain(record.name), []).append(record)
            for alias in getattr(record, "aliases", []):
                self.others.setdefault(plain(alias), []).append(record)
        self.most_pieces = 1 + max((name.count(",") for name in (*self.by_name, *self.others)), default=0)

    def exactly(self, text: str) -> list[Record]:
        """Return the records with this name or, if there are none, with this other name.

        A kind of agency comes before an agency that has the same name.
        """
        found = self.by_name.get(plain(text)) or unique(self.others.get(plain(text), []))
        kinds: list[Record] = [one for one in found if isinstance(one, AgencyKind)]
        return kinds[:1] or found

    def beginning_with(self, text: str) -> list[Record]:
        """Return the records with a name that begins with this text, those by their full names first."""
        start = plain(text)
        if not start:
            return []
        names = [*self.by_name.items(), *self.others.items()]
        return unique([one for name, records in names if name.startswith(start) for one in records])

    def nearest(self, text: str) -> list[str]:
        """Return the names most like a text."""
        names = list(self.shown)
        found = process.extract(
            plain(text), names, scorer=fuzz.ratio, limit=MOST_SUGGESTIONS, score_cutoff=CLOSE_ENOUGH
        )
        return [self.shown[name] for name, _, _ in found]

    def finding(self, text: str) -> list[Record]:
        """Return the records with a name that begins with this text, then those with a later word that does."""
        start = plain(text)
        within = [
            one
            for names in (self.by_name, self.others)
            for name, records in names.items()
            if f" {start}" in f" {name}"
            for one in records
        ]
        return unique([*self.beginning_with(text), *within]) if start else []

    def meant(self, text: str) -> list[Record]:
        """Return what a text means: the only record with a name that begins with it, or else all that it finds."""
        begun = self.beginning_with(text)
        return begun if len(begun) == 1 else self.finding(text)

    def listed(self, text: str) -> list[Record]:
        """Return what to offer while somebody types: exact names first."""
        return unique([*self.exactly(text), *self.finding(text)])[:LISTED]


def plain(name: str) -> str:
    """Return a name as it is compared: folded, with single spaces."""
    return " ".join(fold(name).replace("’", "'").split())


def unique[T](records: Sequence[T]) -> list[T]:
    """Return records once each, in order."""
    return list(dict.fromkeys(records))


def read(text: str, names: Names) -> tuple[list[Record], list[str]]:
    """Return the records that a text names, and what is wrong with the names that are not matched.

    A whole name or other name is matched, and a text that means one record; a text that could mean several is not.
    Names are separated by commas, semicolons or line breaks. A name may contain commas: the longest match wins.
    """
    found: list[Record] = []
    problems: list[str] = []
    for chunk in re.split(r"[;\n]", text):
        pieces = [piece.strip() for piece in chunk.split(",") if piece.strip()]
        while pieces:
            records, count = longest(pieces, names)
            if len(records) == 1:
                found += records
            else:
                problems.append(problem_with(", ".join(pieces[:count]), records, names))
            pieces = pieces[count:]
    return unique(found), problems


def longest(pieces: list[str], names: Names) -> tuple[list[Record], int]:
    """Return the records that the first pieces name, and the number of pieces in that name."""
    for find in (names.exactly, names.meant):
        for count in range(min(len(pieces), names.most_pieces), 0, -1):
            if records := find(", ".join(pieces[:count])):
                return records, count
    return [], 1


def problem_with(name: str, records: Sequence[Record], names: Names) -> str:
    """Return why a text stands for no record, and what to do."""
    if records:
        found = list(dict.fromkeys(one.name for one in records))
        return f"“{name[:80]}” could be more than one {names.called}. Choose one: {either(found)}."
    nearest = " or ".join(f"“{one}”" for one in names.nearest(name))
    return f"“{name[:80]}” is not in the list. {f'Did you mean {nearest}? ' if nearest else ''}{names.otherwise}"


def either(choices: Sequence[str]) -> str:
    """Return names as a choice in words, with the number of those that are left out."""
    if len(choices) > MOST_CHOICES:
        return f"{', '.join(choices[:MOST_CHOICES])} and {len(choices) - MOST_CHOICES} more"
    return " or ".join(filter(None, (", ".join(choices[:-1]), choices[-1])))


# --- What may be named -----------------------------------------------------------------------------------------------


def theme_names() -> Names:
    """Return the names of all themes."""
    themes = Theme.objects.current().only("pk", "name", "aliases")
    return Names(themes, called="theme", otherwise="Choose a theme from the list, browse themes or propose a theme.")


def agency_names(review: Review, user) -> Names:
    """Return the names of the kinds of agency, and of the agencies that an editor of a review may name.

    Those are the ones in records that the user may see, those of the review's partnerships, and its own stand-ins.
    """
    own = Q(partnerships__in=review.partnerships.all()) | Q(pk__in=Agency.objects.visible_to(user).values("pk"))
    mine = Q(stands_for=None) | Q(stands_for_in=review)
    agencies = Agency.objects.current().filter(own & mine | Q(stands_for_in=review)).distinct()
    columns = ("name", "slug", "aliases", "kind", "stands_for", "stands_for_in", "merged_into")
    return Names(
        [*AgencyKind.objects.all(), *agencies.only("pk", *columns)],
        called="agency",
        otherwise="Choose an agency or a kind of agency from the list.",
    )


def in_a_field(records: Iterable[Record]) -> str:
    """Return the names of records as the value of a field, separated by semicolons if a name contains a comma."""
    names = [one.name for one in records]
    return ("; " if any("," in name for name in names) else ", ").join(names)


def typed_again(text: str, now: Sequence[Record]) -> bool:
    """Return whether a field names exactly the records that it named before, so that none need be looked up."""
    if plain(text) == plain(in_a_field(now)):
        return True
    pieces = sorted(plain(piece) for piece in re.split(r"[,;\n]", text) if piece.strip())
    return pieces == sorted(plain(one.name) for one in now)


def themes_typed(text: str) -> list:
    """Return the themes that a text names. Raises ValidationError for names that are not known."""
    found, problems = read(text, theme_names())
    if problems:
        raise ValidationError(problems)
    return found


def agencies_typed(text: str, copy: WorkingCopy, user) -> list:
    """Return the agencies and kinds of agency that a text names: all agencies if it is empty.

    Other names replace “All agencies”. Raises ValidationError for names that are not known or may not be public.
    """
    found, problems = read(text, agency_names(copy.review, user))
    agencies = [one for one in found if isinstance(one, Agency)]
    if problems:
        raise ValidationError(problems)
    check_public_names(copy.review, agencies)
    others = [one for one in found if getattr(one, "slug", "") != AgencyKind.EVERYONE]
    return others or list(AgencyKind.objects.filter(slug=AgencyKind.EVERYONE))


def by_field(found: list) -> dict[str, list]:
    """Return agencies and kinds of agency by the fields of a row that hold them."""
    return {
        "agencies": [one for one in found if isinstance(one, Agency)],
        "agency_kinds": [one for one in found if isinstance(one, AgencyKind)],
    }
