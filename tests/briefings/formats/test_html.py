"""The page to print: bullets with where they are from, and room to write."""

from dataclasses import replace

import lxml.html
import pytest

from reviews_portal.briefings.writers import FORMATS

from .pdf_outlines import ADDRESS, WHOLE, item, outline


def page_of(of, format: str = "html") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(b"".join(FORMATS[format].write(of)))


def said(element) -> str:
    return " ".join(element.text_content().split())


def test_short_points_of_seven_minutes_are_one_list_with_one_label_and_their_references():
    of = outline(*(item(n, label="Key theme", text=f"Theme {n}") for n in (1, 2)), layout="seven-minute")
    page = page_of(of)
    assert [said(kind) for kind in page.xpath("//p[@class='kind']")] == ["Key theme"]
    bullets = page.xpath("//ul[@class='quote']/li")
    assert [said(bullet) for bullet in bullets] == [f"Theme {n} A review · 2021 · R0009-{n}" for n in (1, 2)]
    assert page.xpath("//ul[@class='quote']//a/@href") == [ADDRESS.format(n) for n in (1, 2)]


def test_a_bullet_loses_neither_its_parts_nor_its_note_nor_its_mark():
    parted = replace(WHOLE.items()[4], is_bullet=True, under=(), note="Ours.", audience="Professionals only")
    bullet = said(page_of(outline(parted)).xpath("//div[contains(@class, 'run')]")[0])
    for text in ("Recommendation 1", "Professionals only", "and write it down.", "And they should say so.", "Ours."):
        assert text in bullet


@pytest.mark.parametrize(("layout", "rooms"), [("supervision", 3), ("handout", 1), ("briefing", 1)])
def test_a_supervision_sheet_has_room_to_write_under_each_item(layout, rooms):
    of = outline(item(1), item(2, is_bullet=True), item(3, look="question"), layout=layout)
    assert len(page_of(of).xpath("//*[@class='write']")) == rooms


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_trainers_own_does_not_lead_to_the_home_page(format):
    def written(of):
        return b"".join(FORMATS[format].write(of)).decode()

    assert WHOLE.address in written(WHOLE)
    assert WHOLE.address not in written(replace(WHOLE, is_trainers=True))
