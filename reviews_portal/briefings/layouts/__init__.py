"""Layouts arrange an outline for one use. Each takes an Outline and returns another, without changing its words."""

from collections.abc import Iterator
from dataclasses import replace

from reviews_portal.briefings.joint_responses import with_joint_once
from reviews_portal.briefings.outline import Outline
from reviews_portal.briefings.trimming import in_order_of_use, without

from .abbreviations import with_abbreviations
from .base import Layout, briefing
from .earlier import EARLIER
from .handout import handout
from .omissions import with_omissions
from .one_page import one_page
from .seven_minute import seven_minute
from .slides import all_slides, slides
from .supervision import supervision

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("briefing", "Full briefing", "Everything, in order", briefing),
        Layout(
            "seven-minute",
            "Seven-minute summary",
            "Seven parts on two sides",
            seven_minute,
            most_pages=2,
            is_short=True,
        ),
        Layout("one-page", "One page", "The first items, on one page", one_page, most_pages=1, keeps_first=True),
        Layout(
            "supervision",
            "Supervision sheet",
            "Learning and questions on one side, with space to write",
            supervision,
            most_pages=1,
            is_short=True,
        ),
        Layout("handout", "Handout", "Key messages on two sides", handout, most_pages=2, is_short=True),
        Layout("slides", "Slides", "For a 30-minute session, with trainer notes", slides, is_short=True),
        Layout("all-slides", "All slides", "Everything, one idea per slide, with trainer notes", all_slides),
    )
}


def arranged(outline: Outline, layout: Layout) -> Outline:
    """Return an outline in a layout, with only the documents quoted there and a note on what the layout leaves out.

    A trainer's briefing has no such note: the builder tells the trainer, who chose the layout.
    """
    made = without_note(outline, layout)
    return made if outline.is_trainers or layout.arrange is briefing else with_omissions(made, outline, layout)


def without_note(outline: Outline, layout: Layout) -> Outline:
    """Return an outline in a layout, without the note on what the layout leaves out."""
    made = replace(with_joint_once(layout.arrange(outline)), layout=layout.name, summaries=())
    if layout.name != "seven-minute":
        made = replace(made, approved_by="", approval="")
    if layout.arrange is briefing:
        return replace(made, abbreviations=())
    made = replace(made, facts=())
    made = without(made, lambda item: False)
    return in_order_of_use(with_abbreviations(made)) if layout.is_short else replace(made, abbreviations=())


def earlier_arrangements(outline: Outline, layout: Layout) -> Iterator[Outline]:
    """Yield what former releases quoted in a layout of this name, for check codes only."""
    if layout.name in EARLIER:
        yield replace(outline, sections=tuple(EARLIER[layout.name](outline)))
