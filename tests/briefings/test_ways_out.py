"""What reviewers found in briefings, once each: leaks, wrong attributions, lost work, and ways to break them."""

import csv
import io
import json
import re
import subprocess
from datetime import date

import pytest
from pydantic import ValidationError

from learning.models import Audience, LearningItem, Review, ReviewSection, Status
from recommendations.models import ResponseStep, ResponseVersion
from reviews_portal.briefings.models import Briefing, Edition
from reviews_portal.briefings.outline import Document, Outline, from_data
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.redaction import actions as redaction
from reviews_portal.redaction.places import all_cells_with, fingerprint
from reviews_portal.roles import ADMINISTRATORS
from tests.world import make_user, publish_version

from .test_builder import sent
from .test_saved import collect, save

pytestmark = pytest.mark.django_db


def body(answer) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def outline_at(browser, address: str) -> Outline:
    return from_data(json.loads(body(browser.get(address))))


def publish_typed(response, text: str = "Typed here.") -> ResponseVersion:
    """Return a new published version of a response that was written here and not quoted from a document."""
    version = ResponseVersion.objects.create(response=response, text=text, number=response.versions.count() + 1)
    for action in ("submitted", "published"):
        ResponseStep.objects.create(version=version, action=action)
    return version


@pytest.fixture
def public(world):
    return world.reviews["public"]


@pytest.fixture
def hidden(world):
    return world.reviews["professionals"]


# --- Leaks -------------------------------------------------------------------------------------


def test_who_copies_a_shared_briefing_gets_only_what_they_may_read_of_it(client_of, public, hidden):
    trainer, other = client_of("practitioner"), client_of("signed-in")
    collect(trainer, public.item.reference, hidden.item.reference)
    session = trainer.session
    session["briefing"] |= {"title": f"About {hidden.word}", "introduction": f"On {hidden.word}."}
    session["briefing"]["entries"][1] |= {"note": f"As in {hidden.word}.", "heading": f"And {hidden.word}"}
    session.save()
    both = save(trainer)
    trainer.post(f"{both.get_absolute_url()}share/")
    other.post(f"{both.get_absolute_url()}copy/")
    page = other.get("/briefings/").content.decode()
    assert hidden.word not in page
    assert hidden.review.code not in page


def test_who_copies_gets_nothing_of_a_briefing_that_they_may_not_read_at_all(client_of, hidden):
    trainer, other = client_of("practitioner"), client_of("signed-in")
    collect(trainer, hidden.item.reference, title=f"About {hidden.word}")
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}share/")
    assert other.get(own.get_absolute_url()).status_code == 404
    assert other.post(f"{own.get_absolute_url()}copy/").status_code == 404


@pytest.mark.parametrize("do", ["unshare", "remove"])
def test_what_is_not_shared_any_more_is_not_in_the_memory_of_pages(client, client_of, public, settings, do):
    settings.PAGES_KEPT = 100
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="Zanzibar")
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}share/")
    assert client.get(own.get_absolute_url()).status_code == 200
    trainer.post(f"{own.get_absolute_url()}{do}/")
    assert client.get(own.get_absolute_url()).status_code == 404


def test_no_document_of_a_hidden_review_is_left_by_an_answer_without_a_document(client, client_of, world):
    practitioner = client_of("practitioner")
    public, hidden = world.reviews["public"], world.reviews["professionals"]
    publish_typed(public.response)
    collect(practitioner, hidden.item.reference, public.recommendation.reference, background=False, responses=True)
    code = outline_at(practitioner, "/briefings/mine.json").code
    seen = outline_at(client, f"/briefings/versions/{code}.json")
    assert "Typed here." in seen.words()
    assert [one.code for one in seen.documents] == [public.review.code]
    assert hidden.word.encode() not in body(client.get(f"/briefings/versions/{code}.html"))


def test_what_became_restricted_since_is_marked(client, client_of, public):
    practitioner = client_of("practitioner")
    code = outline_at(client, f"/briefings/review/{public.review.slug}.json").code
    public.review.audience = Audience.PROFESSIONALS
    public.review.save()
    answer = practitioner.get(f"/briefings/versions/{code}.json")
    assert "professionals-only" in answer["Content-Disposition"]
    assert from_data(json.loads(body(answer))).audience == "Professionals only"


def test_a_code_tells_nobody_the_name_of_an_agency_that_they_may_not_know(client, client_of, hidden):
    practitioner = client_of("practitioner")
    address = f"/briefings/agency/{hidden.agency.slug}"
    assert client.get(f"{address}.json").status_code == 404
    code = outline_at(practitioner, f"{address}.json").code
    answer = client.get(f"/briefings/versions/{code}.json")
    assert answer.status_code == 404 or hidden.word.encode() not in body(answer)


def test_a_code_tells_no_reference_that_was_left_out_to_fit(client, client_of, world):
    practitioner = client_of("practitioner")
    hidden = world.reviews["professionals"]
    for made in (world.reviews["public"], hidden):
        for item in LearningItem.objects.filter(review=made.review).exclude(text__contains="sub-point"):
            item.text = f"{made.word} " * 500
            item.save()
    version = outline_at(practitioner, "/briefings/theme/neglect.json?layout=seven-minute")
    assert hidden.review.code in " ".join(version.remarks)
    answer = client.get(f"/briefings/versions/{version.code}.json")
    assert answer.status_code == 404 or hidden.review.code not in " ".join(from_data(json.loads(body(answer))).remarks)


def test_a_code_tells_no_reference_that_a_trainer_could_not_see_any_more(client, client_of, public, hidden):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, hidden.item.reference)
    hidden.review.audience = Audience.PARTNERSHIP
    hidden.review.save()
    code = outline_at(trainer, "/briefings/mine.json").code
    assert hidden.review.code.encode() not in body(client.get(f"/briefings/versions/{code}.json"))


def test_a_withdrawn_response_is_not_read_by_the_code_of_a_version(client, public):
    address = f"/briefings/recommendation/{public.recommendation.reference}.json"
    version = publish_version(public.response, "It should never have been said.")
    code = outline_at(client, address).code
    ResponseStep.objects.create(version=version, action="withdrawn", note="It named somebody.")
    assert "never have been said" not in str(outline_at(client, address))
    assert "never have been said" not in str(outline_at(client, f"/briefings/versions/{code}.json"))


def test_a_redacted_name_is_gone_from_addresses_too(client, client_of, world, public):
    public.item.text = "Siân Quux said fathers."
    public.item.save()
    version = outline_at(client, "/briefings/search.json?q=Si%C3%A2n+Quux")
    made = redaction.propose("Siân Quux", reason="A sister.", by=world.people["administrator"])
    seen = fingerprint(all_cells_with(made.passages()))
    redaction.confirm(made, by=make_user("second", ADMINISTRATORS, is_staff=True), seen=seen)
    assert "Quux" not in json.dumps(Edition.objects.get(code=version.code).outline)


def test_no_address_of_a_document_is_a_link_that_runs(client):
    outline = Outline("T", date(2026, 1, 1), documents=(Document("D", "R", "R1", address="javascript:alert(1)"),))
    assert 'href="javascript:' not in b"".join(FORMATS["html"].write(outline)).decode()


# --- Wrong attribution ---------------------------------------------------------------------------


def test_an_answer_that_was_typed_here_is_credited_to_no_document(client, public):
    publish_typed(public.response)
    address = f"/briefings/recommendation/{public.recommendation.reference}.csv"
    rows = list(csv.DictReader(io.StringIO(body(client.get(address)).decode("utf-8-sig"))))
    own = next(row for row in rows if row["Text"] == "Typed here.")
    assert own["Document"] == ""
    standing = next(row for row in rows if row["Heading"] == "Where each body stands")
    assert standing["Document"] == ""


def test_a_pdf_credits_a_typed_answer_to_no_document(client, public, world, tmp_path):
    publish_typed(public.response)
    path = tmp_path / "a.pdf"
    path.write_bytes(body(client.get(f"/briefings/agency/{public.agency.slug}.pdf")))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True).stdout
    after = text.split("Typed here.", 1)[1]
    line = re.sub(r"\s+", " ", after)[:160]
    assert not re.search(r"Progress: [^·]*· document \d", line), line


def test_what_is_left_keeps_its_heading_when_the_item_that_began_it_is_left_out(client_of, public, hidden):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, hidden.item.reference, public.recommendation.reference, background=False)
    session = trainer.session
    session["briefing"]["entries"][0]["heading"] = "One"
    session["briefing"]["entries"][1]["heading"] = "Two"
    session.save()
    made = outline_at(trainer, "/briefings/mine.json?public")
    assert [(one.heading, len(one.items)) for one in made.sections] == [("One", 1), ("Two", 1)]


# --- Lost work -----------------------------------------------------------------------------------


def test_its_owner_still_opens_a_briefing_whose_review_was_withdrawn_and_is_told_so(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="What I wrote.")
    own = save(trainer)
    public.review.status = Status.WITHDRAWN
    public.review.save()
    answer = trainer.get(own.get_absolute_url())
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "withdrawn" in page
    assert public.item.text not in page
    assert "Remove it" in page


@pytest.mark.parametrize("do", ["open", "renew", "copy"])
def test_what_is_being_made_is_not_written_over_by_a_saved_one(client_of, public, do):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="Saved")
    own = save(trainer)
    fields = sent_by(trainer)
    trainer.post("/briefings/", fields | {"do": "empty"})
    collect(trainer, public.recommendation.reference, title="Not saved yet", introduction="An hour's work.")
    trainer.post(f"{own.get_absolute_url()}{do}/")
    kept = [
        trainer.session.get("briefing"),
        trainer.session.get("briefing before"),
        *(one.plan for one in Briefing.objects.all()),
    ]
    assert any("An hour's work." in json.dumps(one) for one in kept)


def test_what_is_typed_is_saved_with_save_this_briefing(client_of, public):
    """The button must send the form that holds the fields: here, by the `form` attribute or by standing in it."""
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference)
    page = trainer.get("/briefings/").content.decode()
    before = page[: page.index("Save this briefing")]
    inside = before[before.rindex("<form") :]
    button = before[before.rindex("<button") :]
    assert 'name="introduction"' in inside or " form=" in button


def test_a_second_window_does_not_wipe_a_note_of_the_first(client, public):
    client.post("/briefings/add/", {"item": [public.item.reference, public.recommendation.reference]})
    stale = sent_by(client)
    client.post("/briefings/", stale | {"form-0-note": "Of the first window.", "do": "save"})
    late = client.post("/briefings/", stale | {"form-1-note": "Of the second window.", "do": "save"})
    assert "Of the first window." in json.dumps(client.session["briefing"])
    assert "Of the second window." in late.content.decode()


def sent_by(browser) -> dict[str, str]:
    from .test_builder import plan_in

    return sent(plan_in(browser), revision=browser.session.get("briefing revision", 0))


def test_a_change_of_the_background_is_told_too(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference)
    own = save(trainer)
    ReviewSection.objects.filter(review=public.review).update(text="Quite another story.")
    assert "Nothing has changed at its sources since." not in trainer.get(own.get_absolute_url()).content.decode()


# --- Robustness ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["//[", "learning?kind=%00", "theme/%00"])
def test_an_address_that_is_none_is_answered(client, address):
    client.raise_request_exception = False
    assert client.get("/briefings/add/", {"from": address}).status_code < 500


def test_a_parameter_that_chooses_nothing_makes_no_new_version(client, world):
    for number in range(3):
        body(client.get(f"/briefings/theme/neglect.json?x={number}"))
    assert Edition.objects.count() == 1


def test_another_day_makes_no_new_version(client, public, monkeypatch):
    from reviews_portal.briefings import listings

    address = f"/briefings/review/{public.review.slug}.json"
    first = outline_at(client, address).code
    monkeypatch.setattr(listings.timezone, "localdate", lambda *args: date(2031, 1, 2))
    assert outline_at(client, address).code == first


@pytest.mark.parametrize("lead", [" ", "\n", "\u00a0", "\ufeff"])
def test_a_formula_after_white_space_is_no_formula(lead):
    from learning.spreadsheet import safe

    assert safe(f"{lead}=HYPERLINK(1)")[0] == "'"


@pytest.mark.parametrize("sign", "\uff1d\uff0b\uff0d\uff20")
def test_a_formula_in_full_width_is_no_formula(sign):
    from learning.spreadsheet import safe

    assert safe(f"{sign}HYPERLINK(1)")[0] == "'"


def test_the_same_is_not_written_by_a_task_for_each_browser_that_asks(db, settings):
    from django.test import Client

    from reviews_portal.briefings.models import LongExport

    settings.EXPORT_SECONDS = 0
    for _ in range(3):
        Client().get("/briefings/review/baby-e.md")
    assert LongExport.objects.count() == 1


def test_typst_is_asked_few_times_for_one_address(client, world, monkeypatch):
    from reviews_portal.briefings import fitting

    asked = []
    real = fitting.pdf.pages
    monkeypatch.setattr(fitting.pdf, "pages", lambda outline: asked.append(1) or real(outline))
    body(client.get("/briefings/learning.json?layout=seven-minute"))
    assert len(asked) <= 8, len(asked)


@pytest.mark.parametrize("address", ["/briefings/search.json?q=quokka0%00", "/briefings/theme/neglect.json?x=%00"])
def test_a_nul_in_an_address_is_answered(client, world, address):
    """On PostgreSQL: no text of a jsonb column may hold one."""
    client.raise_request_exception = False
    assert client.get(address).status_code < 500


def test_a_nul_in_the_name_of_an_item_is_answered(client, world):
    client.raise_request_exception = False
    assert client.get("/briefings/add/?item=R9000-1%00").status_code < 500


def test_what_is_typed_after_the_session_has_ended_is_kept(client, public):
    from django.test import Client

    client.post("/briefings/add/", {"item": public.item.reference})
    typed = sent_by(client) | {"form-0-note": "Half an hour's work.", "do": "save"}
    later = Client()  # its session is over, as after an hour without a request
    answer = later.post("/briefings/", typed, follow=True)
    assert "Half an hour&#x27;s work." in answer.content.decode()


def test_a_link_does_not_answer_for_the_reader_that_all_is_added(client_of, public, hidden):
    trainer = client_of("practitioner")
    page = trainer.get(f"/briefings/add/?item={public.item.reference}&item={hidden.item.reference}&all=1")
    assert '<input type="hidden" name="all"' not in page.content.decode()


def test_no_page_of_elsewhere_is_led_back_to_by_two_slashes(client, public):
    done = client.post("/briefings/add/", {"item": public.item.reference, "back": "http://testserver//evil.example/"})
    assert 'href="//evil.example' not in done.content.decode()


def test_a_briefing_that_is_removed_is_gone_as_the_privacy_page_says(client_of, client, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="Written by me alone.")
    own = save(trainer)
    code = own.edition.code
    trainer.post(f"{own.get_absolute_url()}remove/")
    assert not any("Written by me alone." in json.dumps(one.outline) for one in Edition.objects.filter(code=code))


def test_a_long_title_of_a_review_does_not_lock_the_builder(client, public):
    public.review.title = "Long " * 39
    public.review.save()
    assert client.post("/briefings/add/", {"from": f"review/{public.review.slug}"}).status_code == 200
    assert client.post("/briefings/", sent_by(client) | {"do": "save"}).status_code == 302


def test_a_briefing_with_a_long_title_is_saved(client_of, public):
    """On PostgreSQL, whose columns have a length."""
    public.review.title = "Long " * 39
    public.review.save()
    trainer = client_of("practitioner")
    trainer.raise_request_exception = False
    trainer.post("/briefings/add/", {"from": f"recommendation/{public.recommendation.reference}"})
    assert trainer.post("/briefings/saved/").status_code == 302


def test_nothing_is_left_out_in_vain_nor_said_to_make_it_fit(client, public):
    ReviewSection.objects.filter(review=public.review).update(text="What happened was long. " * 2000)
    made = outline_at(client, f"/briefings/review/{public.review.slug}.json?layout=seven-minute")
    assert not any("So that it fits on 2 pages" in one for one in made.remarks)


def test_a_withdrawn_response_is_not_called_a_newer_one(client_of, public):
    trainer = client_of("practitioner")
    version = publish_version(public.response, "To be withdrawn.")
    collect(trainer, public.recommendation.reference, responses=True)
    own = save(trainer)
    ResponseStep.objects.create(version=version, action="withdrawn", note="It named somebody.")
    page = trainer.get(own.get_absolute_url()).content.decode()
    assert "To be withdrawn." not in page
    assert "A newer response to it is published." not in page


def test_a_list_that_is_cut_is_said_to_be_cut(client, world, monkeypatch):
    monkeypatch.setattr("reviews_portal.briefings.plans.MOST", 2)
    page = client.post("/briefings/add/", {"from": "theme/neglect"}).content.decode()
    assert "not added" in page or "left out" in page


def test_a_version_whose_fields_are_not_known_is_not_read_as_if_it_were_empty():
    kept = {"title": "T", "made_on": "2026-01-01", "parts": [{"heading": "H", "items": []}]}  # "sections", once
    with pytest.raises(ValidationError):
        from_data(kept)


def test_a_redacted_name_that_is_a_word_of_the_data_leaves_the_data_readable(client, world, public):
    public.item.text = "Told by Mr Text himself."
    public.item.save()
    version = outline_at(client, f"/briefings/review/{public.review.slug}.json")
    made = redaction.propose("Text", reason="A neighbour.", by=world.people["administrator"])
    seen = fingerprint(all_cells_with(made.passages()))
    redaction.confirm(made, by=make_user("second", ADMINISTRATORS, is_staff=True), seen=seen)
    again = outline_at(client, f"/briefings/versions/{version.code}.json")
    assert "Told by Mr [redacted] himself." in again.words()


@pytest.mark.parametrize("format", ["html", "md", "docx"])
def test_each_format_says_which_document_an_answer_is_quoted_from(client, public, world, format, tmp_path):
    from learning.models import DocumentKind, SourceDocument

    other = SourceDocument.objects.create(
        slug="answers", review=public.review, title="Zebra answers", kind=DocumentKind.REPORT, position=20
    )
    publish_version(public.response, "We did it.", document=other, place="line 77")
    content = body(client.get(f"/briefings/recommendation/{public.recommendation.reference}.{format}"))
    if format == "docx":
        import docx

        content = "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs).encode()
    before_sources = re.split(r"Documents quoted|Where this comes from", content.decode())[0]
    assert "Zebra answers" in before_sources


def test_the_name_of_a_long_list_of_an_agency_says_for_whom_its_answers_are(client_of, public, hidden, monkeypatch):
    monkeypatch.setattr("reviews_portal.briefings.listings.MOST", 0)
    LearningItem.agency_kinds.through.objects.filter(learningitem__review=hidden.review).delete()
    hidden.recommendation.agencies.clear()
    others = Review.objects.filter(audience=Audience.PROFESSIONALS).exclude(pk=hidden.review.pk)
    others.update(status=Status.DRAFT)
    type(hidden.response).objects.filter(pk=hidden.response.pk).update(agency=public.agency)
    answer = client_of("practitioner").get(f"/briefings/agency/{public.agency.slug}.csv")
    rows = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert any(row["Audience"] == "Professionals only" for row in rows)
    assert "professionals-only" in answer["Content-Disposition"]


def test_answers_in_the_same_words_are_credited_to_each_document(client, public, world):
    from learning.models import Agency, AgencyKind, DocumentKind, SourceDocument
    from recommendations.models import Response

    other = SourceDocument.objects.create(
        slug="answers", review=public.review, title="Zebra answers", kind=DocumentKind.REPORT, position=20
    )
    second = Agency.objects.create(name="Zulu", slug="zulu", kind=AgencyKind.objects.get(slug="police"))
    response = Response.objects.create(recommendation=public.recommendation, agency=second, position=20)
    publish_version(public.response, "The same words.")
    publish_version(response, "The same words.", document=other)
    made = outline_at(client, f"/briefings/recommendation/{public.recommendation.reference}.json")
    assert "Zebra answers" in [one.title for one in made.documents]


def test_people_take_the_words_of_their_saved_briefings_with_them(client_of, public, world):
    from reviews_portal.people.own_data import own_data

    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="Written by me alone.")
    save(trainer)
    assert "Written by me alone." in json.dumps(own_data(world.people["practitioner"]), default=str)


def test_a_head_request_keeps_no_version(client, public):
    client.head(f"/briefings/review/{public.review.slug}.json")
    assert not Edition.objects.exists()


def test_a_second_click_on_save_makes_no_second_briefing(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="For Tuesday")
    before = dict(trainer.session.items())
    save(trainer)
    session = trainer.session  # as the second request read it, which was sent before the first was answered
    del session["saved briefing"]
    session["briefing"] = before["briefing"]
    session.save()
    save(trainer)
    assert Briefing.objects.count() == 1
