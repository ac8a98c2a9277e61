"""A web server as in production, and measurements of its requests."""

import http.client
import socket
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

import psutil

from reviews_portal import gunicorn

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 5  # requests before the measurement
FEWEST = 20


@dataclass
class Answer:
    """A response, and the milliseconds that it took."""

    status: int
    headers: HTTPMessage
    body: bytes
    ms: float


@dataclass
class Measure:
    """Measurements of a page: milliseconds until the response, of processor time for each request, and bytes."""

    median: float
    p95: float
    cpu: float
    size: int

    def cells(self) -> list[str]:
        return [f"{self.median:.1f}", f"{self.p95:.1f}", f"{self.cpu:.2f}"]


class Server:
    """Gunicorn with one worker, serving `<module>:application` on a free port of this machine."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.port = free_port()
        # The portal's configuration preloads the portal, which a yardstick has not installed.
        is_portal = module.startswith("reviews_portal.")
        config = ["-c", "python:reviews_portal.gunicorn"] if is_portal else [f"--threads={gunicorn.threads}"]
        options = [*config, "--workers=1", f"--bind=127.0.0.1:{self.port}", "--log-level=warning"]
        self.command = [sys.executable, "-m", "gunicorn", *options, f"{module}:application"]
        self.environment = environment

    def __enter__(self) -> "Server":
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment)
        for _ in range(300):
            try:
                ask(self.port, "/")
                return self
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"{self.command[-1]} did not start.")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    def measure(self, page: str, seconds: float, headers: dict[str, str] | None = None) -> Measure:
        """Measure a page with repeated requests, one at a time."""
        answers = [ask(self.port, page, headers) for _ in range(WARM_UP)]
        if answers[-1].status not in (200, 304):
            raise RuntimeError(f"{page} answered {answers[-1].status}.")
        before, end, took = self.cpu(), time.monotonic() + seconds, list[float]()
        while time.monotonic() < end or len(took) < FEWEST:
            took.append(ask(self.port, page, headers).ms)
        cpu = (self.cpu() - before) * 1000 / len(took)
        p95 = statistics.quantiles(took, n=20)[-1]
        return Measure(statistics.median(took), p95, cpu, len(answers[-1].body))

    def cpu(self) -> float:
        """Return the seconds of processor time that the server has used, including the database's."""
        seconds = 0.0
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                seconds += sum(process.cpu_times()[:4])
        return seconds

    def memory(self) -> float:
        """Return the megabytes of memory that the web process does not share."""
        return max(child.memory_full_info().uss for child in psutil.Process(self.process.pid).children()) / 1e6

    def processes(self) -> list[psutil.Process]:
        """Return the server's processes, including those of PostgreSQL if that is the database."""
        own = psutil.Process(self.process.pid)
        found = [own, *own.children(recursive=True)]
        if self.environment["DATABASE_URL"].startswith("postgres"):
            found += [one for one in psutil.process_iter(["name"]) if one.info["name"].startswith("postgres")]
        return found


def free_port() -> int:
    """Return a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port: int, page: str, headers: dict[str, str] | None = None) -> Answer:
    """Request a page on a new connection, as a browser would."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", page, headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return Answer(response.status, response.headers, body, (time.perf_counter() - started) * 1000)
