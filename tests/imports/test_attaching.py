"""A response or an action plan becomes a document of the review that it is about, if the importer edits that."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.transaction import atomic

from learning.actions import publish_review
from learning.models import Agency, AgencyKind, Audience, DocumentFile, Review, SourceDocument, Status, Theme
from learning.models.source_document import DocumentKind
from learning.search import index
from recommendations.models import QuotedAction, Recommendation, Response
from reviews_portal.editing.actions import rows, several
from reviews_portal.editing.actions.documents import added_with
from reviews_portal.editing.actions.opening import discard_copy, open_copy
from reviews_portal.editing.actions.publishing.differences import compared, mark_of
from reviews_portal.editing.actions.publishing.publish import publish_corrections, write_before_publication
from reviews_portal.editing.checks.checklist import checklist_of
from reviews_portal.editing.models import LeftOut, Row, SourceBlock, WorkingCopy
from reviews_portal.hiding.actions import hide
from reviews_portal.imports import actions as imports
from reviews_portal.imports.actions import import_file
from reviews_portal.imports.draft import Draft, DraftReview, Statement, Type
from reviews_portal.imports.recognising.held import Held
from reviews_portal.imports.recognising.recognise import Recognised, recognise
from reviews_portal.imports.recognising.texts import runs_of
from tests.imported import leave_out_rest
from tests.imports.plans import FIRST, PLAN, REPORT, RESPONSE, SECOND, plan_in_html, plan_in_word


@pytest.fixture
def editor(world):
    return world.people["partnership-editor"]


@pytest.fixture
def importing(world, editor):
    def run(content: bytes | str, name: str = "plan.html", by=editor, **options):
        content = content.encode() if isinstance(content, str) else content
        return import_file(content, name, partnership=options.pop("partnership", world.partnership), by=by, **options)

    return run


@pytest.fixture
def draft(importing, editor) -> Review:
    """Return an imported draft of the review, ready to be published."""
    (review,) = importing(REPORT, "report.html").reviews
    copy = review.working_copy
    statements = [row.pk for row in copy.rows.kept() if row.is_statement]
    several.set_tags(copy, statements, {"themes": [Theme.objects.get(slug="neglect")]}, by=editor)
    leave_out_rest(copy, editor)
    return review


@pytest.fixture
def published(draft, world) -> Review:
    """Return the review as everybody can read it."""
    Review.objects.filter(pk=draft.pk).update(audience=Audience.PUBLIC)
    draft.refresh_from_db()
    return release(draft, world)


@pytest.fixture
def bodies(world) -> dict[str, Agency]:
    """Return two agencies that respond."""
    kind = AgencyKind.objects.get(slug="police")
    made = {
        name: Agency.objects.create(name=f"Wombat{name}", slug=f"wombat-{name}", kind=kind)
        for name in ("council", "police")
    }
    for agency in made.values():
        agency.partnerships.add(world.partnership)
    return made


def release(review: Review, world) -> Review:
    """Publish a draft with the text of its working copy, and return it."""
    administrator = world.people["administrator"]
    with atomic():
        write_before_publication(review, administrator)
        publish_review(review, by=administrator)
    return Review.objects.get(pk=review.pk)


def publish(review: Review, by) -> None:
    copy = WorkingCopy.objects.get(review=review)
    leave_out_rest(copy, by)
    found, added = compared(copy).found, added_with(copy)
    publish_corrections(copy, by=by, reasons={}, seen=mark_of(found, added))


def choose_agencies(copy: WorkingCopy, bodies, by) -> None:
    """Choose the agency of each response by the name that the document prints."""
    for row in copy.rows.kept().filter(kind="response"):
        chosen = bodies["police" if "Police" in row.named_as else "council"]
        rows.save_row(row, {"agencies": [chosen]}, revision=row.revision, by=by)


PLAN_OF_ANOTHER = plan_in_html().replace(b"Child Wombat", b"Child Quoll")
FORMATS = {"plan.docx": plan_in_word, "plan.html": plan_in_html}


# --- Action plans ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_plan_of_a_draft_becomes_its_document_and_its_actions_are_published_with_it(
    importing, draft, world, editor, name
):
    before = Review.objects.count()
    done = importing(FORMATS[name](), name)
    assert (done.attached_to, done.reviews, Review.objects.count()) == (draft, [], before)
    report, plan = draft.documents.order_by("position")
    assert (report.kind, plan.kind) == (DocumentKind.REPORT, DocumentKind.RESPONSE)
    assert DocumentFile.objects.filter(document=plan).exists()
    own = draft.working_copy.rows.filter(document=plan)
    assert {row.kind for row in own.kept()} == {"action"}
    repeated = SourceBlock.objects.filter(document=plan, suggested=LeftOut.REPEATED)
    assert all(any(words in " ".join(block.text.split()) for block in repeated) for words in (FIRST, SECOND))
    leave_out_rest(draft.working_copy, editor)
    assert not checklist_of(draft.working_copy).must
    release(draft, world)
    first, second = Recommendation.objects.filter(review=draft).order_by("position")
    actions = list(QuotedAction.objects.filter(review=draft).order_by("position"))
    assert [(one.recommendation, one.text) for one in actions] == [
        (first, "Agree a form."),
        (second, "Brief all schools."),
        (second, "Brief all health visitors."),
    ]
    assert [(one.lead, one.due, one.status, one.evidence) for one in actions] == [tuple(row[3:]) for row in PLAN]
    assert [one.due_on for one in actions] == [date(2025, 6, 30), None, None]
    assert {one.document for one in actions} == {plan}


def test_readers_of_a_published_review_see_nothing_of_a_plan_until_it_is_published(
    importing, published, world, editor, client_of
):
    reader = client_of("anyone")
    address = published.get_absolute_url()
    before = reader.get(address).text
    data = reader.get(f"/api/v1/reviews/{published.slug}").json()
    done = importing(plan_in_word(), "plan.docx")
    assert done.attached_to == published
    assert published.status == Status.PUBLISHED
    assert reader.get(address).text == before
    assert reader.get(f"/api/v1/reviews/{published.slug}").json() == data
    plan = SourceDocument.objects.get(review=published, awaits_publication=True)
    file = DocumentFile.objects.get(document=plan)
    DocumentFile.objects.filter(pk=file.pk).update(checked_at="2026-01-01T00:00Z")
    openable = lambda name: DocumentFile.objects.visible_to(world.people[name]).filter(pk=file.pk).exists()  # noqa: E731
    assert (openable("anyone"), openable("partnership-editor")) == (False, True)
    assert plan.title in client_of("partnership-editor").get(f"/manage/reviews/{published.slug}/").text
    first = Recommendation.objects.get(review=published, stem=FIRST)
    answers = [row.answers for row in published.working_copy.rows.kept().filter(kind="action").in_order()]
    assert answers[0] == first.reference
    publish(published, editor)
    assert {one.recommendation for one in QuotedAction.objects.filter(review=published, text="Agree a form.")} == {
        first
    }
    assert "Agree a form." in reader.get(first.get_absolute_url()).text
    assert plan.title in reader.get(address).text
    assert openable("anyone")


def test_corrections_that_are_published_later_leave_the_actions_as_they_are(importing, published, editor):
    importing(plan_in_word(), "plan.docx")
    publish(published, editor)
    before = list(QuotedAction.objects.filter(review=published).values())
    copy = open_copy(Review.objects.get(pk=published.pk), by=editor)
    assert not copy.rows.filter(kind="action").exists()
    (row,) = copy.rows.filter(kind="learning-point")
    rows.save_row(row, {"words": "Ask who lives in the home, and when."}, revision=row.revision, by=editor)
    found = compared(copy).found
    assert [one.row for one in found] == [row]
    publish_corrections(copy, by=editor, reasons={row.pk: "A word was wrong."}, seen=mark_of(found))
    assert list(QuotedAction.objects.filter(review=published).values()) == before


def test_discarding_the_changes_removes_the_plan_which_can_then_be_imported_again(importing, published, editor):
    importing(plan_in_word(), "plan.docx")
    discard_copy(WorkingCopy.objects.get(review=published), by=editor)
    assert not SourceDocument.objects.filter(review=published, awaits_publication=True).exists()
    assert importing(plan_in_word(), "plan.docx").attached_to == published


def test_the_same_plan_is_attached_once(importing, published, editor):
    content = plan_in_word()
    assert importing(content, "plan.docx").attached_to == published
    again = importing(content, "again.docx")
    assert (again.was_held, again.attached_to, again.reviews) == (True, None, [published])
    publish(published, editor)
    other = importing(plan_in_html(), "plan.html")  # the same in another format
    assert (other.attached_to, other.resembles) == (None, [published])
    assert QuotedAction.objects.filter(review=published).count() == len(PLAN)


# --- Reviews of others -----------------------------------------------------------------------------------------------


@pytest.fixture
def importing_there(importing, world):
    """Return a function that imports as an editor of another partnership."""
    other = world.people["other-editor"]
    theirs = other.memberships.get().partnership
    return lambda *given, **options: importing(*given, by=other, partnership=theirs, **options)


def test_an_editor_of_another_partnership_is_told_nothing_of_what_they_cannot_read(importing_there, published):
    Review.objects.filter(pk=published.pk).update(audience=Audience.PARTNERSHIP)
    index.rebuild()
    for content, name in ((plan_in_word(), "plan.docx"), (REPORT, "report.html")):
        done = importing_there(content, name)
        assert (done.attached_to, done.resembles, done.was_held) == (None, [], False)
        assert len(done.reviews) == 1
    assert not WorkingCopy.objects.filter(review=published).exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (REPORT, "report.html"),  # the same file
        (REPORT.replace("tired.", "tired, and told us."), "corrected.html"),
        (plan_in_word(), "plan.docx"),
    ],
)
def test_a_review_that_another_partnership_published_is_imported_only_if_somebody_says_so(
    importing_there, published, content, name
):
    done = importing_there(content, name)
    assert (done.attached_to, done.reviews, done.resembles) == (None, [], [published])
    assert not WorkingCopy.objects.filter(review=published).exists()
    (review,) = importing_there(content, name, new_review=True).reviews
    assert review.partnerships.get() != published.partnerships.get()


def test_words_that_readers_cannot_see_are_not_compared(importing_there, published, world):
    """Neither a working copy nor what is hidden says that a review is the same."""
    copy = open_copy(published, by=world.people["partnership-editor"])
    for row in copy.rows.filter(kind="recommendation"):
        rows.save_row(
            row, {"words": "Nobody knows this yet."}, revision=row.revision, by=world.people["administrator"]
        )
    held = Held(Review.objects.get(pk=published.pk), reader=world.people["other-editor"])
    assert len(held.recommendations) == Recommendation.objects.filter(review=published).count()
    assert runs_of("Nobody knows this yet.").isdisjoint(held.runs)
    hide(Recommendation.objects.filter(review=published).first(), reason="A test.", by=world.people["administrator"])
    assert len(Held(published, reader=world.people["other-editor"]).recommendations) == len(held.recommendations) - 1


@pytest.mark.parametrize(
    ("named", "is_another"),
    [
        ("Fernley Safeguarding Children Board", False),
        ("FSCP", False),
        ("Local Safeguarding Children Board", False),
        ("", False),
        ("Old Town Safeguarding Partnership", False),
        ("Wombat Valley Safeguarding Children Partnership", True),
        ("Bwrdd Diogelu Rhanbarthol Cwmwombat", True),
    ],
)
def test_a_document_that_names_another_partnership_is_pointed_out_before_publication(draft, named, is_another):
    draft.partnerships.update(
        name="Fernley Safeguarding Children Partnership", former_names=["Old Town LSCB"], area=""
    )
    Review.objects.filter(pk=draft.pk).update(partnership_as_named=named)
    said = checklist_of(WorkingCopy.objects.get(review=draft)).about_all
    assert any(f"The document names “{named}”" in one for one in said) is is_another


RESTRICTED = plan_in_html().replace(b"<h2>", b"<p>RESTRICTED: not for publication</p><h2>", 1)


@pytest.mark.parametrize("audience", [Audience.PROFESSIONALS, Audience.PARTNERSHIP])
def test_a_restricted_plan_is_attached_to_a_restricted_review(importing, published, editor, audience):
    Review.objects.filter(pk=published.pk).update(audience=audience)
    done = importing(RESTRICTED, "plan.html")
    assert (done.attached_to, done.why) == (published, "")


def test_a_restricted_plan_is_not_attached_to_a_public_review(importing, published, editor):
    done = importing(RESTRICTED, "plan.html")
    assert (done.attached_to, done.reviews, done.resembles) == (None, [], [published])
    assert done.why == (
        "The document says that it is for professionals only, or not to be published. "
        f"{published.code} is for the public, so the document was not added to it."
    )
    assert published.documents.count() == 1
    assert not WorkingCopy.objects.filter(review=published).exists()
    (draft,) = importing(RESTRICTED, "plan.html", new_review=True).reviews
    assert draft.audience != Audience.PUBLIC


@pytest.mark.parametrize(("subject", "resembles"), [("Child Wombat", True), ("Child W", False)])
def test_a_response_with_the_subject_and_numbers_alone_only_resembles_a_review(
    published, editor, world, subject, resembles
):
    said = [Statement(type=Type.RESPONSE, text="It was written in May.", covers=[number]) for number in ("1", "2")]
    draft = Draft(file="response.txt", reviews=[DraftReview(title="Response", subject=subject)], statements=said)
    assert recognise(draft, by=editor, partnership=world.partnership) == Recognised(
        resembles=[published] if resembles else [], is_answer=True
    )


@pytest.mark.parametrize(
    ("own", "theirs", "is_agreed"),
    [
        ("Child A", "Child A", True),
        ("Child A and Child B", "Child A", False),
        ("Child Wombat and her brother", "Child Wombat", True),
        ("Three brothers", "Two brothers", False),
        ("Child Wombat", "Wombat and Quoll", True),
        ("", "", False),
    ],
)
def test_subjects_agree_in_more_than_a_letter(own, theirs, is_agreed):
    held = Held.__new__(Held)
    held.review = Review(subject=own)
    assert held.is_agreed_by(DraftReview(subject=theirs)) is is_agreed


def test_what_changes_while_a_plan_is_compared_is_compared_again(importing, published, monkeypatch):
    """The review is withdrawn after the comparison, before the plan is attached."""
    compare = imports.recognise

    def withdrawn_meanwhile(*given, **options):
        found = compare(*given, **options)
        Review.objects.filter(pk=published.pk).update(status=Status.WITHDRAWN)
        return found

    monkeypatch.setattr(imports, "recognise", withdrawn_meanwhile)
    done = importing(plan_in_word(), "plan.docx")
    assert (done.attached_to, done.resembles) == (None, [published])


def test_reviews_are_compared_before_anything_is_locked(importing, published, monkeypatch):
    compare, begun = imports.recognise, []
    monkeypatch.setattr(
        imports, "recognise", lambda *given, **options: begun.append(len(seen)) or compare(*given, **options)
    )
    seen = []
    lock = imports.lock
    monkeypatch.setattr(imports, "lock", lambda *given, **options: seen.append(1) or lock(*given, **options))
    assert importing(PLAN_OF_ANOTHER, "plan.html").reviews
    assert begun == [0]
    assert seen == [1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Child Wombat", "Child Quoll"),  # the same recommendations, made about another child
        (FIRST[:40], "Every agency in the county must make sure that its staff"),
    ],
)
def test_a_plan_of_a_review_that_is_not_held_becomes_a_draft(importing, draft, old, new):
    plan = [[text.replace(old, new) for text in row] for row in PLAN]
    plan[1][1] = "Managers of every service should read the records of children whom nobody has seen for a month."
    content = plan_in_word(plan, title="Child Wombat: multi-agency action plan".replace(old, new))
    done = importing(content, "plan.docx")
    assert done.attached_to is None
    assert done.resembles == []
    assert len(done.reviews) == 1


# --- The same review again -------------------------------------------------------------------------------------------


def test_another_copy_of_a_review_is_a_second_review_only_if_somebody_says_so(importing, published):
    again = REPORT.replace("tired.", "tired, and told us.")
    done = importing(again, "corrected.html")
    assert (done.reviews, done.resembles) == ([], [published])
    assert Review.objects.filter(title__contains="Wombat").count() == 1
    assert len(importing(again, "corrected.html", new_review=True).reviews) == 1


def test_the_command_says_what_was_done(importing, published, world, editor, tmp_path, capsys):
    for name, content in (("plan.docx", plan_in_word()), ("copy.html", REPORT.replace("tired.", "tired!").encode())):
        (tmp_path / name).write_bytes(content)
    named = ["--by", editor.email, "--partnership", world.partnership.slug]
    call_command("import_briefing", str(tmp_path / "plan.docx"), str(tmp_path / "copy.html"), *named)
    said = capsys.readouterr().out
    assert f"Added to {published.code} as a document, open for editing." in said
    assert f"copy.html: not imported. It looks like {published.code}, which the portal already holds." in said
    call_command("import_briefing", str(tmp_path / "copy.html"), "--new-review", *named)
    assert "Added as R" in capsys.readouterr().out
    newer = plan_in_html().replace(b"<h2>", b"<p>Second edition.</p><h2>", 1)
    (tmp_path / "newer.html").write_bytes(newer)
    call_command("import_briefing", str(tmp_path / "newer.html"), *named)
    assert "To add it to that review, use --add-to CODE." in capsys.readouterr().out
    call_command("import_briefing", str(tmp_path / "newer.html"), "--add-to", published.code, *named)
    assert f"Added to {published.code} as a document, open for editing." in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot edit any review with the code “R0000”"):
        call_command("import_briefing", str(tmp_path / "newer.html"), "--add-to", "R0000", *named)


# --- Responses -------------------------------------------------------------------------------------------------------


def test_responses_of_two_agencies_are_recorded_for_the_recommendations_that_they_answer(
    importing, published, editor, bodies
):
    assert importing(RESPONSE, "response.html").attached_to == published
    copy = WorkingCopy.objects.get(review=published)
    problems = checklist_of(copy).must
    assert {problem.text for problem in problems} == {"Choose the agency that gives this response."}
    choose_agencies(copy, bodies, editor)
    assert not checklist_of(copy).must
    publish(published, editor)
    said = {
        (one.recommendation.stem, one.agency.slug): one.versions.get().text
        for one in Response.objects.filter(recommendation__review=published)
    }
    assert set(said) == {(FIRST, "wombat-council"), (FIRST, "wombat-police"), (SECOND, "wombat-council")}
    both = said[FIRST, "wombat-council"].split("\n\n")
    assert [text[:12] for text in both] == ["The guidance", "An audit in "]


def test_a_response_without_an_agency_is_not_published(importing, draft, world):
    importing(RESPONSE, "response.html")
    with pytest.raises(ValidationError):
        release(draft, world)
    assert not Response.objects.filter(recommendation__review=draft).exists()
    assert Row.objects.filter(copy__review=draft, kind="response").exists()
