"""What readers typed: a redaction never changes it, and nothing shows whether it holds a redacted word.

Otherwise somebody could type a thousand names and see which of them come back as a mark. Administrators see what is
saved of it and holds the words, and remove by hand what must go, see `removing.py`.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Field

from reviews_portal.briefings.models import Edition

# Tables that hold nothing but what readers typed or their browsers sent; sessions end within twelve hours.
READERS_MODELS = {"briefings.Briefing", "sessions.Session", "usersessions.UserSession"}
READERS_COLUMNS = {"learning.ErrorReport.about", "learning.ErrorReport.reply_to", "learning.ErrorReport.text"}
WITHIN = ("sections", "items", "under")  # parts of an outline that hold further parts
IN_PLANS = ("title", "introduction", "heading", "note")  # the rest of a plan is chosen, not typed

type Own = Callable[[str, str], str]  # takes what a text is, and the text; returns what comes in its place


def is_outline(column: Field) -> bool:
    """Return whether a column holds outlines of briefings, in which readers' words stand beside quoted ones."""
    return getattr(column, "model", None) is Edition and column.name == "outline"


def kept(what: str, text: str) -> str:
    """Return a text of a reader as it is."""
    return text


def left_out(what: str, text: str) -> str:
    """Return nothing in place of a text of a reader."""
    return ""


def outline_with(data: Any, *, quoted: Callable[[Any], Any] = lambda value: value, own: Own = kept) -> Any:
    """Return the data of an outline, its quoted parts as `quoted` makes them and its reader's own as `own` does."""
    if not isinstance(data, dict):
        return quoted(data)
    within = {name for name in WITHIN if isinstance(data.get(name), list)}
    typed = {name for name in typed_in(data) if isinstance(data.get(name), str)}
    new = quoted({name: value for name, value in data.items() if name not in within | typed})
    new |= {name: own(name, data[name]) for name in typed}
    new |= {name: [outline_with(part, quoted=quoted, own=own) for part in data[name]] for name in within}
    return {name: new[name] for name in data}


def typed_in(data: dict) -> set[str]:
    """Return which values of an outline, or of a part of one, its reader typed.

    A title that names no record is a trainer's, or may hold what was searched for. The note of a section is ours.
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
    """Return the data of a plan with its reader's texts as `own` makes them."""
    if isinstance(data, list):
        return [plan_with(one, own) for one in data]
    if isinstance(data, dict):
        return {
            name: own(name, value) if name in IN_PLANS and isinstance(value, str) else plan_with(value, own)
            for name, value in data.items()
        }
    return data
