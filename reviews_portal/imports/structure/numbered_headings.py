"""Headings that are only the number of a recommendation: the number is its label, and the section is its heading."""

import re

from reviews_portal.imports.chapters import Chapter
from reviews_portal.imports.draft import Reason, Statement, Type

from .collector import Collector
from .labels import named_in_heading

NUMBERS = re.compile(r"recommendations? \d[\d.]*(?:(?:, ?| and | & | to | ?[–-] ?)\d[\d.]*)*[.:]?", re.IGNORECASE)


class NumberedHeadings:
    """Replace headings such as "Recommendation 4" by that of the section around them, chapter by chapter."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.section = ""  # the heading of the section, if the last chapter had a number for its heading
        self.before: Chapter | None = None

    def replace(self, chapter: Chapter, made: list[Statement]) -> None:
        """Give the statements made of a chapter the heading of its section, if their own is only a number.

        Without a section around it, the heading stays.
        """
        section = self.section_of(chapter) if labels_recommendation(chapter, made) else ""
        again = section == self.section and unnumbered(chapter) == section
        self.section, self.before = section, chapter
        if not section:
            return
        for heading in chapter.headings[:-1] if again else []:
            self.collector.aside(heading.printed, Reason.REPEATED, heading)
        last = chapter.headings[-1]
        for one in made:
            if one.heading and one.heading.startswith(chapter.name):
                one.heading = section + one.heading.removeprefix(chapter.name)
        self.collector.aside(last.printed, Reason.REPEATED, last)

    def section_of(self, chapter: Chapter) -> str:
        """Return the headings above the last one of a chapter, those of its section, or of the chapter above."""
        if own := unnumbered(chapter):
            return own
        if self.section:
            return self.section
        names = (chapter.above, self.before)
        above = next((one for one in names if one and one.type is Type.RECOMMENDATION and one.says_type), None)
        return unnumbered(above) if above else ""


def labels_recommendation(chapter: Chapter, made: list[Statement]) -> bool:
    """Return whether the last heading of a chapter is only the number, and so the label, of a recommendation."""
    named = named_in_heading(chapter.headings[-1].printed) if chapter.headings else None
    return named is not None and any((one.type, one.label) == (Type.RECOMMENDATION, named[1]) for one in made)


def unnumbered(chapter: Chapter) -> str:
    """Return the headings of a chapter that are more than the number of a recommendation, one per line."""
    lines = (line for line in chapter.name.split("\n") if line)
    return "\n".join(line for line in lines if not (named_in_heading(line) or NUMBERS.fullmatch(line)))
