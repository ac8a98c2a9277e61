"""What an import does in a portal that has reviews and vocabularies of its own."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from learning.models import (
    Agency,
    AgencyKind,
    Audience,
    DocumentFile,
    GlossaryTerm,
    LearningItem,
    Partnership,
    Resource,
    Review,
    Status,
    Theme,
)
from learning.originals.actions import close
from learning.originals.storage import originals
from learning.vocabulary.slugs import free_slug
from recommendations.models import Recommendation
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.reviews import next_code
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.hiding.actions import hide
from reviews_portal.interchange.exporting import document_of, files, written
from reviews_portal.interchange.importing import Imported, Options, import_document, preview, read_document
from reviews_portal.interchange.models import ReviewOrigin
from reviews_portal.redaction import actions as redaction
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.identity import decide_all
from tests.learning.originals.made import add
from tests.publication.recorded import confirmed, elsewhere, sent
from tests.world import make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://other.example.org"


@pytest.fixture
def small(world) -> dict[str, Any]:
    """Return a small review of another portal that has a review with the same code and the same address."""
    data = data_of(Review.objects.get(code="R0003"))
    data["origin"]["portal"] = ELSEWHERE
    return data


def data_of(review: Review) -> dict[str, Any]:
    return json.loads(written(document_of(review)))


def document(data: dict[str, Any]):
    return read_document(json.dumps(data).encode())


def imported(data: dict[str, Any], by, **options) -> Imported:
    return import_document(document(data), options=Options(**options), by=by)


def state_of(review: Review) -> list[Any]:
    """Return a review with its statements, as they are stored."""
    return [
        list(model._base_manager.filter(**{path: review.pk}).order_by("pk").values())
        for model, path in ((Review, "pk"), (LearningItem, "review"), (Recommendation, "review"))
    ]


# --- Codes and addresses -------------------------------------------------------------------------


def test_a_code_that_is_taken_is_replaced_and_the_origin_is_kept(small, boss):
    held = Review.objects.get(code="R0003")
    before, code = state_of(held), next_code()
    done = imported(small, boss)
    assert (done.code, done.is_new_code, done.review.slug) == (code, True, f"family-t-{code.lower()}")
    assert state_of(held) == before
    after = data_of(done.review)
    assert after["origin"] == small["origin"] == {"portal": ELSEWHERE, "code": "R0003", "references": 19}
    numbers = [one["reference"] for one in small["items"]]
    assert [one["reference"] for one in after["items"]] == [one.replace("R0003", code) for one in numbers]
    assert after["review"]["references_used"] == 19
    assert done.review.next_reference() == f"{code}-20"
    assert data_of(done.review)["origin"]["references"] == 19  # R0003-20 is another statement there
    assert {one["slug"] for one in after["documents"]}.isdisjoint(one["slug"] for one in small["documents"])
    for name in ("sections", "items", "recommendations", "resources"):
        texts = [one.get("text", one.get("stem", one.get("title"))) for one in small[name]]
        assert [one.get("text", one.get("stem", one.get("title"))) for one in after[name]] == texts


def test_a_code_that_would_use_up_the_codes_is_not_kept(small, boss):
    code = next_code()
    for wanted in ("R9999999", "R00077"):
        changed = json.loads(json.dumps(small).replace("R0003", wanted))
        changed["origin"]["code"] = wanted
        assert imported(changed, boss).code == code
        code = f"R{int(code[1:]) + 1}"


def test_a_code_is_taken_while_a_statement_has_a_reference_of_it(small, boss):
    moved = LearningItem.objects.filter(review__code="R0001").last()
    LearningItem.objects.filter(pk=moved.pk).update(reference="R0333-1")
    changed = json.loads(json.dumps(small).replace("R0003", "R0333"))
    assert imported(changed, boss).is_new_code


def test_a_moved_statement_is_exported_with_a_reference_of_its_review(world):
    review = Review.objects.get(code="R0002")
    item = LearningItem.objects.filter(review=review).first()
    LearningItem.objects.filter(pk=item.pk).update(reference="R0001-999")
    data = data_of(review)
    assert "R0001-999" not in json.dumps(data)
    assert "R0002-35" in [one["reference"] for one in data["items"]]
    assert data["review"]["references_used"] == data["origin"]["references"] == 35
    document(data)  # which is whole


def test_a_review_that_is_here_is_not_imported_again_unless_asked(small, boss, world):
    own = data_of(Review.objects.get(code="R0003"))
    with pytest.raises(ValidationError, match="already has this review, as R0003"):
        imported(own, boss)
    first = imported(small, boss)
    with pytest.raises(ValidationError, match=f"already has this review, as {first.code}"):
        imported(small, boss)
    second = imported(small, boss, is_copy=True)
    assert second.code != first.code
    assert ReviewOrigin.objects.filter(portal=ELSEWHERE, code="R0003").count() == 2
    # Who may not see it learns nothing of it.
    partnership = {"partnership": world.partnership}
    assert imported(small, world.people["partnership-editor"], **partnership).review


def test_an_address_of_another_review_is_not_taken_over(small, boss):
    small["review"]["former_slugs"] = ["baby-e", "family-t-before"]
    done = imported(small, boss)
    assert list(done.review.old_addresses.values_list("slug", flat=True)) == ["family-t-before"]
    assert done.left_out == [
        "The former address “baby-e” is already used in this portal, so it does not lead to this review."
    ]


# --- Who may read it -----------------------------------------------------------------------------


def test_only_a_decision_makes_an_import_public(world, small, boss, client):
    review = imported(small, boss).review
    assert (review.status, review.audience) == (Status.DRAFT, Audience.PUBLIC)
    assert client.get(review.get_absolute_url()).status_code == 404
    second = world.people["partnership-editor"]
    review.partnerships.add(world.partnership)
    decide_all(review, boss)
    assert confirmed(sent(review, elsewhere(audience="public"), boss), second)
    assert client.get(review.get_absolute_url()).status_code == 200
    assert data_of(Review.objects.get(pk=review.pk))["origin"]["portal"] == ELSEWHERE


def test_a_restricted_review_stays_restricted(world, boss):
    held = world.reviews["professionals"].review
    Review.objects.filter(pk=held.pk).update(audience_reason="The trial goes on.")
    held.refresh_from_db()
    data = data_of(held)
    data["origin"]["portal"] = ELSEWHERE
    review = imported(data, boss).review
    assert (review.status, review.audience) == (Status.DRAFT, Audience.PROFESSIONALS)
    assert review.audience_reason == "The trial goes on."
    data["review"]["audience"] = "public"  # as somebody may write into a file
    imported(data, boss, is_copy=True)
    assert Review.objects.get(pk=held.pk).audience == Audience.PROFESSIONALS
    assert not Review.objects.visible_to(None).filter(title=held.title).exists()


@pytest.mark.parametrize("name", ["withdrawn", "draft"])
def test_what_is_withdrawn_or_not_yet_written_is_not_exported(world, name):
    review = world.reviews[name].review
    if name == "draft":
        assert document_of(review)
        open_copy(review, by=world.people["partnership-editor"])
    with pytest.raises(ValidationError, match="cannot be exported"):
        document_of(review)


# --- Vocabularies --------------------------------------------------------------------------------


def test_words_are_found_by_their_names_and_the_second_export_has_ours(small, boss):
    Theme.objects.filter(slug="babies").update(slug="infants", name="Infants", aliases=["Babies under one"])
    AgencyKind.objects.filter(slug="police").update(slug="police-forces")
    agency = Agency.objects.get(slug="buckinghamshire-safeguarding-children-partnership")
    Agency.objects.filter(pk=agency.pk).update(slug="bscp")
    before = {model: model.objects.count() for model in (Theme, AgencyKind, Agency, GlossaryTerm, Partnership)}
    done = imported(small, boss)
    assert "theme “Babies under one” (babies) is “Infants” (infants) here" in done.mapped
    assert {model: model.objects.count() for model in before} == before
    after = data_of(done.review)
    assert "infants" in after["review"]["themes"]
    assert "babies" not in after["review"]["themes"]
    assert "bscp" in json.dumps(after)


def test_an_agency_with_the_same_slug_in_another_place_is_not_meant(small, boss):
    slug = "buckinghamshire-safeguarding-children-partnership"
    Agency.objects.filter(slug=slug).update(name="Some Other Board", aliases=["Safeguarding Children Partnership"])
    with pytest.raises(ValidationError) as refused:
        imported(small, boss)
    assert f"“{slug}” is the agency" in refused.value.messages[0]
    assert "--map" in refused.value.messages[-1]
    other = Agency.objects.create(name="BSCP", slug=free_slug(Agency, "BSCP"), kind=AgencyKind.objects.first())
    review = imported(small, boss, mapping={("agencies", slug): other.slug}).review
    assert Recommendation.objects.filter(review=review, agencies=other).exists()
    with pytest.raises(ValidationError, match="this portal has no agency with that slug"):
        imported(small, boss, is_copy=True, mapping={("agencies", slug): "nobody"})


def test_a_glossary_term_with_two_meanings_has_two_records(world, boss):
    made = world.reviews["public"]
    data = data_of(made.review)
    data["origin"]["portal"] = ELSEWHERE
    GlossaryTerm.objects.filter(pk=made.term.pk).update(expansion="Something quite different")
    done = imported(data, boss)
    assert done.added == [f"1 glossary term: {made.term}"]
    added = GlossaryTerm.objects.filter(abbreviation=made.term.abbreviation).exclude(pk=made.term.pk).get()
    assert list(done.review.documents.get().glossary_terms.all()) == [added]


def test_an_editor_adds_nothing_to_the_vocabularies(world, small):
    editor, theme = world.people["partnership-editor"], Theme.objects.get(slug="babies")
    assert imported(small, editor, partnership=world.partnership).added == []
    Theme.objects.filter(pk=theme.pk).update(slug="quolls", name="Quolls", aliases=[])
    counts = Theme.objects.count(), Review.objects.count()
    with pytest.raises(ValidationError) as refused:
        imported(small, editor, partnership=world.partnership, is_copy=True)
    assert refused.value.messages == [
        f"This portal does not have the theme “{theme.name}” (“babies”). Only an import by an administrator adds it.",
        "Ask an administrator to import the file. An administrator of the server can instead say what each is called "
        "here (import_review --map theme:babies=SLUG).",
    ]
    assert (Theme.objects.count(), Review.objects.count()) == counts
    mapping = {("themes", "babies"): "quolls"}
    review = imported(small, editor, partnership=world.partnership, mapping=mapping, is_copy=True).review
    assert theme in review.themes.all()


def test_an_editor_imports_for_an_own_partnership_only(world, small):
    editor = world.people["partnership-editor"]
    before = Review.objects.count()
    other = Partnership.objects.get(slug="southshire")
    for options in ({}, {"partnership": other}):
        with pytest.raises(PermissionDenied, match="for a partnership that you edit"):
            imported(small, editor, **options)
    with pytest.raises(PermissionDenied):
        imported(small, world.people["practitioner"], partnership=world.partnership)
    assert Review.objects.count() == before
    review = imported(small, editor, partnership=world.partnership).review
    assert list(review.partnerships.all()) == [world.partnership]
    own = data_of(world.reviews["public"].review)
    own["origin"]["portal"] = ELSEWHERE
    (response,) = own["recommendations"][0]["responses"]
    typed = response["versions"][0].pop("document")
    with pytest.raises(PermissionDenied, match="An agency wrote its response to R9000-9 in the other portal"):
        imported(own, editor)
    response["versions"][0]["document"] = typed
    assert list(imported(own, editor).review.partnerships.all()) == [world.partnership]


def test_an_agency_that_needs_a_generic_name_here_gets_one(world, small, boss):
    agency = Agency.objects.get(slug="buckinghamshire-safeguarding-children-partnership")
    AgencyKind.objects.filter(pk=agency.kind_id).update(generic_name="A board")
    recommendations = [one for one in small["recommendations"] if agency.slug in one.get("agencies", [])]
    assert recommendations
    small["review"]["agencies_involved"] = []
    review = imported(small, boss).review
    (stand_in,) = review.stand_ins.all()
    assert (stand_in.name, stand_in.stands_for) == ("A board", agency)
    assert not Recommendation.objects.filter(review=review, agencies=agency).exists()
    text = json.dumps(data_of(review)["vocabulary"]["agencies"])
    assert agency.name not in text


# --- Redactions and files ------------------------------------------------------------------------


def redact(passage: str, world, **options) -> None:
    """Redact a passage everywhere."""
    made = redaction.propose(passage, reason="It is a name.", by=world.people["administrator"], **options)
    second = world.people["second"]
    redaction.confirm(made, by=second, seen=fingerprint(all_cells_with(Passages([passage_of(passage)]))))


@pytest.fixture
def second(world):
    world.people["second"] = make_user("second-boss", ADMINISTRATORS, is_staff=True)
    return world.people["second"]


def test_what_was_redacted_stays_so_on_both_sides(world, whole, boss, second):
    before = data_of(whole.review)
    before["origin"]["portal"] = ELSEWHERE
    redact("Wombat Academy", world)
    redact("Chief nurse", world)
    after = json.dumps(data_of(whole.review), ensure_ascii=False)
    for word in ("Wombat Academy", "wombat-academy", "Chief nurse"):
        assert word not in after
    assert after.count("[redacted]") > 1
    # The same document, exported before, does not bring the words back, nor a second agency.
    counts = Agency.objects.count()
    review = imported(before, boss).review
    assert all_cells_with(Passages([passage_of("Wombat Academy"), passage_of("Chief nurse")])) == []
    assert Agency.objects.count() == counts + 2  # the generic name, and what it stands for
    assert "[redacted]" in json.dumps(data_of(review))


def test_a_file_that_a_redaction_closed_is_neither_exported_nor_imported(world, whole, boss, second):
    before = data_of(whole.review)
    before["origin"]["portal"] = ELSEWHERE
    assert before["documents"][0]["file"]["content"]
    held = DocumentFile.objects.get()
    close([], with_content=[held.original_id])
    assert "file" not in data_of(whole.review)["documents"][0]
    done = imported(before, boss)
    assert done.left_out[1].startswith("The original file of “Document quokka0” was left out. This file was closed")
    assert DocumentFile.objects.filter(document__review=done.review).count() == 0


def test_a_review_that_could_not_be_imported_is_not_exported(world):
    made = world.reviews["public"]
    Resource.objects.filter(review=made.review).update(position=made.item.position)
    LearningItem.objects.filter(pk=made.item.pk).update(text=" ")
    with pytest.raises(ValidationError) as refused:
        document_of(made.review)
    assert refused.value.messages == [
        "R9000 cannot be exported until this is corrected:",
        "Item → text: There are no words in it.",
    ]
    LearningItem.objects.filter(pk=made.item.pk).update(text="Words.")
    with pytest.raises(ValidationError, match="Two records are at position 20 of the document “document-quokka0”"):
        document_of(made.review)


def test_only_files_that_one_may_open_are_exported(world, whole):
    """A file that a review holds which the user may not read is left out, as everywhere."""
    editor, other, secret = (
        world.people["partnership-editor"],
        world.people["other-editor"],
        world.reviews["professionals"],
    )
    assert document_of(whole.review, by=other).documents[0].file
    secret.review.partnerships.clear()
    Review.objects.filter(pk=secret.review.pk).update(audience="partnership")
    original = DocumentFile.objects.get().original
    DocumentFile.objects.create(document=secret.document, original=original)
    assert document_of(whole.review, by=other).documents[0].file is None
    for by in (editor, world.people["administrator"]):  # who edit the review itself
        assert document_of(whole.review, by=by).documents[0].file


def test_large_files_are_beside_the_document(world, whole, boss, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_INCLUDED", 10)
    data = data_of(whole.review)
    data["origin"]["portal"] = ELSEWHERE
    entry = data["documents"][0]["file"]
    assert "content" not in entry
    content = files.content_of(DocumentFile.objects.get())
    beside = {f"{entry['sha256']}.docx": content}.get
    with pytest.raises(ValidationError, match="can import the document with the file beside it"):
        preview(document(data), options=Options())
    done = import_document(document(data), options=Options(), by=boss, beside=beside)
    assert files.content_of(DocumentFile.objects.get(document__review=done.review)) == content


def test_what_is_hidden_is_not_exported(world, whole, boss):
    recommendation = whole.made.recommendation
    hide(recommendation, reason="It names a child.", by=boss)
    data = data_of(whole.review)
    assert "recommendations" not in data
    assert "passages" not in data
    assert "file" not in data["documents"][0]
    assert recommendation.reference not in json.dumps(data)
    document(data)  # which is whole
    hide(whole.review, reason="It names a child.", by=boss)
    with pytest.raises(ValidationError, match="is hidden from readers"):
        document_of(whole.review)


def test_a_file_that_the_storage_lost_is_named(world, whole, boss):
    add(world.reviews["professionals"].document, boss, "Lost.")
    for held in DocumentFile.objects.filter(document__review=world.reviews["professionals"].review):
        originals().delete(held.original.name)
    with pytest.raises(ValidationError, match="missing from the storage"):
        document_of(world.reviews["professionals"].review)
