"""Templates are indented for people and sent without indents, which a list would repeat hundreds of times."""

import re

from django.template.loaders import filesystem
from jinja2.ext import Extension

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(filesystem.Loader):
    """Loads Django templates; those that are not HTML, such as the text of an email, stay as they are."""

    def get_contents(self, origin) -> str:
        """Return the source of a template, of HTML without its indents."""
        contents = super().get_contents(origin)
        return INDENT.sub("", contents) if origin.name.endswith(".html") else contents


class Unindented(Extension):
    """Does the same for Jinja templates, where a line that ends in a tag may have no other space after it."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with one space for each indent."""
        return INDENT.sub(" ", source)
