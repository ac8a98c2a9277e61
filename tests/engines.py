"""Run the whole suite on SQLite, then on PostgreSQL: `make test` calls this, and hands its ARGS on to pytest.

For PostgreSQL it makes a server of its own in a temporary folder, reached through a socket in that folder, and
removes it afterwards. With TEST_DATABASE_URL it uses that server instead; the user named there must be allowed to
make databases. Where neither is to be had the second run is skipped, or with REQUIRE_POSTGRES=1 fails.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


class NoPostgreSQLError(Exception):
    """There is no PostgreSQL to test on; the message says why."""


def main(arguments: list[str]) -> int:
    """Return 0 when the tests passed on each engine that had to be there, else 1."""
    given = os.environ.pop("TEST_DATABASE_URL", "")
    sqlite = run_pytest("SQLite", arguments)
    first = f"\nSQLite: {outcome(sqlite)}"
    try:
        with postgresql_server(given) as address:
            postgresql = run_pytest("PostgreSQL", arguments, TEST_DATABASE_URL=address)
        print(f"{first}\nPostgreSQL: {outcome(postgresql)}")
    except NoPostgreSQLError as reason:
        postgresql = 1 if os.environ.get("REQUIRE_POSTGRES") == "1" else 0
        print(f"{first}\nPostgreSQL: {'FAILED' if postgresql else 'tests SKIPPED'}: {reason}")
    return 1 if sqlite or postgresql else 0


def outcome(code: int) -> str:
    """Say in a word what an exit code of pytest means."""
    return "FAILED" if code else "passed"


def run_pytest(engine: str, arguments: list[str], **environment: str) -> int:
    """Run pytest on all processors and return its exit code; what the arguments say of processes goes before."""
    print(f"\n=== {engine} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "--numprocesses=logical", "--dist=worksteal", *arguments]
    pytest = subprocess.Popen(command, env=os.environ | environment)
    try:
        return pytest.wait()
    except SystemExit:  # from SIGTERM, which pytest did not get; Ctrl-C it got by itself
        pytest.terminate()
        raise
    finally:
        pytest.wait()  # it stops what it has started


@contextmanager
def postgresql_server(given: str = "") -> Iterator[str]:
    """Yield the address of a server to test on: the given one, or one that lives as long as this block."""
    if given:
        yield given
        return
    binaries = postgresql_binaries()
    # PostgreSQL refuses to run as root; its packages bring a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        if user:
            try:
                shutil.chown(folder, user)
            except LookupError:
                raise NoPostgreSQLError("it does not run as root, and there is no user named postgres.") from None

        def run(program: str, *options: str) -> None:
            command: list[str | Path] = [binaries / program, f"--pgdata={folder}/data", *options]
            result = subprocess.run(command, user=user, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if result.returncode:
                log = Path(folder, "log")
                raise NoPostgreSQLError(
                    f"{program} failed.\n{result.stdout.decode()}{log.read_text() if log.exists() else ''}"
                )

        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        run("initdb", "--username=portal", "--auth=trust", "--encoding=UTF8", f"--locale={locale}", "--no-sync")
        # Only this machine's own user reaches the socket, and what is stored need not survive.
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
        run("pg_ctl", "start", "--wait", f"--log={folder}/log", "-o", options)
        try:
            yield f"postgresql://portal@{quote(folder, safe='')}/postgres"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")


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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a server that was started is stopped
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
