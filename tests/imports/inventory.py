"""The truth of the seed documents, from the inventory of their statements."""

import json
import re
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent
INVENTORY = HERE.parent / "content" / "data" / "inventory.json"
RESTRICTED = settings.BASE_DIR / "fixtures" / "restricted"
# Types of the inventory that an import does not tell apart.
TYPES = {
    "sub_finding": "finding",
    "response_paragraph": "response",
    **dict.fromkeys(
        (
            "purpose",
            "definition",
            "family_history",
            "case_fact",
            "family_involvement",
            "findings_intro",
            "instruction",
            "context_note",
            "footnote",
            "review_scope",
        ),
        "background",
    ),
}


def documents() -> dict[str, Path]:
    """Return the text of each seed document that is held here, by its number."""
    found = {file.stem: file for file in sorted((HERE / "seeds").glob("*.txt"))}
    restricted = RESTRICTED / "documents" / "R0004.txt"
    return found | ({"002": restricted} if restricted.exists() else {})


def truth(seed: str) -> dict:
    """Return what an import of a seed document should find; its words are those of its text."""
    file = RESTRICTED / "inventory" / "R0004.json" if seed == "002" else INVENTORY
    listed = [one for one in json.loads(file.read_text()) if one["seed"] == seed and one["type"] != "scope_area"]
    statements = [{"type": TYPES.get(one["type"], one["type"]), "text": one["text"]} for one in listed if one["text"]]
    return {"file": f"{seed}.txt", "statements": statements, "words": visible(documents()[seed].read_text())}


def visible(text: str) -> str:
    """Return a text without tags of HTML and addresses of links."""
    return re.sub(r"</?\w[^>]*>|\]\([^)]*\)", " ", text)
