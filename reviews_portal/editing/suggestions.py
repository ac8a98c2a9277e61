"""Suggest themes and agencies for statements whose words contain their names or other names.

Nothing is applied automatically. Each suggestion says which words led to it.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from learning.models import Agency, AgencyKind, Theme
from learning.search.tokenizer import FUNCTION_WORDS, stem
from learning.utils.folding import fold

from .models import Row, RowKind, WorkingCopy
from .models.row_kind import FOR_AGENCIES, STATEMENTS
from .names import Names, Record, agency_names, theme_names
from .source_matching import WORD

MOST_THEMES, MOST_AGENCIES = 4, 3  # suggested for one statement, which may have this many themes
LONGEST_ABBREVIATION = 5  # letters: "IT" is not "it"
OF_AGENCIES = (RowKind.RESPONSE, RowKind.AGENCY_INVOLVED)  # which need agencies, not kinds of agency
PARTS = re.compile(r"[.,;:!?\n()]")  # marks that no name goes across
PREFIXES: dict[type, str] = {Theme: "theme", Agency: "agency", AgencyKind: "kind"}

type Stem = tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A theme or an agency that a statement may be about, and the words that led to it."""

    record: Record
    because: str
    is_in_heading: bool = False
    is_shared: bool = False  # whether the words are a name of several agencies, so that a person must choose

    @property
    def key(self) -> str:
        """Its value in a form."""
        return f"{PREFIXES[type(self.record)]}:{self.record.pk}"


class Vocabulary:
    """Finds the names of themes or agencies in texts. Plural endings and capital letters do not matter.

    In a name of several words, other endings and small words such as "of" do not matter either: "Non-accidental
    injury" is in "non-accidental injuries", and "Support for parents" in "support to parents".
    """

    def __init__(self, names: Names) -> None:
        self.by_stem: dict[Stem, list[Record]] = defaultdict(list)
        self.abbreviations: dict[str, list[Record]] = defaultdict(list)
        records = [record for found in names.by_name.values() for record in found]
        everyone = {one.pk for one in records if isinstance(one, AgencyKind) and one.slug == AgencyKind.EVERYONE}
        for record in records:
            kind = record.kind_id if isinstance(record, Agency) else record.pk
            if isinstance(record, Theme) or kind not in everyone:
                for name in (record.name, *getattr(record, "aliases", ())):
                    self.add(name, record)
        self.longest = max(map(len, self.by_stem), default=0)

    def add(self, name: str, record: Record) -> None:
        """Add a name of a record."""
        if name.isupper() and len(name) <= LONGEST_ABBREVIATION:
            self.abbreviations[name].append(record)
        elif stems := stems_of(WORD.findall(name)):
            self.by_stem[stems].append(record)

    def found_in(self, text: str) -> dict[Record, str]:
        """Return the records that a text names, longest names first, each with the words found."""
        places = list(WORD.finditer(text))
        found: dict[Record, str] = {}
        for run in runs_of(places, text):
            alone, together = [singular(one[0]) for one in run], [stem(fold(one[0])) for one in run]
            for length in range(min(self.longest, len(run)), 0, -1):
                stems = together if length > 1 else alone
                for at in range(len(run) - length + 1):
                    for record in self.by_stem.get(tuple(stems[at : at + length]), ()):
                        found.setdefault(record, text[run[at].start() : run[at + length - 1].end()])
        for place in places:
            for record in self.abbreviations.get(place[0], ()):
                found.setdefault(record, place[0])
        return found


def runs_of(places: Iterable[re.Match[str]], text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the words of a text without small words, in runs between which there is a punctuation mark."""
    run: list[re.Match[str]] = []
    end = 0
    for place in places:
        if PARTS.search(text, end, place.start()):
            yield run
            run = []
        end = place.end()
        if place[0].lower() not in FUNCTION_WORDS or place[0].isupper():
            run.append(place)
    yield run


def stems_of(words: Sequence[str]) -> Stem:
    """Return the words of a name in the form for comparison: of one word, without its plural ending only."""
    said = [word for word in words if word.lower() not in FUNCTION_WORDS or word.isupper()] or list(words)
    if len(said) > 1:
        return tuple(stem(fold(word)) for word in said)
    return tuple(map(singular, said))


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """Return a word in lower case, without its plural ending."""
    small = word.lower()
    return small[:-1] if len(small) > 3 and small.endswith("s") and not small.endswith("ss") else small


class Suggestions:
    """The suggestions for the rows of a working copy, for one of its editors."""

    def __init__(self, copy: WorkingCopy, user) -> None:
        self.copy, self.user = copy, user

    @cached_property
    def themes(self) -> Vocabulary:
        return Vocabulary(theme_names())

    @cached_property
    def agencies(self) -> Vocabulary:
        """The kinds of agency, and the agencies that the editor may name."""
        return Vocabulary(agency_names(self.copy.review, self.user))

    @cached_property
    def headings(self) -> Mapping[int, list[tuple[int, str]]]:
        """The places and words of the headings, by the key of their document."""
        found: dict[int, list[tuple[int, str]]] = defaultdict(list)
        rows = self.copy.rows.kept().filter(kind__in=[RowKind.HEADING, RowKind.SUBHEADING]).in_order()
        for document, position, words in rows.values_list("document", "position", "words"):
            found[document].append((position, words))
        return found

    def heading_above(self, row: Row) -> str:
        """Return the words of the nearest heading above a row, or ""."""
        above = self.headings.get(row.document_id, [])
        at = bisect_right(above, row.position, key=lambda heading: heading[0])
        return above[at - 1][1] if at else ""

    def of(
        self, row: Row, *, themes: Collection[str], has_agencies: bool, agencies: Collection[str] = ()
    ) -> list[Suggestion]:
        """Return the themes and agencies suggested for a row.

        `themes` and `agencies` are the names of those that it has. Further themes are suggested for imported rows
        only. Agencies are suggested for a row that has none, or is for all agencies; those that share a name also for
        an imported row that has others, until one of them is chosen.
        """
        found: list[Suggestion] = []
        if row.kind in STATEMENTS and len(themes) < MOST_THEMES and (not themes or row.source_block is not None):
            named = self.in_words(self.themes, row, MOST_THEMES, with_heading=True)
            found += [one for one in named if one.record.name not in themes]
        if row.kind in (*FOR_AGENCIES, *OF_AGENCIES) and (not has_agencies or row.source_block is not None):
            named = self.in_words(self.agencies, row, MOST_AGENCIES, with_heading=False)
            found += still_to_choose(named, agencies) if has_agencies else named
        return found

    def in_words(self, vocabulary: Vocabulary, row: Row, most: int, *, with_heading: bool) -> list[Suggestion]:
        """Return the records named in a row, then those named in the heading above it, without those dismissed."""
        text = f"{row.named_as}\n{row.words}" if row.kind in OF_AGENCIES else row.words
        named = list(vocabulary.found_in(text).items())
        if row.kind in OF_AGENCIES:
            named = [(record, words) for record, words in named if isinstance(record, Agency)]
        shared = Counter(words for record, words in named if isinstance(record, Agency))
        found = {
            record: Suggestion(record, words, is_shared=isinstance(record, Agency) and shared[words] > 1)
            for record, words in named
        }
        if with_heading:
            for record, words in vocabulary.found_in(self.heading_above(row)).items():
                found.setdefault(record, Suggestion(record, words, is_in_heading=True))
        return list(islice((one for one in found.values() if one.key not in row.dismissed), most))


def still_to_choose(named: Sequence[Suggestion], agencies: Collection[str]) -> list[Suggestion]:
    """Return the agencies that share a name, without those of a name for which one of them has been chosen."""
    chosen = {one.because for one in named if one.record.name in agencies}
    return [one for one in named if one.is_shared and one.because not in chosen]


def records_of(keys: Iterable[str], offered: Sequence[Suggestion]) -> dict[str, list[Record]]:
    """Return the records that a form names by suggestion keys, by the field of the row."""
    fields = {"theme": "themes", "agency": "agencies", "kind": "agency_kinds"}
    wanted, found = set(keys), defaultdict(list)
    for one in offered:
        if one.key in wanted:
            found[fields[PREFIXES[type(one.record)]]].append(one.record)
    return dict(found)
