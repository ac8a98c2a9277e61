"""Which files are taken, and under which names they are kept."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.core.exceptions import ValidationError

from learning.utils.uploads import LARGEST, CutOff, plain_name
from recommendations.uploads import TAKEN, TYPES, check

PDF = b"%PDF-1.7\n%%EOF\n"


def zipped(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """Return a zip archive with files of these names, and one that is not packed before them."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        if first:
            archive.writestr(first[0], first[1], ZIP_STORED)
        for name in names:
            archive.writestr(name, b"content")
    return made.getvalue()


GOOD = {
    "audit.pdf": PDF,
    "audit.PDF": PDF,
    "audit.docx": zipped("[Content_Types].xml", "word/document2.xml"),
    "audit.xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "audit.odt": zipped("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text")),
    "audit.ods": zipped("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
    "audit.png": b"\x89PNG\r\n\x1a\n....",
    "audit.jpg": b"\xff\xd8\xff\xe0....",
    "audit.jpeg": b"\xff\xd8\xff\xe0....",
    "audit.txt": b"Ten records, in order.\r\n\f",
    "audit.csv": "a;b\nünd;1\n".encode("cp1252"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_whose_content_is_what_its_name_says_is_taken(name):
    check(name, GOOD[name])
    with pytest.raises(ValidationError):
        check(name, b"\x00\xfe")


def test_each_type_is_tried_and_named():
    assert {f".{name.lower().rpartition('.')[2]}" for name in GOOD} == set(TYPES)
    assert all(word in TAKEN for word in (".docx", ".xlsx", ".odt", ".ods", ".txt", "PDF", "PNG", "JPEG", "CSV"))


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03", b"<html>\x00", zipped("readme"), b" %PDF-1.7\x00", b"\x00"],
                         ids=["program", "page", "archive", "PDF later", "NUL"])  # fmt: skip
def test_a_file_that_is_something_else_is_not(name, content):
    with pytest.raises(ValidationError, match="do not match its file type"):
        check(name, content)


@pytest.mark.parametrize(
    "name", ["run.exe", "page.html", "old.doc", "macros.docm", "picture.svg", "nothing", "a.pdf."]
)
def test_a_kind_that_is_not_listed_is_told_what_is(name):
    with pytest.raises(ValidationError, match=r"Save it as PDF, Word"):
        check(name, PDF)


def test_a_file_may_be_as_large_as_is_said_and_no_larger():
    check("audit.pdf", PDF.ljust(LARGEST))
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        check("audit.pdf", PDF.ljust(LARGEST + 1))
    with pytest.raises(ValidationError, match="is empty"):
        check("audit.pdf", b"")


def test_of_a_file_that_is_too_large_no_more_is_kept_than_shows_it():
    handler = CutOff()
    assert handler.receive_data_chunk(b"chunk", LARGEST) == b"chunk"
    assert handler.receive_data_chunk(b"chunk", LARGEST + 1) is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("audit.pdf", "audit.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\audit.pdf", "audit.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ("  ...hidden.pdf ", "hidden.pdf"),
        (".pdf", "pdf"),
        ("", "file"),
        ("Größe – Ärzte.pdf", "Größe – Ärzte.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
        ("\u200b\u200b.pdf", "pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(sent, kept):
    assert plain_name(sent) == kept
