"""PDF files: letters, words and lines, however a producer draws them."""

import pytest

from .pdf_making import LOREM, drawn, lines, outline, rule, set_by_typst, source_of, text


def body(y: float, x: float = 60) -> str:
    return lines(
        x, y,
        "The panel met the family twice and read the records of nine agencies, which",
        "had worked with them for two years before the events that this note is about.",
        "It found that what the staff knew had not always been known to their managers.",
    )  # fmt: skip


BODY = (
    "p The panel met the family twice and read the records of nine agencies, which had worked with them for two years "
    "before the events that this note is about. It found that what the staff knew had not always been known to their "
    "managers."
)


def test_lines_are_read_by_their_places_and_not_in_the_order_in_which_they_are_drawn():
    pieces = body(200).splitlines(keepends=True)
    assert outline(drawn("".join(reversed(pieces)))) == [BODY]


def test_words_without_spaces_between_them_are_parted_where_they_stand_apart():
    widths = {"Staff": 26.9, "saw": 19.6, "her": 15.3, "daily": 25.7}
    x, content = 60.0, ""
    for word in ["Staff", "saw", "her", "daily"]:
        content += text(x, 200, word)
        x += widths[word] + 3
    assert outline(drawn(content)) == ["p Staff saw her daily"]


def test_letters_that_are_spaced_out_are_one_word():
    content = body(300) + text(60, 200, "FINDINGS", "B", 16).replace("Tf", "Tf 3 Tc")
    assert outline(drawn(content))[0] == "h1 FINDINGS"


def test_a_text_that_is_drawn_twice_for_a_shadow_is_read_once():
    content = text(61, 201, "Key learning", "B", 16) + text(60, 200, "Key learning", "B", 16) + body(230)
    assert outline(drawn(content)) == ["h1 Key learning", BODY]


@pytest.mark.parametrize(
    ("ending", "beginning", "elsewhere", "joined"),
    [
        ("was organ-", "ised by them", "", "was organised by them"),
        ("a non-", "accidental injury", "", "a non-accidental injury"),
        ("the care-", "giver said", "One caregiver.", "the caregiver said"),
        ("the care-", "giver said", "One care-giver.", "the care-giver said"),
        ("the Anglo-", "Saxon charter", "", "the Anglo-Saxon charter"),
        ("from 2017-", "2018 it was", "", "from 2017-2018 it was"),
        ("a multi-", "agency meeting", "", "a multi-agency meeting"),
        ("his grown-", "up brothers", "", "his grown-up brothers"),
        ("a drop-", "in clinic", "", "a drop-in clinic"),
        ("a face-to-", "face handover", "", "a face-to-face handover"),
        ("the pro-\xad".replace("-", ""), "cess was", "", "the process was"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_dropped_where_it_only_divides_a_word(ending, beginning, elsewhere, joined):
    content = lines(
        60, 200, f"The panel heard from the staff that it {ending}", f"{beginning} in the year that followed."
    )
    said = outline(drawn(content + text(60, 300, elsewhere)))[0]
    assert said == f"p The panel heard from the staff that it {joined} in the year that followed."


def test_raised_numbers_of_notes_are_kept_as_raised_numbers_and_notes_are_footnotes():
    content = body(200).removesuffix(" ET\n") + " /R 6.5 Tf 4 Ts (1) Tj 0 Ts ET\n"
    notes = lines(60, 780, "1 Working Together, 2023.", "2 A note that is not referred to.", size=8, lead=10)
    assert outline(drawn(content + notes)) == [
        BODY + "¹",
        "fn 1 Working Together, 2023.",
        "fn 2 A note that is not referred to.",
    ]


def test_ordinals_are_words_of_the_line():
    content = text(60, 200, "It was published on the 21").removesuffix(" ET\n")
    content += " /R 7 Tf 4 Ts (st) Tj 0 Ts /R 11 Tf ( of May.) Tj ET\n"
    assert outline(drawn(content))[0] == "p It was published on the 21st of May."


def test_a_page_on_its_side_is_read_as_it_is_shown():
    turned = "".join(
        text(100 + 14 * at, 700, one, turn="0 1 -1 0")
        for at, one in enumerate(
            ["The panel met the family twice and read the records", "of nine agencies in the spring."]
        )
    )
    said = "p The panel met the family twice and read the records of nine agencies in the spring."
    assert outline(drawn(turned, rotate=90)) == [said]
    assert outline(drawn(turned)) == [said]  # even if the page does not say that it is turned


def test_turned_words_in_the_margin_are_kept_apart():
    blocks = outline(drawn(body(200) + text(30, 500, "Learning briefing", turn="0 1 -1 0")))
    assert blocks[0] == BODY
    assert [block.partition(" ")[2] for block in blocks[1:]] == ["Learning briefing"]


def test_words_beside_the_page_are_hidden():
    source = source_of(drawn(body(200) + text(700, 200, "Draft")))
    assert [block.text for block in source.blocks] == [BODY[2:]]
    assert source.hidden == ("Draft",)


def test_ligatures_are_letters():
    assert outline(set_by_typst("The office affirmed the first five conflicts; staffing was sufficient.")) == [
        "p The office affirmed the first five conflicts; staffing was sufficient."
    ]


def test_a_large_first_letter_belongs_to_its_word():
    content = text(60, 214, "T", size=36) + lines(
        84, 194, "he panel met the family twice and read all of the", "records."
    )
    assert outline(drawn(content + body(300)))[0].startswith("p The panel met")


def test_an_underline_is_no_table_and_makes_a_short_line_a_heading():
    content = text(60, 200, "What happened") + rule(60, 202, 133) + body(216)
    assert outline(drawn(content)) == ["h1 What happened", BODY]


def test_words_of_other_languages_are_marked_as_the_tags_do():
    source = source_of(set_by_typst('#text(lang: "cy")[Bwrdd diogelu]\n\n' + LOREM))
    assert source.blocks[0].text == "Bwrdd diogelu"


def test_links_have_their_words_and_addresses():
    source = source_of(set_by_typst('Read #link("https://example.org/report")[the full report] or ask us.'))
    assert source.blocks[0].links == (("the full report", "https://example.org/report"),)
