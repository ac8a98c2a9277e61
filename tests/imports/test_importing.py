"""An imported file becomes drafts that are open for editing, once, with all of its text."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from learning.models import Audience, DocumentFile, OriginalFile, Review, Status
from learning.models.source_document import DocumentKind
from learning.originals import inspection
from learning.originals.processes import ReaderFailedError
from reviews_portal.editing.models import Row, SourceBlock
from reviews_portal.editing.source import compared
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.imports import actions
from reviews_portal.imports.actions import import_file
from reviews_portal.imports.models import HeadingName
from reviews_portal.redaction import actions as redactions
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.imports.scoring import JUDGED
from tests.world import make_user

PAGE = b"""<!doctype html><html><body><main><h1>Child Safeguarding Practice Review: Child Wombat</h1>
<p>Published 4 March 2025</p>
<h2>What happened</h2>
<p>Wombat was four years old when her teacher noticed that she came to school hungry and tired.</p>
<h2>What we learnt</h2><ul><li>Ask who lives in the home.<ul><li>Ask again.</li></ul></li></ul>
<h2>Recommendations</h2>
<ol><li>The Partnership should write guidance, which:<ol type=a><li>names a lead</li></ol></li></ol>
<h2>Read more</h2><ul><li><a href="https://example.org/guide">The guide</a></li></ul>
<nav><a href="/">Home</a></nav></main></body></html>"""


@pytest.fixture
def editor(world):
    return world.people["partnership-editor"]


@pytest.fixture
def importing(world, editor):
    def run(content: bytes = PAGE, name: str = "wombat.html", by=editor):
        return import_file(content, name, partnership=world.partnership, by=by)

    return run


def test_a_file_becomes_a_draft_with_its_rows(importing, world):
    (review,) = importing().reviews
    assert review.status == Status.DRAFT
    assert review.title == "Child Safeguarding Practice Review: Child Wombat"
    assert [kind.slug for kind in review.kinds.all()] == ["local-child-safeguarding-practice-review"]
    assert list(review.partnerships.all()) == [world.partnership]
    assert (review.subject, str(review.published)) == ("Child Wombat", "4 March 2025")
    rows = [(row.kind, row.level, row.label, row.words) for row in review.working_copy.rows.kept().in_order()]
    assert rows == [
        ("heading", 1, "", "What happened"),
        ("background", 1, "", rows[1][3]),
        ("heading", 1, "", "What we learnt"),
        ("learning-point", 1, "", "Ask who lives in the home."),
        ("learning-point", 2, "", "Ask again."),
        ("heading", 1, "", "Recommendations"),
        ("recommendation", 1, "1", "The Partnership should write guidance, which:"),
        ("part", 1, "a", "names a lead"),
        ("heading", 1, "", "Read more"),
        ("resource", 1, "", "The guide"),
    ]
    assert rows[1][3].startswith("Wombat was four years old")
    (resource,) = review.working_copy.rows.filter(kind="resource")
    assert (resource.address, resource.address_state) == ("https://example.org/guide", "given")


def test_the_actions_of_a_plan_have_their_columns(importing):
    plan = (JUDGED / "docx_action_plan" / "document.docx").read_bytes()
    (other,) = importing(plan, "plan.docx").reviews
    action = other.working_copy.rows.kept().get(words="Agree a single plan template.")
    assert (action.kind, action.lead, action.due) == ("action", "Exploitation Service Manager", "June 2025")


def test_each_piece_of_the_document_is_in_the_review_or_listed_with_a_reason(importing):
    (review,) = importing().reviews
    found = compared(review.working_copy)
    assert len(found) == 13
    lacking = [(one.missing_text, one.block.suggested) for one in found if one.is_open]
    assert lacking == [("Published", "repeated"), ("Home", "furniture")]


def test_a_title_too_long_for_the_details_is_kept_whole_in_a_row(importing):
    title = "Child Safeguarding Practice Review: Child Wombat " + "misunderstandings between organisations " * 5
    (review,) = importing(PAGE.replace(b"Child Safeguarding Practice Review: Child Wombat", title.encode())).reviews
    first = next(iter(review.working_copy.rows.kept().in_order()))
    assert (first.kind, first.words) == ("unmarked", title.strip())
    assert review.title == title[:200].strip()


def test_administrators_add_names_of_headings(importing):
    page = PAGE.replace(b"<h2>What happened</h2>", b"<h2>3. Wombat corner:</h2>")
    HeadingName.objects.create(name="WOMBAT  Corner", type="finding")
    (review,) = importing(page).reviews
    assert review.working_copy.rows.get(words__startswith="Wombat was four").kind == "finding"


def test_the_file_is_the_original_of_its_document(importing):
    (review,) = importing().reviews
    (document,) = review.documents.all()
    assert document.kind == DocumentKind.REPORT
    assert DocumentFile.objects.get(document=document).original.size == len(PAGE)


def test_a_file_is_imported_once(importing):
    first, second = importing(), importing(name="again.html")
    assert (first.was_held, second.was_held) == (False, True)
    assert second.reviews == first.reviews
    assert Review.objects.filter(title__contains="Wombat").count() == 1


def test_several_reviews_in_a_file_become_as_many_drafts(importing):
    register = (JUDGED / "annual-report" / "document.pdf").read_bytes()
    found = importing(register, "register.pdf").reviews
    assert len(found) == 3
    assert len({review.documents.get().file.original_id for review in found}) == 1
    assert all(review.working_copy.rows.kept().exists() for review in found)


def test_a_document_for_professionals_starts_restricted(importing):
    note = (JUDGED / "bold-only" / "document.pdf").read_bytes()
    (review,) = importing(note, "note.pdf").reviews
    assert review.audience == Audience.PROFESSIONALS
    assert "child" not in review.slug


def test_a_file_that_is_refused_leaves_nothing(importing):
    before = Review.objects.count()
    assert "“half.pdf”" in importing(b"%PDF-1.7 half", "half.pdf").draft.refused
    assert Review.objects.count() == before


def test_all_of_a_file_is_imported_or_nothing(importing, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    before = Review.objects.count(), Row.objects.count()
    monkeypatch.setattr(actions, "add_rows", fail)
    with pytest.raises(RuntimeError):
        importing()
    assert (Review.objects.count(), Row.objects.count()) == before


def test_only_editors_of_the_partnership_import_for_it(importing, world):
    with pytest.raises(PermissionDenied):
        importing(by=world.people["agency-editor"])


# --- In the terminal -------------------------------------------------------------------------------------------------


def test_a_dry_run_stores_nothing_and_prints_an_object_for_each_file(tmp_path, capsys, django_assert_num_queries, db):
    good, bad = tmp_path / "good.html", tmp_path / "bad.pdf"
    good.write_bytes(PAGE)
    bad.write_bytes(b"no PDF")
    with django_assert_num_queries(0):
        call_command("import_briefing", str(bad), str(good), str(tmp_path / "none.pdf"), "--dry-run", "--json")
    first, second, third = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["refused"].startswith("“bad.pdf” ")
    assert third["refused"].startswith("“none.pdf” cannot be opened")
    assert second["refused"] is None
    assert second["reviews"] == [
        {
            "title": "Child Safeguarding Practice Review: Child Wombat",
            "type": "local-child-safeguarding-practice-review",
            "subject": "Child Wombat",
            "published": "2025-03-04",
            "partnership_as_named": "",
            "audience": "public",
            "languages": ["en"],
        }
    ]
    assert [one["type"] for one in second["statements"]] == [
        "background",
        "learning_point",
        "learning_point",
        "recommendation",
        "rec_part",
        "resource",
    ]
    assert second["statements"][2]["under"] == 1
    assert set(second["statements"][4]) == {
        "review",
        "type",
        "text",
        "language",
        "heading",
        "label",
        "under",
        "confidence",
    }
    aside = [("Published 4 March 2025", "repeated"), ("Home", "furniture")]
    assert [(one["text"], one["reason"]) for one in second["not_placed"]] == aside


def test_files_are_imported_from_the_terminal_and_one_bad_one_stops_none(tmp_path, capsys, world, editor):
    files = [tmp_path / "bad.pdf", tmp_path / "good.html"]
    files[0].write_bytes(b"no PDF")
    files[1].write_bytes(PAGE)
    named = ["--by", editor.email, "--partnership", world.partnership.slug]
    with pytest.raises(CommandError, match=r"1 of 2 files could not be read."):
        call_command("import_briefing", *map(str, files), *named)
    review = Review.objects.get(title__contains="Wombat")
    assert f"Added as {review.code}." in capsys.readouterr().out
    call_command("import_briefing", str(files[1]), *named)
    assert f"already imported as {review.code}." in capsys.readouterr().out


def test_a_fault_of_the_portal_is_reported_and_stops_no_other_file(tmp_path, capsys, monkeypatch, world, editor):
    files = [tmp_path / "first.html", tmp_path / "second.html"]
    for file in files:
        file.write_bytes(PAGE)
    read = actions.read

    def broken_once(content, name, headings):
        if name == "first.html":
            raise ReaderFailedError("the reader ended with code 1")
        return read(content, name, headings)

    monkeypatch.setattr(actions, "read", broken_once)
    named = ["--by", editor.email, "--partnership", world.partnership.slug]
    with pytest.raises(CommandError, match=r"1 of 2 files could not be read.") as raised:
        call_command("import_briefing", *map(str, files), *named)
    assert raised.value.returncode == 1
    said = capsys.readouterr()
    assert "first.html: failed." in said.err
    assert "second.html: " in said.out
    assert Review.objects.filter(title__contains="Wombat").count() == 1


def test_a_fault_while_the_original_is_inspected_is_not_blamed_on_the_file_either(importing, monkeypatch):
    def broken(format, content):
        raise ReaderFailedError("the reader ended with code 1")

    monkeypatch.setattr(inspection, "run_reader", broken)
    with pytest.raises(ReaderFailedError):
        importing()


def test_a_file_that_is_refused_leaves_no_row_of_its_own(importing, django_capture_on_commit_callbacks, monkeypatch):
    """The row that locks a file is removed if nothing is added."""
    monkeypatch.setattr(actions, "add_draft", lambda *given, **options: None)
    with django_capture_on_commit_callbacks(execute=True):
        importing()
    assert not OriginalFile.objects.exists()


def test_pieces_of_a_document_are_cleaned_of_redacted_words(importing, world):
    (review,) = importing().reviews
    block = SourceBlock.objects.filter(copy__review=review).first()
    administrators = world.people["administrator"], make_user("second", ADMINISTRATORS, is_staff=True)
    Review.objects.filter(pk=review.pk).update(reviewer="Known words")
    proposed = redactions.propose("Known words", reason="A sister.", by=administrators[0])
    seen = fingerprint(all_cells_with(Passages([passage_of("Known words")])))
    redactions.confirm(proposed, by=administrators[1], seen=seen)
    block.pk, block.number, block.text = None, 900, "The Known words of the wombat."
    SourceBlock.objects.bulk_create([block])
    assert "Known words" not in SourceBlock.objects.get(number=900).text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "Enter the email address"),
        (["--by", "missing@example.org"], "There is no active account for missing@example.org"),
        (["--by", "editor", "--partnership", "none"], "There is no partnership “none”"),
    ],
)
def test_the_command_says_what_is_missing(tmp_path, editor, options, message):
    named = [editor.email if one == "editor" else one for one in options]
    with pytest.raises(CommandError, match=message):
        call_command("import_briefing", str(tmp_path / "a.pdf"), *named)


def test_headings_that_are_numbers_of_recommendations_are_not_missing(importing):
    numbered = b"".join(
        b"<h3>Recommendation %d</h3><p>The Partnership should publish guidance number %d.</p>" % (one, one)
        for one in (1, 2)
    )
    start = PAGE.index(b"<ol>")
    content = PAGE[:start] + numbered + PAGE[PAGE.index(b"<h2>Read more") :]
    (review,) = importing(content).reviews
    assert "Recommendation 2" not in review.working_copy.rows.kept().values_list("words", flat=True)
    assert [one.block.text for one in compared(review.working_copy) if "Recommendation" in one.block.text] == [
        "Recommendations",
        "Recommendation 1",
        "Recommendation 2",
    ]
    assert not any(one.is_open for one in compared(review.working_copy) if "Recommendation" in one.block.text)


@pytest.mark.parametrize(("line", "published"), [("Published 4 March 2025", "4 March 2025"), ("March 2025", "")])
def test_a_date_that_a_document_only_bears_does_not_say_when_the_review_was_published(world, line, published):
    page = PAGE.replace(b"Published 4 March 2025", line.encode())
    (review,) = import_file(
        page, "wombat.html", partnership=world.partnership, by=world.people["partnership-editor"]
    ).reviews
    assert str(review.published or "") == published
    assert str(review.documents.get().published) == line.removeprefix("Published ")
    assert line not in " ".join(one.missing_text for one in compared(review.working_copy))
