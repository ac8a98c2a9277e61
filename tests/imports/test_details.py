"""What an import finds on the title pages of documents: title, kind of review, subject, date and partnership."""

import pytest

from reviews_portal.imports.draft import Draft, words_of
from reviews_portal.imports.readers import read_file
from reviews_portal.imports.structure.document import draft_of

TEXT = """
Introduction

This briefing sets out what was learnt from the care of a person, known to many agencies, who was harmed at home by
somebody else.

Key learning

- Practitioners should always ask who else lives in the home.
- Managers should make sure that supervision is recorded on the file.
"""
PAGES = {
    "cover page of a report": (
        "OVERVIEW REPORT\n\nDomestic Homicide Review\ninto the death of Maria\nin March 2021\n\n"
        "Report produced by Jane Doe, Independent Chair\nfor Safer Wexcombe Partnership\n\n"
        "Completed: 3 June 2022\nPublished: 5 September 2023",
        "OVERVIEW REPORT: Domestic Homicide Review into the death of Maria in March 2021",
        "Maria",
        "2023-09-05",
        "Safer Wexcombe Partnership",
    ),
    "one line with dashes": (
        "Local Child Safeguarding Practice Review – Family T – 7 minute briefing\n\nJune 2024",
        "Local Child Safeguarding Practice Review – Family T – 7 minute briefing",
        "Family T",
        "2024-06",
        "",
    ),
    "lines with labels": (
        "Title: Practitioner briefing: Child Q\nAuthor: Safeguarding team\nVersion: 1.2\nDate: 14/03/2023\n"
        "Owner: Eastmere and Holt Safeguarding Children Partnership",
        "Practitioner briefing: Child Q",
        "Child Q",
        "2023-03-14",
        "Eastmere and Holt Safeguarding Children Partnership",
    ),
    "Northern Ireland": (
        "Safeguarding Board for Northern Ireland\n\nCase Management Review\n\nExecutive Summary\n\n"
        "Subject: Child L\n\nDate of publication: 2nd October 2020",
        "Case Management Review: Child L. Executive Summary",
        "Child L",
        "2020-10-02",
        "Safeguarding Board for Northern Ireland",
    ),
    "Wales": (
        "Bwrdd Diogelu Dyffryn Arwen\nDyffryn Arwen Safeguarding Board\n\nExtended Child Practice Review\n\n"
        "Re: DA N44 2019\n\nCyhoeddwyd: 3 Chwefror 2025",
        "Extended Child Practice Review: DA N44 2019",
        "DA N44 2019",
        "2025-02-03",
        "Dyffryn Arwen Safeguarding Board",
    ),
    "Scotland": (
        "Strathorrin Child Protection Committee\n\nLearning Review Practitioner Briefing\nChild C\n\nMay 2023",
        "Learning Review Practitioner Briefing: Child C",
        "Child C",
        "2023-05",
        "Strathorrin Child Protection Committee",
    ),
    "capitals": (
        "SAFEGUARDING ADULT REVIEW\nADULT B\n\nLEARNING BRIEFING NOTE\n\n"
        "TARNSIDE AND VALE SAFEGUARDING ADULTS BOARD\nApril 2022",
        "SAFEGUARDING ADULT REVIEW ADULT B: LEARNING BRIEFING NOTE",
        "Adult B",
        "2022-04",
        "Tarnside and Vale Safeguarding Adults Board",
    ),
    "partnership and date on one line": (
        "Rapid Review Learning Summary: Baby N23\nMillhaven Safeguarding Children Partnership (MSCP), 12.05.23",
        "Rapid Review Learning Summary: Baby N23",
        "Baby N23",
        "2023-05-12",
        "Millhaven Safeguarding Children Partnership",
    ),
    "victim on a line of its own": (
        "Domestic Abuse Related Death Review (DARDR)\nOverview Report\nVictim: Sarah\n\n"
        "Commissioned by: Marrow and Ostleigh Community Safety Partnership\nReview Chair: Dr A B\n\n"
        "Last updated: 1 May 2024",
        "Domestic Abuse Related Death Review (DARDR): Sarah. Overview Report",
        "Sarah",
        None,
        "Marrow and Ostleigh Community Safety Partnership",
    ),
}


def draft(text: str) -> Draft:
    return draft_of(read_file(text.encode(), "document.txt"))


@pytest.mark.parametrize("name", PAGES)
def test_details_on_a_title_page(name):
    lines, title, subject, published, partnership = PAGES[name]
    made = draft(f"{lines}\n{TEXT}")
    (review,) = made.reviews
    stated = review.published_as_stated
    found = (review.title, review.subject, stated.machine if stated else None, review.partnership_as_named)
    assert found == (title, subject, published, partnership)
    assert not words_of([lines, TEXT]) - made.words()


def test_a_title_in_the_properties_of_a_page_replaces_one_that_names_no_review():
    page = (
        "<html><head><title>Learning Review: Child Rosa | Anytown Council</title></head><body>"
        f"<h1>Publications</h1><p>{TEXT}</p></body></html>"
    )
    (review,) = draft_of(read_file(page.encode(), "page.html")).reviews
    assert review.title == "Learning Review: Child Rosa"


def test_a_month_of_publication_is_no_day_in_json():
    month = draft(f"Learning Review: Child C\n\nMay 2023\n{TEXT}").as_data()["reviews"][0]
    day = draft(f"Learning Review: Child C\n\n4 May 2023\n{TEXT}").as_data()["reviews"][0]
    assert (month["published"], month["published_in"]) == (None, "2023-05")
    assert day["published"] == "2023-05-04"
    assert "published_in" not in day


def test_lines_that_are_no_title_stay_as_text():
    found = draft(f"Learning Review: Child C\n\nIndependent reviewer: A Walker\n\nIt was written for teams.\n{TEXT}")
    assert found.reviews[0].title == "Learning Review: Child C"
    assert [one.text for one in found.statements[:2]] == [
        "Independent reviewer: A Walker",
        "It was written for teams.",
    ]
