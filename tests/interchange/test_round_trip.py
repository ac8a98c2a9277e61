"""A review that is exported, imported into an empty portal and exported again is the same, byte for byte."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser

from learning.models import (
    DocumentFile,
    LearningItem,
    NamedAgency,
    Review,
    SearchEntry,
    SourceDocument,
    Status,
    Theme,
)
from learning.originals.actions import confirm_check
from learning.search.index import differences
from recommendations.models import ResponseRequest, ResponseStep, ResponseVersion
from reviews_portal.interchange.exporting import document_of, written
from reviews_portal.interchange.exporting.files import content_of, files_of
from reviews_portal.interchange.importing import Options, import_document, read_document
from reviews_portal.interchange.models import ReviewOrigin
from tests.documents.joint_responses import government_response
from tests.documents.printed import plan_with_actions, register
from tests.documents.three_levels import make_report
from tests.documents.two_languages import make_briefing
from tests.learning.originals.made import add

from .emptied import empty_portal
from .whole import AT_HOME

pytestmark = pytest.mark.django_db


def exported() -> dict[str, bytes]:
    """Return every review that can be exported, by its code."""
    reviews = Review.objects.exclude(status=Status.WITHDRAWN).order_by("code")
    return {review.code: written(document_of(review)) for review in reviews}


def imported(documents: dict[str, bytes], by) -> None:
    """Import documents as an administrator."""
    for content in documents.values():
        import_document(read_document(content), options=Options(), by=by)


def published_versions() -> set[tuple]:
    """Return the words of each published version, with its steps."""
    return {
        (
            str(version),
            version.words,
            tuple((step.action, step.at, step.deciding_body) for step in version.steps.all()),
        )
        for version in ResponseVersion.objects.published().exclude(
            response__recommendation__review__status="withdrawn"
        )
    }


def test_every_review_makes_the_round_trip(world, whole, settings, tmp_path):
    government_response("R9705"), register(), plan_with_actions(), make_briefing(), make_report()
    before, versions = exported(), published_versions()
    assert {"R0001", "R0002", "R0003", "R9000", "R9010", "R9700", "R9705"} < before.keys()
    content = content_of(DocumentFile.objects.get())
    boss = world.people["administrator"]
    empty_portal(settings, tmp_path)
    assert not Review.objects.exists()
    assert not Theme.objects.exists()
    imported(before, boss)
    held = DocumentFile.objects.get()
    assert held.checked_at is None
    confirm_check(held, by=boss, digest=held.original.digest)
    after = exported()
    assert after.keys() == before.keys()
    for code in before:
        assert after[code] == before[code], code
    assert published_versions() == versions
    assert content_of(DocumentFile.objects.get()) == content
    # Nothing became public.
    assert {*Review.objects.values_list("status", flat=True)} == {Status.DRAFT}
    assert not LearningItem.objects.visible_to(AnonymousUser()).exists()
    assert not SearchEntry.objects.exclude(tags="").filter(source="item").exists()
    assert list(differences()) == []
    assert {(one.portal, one.code) for one in ReviewOrigin.objects.all()} == {
        (settings.PORTAL_ADDRESS, code) for code in before
    }
    history = Review.history.get(code="R0003")
    assert (history.history_user, history.history_change_reason) == (boss, "Imported from another portal")
    assert history.themes.count() == Review.objects.get(code="R0003").themes.count()


@pytest.mark.parametrize("hidden", ["file", "document"])
@pytest.mark.parametrize("role", [None, "administrator"])
def test_no_file_is_exported_that_readers_cannot_open_yet(world, hidden, role):
    made, boss = world.reviews["public"], world.people["administrator"]
    held = add(made.document, boss)
    by = world.people[role] if role else None
    assert files_of(made.review, by=by)
    if hidden == "file":
        DocumentFile.objects.filter(pk=held.pk).update(checked_at=None)
    else:
        SourceDocument.objects.filter(pk=made.document.pk).update(awaits_publication=True)
    assert files_of(made.review, by=by) == {}


def test_everything_that_is_published_is_exported_and_nothing_else(whole):
    content = written(document_of(whole.review)).decode()
    for word in AT_HOME:
        assert word not in content, word
    data = json.loads(content)
    for name in ("sections", "items", "recommendations", "resources", "quoted_actions", "passages", "wordings"):
        assert data[name], name
    (recommendation,) = data["recommendations"]
    versions = {
        one["agency"]: [version["number"] for version in one["versions"]] for one in recommendation["responses"]
    }
    assert versions == {
        "agency-quokka0": [1, 2],
        whole.stand_in.slug: [1, 2],
        "quokka-gp": [1],
        "quokka-nhs-trust": [1],  # into which the agency that answered was merged
    }
    generic = next(one for one in data["vocabulary"]["agencies"] if one.get("is_generic"))
    assert generic["name"] == whole.stand_in.name
    assert len(data["wordings"]) == 10
    assert [one.get("leads_to") for one in data["removed_references"]] == ["R9000-1", None]


def test_a_generic_name_keeps_its_rule_in_the_other_portal(world, whole, settings, tmp_path):
    content = written(document_of(whole.review))
    empty_portal(settings, tmp_path)
    review = import_document(read_document(content), options=Options(), by=world.people["administrator"]).review
    (stand_in,) = review.stand_ins.all()
    assert stand_in.name == whole.stand_in.name
    assert stand_in.stands_for.stands_for is None
    assert not stand_in.stands_for.aliases
    assert [one.agency.slug for one in NamedAgency.objects.filter(review=review)] == ["wombat-academy"]
    assert not ResponseRequest.objects.exists()
    assert not ResponseStep.objects.exclude(actor=None).exists()
