"""The handout: two sides to take away from a training session, some 500 to 700 words."""

from dataclasses import replace

from reviews_portal.briefings.outline import THEMES, Outline

from .base import of_look
from .boxes import Box, fill, where_from
from .choosing import has_exact_date, makes_sense_alone, systems_first
from .seven_minute import ESCALATE, INSTRUCTION, WELL_DONE

MOST_WORDS = 680
FILLED = ("messages", "recommendations", "about", "worked")
MESSAGES = 5
YOUR_ROLE = (
    "Read this with your team. Choose one message, and agree what you will do differently and by when.",
    "Tell your manager or training lead what gets in the way of good practice here.",
    ESCALATE,
)
CONTACTS = (
    "Children’s social care, office hours",
    "Children’s social care, out of hours",
    "Named or designated safeguarding lead",
    "Escalation procedure",
    "Support for staff",
)


def handout(outline: Outline) -> Outline:
    """Return what the reviews are about, key messages, what worked, what readers can do, and local contacts."""
    boxes = boxes_of(outline)
    fill(boxes, MOST_WORDS, FILLED, whole=outline.is_trainers)
    messages = next(box for box in boxes if box.name == "messages")
    if len(messages.picked) == MESSAGES:
        messages.heading = "Five key messages"
    sections = tuple(box.section(outline) for box in boxes)
    return replace(outline, sections=sections, lead=outline.head or outline.lead, called="Handout")


def boxes_of(outline: Outline) -> list[Box]:
    """Return the parts, each with what may go into it."""
    items = [item for item in outline.items() if not has_exact_date(item)]
    learning = [item for item in of_look(items, "learning") if item.label not in THEMES]
    is_of_review = outline.subject.startswith("review/")
    if not outline.is_trainers:
        learning = [item for item in learning if makes_sense_alone(item)]
    themes = [item for item in of_look(items, "learning") if item.label in THEMES]
    return [
        Box(
            "about",
            "About this review" if is_of_review else "About these reviews",
            [item for item in items if item.is_event],
            words=100,
            most=10,
            instead=where_from(outline) or "What do we know about what happened, and what would we still want to know?",
        ),
        Box(
            "messages",
            "Key messages",
            systems_first(learning) or themes,
            words=200,
            most=MESSAGES,
            brings_points=True,
            instead="What have we learnt from our own work on this?",
        ),
        Box("worked", "What worked", of_look(items, "good-practice"), words=90, most=4, instead=WELL_DONE),
        Box(
            "role",
            "Your role",
            [item for item in items if item.kind == INSTRUCTION],
            words=40,
            most=2,
            always="\n\n".join(YOUR_ROLE),
        ),
        Box(
            "recommendations",
            "Recommendations in brief",
            of_look(items, "recommendation"),
            words=140,
            most=6,
            instead="What should change here, and who could change it?",
        ),
        Box("contacts", "Local contacts", [], words=0, most=0, fields=CONTACTS),
    ]
