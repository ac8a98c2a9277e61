"""What the tests of partnerships' own summaries do at the addresses of a review's briefing."""

import re

from django.test import Client

from reviews_portal.briefings.outline import Outline
from tests.briefings.exported import outline_at
from tests.world import MadeReview

PARTS = ("why", "happened", "experience", "worked", "learnt", "do", "ask")
OWN = "Our own words on what we learnt from this."


def page_of(made: MadeReview, do: str = "") -> str:
    """Return the address of the page of a review's briefing, or of an action there."""
    return f"/manage/reviews/{made.review.slug}/briefing/{do}"


def sent_by(browser: Client, made: MadeReview, **changed) -> dict[str, object]:
    """Return what the form sends as it is shown now, with some fields changed."""
    context = browser.get(page_of(made)).context
    fields = {"writer": context["writer"]} | {field.html_name: field.value() for field in context["form"]}
    return {name: "" if value is None else value for name, value in fields.items()} | changed


def save(browser: Client, made: MadeReview, text: str = OWN, part: str = "learnt") -> None:
    """Save a summary of a part, based on the item and the recommendation of the review."""
    references = [made.item.reference, made.recommendation.reference] if text else []
    sent = sent_by(browser, made, **{f"{part}_text": text, f"{part}_references": references})
    assert browser.post(page_of(made, "save/"), sent).status_code == 302


def seen_by(browser: Client, made: MadeReview) -> str:
    """Return what the button that approves says about the briefing that its page shows."""
    (seen,) = re.findall(r'name="seen" value="(\w+)"', browser.get(page_of(made, "preview/")).text)
    return str(seen)


def approve(browser: Client, made: MadeReview) -> None:
    """Approve the briefing as its preview shows it."""
    answer = browser.post(page_of(made, "approve/"), {"seen": seen_by(browser, made)})
    assert answer.status_code == 302, answer.text


def address_of(made: MadeReview, format: str = "json") -> str:
    """Return the address of the seven-minute layout of a review."""
    return f"/briefings/review/{made.review.slug}.{format}?layout=seven-minute"


def handed_out(browser: Client, made: MadeReview) -> Outline:
    """Return the seven-minute layout of a review as this reader downloads it."""
    return outline_at(browser, address_of(made))


def own_words(outline: Outline) -> list[str]:
    """Return the partnership's own summaries in a document."""
    return [item.text for item in outline.items() if item.look == "summary"]
