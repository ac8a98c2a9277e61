"""Template tags and filters for every template of the portal."""

from django import template
from django.utils.safestring import SafeString

from learning.addresses import asset_of
from learning.components import draw
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
