"""The public review of the world with everything that can be published, and with much that is not."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from learning.merging import merge
from learning.models import (
    Agency,
    AgencyKind,
    GlossaryTerm,
    LaterNote,
    LearningItem,
    NamedAgency,
    OldAddress,
    OldReference,
    Resource,
    Review,
    ReviewSection,
    SourceDocument,
    SourceWording,
)
from learning.originals.inspection import Inspection, inspect
from learning.search.index import deferred
from recommendations.actions import asking, commenting
from recommendations.models import (
    Passage,
    QuotedAction,
    Recommendation,
    RecommendationPart,
    Response,
    ResponseDraft,
    ResponseStep,
    ResponseVersion,
)
from tests.learning.public_names.school import make_school
from tests.world import MadeReview, World

NOON = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)
# Words that must not leave the portal: of the workspace, and what was returned, withdrawn or hidden.
AT_HOME = ["Petrel", "Puffin", "Plover", "Pipit", "Pelican", "Quillon", "st-quillons", "boss@", "editor@", "Penguin"]
# Versions that no reader sees, with their steps.
NOT_READ = [
    ("A Petrel withdrew.", "submitted", "published", "withdrawn"),
    ("A Plover came back.", "submitted", "returned"),
    ("A Pipit waits.", "submitted"),
]


def inspected(content: bytes, name: str = "a.docx") -> Inspection:
    """Return the inspection of a file."""
    return inspect(SimpleUploadedFile(name, content))


@dataclass
class Whole:
    """The review, and what tests look for in it."""

    made: MadeReview
    stand_in: Agency

    @property
    def review(self) -> Review:
        return Review.objects.get(pk=self.made.review.pk)


@deferred()
def make_whole(world: World) -> None:
    """Fill the public review of the world."""
    school = make_school(world)
    made = world.reviews["public"]
    fill_details(made.review, made.document)
    fill_statements(made)
    fill_responses(world, made)
    fill_wordings(made)
    world.made["whole"] = Whole(made, school.stand_in)


def fill_details(review: Review, document: SourceDocument) -> None:
    """State every detail of the review and of its document."""
    for name, value in {
        "is_thematic": True, "subject": "Child Quokka", "partnership_as_named": "Northshire SCP",
        "commissioned_on": date(2020, 1, 1), "commissioned_precision": "year", "incident_on": date(2019, 5, 1),
        "incident_precision": "month", "published_on": date(2021, 6, 7), "published_precision": "day",
        "harm": "Neglect", "outcome": "serious-harm", "reviewer": "A reviewer", "content_note": "It is sad.",
        "curator_note": "A note.\n\nIn two paragraphs: “curly”, ‘quotes’ & <b>marks</b>.",
        "sharing_statement": "Share it.",
    }.items():  # fmt: skip
        setattr(review, name, value)
    review.save()
    for name, value in {
        "publisher": "Northshire", "published_on": date(2021, 6, 1), "published_precision": "month",
        "licence": "OGL", "file_name": "a.pdf", "address": "https://example.org/a", "not_held_reason": "It is long.",
        "curator_note": "Scanned.",
    }.items():  # fmt: skip
        setattr(document, name, value)
    document.save()
    document.glossary_terms.add(GlossaryTerm.objects.order_by("slug").first())
    named = Agency.objects.create(
        name="Wombat Academy", slug="wombat-academy", kind=AgencyKind.objects.get(slug="education"), aliases=["WA"]
    )
    NamedAgency.objects.create(review=review, agency=named)
    review.agencies_involved.create(agency=named, named_as="the Academy", position=30)
    OldAddress.objects.create(review=review, slug="an-older-address")
    last = review.next_references(2)
    OldReference.objects.create(review=review, reference=last[0], leads_to=f"{review.code}-1")
    OldReference.objects.create(review=review, reference=last[1])


def fill_statements(made: MadeReview) -> None:
    """Add a third level of items, later notes, parts of parts, and every column of a plan."""
    at = {"review": made.review, "document": made.document, "place": "page 7", "subheading": "More"}
    below = LearningItem.objects.filter(review=made.review).exclude(parent=None).get()
    LearningItem.objects.create(
        **at,
        position=5,
        heading="First",
        kind="question",
        text="Why?\n• so",
        parent=below,
        source_defect="Cut.",
        is_key=True,
    )
    LaterNote.objects.create(item=made.item, dated=date(2025, 1, 1), text="Since then, all is better.")
    LaterNote.objects.create(item=made.item, dated=date(2025, 1, 1), text="And better still.")
    Recommendation.objects.filter(pk=made.recommendation.pk).update(
        short_label="PR1", series="National", scope="national", numbering_is_ours=True, language="cy"
    )
    part = made.recommendation.parts.get(position=1)
    part.agencies.add(made.agency)
    RecommendationPart.objects.create(
        recommendation=made.recommendation, parent=part, position=3, label="i", text="Inner", place="page 8",
        source_defect="Cut", language="en",
    )  # fmt: skip
    ReviewSection.objects.create(**at, position=6, kind="voice", text="Help me", is_bullet=True, language="cy")
    Resource.objects.create(**at, position=7, title="A guide", address="www.example.org", address_state="given")
    Resource.objects.create(**at, position=8, title="A list", address="htp:/cut", address_state="damaged")
    QuotedAction.objects.create(
        review=made.review, document=made.document, recommendation=made.recommendation, position=9, label="3.1",
        text="Deed", lead="Lead", due="ongoing", status="Green", progress="Some", evidence="A file", outcome="Good",
        further_columns=[["RAG", "Amber"], ["Milestones", "One\n\nTwo"]], place="page 9", language="cy",
    )  # fmt: skip


def fill_responses(world: World, made: MadeReview) -> None:
    """Answer with versions in every state, with a passage, and by an agency that was merged afterwards."""
    people, steps = world.people, ResponseStep.objects
    first = made.response.versions.get()
    typed = ResponseVersion.objects.create(
        response=made.response, number=2, text="Typed.\n\nTwice.", created_at=NOON, acceptance="accepted-in-part",
        acceptance_reason="Costs.", progress="delayed", progress_reason="Snow.", new_date=date(2030, 1, 1),
        signed_off_by="Chief nurse", signed_off_on=date(2026, 1, 1),
    )  # fmt: skip
    typed.parts.add(*made.recommendation.parts.filter(position__in=[1, 3]))
    editor = {"actor": people["partnership-editor"], "acted_as": "an editor of Northshire"}
    steps.create(version=typed, action="submitted", at=NOON, **editor)
    steps.create(
        version=typed, action="published", at=datetime(2026, 2, 1, tzinfo=UTC), acted_as="an editor of Northshire",
        actor=people["administrator"], deciding_body="Board", meeting="May", note="A note of the Puffin.",
    )  # fmt: skip
    for number, (text, *actions) in enumerate(NOT_READ, start=3):
        version = ResponseVersion.objects.create(response=made.response, number=number, text=text, created_at=NOON)
        for action in actions:
            steps.create(version=version, action=action, at=datetime(2026, 3, number, tzinfo=UTC))
    assert first.number == 1
    ResponseDraft.objects.create(response=made.response, text="A Pelican drafts.", revision=1)
    kind = AgencyKind.objects.get(slug="health-provider")
    older = Agency.objects.create(name="Quokka Trust", slug="quokka-trust", kind=kind)
    newer = Agency.objects.create(name="Quokka NHS Trust", slug="quokka-nhs-trust", kind=kind)
    other = Agency.objects.create(name="Quokka GP", slug="quokka-gp", kind=kind)
    passage = Passage.objects.create(
        document=made.document, number=4, text="Together.\n\nAlways.", place="page 1", language="cy"
    )
    for agency in (older, other):
        response = Response.objects.create(
            recommendation=made.recommendation, agency=agency, position=40, named_as="QT"
        )
        joint = ResponseVersion.objects.create(response=response, number=1, passage=passage, created_at=NOON)
        steps.create(version=joint, action="published", at=NOON)
    (asked,) = asking.ask(
        made.recommendation, [other], asked_by=world.partnership, by=people["partnership-editor"],
        due_on=date(2099, 1, 1), note="A Penguin asks.",
    ).new  # fmt: skip
    commenting.comment(asked, by=people["scrutineer"], text="A Penguin comments.")
    merge(older, newer)


def fill_wordings(made: MadeReview) -> None:
    """Say everything in Welsh, in the same document and in a second one."""
    welsh = SourceDocument.objects.create(
        slug="cymraeg", review=made.review, title="Crynodeb", kind="briefing", position=20, language="cy"
    )
    worded = [
        {"reference": made.item.reference},
        {"reference": made.recommendation.reference, "tail": "Wedyn."},
        {"reference": made.recommendation.reference, "part_position": 3},
        {"section": ReviewSection.objects.filter(review=made.review).first()},
        {"resource": Resource.objects.filter(review=made.review).first()},
    ]
    for number, one in enumerate(worded):
        text = {"text": f"Geiriau {number}", "heading": "Pennawd", "place": "tudalen 2"}
        SourceWording.objects.create(review=made.review, document=welsh, **one, **text)
        SourceWording.objects.create(review=made.review, document=made.document, language="ga", **one, **text)
