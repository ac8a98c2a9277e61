"""What a process that reads a file answers, whatever happens while it reads."""

import json
import sys
from collections.abc import Callable
from typing import Any

from .contents import Refused

TOO_MUCH = (MemoryError, RecursionError)


def write_answer(read: Callable[[], dict[str, Any]]) -> None:
    """Write what `read` returns as JSON, or why there is nothing: refused, over a limit, or a fault of ours.

    Of a fault only its type and place are written: its message may quote the file.
    """
    try:
        answer = json.dumps(read())
    except Refused as refused:
        answer = json.dumps({"refused": str(refused)})
    except TOO_MUCH:
        answer = '{"over_limit": true}'
    except Exception as error:
        answer = json.dumps({"failed": f"{type(error).__name__} at {place_of(error)}"})
    sys.stdout.write(answer)


def place_of(error: Exception) -> str:
    """Return the module and line at which an exception was raised."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    return f"{last.tb_frame.f_globals.get('__name__')}:{last.tb_lineno}" if last else "an unknown place"
