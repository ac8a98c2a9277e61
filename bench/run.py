"""Measure what a page costs on a national scale, on both engines and against two yardsticks: `make bench`.

    python -m bench.run [--items 100000] [--engines sqlite,postgresql] [--seconds 3] [--keep] [--all]

For each engine a database is filled with an invented corpus, unless an earlier run with --keep left one. Each page is
requested through the real server, one request at a time, without the portal's page cache; then some are requested
again with it. With --all, every address is requested instead, as every role, and those over a limit are printed (see
walk.py). README.md in this folder says how to read the table.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.corpus import write_corpus
from bench.server import Measure, Server, ask
from tests.engines import postgresql_server

ROOT = Path(__file__).resolve().parent.parent
ITEMS_OF_REVIEW = 40
AGAIN = ("home", "theme_top", "review")
COUNTED = re.compile(r"<h2>([\d,]+) (?:items?|results?)</h2>")
HEADINGS = "Page|Median ms|p95 ms|CPU ms|Bare view CPU ms|Ratio|Queries|Plain SQL ms|Bytes|Answer"
HEADINGS_AGAIN = "Page|Median ms|p95 ms|CPU ms|View with one SELECT, CPU ms|Ratio|Bytes"


def main() -> None:
    """Fill, measure and print."""
    options = read_arguments()
    folder = ROOT / "var" / "bench" / str(options.items)
    corpus = folder / "corpus"
    if not (corpus / "cases.json").exists():
        write_corpus(corpus, items=options.items, reviews=options.items // 33, restricted=0.1, seed=1)
    now = time.strftime("%Y-%m-%d")
    print(f"{now}, {options.items:,} items, {os.cpu_count()} processors, Python {sys.version.split()[0]}")
    for engine in options.engines.split(","):
        with database(engine, folder) as address:
            if options.all:
                walk(engine, address, folder)
            else:
                measure(engine, address, folder, options.seconds)
    if not options.keep:
        shutil.rmtree(folder)


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=3, help="for each page")
    parser.add_argument("--keep", action="store_true", help="keep the corpus and the SQLite database for another run")
    parser.add_argument("--all", action="store_true", help="ask for every address, as everybody, in one process")
    return parser.parse_args()


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the address of a database of this engine that holds the corpus."""
    if engine == "postgresql":
        with postgresql_server() as address:
            fill(address, folder)
            yield address
        return
    file = folder / "portal.sqlite3"
    if not file.exists():
        partial = file.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        fill(f"sqlite:///{partial}", folder)
        partial.rename(file)
    yield f"sqlite:///{file}"


def fill(address: str, folder: Path) -> None:
    """Make the tables and load the corpus, with its index."""
    for command in (["migrate", "--verbosity=0"], ["createcachetable"], ["load_corpus", str(folder / "corpus")]):
        manage(command, address, folder)


def manage(command: list[str], address: str, folder: Path) -> None:
    """Run a command of the portal on this database."""
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment(address, folder), check=True)


def environment(address: str, folder: Path, **more: str) -> dict[str, str]:
    """Return the settings of a portal on this database, with no memory of pages unless told otherwise."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "reviews_portal.settings",
        "SECRET_KEY": "a key for measuring only, which signs nothing of worth",
        "PORTAL_DEMO": "1",
        "PORTAL_VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": address,
        "PORTAL_PAGES_KEPT": "0",
        **more,
    }


def measure(engine: str, address: str, folder: Path, seconds: float) -> None:
    """Print the tables of one engine."""
    cases = json.loads((folder / "corpus" / "cases.json").read_text())
    pages = addresses(cases, folder / "corpus")
    settings = environment(address, folder)
    manage(["collectstatic", "--no-input", "--verbosity=0"], address, folder)
    counted = subprocess.check_output(
        [sys.executable, "-m", "bench.queries", json.dumps(pages)], cwd=ROOT, env=settings, text=True
    )
    queries = json.loads(counted)
    bodies = folder / "bodies"
    bodies.mkdir(exist_ok=True)
    table, again = [HEADINGS], [HEADINGS_AGAIN]
    with Server("reviews_portal.wsgi", settings) as portal:
        first = portal.memory()
        measured = {name: portal.measure(page, seconds) for name, page in pages.items()}
        answers = {name: ask(portal.port, page) for name, page in pages.items()}
        memory = portal.memory()
    for name, answer in answers.items():
        (bodies / name).write_bytes(answer.body)
    yardstick = settings | {"BENCH_BODIES": str(bodies)}
    with Server("bench.yardsticks", yardstick | {"BENCH_VIEW": "bare"}) as bare:
        for name, one in measured.items():
            least = bare.measure(f"/{name}", min(seconds, 1))
            sql = queries[name]
            cells = [*one.cells(), f"{least.cpu:.2f}", f"{one.cpu / least.cpu:.0f}", str(sql["queries"])]
            table.append(
                "|".join([name, *cells, f"{sql['ms']:.1f}", f"{one.size:,}", said(name, cases, answers[name].body)])
            )
    with (
        Server("reviews_portal.wsgi", settings | {"PORTAL_PAGES_KEPT": "200"}) as portal,
        Server("bench.yardsticks", yardstick | {"BENCH_VIEW": "select"}) as select,
    ):
        for name in AGAIN:
            least = select.measure(f"/{name}", seconds)
            etag = ask(portal.port, pages[name]).headers["ETag"]
            for label, headers in ((f"{name}, again", {}), (f"{name}, not modified", {"If-None-Match": etag})):
                one = portal.measure(pages[name], seconds, headers)
                again.append("|".join([label, *against(one, least), f"{one.size:,}"]))
    print(f"\n### {engine}\n")
    show(table)
    print(f"\nMemory of the web process: {first:.0f} MB after its first page, {memory:.0f} MB after the last.\n")
    show(again)
    subprocess.run([sys.executable, "-m", "bench.exports"], cwd=ROOT, env=settings, check=True)
    print("\nA start, and the memory of two workers:\n", flush=True)
    starting = settings | {"PORTAL_PAGES_KEPT": "200"}
    subprocess.run([sys.executable, "-m", "bench.starting"], cwd=ROOT, env=starting, check=True)
    print("\nEditing a review:\n", flush=True)
    subprocess.run([sys.executable, "-m", "bench.editing"], cwd=ROOT, env=settings, check=True)


def walk(engine: str, address: str, folder: Path) -> None:
    """Print which addresses of one engine are over a limit, with response requests and people of each role."""
    settings = environment(address, folder)
    manage(["collectstatic", "--no-input", "--verbosity=0"], address, folder)
    print(f"\n### {engine}\n", flush=True)
    for module in ("bench.workspace", "bench.walk"):
        subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=settings, check=True)


def against(one: Measure, least: Measure) -> list[str]:
    """Return the cells of a page beside its yardstick."""
    return [*one.cells(), f"{least.cpu:.2f}", f"{one.cpu / least.cpu:.1f}"]


def addresses(cases: dict, corpus: Path) -> dict[str, str]:
    """Return the address of each page that is measured."""
    review = review_of(corpus)
    top, middle, two = cases["theme_top"]["theme"], cases["theme_mid"]["theme"], cases["two_facets"]
    return {
        "home": "/",
        "theme_top": f"/themes/{top}/?sort=reference",
        "theme_mid": f"/themes/{middle}/?sort=reference",
        "search_common": f"/search/?q={cases['search_common']['q'].replace(' ', '+')}",
        "search_rare": f"/search/?q={cases['search_rare']['q'].replace(' ', '+')}",
        "two_facets": f"/learning/?sort=reference&theme={two['theme']}&agency={two['agency']}",
        "deep": f"/themes/{top}/?sort=reference&page={min(200, cases['theme_top']['items'] // 25)}",
        "review": f"/reviews/{review}/",
        "csv_theme": f"/learning/?theme={middle}&format=csv",
        "json_review": f"/api/v1/reviews/{review}",
        "pdf": f"/briefings/review/{review}.pdf",
    }


def review_of(corpus: Path) -> str:
    """Return the slug of the first public review with at least 40 items or, in a small corpus, of the longest one."""
    with (corpus / "items.jsonl").open() as lines:
        sizes = Counter(one["review"] for one in map(json.loads, lines) if one["audience"] == "public")
    with (corpus / "reviews.jsonl").open() as lines:
        slugs = {one["id"]: one["slug"] for one in map(json.loads, lines)}
    key = next((key for key, size in sizes.items() if size >= ITEMS_OF_REVIEW), max(sizes, key=sizes.__getitem__))
    return slugs[key]


def said(name: str, cases: dict, body: bytes) -> str:
    """Say whether a page tells the number that the corpus' writer counted."""
    wanted = cases.get({"deep": "theme_top", "csv_theme": "theme_mid"}.get(name, name), {}).get("items")
    if wanted is None:
        return "not counted"
    if name == "csv_theme":
        found = body.count(b"\r\n") - 1
    else:
        match = COUNTED.search(body.decode())
        found = int(match[1].replace(",", "")) if match else -1
    return "right" if found == wanted else f"{found:,}, not {wanted:,}"


def show(lines: list[str]) -> None:
    """Print a table in Markdown."""
    head, *rows = [line.split("|") for line in lines]
    for cells in (head, ["---", *["--:"] * (len(head) - 1)], *rows):
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
