"""PDF files: headings, lists, columns, boxes, tables and page furniture."""

import pytest

from .pdf_making import FOLDER, LOREM, box, drawn, lines, outline, set_by_typst, source_of, text

STAFF = (
    "The panel met the family twice and read the records of nine agencies,",
    "which had worked with them for two years before the events of that night.",
    "It found that what the staff knew was not always known to managers.",
)
SAID = " ".join(STAFF)


def narrow(x: float, y: float, *words: str) -> str:
    """Draw text in a column of about 230 points."""
    return lines(x, y, *words, size=10, lead=12)


LEFT = (
    "The panel met the family twice and read",
    "the records of nine agencies that had",
    "worked with them for two years.",
)
RIGHT = (
    "Staff worked hard to see the children",
    "and their managers did not always know",
    "what they saw, or what they feared.",
)


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        (text(60, 200, "What happened", "R", 16), "h1 What happened"),
        (text(60, 200, "What happened", "B"), "h1 What happened"),
        (text(60, 200, "What happened:"), "h1 What happened:"),
        (text(60, 200, "WHAT HAPPENED"), "h1 WHAT HAPPENED"),
        (text(60, 200, "3. What happened", "B"), "h1 3. What happened"),
        ("0.5 0 0.2 rg " + text(60, 200, "What happened") + "0 g ", "h1 What happened"),
        (lines(60, 186, "Learning from", "Case Reviews", font="B", size=14, lead=17), "h1 Learning from Case Reviews"),
        (text(60, 200, "Key learning points continued", "B"), "h1 Key learning points continued"),
        (text(60, 200, "1", "B", 20), "h1 1"),
    ],
)  # fmt: skip
def test_headings_directly_on_their_text(heading, read):
    assert outline(drawn(heading + lines(60, 216, *STAFF) + lines(60, 290, *STAFF))) == [
        read,
        f"p {SAID}",
        f"p {SAID}",
    ]


@pytest.mark.parametrize("words", ["Published 4 February 2025", "Call 01632 960 117 or 01632 960 118 at night"])
def test_short_lines_that_are_no_headings(words):
    assert outline(drawn(text(60, 200, words) + lines(60, 230, *STAFF)))[0] == f"p {words}"


def test_bold_words_in_a_sentence_are_no_heading():
    content = text(60, 200, "Housing: ", "B") + text(112, 200, "a caretaker reported needles in the stairwell.")
    assert (
        outline(drawn(content + lines(60, 230, *STAFF)))[0]
        == "p Housing: a caretaker reported needles in the stairwell."
    )


@pytest.mark.parametrize("mark", ["-", "\u2022", "*", "(a)", "iv.", "1)", "a)"])
def test_list_items_with_marks_of_letters(mark):
    one, two = "see each child alone and ask what a day is like", "write down the words that they use"
    content = (
        lines(60, 200, *STAFF) + text(70, 244, mark) + text(90, 244, one) + text(70, 260, mark) + text(90, 260, two)
    )
    assert outline(drawn(content)) == [f"p {SAID}", f"li0 {mark} {one}", f"li0 {mark} {two}"]


@pytest.mark.parametrize(
    ("font", "code", "mark"), [("Z", "3", "✓"), ("Z", "4", "✔"), ("S", "\xb7", "•"), ("Z", "8", "✘")]
)
def test_list_items_with_marks_of_symbol_fonts(font, code, mark):
    content = text(70, 200, code, font) + text(90, 200, "see each child") + text(70, 216, code, font)
    content += text(90, 216, "write down their words") + lines(60, 260, *STAFF)
    marks = [block.mark for block in source_of(drawn(content)).blocks]
    assert len(set(marks[:2])) == 1
    assert marks[0] in {mark, "✓", "✔", "•", "✗", "✘"}
    assert marks[2] == ""


def test_lists_within_lists_by_their_indent_and_lines_that_hang():
    content = ""
    for at, (x, mark, said) in enumerate([
        (60, "1.", "The Board should agree a pathway for children"), (60, "", "who are missing, which"),
        (80, "(a)", "names one lead"), (80, "(b)", "says who will"), (100, "-", "visit"), (100, "-", "and write"),
        (60, "2.", "Schools should report twice a year."),
    ]):  # fmt: skip
        content += (text(x, 200 + 14 * at, mark) if mark else "") + text(x + 20, 200 + 14 * at, said)
    assert outline(drawn(content)) == [
        "li0 1. The Board should agree a pathway for children who are missing, which",
        "li1 (a) names one lead",
        "li1 (b) says who will",
        "li2 - visit",
        "li2 - and write",
        "li0 2. Schools should report twice a year.",
    ]


def test_numbered_paragraphs_have_their_number_as_mark():
    content = text(60, 200, "4.1") + lines(95, 200, *STAFF) + text(60, 256, "4.2") + lines(95, 256, *STAFF)
    assert outline(drawn(content)) == [f"p 4.1 {SAID}", f"p 4.2 {SAID}"]


def test_words_after_the_parts_of_an_item_stand_by_themselves():
    content = lines(60, 200, "1. The Board should agree a policy with") + lines(
        90, 214, "(a) a chair, and", "(b) a plan,"
    )
    content += text(60, 242, "and should publish how many were helped.")
    assert outline(drawn(content))[-1] == "p and should publish how many were helped."


def test_two_columns_are_read_one_after_the_other():
    content = text(60, 100, "Learning bulletin", "B", 20)
    content += narrow(60, 140, *LEFT, *LEFT) + narrow(310, 140, *RIGHT, *RIGHT)
    said = [block for block in outline(drawn(content)) if block.startswith("p")]
    assert " ".join(said).index("two years.") < " ".join(said).index("Staff worked")
    assert outline(drawn(content))[0] == "h1 Learning bulletin"


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page():
    content = narrow(60, 140, *LEFT, "The family was not asked about the") + narrow(
        310, 140, "father, who lived nearby.", "", *RIGHT
    )
    assert any("was not asked about the father, who lived nearby." in one for one in outline(drawn(content)))
    foot = lines(60, 760, "The family was not asked about the father of the two children, because it was") + text(
        290, 820, "1"
    )
    head = text(60, 40, "Learning briefing") + lines(60, 80, "thought that he had moved.")
    blocks = outline(drawn(text(60, 40, "Learning briefing") + foot, head + text(290, 820, "2")))
    assert any(one.endswith("because it was thought that he had moved.") for one in blocks)


def test_boxes_with_numerals_are_read_in_their_order():
    content, places = "", [(40, 100), (300, 100), (40, 300), (300, 300)]
    for number, (x, y) in zip((1, 3, 2, 4), places, strict=True):
        content += box(x, y, 240, 150) + text(x + 10, y + 24, str(number), "B", 18)
        content += narrow(
            x + 10, y + 50, f"Box {number} says that the panel met the", "family twice and read the records."
        )
    numbers = [one[3:] for one in outline(drawn(content)) if one.startswith("h")]
    assert numbers == ["1", "2", "3", "4"]


def test_boxes_without_numerals_are_read_row_by_row():
    content = ""
    for letter, (x, y) in zip("ABCD", [(40, 100), (300, 100), (40, 300), (300, 300)], strict=True):
        content += box(x, y, 240, 150) + text(x + 10, y + 24, f"Theme {letter}", "B", 14)
        content += narrow(x + 10, y + 50, "The panel met the family twice and", "read the records of the agencies.")
    assert [one[3:] for one in outline(drawn(content)) if one.startswith("h")] == [f"Theme {one}" for one in "ABCD"]


def ruled(y: float, *rows: tuple[str, ...], height: float = 30, bold: bool = True) -> str:
    content = ""
    for at, row in enumerate(rows):
        for number, cell in enumerate(row):
            x, top = 60 + 150 * number, y + at * height
            content += box(x, top, 150, height)
            content += lines(x + 4, top + 12, *cell.split("/"), font="B" if not at and bold else "R", size=9, lead=11)
    return content


def test_ruled_tables_are_rows_of_cells():
    content = lines(60, 100, *STAFF) + ruled(
        160,
        ("Action", "Lead", "Due"),
        ("Train staff/in all schools", "", "May 2025"),
        ("Audit files", "Police", "1-3"),
    )
    assert outline(drawn(content))[1:] == [
        "tr* Action | Lead | Due",
        "tr Train staff in all schools |  | May 2025",
        "tr Audit files | Police | 1-3",
    ]  # fmt: skip


def test_a_header_row_that_is_repeated_and_a_row_that_is_split_over_pages():
    head = ("Action", "Lead", "Due")
    one = lines(60, 600, *STAFF) + ruled(700, head, ("Train the staff of all", "Police", "May 2025"))
    two = ruled(60, head, ("schools", "", ""), ("Audit files", "Health", "June 2025")) + lines(60, 200, *STAFF)
    assert outline(drawn(one, two))[1:-1] == [
        "tr* Action | Lead | Due",
        "tr Train the staff of all schools | Police | May 2025",
        "tr* Action | Lead | Due",
        "tr Audit files | Health | June 2025",
    ]


def test_tables_without_rules_whose_columns_are_clear():
    content = lines(60, 100, *STAFF)
    for at, row in enumerate(
        [
            ("Review", "Begun", "Where it stands"),
            ("Florence", "March 2024", "Published"),
            ("Gemma", "May 2024", "Published"),
            ("Stan", "July 2025", "In progress"),
        ]
    ):
        content += "".join(text(60 + 150 * n, 170 + 16 * at, cell, "R" if at else "B") for n, cell in enumerate(row))
    assert outline(drawn(content))[1:] == [
        "tr* Review | Begun | Where it stands",
        "tr Florence | March 2024 | Published",
        "tr Gemma | May 2024 | Published",
        "tr Stan | July 2025 | In progress",
    ]  # fmt: skip


def test_a_table_that_is_only_layout_is_read_as_text():
    content = ""
    for at, label in enumerate(("The background", "Good practice")):
        top = 100 + at * 140
        content += box(60, top, 120, 140) + box(180, top, 360, 140) + text(64, top + 14, label, "B")
        content += lines(184, top + 14, *STAFF, *STAFF, size=10)
    assert outline(drawn(content)) == ["h1 The background", f"p {SAID} {SAID}", "h1 Good practice", f"p {SAID} {SAID}"]


def test_running_heads_and_page_numbers_are_furniture_on_every_page():
    pages = [
        text(60, 40, "Learning briefing: Child Q", size=9)
        + lines(60, 160, *STAFF)
        + text(280, 810, f"Page {number} of 4", size=9)
        for number in range(1, 5)
    ]
    blocks = outline(drawn(*pages))
    assert blocks.count("~ Learning briefing: Child Q") == 4
    assert [f"~ Page {number} of 4" in blocks for number in range(1, 5)] == [True] * 4
    assert blocks.count(f"p {SAID}") == 4


def test_the_tags_of_a_file_say_what_it_holds():
    content = set_by_typst(
        "= Child Q\n== What happened\n" + LOREM + "\n- see\n  - alone\n- ask\n\n"
        '#table(columns: 2, table.header([*Action*], [*Lead*]), [Train], [Police], [Audit], [])\n'
        "The end.#footnote[A note.]"
    )  # fmt: skip
    assert outline(content) == [
        "h1 Child Q",
        "h2 What happened",
        f"p {LOREM.strip()}",
        "li0 • see",
        "li1 ‣ alone",
        "li0 • ask",
        "tr* Action | Lead",
        "tr Train | Police",
        "tr Audit |",
        "p The end.¹",
        "fn ¹ A note.",
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.pdf")), ids=lambda path: path.stem)
def test_files_of_browsers_and_office_programs(path):
    """Each file beside this test, made from the web page of its name, is read as the text file of its name says."""
    assert outline(path.read_bytes()) == path.with_suffix(".txt").read_text().splitlines()
