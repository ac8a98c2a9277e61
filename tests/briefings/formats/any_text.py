"""Texts that nobody would think of, and those that somebody would: markup of every format, in any order."""

from datetime import date

from hypothesis import strategies as st

from reviews_portal.briefings.outline import Cell, Document, Fact, Item, Outline, Part, Section

MARKUP = [
    *('#set page(fill: red)', '#eval("1")', r"\input{x}", "$x$", "<label>", "@cite", "//", "/*", "*/", r"\u{41}"),
    *("<w:p>", "</w:t>", "]]>", "<![CDATA[", "&amp;", "&#x202e;", "&", "_x0041_", "</title>", "<!--", "-->"),
    *("<script>alert(1)</script>", '" onclick="x', "' x='", "{{ outline }}", "{% load x %}", "{#", "javascript:x"),
    *("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\uff1d", "'", '"', ",", ";", "|", "||", '""'),
    *("# ", "## ", "> ", "- ", "* ", "+ ", "1. ", "1) ", "    ", "```", "~~~", "---", "===", "`", "**", "__", "~~"),
    *("[a](b)", "![a](b)", "[a]: /b", "[^1]", "<a@b.example>", "https://example.org"),
    *("www.example.org", "a@b.example"),
    *("\\", "\\\\", "\n", "\n\n", "\r\n", "\t", " ", "  ", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\xa0"),
    *("\x00", "\x07", "\x1f", "\x7f", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\ufffe"),
    *("\uf0b7", "\U000e0041"),
    *("\U0001f476\U0001f3fd", "漢字", "شكرا", "ŵ ŷ", "e\u0301", "W" * 300),
]  # fmt: skip
TEXTS = st.lists(st.text(max_size=30) | st.sampled_from(MARKUP), max_size=12).map("".join)


def outline_of(text: str, label: str) -> Outline:
    """Return an outline in which a text stands wherever one can, and items of each kind hold it."""
    parts = (Part("a", text), Part(label[:3], text)) if text else ()
    item = Item(
        "learning", label, text, parts, text, reference=text, line=text, note=text,
        address=text, citation=text, place=text, themes=(text,), audience=label, document=0,
    )  # fmt: skip
    bullet = Item("learning", label, text, is_bullet=True)
    typed = Item("response", label, text, is_typed=True)
    planned = Item("action", label, text, cells=(Cell("Lead", text, "lead"), Cell("RAG", text)), line=text)
    return Outline(
        title=text, made_on=date(2026, 11, 21), lead=text, introduction=text, content_note=text,
        facts=(Fact(label, text),),
        sections=(Section(label, (item, bullet, bullet, typed, planned), (Section("", (item,)),), note=text),),
        documents=(Document(text, text, text, text, text, text, text),),
        audience=label, portal=text, address=text, code=text, code_address=text, remarks=(text,),
    )  # fmt: skip
