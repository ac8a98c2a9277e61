"""`python -m learning.originals.reader FORMAT`: reads a file from standard input and writes what it holds as JSON.

The process limits itself first, because the file may have been made to exhaust its reader.
"""

import logging
import sys
from typing import Any

from .answering import write_answer
from .contents import Contents, Refused
from .limits import limit

MEMORY = 2 * 1024**3  # bytes
PROCESSOR_SECONDS = 25


def read(format: str, content: bytes) -> Contents:
    """Return what a file of a format contains. Raises Refused for one that is not accepted."""
    # Only what this format needs is imported: that takes half of the time.
    if format == "pdf":
        from . import pdf

        return pdf.read(content)
    if format in ("docx", "pptx"):
        from . import office

        return office.read(content, format)
    from . import plain

    return plain.read_html(content) if format == "html" else plain.read_text(content)


def answer(format: str, content: bytes) -> dict[str, Any]:
    """Return what a file contains, or why it is refused, as JSON can hold it."""
    try:
        return read(format, content).as_data()
    except Refused as refused:
        return {"refused": str(refused)}


def main() -> None:
    limit(memory=MEMORY, seconds=PROCESSOR_SECONDS)
    logging.disable()  # a library's warnings may quote the file
    write_answer(lambda: answer(sys.argv[1], sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
