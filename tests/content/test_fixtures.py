"""The fixtures: what they must hold, what they must not say, and that they load as they are."""

import calendar
import json
import re
import subprocess
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import serializers
from django.core.management import call_command

from learning.models import (
    Agency,
    AgencyInvolved,
    GlossaryTerm,
    ItemKind,
    LearningItem,
    Partnership,
    Resource,
    Review,
    ReviewSection,
    SourceDocument,
    SourceWording,
    Theme,
    ThemeGroup,
)
from recommendations.models import Recommendation, RecommendationPart, Response, ResponseVersion
from reviews_portal.fixtures import fixture_files, load_fixtures

pytestmark = pytest.mark.django_db

RESTRICTED = settings.BASE_DIR / "fixtures" / "restricted"
needs_restricted = pytest.mark.skipif(
    not list(RESTRICTED.glob("*.json")),
    reason="fixtures/restricted is not here: its review cannot be checked",
)
SHINGLE = 6  # words that follow each other; fewer may be common English


def statements():
    return [*LearningItem.objects.all(), *Recommendation.objects.all()]


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return each run of six words in a text, without punctuation or case."""
    found = re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'", ""))
    return {tuple(found[start : start + SHINGLE]) for start in range(len(found) - SHINGLE + 1)}


def test_the_counts_are_those_of_the_public_documents():
    items = LearningItem.objects.filter(review__audience="public")
    kinds = Counter(items.values_list("kind", flat=True))
    assert kinds[ItemKind.GOOD_PRACTICE] == 7
    assert kinds[ItemKind.QUESTION] == 0
    assert kinds.total() == 66
    assert items.exclude(parent=None).count() == 13
    assert Recommendation.objects.count() == 18
    assert RecommendationPart.objects.count() == 18
    assert Recommendation.objects.exclude(tail="").count() == 1
    assert Response.objects.published().count() == 29


def test_a_recommendation_stands_once_and_both_its_documents_are_cited():
    assert Recommendation.objects.filter(review__code="R0001").count() == 10
    cited = set(SourceWording.objects.values_list("reference", flat=True))
    assert cited == set(Recommendation.objects.filter(review__code="R0001").values_list("reference", flat=True))
    different = SourceWording.objects.exclude(text="")
    assert [(wording.reference, "six-week" in wording.text) for wording in different] == [("R0001-28", True)]
    assert "six week" in Recommendation.objects.get(reference="R0001-28").stem


def test_every_statement_has_one_to_four_themes_and_speaks_to_somebody():
    for statement in statements():
        assert 1 <= statement.themes.count() <= 4, statement
        assert statement.agencies.exists() or statement.agency_kinds.exists(), statement


def test_a_review_carries_every_theme_of_its_statements():
    for statement in statements():
        assert set(statement.themes.all()) <= set(statement.review.themes.all()), statement


def test_the_vocabulary_has_seventy_to_ninety_themes_in_eight_groups():
    themes = list(Theme.objects.all())
    assert 70 <= len(themes) <= 90
    assert {theme.group for theme in themes} == set(ThemeGroup.values)
    assert len(ThemeGroup.values) == 8
    assert all(theme.scope_note.endswith(".") and theme.aliases for theme in themes)
    names = Counter(name.lower() for theme in themes for name in {theme.name, *theme.aliases})
    assert [name for name, number in names.items() if number > 1] == []


def test_references_run_on_without_gaps_and_the_counter_stands_at_the_last():
    for review in Review.objects.all():
        numbers = sorted(
            int(statement.reference.split("-")[1]) for statement in statements() if statement.review_id == review.pk
        )
        assert numbers == list(range(1, len(numbers) + 1)), review
        assert review.references_used == len(numbers), review


def test_what_a_document_does_not_state_is_empty():
    southampton = Review.objects.get(code="R0001")
    assert southampton.published is None
    assert [document.published for document in southampton.documents.all()] == [None, None]
    assert str(southampton.commissioned) == "March 2018"
    family = Review.objects.get(code="R0003")
    assert family.published is None
    assert str(family.documents.get().published) == "October 2021"
    baby = Review.objects.get(code="R0002")
    assert str(baby.published) == "6 September 2016"
    assert baby.partnership_as_named == "SSCB"
    assert not baby.partnerships.exists()
    assert set(Partnership.objects.values_list("area", flat=True)) == {"Southampton", "Buckinghamshire"}


MONTHS = {name.lower() for name in calendar.month_name[1:]}
NATIONS = {"england", "wales", "scotland", "northern", "ireland"}


def names_in(text: str) -> set[str]:
    """Return the words of a text that may be names: those with a capital that begin no sentence or quotation."""
    sentences = re.split(r"(?<=[.!?:])\s+|“", text)
    words = [word for sentence in sentences for word in re.findall(r"[^\W\d_]+", sentence)[1:]]
    return {word.lower() for word in words if word[0].isupper()}


def quoted_words(reviews) -> set[str]:
    """Return every word of the documents of some reviews, as these are quoted; test_inventory holds them to be so."""
    found = [*LearningItem.objects.filter(review__in=reviews), *ReviewSection.objects.filter(review__in=reviews)]
    texts = [text for one in found for text in (one.text, one.heading, one.subheading)]
    for model, path, names in (
        (Recommendation, "review", ("stem", "tail")),
        (RecommendationPart, "recommendation__review", ("text",)),
        (ResponseVersion, "response__recommendation__review", ("text",)),
        (Resource, "review", ("title", "address")),
        (SourceDocument, "review", ("title", "publisher")),
        (SourceWording, "review", ("text",)),
        (AgencyInvolved, "review", ("named_as",)),
    ):
        for row in model.objects.filter(**{f"{path}__in": reviews}).values_list(*names):
            texts += row
    return {word.lower() for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def test_no_note_or_field_of_ours_names_a_place_that_its_documents_do_not():
    """To join facts of a document with those of the press is how children are found."""
    found = {}
    models = (LearningItem, Recommendation, RecommendationPart, ReviewSection, Resource)
    paths = {RecommendationPart: "recommendation__review"}
    for review in Review.objects.all():
        documents, known = review.documents.all(), quoted_words([review]) | NATIONS
        items = [one for model in models for one in model.objects.filter(**{paths.get(model, "review"): review})]
        notes = [review.title, review.subject, review.children, review.harm, review.reviewer, review.content_note]
        notes += [review.curator_note, review.audience_reason, *(one.source_defect for one in items)]
        notes += [one.curator_note for one in documents]
        places = [review.partnership_as_named]
        places += [name for one in review.partnerships.all() for name in (one.area, one.name)]
        notes += [f"In {place}" for place in places]
        found |= {note: new for note in notes if (new := names_in(note) - known)}
    for term in GlossaryTerm.objects.filter(documents__isnull=False).distinct():
        known = quoted_words(Review.objects.filter(documents__glossary_terms=term)) | NATIONS | MONTHS
        found |= {term.explanation: new} if (new := names_in(term.explanation) - known) else {}
    known = quoted_words(Review.objects.all())
    found |= {agency.note: new for agency in Agency.objects.all() if (new := names_in(agency.note) - known)}
    assert found == {}


@needs_restricted
def test_the_restricted_review_is_for_professionals_and_has_neither_partnership_nor_date():
    review = Review.objects.get(code="R0004")
    assert (review.audience, review.status) == ("professionals", "published")
    assert not review.partnerships.exists()
    assert (review.commissioned, review.incident, review.published) == (None, None, None)
    assert review.subject.lower() not in review.slug.replace("-", " ")
    assert set(Review.objects.exclude(pk=review.pk).values_list("audience", flat=True)) == {"public"}


def test_acceptance_is_nowhere_stated_and_progress_only_where_the_words_say_it():
    assert set(ResponseVersion.objects.values_list("acceptance", flat=True)) == {"not-stated"}
    stated = ResponseVersion.objects.exclude(progress="not-stated")
    assert {version.progress for version in stated} == {"in-progress"}
    assert all(re.search(r"in the process of|is under review", version.text) for version in stated)


def test_an_address_is_linked_only_where_the_document_gives_it_whole():
    assert not Resource.objects.filter(address_state="none").exclude(address="").exists()
    assert not Resource.objects.filter(address_state="given").exclude(address__startswith="http").exists()
    assert not Resource.objects.filter(title__contains="](#)").exists()


def test_a_damaged_address_is_never_a_link(client):
    review = Review.objects.get(code="R0003")
    Resource.objects.filter(review=review).update(address="https://example.org/damage", address_state="damaged")
    page = client.get(review.get_absolute_url()).text
    assert "https://example.org/damage" in page
    assert 'href="https://example.org/damage"' not in page


def test_no_text_holds_what_the_extraction_left_behind():
    for statement in LearningItem.objects.all():
        assert not re.search(r"\*\*|✓|✚|^X |\]\(|<p>|•", statement.text), statement


def test_the_two_commissioning_groups_are_two_and_have_successors():
    groups = Agency.objects.filter(aliases__icontains="CCG")
    assert groups.count() == 2
    assert len({group.succeeded_by for group in groups}) == 2
    assert all(group.note for group in groups)


def test_every_abbreviation_of_the_public_documents_is_in_the_glossary_with_them():
    abbreviations = {
        "R0001": [
            "FNP",
            "MASH",
            "GP",
            "DASH",
            "PPN1",
            "HIPS",
            "CAMHS",
            "CCG",
            "SSCP",
            "NHS",
            "PDT",
            "ISA",
            "UHSFT",
            "POD",
            "HMIC",
        ],
        "R0002": ["SCR", "SSCB", "CAF"],
        "R0003": ["LCSPR", "LAC", "CSC", "CCG", "CAMHS", "NHS"],
    }
    for code, expected in abbreviations.items():
        documents = SourceDocument.objects.filter(review__code=code)
        found = set(GlossaryTerm.objects.filter(documents__in=documents).values_list("abbreviation", flat=True))
        assert found >= set(expected), code
    assert GlossaryTerm.objects.get(slug="sscb-baby-e").expansion == ""


@needs_restricted
def test_what_only_the_restricted_review_knows_stands_only_in_its_file():
    """Its words, of which no public document has as many in a row, its title and its own terms."""
    inventory = json.loads((RESTRICTED / "inventory" / "R0004.json").read_text())
    public = json.loads((Path(__file__).parent / "data" / "inventory.json").read_text())
    secret = set().union(*(shingles(row["text"]) for row in inventory))
    secret -= set().union(*(shingles(row["text"]) for row in public))
    title = Review.objects.get(code="R0004").title.lower()
    tracked = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=settings.BASE_DIR, text=True
    )
    for name in tracked.splitlines():
        path = settings.BASE_DIR / name
        if name.startswith("fixtures/restricted/") or not path.is_file():
            continue
        text = path.read_text(errors="replace")
        assert not shingles(text) & secret, name
        assert not re.search(rf"\b{title}\b", text.lower()), name


def test_loading_the_fixtures_again_changes_nothing():
    before = serializers.serialize("json", [*statements(), *ResponseVersion.objects.all(), *Review.objects.all()])
    load_fixtures()
    after = serializers.serialize("json", [*statements(), *ResponseVersion.objects.all(), *Review.objects.all()])
    assert after == before


def test_a_fixture_says_all_there_is_to_say_of_its_records():
    """What is dumped is what was loaded: no field of a record is left to a default."""
    labels = ["learning", "recommendations"]
    for path in fixture_files():
        for row in json.loads(path.read_text()):
            assert row["model"].split(".")[0] in labels, path
            assert "pk" not in row, path
    dumped = dump()
    for path in fixture_files():
        for row in json.loads(path.read_text()):
            match = [other for other in dumped[row["model"]] if same_record(row, other)]
            assert match, f"{path.name}: {row}"


def dump() -> dict[str, list[dict]]:
    """Return every record of the catalogue as a fixture would have it, by model."""
    out = StringIO()
    call_command(
        "dumpdata", "learning", "recommendations", natural_foreign=True, natural_primary=True, stdout=out, verbosity=0
    )
    records: dict[str, list[dict]] = {}
    for row in json.loads(out.getvalue()):
        records.setdefault(row["model"], []).append(row["fields"])
    return records


def same_record(row: dict, other: dict) -> bool:
    """Return whether a loaded record has all that the fixture says, the order of its relations apart."""

    def plain(value):
        if isinstance(value, list) and value and isinstance(value[0], list):
            return sorted(value)
        return value

    return all(plain(other[name]) == plain(value) for name, value in row["fields"].items()) and set(other) == set(
        row["fields"]
    )
