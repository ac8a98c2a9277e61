"""Outlines made by hand for the tests of the PDF."""

from datetime import date

from reviews_portal.briefings.outline import Document, Fact, Item, Outline, Part, Section
from reviews_portal.briefings.writers import pdf

ADDRESS = "https://portal.example/learning/R0009-{}/"


def item(number: int = 1, **fields) -> Item:
    """A learning point of the made-up review R0009."""
    told = {"look": "learning", "label": "Learning point", "text": f"Ask who lives at home, number {number}."}
    origin = {"reference": f"R0009-{number}", "review": "R0009", "place": f"line {number}", "line": "A review · 2021"}
    return Item(**(told | origin | {"address": ADDRESS.format(number)} | fields))


def outline(*items: Item, **fields) -> Outline:
    """An outline with these items in one section."""
    told = {"title": "A briefing", "made_on": date(2026, 11, 21), "portal": "Case review learning"}
    return Outline(**(told | {"sections": (Section("What was learnt", items),)} | fields))


WHOLE = outline(
    lead="What was learnt in one review",
    introduction="Read this first.\nThen the rest.",
    content_note="It tells of the death of a baby.",
    facts=(Fact("Children", "Three babies"), Fact("Published", "not stated")),
    sections=(
        Section(
            "Key themes",
            (
                item(1, label="Key theme", is_bullet=True),
                item(2, label="Key theme", is_bullet=True),
                item(3, label="Key theme", is_bullet=True),
            ),
            sections=(
                Section(
                    "", sections=(Section("Under a heading that is empty", (item(4, note="Ours does this, too."),)),)
                ),
            ),
        ),
        Section(
            "Recommendations",
            (
                item(
                    5,
                    look="recommendation",
                    label="Recommendation 1",
                    text="All agencies should:",
                    parts=(Part("a", "listen;"), Part("b", "ask"), Part("iv", "and write it down.")),
                    tail="And they should say so.",
                    document=1,
                    under=(
                        item(
                            6,
                            look="response",
                            label="Response by the police",
                            text="First line,\nsecond line.\n\nSecond paragraph.",
                            is_typed=True,
                            reference="",
                        ),
                    ),
                ),
                Item("narrative", "", "Narrative words.", line="A review · 2021", place="line 9"),
                item(7, look="question", label="Question", text="Who was not asked?"),
                item(8, look="good-practice", label="Good practice", text="The midwife asked twice."),
            ),
            note="These are in the source’s order.",
        ),
    ),
    documents=(
        Document(
            "The report", "A review", "R0009", "A partnership", "6 September 2016", "OGL", "https://example.org/r"
        ),
        Document("The response", "A review", "R0009", address="javascript:alert(1)"),
    ),
    address="https://portal.example/reviews/a-review/",
    code="7K3F-Q2MX",
    code_address="https://portal.example/briefings/7K3F-Q2MX/",
    remarks=("Two items are not in it.",),
)


def made(of: Outline) -> bytes:
    """The PDF of an outline."""
    return b"".join(pdf.write(of))
