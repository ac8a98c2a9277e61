"""The reader of web pages."""

from html.parser import HTMLParser

import pytest

from learning.originals.reader.contents import Refused
from reviews_portal.imports.readers.html import fragment_blocks, read
from tests.imports.readers.seen import bag, in_short, lines, words


def seen(html: str) -> list[str]:
    return lines(read(html.encode(), "page.html"))


LONG = "The review found that agencies did not share what each of them knew about the child and the family at home."


def test_what_is_outside_the_main_part_is_furniture():
    page = f"""<body><a href="#main">Skip to content</a><nav><a href=/>Home</a><a href=/a>About</a></nav>
    <div class="cookie-banner"><h2>Cookies</h2><p>We use cookies.</p><button>Accept</button></div>
    <main id=main><nav class=breadcrumb>Home &gt; Reviews</nav><h1>Child M</h1><p>{LONG}</p></main>
    <footer>Contact us</footer></body>"""
    assert seen(page) == [
        "furniture: Skip to content",
        "furniture: Home",
        "furniture: About",
        "furniture: Cookies",
        "furniture: We use cookies.",
        "furniture: Accept",
        "furniture: Home > Reviews",
        "h1: Child M",
        f"p: {LONG}",
        "furniture: Contact us",
    ]


def test_a_page_without_a_main_part_is_read_without_what_is_named_as_the_sites():
    page = (
        f"<header><h1>Child M</h1><p>Site</header><ul class=breadcrumb><li>Home</ul><p>{LONG}</p><footer>End</footer>"
    )
    assert seen(page) == ["h1: Child M", "furniture: Site", "furniture: Home", f"p: {LONG}", "furniture: End"]


def test_the_main_part_by_the_name_that_sites_give_it():
    page = (
        f"<div id=top>Site</div><div id=main-content><div role=heading aria-level=3>Child M</div><p>{LONG}</p></div>"
    )
    assert seen(page) == ["furniture: Site", "h3: Child M", f"p: {LONG}"]


def test_articles_beside_the_content_are_not_the_main_part():
    assert (
        seen(f"<div><h1>Child M</h1><p>{LONG}</p><p>{LONG}</p></div><article>News of the day</article>")[0]
        == "h1: Child M"
    )


def test_a_form_around_the_whole_page_is_none():
    assert seen(f"<form><h1>Child M</h1><p>{LONG}</p></form><form><label>Search</label><input></form>") == [
        "h1: Child M",
        f"p: {LONG}",
        "furniture: Search",
    ]


def test_what_is_not_shown_is_kept_apart():
    source = read(b"<p>Seen<script>code</script><p hidden>Not seen</p><p style='display: none'>Nor this", "page.html")
    assert lines(source) == ["p: Seen"]
    assert source.hidden == ("Not seen", "Nor this")


def test_lists_within_lists_and_their_marks():
    html = "<ol type=a><li>One<ul><li>Deep</ul><li>Two<p>More</p></ol><ol start=3><li>Three<li value=9>Nine</ol>"
    assert seen(html) == ["li: a. One", "li1: • Deep", "li: b. Two", "p: More", "li: 3. Three", "li: 9. Nine"]


def test_marks_that_were_typed():
    assert seen("<p>• One<br>• Two</p><ul><li>(a) All</ul><p>4.3 The board</p>") == [
        "li: • One",
        "li: • Two",
        "li: (a) All",
        "p: 4.3 The board",
    ]


def test_a_bold_paragraph_or_line_is_a_heading():
    assert seen("<p><b>Good practice</b></p><p>It was.</p><p><strong>Learning</strong><br>It is.</p>") == [
        "h4: Good practice",
        "p: It was.",
        "h4: Learning",
        "p: It is.",
    ]


def test_line_breaks_stay_within_a_paragraph():
    assert read(b"<p>One<br>two</p>", "page.html").blocks[0].text == "One\ntwo"


def test_summaries_and_terms():
    html = "<h2>Plan</h2><details><summary>Who</summary>Us</details><dl><dt>Date<dd>2 May<dt>Lead<dd>Health</dl>"
    assert seen(html) == ["h2: Plan", "h3: Who", "p: Us", "tr: Date | 2 May", "tr: Lead | Health"]
    assert seen("<dl><dt>What next?<dd><ul><li>Read<li>Talk</ul></dl>") == [
        "h6: What next?",
        "li: • Read",
        "li: • Talk",
    ]


def test_tables():
    html = """<table><caption>Plan</caption><tr><th>No<th>Action<th>Lead
    <tr><td rowspan=2>1<td>Audit<td><ul><li>Police<li>Health</ul><tr><td colspan=2>Report</table>"""
    assert seen(html) == [
        "h6: Plan",
        "th: No | Action | Lead",
        "tr: 1 | Audit | • Police\n• Health",
        "tr:  | Report |",
    ]


def test_a_table_that_arranges_the_page_is_none():
    assert seen("<table><tr><td><h2>Left</h2><td><p>Right</table>") == ["h2: Left", "p: Right"]


def test_links_languages_and_notes():
    source = read(
        b'<html lang=en-GB><p>See <a href="https://example.org">the report</a> and <a href="#x">here</a><sup>1</sup>'
        b"<p lang=cy>Gweler<div class=footnotes><ol><li>A note</ol></div>",
        "page.html",
    )
    assert [block.language for block in source.blocks] == ["en", "cy", "en"]
    assert source.blocks[0].links == (("the report", "https://example.org"),)
    assert lines(source) == ["p: See the report and here¹", "p: Gweler", "note: 1. A note"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<meta charset="windows-1252"><p>child’s'.encode("cp1252"), "p: child’s"),
        ('<meta charset="iso-8859-1"><p>child’s'.encode("cp1252"), "p: child’s"),
        ('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"), "p: Łódź"),
        (b"<p>child&rsquo;s &amp; &#150; &nbsp;x", "p: child’s & – x"),
        ("<p>plant".encode("utf-16"), "p: plant"),
    ],
)
def test_encodings_and_entities(content, text):
    assert lines(read(content, "page.html")) == [text]


def test_half_of_a_page():
    blocks, _ = fragment_blocks("</div><p>One<ul> • Two • Three <p>Four</td><b>Five")
    assert [in_short(block) for block in blocks] == ["p: One", "li: • Two", "li: • Three", "p: FourFive"]


def test_a_page_that_is_nested_too_deeply_is_refused():
    with pytest.raises(Refused, match="nested too deeply"):
        read(b"<div>" * 100_000 + b"x", "page.html")


def test_what_is_no_page_is_refused():
    with pytest.raises(Refused, match=r"\.txt"):
        read(b"Only words", "page.html")


class Shown(HTMLParser):
    """The words of a page, by another parser."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.code = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.code += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.code -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.code:
            self.said.append(data)


def test_no_word_is_lost_or_changed():
    page = f"""<header>Site <a href=/>Home</a></header><main><h1>Child M</h1><p>{LONG} <b>Bold</b><sup>2</sup>
    <script>code</script><ul><li>One<ol><li>Two</ul><table><tr><td>a<td><table><tr><td>b<td>c</table></table>
    <blockquote>Voice</blockquote><select><option>Choose</select><pre>as
    is</pre><dl><dt>t<dd>d</dl><custom-tag>own</custom-tag><details><summary>More</summary>text</details></main>end"""
    assert words(read(page.encode(), "page.html"), marks=False) == bag(" ".join(Shown(page).said))


def test_a_page_may_leave_out_its_body():
    page = f"<!doctype html><meta charset=utf-8><title>T</title><main><h1>Child M</h1><p>{LONG}</p></main>"
    assert seen(page) == ["h1: Child M", f"p: {LONG}"]


def test_text_that_is_folded_away_until_somebody_opens_it_is_read():
    page = f"""<main><h2>Learning</h2>
    <div role=tab aria-controls=p1><span aria-hidden=true>+</span><a>Seeing the child</a></div>
    <div role=tabpanel id=p1 hidden><p>{LONG}</p></div>
    <button aria-expanded=false aria-controls=p2>Good practice</button>
    <div class="accordion__panel" id=p2 style="display: none"><p>{LONG}</p></div>
    <p hidden>Nobody sees this.</p></main>"""
    assert seen(page) == ["h2: Learning", "h3: Seeing the child", f"p: {LONG}", "h3: Good practice", f"p: {LONG}"]
