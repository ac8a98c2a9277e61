"""`python -m reviews_portal.imports.process NAME HEADINGS`: reads a file from standard input, writes JSON.

HEADINGS is a JSON object with further names of headings and their types of statement (`heading_names.add_names`). The
process first limits its own resources. It returns the blocks of the source and the reviews and statements found in
them, or why it refuses the file.
"""

import json
import logging
import sys
from dataclasses import asdict
from typing import Any

from learning.originals.reader.contents import Refused
from learning.originals.reader.limits import limit

from .heading_names import add_names
from .readers import read_file
from .structure.document import draft_of

MEMORY = 1024**3  # bytes of address space; what is in use at once stays below half of that
PROCESSOR_SECONDS = 20


def answer(name: str, content: bytes) -> dict[str, Any]:
    """Return what a file holds, or why it is refused, as data for JSON."""
    try:
        source = read_file(content, name)
        draft = draft_of(source)
    except Refused as refused:
        return {"refused": str(refused)}
    return {"source": asdict(source), "draft": draft.model_dump(mode="json")}


def main() -> None:
    limit(memory=MEMORY, seconds=PROCESSOR_SECONDS)
    logging.disable()  # a library's warnings may quote the file
    add_names(json.loads(sys.argv[2]))
    sys.stdout.write(json.dumps(answer(sys.argv[1], sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
