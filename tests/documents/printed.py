"""Invented documents with the numbering of real ones: labels that jump, series that each begin with 1, roman parts."""

from learning.models import AgencyKind, Review, ReviewKind, SourceDocument, Theme
from learning.models.source_document import DocumentKind
from learning.search.index import deferred
from recommendations.models import QuotedAction, Recommendation, RecommendationPart

NATIONAL, POLICE = "National recommendations", "Single-agency recommendations: Quokka Police"
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
# In the order of the document: series and label.
REGISTER = [
    (NATIONAL, "1"),
    (NATIONAL, "9.1"),
    (NATIONAL, "9.10"),
    (NATIONAL, "9.11"),
    (NATIONAL, "9.2"),
    (POLICE, "1"),
    (POLICE, "PR1"),
    (POLICE, "4(b)"),
]
PARTED = "9.11"  # with the parts i to xii, of which the second and the ninth have parts of their own
WITHIN = {"ii": ["a", "b"], "ix": ["a", "b", "4(c)"]}


@deferred()
def action_plan() -> Review:
    """Return a public review whose recommendations are numbered 3, 4, 8 and 10."""
    review, document = published("R9110", "action-plan", DocumentKind.RESPONSE)
    for place, label in enumerate(["3", "4", "8", "10"], start=1):
        recommend(review, document, place, label, stem=f"Wording A{place:02}.")
    return review


@deferred()
def register() -> Review:
    """Return a public review with two series, whose labels are in no order, and with parts on two levels."""
    review, document = published("R9111", "register", DocumentKind.REPORT)
    for place, (series, label) in enumerate(REGISTER, start=1):
        scope = "national" if series == NATIONAL else "not-stated"
        made = recommend(review, document, place, label, series=series, scope=scope, stem=f"Wording B{place:02}:")
        if label == PARTED:
            add_parts(made)
    return review


def published(code: str, slug: str, kind: str) -> tuple[Review, SourceDocument]:
    """Return a published review for everyone, and its document."""
    review = Review.objects.create(
        code=code,
        slug=f"printed-{slug}",
        title=f"Printed {slug}",
        status="published",
        audience="public",
        added_on="2026-11-01",
    )
    review.kinds.add(ReviewKind.objects.get(slug="rapid-review"))
    return review, SourceDocument.objects.create(
        slug=f"printed-{slug}", review=review, title=f"The {slug}", kind=kind, position=10
    )


def recommend(review: Review, document: SourceDocument, place: int, label: str, **fields) -> Recommendation:
    """Return a recommendation at a place in its document."""
    made = Recommendation.objects.create(
        review=review, document=document, heading="What must change", position=place * 10, short_label=label, **fields
    )
    made.themes.add(Theme.objects.get(slug="neglect"))
    made.agency_kinds.add(AgencyKind.objects.get(slug=AgencyKind.EVERYONE))
    return made


def add_parts(recommendation: Recommendation) -> None:
    """Add the parts i to xii, and the parts of some of these; their texts are numbered in the document's order."""
    place = 0
    for label in ROMAN:
        place += 1
        part = RecommendationPart.objects.create(
            recommendation=recommendation, position=place, label=label, text=f"Wording C{place:02}."
        )
        for inner in WITHIN.get(label, []):
            place += 1
            RecommendationPart.objects.create(
                recommendation=recommendation, position=place, parent=part, label=inner, text=f"Wording C{place:02}."
            )


# The rows of the plan in the document's order: the label of the recommendation ("" if the plan names none), the label
# of the action, and what is printed beside its words. Words: "Deed D01" and so on.
ACTIONS: list[tuple[str, str, dict]] = [
    ("3", "1", {"lead": "Head of Safeguarding", "due": "30 September 2020", "status": "Complete"}),
    (
        "3",
        "1",
        {"lead": "Police", "due": "31 September 2020", "status": "In progress", "outcome": "Staff know whom to ask."},
    ),
    (
        "3",
        "",
        {"due": "ongoing", "further_columns": [["RAG", "Amber"], ["Milestones", "Draft in June\n\nAgreed in July"]]},
    ),
    ("", "A1", {"lead": "Business unit", "due": "Sept 2020"}),
    (
        "4",
        "2(b)",
        {"progress": "First line.\nSecond line.\n\nAfter a gap.", "evidence": "Audit of 40 files: =SUM(A1)"},
    ),
    ("8", "1", {"due": "By Friday 1st January 2021", "lead": "Named nurse\nNamed doctor"}),
    ("10", "", {}),
]
MISSING = {"lead": "", "due": "", "status": "", "progress": "", "evidence": "", "outcome": "", "further_columns": []}


def deed(place: int) -> str:
    """Return the words of the action at a place in the plan, counted from 1."""
    return f"Deed D{place:02} is done."


@deferred()
def plan_with_actions() -> Review:
    """Return the review of `action_plan()` with the actions of its plan."""
    review = action_plan()
    document = review.documents.get()
    own = {one.short_label: one for one in Recommendation.objects.filter(review=review)}
    for place, (above, label, columns) in enumerate(ACTIONS, start=1):
        QuotedAction.objects.create(
            review=review,
            document=document,
            recommendation=own.get(above),
            position=100 + place,
            place=f"page {place}",
            label=label,
            text=deed(place),
            **columns,
        )
    return review
