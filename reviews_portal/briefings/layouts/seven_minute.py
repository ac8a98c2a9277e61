"""The seven-minute briefing: seven numbered parts of whole statements, some 450 to 550 words on two sides of A4.

Its parts and their lengths are those of the seven-minute briefings that safeguarding partnerships hand out. A part for
which nothing is published asks a question instead. A partnership's own summary, once approved, takes the place of the
statements of a part.
"""

from collections.abc import Iterable
from dataclasses import replace

from reviews_portal.briefings.outline import THEMES, Item, Outline, Summary

from . import our_words
from .base import of_look
from .boxes import Box, fill, where_from
from .choosing import events_in, learning_in, makes_sense_alone, questions_in, systems_first, usable

MOST_WORDS = 525  # with the headings of its parts and our own sentences
EXPERIENCE = {"The child’s lived experience", "Keeping the focus on the child", "Race, culture and identity"}
INTRODUCTION, INSTRUCTION = "findings-intro", "instruction"  # kinds of section
VOICES = ("voice", "family-views", "identity-and-culture", "family-involvement")  # kinds of section
QUESTIONS = 3
HEADINGS = {
    "why": "Why this matters",
    "happened": "What happened",
    "experience": "Lived experience",
    "worked": "What worked well",
    "learnt": "What we learnt",
    "do": "What to do",
    "ask": "Questions for your team",
}
SOURCES = "Where this learning comes from"  # in place of what happened, if only the reviews are known
SUMMARY = "Review summary"  # what it is called until a partnership approves it
BASED_ON = " is based on "
FILLED = ("learnt", "do", "experience", "worked", "happened", "why")  # in which order parts get words that are left


def seven_minute(outline: Outline) -> Outline:
    """Return the seven parts of an outline. From a trainer's own briefing nothing is left out here."""
    boxes = boxes_of(outline)
    for summary in outline.summaries:
        boxes[summary.part].own = own_words(summary, outline)
    ask = boxes["ask"]
    listed = list(boxes.values())
    fill(listed, MOST_WORDS, FILLED, whole=outline.is_trainers)
    if not ask.own:
        prompts = our_words.PROMPTS[: max(0, QUESTIONS - len(ask.picked))]
        ask.always = closing(prompts, outline)
    based = [basis(one) for one in outline.summaries if one.references]
    return replace(
        outline,
        sections=tuple(box.section(outline, f"{number}. {box.heading}") for number, box in enumerate(listed, start=1)),
        lead=outline.head or outline.lead,
        called=name_of(outline),
        remarks=(*outline.remarks, *based),
    )


def boxes_of(outline: Outline) -> dict[str, Box]:
    """Return the seven parts by name, each with what may go into it."""
    items = usable(outline)
    learning = learning_in(outline, items)
    themes = [item for item in learning if item.label in THEMES]
    alone = [item for item in learning if item.label not in THEMES]
    if not outline.is_trainers:
        alone = [item for item in alone if makes_sense_alone(item)]
    experience = [item for item in alone if not EXPERIENCE.isdisjoint(item.themes)]
    experience += [item for kind in VOICES for item in items if item.kind == kind]
    happened = events_in(items)
    sources = "" if happened else where_from(outline)
    actions = [item for item in items if item.kind == INSTRUCTION] + of_look(items, "recommendation")
    questions = questions_in(outline, items)
    why = themes or [item for item in items if item.kind == INTRODUCTION]
    boxes = (
        Box("why", why, words=50, most=8, instead=our_words.WHY),
        Box("happened", happened, words=70, most=9, instead=sources or our_words.HAPPENED),
        Box("experience", experience, words=60, most=3, instead=our_words.EXPERIENCE, brings_points=True),
        Box("worked", of_look(items, "good-practice"), words=50, most=5, instead=our_words.WORKED),
        Box("learnt", systems_first(alone), words=140, most=5, instead=our_words.LEARNT, brings_points=True),
        Box("do", actions, words=100, most=5, instead=our_words.ACT, always=our_words.ESCALATE),
        # What it says at most, to reserve room for it.
        Box("ask", questions, words=50, most=QUESTIONS, always=closing(our_words.PROMPTS, outline)),
    )
    headings = HEADINGS | {"happened": SOURCES} if sources else HEADINGS
    return {box.name: replace(box, heading=headings[box.name]) for box in boxes}


def closing(prompts: Iterable[str], outline: Outline) -> str:
    """Return our questions, where to read more and where to find support."""
    more = "" if outline.is_trainers else f"Read more, with sources: {outline.address}"
    return "\n\n".join(filter(None, [*prompts, more, our_words.SUPPORT]))


def own_words(summary: Summary, outline: Outline) -> Item:
    """Return a partnership's own summary of a part as an item that says whose words it is."""
    (review,) = outline.reviews[:1]
    return Item(
        look="summary", label=f"Summary by {outline.approved_by}", text=summary.text, review=review, is_typed=True
    )


def basis(summary: Summary) -> str:
    """Return the sentence on what a partnership's own words are based on."""
    return f"“{HEADINGS[summary.part]}”{BASED_ON}{', '.join(summary.references)}."


def name_of(outline: Outline) -> str:
    """Return what the document is called: a partnership's approval makes the summary of its review a briefing."""
    if outline.approved_by:
        return "Seven-minute briefing"
    return SUMMARY if outline.subject.startswith("review/") else "Summary of learning"
