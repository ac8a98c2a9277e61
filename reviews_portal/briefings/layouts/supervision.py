"""The supervision sheet: one side to read, talk about and write on in supervision."""

from dataclasses import replace

from reviews_portal.briefings.outline import Outline, Section

from . import our_words
from .base import CHOSEN, alone, of_look
from .boxes import Box, fill
from .choosing import SINCE, apart_from, makes_sense_alone, questions_in, systems_first, usable, words_of

MOST_WORDS = 130  # of statements and the review's own questions
LONGEST = 150  # words of the only statement, where no shorter one can be read alone
LINES, FEWER_LINES = 3, 2  # to write under each question: fewer on a sheet that has the review's own questions, too


def supervision(outline: Outline) -> Outline:
    """Return learning, the review's own questions, four questions about a child, and an action."""
    items = usable(outline)
    statements = [item for item in items if item.look in CHOSEN[:-1]]
    if not outline.is_trainers:
        statements = [item for item in statements if makes_sense_alone(item) and item.kind != SINCE]
    learnt = of_look(statements, "learning")
    statements = systems_first(learnt) + apart_from(statements, learnt)
    learning = Box("learning", statements, words=60, most=3, heading="What reviews say")
    if outline.subject.startswith("review/"):
        learning.heading = "What this review says"
    questions = Box("questions", questions_in(outline, items), words=60, most=2, heading="Questions to ask yourself")
    fill([learning, questions], MOST_WORDS, ("questions",), whole=outline.is_trainers)
    if not learning.picked and not questions.picked:
        learning.picked = [alone(item) for item in sorted(statements, key=words_of)[:1] if words_of(item) <= LONGEST]
    is_full = questions.picked or sum(map(words_of, learning.picked)) > learning.words
    lines = FEWER_LINES if is_full else LINES
    cycle = tuple(Section(question, lines=lines) for question in our_words.CYCLE)
    sections = (
        *(box.section(outline) for box in (learning, questions) if box.picked),
        Section(our_words.CHILD, sections=cycle, note=our_words.NO_DETAILS),
        Section("Action", fields=("What I will do", "By when")),
    )
    return replace(outline, sections=sections, lead=outline.head or outline.lead, called="Supervision sheet")
