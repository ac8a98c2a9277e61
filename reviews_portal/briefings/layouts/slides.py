"""Slides for a session of 30 minutes: twelve, each with at most 40 words, and notes for the trainer."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from learning.models import Called
from learning.utils.text import whole_sentences
from reviews_portal.briefings.outline import THEMES, Item, Outline, Section

from . import our_words
from .base import CHOSEN, alone, of_look, story, titles_in
from .boxes import sourced
from .choosing import (
    apart_from,
    by_importance,
    events_in,
    in_order,
    learning_in,
    makes_sense_alone,
    number_of,
    questions_in,
    systems_first,
    usable,
)

SLIDES = "Slides"  # what such a document is called
WORDS = 32  # of the text of a slide: with its title at most 40
LENGTH = 28  # minutes, besides one each for the first and the last slide
FINDINGS = 4
FACTS = ("Who this review is about", "Harm", "Outcome", *map(str, Called.labels))
UNKNOWN = "Not stated"


def slides(outline: Outline) -> Outline:
    """Return the sections of a session, one slide each; the writer adds the first and the last slide.

    Findings have four slides. If there are fewer, actions and good practice have more. From a trainer's own briefing
    every statement gets a slide.
    """
    items = usable(outline)
    is_all = outline.is_trainers
    findings = findings_of(learning_in(outline, items), is_all=is_all)
    spare = max(0, FINDINGS - max(1, len(findings)))
    actions = groups_of(of_look(items, "recommendation"), 1 + spare, is_all=is_all)
    practice = groups_of(of_look(items, "good-practice"), 1 + spare - max(0, len(actions) - 1), is_all=is_all)
    asked, *more = groups_of(questions_in(outline, items), 1, is_all=is_all) or [[]]
    left = WORDS - sum(map(shown_words, asked))

    def slide(heading: str, picked: Sequence[Item], minutes: int, note: str = "") -> Section:
        return Section(heading, tuple(alone(sourced(item, outline)) for item in picked), note=note, minutes=minutes)

    def series(heading: str, groups: list[list[Item]], minutes: int, instead: str) -> list[Section]:
        if not groups:
            return [slide(heading, (), minutes, note=instead)]
        each = max(1, minutes // len(groups))
        of = f" of {len(groups)}"
        return [
            slide(f"{heading}: {number}{of}" if len(groups) > 1 else heading, group, each)
            for number, group in enumerate(groups, start=1)
        ]

    happened = on_one_slide(events_in(items), most=4)
    sections = [
        Section("Why we are here", note="\n\n".join(our_words.PURPOSE), minutes=1),
        who(outline),
        slide("What happened", happened, 3, note="" if happened else our_words.HAPPENED),
        *series("What we learnt", [[item] for item in findings] or named_themes(items), 12, our_words.LEARNT),
        *series("What worked well", practice, 2, our_words.WORKED),
        *series("What to do", actions, 3, f"{our_words.ACT}\n\n{our_words.ESCALATE}"),
    ]
    time = max(1, LENGTH - sum(section.minutes for section in sections))
    sections += [slide("Discussion", group, 0) for group in more]
    sections.append(slide("Discussion", asked, time, note=prompts(left, 3 - len(asked))))
    return replace(outline, sections=tuple(sections), lead=outline.head or outline.lead, called=SLIDES)


def groups_of(items: list[Item], most: int, *, is_all: bool) -> list[list[Item]]:
    """Return the items of each slide: two if they fit, on at most so many slides."""
    if is_all:
        return [[item] for item in items]
    groups: list[list[Item]] = []
    while len(groups) < most and (group := on_one_slide(apart_from(items, chain(*groups)), most=2)):
        groups.append(group)
    return groups


def named_themes(items: list[Item]) -> list[list[Item]]:
    """Return one slide of the themes that a document names, for a document without other learning."""
    themes = on_one_slide([item for item in items if item.label in THEMES], most=8)
    return [themes] if themes else []


def all_slides(outline: Outline) -> Outline:
    """Return everything to present, one idea after another: what happened, what was learnt, what to discuss.

    Sub-points of every kind follow what they stand under: a question on a finding is asked after the finding.
    """
    items = outline.items()
    events = [item for item in items if item.is_event]
    titles = titles_in(outline)
    stories = [
        story(titles.get(code, code), [item for item in events if item.review == code])
        for code in dict.fromkeys(item.review for item in events)
    ]
    sections = [replace(stories[0], heading="What happened")] if len(stories) == 1 else []
    if len(stories) > 1:
        sections = [Section("What happened", sections=tuple(stories))]
    headings = ("What worked well", "What we learnt", "What to do", "Questions to discuss", "Action plan")
    for look, heading in zip((*CHOSEN, "action"), headings, strict=True):
        if found := [item for section in outline.sections for item in at_the_top(section) if item.look == look]:
            sections.append(Section(heading, tuple(map(without_responses, found))))
    return replace(outline, sections=tuple(sections))


def at_the_top(section: Section) -> list[Item]:
    """Return the items of a section and its subsections that are not shown under another item."""
    return [*section.items, *(item for inner in section.sections for item in at_the_top(inner))]


def without_responses(item: Item) -> Item:
    """Return an item with only the statements under it, and the actions of a published plan."""
    return replace(item, under=tuple(without_responses(one) for one in item.under if one.look != "response"))


def shown_text(text: str) -> str:
    """Return what a slide shows of a text: its first whole sentences, with "…" if there are more."""
    return whole_sentences(text, WORDS)


def shown_words(item: Item) -> int:
    """Return the number of words that a slide shows of an item."""
    return number_of(shown_text(in_one(item)))


def in_one(item: Item) -> str:
    """Return the words of an item as one text."""
    parts = [f"{part.shown_label} {part.text.strip()}" for part in item.parts]
    cells = [f"{cell.heading}: {cell.text.strip()}" for cell in item.cells]
    return " ".join([item.text.strip(), *parts, item.tail.strip(), *cells]).strip()


def findings_of(items: list[Item], *, is_all: bool) -> list[Item]:
    """Return the four most important findings that a slide can show, those about systems first."""
    if is_all:
        return items
    learning = [item for item in items if item.label not in THEMES]
    able = [item for item in learning if makes_sense_alone(item) and shown_words(item) <= WORDS]
    complete = [item for item in able if "…" not in shown_text(in_one(item))]
    ranked = [*by_importance(systems_first(complete)), *by_importance(systems_first(apart_from(able, complete)))]
    return in_order(ranked[:FINDINGS], learning)


def on_one_slide(items: list[Item], most: int) -> list[Item]:
    """Return the most important items that one slide has room for."""
    picked: list[Item] = []
    left = WORDS
    for item in by_importance(items):
        if len(picked) < most and shown_words(item) <= left:
            picked.append(item)
            left -= shown_words(item)
    return in_order(picked, items)


def prompts(words: int, most: int) -> str:
    """Return our own questions for which a slide has room."""
    found: list[str] = []
    for prompt in our_words.PROMPTS[:most]:
        if number_of(" ".join([*found, prompt])) <= words:
            found.append(prompt)
    return "\n\n".join(found)


def who(outline: Outline) -> Section:
    """Return who a review is about, or which reviews an outline is from."""
    facts = {fact.name: fact.value for fact in outline.facts}
    known = [f"{name}: {facts[name]}" for name in FACTS if facts.get(name, UNKNOWN) != UNKNOWN]
    if known:
        return Section("Who this is about", note="\n\n".join(known), minutes=1)
    titles = list(dict.fromkeys(titles_in(outline).values()))
    return Section("Where this learning comes from", note="\n\n".join(titles), minutes=1)
