"""An invented government response: passages of it speak for several departments, on recommendations of two series."""

from datetime import UTC, datetime

from learning.models import Agency, AgencyKind, Review
from learning.models.source_document import DocumentKind
from learning.search.index import deferred
from recommendations.models import Passage, Recommendation, Response, ResponseStep, ResponseVersion

from .printed import NATIONAL, POLICE, published, recommend

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)  # precise to the second, like times in fixtures
AGENCIES = {"ministry": "Quokka Ministry", "police": "Wombat Police", "health": "Numbat Health"}
LABELS = [(NATIONAL, "1"), (NATIONAL, "2"), (NATIONAL, "3"), (POLICE, "1"), (POLICE, "2")]
JOINT = {
    1: "Wording J01: we accept this together.\n\nWording J02: a new board begins in May.",
    2: "Wording J03 yn Gymraeg.",
}
OWN = {
    ("ministry", 1): "Wording K01: the ministry writes to every area.",
    ("health", 2): "Wording K02: health visitors are told.",
}
# Who answers what with a joint response: its number, the agency, and the recommendation by its place in LABELS.
PAIRS = [
    (1, "ministry", 0),
    (1, "health", 0),
    (1, "ministry", 2),
    (1, "ministry", 3),
    (1, "police", 3),
    (2, "health", 3),
    (2, "police", 4),
    (2, "health", 4),
]
IN_ORDER = ["J01", "J02", "K01", "K02", "J03"]  # the wordings of responses, in the order of the document


@deferred()
def government_response(code: str = "R9700", slug: str = "government", **review_fields) -> Review:
    """Return the published review with its document, and the responses in it."""
    review, document = published(code, slug, DocumentKind.RESPONSE)
    if review_fields:
        Review.objects.filter(pk=review.pk).update(**review_fields)
        review.refresh_from_db()
    kind = AgencyKind.objects.get(slug="health-provider")
    agencies = {
        name: Agency.objects.get_or_create(slug=f"joint-{name}", defaults={"name": full, "kind": kind})[0]
        for name, full in AGENCIES.items()
    }
    recommendations = [
        recommend(review, document, place, label, series=series, stem=f"Wording R0{place}.")
        for place, (series, label) in enumerate(LABELS, start=1)
    ]
    passages = {
        number: Passage.objects.create(
            document=document, number=number, text=text, place=f"page {number}", language="cy" if number == 2 else ""
        )
        for number, text in JOINT.items()
    }
    for number, agency, place in PAIRS:
        publish(response_of(recommendations[place], agencies[agency]), passage=passages[number])
    for (agency, place), text in OWN.items():
        publish(response_of(recommendations[place], agencies[agency]), text=text, document=document, place="page 9")
    return review


def response_of(recommendation: Recommendation, agency: Agency) -> Response:
    """Return an agency's response to a recommendation, after those that were made before."""
    position = 10 * (recommendation.responses.count() + 1)
    made, _ = Response.objects.get_or_create(
        recommendation=recommendation, agency=agency, defaults={"position": position}
    )
    return made


def publish(response: Response, **fields) -> ResponseVersion:
    """Return a new published version of a response."""
    fields = {"number": response.versions.count() + 1, "created_at": NOON} | fields
    version = ResponseVersion.objects.create(response=response, **fields)
    ResponseStep.objects.create(version=version, action="published")
    return version


def recommendation_at(place: int, review: str = "R9700") -> Recommendation:
    """Return a recommendation by its place in LABELS."""
    return Recommendation.objects.get(review__code=review, position=10 * (place + 1))
