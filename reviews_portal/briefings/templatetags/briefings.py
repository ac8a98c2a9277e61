"""What pages say of exports."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

from learning.sight import SHARING, Audience
from learning.utils.parameters import within_bounds
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.briefings.writers.runs import runs
from reviews_portal.briefings.writers.text import linked

register = template.Library()
register.filter(linked)
register.filter(runs)
FIRST = ("pdf", "docx", "pptx")  # the formats that most people want
LAID_OUT = ("seven-minute", "supervision", "handout")  # as PDF; the others are what a format is by itself
LAYOUTS_OF: dict[str, tuple[str, ...]] = {"report": (), "work-in": ("one-page", "supervision")}


@dataclass(frozen=True)
class File:
    """A document that a link leads to."""

    label: str
    address: str


@dataclass(frozen=True)
class Exports:
    """The documents that can be made of what a page shows, and what it is called by the builder."""

    first: list[File]
    others: list[File]
    source: str
    keep: str  # the page that keeps the current version


@register.filter
def sharing(audience: str) -> str:
    """Return our statement on sharing for an audience mark, for the narrowest audience that it names."""
    found = (SHARING[one] for one in (Audience.PARTNERSHIP, Audience.PROFESSIONALS) if str(one.label) in audience)
    return next(found, "Do not share it before it is published.")


@register.simple_tag(takes_context=True)
def exports(context, what: str, key: str = "") -> Exports:
    """Return the documents of what a page shows, narrowed as it is; `what` and `key` are as in their addresses."""
    chosen = within_bounds(context["request"].GET)

    def address(format: str, layout: str = "") -> str:
        sent = chosen.copy()
        if layout:
            sent["layout"] = layout
        path = reverse("export", args=[what, key, format]) if key else reverse("export_list", args=[what, format])
        return f"{path}?{sent.urlencode()}" if sent else path

    layouts = LAYOUTS_OF.get(what, LAID_OUT)
    laid_out = [File(LAYOUTS[name].label, address("pdf", name)) for name in layouts]
    first = [File(FORMATS[name].label, address(name)) for name in FIRST] + laid_out[:1]
    others = laid_out[1:] + [File(one.label, address(name)) for name, one in FORMATS.items() if name not in FIRST]
    source = f"{what}/{key}" if key else what
    keep = reverse("keep", args=[what, key]) if key else reverse("keep_list", args=[what])
    return Exports(
        first=first,
        others=others,
        keep=f"{keep}?{chosen.urlencode()}" if chosen else keep,
        source=f"{source}?{chosen.urlencode()}" if chosen else source,
    )
