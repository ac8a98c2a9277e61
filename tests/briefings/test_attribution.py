"""What a document says of its items is so: which document, what was left out, and whether it has changed."""

import io
import re
import subprocess

import docx
import pytest
from pydantic import ValidationError

from learning.models import Agency, AgencyKind, DocumentKind, ReviewSection, SourceDocument
from recommendations.models import Response, ResponseStep
from reviews_portal.briefings.outline import from_data
from tests.world import publish_version

from .exported import body, collect, outline_at, publish_typed, rows_of, save

pytestmark = pytest.mark.django_db


def test_an_answer_that_was_typed_here_is_credited_to_no_document(client, public):
    publish_typed(public.response)
    address = f"/briefings/recommendation/{public.recommendation.reference}.csv"
    rows = rows_of(client.get(address))
    own = next(row for row in rows if row["Text"] == "Typed here.")
    assert own["Document"] == ""
    standing = next(row for row in rows if row["Heading"] == "Progress by agency")
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


def test_nothing_is_left_out_in_vain_nor_said_to_make_it_fit(client, public):
    ReviewSection.objects.filter(review=public.review).update(text="What happened was long. " * 2000)
    made = outline_at(client, f"/briefings/review/{public.review.slug}.json?layout=seven-minute")
    assert not any("Left out to fit on 2 pages" in one for one in made.remarks)


def test_a_withdrawn_response_is_not_called_a_newer_one(client_of, public):
    trainer = client_of("practitioner")
    version = publish_version(public.response, "To be withdrawn.")
    collect(trainer, public.recommendation.reference, responses=True)
    own = save(trainer)
    ResponseStep.objects.create(version=version, action="withdrawn", note="It named somebody.")
    page = trainer.get(own.get_absolute_url()).text
    assert "To be withdrawn." not in page
    assert "A newer response to it has been published." not in page


def test_a_list_that_is_cut_is_said_to_be_cut(client, world, monkeypatch):
    monkeypatch.setattr("reviews_portal.briefings.plans.MOST", 2)
    page = client.post("/briefings/add/", {"from": "theme/neglect"}).text
    assert "not added" in page


def test_a_version_whose_fields_are_not_known_is_not_read_as_if_it_were_empty():
    kept = {"title": "T", "made_on": "2026-01-01", "parts": [{"heading": "H", "items": []}]}  # "sections", once
    with pytest.raises(ValidationError):
        from_data(kept)


@pytest.mark.parametrize("format", ["html", "md", "docx"])
def test_each_format_says_which_document_an_answer_is_quoted_from(client, public, world, format, tmp_path):
    other = SourceDocument.objects.create(
        slug="answers", review=public.review, title="Zebra answers", kind=DocumentKind.REPORT, position=20
    )
    publish_version(public.response, "We did it.", document=other, place="line 77")
    content = body(client.get(f"/briefings/recommendation/{public.recommendation.reference}.{format}"))
    if format == "docx":
        content = "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs).encode()
    before_sources = content.decode().partition("Documents quoted")[0]
    assert "Zebra answers" in before_sources


def test_answers_in_the_same_words_are_credited_to_each_document(client, public, world):
    other = SourceDocument.objects.create(
        slug="answers", review=public.review, title="Zebra answers", kind=DocumentKind.REPORT, position=20
    )
    second = Agency.objects.create(name="Zulu", slug="zulu", kind=AgencyKind.objects.get(slug="police"))
    response = Response.objects.create(recommendation=public.recommendation, agency=second, position=20)
    publish_version(public.response, "The same words.")
    publish_version(response, "The same words.", document=other)
    made = outline_at(client, f"/briefings/recommendation/{public.recommendation.reference}.json")
    assert "Zebra answers" in [one.title for one in made.documents]
