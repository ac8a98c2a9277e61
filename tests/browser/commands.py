"""Run the portal's commands for the tests, each in its own process: `python -m tests.browser.commands`.

Starting Python and loading the portal takes two seconds. This process does so once, and forks for each command that it
reads. A command is a line of JSON: its arguments, and the files for its stdout and stderr. The answer is a line with
the command's exit code. The process ends when its input ends.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.management import execute_from_command_line


class Commands:
    """A process that runs commands with the environment of a portal."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        command = [sys.executable, "-m", "tests.browser.commands"]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *words: str) -> subprocess.CompletedProcess:
        """Run `manage.py` with these arguments, and return the completed process."""
        with tempfile.TemporaryDirectory() as name:
            written = [Path(name) / "stdout", Path(name) / "stderr"]
            self.process.stdin.write(json.dumps([words, *map(str, written)]) + "\n")
            self.process.stdin.flush()
            code = int(self.process.stdout.readline())
            return subprocess.CompletedProcess(words, code, *(path.read_text() for path in written))

    def end(self) -> None:
        """End the process."""
        self.process.communicate()


def run(words: list[str], stdout: str, stderr: str) -> int:
    """Run `manage.py` with these arguments in a fork that writes to these files, and return its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        for number, path in enumerate([os.devnull, stdout, stderr]):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
        try:
            execute_from_command_line(["manage.py", *words])
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def main() -> None:
    """Run each command that is read, until the input ends."""
    import django

    django.setup()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        answers.write(f"{run(*json.loads(line))}\n")
        answers.flush()


if __name__ == "__main__":
    main()
