"""Components that pages repeat. They are Jinja templates, because a list renders hundreds of them.

Pages are Django templates, and call a component with the tag `component`. Jinja renders a list of items in a fifth of
the time that Django templates take: see docs/decisions/0006-two-template-engines.md.
"""

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Protocol, cast

from django.http import HttpRequest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.defaultfilters import truncatewords
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Macro

from learning.addresses import address_of
from learning.help_lines import EMERGENCY, USUAL
from learning.languages import lang_attribute, lang_of, language_of, own_name
from learning.search.index_sets import IndexSets, index_sets_for
from learning.search.query import Phrase
from learning.search.registry import shown
from learning.sight import edits_in_list, has_workspace, sees_drafts, sight_key
from learning.template_functions import (
    address_with,
    holds_old,
    holds_restricted,
    marked,
    quoted,
    symbol,
    worded_to_match,
)
from learning.wordings import languages_of, not_published

from .utils.dates import moment, written_out
from .utils.template_loading import Unindented


def environment(**options) -> Environment:
    """Return the Jinja environment of the components, in which an undefined name is an error."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "extensions": [Unindented]}
    drawn_with = Environment(**options)  # noqa: S701  Django's engine sets autoescape
    drawn_with.globals |= {
        "address_of": address_of,
        "address_with": pass_context(address_with),
        "emergency": EMERGENCY,
        "has_workspace": has_workspace,
        "lang_attribute": lang_attribute,
        "lang_of": lang_of,
        "language_of": language_of,
        "languages_of": languages_of,
        "marked_words": pass_context(marked),
        "not_published": not_published,
        "own_name": own_name,
        "quoted": pass_context(quoted),
        "edits": edits_in_list,
        "sees_drafts": sees_drafts,
        "shown_as": shown,
        "symbol": symbol,
        "usual_help_lines": USUAL,
        "worded": pass_context(worded_to_match),
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


class Referenced(Protocol):
    """What can be drawn once: it has a reference, by which what was drawn of it is kept."""

    @property
    def reference(self) -> str: ...


class DrawnOnce:
    """Draws statements and chapters once in a generation, for all readers who may see the same.

    Everything that is drawn must belong to the generation, as do the statement, its review and the glossary.
    """

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request

    def __call__(self, macro: Macro, item: Referenced, *how: object, marked: Sequence[Phrase] = ()) -> str:
        """Return what a macro draws of a statement or chapter, with these further arguments.

        `marked` are the phrases of a search that it marks, if it marks any. Such words are kept apart, so that many
        searches do not drop what all lists show.
        """
        if self.request is None:
            return macro(item, *how)
        sets, sight = self.store
        key = (sight, macro.name, item.reference, getattr(item, "shown_in", ""), *how, *marked)
        return (sets.marked if marked else sets.drawn).keep(key, lambda: macro(item, *how), len)

    @cached_property
    def store(self) -> tuple[IndexSets, Hashable]:
        """The sets of the generation of the request, which hold what was drawn, and what its reader may see."""
        request = cast(HttpRequest, self.request)
        return index_sets_for(request), sight_key(request.user)


def draw(name: str, *, request: HttpRequest | None = None, marked: Sequence[Phrase] = (), **given) -> SafeString:
    """Return the HTML of a component, in which all values are escaped.

    A component is a macro in the file of the same name, which declares its arguments. `request` and the phrases to
    mark are available to everything that it renders. Raises TypeError for an argument that the component does not
    take.

    `name` is a path in `templates/components/` without its ending, such as "item" or "workspace/tally".
    """
    template = cast(Jinja2, engines["components"]).env.get_template(f"components/{name}.jinja")
    known = {"request": request, "marked": marked, "drawn_once": DrawnOnce(request)}
    component = getattr(template.make_module(known), name.rpartition("/")[2])
    return mark_safe(component(**given))  # noqa: S308
