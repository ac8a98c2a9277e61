"""Template tags for exports."""

from dataclasses import dataclass

from django import template

from learning.addresses import address_of
from learning.sight import SHARING, Audience
from learning.utils.parameters import within_bounds
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.briefings.writers.office import bullets_are_quotes
from reviews_portal.briefings.writers.runs import runs
from reviews_portal.briefings.writers.text import linked

register = template.Library()
register.filter(linked)
register.filter(runs)
register.filter(bullets_are_quotes)
FIRST = ("pdf", "docx", "pptx")  # the formats that most readers want
# Layouts offered as PDF; other formats have their default layout.
LAID_OUT = ("seven-minute", "supervision", "handout")
SHEET = "supervision"  # a page to read on screen, with downloads
LAYOUTS_OF: dict[str, tuple[str, ...]] = {"report": (), "work-in": ("one-page", "supervision")}


@dataclass(frozen=True)
class File:
    """A link to a document."""

    label: str
    address: str
    is_laid_out: bool = False  # whether it has a layout of its own, as the seven-minute briefing has


@dataclass(frozen=True)
class Exports:
    """The documents that a page offers, and the name of its selection for the builder."""

    first: list[File]
    others: list[File]
    source: str
    keep: str  # URL that keeps the current version


@register.filter
def sharing(audience: str) -> str:
    """Return the sharing statement for an audience mark: that of the narrowest audience in it."""
    found = (SHARING[one] for one in (Audience.PARTNERSHIP, Audience.PROFESSIONALS) if str(one.label) in audience)
    return next(found, "Do not share it before the review is published.")


@register.simple_tag(takes_context=True)
def exports(context, what: str, key: str = "") -> Exports:
    """Return the documents that a page offers, with its filters; `what` and `key` are as in the URLs of exports."""
    chosen = within_bounds(context["request"].GET).urlencode()

    def address(format: str, layout: str = "") -> str:
        path = address_of("export", what, key, format) if key else address_of("export_list", what, format)
        return with_query(path, chosen, f"layout={layout}" if layout else "")

    layouts = LAYOUTS_OF.get(what, LAID_OUT)
    laid_out = [File(LAYOUTS[name].label, address("pdf", name), is_laid_out=True) for name in layouts if name != SHEET]
    if SHEET in layouts:
        sheet = address_of("supervision_sheet", what, key) if key else address_of("supervision_sheet_of_list", what)
        laid_out.append(File(LAYOUTS[SHEET].label, with_query(sheet, chosen), is_laid_out=True))
    first = [File(FORMATS[name].label, address(name)) for name in FIRST]
    others = laid_out + [File(one.label, address(name)) for name, one in FORMATS.items() if name not in FIRST]
    source = f"{what}/{key}" if key else what
    keep = address_of("keep", what, key) if key else address_of("keep_list", what)
    return Exports(first=first, others=others, keep=with_query(keep, chosen), source=with_query(source, chosen))


def with_query(path: str, *parameters: str) -> str:
    """Return a path with those of these parameters that are not empty."""
    query = "&".join(filter(None, parameters))
    return f"{path}?{query}" if query else path
