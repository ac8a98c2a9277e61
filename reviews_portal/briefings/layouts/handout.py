"""The handout: two sides to take away from a training session, some 500 to 700 words."""

from dataclasses import replace

from reviews_portal.briefings.outline import THEMES, Outline

from . import our_words
from .base import of_look
from .boxes import Box, fill, where_from
from .choosing import events_in, learning_in, makes_sense_alone, questions_in, systems_first, usable
from .seven_minute import INSTRUCTION, SOURCES

MOST_WORDS = 680
FILLED = ("messages", "recommendations", "role", "about", "worked")
MESSAGES = 5
HEADINGS = {
    "about": "What happened",
    "messages": "Key messages",
    "worked": "What worked well",
    "role": "Your role",
    "recommendations": "Recommendations",
    "contacts": "Local contacts",
}


def handout(outline: Outline) -> Outline:
    """Return what the reviews are about, key messages, what worked, what readers can do, and local contacts."""
    boxes = boxes_of(outline)
    fill(boxes, MOST_WORDS, FILLED, whole=outline.is_trainers)
    sections = tuple(box.section(outline) for box in boxes)
    return replace(outline, sections=sections, lead=outline.head or outline.lead, called="Handout")


def boxes_of(outline: Outline) -> list[Box]:
    """Return the parts, each with what may go into it."""
    items = usable(outline)
    learning = [item for item in learning_in(outline, items) if item.label not in THEMES]
    if not outline.is_trainers:
        learning = [item for item in learning if makes_sense_alone(item)]
    themes = [item for item in of_look(items, "learning") if item.label in THEMES]
    sources = where_from(outline)
    about = events_in(items)
    messages = [*learning, *themes] if outline.is_trainers else systems_first(learning) or themes
    role = [item for item in items if item.kind == INSTRUCTION] + questions_in(outline, items)
    boxes = [
        Box("about", about, words=100, most=10, instead=sources or our_words.HAPPENED),
        Box("messages", messages, words=220, most=MESSAGES, instead=our_words.LEARNT),
        Box("worked", of_look(items, "good-practice"), words=90, most=4, instead=our_words.WORKED),
        Box("role", role, words=40, most=8, always="\n\n".join(our_words.YOUR_ROLE)),
        Box("recommendations", of_look(items, "recommendation"), words=140, most=8, instead=our_words.CHANGE),
        Box("contacts", [], words=0, most=0, fields=our_words.CONTACTS),
    ]
    for box in boxes:
        box.heading = HEADINGS[box.name]
        box.brings_points = box.name in ("messages", "recommendations")
    if sources and not about:
        boxes[0].heading = SOURCES
    return boxes
