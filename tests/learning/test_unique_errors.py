"""Forms refuse a value that must be unique: the error names the other record, and nothing typed is lost."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from learning.models import Agency, GlossaryTerm, LearningItem, Resource, ReviewSection, SourceDocument, Theme
from recommendations.models import Recommendation, RecommendationPart
from tests.portal.administration import address_of, opened


@pytest.fixture
def made(world):
    return world.reviews["public"]


def messages(record) -> dict[str, list[str]]:
    """Return what is said of a record that cannot be saved, field by field."""
    with pytest.raises(ValidationError) as error:
        record.full_clean()
    return error.value.message_dict


def document(made, **fields) -> SourceDocument:
    values = {"title": "Other", "slug": "other", "kind": "briefing", "position": 20}
    return SourceDocument(review=made.review, **values | fields)


@pytest.mark.parametrize("title", ["Document quokka0", " document QUOKKA0 "])
def test_two_documents_of_a_review_are_told_apart_by_their_titles(made, world, title):
    (said,) = messages(document(made, title=title))["title"]
    assert "already has a document “Document quokka0” (Full report, undated)" in said
    assert "in brackets after the title, such as the date" in said
    other_review = world.reviews["draft"]
    document(other_review, title=title.strip()).full_clean()
    made.document.full_clean()


def test_two_documents_that_are_typed_at_once_are_told_apart_too(client_of, made):
    """Nothing that was typed is lost."""
    client = client_of("administrator")
    sent = opened(client, made.review) | {"documents-TOTAL_FORMS": "3"}
    for row in (1, 2):
        new = {"title": "Twice", "slug": f"twice-{row}", "kind": "report", "position": str(row * 100), "id": "",
               "review": str(made.review.pk), "licence": f"Long thought about {row}", "language": "en"}  # fmt: skip
        sent |= {f"documents-{row}-{name}": value for name, value in new.items()}
    page = client.post(address_of(made.review), sent)
    assert page.status_code == 200
    assert page.text.count("This review already has a document “Twice”") == 1
    assert "Long thought about 1" in page.text
    assert "Long thought about 2" in page.text
    assert made.review.documents.count() == 1


@pytest.mark.parametrize("page", ["theme", "agency", "agencykind", "partnership", "glossaryterm", "sourcedocument"])
def test_an_automatic_slug_that_is_taken_names_the_record_and_a_free_one(client_of, made, page):
    """A browser without scripts makes none; with them it makes the same slug of the same name."""
    taken = {
        "theme": ("neglect", Theme.objects.get(slug="neglect")),
        "agency": ("agency-quokka0", made.agency),
        "agencykind": ("police", made.agency.kind),
        "partnership": ("northshire", made.review.partnerships.get()),
        "glossaryterm": ("zzquokka0", made.term),
        "sourcedocument": ("document-quokka0", made.document),
    }
    slug, other = taken[page]
    client = client_of("administrator")
    address = f"/admin/learning/{page}/add/"
    sent = opened(client.get(address), other.__class__())
    answer = client.post(address, sent | {"name": "Long thought about", "title": "Long thought about", "slug": slug})
    assert answer.status_code == 200
    assert f"“{other}” already has the slug “{slug}”. Choose another slug, such as “{slug}-2”." in answer.text
    assert page == "glossaryterm" or "Long thought about" in answer.text


def test_the_free_slug_is_free(made):
    kind = made.agency.kind
    for number in (2, 3):
        Agency.objects.create(name="Another", slug=f"agency-quokka0-{number}", kind=kind)
    assert "such as “agency-quokka0-4”" in messages(Agency(name="More", slug="agency-quokka0", kind=kind))["slug"][0]
    long = "a" * 120
    Agency.objects.create(name="Long", slug=long, kind=kind)
    said = messages(Agency(name="Long too", slug=long, kind=kind))["slug"][0]
    assert f"such as “{'a' * 116}-2”" in said
    assert not GlossaryTerm.objects.filter(slug=f"{'a' * 116}-2").exists()


def test_a_position_is_taken_by_one_record_of_any_kind(made):
    """Recommendations came in the wrong order when two records had the same position."""
    at = {"review": made.review, "document": made.document}
    new = {
        Recommendation: {"short_label": "3", "stem": "Stem."},
        LearningItem: {"kind": "finding", "text": "Text."},
        ReviewSection: {"kind": "background", "text": "Text."},
        Resource: {"title": "Title"},
    }
    taken = {10: "Happened quokka0", 20: made.item.reference, 50: made.recommendation.reference, 60: "Reading quokka0"}
    for model, fields in new.items():
        for position, name in taken.items():
            (said,) = messages(
                model(**at, position=position, reference="R9000-99", **fields)
                if hasattr(model, "reference")
                else model(**at, position=position, **fields)
            )["position"]
            assert f"Position {position} in this document is taken by “" in said
            assert name in said
            assert "Choose a number between two others, or 70 for the end." in said
    made.recommendation.full_clean()  # its own place is its own


def test_in_the_admin_a_taken_position_loses_nothing_typed(client_of, made):
    client = client_of("administrator")
    sent = opened(client, made.recommendation, position="20", stem="Long thought about")
    page = client.post(address_of(made.recommendation), sent)
    assert page.status_code == 200
    assert f"Position 20 in this document is taken by “{made.item.reference}" in page.text.replace("&#x27;", "'")
    assert "Long thought about" in page.text
    made.recommendation.refresh_from_db()
    assert made.recommendation.position == 50


def test_positions_that_are_taken_name_the_record(made):
    part = made.recommendation.parts.get(label="a")
    new = RecommendationPart(recommendation=made.recommendation, position=1, label="z", text="Text.")
    said = messages(new)["position"]
    assert said == [f"“{part}” already has the position “1”. Choose another position, such as “3”."]
    said = messages(document(made, position=10))["position"]
    assert said == [f"“{made.document}” already has the position “10”. Choose another position, such as “11”."]


def test_the_database_keeps_the_places_of_documents_apart(made, refused):
    with refused("document_place_once|learning_sourcedocument.review_id, learning_sourcedocument.position"):
        document(made, position=10).save()


def test_documents_that_stood_at_one_place_keep_their_order(made, world):
    """The migration, on rows as they were before the database refused them."""
    part_places = import_module("learning.migrations.0007_addresses_and_places").part_places
    rows = [(1, 10), (2, 0), (3, 0), (4, 20)]
    updated: dict[int, int] = {}

    class Documents:
        """A table in which two documents of a review stand at one place, which no table can hold any more."""

        def __init__(self, **chosen) -> None:
            self.chosen = chosen

        def order_by(self, *fields):
            return self

        def values(self, *fields):
            return self

        def annotate(self, **counted):
            return self

        def filter(self, **chosen):
            return Documents(**chosen)

        def values_list(self, field, flat):
            if field == "review":
                return [7]
            return [key for key, _ in sorted(rows, key=lambda row: (row[1], row[0]))]

        def update(self, position) -> None:
            updated[self.chosen["pk"]] = position

    class Apps:
        def get_model(self, *names):
            return type("Model", (), {"objects": Documents()})

    part_places(Apps(), None)
    assert updated == {2: 10, 3: 20, 1: 30, 4: 40}
    part_places(apps, None)  # where no two do, nothing changes
    made.document.refresh_from_db()
    assert made.document.position == 10


@pytest.mark.django_db
def test_the_fixtures_share_no_place(django_db_setup):
    from django.core.management import call_command

    from learning.models.sourced import kinds_sourced
    from reviews_portal.fixtures import fixture_files

    call_command("loaddata", *map(str, fixture_files()), verbosity=0)
    places = [place for model in kinds_sourced() for place in model.objects.values_list("document", "position")]
    assert len(places) == len(set(places)) > 100
    assert {model.__name__ for model in kinds_sourced()} == {
        "LearningItem", "QuotedAction", "Recommendation", "Resource", "ReviewSection"
    }  # fmt: skip
