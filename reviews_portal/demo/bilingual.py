"""An invented adult practice review in Welsh and English, for trying both languages. Nothing in it is real.

Like the rest of the demonstration, only the staff of the invented partnership see it. Its report has both languages,
and one statement that is only in Welsh; its short briefing is two documents, one in each language.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from learning.actions import publish_review
from learning.models import (
    AgencyKind,
    Audience,
    DocumentKind,
    LearningItem,
    Partnership,
    Review,
    ReviewKind,
    ReviewSection,
    SourceDocument,
    SourceWording,
    Theme,
)
from learning.utils.dates import Precision
from learning.utils.fields import Language
from recommendations.models import Recommendation, RecommendationPart

from .workspace import PARTNERSHIP

CODE = "R9002"
KIND, THEMES = "adult-practice-review", ("self-neglect", "hoarding", "fire-risk")
WELSH = Language.WELSH.value
HAPPENED = ("What happened", "Beth ddigwyddodd")
LEARNED = ("What we learned", "Yr hyn a ddysgwyd")
CHANGE = ("What must change", "Yr hyn y mae angen ei newid")
# The kind of section, its heading, and its words in English and in Welsh.
SECTIONS = (
    (
        "background",
        HAPPENED,
        "Mrs B was 78. She lived alone on a farm. Welsh was her first language.",
        "Roedd Mrs B yn 78 oed. Roedd hi’n byw ar ei phen ei hun ar fferm. Cymraeg oedd ei hiaith gyntaf.",
    ),
    (
        "background",
        HAPPENED,
        "There was a fire in her kitchen. The firefighters saw that the house was full of belongings.",
        "Bu tân yn ei chegin. Gwelodd y diffoddwyr tân fod y tŷ yn llawn eiddo.",
    ),
    (
        "voice",
        ("In her own words", "Yn ei geiriau ei hun"),
        "“I said that I was fine. Nobody asked me in Welsh.”",
        "“Dywedais i fy mod i’n iawn. Wnaeth neb ofyn i mi yn Gymraeg.”",
    ),
)
ITEMS = (
    ("finding", "Nobody offered Mrs B an assessment in Welsh.", "Ni chynigiodd neb asesiad yn Gymraeg i Mrs B."),
    (
        "learning-point",
        "Ask which language a person prefers. Write it down.",
        "Gofynnwch pa iaith sydd orau gan y person. Cofnodwch hynny.",
    ),
    (
        "learning-point",
        "",
        "Mae cynnig siarad Cymraeg yn rhan o ofal da. Peidiwch ag aros i’r person ofyn.",
    ),
    (
        "good-practice",
        "The district nurse visited every week and listened.",
        "Roedd y nyrs ardal yn ymweld bob wythnos ac yn gwrando.",
    ),
    (
        "question",
        "How do you find out which language a person prefers?",
        "Sut ydych chi’n cael gwybod pa iaith sydd orau gan rywun?",
    ),
)
STEM = ("The board should make sure that:", "Dylai’r bwrdd sicrhau bod:")
PARTS = (
    ("a", "every agency records each person’s language;", "pob asiantaeth yn cofnodi iaith pob person;"),
    ("b", "fire risk is part of each assessment of hoarding.", "risg tân yn rhan o bob asesiad o gelcio."),
)
BRIEFLY = (
    "Hoarding is often about loss. Ask about it gently.",
    "Mae celcio yn aml yn ymwneud â cholled. Holwch am hynny’n dyner.",
)


def is_possible() -> bool:
    """Return whether the invented partnership and the vocabularies that the review needs are there."""
    return (
        Partnership.objects.filter(slug=PARTNERSHIP).exists()
        and ReviewKind.objects.filter(slug=KIND).exists()
        and Theme.objects.filter(slug__in=THEMES).count() == len(THEMES)
    )


@transaction.atomic
def make_bilingual_review(editor) -> None:
    """Create the invented review with its documents and statements, unless it exists."""
    if Review.objects.filter(code=CODE).exists():
        return
    review = Review.objects.create(
        code=CODE,
        slug="bilingual-demonstration-invented",
        title="Mrs B (invented)",
        content_note="An invented review, for demonstration only. Nothing in it happened.",
        added_on=timezone.localdate(),
        audience=Audience.PARTNERSHIP,
        audience_reason="It is invented.",
        published_on=date(2024, 3, 1),
        published_precision=Precision.MONTH,
    )
    review.kinds.add(ReviewKind.objects.get(slug=KIND))
    review.partnerships.add(Partnership.objects.get(slug=PARTNERSHIP))
    report = document_of(review, "Adult practice review: Mrs B (invented)", DocumentKind.REPORT, 10)
    add_report(review, report)
    english = document_of(review, "Seven-minute briefing: Mrs B (invented)", DocumentKind.BRIEFING, 20)
    welsh = document_of(review, "Briff saith munud: Mrs B (dychmygol)", DocumentKind.BRIEFING, 30, language=WELSH)
    point = LearningItem.objects.create(
        review=review, document=english, position=10, heading=LEARNED[0], kind="learning-point", text=BRIEFLY[0]
    )
    tagged(point)
    say(review, welsh, reference=point.reference, heading=LEARNED[1], text=BRIEFLY[1])
    publish_review(review, by=editor)


def document_of(review: Review, title: str, kind: str, position: int, **fields) -> SourceDocument:
    """Return a new document of the review."""
    slug = f"bilingual-demonstration-{position}"
    return SourceDocument.objects.create(review=review, slug=slug, title=title, kind=kind, position=position, **fields)


def add_report(review: Review, report: SourceDocument) -> None:
    """Add what the report says in both languages."""
    position = 0
    for kind, (heading, pennawd), english, cymraeg in SECTIONS:
        position += 10
        section = ReviewSection.objects.create(
            review=review, document=report, position=position, kind=kind, heading=heading, text=english, is_key=True
        )
        say(review, report, section=section, language=WELSH, heading=pennawd, text=cymraeg)
    for kind, english, cymraeg in ITEMS:
        position += 10
        own: dict[str, Any] = {"text": english} if english else {"text": cymraeg, "language": WELSH}
        item = LearningItem.objects.create(
            review=review, document=report, position=position, kind=kind, heading=LEARNED[0], **own
        )
        tagged(item)
        if english:
            say(review, report, reference=item.reference, language=WELSH, heading=LEARNED[1], text=cymraeg)
    recommendation = Recommendation.objects.create(
        review=review, document=report, position=position + 10, heading=CHANGE[0], short_label="1", stem=STEM[0]
    )
    tagged(recommendation)
    worded = {"reference": recommendation.reference, "language": WELSH}
    say(review, report, **worded, heading=CHANGE[1], text=STEM[1])
    for place, (label, english, cymraeg) in enumerate(PARTS, start=1):
        RecommendationPart.objects.create(recommendation=recommendation, position=place, label=label, text=english)
        say(review, report, **worded, part_position=place, text=cymraeg)


def tagged(statement: LearningItem | Recommendation) -> None:
    """Give a statement its themes, and say that it is for everybody."""
    statement.themes.set(Theme.objects.filter(slug__in=THEMES))
    statement.agency_kinds.add(AgencyKind.objects.get(slug=AgencyKind.EVERYONE))


def say(review: Review, document: SourceDocument, **fields) -> None:
    """Add a second wording, as a form would check it."""
    wording = SourceWording(review=review, document=document, **fields)
    wording.full_clean()
    wording.save()
