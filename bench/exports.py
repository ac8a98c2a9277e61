"""Measure exports: python -m bench.exports, with the corpus in the database of the environment.

Documents of four pages are written repeatedly in one process after a warm-up, and compared with WeasyPrint for the
portal's own page of the same content. Lists are written as CSV in a process of their own, which also shows the
additional memory that they take.
"""

import logging
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import django
import psutil

PAGES = 4
TIMES = 10
HEADINGS = "Document of four pages|CPU ms|WeasyPrint over it|kB"
HEADINGS_CSV = "CSV|CPU ms|More memory, MB|Of it objects, MB|MB of file"


def main() -> None:
    """Print both tables or, with the argument "lists", only the second."""
    django.setup()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    from bench.run import show

    listing = everything()
    if sys.argv[1:] == ["lists"]:
        show([HEADINGS_CSV, *lists(listing)])
        return
    outline = of_pages(next(iter(listing.outlines())))
    print(f"\nExports; a document of {PAGES} pages has {len(outline.items())} items of this corpus here.\n")
    show([HEADINGS, *documents(outline)])
    print(flush=True)
    subprocess.run([sys.executable, "-m", "bench.exports", "lists"], check=True)


def everything():
    """Return the list of all learning that the public may read."""
    from django.contrib.auth.models import AnonymousUser

    from reviews_portal.briefings.listings import TooMany
    from reviews_portal.briefings.requests import request_of
    from reviews_portal.briefings.selections import LISTS

    try:
        LISTS["learning"](request_of(AnonymousUser(), ""))
    except TooMany as error:
        return error.listing
    raise SystemExit("The corpus is too small: give it more than 500 public items.")


def of_pages(outline):
    """Return the beginning of an outline, as much as fills PAGES pages of a PDF."""
    from reviews_portal.briefings.outline import Section, with_code
    from reviews_portal.briefings.writers import pdf

    items = [item for section in outline.sections for item in section.items]
    outline = with_code(outline, "ABCDEFGH", f"{outline.address}versions/ABCDEFGH/")
    number = 0
    while pdf.pages(beginning := part_of(outline, Section("Learning", tuple(items[: number + 1])))) <= PAGES:
        number += 1
    return part_of(beginning, Section("Learning", tuple(items[:number])))


def part_of(outline, section):
    """Return an outline with this section only, and the documents that it quotes."""
    used = sorted({item.document for item in section.items})
    places = {old: new for new, old in enumerate(used)}
    items = tuple(replace(item, document=places[item.document]) for item in section.items)
    documents = tuple(outline.documents[number] for number in used)
    return replace(outline, sections=(replace(section, items=items),), documents=documents)


def documents(outline) -> Iterable[str]:
    """Yield the rows for documents, with WeasyPrint's at the end."""
    from reviews_portal.briefings.writers import FORMATS

    made_anew = [b"".join(FORMATS["html"].write(numbered(outline, number))).decode() for number in range(TIMES + 1)]
    other, size, pages = by_weasyprint(made_anew)
    for name in ("pdf", "docx", "pptx", "html"):
        cpu, made = cost(lambda number, name=name: b"".join(FORMATS[name].write(numbered(outline, number))))
        yield f"{FORMATS[name].label}|{cpu:.1f}|{other / cpu:.1f}|{len(made) / 1000:.0f}"
    yield f"PDF by WeasyPrint, {pages} pages|{other:.1f}|1.0|{size / 1000:.0f}"


def numbered(outline, number: int):
    """Return an outline with a number in each text, so that a writer cannot reuse an earlier result."""
    sections = (
        replace(section, items=tuple(replace(item, text=f"{item.text} {number}") for item in section.items))
        for section in outline.sections
    )
    return replace(outline, sections=tuple(sections))


def by_weasyprint(made_anew: list[str]) -> tuple[float, int, int]:
    """Return milliseconds, bytes and pages of tagged PDFs that WeasyPrint makes of the portal's own pages."""
    from django.conf import settings
    from weasyprint import HTML

    static = rf'\1="{Path(settings.STATIC_ROOT).as_uri()}/'
    on_disk = [re.sub(r'(href|src)="/static/', static, page) for page in made_anew]
    cpu, made = cost(lambda number: HTML(string=on_disk[number]).write_pdf(pdf_variant="pdf/ua-1"))
    return cpu, len(made), len(HTML(string=on_disk[0]).render().pages)


def cost(make: Callable[[int], bytes]) -> tuple[float, bytes]:
    """Return the processor time of a call in milliseconds, over all threads and after a warm-up, and its result."""
    made = make(0)
    before = time.process_time()
    for number in range(TIMES):
        make(number + 1)
    return (time.process_time() - before) * 1000 / TIMES, made


def lists(listing) -> Iterable[str]:
    """Yield the rows for lists as CSV: one exported as a single document, and the longest list."""
    from reviews_portal.briefings.exporting import Export
    from reviews_portal.briefings.writers import FORMATS

    def first(number: int):
        return replace(listing, keys=listing.keys[:number])

    def as_one_document(number: int) -> Iterable[bytes]:
        return Export("list", FORMATS["csv"], first(number).outline()).parts()

    def streamed(some=listing) -> Iterable[bytes]:
        return Export("list", FORMATS["csv"], some).parts()

    sum(map(len, as_one_document(10)))
    yield row("500 items, as one document", lambda: as_one_document(500))
    yield row("500 items, part by part", lambda: streamed(first(500)))
    yield row(f"{listing.number:,} items, part by part", streamed)


def row(name: str, make: Callable[[], Iterable[bytes]]) -> str:
    """Return the row of a list: time and memory growth of the process in one run, peak of its objects in another."""
    process = psutil.Process()
    before, started = process.memory_info().rss, time.process_time()
    size, most = 0, before
    for number, part in enumerate(make()):
        size += len(part)
        if number % 10 == 0:
            most = max(most, process.memory_info().rss)
    cpu = (time.process_time() - started) * 1000
    most = max(most, process.memory_info().rss)
    tracemalloc.start()
    for _ in make():
        pass
    objects = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{name}|{cpu:.0f}|{(most - before) / 1e6:.1f}|{objects / 1e6:.1f}|{size / 1e6:.1f}"


if __name__ == "__main__":
    main()
