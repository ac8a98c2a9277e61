"""A check code depends only on references and quoted words, in order."""

import io
import re
from dataclasses import replace
from datetime import date
from functools import partial

import docx
import pptx
import pytest

from reviews_portal.briefings import listings, outline, plans, whole_review
from reviews_portal.briefings.exporting import packed, unpacked
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.outline import LONGEST_SCANNED, Item, Outline, Part, Section
from reviews_portal.briefings.versions import check_codes
from reviews_portal.briefings.versions.check_codes import CheckCode, Quoted, code_of, quotes_of, read_code, with_check
from tests.briefings.exported import body, collect, keep, outline_at, rows_of, save
from tests.briefings.formats.pdf_reading import elements, links, opened, text_of
from tests.slowly import each_once

PAGE = "https://portal.example.org/check/theme/neglect/"
ONE = Item("learning", "Finding", "Workers saw\nthe child.", reference="R0001-1", review="R0001")
TWO = Item("recommendation", "", "Do", (Part("a", "this"), Part("b", "that")), "soon.", reference="R0001-2")
THREE = Item("narrative", "", "It happened.", review="R0001")


def made(*items: Item, **fields) -> Outline:
    return Outline("A title", date(2026, 11, 28), sections=(Section("A heading", items),), **fields)


def code(*items: Item) -> str:
    return code_of(quotes_of(made(*items)))


def test_the_derivation_never_changes():
    """Printed codes must be understood for good: a change of how they are made needs a new version."""
    assert code(ONE, TWO, THREE) == "1RQ7QVY3R58Q"
    assert [one.mark for one in quotes_of(made(ONE, TWO))] == ["H5TH1D", "K03PPX"]


@pytest.mark.parametrize(
    "items",
    [
        (replace(ONE, text="Workers saw the children."), TWO, THREE),
        (replace(ONE, text="workers saw the child."), TWO, THREE),
        (replace(ONE, reference="R0001-9"), TWO, THREE),
        (TWO, ONE, THREE),
        (ONE, TWO),
        (ONE, replace(TWO, parts=TWO.parts[::-1]), THREE),
        (ONE, replace(TWO, tail=""), THREE),
        (ONE, TWO, replace(THREE, review="R0002")),
    ],
)
def test_other_words_another_order_and_another_reference_have_another_code(items):
    assert code(*items) != code(ONE, TWO, THREE)


def test_what_is_ours_does_not_count():
    ours = {
        "label": "Other",
        "line": "Other",
        "place": "Other",
        "audience": "Other",
        "note": "Other",
        "citation": "Other",
    }
    other = replace(
        ONE, text="Workers  saw the\n\nchild.", look="good-practice", themes=("Other",), is_key=True, **ours
    )
    assert code(other, replace(TWO, parts=(), tail="this that soon."), THREE) == code(ONE, TWO, THREE)
    under = replace(ONE, under=(TWO,))
    assert code(under, THREE) == code(ONE, TWO, THREE)


SELECTIONS = [
    *("review/baby-e", "theme/neglect", "agency/hampshire-constabulary", "recommendation/R0001-23"),
    *("questions", "recommendations?theme=neglect", "search?q=fathers"),
]


def headed_anew(arrange, outline: Outline) -> Outline:
    """Return an outline in a layout, with our own words replaced by others of equal length, so that as much fits."""

    def section(one: Section) -> Section:
        return replace(one, heading=one.heading[::-1], note=one.note[::-1], sections=tuple(map(section, one.sections)))

    made = arrange(outline)
    return replace(made, lead=made.lead[::-1], sections=tuple(map(section, made.sections)))


@pytest.mark.django_db
@pytest.mark.parametrize(("selection", "layout"), each_once([*SELECTIONS], [*LAYOUTS]))
def test_a_release_of_ours_changes_no_code_of_any_selection_and_layout(
    client, monkeypatch, settings, selection, layout
):
    path, _, query = selection.partition("?")
    address = f"/briefings/{path}.json?{query}&layout={layout}"
    status = client.get(address).status_code
    assert status in (200, 422)
    if status == 200:  # 422: nothing of it is in this layout
        before = outline_at(client, address)
        assert before.check or not before.items()  # a single long statement has no room in a short layout
        for name in list(outline.LOOKS):
            monkeypatch.setitem(outline.LOOKS, name, outline.LOOKS[name][::-1])
        monkeypatch.setattr(plans, "DEFAULT_HEADING", plans.DEFAULT_HEADING[::-1])
        monkeypatch.setattr(listings, "count_of", lambda records: "New")
        monkeypatch.setattr(whole_review, "facts_of", lambda held: ())
        settings.PORTAL_NAME = settings.PORTAL_NAME[::-1]
        for name, one in LAYOUTS.items():
            arrange = partial(headed_anew, one.arrange)
            monkeypatch.setitem(LAYOUTS, name, replace(one, label="New", arrange=arrange))
        after = outline_at(client, address)
        assert after != before
        assert after.check == before.check


@pytest.mark.django_db
def test_each_format_prints_the_check_code_and_a_version_that_was_kept_its_own(client, public):
    address = f"/briefings/recommendation/{public.recommendation.reference}"
    check = outline_at(client, f"{address}.json").check
    kept = keep(client, f"{address}.json")
    assert (kept.check, kept.check_address) == ("", "")
    for format in ("html", "md", "csv", "json"):
        plain = body(client.get(f"{address}.{format}")).decode().replace("\\", "")
        version = body(client.get(f"/briefings/versions/{kept.code}.{format}")).decode().replace("\\", "")
        assert check in plain, format
        assert kept.code in version, format
        assert kept.code not in plain, format
        assert check not in version, format


def pdf_says(data: bytes) -> tuple[str, list[str], list[str]]:
    """Return the text of a document, the addresses that its links lead to, and what its pictures show in words."""
    made = opened(data)
    return text_of(data, area=None), links(made), [str(one["/Alt"]) for one in elements(made) if "/Alt" in one]


def docx_says(data: bytes) -> tuple[str, list[str], list[str]]:
    made = docx.Document(io.BytesIO(data))
    leads = [one.target_ref for one in made.part.rels.values() if one.is_external]
    foot = [one.text for one in made.sections[0].footer.paragraphs]
    text = "\n".join([*(one.text for one in made.paragraphs), *foot])
    return text, leads, made.element.xpath("//wp:docPr/@descr")


def pptx_says(data: bytes) -> tuple[str, list[str], list[str]]:
    last = list(pptx.Presentation(io.BytesIO(data)).slides)[-1]
    leads = [one.target_ref for one in last.part.rels.values() if one.is_external]
    text = "\n".join(shape.text_frame.text for shape in last.shapes if shape.has_text_frame)
    return text, leads, last.element.xpath("//p:cNvPr/@descr")


SAYS = {"pdf": pdf_says, "docx": docx_says, "pptx": pptx_says}


@pytest.mark.django_db
@pytest.mark.parametrize("format", SAYS)
def test_the_documents_that_people_print_have_it_with_its_address_as_text_link_and_picture(client, public, format):
    address = f"/briefings/recommendation/{public.recommendation.reference}"
    layout = "?layout=slides" if format == "pptx" else ""
    outline = outline_at(client, f"{address}.json{layout}")
    text, leads, pictures = SAYS[format](body(client.get(f"{address}.{format}{layout}")))
    assert re.search(rf"Check code:?\s{outline.check}", text)
    assert outline.check_page in text
    assert outline.check_address in leads
    assert [one for one in pictures if one.startswith("QR code") and one.endswith(f": {outline.printed_address}")]


@pytest.mark.django_db
@pytest.mark.parametrize("format", SAYS)
def test_a_version_that_was_kept_has_its_own_code_there(client, public, format):
    kept = keep(client, f"/briefings/recommendation/{public.recommendation.reference}.json")
    text, leads, pictures = SAYS[format](body(client.get(f"/briefings/versions/{kept.code}.{format}")))
    assert kept.code in text
    assert kept.code_address in leads
    assert [one for one in pictures if one.startswith("QR code") and one.endswith(f": {kept.code_address}")]
    assert not [one for one in (text, *leads, *pictures) if "Check code" in one or "/check/" in one]


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["csv", "md", "html", "docx"])
def test_a_briefing_that_is_put_together_has_it_and_a_saved_one_the_code_of_its_version(client_of, public, format):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, public.recommendation.reference)
    saved = save(trainer)
    check, version = outline_at(trainer, "/briefings/mine.json"), f"/briefings/saved/{saved.key}"
    kept = outline_at(trainer, f"{version}.json")
    assert (kept.code, kept.check) == (saved.edition.code, "")
    files = [body(trainer.get(f"{address}.{format}")) for address in ("/briefings/mine", version)]
    mine, own = ((docx_says(one)[0] if format == "docx" else one.decode()).replace("\\", "") for one in files)
    assert check.check in mine
    assert saved.edition.code not in mine
    assert saved.edition.code in own
    assert check.check not in own


@pytest.mark.django_db
def test_each_row_of_a_csv_file_holds_exactly_the_code_and_its_address(client, public):
    address = f"/briefings/recommendation/{public.recommendation.reference}"
    outline, kept = outline_at(client, f"{address}.json"), keep(client, f"{address}.json")
    rows = rows_of(client.get(f"{address}.csv"))
    assert rows
    assert {row["Version"] for row in rows} == {f"{outline.check} {outline.printed_address}"}
    rows = rows_of(client.get(f"/briefings/versions/{kept.code}.csv"))
    assert {row["Version"] for row in rows} == {f"{kept.code} {kept.code_address}"}


@pytest.mark.django_db
def test_the_readers_own_words_do_not_count(client, public):
    collect(client, public.item.reference, title="One", introduction="Mine.")
    first = outline_at(client, "/briefings/mine.json")
    session = client.session
    session["briefing"] |= {"title": "Two", "introduction": "Other."}
    session["briefing"]["entries"][0] |= {"note": "A note.", "heading": "A heading"}
    session.save()
    second = outline_at(client, "/briefings/mine.json")
    assert second != first
    assert (second.check, second.check_address) == (first.check, first.check_address)


def test_an_address_is_bounded_and_what_is_too_long_says_so():
    few = with_check(made(*[ONE] * 20), PAGE, [])
    many = with_check(made(*[ONE] * 500), PAGE, [])
    assert len(few.printed_address) == len(few.check_address) <= LONGEST_SCANNED
    assert len(many.check_address) <= LONGEST_SCANNED
    some = with_check(made(*[ONE] * 100), PAGE, [])
    assert LONGEST_SCANNED < len(some.check_address) <= check_codes.LONGEST_ADDRESS
    assert some.printed_address == some.check_address[: some.check_address.index("check=") + 18]
    never = with_check(made(ONE), PAGE, [("q", "x" * 300)])
    assert (never.check, never.check_address) == ("", "")
    assert "Create a permanent link" in never.remarks[-1]
    nothing = with_check(made(replace(ONE, text="")), PAGE, [])
    assert nothing == made(replace(ONE, text=""))


@pytest.mark.parametrize("typed", ["1k4x-9m2p-7qtw", " 1K4X 9M2P 7QTW ", "IK4X9M2P7QTW", "lk4x-9m2p-7qtw"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == CheckCode("1K4X9M2P7QTW")


@pytest.mark.parametrize(
    "typed", ["", "1", "2K4X9M2P7QTW", "1K4X9M2P7QTU", "1K4X9M2P7QTWW", "K7QF2M", "1K4X9M2P7QTW." + "0" * 5000]
)
def test_what_is_no_code_is_not_read(typed):
    assert read_code(typed) is None


def test_references_are_packed_and_unpacked():
    references = ["R0003-14", "R0003-15", "R0001-3", "R0003-2"]
    assert packed(references) == "R0003-14.15.R0001-3.R0003-2"
    assert unpacked(packed(references)) == references
    assert unpacked("") == unpacked("14.15") == unpacked("-.-") == []
    assert len(unpacked("R0001-1" + ".1" * 10_000)) == 1


def test_a_mark_tells_reference_and_words():
    one, other = Quoted("R0001-1", "These words."), Quoted("R0001-1", "Those words.")
    assert one.mark[:3] == other.mark[:3]
    assert one.mark != other.mark
