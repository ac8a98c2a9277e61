"""Files as evidence: sent with a judgement, and read by who watches the partnership only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from learning.models import Membership, Role
from learning.utils.uploads import LARGEST
from recommendations.models import Assurance, EvidenceFile
from reviews_portal.accounts.models import User
from tests.recommendations.conftest import PDF, ROLES, judged, page_of

WATCHERS = {"partnership-editor", "second-editor", "scrutineer", "administrator"}


def upload(name: str = "audit.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form(**changes) -> dict[str, object]:
    """Return what the form of a judgement sends."""
    today = str(timezone.localdate())
    return {
        "version": 1,
        "judgement": "assured",
        "judged_on": today,
        "deciding_body": "Board",
        "evidence_on": today,
        "shows": "activity",
    } | changes


@pytest.fixture
def file(world, published) -> EvidenceFile:
    made = judged(
        world,
        published,
        evidence="Wombat note",
        evidence_files=[EvidenceFile.of("Grün “wombat”.pdf", PDF + b"wombat")],
    )
    return made.files.get()


@pytest.mark.parametrize("role", [*ROLES, "second-writer", "second-editor"])
def test_who_watches_the_partnership_reads_a_file_and_nobody_else(client_of, file, role):
    answer = client_of(role).get(file.get_absolute_url())
    assert answer.status_code == (200 if role in WATCHERS else 302 if role == "anyone" else 404)
    assert (b"wombat" in answer.getvalue()) == (role in WATCHERS)


def test_a_file_is_saved_and_never_shown(client_of, file):
    answer = client_of("scrutineer").get(file.get_absolute_url())
    assert answer.getvalue() == PDF + b"wombat"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr%C3%BCn")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client_of("partnership-editor").post(file.get_absolute_url()).status_code == 405


def test_somebody_who_lost_their_role_reads_no_more(client_of, world, file):
    client = client_of("scrutineer")
    assert client.get(file.get_absolute_url()).status_code == 200
    world.people["scrutineer"].memberships.all().delete()
    assert client.get(file.get_absolute_url()).status_code == 404


def test_nothing_of_the_evidence_is_on_a_page_of_who_may_not_see_it(client_of, world, file, asked):
    public = asked.recommendation.get_absolute_url()
    for role in (*ROLES, "second-writer"):
        client = client_of(role)
        for page in (public, "/responses/", page_of(asked), page_of(asked, "preview/")):
            text = client.get(page).text
            if role not in WATCHERS or page != page_of(asked):
                assert "ombat" not in text, (role, page)
                assert "/responses/evidence/" not in text, (role, page)
    seen = client_of("scrutineer").get(page_of(asked)).text
    assert "Wombat note" in seen
    assert file.get_absolute_url() in seen


def test_another_partnership_that_asked_the_same_reads_the_judgement_as_all_do_and_not_the_evidence(
    client_of, world, file, asked
):
    asked.recommendation.review.partnerships.clear()  # a review of no partnership that is recorded: any may ask
    other = world.people["other-editor"].memberships.get().partnership
    theirs = type(asked).objects.create(
        recommendation=asked.recommendation,
        agency=asked.agency,
        asked_by=other,
        asked_on=asked.asked_on,
        due_on=asked.due_on,
    )
    client = client_of("other-editor")
    workspace, public = client.get(page_of(theirs)).text, client.get(asked.recommendation.get_absolute_url()).text
    assert f"{world.partnership}: Assured, " in public
    assert f"{world.partnership}, " not in workspace
    assert "No assurance decision has been recorded yet." in workspace
    assert "ombat" not in workspace + public


def test_an_agencys_editor_who_looks_after_the_partnership_too_may_read_it(client_of, world, file):
    world.people["both"] = User.objects.get(email="writer@example.org")
    Membership.objects.create(user=world.people["both"], role=Role.SCRUTINEER, partnership=world.partnership)
    assert client_of("both").get(file.get_absolute_url()).status_code == 200


def test_several_files_are_sent_with_a_judgement(client_of, asked, published):
    client = client_of("partnership-editor")
    assert 'enctype="multipart/form-data"' in client.get(page_of(asked)).text
    sent = form(evidence_files=[upload(), upload("../../Numbers\u202e.csv", b"a;b\n")])
    assert client.post(page_of(asked, "assure/"), sent).url == page_of(asked)
    assert [one.name for one in EvidenceFile.objects.order_by("pk")] == ["audit.pdf", "Numbers.csv"]
    page = client.get(page_of(asked))
    assert "Numbers.csv" in page.text
    assert "showing activity" in page.text


def test_of_a_file_that_is_far_too_large_little_is_kept(client_of, asked, published, monkeypatch):
    sizes = []
    monkeypatch.setattr(EvidenceFile, "of", lambda name, content: sizes.append(len(content)))
    client_of("partnership-editor").post(
        page_of(asked, "assure/"), form(evidence_files=[upload(content=PDF.ljust(LARGEST * 2))], judged_on="never")
    )
    assert LARGEST < sizes[0] < LARGEST + 100_000


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([upload("run.exe", b"MZ")], "is not an accepted file type"),
        ([upload("audit.pdf", b"<html>")], "do not match its file type"),
        ([upload("audit.pdf", PDF.ljust(LARGEST + 500_000))], "is larger than 10 MB"),
        ([upload(f"{number}.pdf") for number in range(11)], "Choose up to 10 files"),
    ],
)
def test_a_file_that_is_not_taken_is_said_why_and_nothing_typed_is_lost(client_of, asked, published, files, words):
    answer = client_of("partnership-editor").post(
        page_of(asked, "assure/"), form(evidence_files=files, evidence="My words.")
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert 'href="#id_assure_evidence_files"' in answer.text
    assert "My words." in answer.text
    assert not Assurance.objects.exists()


def test_after_another_error_the_files_are_asked_for_again(client_of, asked, published):
    for wrong in ({"judged_on": "never"}, {"evidence_on": ""}):
        answer = client_of("partnership-editor").post(
            page_of(asked, "assure/"), form(evidence_files=[upload()], **wrong)
        )
        assert answer.status_code == 422
        assert "Choose your files again." in answer.text
    assert not EvidenceFile.objects.exists()
    without = client_of("partnership-editor").post(page_of(asked, "assure/"), form(judged_on="never"))
    assert "Choose your files again." not in without.text


def test_a_link_is_shown_as_one(client_of, asked, published):
    client = client_of("partnership-editor")
    assert client.post(page_of(asked, "assure/"), form(link="javascript:alert(1)")).status_code == 422
    assert client.post(page_of(asked, "assure/"), form(link="records.example.org/a")).status_code == 302
    assert '<a href="https://records.example.org/a" rel="noreferrer">' in client.get(page_of(asked)).text


def test_a_list_of_judgements_fetches_no_content(client_of, world, asked, file, django_assert_num_queries):
    with django_assert_num_queries(0):
        columns = str(EvidenceFile.objects.listed().query)
    assert '"content"' not in columns
    client = client_of("scrutineer")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            EvidenceFile, "refresh_from_db", lambda *args, **options: pytest.fail("The content was fetched.")
        )
        assert client.get(page_of(asked)).status_code == 200
