"""One page: the first items, as many as there is room for."""

from dataclasses import replace

from reviews_portal.briefings.outline import Item, Outline, Section, items_of

from .base import alone, story, titles_in


def one_page(outline: Outline) -> Outline:
    """Return the statements in outline order, after what happened in one review; the last ones may be left out."""
    account = what_happened(outline, "What happened")
    parts = [account, *(replace(one, items=statements_of(one), sections=(), note="") for one in outline.sections)]
    return replace(outline, sections=tuple(part for part in parts if items_of(part)))


def what_happened(outline: Outline, heading: str) -> Section:
    """Return the section on what happened; for several reviews, each under the name of its review."""
    told_of: dict[str, list[Item]] = {}
    for item in outline.items():
        if item.is_event:
            told_of.setdefault(item.review, []).append(item)
    titles = titles_in(outline)
    stories = [story(titles.get(code, code), items) for code, items in told_of.items()]
    return replace(stories[0], heading=heading) if len(stories) == 1 else Section(heading, sections=tuple(stories))


def statements_of(section: Section) -> tuple[Item, ...]:
    """Return the statements of a section and its subsections, as a flat list."""
    return tuple(alone(item) for item in items_of(section) if item.reference and item.look != "response")
