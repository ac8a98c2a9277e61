"""A task imports an uploaded document: once, for editors only, and with a page that shows the outcome."""

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from learning.models import Membership, Review, Status
from learning.originals import processes
from reviews_portal.imports import jobs
from reviews_portal.imports.actions import import_file
from reviews_portal.imports.models import UNUSED, ImportJob, ImportState
from reviews_portal.interchange.exporting import document_of, written
from reviews_portal.redaction.erase import take_out
from reviews_portal.redaction.matching import Passages, passage_of
from tests.briefings.exports.long import run
from tests.imports.plans import REPORT, plan_in_html

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


def test_files_that_wait_for_somebody_count_until_they_are_deleted(client, upload, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_KEPT", 1)
    upload(wombat_html=PAGE)
    job = ImportJob.objects.get()
    assert job.size == len(PAGE)
    client.post(f"{job.get_absolute_url()}stop/")
    assert "Too many of your uploads" in upload(more_html=PAGE).text
    assert jobs.forget_imports.call() == 0
    assert ImportJob.objects.get().content
    ImportJob.objects.update(changed_at=timezone.now() - UNUSED)
    jobs.forget_imports.call()
    job.refresh_from_db()
    assert (job.state, job.content, job.size) == (ImportState.STOPPED, None, 0)
    page = client.get(job.get_absolute_url()).text
    assert "The file has been deleted" in page
    assert "Start again" not in page
    client.post(f"{job.get_absolute_url()}again/")
    job.refresh_from_db()
    assert job.state == ImportState.STOPPED
    assert upload(more_html=PAGE).status_code == 302


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("MOST_BYTES", jobs.TOO_MANY),
        ("MOST_BYTES_OF_ALL", jobs.TOO_MANY_OF_ALL),
        ("MOST_KEPT_OF_ALL", jobs.TOO_MANY_OF_ALL),
    ],
)
def test_the_files_that_are_kept_have_limits(upload, monkeypatch, limit, message):
    monkeypatch.setattr(jobs, limit, 1 if "KEPT" in limit else 2 * len(PAGE) - 1)
    assert upload(wombat_html=PAGE).status_code == 302
    assert message in upload(more_html=PAGE).text.replace("&#x27;", "'")
    assert ImportJob.objects.count() == 1


@pytest.mark.parametrize("state", [ImportState.FAILED, ImportState.RESEMBLES, ImportState.RUNNING])
def test_the_file_of_an_import_that_nobody_goes_on_with_is_deleted_after_a_day(upload, state):
    upload(wombat_html=PAGE, queued_html=PAGE)
    job, queued = ImportJob.objects.order_by("pk")
    ImportJob.objects.update(changed_at=timezone.now() - UNUSED)
    ImportJob.objects.filter(pk=job.pk).update(state=state)
    jobs.forget_imports.call()
    assert list(ImportJob.objects.with_content()) == [queued]


def test_an_import_that_was_left_plans_to_delete_its_file(client, upload):
    upload(wombat_html=PAGE)
    planned = DBTaskResult.objects.filter(task_path=jobs.forget_imports.module_path)
    before = planned.count()
    client.post(f"{ImportJob.objects.get().get_absolute_url()}stop/")
    assert planned.count() == before + 1
    assert planned.order_by("run_after").first().run_after < timezone.now() + UNUSED


def test_a_fault_of_the_portal_keeps_the_file_which_can_be_started_again(client, upload, monkeypatch):
    upload(wombat_html=PAGE)
    job = ImportJob.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(processes.sys, "executable", "/bin/false")
        run()
    job.refresh_from_db()
    assert (job.state, bytes(job.content)) == (ImportState.FAILED, PAGE)
    client.post(f"{job.get_absolute_url()}again/")
    run()
    job.refresh_from_db()
    assert job.state == ImportState.DONE


def test_a_redaction_deletes_uploaded_files_and_none_is_imported_in_part(client, upload):
    upload(wombat_txt=b"Learning from Child Wombat\n\nKnown words of the wombat.")
    take_out(Passages([passage_of("Known words")]))
    job = ImportJob.objects.get()
    assert (job.content, job.size) == (None, 0)
    run()
    job.refresh_from_db()
    assert (job.state, job.problem, job.reviews.count()) == (ImportState.REFUSED, jobs.FORGOTTEN, 0)


def test_an_attempt_that_was_given_up_records_nothing(upload, editor, monkeypatch):
    """Another attempt is started while the first still reads."""
    upload(wombat_html=PAGE)
    own = ImportJob.objects.all()

    def slow(*given, **options):
        own.update(attempt=2, state=ImportState.WAITING)
        return import_file(*given, **options)

    monkeypatch.setattr(jobs, "import_file", slow)
    jobs.import_upload.call(own.get().key, 1)
    job = own.get()
    assert (job.state, bytes(job.content), job.reviews.count()) == (ImportState.WAITING, PAGE, 0)


def test_the_list_names_no_review_that_the_user_may_no_longer_edit(client, upload, world):
    upload(wombat_html=PAGE)
    run()
    review = ImportJob.objects.get().reviews.get()
    assert review.code in client.get("/manage/imports/").text
    review.partnerships.clear()
    assert review.code not in client.get("/manage/imports/").text


def test_imports_have_a_queue_of_their_own_and_come_after_other_tasks():
    assert jobs.import_upload.queue_name in settings.TASKS["default"]["QUEUES"]
    assert jobs.import_upload.queue_name not in (jobs.forget_imports.queue_name, "mail")
    assert jobs.import_upload.priority < jobs.forget_imports.priority


def test_a_document_for_fewer_people_than_its_review_waits_for_an_answer(client, upload, world):
    upload(wombat_html=REPORT.encode())
    run()
    (review,) = ImportJob.objects.get().reviews.all()
    Review.objects.filter(pk=review.pk).update(audience="public")
    upload(plan_html=plan_in_html().replace(b"<h2>", b"<p>Not for publication</p><h2>", 1))
    run()
    job = ImportJob.objects.order_by("pk").last()
    assert job.state == ImportState.RESEMBLES
    page = " ".join(client.get(job.get_absolute_url()).text.split())
    assert f"{review.code} is for the public, so the document was not added to it." in page
    client.post(f"{job.get_absolute_url()}import-anyway/")
    run()
    job.refresh_from_db()
    assert (job.state, job.problem) == (ImportState.DONE, "")


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


def resembling(upload, content: bytes, name: str = "plan_html") -> ImportJob:
    """Return the job of a document that the portal asks about."""
    upload(**{name: content})
    run()
    job = ImportJob.objects.latest("pk")
    assert job.state == ImportState.RESEMBLES
    return job


def test_a_newer_action_plan_is_added_to_the_review_if_somebody_says_so(client, upload, editor):
    upload(report_html=REPORT.encode())
    run()
    review = Review.objects.latest("pk")
    upload(plan_html=plan_in_html())
    run()
    job = resembling(upload, plan_in_html().replace(b"<h2>", b"<p>Second edition, May 2026.</p><h2>", 1))
    assert f"Add to {review.code}" in client.get(job.get_absolute_url()).text
    client.post(f"{job.get_absolute_url()}add-to-review/", {"review": "elsewhere"})
    job.refresh_from_db()
    assert job.state == ImportState.RESEMBLES
    client.post(f"{job.get_absolute_url()}add-to-review/", {"review": review.slug})
    run()
    job.refresh_from_db()
    assert (job.state, job.was_attached, list(job.reviews.all())) == (ImportState.DONE, True, [review])
    assert review.all_documents.count() == 3


def test_another_copy_of_a_review_is_not_added_to_it(client, upload):
    upload(report_html=REPORT.encode())
    run()
    review = Review.objects.latest("pk")
    job = resembling(upload, REPORT.replace("tired.", "tired, and told us.").encode(), "corrected_html")
    assert "Add to" not in client.get(job.get_absolute_url()).text
    client.post(f"{job.get_absolute_url()}add-to-review/", {"review": review.slug})
    job.refresh_from_db()
    assert job.state == ImportState.RESEMBLES


def test_a_plan_is_not_added_to_a_review_that_was_withdrawn_meanwhile(client, upload):
    upload(report_html=REPORT.encode())
    run()
    review = Review.objects.latest("pk")
    upload(plan_html=plan_in_html())
    run()
    job = resembling(upload, plan_in_html().replace(b"<h2>", b"<p>Second edition, May 2026.</p><h2>", 1))
    client.post(f"{job.get_absolute_url()}add-to-review/", {"review": review.slug})
    Review.objects.filter(pk=review.pk).update(status=Status.WITHDRAWN)
    run()
    job.refresh_from_db()
    assert (job.state, job.content) == (ImportState.REFUSED, None)
    assert job.problem.startswith(f"The document was not added to {review.code}: you can no longer edit that review")
