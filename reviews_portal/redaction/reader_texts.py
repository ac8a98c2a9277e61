"""Readers' own texts: a redaction never changes them, and nothing shows whether they contain a redacted word.

Otherwise anyone could type a thousand names and see which of them come back as a mark. Administrators see the saved
texts that contain the words, and remove by hand those that must be removed, see `reader_text_removal.py`.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Field

from reviews_portal.briefings.models import Edition

# Tables that hold only what readers typed or their browsers sent; sessions end within twelve hours.
READERS_MODELS = {"briefings.Briefing", "sessions.Session", "usersessions.UserSession"}
READERS_COLUMNS = {f"learning.ErrorReport.{name}" for name in ("about", "phone", "reply_to", "text")}
NAMES = READERS_MODELS | READERS_COLUMNS  # checked at start
WITHIN = ("sections", "items", "under")  # fields of an outline with nested parts
IN_PLANS = ("title", "introduction", "heading", "note")  # the rest of a plan is chosen, not typed

type Own = Callable[[str, str], str]  # takes the kind of a text, and the text; returns its replacement


def is_outline(column: Field) -> bool:
    """Return whether a column holds outlines, which mix readers' texts and quotations."""
    return column is Edition._meta.get_field("outline")


def kept(what: str, text: str) -> str:
    """Return a reader's text unchanged."""
    return text


def left_out(what: str, text: str) -> str:
    """Return "" in place of a reader's text."""
    return ""


def outline_with(data: Any, *, quoted: Callable[[Any], Any] = lambda value: value, own: Own = kept) -> Any:
    """Return the data of an outline, with `quoted` applied to its quotations and `own` to its reader's texts."""
    if not isinstance(data, dict):
        return quoted(data)
    within = {name for name in WITHIN if isinstance(data.get(name), list)}
    typed = {name for name in typed_in(data) if isinstance(data.get(name), str)}
    new = quoted({name: value for name, value in data.items() if name not in within | typed})
    new |= {name: own(name, data[name]) for name in typed}
    new |= {name: [outline_with(part, quoted=quoted, own=own) for part in data[name]] for name in within}
    return {name: new[name] for name in data}


def typed_in(data: dict) -> set[str]:
    """Return the names of the values that the reader typed in an outline or a part of one.

    The title of an outline without a record is a trainer's, or may contain a search. The note of a section is ours.
    """
    found = {"introduction"}
    if not data.get("subject"):
        found.add("title")
    if data.get("is_trainers"):
        found.add("heading")
    if "look" in data:  # it is an item
        found.add("note")
    return found


def plan_with(data: Any, own: Own) -> Any:
    """Return the data of a plan, with `own` applied to its reader's texts."""
    if isinstance(data, list):
        return [plan_with(one, own) for one in data]
    if isinstance(data, dict):
        return {
            name: own(name, value) if name in IN_PLANS and isinstance(value, str) else plan_with(value, own)
            for name, value in data.items()
        }
    return data
