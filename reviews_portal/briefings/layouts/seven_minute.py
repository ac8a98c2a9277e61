"""The seven-minute briefing: seven numbered parts of whole statements, some 450 to 550 words on two sides of A4.

Its parts and their lengths are those of the seven-minute briefings that safeguarding partnerships hand out. A part for
which nothing is published asks a question instead. A partnership's own summary, once approved, takes the place of the
statements of a part.
"""

from collections.abc import Iterable
from dataclasses import replace

from reviews_portal.briefings.outline import THEMES, Item, Outline, Summary

from .base import of_look
from .boxes import Box, fill, where_from
from .choosing import has_exact_date, makes_sense_alone, systems_first

MOST_WORDS = 525  # with the headings of its parts and our own sentences
EXPERIENCE = {"The child’s lived experience", "Keeping the focus on the child", "Race, culture and identity"}
FAMILY, INTRODUCTION, INSTRUCTION = "family-involvement", "findings-intro", "instruction"  # kinds of section
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
FILLED = ("learnt", "do", "experience", "worked", "happened", "why")  # in which order parts get words that are left
PROMPTS = (
    "Could this happen here, and how would we know?",
    "Whose voice do we not hear in our work with families?",
    "What will we change this month, and who will check?",
)
WELL_DONE = "What do we already do well here? What would help us do it more often?"
ESCALATE = "Follow your local procedures. If you disagree with a decision, say so and use your escalation procedure."
SUPPORT = "Reading about harm to children is hard. If it stays with you, talk to your supervisor."


def seven_minute(outline: Outline) -> Outline:
    """Return the seven parts of an outline. From a trainer's own briefing nothing is left out here."""
    boxes = boxes_of(outline)
    for summary in outline.summaries:
        boxes[summary.part].own = own_words(summary, outline)
    ask = boxes["ask"]
    listed = list(boxes.values())
    fill(listed, MOST_WORDS, FILLED, whole=outline.is_trainers)
    if not ask.own:
        prompts = PROMPTS[: max(0, QUESTIONS - len(ask.picked))]
        ask.always = closing(prompts, outline)
    based = [basis(one) for one in outline.summaries if one.references]
    return replace(
        outline,
        sections=tuple(
            box.section(outline, f"{number}. {box.heading}") for number, box in enumerate(listed, start=1)
        ),
        lead=outline.head or outline.lead,
        called=name_of(outline),
        remarks=(*outline.remarks, *based),
    )


def boxes_of(outline: Outline) -> dict[str, Box]:
    """Return the seven parts by name, each with what may go into it."""
    items = [item for item in outline.items() if not has_exact_date(item)]
    learning = of_look(items, "learning")
    themes = [item for item in learning if item.label in THEMES]
    alone = [item for item in learning if item.label not in THEMES]
    if not outline.is_trainers:
        alone = [item for item in alone if makes_sense_alone(item)]
    experience = [item for item in alone if not EXPERIENCE.isdisjoint(item.themes)]
    experience += [item for item in items if item.kind == FAMILY]
    happened = where_from(outline) or "What do we know about what happened, and what would we still want to know?"
    why = themes or [item for item in items if item.kind == INTRODUCTION]
    instructions = [item for item in items if item.kind == INSTRUCTION]
    boxes = (
        ("why", why, 50, 8, "Why does this matter for the children and families that we work with?"),
        ("happened", [item for item in items if item.is_event], 70, 9, happened),
        (
            "experience",
            experience,
            60,
            3,
            "What was each day like for the child or adult? What would they have told us, and who would have listened?",
        ),
        ("worked", of_look(items, "good-practice"), 50, 5, WELL_DONE),
        (
            "learnt",
            systems_first(alone),
            140,
            5,
            "Where have we met this in our own work, and what did we learn from it?",
        ),
        (
            "do",
            [*instructions, *of_look(items, "recommendation")],
            100,
            5,
            "What one thing will we do differently, and who will check that it happens?",
        ),
        ("ask", of_look(items, "question"), 50, QUESTIONS, ""),
    )
    made = {name: Box(name, HEADINGS[name], *rest) for name, *rest in boxes}
    made["experience"].brings_points = made["learnt"].brings_points = True
    made["do"].always = ESCALATE
    made["ask"].always = closing(PROMPTS, outline)  # the most that it may say, to reserve room for it
    return made


def closing(prompts: Iterable[str], outline: Outline) -> str:
    """Return our questions, where to read more and where to find support."""
    more = "" if outline.is_trainers else f"The full text, with its sources, is at {outline.address}"
    return "\n\n".join(filter(None, [*prompts, more, SUPPORT]))


def own_words(summary: Summary, outline: Outline) -> Item:
    """Return a partnership's own summary of a part as an item that says whose words it is."""
    (review,) = outline.reviews[:1]
    return Item(
        look="summary", label=f"Summary by {outline.approved_by}", text=summary.text, review=review, is_typed=True
    )


def basis(summary: Summary) -> str:
    """Return the sentence on what a partnership's own words are based on."""
    return f"“{HEADINGS[summary.part]}” is based on {', '.join(summary.references)}."


def name_of(outline: Outline) -> str:
    """Return what the document is called: a partnership's approval makes the summary of its review a briefing."""
    if outline.approved_by:
        return "Seven-minute briefing"
    return "Review summary" if outline.subject.startswith("review/") else "Summary of learning"
