"""What is read from an uploaded file, and which files are refused."""

import pytest
from django.core.exceptions import ValidationError

from learning.originals import inspection
from learning.utils.uploads import LARGEST_ORIGINAL
from tests.learning.originals import files
from tests.learning.originals.files import TEXT, inspected, upload


def found_in(name: str, content: bytes) -> dict[str, str]:
    """Return what a file contains besides its text, as one text for each kind."""
    found: dict[str, str] = {}
    for line in inspected(name, content).findings:
        what, _, detail = line.partition(": ")
        found[what] = f"{found[what]} | {detail}" if what in found else detail
    return found


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("report.pdf", files.pdf(), 2),
        ("report.PDF", files.pdf(pages=1), 1),
        ("report.docx", files.word(), None),
        ("slides.pptx", files.slides(), 2),
        ("page.html", files.PAGE, None),
        ("page.htm", files.PAGE, None),
        ("text.txt", TEXT.encode("utf-16-le").replace(b"\0", b""), None),
    ],
)
def test_the_text_of_each_format_is_read_whole(name, content, pages):
    found = inspected(name, content)
    assert " ".join(TEXT.split()) in " ".join(found.text.split())
    assert found.unsearched == []
    assert found.content == content
    if pages:
        assert found.pages == pages


def test_what_is_left_in_a_pdf_is_found():
    found = found_in("report.pdf", files.edited_pdf(files.leave_traces))
    assert "Wanda Wombat" in found["Author"]
    assert found["Property Company"] == "Wombat and Daughters"
    assert found["Comments"] == "Page 1, Quentin: Is this the potoroo?"
    assert found["Attached files"] == "figures.txt"
    assert "JavaScript" in found
    assert "Name: Quoll" in found["Form fields"]
    text = inspected("report.pdf", files.edited_pdf(files.leave_traces))
    assert text.unsearched == ["The file has other files attached to it."]
    assert "bilby" in text.text


def test_what_is_left_in_a_word_document_is_found():
    found = found_in("report.docx", files.word_with_traces())
    assert found["Author"] == "Wanda Wombat"
    assert found["Last modified by"] == "Quentin Quokka"
    assert found["Comments"] == "Quentin: Is this the potoroo?"
    assert found["Tracked changes"] == "Wanda, deleted: bandicoot | Wanda, inserted: bilby"
    assert "Hidden text" in found
    text = inspected("report.docx", files.word_with_traces()).text
    assert all(word in text for word in ("bandicoot", "bilby", "Quoll", "potoroo", TEXT))


def test_other_content_and_links_in_a_word_document_are_found():
    """A part in another format is shown by Word as a part of the text."""
    chunk = files.with_part(files.word(), "word/afchunk.html", b"<p>potoroo</p>")
    assert found_in("report.docx", chunk)["Embedded files"] == "afchunk.html"
    assert inspected("report.docx", chunk).unsearched == ["The file has other files embedded in it."]
    template = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"'
        b' Type="t" TargetMode="External" Target="file:///C:/Users/Wanda/Normal.dotm"/></Relationships>'
    )
    linked = files.with_part(files.word(), "word/_rels/settings.xml.rels", template)
    assert found_in("report.docx", linked)["Links to files on a computer"] == "file:///C:/Users/Wanda/Normal.dotm"


def test_addresses_and_titles_in_a_pdf_can_be_searched():
    linked = files.pdf('= Of the potoroo\n#link("https://example.org/wanda")[here]')
    text = inspected("report.pdf", linked).text
    assert "https://example.org/wanda" in text
    assert text.count("Of the potoroo") >= 2


def test_what_is_left_in_slides_is_found():
    found = found_in("slides.pptx", files.slides())
    assert found["Author"] == "Wanda Wombat"
    assert found["Hidden slides"] == "Slide 2: Only for potoroos"
    assert found["Speaker notes"].startswith("Slide 1: Say bilby.")


def test_what_is_left_in_a_web_page_is_found():
    found = found_in("page.html", files.PAGE)
    assert found["Metadata"] == "author: Wanda Wombat"
    assert found["Comments in the code"] == "potoroo"
    assert found["JavaScript or embedded content"] == "<body>"
    text = inspected("page.html", files.PAGE).text
    assert "one\n\ntwo" in text or "one\ntwo" in text


def test_a_plain_file_has_no_findings():
    assert inspected("text.txt", b"Nothing else.").findings == []


def test_a_picture_beside_enough_text_closes_nothing():
    assert inspected("report.pdf", files.edited_pdf(files.put_picture, f"{TEXT} " * 20)).unsearched == []
    long = files.with_part(files.word(f"{TEXT} " * 40), "word/media/image1.png", bytes(200_000))
    assert inspected("report.docx", long).unsearched == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("scan.pdf", files.scanned_pdf(), "pictures without text"),
        ("numbered.pdf", files.edited_pdf(files.put_picture, "Page 3 of 20"), "pictures without text"),
        ("twice.pdf", files.saved_twice(), "earlier versions"),
        ("scan.docx", files.with_part(files.word(), "word/media/image1.png", bytes(200_000)), "large pictures"),
        ("empty.docx", files.word(""), "no text"),
        ("holds.docx", files.with_part(files.word(), "word/embeddings/oleObject1.bin", b"x"), "embedded"),
    ],
)
def test_a_file_that_cannot_be_searched_says_why(name, content, why):
    assert why in " ".join(inspected(name, content).unsearched)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("locked.pdf", files.encrypted_pdf(), "encrypted"),
        ("broken.pdf", b"%PDF-1.7\n" + b"x" * 500, "cannot be read as a PDF"),
        ("report.pdf", files.word(), "do not match its file type"),
        ("report.docx", files.pdf(), "do not match its file type"),
        ("report.docx", files.slides(), "do not match its file type"),
        ("slides.pptx", files.word(), "do not match its file type"),
        ("report.docx", files.with_part(files.word(), "word/vbaProject.bin", b"x"), "macros"),
        ("report.docm", files.word(), "macros"),
        ("slides.pptm", files.slides(), "macros"),
        ("report.docx", b"PK\3\4[Content_Types].xml word/", "cannot be read"),
        ("report.doc", b"\xd0\xcf\x11\xe0", "not an accepted file type"),
        ("report", b"x", "not an accepted file type"),
        ("page.html", b"No page at all.", "is not a web page"),
        ("text.txt", b"\x00\x01", "do not match its file type"),
        ("text.txt", b"", "is empty"),
        ("../../etc/pass\u202etxt.exe", b"x", "not an accepted file type"),
    ],
)
def test_a_file_that_is_not_accepted_is_refused_with_the_reason(name, content, why):
    with pytest.raises(ValidationError, match=why):
        inspected(name, content)


def test_a_file_of_200_mb_is_refused_before_it_is_read():
    large = upload("large.pdf", b"%PDF-1.7")
    large.size = 200 * 1024**2
    with pytest.raises(ValidationError, match=f"larger than {LARGEST_ORIGINAL // 1024**2} MB"):
        inspection.inspect(large)


def test_a_file_that_unpacks_to_too_much_is_refused():
    with pytest.raises(ValidationError, match="unpacks to too much"):
        inspected("bomb.docx", files.bomb())


def test_entities_are_not_expanded():
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&b;&f;</x>'
    )
    found = inspected("laughs.docx", files.with_part(files.word(), "word/extra.xml", laughs))
    assert "hahaha" not in found.text
    assert "root:" not in found.text
