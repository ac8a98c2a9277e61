"""PDF files: which are refused, what is hidden in them, and that no word is lost."""

import contextlib
import re
import unicodedata
from collections import Counter
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from learning.originals.reader.contents import Refused
from reviews_portal.imports.readers.pdf import read

from .pdf_making import FOLDER, LOREM, drawn, lines, set_by_typst, source_of, text

JUDGED = Path(__file__).parents[1] / "judged"
BLIND = ("blind", "fresh", "last")
SEEN = (path for path in JUDGED.glob("*/document.pdf") if not path.parent.name.startswith(BLIND))
FILES = sorted([*FOLDER.glob("*.pdf"), *SEEN])


def test_a_file_that_is_encrypted_is_refused():
    for encryption in (pikepdf.Encryption(owner="o", user="u"), pikepdf.Encryption(owner="o", user="")):
        with pytest.raises(Refused, match="encrypted"):
            source_of(drawn(text(60, 200, "Nobody may read this."), encryption=encryption))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"no PDF at all", b"%PDF-1.7\n" + b"\0" * 5000])
def test_a_damaged_file_is_refused(content):
    with pytest.raises(Refused, match="cannot be read"):
        source_of(content)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_part_of_a_file_is_refused_or_read_but_does_not_fail(share):
    content = drawn(lines(60, 200, LOREM))
    with contextlib.suppress(Refused):
        source_of(content[: int(len(content) * share)])


def test_a_scan_is_refused():
    document = pikepdf.Pdf.open(BytesIO(drawn("q 595 0 0 842 0 0 cm /Im Do Q", "")))
    picture = document.make_stream(
        b"\xff" * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10,
        BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray,
    )  # fmt: skip
    document.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Im=picture)
    saved = BytesIO()
    document.save(saved)
    with pytest.raises(Refused, match="has no text, only pictures"):
        source_of(saved.getvalue())


def test_properties_are_metadata():
    source = source_of(set_by_typst('#set document(title: "Child Q", author: "A. Author")\n' + LOREM))
    assert source.metadata["title"] == "Child Q"
    assert source.metadata["author"] == "A. Author"


def test_comments_fields_and_attached_files_are_hidden_words():
    document = pikepdf.Pdf.open(BytesIO(drawn(lines(60, 200, LOREM))))
    name = pikepdf.Name
    comment = pikepdf.Dictionary(Type=name.Annot, Subtype=name.Text, Rect=[0, 0, 9, 9], Contents="Check this", T="Sam")
    field = pikepdf.Dictionary(
        Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T="Reviewer", V="Jo Bloggs", Rect=[0, 0, 9, 9]
    )
    link = pikepdf.Dictionary(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], Contents="a link")
    document.pages[0].Annots = document.make_indirect(
        pikepdf.Array([document.make_indirect(one) for one in (comment, field, link)])
    )
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[document.pages[0].Annots[1]])
    document.attachments["notes.txt"] = b"secret"
    saved = BytesIO()
    document.save(saved)
    hidden = source_of(saved.getvalue()).hidden
    assert set(hidden) == {"Attached file, not read: notes.txt", "Sam: Check this", "Reviewer: Jo Bloggs"}


def test_each_block_says_where_it_is():
    source = source_of(drawn(text(60, 200, "One page."), text(60, 200, "Another page.")))
    assert [(block.page, block.place) for block in source.blocks] == [(1, "page 1"), (2, "page 2")]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem if path.stem != "document" else path.parent.name)
def test_no_word_is_lost_or_invented(path):
    """Compare the words of all blocks with those that another library extracts, but for words at the ends of lines."""
    content = path.read_bytes()
    other = Counter(words(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)))
    own = Counter(words(" ".join(f"{block.mark} {block.text}" for block in read(content, path.name).blocks)))
    lost, found = list((other - own).elements()), list((own - other).elements())
    # A word without the hyphen that divided it is made of parts that are gone.
    assert Counter("".join(lost)) == Counter("".join(found))
    assert 3 * len(found) >= len(lost)
    assert len(lost) < 0.06 * sum(other.values())
