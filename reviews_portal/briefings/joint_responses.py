"""Shows the words of a joint response once in a document, under the first recommendation that it answers there.

Such a response stands under each recommendation that it answers, because a layout may leave one of them out. All of
them have the same `versions`: those of every agency and recommendation. No other two responses share a version, unless
they are paragraphs of one response to one recommendation.
"""

from dataclasses import replace

from learning.utils.text import in_sentence

from .outline import Item, Outline, Section


def with_joint_once(outline: Outline) -> Outline:
    """Return an outline in which a joint response is quoted once; its other items say where its words are."""
    first: dict[tuple[int, ...], Item] = {}

    def answered(one: Item, statement: Item) -> Item:
        if one.look != "response" or not (one.versions and one.texts):
            return one
        shown = first.setdefault(one.versions, statement)
        if shown.reference == statement.reference:
            return one
        line = f"Same response as for {in_sentence(shown.label)} ({shown.reference})"
        return replace(one, text="", line=line)

    def section(one: Section) -> Section:
        items = tuple(
            replace(item, under=tuple(answered(under, item) for under in item.under)) if item.under else item
            for item in one.items
        )
        return replace(one, items=items, sections=tuple(map(section, one.sections)))

    return replace(outline, sections=tuple(map(section, outline.sections)))
