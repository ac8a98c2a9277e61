"""Count the queries of each page, and time them alone: python -m bench.queries '{"name": "/address/"}'

Prints JSON: for each page the number of its queries, and the milliseconds that the same statements take when they are
sent to the database again and their rows are only fetched.
"""

import json
import statistics
import sys
import time

import django
from django.db import connection
from django.test import Client

TIMES = 10


def main() -> None:
    """Count and time the queries of each page named in the first argument."""
    django.setup()
    client = Client(headers={"host": "127.0.0.1"})
    print(json.dumps({name: cost(client, page) for name, page in json.loads(sys.argv[1]).items()}))


def cost(client: Client, page: str) -> dict[str, float]:
    """Return the number of queries of a page, and the milliseconds that their statements take alone."""
    statements: list[tuple] = []

    def note(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    fetch(client, page)  # queries that a process makes only once do not count
    with connection.execute_wrapper(note):
        fetch(client, page)
    return {"queries": len(statements), "ms": statistics.median(again(statements) for _ in range(TIMES))}


def fetch(client: Client, page: str) -> None:
    """Request a page and read it to the end."""
    response = client.get(page)
    if response.streaming:
        for _ in response.streaming_content:
            pass


def again(statements: list[tuple]) -> float:
    """Run the statements, and return the milliseconds that they take."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
