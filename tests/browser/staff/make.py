"""What the pages of staff are about in the tests: made by the portal's own actions, in a process of the portal.

There is a draft that is open for editing, one that is ready to be published, one whose publication awaits
confirmation, and a published review with corrections that are not published yet, some of whose words are hidden. All
of it is invented.
"""

import json
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from learning.identity.decisions import Verdict, decide
from learning.identity.kinds import SignKind
from learning.models import (
    Agency,
    AgencyKind,
    ErrorReport,
    Hiding,
    LearningItem,
    Partnership,
    Review,
    ReviewKind,
    ReviewSection,
    Theme,
    ThemeGroup,
    ThemeProposal,
)
from learning.models.report import ReportKind
from learning.vocabulary import agency_actions, theme_actions
from recommendations.actions.quoted_actions import record_quoted_action
from recommendations.models import ResponseVersion
from reviews_portal.editing.actions import documents, reviews, rows, several
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.rows import ChangedMeanwhile, NewRow
from reviews_portal.editing.checks.identity import undecided_in
from reviews_portal.editing.models import Row
from reviews_portal.hiding import actions as hiding
from reviews_portal.imports import jobs
from reviews_portal.imports.models import ImportJob, ImportState
from reviews_portal.publication import actions as publication
from reviews_portal.publication.actions import Entered
from reviews_portal.publication.models import PublicationDecision, Purpose
from reviews_portal.publication.rules import mark_of
from tests.browser.deleting import delete_review
from tests.identity import decide_all
from tests.learning.originals.made import add as add_original

TITLES = {
    "draft": "Fern Lane (invented)",
    "awaiting": "Moss Row (invented)",
    "published": "Heather Hill (invented)",
    "ready": "Bracken Close (invented)",
}
IMPORTED = "Local Child Safeguarding Practice Review: Child Sedge (invented)"
DOCUMENT = f"""<!doctype html><h1>{IMPORTED}</h1>
<h2>What happened</h2><p>Sedge was four years old and lived with her aunt.</p>
<h2>What we learnt</h2><ul><li>Nobody asked Sedge how she was, and each agency waited for another one to act.</li>
<li>The health visitor did not know that the family had moved, and the school was not asked about it.</li></ul>
<h2>Recommendations</h2><ol><li>The police should tell the health visitor about each visit to a home.</li></ol>"""
SCHOOL = "Fernley Primary School (invented)"
ADDED = "Fernley Dental Practice (invented)"  # by a test
PROPOSED = (  # the last by a test
    "Moving home (invented)",
    "Pets in the home (invented)",
    "Night work (invented)",
)
PUBLISHED = date(2026, 3, 3)
TEXT: list[tuple[str, str]] = [
    ("heading", "What we learned"),
    ("background", "The family moved three times in a year, and each move was known to one service only."),
    ("learning-point", "Nobody asked who else was living in the home."),
    ("good-practice", "The health visitor wrote down what the baby was like at each visit, and shared it at once."),
    ("learning-point", "Midwives were told of the move only after the birth."),
    ("heading", "What must change"),
    ("recommendation", "Agencies should ask, at each first visit, who lives in the home."),
    ("part", "The answer should be written down."),
]


def make() -> str:
    """Make it, and return the keys and references that the addresses of the pages contain, as JSON."""
    forget()
    people = get_user_model().objects
    editor = people.get(email="partnership-editor@example.org")
    administrator = people.get(email="administrator@example.org")
    made = {
        **make_draft(editor, administrator),
        **make_awaiting(editor),
        "ready": add("ready", editor, "non-statutory-learning-review")[0].slug,
        **make_published(editor, administrator),
        **make_vocabulary(editor, administrator),
        **make_imports(editor),
        "response": ResponseVersion.objects.filter(response__recommendation__reference="R0001-23").latest("pk").pk,
    }
    return json.dumps(made)


def forget() -> None:
    """Delete what `make` made, and what was decided on it since."""
    for review in Review.objects.filter(title__in=[*TITLES.values(), IMPORTED]):
        delete_review(review)
    ImportJob.objects.all().delete()
    Agency.objects.filter(name__in=[SCHOOL, ADDED]).delete()
    ThemeProposal.objects.filter(name__in=PROPOSED).delete()


def add(name: str, editor, kind: str, audience: str = "partnership") -> tuple[Review, list[Row]]:
    """Return a new review and the rows of its text, each statement with a theme."""
    kinds = [ReviewKind.objects.get(slug=kind)]
    values = {"title": TITLES[name], "kinds": kinds, "audience": audience, "published": None}
    document = documents.NewDocument(title=f"{TITLES[name]}: report", kind="report")
    review = reviews.add_review(values, document, partnership=fernley(), by=editor)
    found = rows.add_rows(review.working_copy, [NewRow(words, kind) for kind, words in TEXT], after=None, by=editor)
    statements = [row.pk for row in found if row.is_statement]
    themes = [Theme.objects.get(slug="information-sharing")]
    several.set_tags(review.working_copy, statements, {"themes": themes}, by=editor)
    return review, list(review.working_copy.rows.in_order())


def fernley() -> Partnership:
    return Partnership.objects.get(slug="fernley-invented")


def make_draft(editor, administrator) -> dict[str, Any]:
    """Make a draft with rows of which something is missing, a conflict, and a decision that was returned."""
    review, found = add("draft", editor, "local-child-safeguarding-practice-review")
    decision = sent(review, editor)
    publication.return_for_changes(decision, note="Give the address of the report itself.", by=administrator)
    copy = review.working_copy
    more = [
        NewRow("Nobody knows yet what this row is."),
        NewRow("Mrs Harper, who lives next door, rang twice about the twins.", "background"),
        NewRow("This has no theme.", "finding"),
        NewRow("Page 7"),
    ]
    *_, taken_out = rows.add_rows(copy, more, after=found[-1], by=editor)
    several.take_out(copy, [taken_out.pk], by=editor)
    (twins,) = (flag for flag in undecided_in(copy) if flag.sign.kind == SignKind.MULTIPLE_BIRTH)
    verdict = Verdict(frozenset([twins.sign.key]), "other", "The family agreed that this is said.")
    decide(review, [twins], verdict, by=editor, acted_as="an editor of Fernley (invented)")
    typed = {"words": "Midwives were told of the move after the birth only, by the family.", "kind": "concern"}
    rows.save_row(found[4], typed, revision=found[4].revision, by=administrator)
    with suppress(ChangedMeanwhile):
        rows.save_row(found[4], {"words": "Midwives were told too late."}, revision=found[4].revision, by=editor)
    action = record_quoted_action(
        review.documents.get(), by=editor, text="Change the referral form.", lead="Named nurse", due="Ongoing"
    )
    return {"draft": review.slug, "row": found[2].pk, "document": review.documents.get().pk, "action": action.pk}


def make_awaiting(editor) -> dict[str, Any]:
    """Make a draft that has been sent for confirmation."""
    review, _ = add("awaiting", editor, "non-statutory-learning-review")
    sent(review, editor)
    return {"awaiting": review.slug}


def sent(review: Review, by) -> PublicationDecision:
    """Return a decision that a review is published elsewhere, sent for confirmation."""
    values = {"address": "https://example.org/review", "published_on": PUBLISHED, "published_precision": "day"}
    entered = Entered(Purpose.PUBLISH, "elsewhere", values | {"audience": review.audience})
    decision = publication.save(review, entered, revision=0, by=by)
    decide_all(review, by)
    return publication.send(decision, revision=decision.revision, by=by)


def make_published(editor, administrator) -> dict[str, Any]:
    """Make a published review with corrections, one of them in conflict, and with things that are or were hidden."""
    review, _ = add("published", editor, "non-statutory-learning-review", audience="professionals")
    decision = sent(review, editor)
    publication.confirm(decision, seen=mark_of(decision), by=administrator)
    review = Review.objects.get(pk=review.pk)
    item, *others = LearningItem.objects.filter(review=review).order_by("position")
    section = ReviewSection.objects.get(review=review)
    add_original(review.documents.get(), administrator)
    correct(review, editor)
    restored = hiding.hide(others[0], reason="The date could tell who it is.", by=editor)
    hiding.restore(restored, note="The date is that of the report.", by=administrator)
    overdue = hiding.hide(section, reason="A neighbour could tell who this is.", by=administrator)
    Hiding.objects.filter(pk=overdue.pk).update(decide_by=timezone.localdate() - timedelta(days=1))
    own = hiding.hide(others[1], reason="It names the hour of the birth.", by=editor)
    report = ErrorReport.objects.create(
        kind=ReportKind.FAMILY,
        about=item.reference,
        text="You can tell who we are from this.",
        reply_to="reader@example.org",
        review=review,
    )
    return {
        "published": review.slug,
        "reference": item.reference,
        "section": section.pk,
        "position": review.documents.get().position,
        "overdue": overdue.pk,
        "own": own.pk,
        "restored": restored.pk,
        "report": report.pk,
    }


def correct(review: Review, editor) -> None:
    """Open a published review for editing: change words, of which some are changed elsewhere, add and remove."""
    copy = open_copy(review, by=editor)
    points = [row for row in copy.rows.in_order() if row.kind == "learning-point"]
    good = copy.rows.get(kind="good-practice")
    for row, words in (
        (points[0], "Nobody asked who was living in the home."),
        (points[1], "Midwives were not told."),
    ):
        rows.save_row(row, {"words": words}, revision=row.revision, by=editor)
    LearningItem.objects.filter(pk=points[1].record_id).update(text="Midwives were told late.")
    rows.add_rows(copy, [NewRow("The school knew.", "finding")], after=points[1], by=editor)
    several.take_out(copy, [good.pk], by=editor)


def make_vocabulary(editor, administrator) -> dict[str, Any]:
    """Make an agency that has a general name, and two proposed themes, of which one is declined."""
    school = agency_actions.add_agency(
        fernley(), name=SCHOOL, kind=AgencyKind.objects.exclude(generic_name="").first(), aliases=["FPS"], by=editor
    )
    proposals = [
        theme_actions.propose_theme(
            fernley(),
            name=name,
            group=ThemeGroup.values[0],
            scope_note="What moves mean for a child. How services learn of them.",
            aliases=["house moves"],
            reason="Three reviews say something on it.",
            by=editor,
        )
        for name in PROPOSED[:2]
    ]
    theme_actions.decline_theme(proposals[1], reason="Too few reviews.", by=administrator)
    return {"agency": school.slug, "proposal": proposals[0].pk, "declined": proposals[1].pk}


def make_imports(editor) -> dict[str, str]:
    """Make imports in the states in which people meet them, and return their keys."""
    files = {
        "imported": ("sedge.html", DOCUMENT),
        "resembling": ("sedge-again.html", f"{DOCUMENT}<p>Second edition.</p>"),
        "refused": ("blank.html", "<!doctype html><p> </p>"),
    }
    made = {}
    for name, (file, content) in files.items():
        job = add_import(editor, file, content)
        jobs.import_upload.call(job.key, job.attempt)
        made[name] = job.key
    for state in (ImportState.WAITING, ImportState.STOPPED, ImportState.FAILED):
        made[state.value] = add_import(editor, f"{state}.html", DOCUMENT, state).key
    return made | {"sedge": ImportJob.objects.get(key=made["imported"]).reviews.get().slug}


def add_import(by, file: str, content: str, state: ImportState = ImportState.WAITING) -> ImportJob:
    """Return an upload that no worker of the portal has been asked to import."""
    data = content.encode()
    values = {"by": by, "partnership": fernley(), "file_name": file, "content": data, "size": len(data)}
    return ImportJob.objects.create(state=state, **values)
