"""An invented briefing in Welsh and English: one document with both, and a second document in Welsh.

One statement has no English, and one has no Welsh.
"""

from learning.models import (
    AgencyKind,
    LearningItem,
    Resource,
    Review,
    ReviewKind,
    ReviewSection,
    SourceDocument,
    SourceWording,
    Theme,
)
from learning.search.index import deferred
from learning.utils.fields import Language
from recommendations.models import Recommendation, RecommendationPart

CODE, SLUG = "R9700", "two-languages"
PAGE = f"/reviews/{SLUG}/"
CY = Language.WELSH.value
# What the bilingual document says, in order: the kind, the heading and the words in English and in Welsh.
WORDS = (
    ("background", ("What happened", "Beth ddigwyddodd"),
     "Mr A lived alone for ten years.", "Roedd Mr A yn byw ar ei ben ei hun am ddeng mlynedd."),
    ("background", ("What happened", "Beth ddigwyddodd"),
     "His neighbours saw little of him.", "Anaml y gwelai’r cymdogion ef."),
    ("finding", ("What we learned", "Yr hyn a ddysgwyd"),
     "Nobody asked what Mr A wanted.", "Ni ofynnodd neb beth oedd dymuniad Mr A."),
    ("learning-point", ("What we learned", "Yr hyn a ddysgwyd"),
     "", "Mae’r tŷ a’r dŵr yn rhan o’r asesiad."),
    ("good-practice", ("What we learned", "Yr hyn a ddysgwyd"),
     "A nurse phoned every week.", ""),
)  # fmt: skip
ONLY_WELSH, ONLY_ENGLISH = WORDS[3][3], WORDS[4][2]
STEM = ("The board should:", "Dylai’r bwrdd:")
PARTS = (
    ("a", "train staff in self-neglect;", "hyfforddi staff ar hunanesgeulustod;"),
    ("b", "listen to neighbours.", "gwrando ar y cymdogion."),
)
TAIL = ("It should report in a year.", "Dylai adrodd ymhen blwyddyn.")
READING = ("A guide to self-neglect", "Canllaw ar hunanesgeulustod")
SECOND = ("Homes should be safe.", "Dylai cartrefi fod yn ddiogel.")  # the Welsh is in a second document


@deferred()
def make_briefing() -> Review:
    """Return the published briefing with everything in it."""
    review = Review.objects.create(
        code=CODE, slug=SLUG, title="Mr A", added_on="2026-11-01", audience="public", status="published"
    )
    review.kinds.add(ReviewKind.objects.get(slug="other"))
    document = SourceDocument.objects.create(
        slug="mr-a", review=review, title="Mr A: a briefing", kind="briefing", position=1
    )
    welsh = SourceDocument.objects.create(
        slug="mr-a-cymraeg", review=review, title="Mr A: crynodeb", kind="briefing", position=2, language=CY
    )
    position = 0
    for kind, (heading, pennawd), english, cymraeg in WORDS:
        position += 10
        own = {"text": english} if english else {"text": cymraeg, "language": CY}
        at = {"review": review, "document": document, "position": position, "heading": heading, "kind": kind, **own}
        if kind == "background":
            made = ReviewSection.objects.create(**at)
            worded = {"section": made}
        else:
            made = tagged(LearningItem.objects.create(**at))
            worded = {"reference": made.reference}
        if english and cymraeg:
            say(review, document, **worded, language=CY, heading=pennawd, text=cymraeg, place=f"tudalen {position}")
    recommend(review, document)
    second = tagged(
        LearningItem.objects.create(
            review=review, document=document, position=70, heading="What we learned", kind="finding", text=SECOND[0]
        )
    )
    say(review, welsh, reference=second.reference, heading="Yr hyn a ddysgwyd", text=SECOND[1], place="tudalen 3")
    reading = Resource.objects.create(review=review, document=document, position=80, title=READING[0])
    say(review, document, resource=reading, language=CY, text=READING[1])
    return review


def recommend(review: Review, document: SourceDocument) -> None:
    """Add the recommendation with parts, which has all its words in both languages."""
    at = {"review": review, "document": document, "position": 60, "heading": "What must change"}
    made = tagged(Recommendation.objects.create(**at, short_label="1", stem=STEM[0], tail=TAIL[0]))
    worded = {"reference": made.reference, "language": CY}
    say(review, document, **worded, heading="Yr hyn sydd angen newid", text=STEM[1], tail=TAIL[1])
    for position, (label, english, cymraeg) in enumerate(PARTS, start=1):
        RecommendationPart.objects.create(recommendation=made, position=position, label=label, text=english)
        say(review, document, **worded, part_position=position, text=cymraeg)


def tagged[Kept: (LearningItem, Recommendation)](statement: Kept) -> Kept:
    """Return a statement, with a theme and for everybody."""
    statement.themes.add(Theme.objects.get(slug="neglect"))
    statement.agency_kinds.add(AgencyKind.objects.get(slug=AgencyKind.EVERYONE))
    return statement


def say(review: Review, document: SourceDocument, **fields) -> SourceWording:
    """Return a second wording, as a form would check it."""
    wording = SourceWording(review=review, document=document, **fields)
    wording.full_clean()
    wording.save()
    return wording


def whole(language: str) -> list[str]:
    """Return every text of the briefing as a reader of a language gets it, in the order of the document."""
    first, other = (2, 3) if language != CY else (3, 2)
    index = 0 if language != CY else 1
    texts = [one[first] or one[other] for one in WORDS]
    return [*texts, STEM[index], *(part[index + 1] for part in PARTS), TAIL[index], SECOND[index], READING[index]]
