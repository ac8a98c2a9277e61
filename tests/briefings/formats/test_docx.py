"""Word documents, read again by python-docx and by LibreOffice."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from docx.oxml.ns import qn

from reviews_portal.briefings.outline import Item, Outline, Section
from reviews_portal.briefings.writers.docx import write
from reviews_portal.briefings.writers.office import HUES, INK, LINK, QUIET, RULE, WASH

from .office import (
    INVISIBLE,
    LONG_PARAGRAPH,
    LONG_WORD,
    MARK,
    OTHER_SCRIPTS,
    assert_in_order,
    bare,
    pdf_pages,
    tricky_outline,
)
from .word import published, read, styled


@pytest.fixture(scope="module")
def document():
    return read(tricky_outline())


def test_the_words_are_those_of_the_outline_in_order(document):
    assert "".join(map(bare, published(document))) == "".join(map(bare, tricky_outline().words()))


def test_lines_are_kept_where_they_end(document):
    quotes = styled(document, "Quote")
    assert "Line one\nline two" in quotes
    assert "Folded\nin the source." in quotes


def test_headings_follow_each_other_without_a_skip(document):
    headings = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    levels = [int(paragraph.style.name[-1]) for paragraph in headings]
    assert levels[:5] == [1, 1, 2, 3, 1]
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    assert [paragraph.text for paragraph in headings][:4] == ["Recommendations", "Background", "Deeper", "Deepest"]
    assert styled(document, "Title") == ["Family X: <learning> & practice"]


def test_headings_deeper_than_four_stay_at_four():
    section = Section("Six", (Item("narrative", "", "Words."),))
    for name in ("Five", "Four", "Three", "Two", "One"):
        section = Section(name, (), (section,))
    document = read(tricky_outline(sections=(section,)))
    assert styled(document, "Heading 4") == ["Four", "Five", "Six"]


def test_each_lettered_list_counts_from_one(document):
    numbering = document.part.numbering_part.element
    letters = [p for p in document.paragraphs if p.style.name.startswith("List Letter")]
    lists = [p._p.pPr.numPr.numId.val for p in letters if p._p.pPr.numPr is not None]
    assert [lists.count(number) for number in dict.fromkeys(lists)] == [3, 2, 2]
    for number in set(lists):
        (instance,) = numbering.xpath(f"w:num[@w:numId='{number}']")
        (kind,) = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{instance.abstractNumId.val}']")
        (level,) = kind.findall(qn("w:lvl"))
        assert level.find(qn("w:numFmt")).get(qn("w:val")) == "lowerLetter"
        assert level.find(qn("w:lvlText")).get(qn("w:val")) == "(%1)"
        assert instance.xpath("w:lvlOverride/w:startOverride/@w:val") == ["1"]


def test_labels_that_letters_would_not_give_are_text(document):
    assert [p for p in styled(document, "List Letter") if "\t" in p] == ["(b)\tfrom b on", "(iv)\tand four"]


def test_bullets_that_follow_each_other_share_their_label_and_line(document):
    texts = [paragraph.text for paragraph in document.paragraphs]
    start = texts.index("Key theme   Family X · 2021")
    assert texts[start + 1 : start + 3] == ["Voice", "Fathers"]


def test_short_points_of_seven_minutes_are_bullets_with_their_reference_at_the_end():
    points = tuple(
        Item(
            "learning", "Key theme", text, reference=f"R0009-{text}", address=f"https://example.org/{text}", line=line
        )
        for text, line in (("Voice", "Everyone"), ("Fathers", "Police"))
    )
    document = read(tricky_outline(layout="seven-minute", sections=(Section("1. Themes", points),)))
    assert styled(document, "List Bullet") == ["Voice Everyone · R0009-Voice", "Fathers Police · R0009-Fathers"]
    assert published(document) == ["Voice", "Fathers"]
    assert styled(document, "Kind") == ["Key theme"]


def test_each_restricted_item_has_its_mark_beside_its_label():
    items = (
        Item("learning", "Finding", "One", audience=MARK),
        Item("narrative", "", "Two", audience=MARK),
        Item("learning", "Finding", "Three"),
    )
    document = read(tricky_outline(sections=(Section("Learning", items),)))
    assert styled(document, "Kind") == [f"Finding   {MARK}", MARK, "Finding"]
    marks = [run for p in document.paragraphs for run in p.runs if run.style.name == "Audience"]
    assert [(run.text, str(run.style.font.color.rgb)) for run in marks] == [(MARK, "A3201D")] * 2


def test_each_kind_has_its_word_and_its_hue(document):
    hues = {
        run.text: str(run.style.font.color.rgb)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Kind")
        for run in paragraph.runs
    }
    assert hues["Good practice"] == "1D6340"
    assert hues["Recommendation 1"] == "6F2C6B"
    assert hues["Reflective question"] == "7A4A00"
    assert hues["Response: Police"] == "44505F"
    assert hues["Finding"] == "274C8F"


def test_the_hues_are_those_of_the_pages():
    tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    names = {"ink": INK, "quiet": QUIET, "wash": WASH, "rule": RULE, "link": LINK} | HUES
    for name, hue in names.items():
        assert f"--{name}: light-dark(#{hue.lower()}," in tokens


def test_facts_are_a_table_with_headings_on_each_page_and_whole_rows(document):
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Fact", "Detail"],
        ["Children", "=1+1"],
        ["Type", "<b>Serious case review</b>"],
    ]
    assert len(table._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert len(table._tbl.xpath("w:tr/w:trPr/w:cantSplit")) == 3


def test_only_safe_addresses_are_links(document):
    targets = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert targets == {
        "https://example.org/recommendations/R0009-1/",
        "https://example.org/x.pdf",
        "https://example.org/briefings/K7QF-2M/",
        "https://example.org/reviews/family-x/",
    }
    texts = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "file:///etc/passwd" in texts  # it is shown, but leads nowhere


def test_fields_are_only_those_of_the_page_number(document):
    body, footer = document.element, document.sections[0].footer._element
    assert not body.xpath("//w:instrText | //w:fldSimple")
    assert footer.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert document.sections[0].footer.paragraphs[0].text.startswith("Case review learning · K7QF-2M")


def test_the_notes_say_whose_they_are(document):
    assert styled(document, "Note by the trainer") == [
        "Trainer’s introduction\nWe meet at ten.",
        "Trainer’s note\nGive it ten minutes.",
    ]
    assert styled(document, "Note by the portal") == ["From the second document."]
    assert styled(document, "Content note") == ["Content note\nThis review describes the death of a baby."]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[2].startswith("Content note")


def test_the_end_says_what_is_quoted_what_is_not_and_which_version_it_is(document):
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[-10:] == [
        "About this version",
        "2 items are not in it.",
        "Documents quoted",
        "Briefing: Family X, Partnership, May 2021 · Family X (R0009) · Licence not stated · https://example.org/x.pdf",
        "Response, undated · Family X (R0009) · OGL 3.0 · file:///etc/passwd",
        "This version",
        "Made on 21 November 2026 with Case review learning. Version code: K7QF-2M.",
        "https://example.org/briefings/K7QF-2M/",
        "https://example.org/reviews/family-x/",
        "Published text is quoted word for word. Notes are marked as such.",
    ]
    (words,) = document.element.xpath("//wp:docPr/@descr")
    assert words == "QR code to view this version: https://example.org/briefings/K7QF-2M/"


def test_the_mark_stands_at_the_head_of_each_page_only_where_it_is_needed(document):
    assert [p.text.strip() for p in document.sections[0].header.paragraphs] == [MARK]
    (run,) = document.sections[0].header.paragraphs[0].runs
    assert run.style.element.xpath("w:rPr/w:bdr/@w:color") == ["A3201D"]
    public = read(tricky_outline(audience=""))
    assert MARK not in "".join(p.text for p in public.sections[0].header.paragraphs)
    assert MARK not in public.core_properties.title


def test_language_and_properties_are_said(document):
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["en-GB"]
    properties = document.core_properties
    assert properties.title == "Family X: <learning> & practice (professionals only)"
    assert (properties.author, properties.keywords, properties.language) == (
        "Case review learning",
        "K7QF-2M",
        "en-GB",
    )
    assert properties.created.date() == tricky_outline().made_on
    assert (document.sections[0].page_width.cm, document.sections[0].page_height.cm) == (
        pytest.approx(21, abs=0.01),
        pytest.approx(29.7, abs=0.01),
    )


def test_a_title_longer_than_a_property_may_be_is_whole_on_the_page():
    document = read(tricky_outline(title="Long title " * 40))
    assert len(document.core_properties.title) == 255
    assert styled(document, "Title") == ["Long title " * 40]


def test_nothing_of_another_template_is_in_the_file():
    with ZipFile(BytesIO(b"".join(write(tricky_outline())))) as file:
        assert set(file.namelist()) == {
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/footer1.xml",
            "word/header1.xml",
            "word/media/image1.png",
            "word/numbering.xml",
            "word/settings.xml",
            "word/styles.xml",
            "word/theme/theme1.xml",
        }


def test_looks_are_styles(document):
    looks = {element.tag for element in document.element.xpath("//w:body//w:p/w:pPr/*")}
    assert looks == {qn("w:pStyle"), qn("w:numPr"), qn("w:keepNext")}
    inside = document.element.xpath("//w:rPr/*")
    assert {element.tag for element in inside} == {qn("w:rStyle")}


def test_every_style_that_is_used_is_there(document):
    defined = set(document.styles.element.xpath("w:style/@w:styleId"))
    assert set(document.element.xpath("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")) <= defined
    assert set(document.styles.element.xpath("//w:basedOn/@w:val | //w:next/@w:val")) <= defined


def test_a_supervision_sheet_has_room_to_write_after_each_item():
    of = tricky_outline(layout="supervision")
    document = read(of)
    assert styled(document, "Room to write") == ["\n".join("\t" * 5)] * len(of.items())
    assert "Room to write" not in [paragraph.style.name for paragraph in read(tricky_outline()).paragraphs]


def test_a_trainers_own_is_not_said_to_be_of_the_home_page():
    texts = [paragraph.text for paragraph in read(tricky_outline(is_trainers=True)).paragraphs]
    assert tricky_outline().code_address in texts
    assert tricky_outline().address not in texts


def test_the_parts_of_a_seven_minute_briefing_are_numbered_and_its_end_is_not():
    document = read(tricky_outline(layout="seven-minute"))
    assert document.styles["heading 1"].element.xpath("w:pPr/w:numPr/w:numId/@w:val") == ["2"]
    assert document.styles["Heading of the end 1"].element.xpath("w:pPr/w:numPr/w:numId/@w:val") == ["0"]
    assert styled(document, "Heading of the end 1") == [
        "About this version",
        "Documents quoted",
        "This version",
    ]
    own = tricky_outline(layout="seven-minute", sections=(Section("1. What happened"), Section("2. Why")))
    assert not read(own).styles["heading 1"].element.xpath("w:pPr/w:numPr")


def test_what_is_empty_leaves_nothing_behind():
    document = read(Outline("Empty", tricky_outline().made_on))
    assert [p.text for p in document.paragraphs] == [
        "Empty",
        "This version",
        "Made on 21 November 2026.",
        "Published text is quoted word for word. Notes are marked as such.",
    ]


def test_libreoffice_reads_every_word_in_order_and_the_mark_on_each_page(tmp_path):
    outline = tricky_outline()
    pages = pdf_pages(b"".join(write(outline)), "briefing.docx", tmp_path)
    assert len(pages) > 30
    for page in pages:
        assert MARK in page
        assert re.search(r"Case review learning · K7QF-2M\s+Page \d+ of \d+", page)
    foot = re.compile(rf"{MARK}|Case review learning · K7QF-2M\s+Page \d+ of \d+")
    whole = bare("".join(foot.sub("", page) for page in pages))
    plain = [word for word in outline.words() if word not in (INVISIBLE, OTHER_SCRIPTS)]
    assert_in_order(plain, whole)
    assert_in_order(["(a)ask about fathers", "(b)write it down", "(c)tell others", "(a)listen", "(b)visit"], whole)
    assert bare(LONG_WORD) in whole
    assert bare(LONG_PARAGRAPH) in whole
