"""Files are read in a process of their own, which refuses what it cannot read and never stops the portal."""

import random
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from docx import Document

from learning.originals import processes
from learning.originals.reader.contents import Refused
from reviews_portal.imports import process, reading
from reviews_portal.imports.readers import read_file
from reviews_portal.imports.structure.document import draft_of
from tests.imports.scoring import JUDGED

PAGE = b"<main><h1>Child M</h1><h2>What we learnt</h2><ul><li>Ask who lives in the home.</li></ul></main>"
MUTATIONS = 100
FORMATS = ["action-plan/document.pdf", "docx_action_plan/document.docx", "html_health_apr/document.html",
           "pptx_learning_safeguarding_adult_review/document.pptx", "md_thematic_neglect/document.md"]  # fmt: skip


PARAGRAPH, AT_ONCE = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", 10_000


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    content = BytesIO()
    made.save(content, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return content.getvalue()


def docx(*, repeated: int = 1, **parts: bytes) -> bytes:
    """Return a Word file with other parts than its own: document is word/document.xml.

    Its paragraphs are `repeated` so many times, written piece by piece, so that a bomb takes no memory here.
    """
    original, content = BytesIO(), BytesIO()
    Document().save(original)
    with ZipFile(original) as old, ZipFile(content, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = parts.get(name.removeprefix("word/").removesuffix(".xml"), old.read(name))
            before, paragraph, after = part.partition(PARAGRAPH)
            with new.open(name, "w", force_zip64=True) as file:
                file.write(before)
                for _ in range(repeated // AT_ONCE if paragraph else 0):
                    file.write(paragraph * AT_ONCE)
                file.write(paragraph * (repeated % AT_ONCE) + after)
    return content.getvalue()


def test_a_file_gives_its_draft_and_its_source():
    found = reading.read(PAGE, "page.html")
    assert [(one.type, one.text) for one in found.draft.statements] == [
        ("learning_point", "Ask who lives in the home.")
    ]
    assert found.source == read_file(PAGE, "page.html")
    assert found.draft.refused is None


BODY = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>%s</w:body></w:document>"
REFUSED = {
    "empty.pdf": (b"", "is empty"),
    "notes.odt": (b"words", "not an accepted file type"),
    "macros.docm": (b"PK", "macros"),
    "scan.pdf": (pdf(pages=2), "has no text"),
    "secret.pdf": (pdf(password="known to nobody"), "password"),
    "half.pdf": (pdf()[:200], "cannot be read"),
    "half.docx": (docx()[:900], "cannot be read"),
    "page.docx": (PAGE, "cannot be read"),
    "word.html": (docx(), "not text"),
    "bomb.docx": (docx(document=BODY % PARAGRAPH, repeated=12_000_000), ""),
    "deep.html": (b"<main>" + b"<div>" * 20_000 + b"words", "nested too deeply"),
    "deep.docx": (docx(document=BODY % (b"<w:sdt><w:sdtContent>" * 5_000)), ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(name):
    content, reason = REFUSED[name]
    found = reading.read(content, name)
    assert found.draft.refused.startswith(f"“{name}” ")
    assert reason in found.draft.refused
    assert found.draft.statements == []
    assert found.source is None


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_ORIGINAL", 20)
    assert "is larger than" in reading.read(PAGE, "page.html").draft.refused


def test_a_file_that_takes_too_much_processor_time_is_refused(monkeypatch):
    run = processes.subprocess.run
    hungry = "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"
    monkeypatch.setattr(processes.subprocess, "run", lambda command, **rest: run([command[0], "-c", hungry], **rest))
    assert "too large or complicated" in reading.read(PAGE, "page.html").draft.refused


def test_a_file_that_a_busy_server_does_not_read_in_time_is_not_said_to_be_damaged(monkeypatch):
    monkeypatch.setattr(reading, "LONGEST", 0.01)
    with pytest.raises(processes.ServerBusyError, match="busy"):
        reading.read(PAGE, "page.html")


def test_a_busy_server_gives_a_file_longer_than_its_processor_time():
    assert reading.LONGEST >= 3 * process.PROCESSOR_SECONDS


@pytest.mark.parametrize("fault", ["/bin/false", "/bin/true"])
def test_a_fault_of_the_portal_is_not_blamed_on_the_file(monkeypatch, fault):
    monkeypatch.setattr(processes.sys, "executable", fault)
    with pytest.raises(processes.ReaderFailedError):
        reading.read(PAGE, "page.html")


def test_names_of_any_length_are_read_and_no_other_user_of_the_server_sees_them(monkeypatch):
    run, seen = processes.subprocess.run, []
    monkeypatch.setattr(
        processes.subprocess, "run", lambda command, **rest: seen.append(command) or run(command, **rest)
    )
    headings = {f"What the wombats of burrow {number} learnt" * 3: "finding" for number in range(3_000)}
    found = reading.read(PAGE, "Child M.html", headings | {"What we learnt": "concern"})
    assert found.draft.refused is None
    assert found.draft.statements[0].type == "concern"
    assert not any("Child M" in part or "wombats" in part for command in seen for part in command)


def test_entities_of_other_files_are_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("known to nobody")
    entity = f"<!DOCTYPE d [<!ENTITY e SYSTEM 'file://{secret}'>]>".encode()
    found = reading.read(docx(document=entity + BODY % b"<w:p><w:r><w:t>Seen &e; words</w:t></w:r></w:p>"), "a.docx")
    assert "known to nobody" not in found.draft.model_dump_json()


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_files_are_read_or_refused(name):
    check_damaged(name, MUTATIONS // len(FORMATS))


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_many_damaged_files_are_read_or_refused(name):
    check_damaged(name, 2_000 // len(FORMATS))


def check_damaged(name: str, times: int) -> None:
    """Read a file with bits flipped, cut off, or with a part of it repeated, many times."""
    content = (JUDGED / name).read_bytes()
    chance = random.Random(name)
    for _ in range(times):
        damaged = bytearray(content)
        how = chance.randrange(3)
        if how == 0:
            for _ in range(chance.randrange(1, 20)):
                damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        elif how == 1:
            del damaged[chance.randrange(len(damaged)) :]
        else:
            start = chance.randrange(len(damaged))
            damaged[start:start] = damaged[start : start + chance.randrange(1, 2_000)] * chance.randrange(1, 50)
        assert is_read_or_refused(bytes(damaged), name)


def is_read_or_refused(content: bytes, name: str) -> bool:
    """Return whether a file gives a draft, or a reason why it does not."""
    try:
        return draft_of(read_file(content, name)).refused is None
    except Refused as refused:
        return bool(str(refused))
