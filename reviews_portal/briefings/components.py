"""The environment of the components, which can also say whether an item is in the reader's briefing."""

from collections.abc import Iterable

from jinja2 import Environment, pass_context

from learning.components import environment as learning_environment

from .session_briefing import collected


def environment(**options) -> Environment:
    """Return the Jinja environment of the components, with `in_briefing` and `holds_collected`."""
    drawn_with = learning_environment(**options)
    drawn_with.globals["in_briefing"] = pass_context(in_briefing)
    drawn_with.globals["holds_collected"] = pass_context(holds_collected)
    return drawn_with


def in_briefing(context, reference: str) -> bool:
    """Return whether an item is in the briefing that the reader of this page is putting together."""
    request = context.get("request")
    return bool(request) and reference in collected(request)


def holds_collected(context, references: Iterable[str]) -> bool:
    """Return whether any of these items is in the briefing that the reader of this page is putting together."""
    request = context.get("request")
    chosen = collected(request) if request else frozenset()
    return bool(chosen) and not chosen.isdisjoint(references)
