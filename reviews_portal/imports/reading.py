"""Read an imported file in a separate process with limits on time and memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.originals.inspection import WITH_MACROS
from learning.originals.processes import OverLimitError, answer_of
from learning.utils.uploads import LARGEST_ORIGINAL

from .blocks import Block, BlockKind, Source
from .draft import Draft

LONGEST = 60  # seconds before giving up on a file: a busy server may take this long to give it its processor time
TOO_MUCH = (
    "takes too long to read: it is damaged, or too large or complicated. Open it and save it again, or save it as PDF."
)


@dataclass(frozen=True)
class Reading:
    """What was read from a file; `source` is None if it was refused."""

    draft: Draft
    source: Source | None = None


def read(content: bytes, name: str, headings: Mapping[str, str] | None = None) -> Reading:
    """Return the draft of a file. If it cannot be read, `draft.refused` gives the reason, as a sentence.

    `headings` are further names of headings, with the type of statement under them. Raises ReaderFailedError if the
    reading failed for another reason than the file, which can then be read again.
    """
    if len(content) > LARGEST_ORIGINAL:
        return refused(name, f"is larger than {LARGEST_ORIGINAL // 1024**2} MB. Save it with smaller pictures.")
    if name.lower().endswith(tuple(WITH_MACROS)):
        return refused(name, "may contain macros. Save it without macros.")
    try:
        found = run(content, name, headings or {})
    except OverLimitError:
        return refused(name, TOO_MUCH)
    if "refused" in found:
        return refused(name, found["refused"])
    return Reading(Draft.model_validate(found["draft"]), source_of(found["source"]))


def refused(name: str, why: str) -> Reading:
    """Return the reading of a file that is not accepted. `why` continues the sentence after its name."""
    return Reading(Draft(file=name, refused=f"“{name}” {why}"))


def run(content: bytes, name: str, headings: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer of the process that reads a file. Raises OverLimitError and ReaderFailedError."""
    header = json.dumps({"name": name, "headings": dict(headings)}).encode()
    return answer_of("reviews_portal.imports.process", [], header + b"\n" + content, seconds=LONGEST)


def source_of(data: dict[str, Any]) -> Source:
    """Return a source from its JSON data."""
    blocks = [
        Block(
            **{name: value for name, value in one.items() if name not in ("kind", "cells", "links")},
            kind=BlockKind(one["kind"]),
            cells=tuple(one["cells"]),
            links=tuple((words, address) for words, address in one["links"]),
        )
        for one in data["blocks"]
    ]
    return Source(data["name"], tuple(blocks), data["metadata"], tuple(data["hidden"]))
