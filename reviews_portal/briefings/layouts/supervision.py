"""The supervision sheet: one side to read, talk about and write on in supervision."""

from dataclasses import replace

from reviews_portal.briefings.outline import THEMES, Outline, Section

from .base import CHOSEN, of_look
from .boxes import Box, fill
from .choosing import has_exact_date, makes_sense_alone, systems_first

MOST_WORDS = 130  # of statements and the review's own questions
LINES, FEWER_LINES = 3, 2  # to write under each question: fewer on a sheet that has the review's own questions, too
HEADING = "Think of a child you work with"
NO_DETAILS = "Do not record case details here."
# A reflective cycle: what is happening, how it feels, what it means, what next.
CYCLE = (
    "What is happening for this child?",
    "How does it feel, for the child and for you?",
    "What does it mean?",
    "What needs to happen next?",
)


def supervision(outline: Outline) -> Outline:
    """Return learning, the review's own questions, four questions about a child, and an action."""
    items = [item for item in outline.items() if not has_exact_date(item)]
    statements = [item for item in items if item.look in CHOSEN[:-1] and item.label not in THEMES]
    if not outline.is_trainers:
        statements = [item for item in statements if makes_sense_alone(item)]
    statements = [item for item in systems_first(statements) if item.look == "learning"] + [
        item for item in statements if item.look != "learning"
    ]
    learning = Box("learning", "What reviews say", statements, words=60, most=3)
    if outline.subject.startswith("review/"):
        learning.heading = "What this review says"
    questions = Box("questions", "Questions to ask yourself", of_look(items, "question"), words=60, most=2)
    fill([learning, questions], MOST_WORDS, ("questions",), whole=outline.is_trainers)
    lines = FEWER_LINES if questions.picked else LINES
    cycle = tuple(Section(question, lines=lines) for question in CYCLE)
    sections = (
        *(box.section(outline) for box in (learning, questions) if box.picked),
        Section(HEADING, sections=cycle, note=NO_DETAILS),
        Section("Action", fields=("What I will do", "By when")),
    )
    return replace(outline, sections=sections, lead=outline.head or outline.lead, called="Supervision sheet")
