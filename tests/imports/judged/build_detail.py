# ruff: noqa: E501 - a statement of a document stands on one line
"""Make the Word document and the slides of the set about details, and the truth of each.

Run by hand from the root of the repository after a change of the words below:

    .venv/bin/python tests/imports/judged/build_detail.py

The words carry the marks of `marks.py`, as in build_office.py. All people, places and partnerships are invented.
"""

from build_holdout import bullets
from build_office import Slides, Word


def action_plan() -> None:
    """An action plan that begins with a table about the document. The title of the file is that of its template."""
    review = {
        "title": "Action plan: Thematic Child Safeguarding Practice Review, Children Ivy and Fern",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Children Ivy and Fern",
        "published": None,
        "partnership_as_named": "Moorcastle Local Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("detail_docx_action_plan", review, "Admin")
    word.document.core_properties.title = "Action plan template v3"
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f Moorcastle Local Safeguarding Children Partnership»")
    word.fill(section.footer.paragraphs[0], "«f Version 4: updated 30 January 2026»")
    add = word.add
    add("«w Action plan»", bold=True, size=20)
    word.table(
        [
            ["«w Review»", "«w Thematic Child Safeguarding Practice Review»"],
            ["«w Subject»", "«w Children Ivy and Fern»"],
            ["«w Owner»", "«w Business Manager»"],
            ["«w Last updated»", "«w 30 January 2026»"],
        ]
    )
    add("«h About this plan»", "Heading 1")
    add(
        "«bg The review looked at the care of two children who lived in different towns and were both hurt by a carer’s new partner. The partners agreed seven actions at their meeting in October 2025.»"
    )
    add("«h Actions»", "Heading 1")
    word.table(
        [
            ["«w No»", "«w Recommendation»", "«w Action»", "«w Lead»", "«w Due»", "«w Status»"],
            [
                "«label 1»",
                "«rec=a All agencies should ask who has joined a household, at each contact.»",
                "«act<a Add the question to the contact form»",
                "«lead Children’s Social Care»",
                "«due~2026-03-31 31 March 2026»",
                "«status On track»",
            ],
            [
                "«label 2»",
                "«rec=b The Police should tell the school on the same day when a child has been at an incident at home.»",
                "«act<b Extend the scheme to nurseries»",
                "«lead Police»",
                "«due~2026-06-30 30 June 2026»",
                "«status Not started»",
            ],
            [
                "«label 3»",
                "«rec=c Health visitors should see fathers and partners at the first visit.»",
                "«act<c Change the standard letter and audit 40 records»",
                "«lead Moorcastle Community Health»",
                "«due~2026-05-31 31 May 2026»",
                "«status Complete»",
            ],
        ],
        header=True,
    )
    word.save()


def learning_slides() -> None:
    """Slides of a regional board in Wales, whose first slide has the title in both languages."""
    review = {
        "title": "Adult Practice Review: Mrs Eluned. 7 minute briefing",
        "type": "adult-practice-review",
        "subject": "Mrs Eluned",
        "published": "2025-02-05",
        "partnership_as_named": "Gorllewin Mynydd Regional Safeguarding Board",
        "audience": "public",
        "languages": ["en", "cy"],
    }
    deck = Slides("detail_pptx_welsh_board", review, "Gorllewin Mynydd Regional Safeguarding Board")
    deck.deck.core_properties.title = "PowerPoint Presentation"
    deck.slide(
        0,
        "«w Adolygiad Ymarfer Oedolion: Mrs Eluned»\n«w Adult Practice Review: Mrs Eluned»",
        [
            (0, "«w 7 minute briefing»"),
            (0, "«w Bwrdd Diogelu Rhanbarthol Gorllewin Mynydd»"),
            (0, "«w Gorllewin Mynydd Regional Safeguarding Board»"),
            (0, "«w Cyhoeddwyd / Published: 5 February 2025»"),
        ],
    )
    deck.slide(
        1,
        "«h Background»",
        [
            (0, "«bg Mrs Eluned was 88 and lived on a hill farm with her son, who cared for her.»"),
            (
                0,
                "«bg She was admitted to hospital in January 2023 with severe pressure damage and died a week later.»",
            ),
        ],
    )
    deck.slide(
        1,
        "«h Good practice»",
        [
            (0, "«gp The district nurse spoke Welsh with Mrs Eluned and wrote down her own words.»"),
            (0, "«gp The postman’s worries were taken seriously by the surgery.»"),
        ],
    )
    deck.slide(
        1,
        "«h Learning points»",
        [
            (0, "«lp Ask carers what they can manage, and ask again when things change.»"),
            (0, "«lp Offer every conversation in Welsh before it begins.»"),
            (0, "«lp Weigh and measure, and compare it with the last time.»"),
        ],
    )
    deck.slide(
        1,
        "«h Questions for reflection»",
        [
            (0, "«qu How do you know that a carer is coping?»"),
            (0, "«qu When would you visit without an appointment?»"),
        ],
    )
    deck.save()


def learning_brief() -> None:
    """A brief whose header names the board and whose title is on three short lines in bold."""
    review = {
        "title": "Learning brief: Safeguarding Adults Review concerning Mr Bhatt",
        "type": "safeguarding-adult-review",
        "subject": "Mr Bhatt",
        "published": None,
        "partnership_as_named": "Tannerford Safeguarding Adults Board",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("detail_docx_learning_brief", review, "Business support")
    word.document.core_properties.title = ""
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f Tannerford Safeguarding Adults Board»")
    word.fill(section.footer.paragraphs[0], "«f Issued: Summer 2024»")
    add = word.add
    add("«w LEARNING BRIEF»", bold=True, size=22)
    add("«w Safeguarding Adults Review»", bold=True, size=16)
    add("«w concerning Mr Bhatt»", bold=True, size=16)
    add("«w Please share this brief in team meetings»")
    add("«h Summary»", bold=True, size=13)
    add(
        "«bg Mr Bhatt was 67 and had a stroke in 2020. He was found in his flat in May 2022, after a neighbour noticed that his milk had not been taken in. A hospital discharge three weeks earlier had not led to any visit.»"
    )
    add("«h What went well»", bold=True, size=13)
    bullets(
        word,
        "«gp The stroke nurse telephoned each Friday until the service ended.»",
        "«gp His temple sent volunteers with food, and told the council when he stopped answering.»",
    )
    add("«h Key learning»", bold=True, size=13)
    bullets(
        word,
        "«lp Check that the first visit after a discharge has taken place.»",
        "«lp Ask which language a person would like to use for important decisions.»",
        "«lp Treat a concern from a faith group like one from any other agency.»",
    )
    add("«h Recommendations»", bold=True, size=13)
    bullets(
        word,
        "«rec The Board should seek assurance about visits within 48 hours of discharge.»",
        "«rec Adult Social Care should make interpreters available at a day’s notice.»",
    )
    word.save()


if __name__ == "__main__":
    for build in (action_plan, learning_slides, learning_brief):
        build()
