"""An invented partnership and review for trying the workspace. Nothing in it is real.

Only the staff of the invented partnership see the review, so that nobody mistakes it for learning.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from learning.actions import publish_review
from learning.models import (
    Agency,
    AgencyKind,
    Audience,
    DocumentKind,
    Membership,
    Partnership,
    Review,
    ReviewKind,
    Role,
    SourceDocument,
    Theme,
)
from recommendations.actions import asking, assuring, checking, drafting
from recommendations.models import (
    EvidenceShows,
    Judgement,
    QuotedAction,
    Recommendation,
    ResponseRequest,
    ResponseVersion,
)

CODE = "R9001"
PARTNERSHIP = "fernley-invented"  # the slug
AGENCIES = {
    "Fernley Police (invented)": "police",
    "Fernley Community Health (invented)": "health-visiting-and-family-nursing",
    "Fernley Council Children’s Services (invented)": "childrens-social-care",
}
RECOMMENDED = [
    ("Agencies should ask about, and write down, who lives in a child’s home.", "fathers-and-male-carers"),
    ("Agencies should look again at how quickly they share what worries them.", "information-sharing"),
]
# The actions of its published plan: the number of their recommendation, and what the plan prints.
PLANNED: list[tuple[int, dict]] = [
    (
        1,
        {
            "label": "1.1",
            "text": "Change the referral form so that it asks who lives in the home.",
            "lead": "Fernley Police (invented)",
            "due": "30 September 2020",
            "status": "Complete",
            "outcome": "Staff know who lives with each child.",
        },
    ),
    (
        1,
        {
            "label": "1.2",
            "text": "Look at forty records to see whether the answers are written down.",
            "lead": "Named nurse\nNamed doctor",
            "due": "31 September 2020",
            "status": "In progress",
            "progress": "Twenty records have been read.\nThe others follow.",
            "further_columns": [["RAG", "Amber"]],
        },
    ),
    (2, {"text": "Agree how soon worries are shared.", "lead": "All agencies", "due": "Ongoing"}),
]
# Two published versions, to show the changes between them.
ANSWERED = [
    "We changed our form. It asks who lives in the home.",
    "We changed our form in May. It asks who lives in the home, and who often stays there.",
]


def is_possible() -> bool:
    """Return whether the vocabularies that the demonstration needs are loaded."""
    themes = Theme.objects.filter(slug__in=[theme for _, theme in RECOMMENDED]).count()
    kinds = AgencyKind.objects.filter(slug__in=[*AGENCIES.values(), AgencyKind.EVERYONE]).count()
    return (themes, kinds) == (len(RECOMMENDED), len(AGENCIES) + 1)


@transaction.atomic
def make_demonstration(editor, agency_editor, scrutineer) -> None:
    """Create the invented partnership with its review, requests and responses, unless it exists."""
    if Review.objects.filter(code=CODE).exists():
        return
    partnership = Partnership.objects.create(
        name="Fernley Safeguarding Children Partnership (invented)", slug=PARTNERSHIP, area="Fernley (invented)"
    )
    agencies = [make_agency(name, kind, partnership) for name, kind in AGENCIES.items()]
    for user, role, place in (
        (editor, Role.PARTNERSHIP_EDITOR, {"partnership": partnership}),
        (scrutineer, Role.SCRUTINEER, {"partnership": partnership}),
        *((agency_editor, Role.AGENCY_EDITOR, {"agency": agency}) for agency in agencies[:2]),
    ):
        Membership.objects.create(user=user, role=role, **place)
    first, second = make_recommendations(partnership, editor)
    asking.ask(first, agencies, asked_by=partnership, by=editor, due_on=in_days(30), note="This is a demonstration.")
    asking.ask(second, agencies[:2], asked_by=partnership, by=editor, due_on=in_days(60))
    for text in ANSWERED:
        answer(first, agencies[0], agency_editor, editor, text, True)
    answer(second, agencies[0], agency_editor, editor, "We are writing a new agreement on sharing.", False)
    assuring.assure(
        ResponseVersion.objects.current().get(response__recommendation=first, response__agency=agencies[0]),
        partnership=partnership,
        by=editor,
        judgement=Judgement.PARTIAL,
        judged_on=timezone.localdate(),
        deciding_body="Learning group (invented)",
        evidence="A look at ten records (invented).",
        evidence_on=timezone.localdate(),
        shows=EvidenceShows.ACTIVITY,
    )
    # An overdue request. A due date in the past cannot be entered, so the row is changed afterwards.
    late = ResponseRequest.objects.filter(recommendation=first, agency=agencies[2])
    late.update(asked_on=in_days(-90), due_on=in_days(-30))


def make_agency(name: str, kind: str, partnership: Partnership) -> Agency:
    """Return an invented agency."""
    slug = name.lower().replace("’", "").replace("(", "").replace(")", "").replace(" ", "-")
    agency = Agency.objects.create(name=name, slug=slug, kind=AgencyKind.objects.get(slug=kind))
    agency.partnerships.add(partnership)
    return agency


def make_recommendations(partnership: Partnership, editor) -> list[Recommendation]:
    """Return the new recommendations of the invented review."""
    review = Review.objects.create(
        code=CODE,
        slug="demonstration-invented",
        title="Demonstration (invented)",
        content_note="An invented review, for demonstration only. Nothing in it happened.",
        added_on=timezone.localdate(),
        audience=Audience.PARTNERSHIP,
        audience_reason="It is invented.",
    )
    review.kinds.add(ReviewKind.objects.get(slug="rapid-review"))
    review.partnerships.add(partnership)
    document = SourceDocument.objects.create(
        review=review,
        slug="demonstration-invented",
        title="Demonstration (invented)",
        kind=DocumentKind.REPORT,
        position=10,
    )
    made = []
    for number, (stem, theme) in enumerate(RECOMMENDED, start=1):
        recommendation = Recommendation.objects.create(
            review=review,
            document=document,
            heading="Recommendations",
            position=number * 10,
            short_label=str(number),
            stem=stem,
        )
        recommendation.themes.add(Theme.objects.get(slug=theme))
        recommendation.agency_kinds.add(AgencyKind.objects.get(slug=AgencyKind.EVERYONE))
        made.append(recommendation)
    plan = SourceDocument.objects.create(
        review=review,
        slug="demonstration-plan-invented",
        title="Action plan (invented)",
        kind=DocumentKind.OTHER,
        position=20,
    )
    for position, (number, words) in enumerate(PLANNED, start=1):
        QuotedAction.objects.create(
            review=review, document=plan, recommendation=made[number - 1], position=position * 10, **words
        )
    publish_review(review, by=editor)
    return made


def answer(recommendation, agency: Agency, writer, editor, text: str, is_published: bool) -> None:
    """Submit a response of an agency, and publish it if `is_published`."""
    draft = drafting.draft_for(recommendation, agency, by=writer)
    typed = {
        "text": text,
        "acceptance": "accepted",
        "progress": "in-progress",
        "signed_off_by": "Head of safeguarding (invented)",
        "signed_off_on": timezone.localdate(),
    }
    draft = drafting.save_draft(draft, typed, revision=draft.revision, by=writer)
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    if is_published:
        checking.publish_version(
            version, by=editor, deciding_body="Learning group (invented)", meeting="First meeting"
        )


def in_days(number: int):
    """Return the date this number of days from today."""
    return timezone.localdate() + timedelta(days=number)
