"""Components that pages repeat. They are Jinja templates, because a list renders hundreds of them.

Pages are Django templates, and call a component with the tag `component`. Jinja renders a list of items in a fifth of
the time that Django templates take: see docs/decisions/0006-two-template-engines.md.
"""

from collections.abc import Sequence
from typing import cast

from django.http import HttpRequest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.defaultfilters import truncatewords
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined, pass_context

from learning.addresses import address_of
from learning.search.query import Phrase
from learning.search.registry import shown
from learning.sight import has_workspace, sees_drafts
from learning.template_functions import address_with, holds_old, holds_restricted, marked, quoted, symbol

from .utils.dates import moment, written_out
from .utils.template_loading import Unindented


def environment(**options) -> Environment:
    """Return the Jinja environment of the components, in which an undefined name is an error."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "extensions": [Unindented]}
    drawn_with = Environment(**options)  # noqa: S701  Django's engine sets autoescape
    drawn_with.globals |= {
        "address_of": address_of,
        "address_with": pass_context(address_with),
        "has_workspace": has_workspace,
        "marked_words": pass_context(marked),
        "quoted": pass_context(quoted),
        "sees_drafts": sees_drafts,
        "shown_as": shown,
        "symbol": symbol,
    }
    drawn_with.filters |= {
        "holds_old": holds_old,
        "holds_restricted": holds_restricted,
        "intcomma": "{:,}".format,
        "moment": moment,
        "truncatewords": truncatewords,
        "written_out": written_out,
    }
    return drawn_with


def draw(name: str, *, request: HttpRequest | None = None, marked: Sequence[Phrase] = (), **given) -> SafeString:
    """Return the HTML of a component, in which all values are escaped.

    A component is a macro in the file of the same name, which declares its arguments. `request` and the phrases to
    mark are available to everything that it renders. Raises TypeError for an argument that the component does not
    take.

    `name` is a path in `templates/components/` without its ending, such as "item" or "workspace/tally".
    """
    template = cast(Jinja2, engines["components"]).env.get_template(f"components/{name}.jinja")
    component = getattr(template.make_module({"request": request, "marked": marked}), name.rpartition("/")[2])
    return mark_safe(component(**given))  # noqa: S308
