"""The commands that export and import reviews, and the page and the address from which one is downloaded."""

import json

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from learning.models import Review, Status
from reviews_portal.audit.events import Event
from reviews_portal.audit.models import AuditEntry
from reviews_portal.interchange.exporting import document_of, files, written
from reviews_portal.interchange.importing import read_document
from reviews_portal.interchange.models import ReviewOrigin
from tests.once import once

pytestmark = pytest.mark.django_db


def run(capsys, *arguments: str) -> str:
    """Run a command, and return what it printed, also if it failed for some of the files."""
    try:
        call_command(*arguments)
    except CommandError as error:
        return f"{capsys.readouterr().out}{error}"
    return capsys.readouterr().out


def test_reviews_are_written_and_read(world, capsys, tmp_path):
    out = tmp_path / "out"
    said = run(capsys, "export_review", "R0002", "R9004", "--out", str(out))
    assert f"R0002: {out / 'R0002.json'}" in said
    assert "R9004: not exported. R9004 was withdrawn, so it cannot be exported." in said
    assert said.endswith("1 of 2 reviews were not exported.")
    assert [path.name for path in out.iterdir()] == ["R0002.json"]
    content = (out / "R0002.json").read_bytes()
    assert "not exported" not in run(capsys, "export_review", "--all", "--out", str(tmp_path / "all"))
    assert len(list((tmp_path / "all").iterdir())) == Review.objects.exclude(status=Status.WITHDRAWN).count()
    assert content == written(document_of(Review.objects.get(code="R0002")))
    other = out / "other.json"
    other.write_bytes(content.replace(b"http://127.0.0.1:8000", b"https://other.example.org"))
    (out / "bad.json").write_text("{}")
    before = Review.objects.count()
    named = ["--by", "boss@example.org", str(out / "bad.json"), str(out / "none.json"), str(other)]
    said = run(capsys, "import_review", "--dry-run", *named)
    assert (
        "other.json: would be imported as draft R9006, with a new code because this portal already uses its own."
        in said
    )
    assert Review.objects.count() == before
    said = run(capsys, "import_review", *named)
    assert "bad.json: not imported.\n  This JSON file is not a review exported by a portal." in said
    assert "none.json: not imported.\n  The file cannot be opened: No such file or directory." in said
    assert "other.json: imported as draft R9006" in said
    assert said.endswith("2 of 3 files were not imported.")
    review = Review.objects.get(code="R9006")
    assert (review.title, review.status, str(review.origin)) == (
        "Baby E", Status.DRAFT, "R0002 in https://other.example.org",
    )  # fmt: skip


def test_large_files_are_written_beside_the_document_and_found_there(world, whole, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_INCLUDED", 10)
    assert "with 1 files beside it" in run(capsys, "export_review", "R9000", "--out", str(tmp_path))
    (file,) = [path for path in tmp_path.iterdir() if path.suffix == ".docx"]
    named = ["--by", "boss@example.org", "--copy", str(tmp_path / "R9000.json")]
    assert "imported as draft" in run(capsys, "import_review", *named)
    file.rename(tmp_path / "other.docx")
    assert f"{file.name}, as it was exported." in run(capsys, "import_review", *named)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export_review"], "Name the reviews to export"),
        (["export_review", "R0001", "--all"], "Name the reviews to export"),
        (["export_review", "R7777"], "There is no review R7777"),
        (["export_review", "R0001", "--out", "/dev/null/folder"], "cannot be used"),
        (["import_review", "a.json"], "Enter the email address of the person"),
        (["import_review", "a.json", "--by", "nobody@example.com"], "There is no active account"),
        (["import_review", "a.json", "--dry-run", "--partnership", "nowhere"], "There is no partnership “nowhere”"),
        (["import_review", "a.json", "--dry-run", "--map", "theme=x"], "is not of the form KIND:THEIRS=OURS"),
    ],
)
def test_what_is_missing_is_said(db, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command(*arguments)


def test_what_a_word_is_here_is_said_with_an_option(world, capsys, tmp_path):
    run(capsys, "export_review", "R0002", "--out", str(tmp_path))
    path = str(tmp_path / "R0002.json")
    named = ["--by", "editor@example.org", "--partnership", "northshire", "--copy", path]
    assert "imported as draft" in run(capsys, "import_review", "--map", "theme:babies=neglect", *named)
    review = Review.objects.latest("pk")
    slugs = set(review.themes.values_list("slug", flat=True))
    assert "babies" not in slugs
    assert "neglect" in slugs
    assert [one.slug for one in review.partnerships.all()] == ["northshire"]


@pytest.mark.parametrize(
    ("role", "status"),
    [("anyone", 302), once("signed-in", 404), once("member", 404), once("scrutineer", 404), once("agency-editor", 404),
     ("other-editor", 404), ("partnership-editor", 200), ("administrator", 200)],
)  # fmt: skip
def test_who_may_download_a_review(client_of, world, role, status):
    for name in ("public", "professionals", "draft"):
        review = world.reviews[name].review
        assert client_of(role).get(f"/manage/reviews/{review.slug}/export.json").status_code == status


def test_a_review_is_downloaded_and_restricted_ones_are_recorded(client_of, world):
    client, made = client_of("partnership-editor"), world.reviews["professionals"]
    page = client.get(f"/manage/reviews/{made.review.slug}/")
    assert f'href="/manage/reviews/{made.review.slug}/export.json"' in page.text
    answer = client.get(f"/manage/reviews/{made.review.slug}/export.json")
    assert answer["Content-Disposition"] == 'attachment; filename="R9001.json"'
    assert "no-store" in answer["Cache-Control"]
    assert read_document(answer.content).review.title == made.review.title
    assert AuditEntry.objects.filter(event=Event.EXPORTED).get().detail == "R9001 json"
    client.get(f"/manage/reviews/{world.reviews['public'].review.slug}/export.json")
    assert AuditEntry.objects.filter(event=Event.EXPORTED).count() == 1


def test_a_page_says_why_a_review_is_not_exported_and_where_one_comes_from(client_of, world):
    client, made = client_of("administrator"), world.reviews["withdrawn"]
    answer = client.get(f"/manage/reviews/{made.review.slug}/export.json")
    assert answer.status_code == 409
    assert "R9004 was withdrawn, so it cannot be exported." in answer.text
    assert "export.json" not in client.get(f"/manage/reviews/{made.review.slug}/").text
    review = world.reviews["public"].review
    ReviewOrigin.objects.create(review=review, portal="https://other.example.org", code="R0007")
    page = client.get(f"/manage/reviews/{review.slug}/").text
    assert "imported from https://other.example.org, where its reference is R0007." in page


def test_a_document_is_as_the_published_schema_says(client, whole, capsys):
    schema = client.get("/api/v1/review-schema.json").json()
    assert json.loads(run(capsys, "review_schema")) == schema
    data = json.loads(written(document_of(whole.review)))
    jsonschema.validate(data, schema)
    for change in ({"version": 2}, {"items": [{}]}, {"more": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data | change, schema)
    undescribed = [name for name, one in schema["$defs"].items() if "properties" in one and not one.get("description")]
    assert undescribed == []
