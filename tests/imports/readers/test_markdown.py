"""The reader of Markdown."""

import pytest

from learning.originals.reader.contents import Refused
from reviews_portal.imports.readers.markdown import read
from tests.imports.readers.seen import lines


def seen(text: str) -> list[str]:
    return lines(read(text.encode(), "briefing.md"))


def test_blocks_with_the_marks_that_the_text_has():
    text = "# Child M\n\nOne\ntwo **bold**.\n\n"
    text += "3. Three\n   - Deep\n7. Seven\n\n- (a) All\n\n> Voice\n\n**Good practice**\n\nIt was."
    assert seen(text) == [
        "h1: Child M",
        "p: One two bold.",
        "li: 3. Three",
        "li1: - Deep",
        "li: 7. Seven",
        "li: (a) All",
        "p: Voice",
        "h4: Good practice",
        "p: It was.",
    ]


def test_a_heading_over_two_lines_is_one():
    assert (
        seen("# Left to get on with it: a\n# thematic review\n\nText.")[0]
        == "h1: Left to get on with it: a thematic review"
    )


def test_tables_and_html_within():
    text = "| No | Action |\n|---|---|\n| 1 | Do *it* |\n\n<details><summary>Who</summary>\n\nUs\n\n</details>"
    assert seen(text) == ["th: No | Action", "tr: 1 | Do it", "h2: Who", "p: Us"]


def test_bullets_of_other_signs():
    assert seen("What follows:\n• One\n• Two") == ["p: What follows:", "li: • One", "li: • Two"]


def test_links_notes_and_definitions_that_nothing_uses():
    source = read(
        b"See [it](https://example.org/a)[^1].\n\n[^1]: A note\n[^2]: More\n\n[b]: https://example.org/b", "x.md"
    )
    assert lines(source) == ["p: See it¹.", "note: 1 A note", "note: 2 More", "p: b https://example.org/b"]
    assert source.blocks[0].links == (("it", "https://example.org/a"),)


def test_properties_at_the_top():
    source = read(b'---\ntitle: "Child M"\ndate: 2024-05-02\n---\n\nText.', "x.md")
    assert (source.metadata, lines(source)) == ({"title": "Child M", "date": "2024-05-02"}, ["p: Text."])


@pytest.mark.parametrize("sign", ["> ", "- "])
def test_what_is_nested_too_deeply_is_refused(sign):
    with pytest.raises(Refused, match="nested too deeply"):
        read((sign * 100 + "x").encode(), "x.md")
