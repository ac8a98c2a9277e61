"""An invented report whose findings stand three levels deep, with every kind of section that such reports have."""

from learning.models import AgencyKind, LearningItem, Review, ReviewKind, ReviewSection, SourceDocument, Theme
from learning.search.index import deferred

CODE, SLUG = "R9600", "three-levels"
# What the document says, in order: the kind, the level (0: narrative), the heading, and the words.
WORDS = (
    ("pen-portrait", 0, "About Rowan", "Rowan liked trains and knew the timetable of every bus in town by heart."),
    ("voice", 0, "What Rowan told us", "Rowan said that nobody had asked where it felt safe to sleep."),
    ("family-views", 0, "What the family said", "The grandmother told the reviewers that letters came too late."),
    ("identity-and-culture", 0, "Identity and culture", "Two languages were spoken at home, and one at work."),
    ("chronology", 0, "Chronology", "Spring: a second referral was closed without a visit."),
    ("background", 0, "The story in short", "Rowan moved four times within a year and then went missing."),
    ("improvement-areas", 0, "Areas for improvement", "The group found three areas in which services could improve."),
    ("finding", 1, "Findings", "Services planned around the building in which Rowan lived and not around Rowan."),
    ("concern", 2, "Findings", "Each move ended the work that had begun, and it showed itself in four closed files."),
    ("question", 3, "Findings", "Who in your service stays in contact when a young person moves away?"),
    ("question", 3, "Findings", "How would you notice this in your own records?"),
    ("finding", 2, "Findings", "Handovers between the four services were written without speaking to the next one."),
    ("action-taken-since", 3, "Findings", "A shared handover form has been used by all four services since June."),
    ("concern", 1, "Findings", "Night staff had no way to reach the social worker who knew Rowan best."),
    ("question", 2, "Findings", "What can your night staff find out at two in the morning?"),
    ("good-practice", 1, "What went well", "One bus driver noticed that Rowan was alone, waited and called for help."),
)  # fmt: skip
TEXTS = [words for *_, words in WORDS]


@deferred()
def make_report() -> Review:
    """Return the published report with everything in it."""
    review = Review.objects.create(
        code=CODE,
        slug=SLUG,
        title="Rowan",
        added_on="2026-11-01",
        audience="public",
        status="published",
    )
    review.kinds.add(ReviewKind.objects.get(slug="other"))
    document = SourceDocument.objects.create(slug="rowan", review=review, title="The report on Rowan", kind="report")
    theme, everyone = Theme.objects.get(slug="neglect"), AgencyKind.objects.get(slug=AgencyKind.EVERYONE)
    last: dict[int, LearningItem] = {}
    for number, (kind, level, heading, words) in enumerate(WORDS, start=1):
        at = {"review": review, "document": document, "position": number * 10, "heading": heading, "kind": kind}
        if not level:
            ReviewSection.objects.create(**at, text=words)
            continue
        item = last[level] = LearningItem(**at, text=words, parent=last.get(level - 1))
        item.full_clean(exclude=["reference"])
        item.save()
        item.themes.add(theme)
        item.agency_kinds.add(everyone)
    return review


def item_with(words: str) -> LearningItem:
    """Return the item of the report whose text begins so."""
    return LearningItem.objects.get(review__code=CODE, text__startswith=words)
