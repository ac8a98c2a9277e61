"""Small real files for the tests of originals, with what a publisher may have left in them."""

import zipfile
from io import BytesIO

import pikepdf
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, String
from pptx import Presentation

from learning.originals.inspection import Inspection, inspect

TEXT = "Practitioners saw the numbat twice."


def pdf(text: str = TEXT, pages: int = 2) -> bytes:
    """Return a PDF with a text on each page."""
    made = typst.compile("\n#pagebreak()\n".join([text] * pages).encode())
    assert isinstance(made, bytes)
    return made


def edited_pdf(change, text: str = TEXT) -> bytes:
    """Return a PDF that a function has changed."""
    with Pdf.open(BytesIO(pdf(text))) as opened:
        change(opened)
        saved = BytesIO()
        opened.save(saved)
    return saved.getvalue()


def leave_traces(opened: Pdf) -> None:
    """Put into a PDF what its author did not mean to publish."""
    opened.docinfo["/Author"] = "Wanda Wombat"
    opened.docinfo["/Company"] = "Wombat and Daughters"
    opened.pages[0].Annots = opened.make_indirect(
        Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T=String("Quentin"),
                          Contents=String("Is this the potoroo?"))])
    )  # fmt: skip
    opened.attachments["figures.txt"] = AttachedFileSpec(opened, b"bandicoot", filename="figures.txt")
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('bilby')"))
    opened.Root.AcroForm = Dictionary(
        Fields=Array([opened.make_indirect(Dictionary(FT=Name.Tx, T=String("Name"), V=String("Quoll")))])
    )


def put_picture(opened: Pdf) -> None:
    """Put a picture of a whole page into a PDF, as scanners do beside a line of text."""
    picture = opened.make_stream(bytes(800 * 600))
    for name, value in {
        "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 800, "/Height": 600, "/ColorSpace": Name.DeviceGray,
        "/BitsPerComponent": 8,
    }.items():  # fmt: skip
        picture[name] = value
    for page in opened.pages:
        page.Resources["/XObject"] = Dictionary(Scan=picture)


def scanned_pdf() -> bytes:
    """Return a PDF with a page that is a drawing without text."""
    with pikepdf.new() as made:
        made.add_blank_page()
        made.pages[0].Contents = made.make_stream(b"0 0 100 100 re f")
        saved = BytesIO()
        made.save(saved)
    return saved.getvalue()


def saved_twice() -> bytes:
    """Return a PDF with a second end, as after an incremental save."""
    content = pdf()
    at = content.rpartition(b"startxref")[2].split()[0]
    return content + b"\nstartxref\n" + at + b"\n%%EOF\n"


def encrypted_pdf() -> bytes:
    """Return a PDF that opens only with a password."""
    saved = BytesIO()
    with Pdf.open(BytesIO(pdf())) as opened:
        opened.save(saved, encryption=pikepdf.Encryption(owner="o", user="u"))
    return saved.getvalue()


def word(text: str = TEXT) -> bytes:
    """Return a Word document with a text."""
    made = Document()
    made.add_paragraph(text)
    return saved(made)


def word_with_traces() -> bytes:
    """Return a Word document with properties, a comment, a tracked change and hidden text."""
    made = Document()
    made.core_properties.author, made.core_properties.last_modified_by = "Wanda Wombat", "Quentin Quokka"
    run = made.add_paragraph().add_run(TEXT)
    made.add_comment(run, text="Is this the potoroo?", author="Quentin")
    ns = nsdecls("w")
    made.element.body.insert(
        0,
        parse_xml(
            f'<w:p {ns}><w:del w:id="7" w:author="Wanda"><w:r><w:delText>band</w:delText></w:r>'
            "<w:r><w:delText>icoot</w:delText></w:r></w:del>"
            '<w:ins w:id="8" w:author="Wanda"><w:r><w:t>bilby</w:t></w:r></w:ins></w:p>'
        ),
    )
    made.element.body.insert(0, parse_xml(f"<w:p {ns}><w:r><w:rPr><w:vanish/></w:rPr><w:t>Quoll</w:t></w:r></w:p>"))
    return saved(made)


def slides(text: str = TEXT) -> bytes:
    """Return two slides with notes, of which the second is hidden."""
    made = Presentation()
    for words, notes in ((text, "Say bilby."), ("Only for potoroos", "")):
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = words
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    made.slides[1]._element.set("show", "0")
    made.core_properties.author = "Wanda Wombat"
    return saved(made)


def saved(made) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return an Office file with another part."""
    out = BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return out.getvalue()


def bomb() -> bytes:
    """Return a small Word document that unpacks to more than 400 MB."""
    out = BytesIO(word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/big.xml", "w") as part:
        for _ in range(401):
            part.write(bytes(1024**2))
    return out.getvalue()


PAGE = (
    b"<!doctype html><html><head><title>Numbat</title><meta name='author' content='Wanda Wombat'>"
    b"<!-- potoroo --></head><body onload='x()'><p>Practitioners saw the <b>num</b>bat twice.</p>"
    b"<table><tr><td>one</td><td>two</td></tr></table></body></html>"
)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def inspected(name: str, content: bytes) -> Inspection:
    return inspect(upload(name, content))
