"""What takes long is written by a task, which says how far it is, can be stopped, and fails without harm."""

import re

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reviews_portal.briefings import long_exports
from reviews_portal.briefings.exporting import watched
from reviews_portal.briefings.long_exports import is_long, write_export
from reviews_portal.briefings.models import ExportState, LongExport
from reviews_portal.briefings.outline import Section
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.briefings.writers.problems import CannotWrite
from tests.briefings.exported import outline_at

from .long import ADDRESS, ask, content, do, file, page, run

pytestmark = pytest.mark.django_db


def test_the_file_is_what_the_address_gives_at_once(client, asked, settings):
    assert "Your export is queued." in page(client, asked)
    assert file(client, asked)["Location"] == asked.get_absolute_url()
    run()
    assert "Your export is ready." in page(client, asked)
    later = file(client, asked)
    settings.EXPORT_SECONDS = 1000
    at_once = client.get(ADDRESS)
    assert content(client, asked) == at_once.content
    assert later["Content-Length"] == at_once["Content-Length"]
    for header in ("Content-Type", "Content-Disposition", "X-Robots-Tag"):
        assert later[header] == at_once[header]


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_is_written_by_the_task(client, everything_is_long, format):
    made = ask(client, f"/briefings/review/baby-e.{format}")
    run()
    made.refresh_from_db()
    assert (made.state, made.done) == (ExportState.READY, made.total)
    assert file(client, made)["Content-Type"] == FORMATS[format].content_type
    assert len(content(client, made)) > 1000


def test_what_is_quick_is_given_at_once(client):
    assert client.get("/briefings/learning.pdf").status_code == 200
    assert not LongExport.objects.exists()


def test_it_goes_by_items_their_length_and_the_format(client):
    outline = outline_at(client, "/briefings/learning.json")
    (item, *_) = outline.items()

    def of(number: int, length: int = 100):
        one = type(item)(look="learning", label="", text="x" * length)
        return type(outline)("", outline.made_on, sections=(Section("", (one,) * number),))

    assert [format for format in FORMATS if is_long(of(500), format)] == ["pptx"]
    assert not is_long(of(200), "pptx")
    assert [format for format in FORMATS if is_long(of(3, 200_000), format)] == ["pdf", "pptx"]


def test_it_can_be_stopped_and_made_again(client, asked):
    do(client, asked, "stop")
    assert "You stopped this export." in page(client, asked)
    run()
    asked.refresh_from_db()
    assert (asked.state, asked.parts.count()) == (ExportState.STOPPED, 0)
    do(client, asked, "again")
    assert "Your export is queued." in page(client, asked)
    run()
    assert file(client, asked).status_code == 200


def test_it_is_stopped_while_it_is_being_made(client, asked, monkeypatch):
    monkeypatch.setattr(long_exports, "PAUSE", -1)
    seen = []

    def stops(outline):
        for section in outline.sections:
            for item in section.items:
                seen.append(item)
                if len(seen) == 2:
                    LongExport.objects.update(state=ExportState.STOPPED)
                yield item.text.encode()

    with_writer(monkeypatch, stops)
    run()
    asked.refresh_from_db()
    assert (asked.state, asked.parts.count()) == (ExportState.STOPPED, 0)
    assert len(seen) == 2
    assert DBTaskResult.objects.failed().count() == 0


def test_the_page_says_how_far_it_is(client, asked, monkeypatch):
    monkeypatch.setattr(long_exports, "PAUSE", -1)
    pages = []

    def looks(outline):
        for section in outline.sections:
            for item in section.items:
                pages.append(page(client, asked))
                yield item.text.encode()

    with_writer(monkeypatch, looks)
    run()
    told = [re.search(r'<p id="how-far">(.*?)</p>', one)[1] for one in pages]
    assert told[:3] == ["Your export is in progress.", *(f"{n} of {asked.total} items exported." for n in (1, 2))]
    assert f'<progress aria-labelledby="how-far" value="2" max="{asked.total}">' in pages[2]
    assert all('http-equiv="refresh"' in one and ">Stop export</button>" in one for one in pages)
    assert 'http-equiv="refresh"' not in page(client, asked)


def with_writer(monkeypatch, write) -> None:
    """Have Markdown written by this."""
    monkeypatch.setitem(FORMATS, "md", type(FORMATS["md"])("md", "Markdown", "text/markdown", write))


def test_an_earlier_attempt_writes_nothing(client, asked):
    do(client, asked, "stop")
    do(client, asked, "again")
    write_export.call(asked.key, 1)
    asked.refresh_from_db()
    assert asked.state == ExportState.WAITING
    write_export.call(asked.key, 2)
    asked.refresh_from_db()
    assert asked.state == ExportState.READY


def test_of_a_worker_that_died_it_is_told_and_it_can_be_made_again(client, asked):
    silent = timezone.now() - LongExport.SILENT
    LongExport.objects.update(state=ExportState.RUNNING, changed_at=silent)
    assert "The export failed." in page(client, asked)
    do(client, asked, "again")
    write_export.call(asked.key, 2)
    assert file(client, asked).status_code == 200


def test_why_a_format_cannot_hold_it_is_said_and_what_fails_is_told_to_staff(client, asked, monkeypatch):
    def refuses(outline):
        raise CannotWrite("“R0001-1” holds a letter that cannot be shown.")
        yield b""

    with_writer(monkeypatch, refuses)
    run()
    assert "“R0001-1” holds a letter" in page(client, asked)

    def breaks(outline):
        raise RuntimeError
        yield b""

    with_writer(monkeypatch, breaks)
    do(client, asked, "again")
    run()
    assert "The export failed." in page(client, asked)
    assert DBTaskResult.objects.failed().count() == 1


def test_a_writer_tells_where_it_is_in_what_it_writes(client):
    outline = outline_at(client, "/briefings/review/baby-e.json")
    told: list[int] = []
    assert watched(outline, told.append) == outline
    for format in ("md", "html", "docx", "pptx"):
        told.clear()
        content = b"".join(FORMATS[format].write(watched(outline, told.append)))
        if format in ("md", "html"):
            assert content == b"".join(FORMATS[format].write(outline))
        assert set(told) == set(range(max(told) + 1)), format
