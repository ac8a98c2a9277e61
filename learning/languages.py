"""The languages of quoted texts, and the HTML attribute that names them.

The interface is in English. Every quoted text has a language of its own; pages and documents mark it where it is not
English, so that screen readers pronounce it, spelling checkers leave it alone, and typesetters break it properly.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .utils.fields import Language

PAGE = Language.ENGLISH.value  # the language of the interface
# In English, for sentences of the interface; `Language` has each name in its own language, for links to it.
NAMES = {
    Language.ENGLISH.value: "English",
    Language.WELSH.value: "Welsh",
    Language.GAELIC.value: "Gaelic",
    Language.IRISH.value: "Irish",
}


def language_of(record: Any) -> str:
    """Return the language of a quoted record: its own, or that of what it belongs to, or of its document."""
    if own := getattr(record, "language", ""):
        return own
    for owner in ("passage", "document", "recommendation"):
        if above := getattr(record, owner, None):
            return language_of(above)
    return PAGE


def lang_attribute(language: str, within: str = PAGE) -> SafeString:
    """Return ` lang="cy"` for an element whose words are in a language, or "" if all around it are in the same."""
    return format_html(' lang="{}"', language) if language and language != within else SafeString("")


def lang_of(record: Any, within: str = PAGE) -> SafeString:
    """Return the `lang` attribute of the element with a record's words, with a space before it; "" for English.

    For templates: `<p{{ lang_of(record) }}>` in components, `<p{% lang_of record %}>` in pages.
    """
    return lang_attribute(language_of(record), within)


def asked_language(query: Mapping[str, str]) -> str:
    """Return the language that a reader asks for with `?language=`, or "" for none or one that nobody knows."""
    asked = query.get("language", "")
    return asked if asked in Language.values else ""


def own_name(language: str) -> str:
    """Return the name of a language in itself, such as "Cymraeg"."""
    return str(Language(language).label)
