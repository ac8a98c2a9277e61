"""Template tags and filters for every template of the portal."""

from functools import partial

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from learning.addresses import asset_of
from learning.components import DrawnOnce, draw
from learning.languages import lang_attribute, lang_of, language_of, own_name
from learning.template_functions import address_with, holds_restricted, quoted, symbol
from learning.utils.text import in_sentence, whole_sentences
from learning.wordings import lacked_by_document, lacking_in_words

register = template.Library()
register.simple_tag(asset_of, name="asset")
register.simple_tag(address_with, takes_context=True)
register.simple_tag(symbol)
register.simple_tag(lang_of)
register.simple_tag(lang_attribute)
register.simple_tag(lacked_by_document, name="lacked_language")
register.simple_tag(lacking_in_words)
register.filter(own_name)
register.simple_tag(quoted, takes_context=True)
register.filter(holds_restricted)
register.filter(in_sentence)
register.filter("sentences", whole_sentences)


@register.simple_tag
def lang_of_part(part, recommendation) -> SafeString:
    """Return the `lang` attribute of an element with the words of a part alone."""
    return lang_attribute(part.language or language_of(recommendation))


@register.simple_tag(takes_context=True)
def component(context, name: str, **given) -> SafeString:
    """Render a component of `templates/components/`; the top of its file lists its arguments."""
    return draw(name, request=context.get("request"), marked=context.get("marked", ()), **given)


class DrawnOnceNode(template.Node):
    """A part of a page that is rendered once in a generation for all readers who may see the same."""

    def __init__(self, nodelist: template.NodeList, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.keys = keys

    def render(self, context) -> SafeString:
        if context.get("request") is None:
            return self.drawn(context)
        sets, sight = DrawnOnce(context["request"]).store
        key = (sight, "part of a page", *(key.resolve(context) for key in self.keys))
        return mark_safe(sets.drawn.keep(key, partial(self.drawn, context), len))  # noqa: S308  it is what was rendered

    def drawn(self, context) -> SafeString:
        """Render it, without the line ends beside its tags."""
        return mark_safe(self.nodelist.render(context).strip())  # noqa: S308  every value in it was escaped


@register.tag("drawn_once")
def drawn_once(parser: Parser, token: Token) -> DrawnOnceNode:
    """Render `{% drawn_once "name" key … %}…{% enddrawn_once %}` once in a generation (decision 0011).

    Nothing in it may depend on the day or the request. What it shows must belong to the generation, and to what is
    named: the keys, such as the code of a review, and what the reader may see.
    """
    keys = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnceNode(nodelist, keys)
