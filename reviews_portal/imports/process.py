"""`python -m reviews_portal.imports.process`: reads a file from standard input, writes JSON.

The first line is a JSON object with the `name` of the file, and with `headings`: further names of headings and their
types of statement (`heading_names.add_names`). They are not arguments, which everybody on the server can see and whose
length is limited. The file follows. The process first limits its own resources. It returns the blocks of the source
and the reviews and statements found in them, or why it refuses the file.
"""

import json
import logging
import sys
from dataclasses import asdict
from typing import Any

from learning.originals.reader.answering import write_answer
from learning.originals.reader.limits import limit

from .heading_names import add_names
from .readers import read_file
from .structure.document import draft_of

MEMORY = 1024**3  # bytes of address space; what is in use at once stays below half of that
PROCESSOR_SECONDS = 20


def answer(name: str, content: bytes) -> dict[str, Any]:
    """Return what a file holds, as data for JSON. Raises Refused for a file that is not accepted."""
    source = read_file(content, name)
    draft = draft_of(source)
    return {"source": asdict(source), "draft": draft.model_dump(mode="json")}


def main() -> None:
    limit(memory=MEMORY, seconds=PROCESSOR_SECONDS)
    logging.disable()  # a library's warnings may quote the file
    header = json.loads(sys.stdin.buffer.readline())
    add_names(header["headings"])
    write_answer(lambda: answer(header["name"], sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
