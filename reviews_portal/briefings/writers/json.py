"""JSON: the outline as data. Its schema is published beside the export; see `schema()`."""

import json
from collections.abc import Iterator
from typing import Any

from reviews_portal.briefings.outline import OUTLINE, Outline, as_data

VERSION = 3  # raise it when the meaning of a field changes
ABOUT = (
    "An exported document. A kept version has `code` and `code_address`, which reopen it. Any other document "
    "has `check`, its check code, and `check_address`, which compares its words with the current text. In version 1, "
    "every document had a code. Since version 3, the label of a recommendation may name its series and may contain a "
    "number that is not whole, such as 9.10, and each part has a `level`: 1, or 2 for a part of the part before it. "
    "An item with the look `action` is an action of a published plan; its `cells` are what the plan prints beside it. "
    "An item, a part, a heading and the title of a document have a `language` if it is not that of the whole file; "
    "`wordings` are the words of an item in other languages, as published."
)


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the outline as JSON, unchanged."""
    yield json.dumps(as_data(outline), ensure_ascii=False, indent=1).encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the output of `write`."""
    described: dict[str, Any] = OUTLINE.json_schema(mode="serialization")
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "version": VERSION, "description": ABOUT}
    return about | described
