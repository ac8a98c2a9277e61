"""A task imports an uploaded document: once, for editors only, and with a page that shows the outcome."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from learning.models import Membership, Review, Status
from reviews_portal.imports import jobs
from reviews_portal.imports.models import ImportJob, ImportState
from reviews_portal.interchange.exporting import document_of, written
from tests.briefings.exports.long import run

from .test_importing import PAGE


@pytest.fixture
def editor(world):
    return world.people["partnership-editor"]


@pytest.fixture
def client(client_of):
    return client_of("partnership-editor")


@pytest.fixture
def upload(client, world):
    """Return a function that uploads files given by their names, and returns the response."""

    def send(**contents: bytes):
        files = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in contents.items()]
        return client.post("/manage/imports/add/", {"partnership": world.partnership.pk, "documents": files})

    return send


def test_a_document_is_uploaded_and_becomes_a_draft(client, upload):
    answer = upload(wombat_html=PAGE)
    (job,) = ImportJob.objects.all()
    assert answer["Location"] == job.get_absolute_url()
    assert "The import is queued." in client.get(job.get_absolute_url()).text
    run()
    job.refresh_from_db()
    assert (job.state, job.content) == (ImportState.DONE, None)
    (review,) = job.reviews.all()
    page = client.get(job.get_absolute_url()).text
    assert f"/manage/reviews/{review.slug}/edit/" in page
    assert "10 rows of text" in page
    assert f"Imported as {review.code}" in " ".join(client.get("/manage/imports/").text.split())


def test_several_documents_are_imported_and_one_bad_one_stops_none(client, upload):
    assert upload(bad_pdf=b"%PDF-1.7 half", wombat_html=PAGE)["Location"] == "/manage/imports/"
    run()
    bad, good = ImportJob.objects.order_by("pk")
    assert (bad.state, good.state) == (ImportState.REFUSED, ImportState.DONE)
    assert "“bad.pdf”" in client.get(bad.get_absolute_url()).text
    assert bad.content is None


def test_a_document_that_is_held_leads_to_its_draft(client, upload):
    upload(wombat_html=PAGE)
    run()
    upload(again_html=PAGE)
    run()
    first, second = ImportJob.objects.order_by("pk")
    assert second.was_held
    assert list(first.reviews.all()) == list(second.reviews.all())
    assert "Nothing was added." in client.get(second.get_absolute_url()).text


def test_a_document_that_resembles_a_review_waits_for_an_answer(client, upload):
    upload(wombat_html=PAGE)
    run()
    upload(again_html=PAGE.replace(b"hungry and tired", b"tired and hungry"))
    run()
    job = ImportJob.objects.order_by("pk").last()
    assert job.state == ImportState.RESEMBLES
    assert "This looks like a review that the portal already has" in client.get(job.get_absolute_url()).text
    assert Review.objects.filter(title__contains="Wombat").count() == 1
    client.post(f"{job.get_absolute_url()}import-anyway/")
    run()
    job.refresh_from_db()
    assert (job.state, job.content) == (ImportState.DONE, None)
    assert Review.objects.filter(title__contains="Wombat").count() == 2


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "Choose a document."),
        ({"virus_exe": b"MZ"}, "is not an accepted file type"),
        ({"old_docm": b"PK"}, "may contain macros"),
        ({"empty_pdf": b""}, "The file is empty."),
        ({f"a{n}_html": b"x" for n in range(11)}, "Choose up to 10 files at once. You chose 11."),
    ],
)
def test_files_that_cannot_be_imported_are_refused_at_once(upload, files, message):
    answer = upload(**files)
    assert (answer.status_code, ImportJob.objects.count()) == (422, 0)
    assert message in answer.text


def test_a_task_whose_worker_was_killed_adds_nothing_twice(upload, editor, monkeypatch):
    """The task is killed after the draft is added, and before the job records it."""
    upload(wombat_html=PAGE)
    job = ImportJob.objects.get()
    ImportJob.objects.update(state=ImportState.RUNNING)
    jobs.import_file(PAGE, "wombat.html", partnership=job.partnership, by=editor)
    run()
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    assert Review.objects.filter(title__contains="Wombat").count() == 1


def test_a_review_that_another_portal_exported_becomes_a_draft(client_of, world):
    document = json.loads(written(document_of(world.reviews["public"].review)))
    document["origin"] |= {"portal": "https://elsewhere.example.org"}
    file = SimpleUploadedFile("R9000.json", json.dumps(document).encode())
    client = client_of("administrator")
    client.post("/manage/imports/add/", {"partnership": world.partnership.pk, "documents": [file]})
    run()
    job = ImportJob.objects.get()
    assert (job.state, job.problem, job.content) == (ImportState.DONE, "", None)
    (review,) = job.reviews.all()
    assert (review.status, review.title) == (Status.DRAFT, world.reviews["public"].review.title)
    assert "This portal already uses its code, so it has a new one." in client.get(job.get_absolute_url()).text
    broken = SimpleUploadedFile("broken.json", b"{}")
    client.post("/manage/imports/add/", {"partnership": world.partnership.pk, "documents": [broken]})
    run()
    refused = ImportJob.objects.order_by("pk").last()
    assert refused.state == ImportState.REFUSED
    assert refused.problem


def test_a_queued_import_is_stopped_and_started_again(client, upload):
    upload(wombat_html=PAGE)
    job = ImportJob.objects.get()
    client.post(f"{job.get_absolute_url()}stop/")
    run()
    assert "You stopped this import. Nothing was added." in client.get(job.get_absolute_url()).text
    client.post(f"{job.get_absolute_url()}again/")
    run()
    job.refresh_from_db()
    assert (job.state, job.reviews.count()) == (ImportState.DONE, 1)


def test_whoever_may_edit_no_longer_imports_nothing(client, upload, editor):
    upload(wombat_html=PAGE)
    Membership.objects.filter(user=editor).delete()
    run()
    job = ImportJob.objects.get()
    assert (job.state, job.problem) == (ImportState.REFUSED, jobs.NOT_ALLOWED)
    assert not Review.objects.filter(title__contains="Wombat").exists()


def test_nobody_else_sees_an_import(client_of, upload):
    upload(wombat_html=PAGE)
    address = ImportJob.objects.get().get_absolute_url()
    for role in ("administrator", "other-editor", "member"):
        assert client_of(role).get(address).status_code == 404
        assert client_of(role).post(f"{address}stop/").status_code == 404


def test_an_editor_of_another_partnership_cannot_choose_this_one(client_of, world):
    files = [SimpleUploadedFile("wombat.html", PAGE)]
    sent = {"partnership": world.partnership.pk, "documents": files}
    assert client_of("other-editor").post("/manage/imports/add/", sent).status_code == 422
    assert not ImportJob.objects.exists()


def test_old_jobs_are_forgotten_and_their_drafts_stay(upload):
    upload(wombat_html=PAGE)
    run()
    ImportJob.objects.update(made_at=ImportJob.objects.get().made_at - ImportJob.KEPT)
    assert jobs.forget_imports.call() == 1
    assert Review.objects.filter(title__contains="Wombat").exists()
