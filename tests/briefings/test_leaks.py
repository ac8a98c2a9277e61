"""Nothing restricted leaves by copying, sharing, a code, a name or what is left behind: ways that were once open."""

import json
from datetime import date

import pytest

from learning.models import AgencyInvolved, Audience, LearningItem, Review, Status
from recommendations.models import ResponseStep
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import Document, Outline, Section, from_data
from reviews_portal.briefings.versions.kept_versions import edition_of
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.redaction import actions as redaction
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.world import make_user, publish_version

from .exported import ADD, body, collect, keep, outline_at, publish_typed, rows_of, save, sent_by

pytestmark = pytest.mark.django_db


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
    page = other.get("/briefings/").text
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
    code = keep(practitioner, "/briefings/mine.json").code
    seen = outline_at(client, f"/briefings/versions/{code}.json")
    assert "Typed here." in seen.words()
    assert [one.code for one in seen.documents] == [public.review.code]
    assert hidden.word.encode() not in body(client.get(f"/briefings/versions/{code}.html"))


def test_what_became_restricted_since_is_marked(client, client_of, public):
    practitioner = client_of("practitioner")
    code = keep(client, f"/briefings/review/{public.review.slug}.json").code
    public.review.audience = Audience.PROFESSIONALS
    public.review.save()
    answer = practitioner.get(f"/briefings/versions/{code}.json")
    assert "professionals-only" in answer["Content-Disposition"]
    assert from_data(json.loads(body(answer))).audience == "Professionals only"


def test_a_code_tells_nobody_the_name_of_an_agency_that_they_may_not_know(client, client_of, hidden):
    practitioner = client_of("practitioner")
    address = f"/briefings/agency/{hidden.agency.slug}"
    assert client.get(f"{address}.json").status_code == 404
    code = keep(practitioner, f"{address}.json").code
    answer = client.get(f"/briefings/versions/{code}.json")
    assert answer.status_code == 404 or hidden.word.encode() not in body(answer)


def test_a_code_tells_no_reference_that_was_left_out_to_fit(client, client_of, world):
    practitioner = client_of("practitioner")
    hidden = world.reviews["professionals"]
    for made in (world.reviews["public"], hidden):
        for item in LearningItem.objects.filter(review=made.review).exclude(text__contains="sub-point"):
            item.text = f"{made.word} " * 500
            item.save()
    version = keep(practitioner, "/briefings/theme/neglect.json?layout=one-page")
    assert hidden.review.code in " ".join(version.remarks)
    answer = client.get(f"/briefings/versions/{version.code}.json")
    assert answer.status_code == 404 or hidden.review.code not in " ".join(from_data(json.loads(body(answer))).remarks)


def test_a_code_tells_no_reference_that_a_trainer_could_not_see_any_more(client, client_of, public, hidden):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, hidden.item.reference)
    hidden.review.audience = Audience.PARTNERSHIP
    hidden.review.save()
    code = keep(trainer, "/briefings/mine.json").code
    assert hidden.review.code.encode() not in body(client.get(f"/briefings/versions/{code}.json"))


def test_a_withdrawn_response_is_not_read_by_the_code_of_a_version(client, public):
    address = f"/briefings/recommendation/{public.recommendation.reference}.json"
    version = publish_version(public.response, "It should never have been said.")
    code = keep(client, address).code
    ResponseStep.objects.create(version=version, action="withdrawn", note="It named somebody.")
    assert "never have been said" not in str(outline_at(client, address))
    assert "never have been said" not in str(outline_at(client, f"/briefings/versions/{code}.json"))


def test_a_redacted_name_is_gone_from_what_a_version_quotes_and_stays_in_what_its_reader_searched_for(
    client, client_of, world, public
):
    public.item.text = "Siân Quux said fathers."
    public.item.save()
    version = keep(client, "/briefings/search.json?q=Si%C3%A2n+Quux")
    made = redaction.propose("Siân Quux", reason="A sister.", by=world.people["administrator"])
    seen = fingerprint(all_cells_with(made.passages()))
    redaction.confirm(made, by=make_user("second", ADMINISTRATORS, is_staff=True), seen=seen)
    kept = Edition.objects.get(code=version.code).outline
    assert "Quux" in kept.pop("title")  # what a reader types never shows whether it holds a redacted word
    assert "Quux" not in json.dumps(kept)


def test_no_address_of_a_document_is_a_link_that_runs(client):
    outline = Outline("T", date(2026, 1, 1), documents=(Document("D", "R", "R1", address="javascript:alert(1)"),))
    assert 'href="javascript:' not in b"".join(FORMATS["html"].write(outline)).decode()


def test_a_link_does_not_answer_for_the_reader_that_all_is_added(client_of, public, hidden):
    trainer = client_of("practitioner")
    page = trainer.get(f"/briefings/add/?item={public.item.reference}&item={hidden.item.reference}&all=1")
    assert '<input type="hidden" name="all"' not in page.text


def test_a_briefing_that_is_removed_is_gone_as_the_privacy_page_says(client_of, client, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="Written by me alone.")
    own = save(trainer)
    code = own.edition.code
    trainer.post(f"{own.get_absolute_url()}remove/")
    assert not any("Written by me alone." in json.dumps(one.outline) for one in Edition.objects.filter(code=code))


def test_what_was_saved_before_is_gone_with_it(client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="Written by me alone.")
    own = save(trainer)
    trainer.post("/briefings/save-for-later/", sent_by(trainer) | {"introduction": "Better said."})
    assert Edition.objects.filter(earlier_of=own).count() == 1
    trainer.post(f"{own.get_absolute_url()}remove/")
    assert not any("Written by me alone." in json.dumps(one.outline) for one in Edition.objects.all())


@pytest.mark.parametrize("layout", ["briefing", "handout"])
def test_the_name_of_an_agency_that_the_public_may_not_know_is_no_title(client_of, public, hidden, layout):
    AgencyInvolved.objects.filter(agency=hidden.agency).exclude(review=hidden.review).delete()
    trainer = client_of("practitioner")
    trainer.post(ADD, {"from": f"agency/{hidden.agency.slug}", "layout": layout})
    assert hidden.word not in json.dumps(trainer.session.get("briefing", {}))


def test_a_redacted_name_that_is_a_word_of_the_data_leaves_the_data_readable(client, world, public):
    public.item.text = "Told by Mr Text himself."
    public.item.save()
    version = keep(client, f"/briefings/review/{public.review.slug}.json")
    made = redaction.propose("Text", reason="A neighbour.", by=world.people["administrator"])
    seen = fingerprint(all_cells_with(made.passages()))
    redaction.confirm(made, by=make_user("second", ADMINISTRATORS, is_staff=True), seen=seen)
    again = outline_at(client, f"/briefings/versions/{version.code}.json")
    assert "Told by Mr [redacted] himself." in again.words()


def test_the_name_of_a_long_list_of_an_agency_says_for_whom_its_answers_are(client_of, public, hidden, monkeypatch):
    monkeypatch.setattr("reviews_portal.briefings.listings.MOST", 0)
    LearningItem.agency_kinds.through.objects.filter(learningitem__review=hidden.review).delete()
    hidden.recommendation.agencies.clear()
    others = Review.objects.filter(audience=Audience.PROFESSIONALS).exclude(pk=hidden.review.pk)
    others.update(status=Status.DRAFT)
    type(hidden.response).objects.filter(pk=hidden.response.pk).update(agency=public.agency)
    answer = client_of("practitioner").get(f"/briefings/agency/{public.agency.slug}.csv")
    rows = rows_of(answer)
    assert any(row["Audience"] == "Professionals only" for row in rows)
    assert "professionals-only" in answer["Content-Disposition"]


def test_an_answer_of_no_document_that_is_restricted_marks_its_version(client_of, world, public, hidden):
    """No document tells for whom a typed answer is: its own mark does."""
    publish_typed(hidden.response)
    practitioner = client_of("practitioner")
    whole = outline_at(practitioner, f"/briefings/recommendation/{hidden.recommendation.reference}.json")
    (answer,) = (item for item in whole.items() if "Typed here." in item.texts)
    (theirs,) = outline_at(practitioner, f"/briefings/review/{public.review.slug}.json").documents
    alone = Outline("T", date(2026, 1, 1), sections=(Section("", (answer,)),), documents=(theirs,))
    version = edition_of(alone, world.people["practitioner"])
    opened = practitioner.get(f"{version.get_absolute_url().rstrip('/')}.json")
    assert "professionals-only" in opened["Content-Disposition"]
    assert from_data(json.loads(body(opened))).audience == "Professionals only"
