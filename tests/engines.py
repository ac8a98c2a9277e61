"""Run the tests on SQLite, then on PostgreSQL: `make test` calls this and passes its ARGS to pytest.

The second run leaves out the tests that cannot depend on the engine (see once.py).

For PostgreSQL it makes its own server in a temporary folder, reached through a socket in that folder, and removes it
afterwards. With TEST_DATABASE_URL it uses that server instead; the user named there must be allowed to create
databases. If neither is available, the second run is skipped or, with REQUIRE_POSTGRES=1, fails.

On PostgreSQL a database with the portal's content is made first, and each process gets a copy of it. If the server is
our own, its state at that point is kept (see databases.py), and the next run starts from it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.databases import TEMPLATE, keeping, kept


class NoPostgreSQLError(Exception):
    """PostgreSQL is not available for the tests; the message says why."""


def main(arguments: list[str]) -> int:
    """Return 0 if the tests passed on each required engine, otherwise 1."""
    given = os.environ.pop("TEST_DATABASE_URL", "")
    with ExitStack() as stack:
        try:
            with ThreadPoolExecutor() as threads:  # both engines get ready at once
                file = threads.submit(make_sqlite)
                server, reason = prepared_server(stack, given)
                file.result()
        except subprocess.CalledProcessError:
            print("FAILED: the database that the tests start from could not be made; the reason is above.")
            return 1
        sqlite = run_pytest("SQLite", arguments)
        first = f"\nSQLite: {outcome(sqlite)}"
        if server:
            more = ["--second-engine", *arguments]
            code = run_pytest("PostgreSQL", more, TEST_DATABASE_URL=server, TEST_TEMPLATE=TEMPLATE)
            if code == pytest.ExitCode.NO_TESTS_COLLECTED and not sqlite:
                code = 0  # everything that was asked for has run
            print(f"{first}\nPostgreSQL: {outcome(code)}")
        else:
            code = 1 if os.environ.get("REQUIRE_POSTGRES") == "1" else 0
            print(f"{first}\nPostgreSQL: {'FAILED' if code else 'tests SKIPPED'}: {reason}")
        return 1 if sqlite or code else 0


def prepared_server(stack: ExitStack, given: str) -> tuple[str, str]:
    """Return the address of a server for the tests, which the stack closes, and ""; or "" and why there is none."""
    try:
        return stack.enter_context(given_server(given) if given else postgresql_server(filled=True)), ""
    except NoPostgreSQLError as reason:
        return "", str(reason)


def outcome(code: int) -> str:
    """Return a short description of an exit code of pytest."""
    return "FAILED" if code else "passed"


def run_pytest(engine: str, arguments: list[str], **environment: str) -> int:
    """Run pytest and return its exit code: on all processors, or in one process for a few tests chosen with `-k`.

    Processes take longer to start than few tests to run. `-n` among the arguments overrides the number.
    """
    print(f"\n=== {engine} ===", flush=True)
    processes = "0" if "-k" in arguments else "logical"
    command = [sys.executable, "-m", "pytest", f"--numprocesses={processes}", "--dist=worksteal", *arguments]
    pytest = subprocess.Popen(command, env=os.environ | environment)
    try:
        return pytest.wait()
    except SystemExit:  # from SIGTERM, which pytest did not receive; it receives Ctrl-C itself
        pytest.terminate()
        raise
    finally:
        pytest.wait()  # it stops the processes that it started


@contextmanager
def postgresql_server(filled: bool = False) -> Iterator[str]:
    """Yield the address of a server that runs for the duration of this block; with `filled`, it has the template.

    Raises NoPostgreSQLError if PostgreSQL is not available.
    """
    binaries = postgresql_binaries()
    # PostgreSQL refuses to run as root; its packages create a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        if user:
            try:
                shutil.chown(folder, user)
            except LookupError:
                raise NoPostgreSQLError("it does not run as root, and there is no user named postgres.") from None
        server = Server(binaries, Path(folder), user)
        if filled:
            fill(server)
        else:
            server.make()
        with server.running():
            yield server.address


def fill(server: "Server") -> None:
    """Give a server the databases that were kept, with the template, or new ones, which are then kept."""
    name = f"postgresql_{server.binaries.parent.name}"
    if databases := kept(name):
        server.copy(databases)
        return
    server.make()
    with keeping(name) as folder:
        with server.running():
            make_database(folder, server.address)
        shutil.copytree(server.data, folder / "database")


@contextmanager
def given_server(address: str) -> Iterator[str]:
    """Yield the address of the given server, which has the template for the duration of this block."""
    with tempfile.TemporaryDirectory() as folder:
        make_database(Path(folder), address)
    try:
        yield address
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')


def make_sqlite() -> None:
    """Make the file that the tests on SQLite copy, unless an up-to-date one is kept."""
    if not kept("sqlite"):
        with keeping("sqlite") as folder:
            make_database(folder)


def make_database(folder: Path, server: str = "") -> None:
    """Make the database that the tests copy: an SQLite database in the folder, or one on the server.

    A file in the folder records what it was made from. Raises CalledProcessError on failure; the reason has already
    been printed.
    """
    command = [sys.executable, "-m", "tests.databases", folder]
    subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": server}, stdout=subprocess.DEVNULL, check=True)


@dataclass
class Server:
    """The tests' own PostgreSQL server: its programs, its folder, and the user it runs as."""

    binaries: Path
    folder: Path
    user: str | None

    @property
    def data(self) -> Path:
        """The folder of its databases."""
        return self.folder / "data"

    @property
    def address(self) -> str:
        """The address of its own database, on a socket that only the user on this machine can reach."""
        return f"postgresql://portal@{quote(str(self.folder), safe='')}/postgres"

    def run(self, program: str, *options: str) -> None:
        """Run one of its programs. Raises NoPostgreSQLError with the program's output if it fails."""
        command: list[str | Path] = [self.binaries / program, f"--pgdata={self.data}", *options]
        result = subprocess.run(
            command, user=self.user, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if result.returncode:
            log = self.folder / "log"
            raise NoPostgreSQLError(
                f"{program} failed.\n{result.stdout.decode()}{log.read_text() if log.exists() else ''}"
            )

    def make(self) -> None:
        """Initialise its folder of databases, with none of ours."""
        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        options = ["--auth=trust", "--encoding=UTF8", f"--locale={locale}", "--no-sync", "--wal-segsize=1"]
        self.run("initdb", "--username=portal", *options)

    def copy(self, filled: Path) -> None:
        """Copy the databases of a server that was kept."""
        shutil.copytree(filled, self.data)
        if self.user:
            for path in [self.data, *self.data.rglob("*")]:
                shutil.chown(path, self.user)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it for the duration of this block. What it stores need not survive a crash of the machine."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c full_page_writes=off"
        self.run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", "-o", options)
        try:
            yield
        finally:
            self.run("pg_ctl", "stop", "--wait", "--mode=fast")


def postgresql_binaries() -> Path:
    """Return the folder of the newest PostgreSQL on this machine, or of the one on PATH."""
    candidates = []
    if found := shutil.which("pg_ctl"):
        candidates.append(Path(found).resolve().parent)
    if found := shutil.which("pg_config"):
        candidates.append(Path(subprocess.check_output([found, "--bindir"], text=True).strip()))
    packages = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    candidates += sorted(packages, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgreSQLError("no PostgreSQL server is installed here (initdb and pg_ctl were looked for).")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a server that was started is stopped too
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
