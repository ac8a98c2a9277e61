"""A plan: the items that a trainer has chosen for a briefing, their order, and what the trainer wrote.

It stores references of records and none of their words. Each time a plan becomes an outline, the records are read anew
with the permissions of the reader.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from learning.models import LearningItem, ReviewSection
from learning.models.item import LEVELS
from learning.models.section import WHAT_HAPPENED
from learning.models.statement import ORIGINS
from learning.search.index_sets import index_sets
from learning.search.related_names import attach_lines
from learning.wordings import attach_wordings
from recommendations.line_parts import attach_parts
from recommendations.models import Recommendation
from recommendations.plans.reading import read_actions
from reviews_portal.selectors.review_detail import give_answers

from .layouts import LAYOUTS
from .layouts.base import story
from .listings import in_that_language
from .outline import Item, Outline, Section
from .quoting.quoter import Quoter

DEFAULT_TITLE = "My briefing"
DEFAULT_HEADING = "What reviews say"
MOST = 200  # entries in one briefing
MOST_WORDS = 50_000  # characters that a trainer can type in one briefing

type Statement = LearningItem | Recommendation


@dataclass(frozen=True)
class Entry:
    """A record in a plan, with the heading that starts at it and the trainer's note on it."""

    reference: str
    heading: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """The content of a briefing so far."""

    title: str = ""
    introduction: str = ""
    layout: str = "briefing"
    background: bool = True  # whether it starts with what happened in each review
    responses: bool = False  # whether it shows the responses to each recommendation, and the actions of plans for it
    entries: tuple[Entry, ...] = ()
    language: str = ""  # of items that have words in several languages; empty: that of the portal

    @property
    def references(self) -> list[str]:
        """The references of its entries, in order."""
        return [entry.reference for entry in self.entries]

    @property
    def has_words(self) -> bool:
        """Whether it has any entry or typed text."""
        return bool(self.entries or self.title or self.introduction)

    @property
    def length(self) -> int:
        """The number of characters typed in it."""
        notes = sum(len(entry.heading) + len(entry.note) for entry in self.entries)
        return len(self.title) + len(self.introduction) + notes

    def with_added(self, references: Iterable[str]) -> "Plan":
        """Return the plan with these references at its end, except those that it has or has no room for."""
        new = [one for one in dict.fromkeys(references) if one not in self.references]
        return replace(self, entries=(*self.entries, *map(Entry, new))[:MOST])

    def without(self, references: Iterable[str]) -> "Plan":
        """Return the plan without the entries of these references."""
        gone = set(references)
        return replace(self, entries=tuple(one for one in self.entries if one.reference not in gone))

    def moved(self, reference: str, by: int) -> "Plan":
        """Return the plan with an entry, and the heading that starts at it, moved by so many places."""
        entries = list(self.entries)
        places = [place for place, entry in enumerate(entries) if entry.reference == reference]
        for place in places:
            entries.insert(max(0, place + by), entries.pop(place))
        return replace(self, entries=tuple(entries))

    def ordered(self, references: list[str]) -> "Plan":
        """Return the plan in this order; entries that are not named follow at the end."""
        places = {reference: place for place, reference in enumerate(references)}
        return replace(self, entries=tuple(sorted(self.entries, key=lambda one: places.get(one.reference, MOST))))


PLAN = TypeAdapter(Plan)


def plan_of(data: Any) -> Plan:
    """Return the plan from stored data, or an empty one if the data is invalid."""
    try:
        return PLAN.validate_python(data or {})
    except ValidationError:
        return Plan()


def data_of(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data, to be stored."""
    data: dict[str, Any] = PLAN.dump_python(plan, mode="json")
    return data


def statements_of(references: Iterable[str], user) -> dict[str, Statement]:
    """Return the statements with these references that the user may see, with their lines and parts."""
    wanted = list(references)
    if not wanted:
        return {}
    found: list[Statement] = [
        record
        for model, shown in ((LearningItem, (*ORIGINS, "parent")), (Recommendation, ORIGINS))
        for record in model.objects.visible_to(user).filter(reference__in=wanted).select_related(*shown)
    ]
    attach_lines(found, index_sets())
    attach_parts(found)
    attach_wordings(found)
    return {record.reference: record for record in found}


def with_sub_points(references: Iterable[str], user) -> list[str]:
    """Return references, each followed by those of its sub-points and of theirs, each once."""
    wanted = list(dict.fromkeys(references))
    under: dict[str, list[str]] = {}
    visible = LearningItem.objects.visible_to(user).order_by("position")
    above = list(visible.filter(reference__in=wanted).values_list("pk", flat=True))
    for _ in range(LEVELS - 1):
        points = list(visible.filter(parent__in=above).values_list("pk", "parent__reference", "reference"))
        for _, parent, reference in points:
            under.setdefault(parent, []).append(reference)
        above = [key for key, _, _ in points]
    found: dict[str, None] = {}

    def add(reference: str) -> None:
        if reference not in found:
            found[reference] = None
            for point in under.get(reference, []):
                add(point)

    for reference in wanted:
        add(reference)
    return list(found)


def outline_of(
    plan: Plan, user, quoter: Quoter, *, found: dict[str, Statement] | None = None, public_only: bool = False
) -> Outline:
    """Return the outline of a plan for a user now, with a remark if some of it is not visible to them.

    `found` has the plan's statements as `statements_of` returns them for this user, if they were read already.
    `public_only` also leaves out what is not public.
    """
    quoter.language = plan.language or quoter.language
    if found is None:
        found = statements_of(plan.references, user)
    if public_only:
        found = {reference: one for reference, one in found.items() if not one.review.mark}
    records = [found[reference] for reference in plan.references if reference in found]
    if plan.responses:
        recommendations = [record for record in records if isinstance(record, Recommendation)]
        give_answers(recommendations)
        read_actions(recommendations)
    sections = list(background_of(records, quoter)) if plan.background and records else []
    heading, items = "", list[Item]()
    for entry in plan.entries:
        if entry.heading:
            sections += [section_of(heading, items)] if items else []
            heading, items = entry.heading, []
        if record := found.get(entry.reference):
            items.append(replace(quoter.statement(record), note=entry.note))
    sections += [section_of(heading, items)] if items else []
    missing = [] if public_only else [code_in(one) for one in plan.references if one not in found]
    return Outline(
        title=plan.title or DEFAULT_TITLE,
        introduction=plan.introduction,
        made_on=quoter.on,
        content_note=content_note(records),
        sections=tuple(sections),
        documents=quoter.documents,
        audience=quoter.audience,
        portal=quoter.portal,
        address=quoter.site + in_that_language("/", quoter.language),
        layout=plan.layout if plan.layout in LAYOUTS else "briefing",
        reviews=tuple(sorted({*quoter.reviews, *missing})),  # the trainer's words may be about the missing ones, too
        is_trainers=True,
        remarks=(left_out_in_words(len(missing)),) if missing else (),
    )


def left_out_in_words(number: int) -> str:
    """Return a sentence that says how many items are not visible to the reader."""
    if number == 1:
        return "1 item is left out, because it is no longer published or is restricted."
    return f"{number} items are left out, because they are no longer published or are restricted."


def code_in(reference: str) -> str:
    """Return the code of the review from a reference: "R0003" from "R0003-14"."""
    return reference.rpartition("-")[0]


def section_of(heading: str, items: list[Item]) -> Section:
    """Return items under a trainer's heading, or under the default one if it is empty."""
    return Section(heading or DEFAULT_HEADING, tuple(items), is_trainers=bool(heading))


def background_of(records: list[Statement], quoter: Quoter) -> Iterable[Section]:
    """Yield what happened in each review, as far as its documents have a short account of it."""
    reviews = {record.review_id: record.review for record in records}
    paragraphs: dict[int, list[Item]] = {key: [] for key in reviews}
    narrative = ReviewSection.objects.shown().filter(review__in=reviews, kind__in=WHAT_HAPPENED)
    passages = list(narrative.select_related("document").order_by("document__position", "position"))
    attach_wordings(passages)
    for section in passages:
        paragraphs[section.review_id].append(quoter.narrative(section, reviews[section.review_id]))
    parts = tuple(story(reviews[key].title, items) for key, items in paragraphs.items() if items)
    if parts:
        yield Section("Background", sections=parts)


def content_note(records: list[Statement]) -> str:
    """Return the content notes of the reviews of these records, each with its title if there are several."""
    notes = {one.review.title: one.review.content_note for one in records if one.review.content_note}
    if len(notes) == 1:
        return next(iter(notes.values()))
    return "\n\n".join(f"{title}: {note}" for title, note in notes.items())
