"""JSON: the outline as data. Its schema is published beside the export, see `schema()`."""

import json
from collections.abc import Iterator
from typing import Any

from reviews_portal.briefings.outline import OUTLINE, Outline, as_data


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the outline, exactly as it is."""
    yield json.dumps(as_data(outline), ensure_ascii=False, indent=1).encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of what `write` yields."""
    described: dict[str, Any] = OUTLINE.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | described
