"""What the editing page shows of a working copy."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from learning.components import draw
from learning.models import ItemKind, SourceDocument
from learning.utils.text import beginning
from recommendations.models.response_fields import Acceptance

from .actions.rows import conflicts_for
from .breaks import SEVERAL, breaks_in
from .models import ConflictingRow, Row, RowKind, WorkingCopy
from .models.row_kind import BECOMES, NAMED, STATEMENTS, Becomes
from .source import Compared
from .suggestions import Suggestion, Suggestions

PER_PAGE = 300
ABOVE = "the one above"
NO_AGENCY = "not chosen yet"
RECENT = timedelta(hours=1)
MOST_BREAKS = 6  # places at which one row is offered to be split
LOOKS: dict[str, str] = {
    kind.value: kind.value if kind in (ItemKind.GOOD_PRACTICE.value, ItemKind.QUESTION.value) else "learning"
    for kind in RowKind
    if BECOMES[kind] == Becomes.ITEM
} | {
    RowKind.RECOMMENDATION.value: "recommendation",
    RowKind.PART.value: "recommendation",
    RowKind.TAIL.value: "recommendation",
    RowKind.ACTION.value: "action",
    RowKind.RESPONSE.value: "response",
}
LABELS = {kind.value: str(kind.label) for kind in RowKind}
DOUBTFUL = ~Q(doubt="")  # as `Row.is_doubtful`
# Levels added to a row's own: parts are indented below their recommendation.
DEEPER = {RowKind.PART.value: 1, RowKind.TAIL.value: 1, RowKind.ACTION.value: 1, RowKind.RESPONSE.value: 1}
# The pages where the records of rows are changed once they are recorded, each with its name.
OWN_PAGES = {
    RowKind.ACTION.value: ("quoted_actions", "Planned actions"),
    RowKind.RESPONSE.value: ("quoted_responses", "Responses in documents"),
}


@dataclass(frozen=True)
class Line:
    """One row as the list shows it, outside its form."""

    row: Row
    themes: Sequence[str] = ()  # the names of its themes
    relevant_to: Sequence[str] = ()  # the names of the agencies and kinds of agency that it is for
    by: str = ""  # who else changed it in the last hour
    has_conflict: bool = False
    is_hidden: bool = False  # from readers: not even editors see its words here
    suggested: Sequence[Suggestion] = ()
    agencies: Sequence[str] = ()  # the names of its agencies, without kinds of agency

    @property
    def kind(self) -> str:
        return str(self.row.kind)

    @property
    def label(self) -> str:
        """The name of its kind."""
        return LABELS[self.row.kind]

    @property
    def look(self) -> str:
        """The name of its colour and symbol, or "" for text that is no statement."""
        return LOOKS.get(self.row.kind, "")

    @property
    def is_heading(self) -> bool:
        return BECOMES[RowKind(self.row.kind)] == Becomes.HEADING

    @property
    def level(self) -> int:
        """How far it is indented, from 1."""
        return min(self.row.level + DEEPER.get(self.row.kind, 0), 4)

    @property
    def no_agency(self) -> str:
        """The text shown if no agency has been chosen yet."""
        return NO_AGENCY

    @property
    def is_fixed(self) -> bool:
        """Whether it cannot be changed here."""
        return self.is_hidden or self.row.is_recorded

    @property
    def own_page(self) -> tuple[str, str] | None:
        """The URL name and the title of the page where its record is changed, if there is one."""
        return OWN_PAGES.get(self.row.kind)

    @property
    def beside(self) -> list[tuple[str, str]]:
        """The columns printed beside the text of a planned action or a response, each with its name."""
        row, becomes = self.row, BECOMES[RowKind(self.row.kind)]
        found = []
        if becomes == Becomes.ACTION:
            found = [("Recommendation", row.answers or ABOVE), *row.cells]
        elif becomes == Becomes.RESPONSE:
            said = row.get_acceptance_display() if row.acceptance != Acceptance.NOT_STATED else ""
            found = [
                ("Agencies", ", ".join(self.agencies) or NO_AGENCY),
                ("Name as printed", row.named_as),
                ("Recommendation", row.answers or ABOVE),
                ("Acceptance", said),
                ("Reason", row.acceptance_reason),
            ]
        elif becomes == Becomes.AGENCY_INVOLVED:
            found = [("Agency", ", ".join(self.agencies) or NO_AGENCY)]
        return [(name, text) for name, text in found if text]

    @property
    def may_be_several(self) -> bool:
        """Whether the import asks if it should be split."""
        return self.row.doubt == SEVERAL

    @property
    def breaks(self) -> list[tuple[int, str]]:
        """Where a doubtful row can be split, if it looks like several: the places, and the words that begin there."""
        if not self.row.is_doubtful or self.is_fixed:
            return []
        words = self.row.words
        return [(at, beginning(words[at:], 40)) for at in breaks_in(words)[:MOST_BREAKS]]

    @property
    def to_add(self) -> int:
        """How many of its suggestions are added with “Add all”."""
        return sum(not one.is_shared for one in self.suggested)

    @property
    def lacks_themes(self) -> bool:
        return not self.themes and self.row.kind in STATEMENTS

    @property
    def lacks_agency(self) -> bool:
        """Whether it names an agency that nobody has chosen yet."""
        return not self.agencies and not self.row.is_recorded and self.row.becomes in NAMED


def lines_of(copy: WorkingCopy, rows: Iterable[Row], user, conflicts: Iterable[int] = ()) -> list[Line]:
    """Return rows as the list shows them to a user. `conflicts` are the keys of rows with text that the user typed."""
    rows, since, conflicts = list(rows), timezone.now() - RECENT, set(conflicts)
    others = {row.saved_by_id for row in rows if row.saved_at > since} - {None, user.pk}
    people = get_user_model().objects.in_bulk(others) if others else {}
    keys = [row.pk for row in rows]
    hidden = Row.objects.filter(pk__in=keys).hidden_keys()
    for_some = Row.objects.filter(pk__in=keys).keys_for_some_agencies()
    themes, agencies, kinds = (names_in(name, keys) for name in ("themes", "agencies", "agency_kinds"))
    suggestions = Suggestions(copy, user)
    for row in rows:
        row.copy = copy
    return [
        Line(
            row,
            themes[row.pk],
            [*agencies[row.pk], *kinds[row.pk]],
            str(people[row.saved_by_id]) if row.saved_at > since and row.saved_by_id in people else "",
            row.pk in conflicts,
            row.pk in hidden,
            []
            if row.pk in hidden
            else suggestions.of(
                row, themes=themes[row.pk], has_agencies=row.pk in for_some, agencies=agencies[row.pk]
            ),
            agencies[row.pk],
        )
        for row in rows
    ]


def names_in(name: str, keys: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of the themes or agencies in this field of rows, by the key of the row.

    Names only: a page of 300 rows would otherwise make a thousand records.
    """
    found: dict[int, list[str]] = defaultdict(list)
    tagged = Row.objects.filter(pk__in=keys, **{f"{name}__isnull": False}).order_by(name)
    for key, one in tagged.values_list("pk", f"{name}__name"):
        found[key].append(one)
    return found


@dataclass(frozen=True)
class OfDocument:
    """The lines of one document on a page."""

    document: SourceDocument
    lines: list[Line]
    start: int  # the number of the first line


def by_document(
    documents: Sequence[SourceDocument], lines: Iterable[Line], start: int, *, all_of_them: bool
) -> list[OfDocument]:
    """Return lines, numbered from `start`, under their documents; with `all_of_them` also documents without any."""
    found = {key: list(group) for key, group in groupby(lines, key=lambda line: line.row.document_id)}
    groups = []
    for one in documents:
        if all_of_them or one.pk in found:
            groups.append(OfDocument(one, found.get(one.pk, []), start))
            start += len(groups[-1].lines)
    return groups


def beside(found: Sequence[Compared], lines: Sequence[Line], *, is_first: bool, is_last: bool) -> list[Compared]:
    """Return the blocks of the source to show beside lines: from the block of the first to that of the last.

    The first page of a review also has the blocks before them, and the last page those after them. Blocks of rows
    that are hidden from readers are left out.
    """
    hidden = {(line.row.document_id, line.row.source_block) for line in lines if line.is_hidden}
    found = [one for one in found if (one.block.document_id, one.block.number) not in hidden]
    places = {(one.block.document_id, one.block.number): at for at, one in enumerate(found)}
    shown = [places.get((line.row.document_id, line.row.source_block or 0), -1) for line in lines]
    known = [at for at in shown if at >= 0]
    start = 0 if is_first or not known else min(known)
    end = len(found) if is_last or not known else max(known) + 1
    return found[start:end]


def html_of(line: Line) -> str:
    """Return the HTML of one row in the list."""
    return draw("editing/row", line=line)


def conflicts_of(user, copy: WorkingCopy) -> dict[int, list[ConflictingRow]]:
    """Return the texts that a user typed into rows that others had changed, by the key of the row."""
    found: dict[int, list[ConflictingRow]] = {}
    for one in conflicts_for(user, copy):
        found.setdefault(one.row_id, []).append(one)
    return found


def in_words(name: str, value: Any, records: dict[str, dict[int, str]]) -> str:
    """Return the value of a field of a row as text to display."""
    if name in records:
        return ", ".join(records[name][key] for key in value if key in records[name])
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name == "kind":
        return LABELS.get(value, value)
    if isinstance(value, list):
        return "\n".join(f"{heading}: {text}" for heading, text in value)
    return str(value)


def pages_of(copy: WorkingCopy) -> dict[int, int]:
    """Return the numbers of the pages by the keys of the rows on them."""
    keys = copy.rows.kept().in_order().values_list("pk", flat=True)
    return {key: at // PER_PAGE + 1 for at, key in enumerate(keys)}


def page_with(copy: WorkingCopy, row: Row) -> int:
    """Return the number of the page with a row."""
    above = Q(document__position__lt=row.document.position) | Q(document=row.document_id, position__lt=row.position)
    return copy.rows.kept().filter(above).count() // PER_PAGE + 1
