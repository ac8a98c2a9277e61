"""Measure a cold start: how long the first reader waits, and the memory of two workers after every kind of page.

    DATABASE_URL=… SECRET_KEY=… PORTAL_DEMO=1 python -m bench.starting

`bench.run` runs this on each engine. Memory is the proportional set size: shared memory is divided among the processes
that share it. It is read from Linux's /proc; on other systems only the time is measured.
"""

import http.client
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from bench.server import ROOT, ask, free_port

WORKERS = 2
ROUNDS = 12  # so that each worker answers each page, whichever of them takes a request
FIRST = "/themes/"
PAGES = [
    "/", "/themes/", "/reviews/", "/agencies/", "/learning/", "/recommendations/", "/questions/", "/work-in/",
    "/search/?q=written+agreement", "/search/?q=writen+agrement", "/search/suggest/?q=fam", "/whats-new/",
    "/glossary/", "/about/", "/contact/", "/briefings/", "/accounts/sign-in/", "/no-such-page/",
]  # fmt: skip
LINKS = {
    "/themes/": r'href="(/themes/[\w-]+/)"',
    "/reviews/": r'href="(/reviews/[\w-]+/)"',
    "/agencies/": r'href="(/agencies/[\w-]+/)"',
    "/learning/": r'href="(/learning/R\d+-\d+/)"',
    "/recommendations/": r'href="(/recommendations/R\d+-\d+/)"',
    "/work-in/": r'href="(/work-in/[\w-]+/)',
}
FORMATS = ["pdf", "docx", "pptx", "md", "csv", "json"]


def main() -> None:
    """Measure and print."""
    port = free_port()
    command = [
        "-m",
        "gunicorn",
        "-c",
        "python:reviews_portal.gunicorn",
        f"--workers={WORKERS}",
        f"--bind=127.0.0.1:{port}",
    ]
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, *command, "--log-level=warning"], cwd=ROOT) as server:
        try:
            wait_for(port, server)
            listening = time.perf_counter() - started
            first = ask(port, FIRST)
            second = ask(port, FIRST)
            print(f"Listening after {listening:.2f} s.")
            print(
                f"First answer ({FIRST}, {first.status}) after {first.ms:.0f} ms, the same again {second.ms:.0f} ms."
            )
            tell_memory(server.pid, "after the first pages")
            pages = every_kind_of_page(port)
            for page in pages * ROUNDS:
                with suppress(http.client.HTTPException):
                    ask(port, page)
            tell_memory(server.pid, f"after {ROUNDS} rounds of {len(pages)} kinds of page")
            for page in [f"/briefings{review(port)[:-1]}.{format}" for format in FORMATS] * ROUNDS:
                ask(port, page)
            tell_memory(server.pid, "after documents in every format too")
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen, seconds: int = 60) -> None:
    """Wait until both workers can take a request; until then the socket only queues requests."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        if len(psutil.Process(server.pid).children()) >= WORKERS:
            return
        time.sleep(0.01)
    raise RuntimeError("The server did not start.")


def every_kind_of_page(port: int) -> list[str]:
    """Return the address of a page of each kind."""
    found = list(PAGES)
    for page, link in LINKS.items():
        if match := re.search(link, ask(port, page).body.decode()):
            found.append(match[1])
    return found


def review(port: int) -> str:
    """Return the address of a review, taken from the list of reviews."""
    match = re.search(r"/reviews/([\w-]+)/", ask(port, "/reviews/").body.decode())
    return f"/review/{match[1]}/" if match else "/"


def tell_memory(pid: int, when: str) -> None:
    """Print the proportional set size of the workers, and of the process that started them."""
    if not Path("/proc/self/smaps_rollup").exists():
        return
    workers = sum(proportional(child.pid) for child in psutil.Process(pid).children())
    print(f"Two workers {workers:.0f} MiB, the process above them {proportional(pid):.0f} MiB, {when}.")


def proportional(pid: int) -> float:
    """Return the proportional set size of a process in MiB."""
    return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1]) / 1024


if __name__ == "__main__":
    main()
