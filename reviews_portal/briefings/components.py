"""The environment of the components, which can also say whether an item is in the reader's briefing."""

from jinja2 import Environment, pass_context

from learning.components import environment as learning_environment

from .session_briefing import collected


def environment(**options) -> Environment:
    """Return the Jinja environment of the components, with `in_briefing`."""
    drawn_with = learning_environment(**options)
    drawn_with.globals["in_briefing"] = pass_context(in_briefing)
    return drawn_with


def in_briefing(context, reference: str) -> bool:
    """Return whether an item is in the briefing that the reader of this page is putting together."""
    request = context.get("request")
    return bool(request) and reference in collected(request)
