"""Styles and numbering of Word documents: which paragraphs are headings, and what is printed before items."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .marks import letters, roman
from .office import attribute, sign

FORMATS = {
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda number: "",
}
HEADING = re.compile(r"heading (\d)|(title)|(subtitle)", re.IGNORECASE)
DEEPEST = 8  # levels of a list, from 0


def is_on(element: etree._Element | None) -> bool | None:
    """Return whether a switch is on; None if it is not there."""
    return None if element is None else attribute(element, "val").lower() not in ("0", "false", "off", "none")


def number_of(element: etree._Element | None, otherwise: int | None = None) -> int | None:
    """Return the number that an element has as its value, or another."""
    value = "" if element is None else attribute(element, "val")
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else otherwise


@dataclass
class Style:
    """What a style, with those that it is based on, says of its paragraphs or runs."""

    name: str = ""
    outline: int | None = None
    list: str | None = None  # the list that its paragraphs are numbered in
    depth: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    size: int | None = None  # in half points
    language: str = ""

    @property
    def heading(self) -> int:
        """Return the level of a heading, or 0."""
        if found := HEADING.fullmatch(self.name):
            return min(int(found[1]), 6) if found[1] else 1 if found[2] else 2
        return min(self.outline + 1, 6) if self.outline is not None and self.outline < 9 else 0

    def over(self, based: "Style") -> "Style":
        """Return this style, with what it does not say itself from another."""
        mine = {name: value for name, value in vars(self).items() if value not in (None, "")}
        return Style(**{**vars(based), **mine})


def style_of(properties: etree._Element | None, runs: etree._Element | None, name: str = "") -> Style:
    """Return what the properties of a paragraph and of its runs say."""
    style = Style(name=name)
    if properties is not None:
        style.outline = number_of(properties.find("{*}outlineLvl"))
        if (listed := properties.find("{*}numPr")) is not None:
            style.depth = number_of(listed.find("{*}ilvl"))
            if (own := listed.find("{*}numId")) is not None:
                style.list = attribute(own, "val")
    if runs is not None:
        style.bold = is_on(runs.find("{*}b"))
        style.hidden = is_on(runs.find("{*}vanish"))
        style.size = number_of(runs.find("{*}sz"))
        if (language := runs.find("{*}lang")) is not None:
            style.language = attribute(language, "val").partition("-")[0].lower()
    return style


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, tree: etree._Element | None) -> None:
        self.elements: dict[str, etree._Element] = {}
        self.default = Style()
        self.resolved: dict[str, Style] = {}
        self.default_paragraph = ""
        if tree is None:
            return
        for element in tree.iter("{*}style"):
            self.elements[attribute(element, "styleId")] = element
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
                self.default_paragraph = attribute(element, "styleId")
        if (runs := tree.find("{*}docDefaults/{*}rPrDefault/{*}rPr")) is not None:
            self.default = style_of(None, runs)

    def get(self, identifier: str) -> Style:
        """Return a style with what it inherits."""
        if identifier not in self.resolved:
            chain: list[str] = []
            while identifier in self.elements and identifier not in chain:
                chain.append(identifier)
                based = self.elements[identifier].find("{*}basedOn")
                identifier = "" if based is None else attribute(based, "val")
            style = Style()
            for one in reversed(chain):
                element = self.elements[one]
                named = element.find("{*}name")
                own = style_of(element.find("{*}pPr"), element.find("{*}rPr"))
                own.name = "" if named is None else attribute(named, "val")
                style = own.over(style)
                # The name of a heading goes on to styles that are based on it only through its level.
                style.outline = style.heading - 1 if style.heading else style.outline
            if not chain:
                return style
            self.resolved[chain[0]] = style
            return style
        return self.resolved[identifier]


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[tuple[str, int], etree._Element] = field(default_factory=dict)  # by abstract list and level
    abstract: dict[str, str] = field(default_factory=dict)  # the abstract list of each list
    starts: dict[tuple[str, int], int] = field(default_factory=dict)  # of lists that begin anew
    own: dict[tuple[str, int], etree._Element] = field(default_factory=dict)  # levels that a list changes
    counted: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, tree: etree._Element | None, styles: Styles) -> "Numbering":
        """Return the lists of a document."""
        numbering = cls()
        if tree is None:
            return numbering
        links: dict[str, str] = {}
        for one in tree.iterchildren("{*}abstractNum"):
            identifier = attribute(one, "abstractNumId")
            for level in one.iterchildren("{*}lvl"):
                numbering.levels[identifier, depth_of(level)] = level
            if (link := one.find("{*}numStyleLink")) is not None:
                links[identifier] = attribute(link, "val")
        for one in tree.iterchildren("{*}num"):
            identifier = attribute(one, "numId")
            based = one.find("{*}abstractNumId")
            numbering.abstract[identifier] = "" if based is None else attribute(based, "val")
            for override in one.iterchildren("{*}lvlOverride"):
                depth = depth_of(override)
                if (start := number_of(override.find("{*}startOverride"))) is not None:
                    numbering.starts[identifier, depth] = start
                if (level := override.find("{*}lvl")) is not None:
                    numbering.own[identifier, depth] = level
        for identifier, based in list(numbering.abstract.items()):
            if based in links and (through := styles.get(links[based]).list):
                numbering.abstract[identifier] = numbering.abstract.get(through, based)
        return numbering

    def level(self, identifier: str, depth: int) -> etree._Element | None:
        """Return a level of a list."""
        return self.own.get((identifier, depth), self.levels.get((self.abstract.get(identifier, ""), depth)))

    def depth_for(self, identifier: str, style: str) -> int:
        """Return the level of a list that belongs to a style, or 0."""
        for depth in range(DEEPEST + 1):
            level = self.level(identifier, depth)
            linked = None if level is None else level.find("{*}pStyle")
            if linked is not None and attribute(linked, "val") == style:
                return depth
        return 0

    def next(self, identifier: str, depth: int) -> str:
        """Return what is printed before the next item of a list: "1.", "(a)", "•"."""
        depth = max(0, min(depth, DEEPEST))
        level = self.level(identifier, depth)
        if level is None:
            return ""
        counts = self.counted.setdefault(self.abstract.get(identifier, ""), [None] * (DEEPEST + 1))
        anew = (identifier, depth) in self.starts and (identifier, depth) not in self.begun
        self.begun.add((identifier, depth))
        before = counts[depth]
        counts[depth] = self.start(identifier, depth) if before is None or anew else before + 1
        counts[depth + 1 :] = [None] * (DEEPEST - depth)
        for above in range(depth):
            if counts[above] is None:
                counts[above] = self.start(identifier, above)
        shown = level.find("{*}lvlText")
        text = "" if shown is None else attribute(shown, "val")
        if self.format(level) == "bullet":
            return bullet(text)
        is_legal = is_on(level.find("{*}isLgl"))
        return re.sub(
            r"%([1-9])", lambda found: self.shown(identifier, int(found[1]) - 1, counts, is_legal), text
        ).strip()

    def shown(self, identifier: str, depth: int, counts: list[int | None], is_legal: Any) -> str:
        """Return the number of a level as it is printed."""
        level, count = self.level(identifier, depth), counts[depth]
        if level is None or count is None:
            return ""
        return str(count) if is_legal else FORMATS.get(self.format(level), str)(count)

    def start(self, identifier: str, depth: int) -> int:
        """Return the number that a level of a list begins with."""
        level = self.level(identifier, depth)
        first = number_of(None if level is None else level.find("{*}start"), 1)
        return self.starts.get((identifier, depth), first if first is not None else 1)

    @staticmethod
    def format(level: etree._Element) -> str:
        found = level.find("{*}numFmt")
        return "decimal" if found is None else attribute(found, "val")


def depth_of(element: etree._Element) -> int:
    """Return which level of a list an element describes."""
    value = attribute(element, "ilvl")
    return int(value) if value.isdecimal() else 0


def bullet(text: str) -> str:
    """Return a bullet as people see it."""
    text = sign(text.strip()) if len(text.strip()) == 1 and text.strip() > "\ue000" else text.strip()
    return re.sub("[\ue000-\uf8ff]", "•", text)
