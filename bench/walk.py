"""Measure what every address costs for every role: python -m bench.walk, on a filled database (see workspace.py).

Each address of the portal that answers GET is requested anonymously and as a person of each role, in one process and
without the page cache: once to warm up, then three times, of which the best counts; once only if it takes longer than
`SLOW`. Prints the addresses over a limit and the number of all addresses; with --every, prints all of them. `ROOM` has
the limits.
"""

import argparse
import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import django
from django.db import connection
from django.test import Client
from tqdm import tqdm

from bench.workspace import PEOPLE, address_of

TIMES = 3
SLOW = 300  # milliseconds: far over every limit, so that repeating it would tell nothing more
ROLES = ("anyone", *PEOPLE)
HEADINGS = "Address|Who|Status|CPU ms|Wait ms|Queries|kB|First ms|Over"
FILES = ("pdf", "docx", "pptx")


@dataclass(frozen=True)
class Room:
    """The limits on what an address may cost."""

    cpu: float = 25  # milliseconds of processor time of this process
    wait: float = 50  # milliseconds until the whole response has arrived
    queries: int = 30
    size: int = 150_000  # bytes


ROOM = Room()
FILE_ROOM = Room(cpu=60, wait=60)  # the PDF, Word file or slides of one review


@dataclass
class Cost:
    """What one address cost for one role."""

    address: str
    role: str
    status: int
    cpu: float
    wait: float
    queries: int
    size: int
    first: float  # milliseconds of processor time for the first request, including what a process reads once

    def over(self) -> list[str]:
        """Return the names of the limits that the address exceeds."""
        path, _, format = self.address.rpartition(".")
        room = FILE_ROOM if path.startswith("/briefings/review/") and format in FILES else ROOM
        return [name for name in ("cpu", "wait", "queries", "size") if getattr(self, name) > getattr(room, name)]

    def cells(self) -> list[str]:
        """Return the cells of the row in the printed table."""
        figures = [f"{self.cpu:.0f}", f"{self.wait:.0f}", str(self.queries), f"{self.size / 1000:.0f}"]
        return [self.address, self.role, str(self.status), *figures, f"{self.first:.0f}", ", ".join(self.over())]


def main() -> None:
    """Walk all addresses and print the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", action="store_true", help="print every address, not only those over a limit")
    parser.add_argument("--only", default="", help="walk only addresses that begin so")
    options = parser.parse_args()
    django.setup()
    logging.disable(logging.ERROR)  # refused requests would be logged
    from bench.addresses import every_address
    from bench.run import show

    addresses = [one for one in every_address() if one.startswith(options.only)]
    costs = [cost for role in ROLES for cost in walk(role, addresses)]
    statuses = Counter(cost.status for cost in costs)
    answered = [cost for cost in costs if cost.status < 400]
    shown = answered if options.every else [cost for cost in answered if cost.over()]
    print(f"\n{len(addresses):,} addresses × {len(ROLES)} readers on {connection.vendor}; answers by status:", end=" ")
    print(", ".join(f"{number} × {status}" for status, number in sorted(statuses.items())))
    print(f"{sum(bool(cost.over()) for cost in answered)} of {len(answered)} are over a limit.\n")
    show([HEADINGS, *("|".join(cost.cells()) for cost in sorted(shown, key=lambda cost: -cost.cpu))])
    if failed := [cost for cost in costs if cost.status >= 500]:
        print("\nFailed: " + ", ".join(f"{cost.address} ({cost.role}, {cost.status})" for cost in failed))


def walk(role: str, addresses: list[str]) -> Iterator[Cost]:
    """Yield what each address costs a person of this role."""
    from django.contrib.auth import get_user_model

    client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    if role != "anyone":
        user = get_user_model().objects.get(email=address_of(role))
        client.force_login(user)
    for address in tqdm(addresses, desc=role, unit=""):
        yield cost_of(client, role, address)


def cost_of(client: Client, role: str, address: str) -> Cost:
    """Return the cost of one address: the first request, and the best of those after it."""
    _, _, first, _, _ = ask(client, address)
    found = [ask(client, address)]
    while len(found) < TIMES and found[-1][3] < SLOW:
        found.append(ask(client, address))
    status, size, _, _, queries = found[-1]
    cpu, wait = (min(one[figure] for one in found) for figure in (2, 3))
    return Cost(address, role, status, cpu, wait, queries, size, first)


def ask(client: Client, address: str) -> tuple[int, int, float, float, int]:
    """Return the status, the number of bytes, milliseconds of CPU time and of waiting, and the number of queries."""
    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        cpu, wait = time.process_time(), time.perf_counter()
        response = client.get(address)
        size = len(b"".join(response.streaming_content) if response.streaming else response.content)
        cpu, wait = time.process_time() - cpu, time.perf_counter() - wait
    return response.status_code, size, cpu * 1000, wait * 1000, queries


if __name__ == "__main__":
    main()
