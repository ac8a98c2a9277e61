"""`manage.py load_corpus`, on what bench/corpus.py writes."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from learning.models import Agency, AgencyKind, ItemKind, LearningItem, Partnership, Review, ReviewType, Theme
from recommendations.models import Recommendation
from reviews_portal.corpus import reading

GENERATOR = settings.BASE_DIR / "bench" / "corpus.py"


class Written(NamedTuple):
    """A corpus on disk, and what stands in its files."""

    folder: Path
    reviews: list[dict]
    items: list[dict]
    vocabulary: dict
    cases: dict


def write(folder: Path, *arguments: str) -> Written:
    """Let the generator write a corpus into a folder."""
    subprocess.run([sys.executable, GENERATOR, "--out", folder, *arguments], check=True, capture_output=True)

    def records(name: str) -> list[dict]:
        return [json.loads(line) for line in (folder / name).read_text().splitlines()]

    return Written(
        folder,
        records("reviews.jsonl"),
        records("items.jsonl"),
        json.loads((folder / "vocab.json").read_text()),
        json.loads((folder / "cases.json").read_text()),
    )


@pytest.fixture
def written(tmp_path) -> Written:
    """Return a tiny corpus, a third of it for professionals only."""
    return write(tmp_path, "--items=120", "--reviews=8", "--restricted=0.33")


@pytest.fixture(autouse=True)
def rebuilds(monkeypatch) -> list[bool]:
    """Do not rebuild the search index, which has tests of its own; return what it was called with."""
    calls: list[bool] = []
    monkeypatch.setattr("reviews_portal.corpus.rebuild", lambda *, progress=False: calls.append(progress))
    return calls


@pytest.fixture
def load(db, written, capsys):
    """Return a function that loads the corpus and gives what the command said."""

    def load() -> str:
        call_command("load_corpus", str(written.folder))
        return capsys.readouterr().out

    return load


@pytest.fixture
def change(written):
    """Return a function that changes one record of a file, by its number of line; text replaces the whole line."""

    def change(name: str, number: int, text: str = "", **values) -> None:
        file = written.folder / name
        lines = file.read_text().splitlines()
        lines[number - 1] = text or json.dumps(json.loads(lines[number - 1]) | values)
        file.write_text("\n".join(lines) + "\n")

    return change


def held() -> Counter:
    """Return how many records there are of each model that a load writes."""
    models = [Agency, AgencyKind, LearningItem, Partnership, Recommendation, Review, Theme]
    models += [LearningItem.themes.through, Recommendation.themes.through, Review.themes.through]
    models += [LearningItem.agencies.through, Recommendation.agencies.through, Review.partnerships.through]
    models += [LearningItem.history.model, Review.history.model, Theme.history.model, Recommendation.history.model]
    return Counter({model._meta.label: model._base_manager.count() for model in models})


def statements() -> dict[str, LearningItem | Recommendation]:
    """Return what was loaded, by reference."""
    ours = {"review__documents__slug__endswith": "-corpus"}
    return {one.reference: one for model in (LearningItem, Recommendation) for one in model.objects.filter(**ours)}


# --- The generator ----------------------------------------------------------------------------------------------


def test_the_generator_writes_the_same_for_the_same_arguments(written, tmp_path):
    assert write(tmp_path / "again", "--items=120", "--reviews=8", "--restricted=0.33")[1:] == written[1:]
    assert write(tmp_path / "other", "--items=120", "--reviews=8", "--seed=2").items != written.items


def test_the_generator_uses_the_portals_own_vocabulary(written):
    assert {slug for slug, _ in written.vocabulary["kinds"]} == {*ItemKind.values, "recommendation"}
    assert {slug for slug, _ in written.vocabulary["types"]} == {*ReviewType.values}
    assert len(written.vocabulary["themes"]) == len(dict(written.vocabulary["themes"])) == 60
    assert len(set(written.vocabulary["partnerships"])) == 130


# --- What is loaded ---------------------------------------------------------------------------------------------


def test_every_item_comes_with_its_words_themes_and_bodies(load, written, rebuilds):
    history = LearningItem.history.count(), Review.history.count(), Theme.history.count()
    assert "Loaded 8 reviews with 120 items." in load()
    assert rebuilds == [True]
    loaded = statements()
    assert len(loaded) == 120
    for item in written.items:
        one = loaded[item["ref"]]
        assert one.position == item["seq"]
        assert one.review_id == one.document.review_id
        assert one.review.code == written.reviews[item["review"] - 1]["code"]
        assert {theme.slug for theme in one.themes.all()} == {*item["themes"]}
        assert {agency.slug for agency in one.agencies.all()} == {*item["agencies"]}
        assert [kind.slug for kind in one.agency_kinds.all()] == ([] if item["agencies"] else ["everyone"])
        if item["kind"] == "recommendation":
            assert one.stem == item["text"]
        else:
            assert (one.kind, one.text) == (item["kind"], item["text"])
    assert (LearningItem.history.count(), Review.history.count(), Theme.history.count()) == history


def test_items_are_in_the_order_of_the_file(load, written):
    load()
    for model, wanted in [(LearningItem, False), (Recommendation, True)]:
        refs = [item["ref"] for item in written.items if (item["kind"] == "recommendation") is wanted]
        assert (
            list(model.objects.filter(reference__in=refs).order_by("pk").values_list("reference", flat=True)) == refs
        )
    for review in written.reviews:
        numbers = Review.objects.get(code=review["code"]).recommendations.order_by("position")
        assert [one.number for one in numbers] == list(range(1, len(numbers) + 1))


def test_every_review_comes_with_its_document_summary_and_audience(load, written):
    load()
    for review in written.reviews:
        one = Review.objects.get(code=review["code"])
        items = [item for item in written.items if item["review"] == review["id"]]
        assert (one.slug, one.title, one.review_type) == (review["slug"], review["title"], review["type"])
        assert (one.audience, one.status) == (review["audience"], "published")
        assert one.published.machine == review["published"]
        assert one.references_used == len(items)
        assert [partnership.name for partnership in one.partnerships.all()] == [review["partnership"]]
        assert {theme.slug for theme in one.themes.all()} == {theme for item in items for theme in item["themes"]}
        document = one.documents.get()
        assert (document.slug, document.kind) == (f"{review['code'].lower()}-corpus", "report")
        assert document.published_on == date.fromisoformat(review["published"])
        assert [(part.kind, part.text) for part in one.reviewsections.all()] == [("background", review["summary"])]
    assert {review["audience"] for review in written.reviews} == {"public", "professionals"}


def test_the_public_finds_what_the_cases_say(load, written):
    load()
    cases = written.cases
    public = [one for model in (LearningItem, Recommendation) for one in model.objects.visible_to(None)]
    public = [one for one in public if one.document.slug.endswith("-corpus")]
    themes = {one.reference: {theme.slug for theme in one.themes.all()} for one in public}
    both = {one for one in public for agency in one.agencies.all() if agency.slug == cases["two_facets"]["agency"]}
    assert len(public) == cases["public"]["items"] < 120
    for case in ("theme_top", "theme_mid"):
        assert sum(cases[case]["theme"] in some for some in themes.values()) == cases[case]["items"]
    assert sum(cases["two_facets"]["theme"] in themes[one.reference] for one in both) == cases["two_facets"]["items"]


def test_words_that_are_there_already_stay_as_they_are(load, written):
    theme_slug, agency_slug = written.vocabulary["themes"][0][0], written.vocabulary["agencies"][0][0]
    kind = AgencyKind.objects.get(slug="police")
    Theme.objects.create(slug=theme_slug, name="Ours", group="harm", scope_note="Our own.")
    Agency.objects.create(slug=agency_slug, name="Ours", kind=kind)
    load()
    theme, agency = Theme.objects.get(slug=theme_slug), Agency.objects.get(slug=agency_slug)
    assert (theme.name, theme.group, theme.scope_note) == ("Ours", "harm", "Our own.")
    assert (agency.name, agency.kind) == ("Ours", kind)
    other = Theme.objects.get(slug=written.vocabulary["themes"][1][0])
    assert (other.group, other.scope_note) == ("professional-practice", "From a corpus.")
    assert Agency.objects.get(slug=written.vocabulary["agencies"][1][0]).kind.name == "Other services"


def test_kinds_of_our_names_and_unknown_types_are_ours(load, written, change):
    """Other corpora call a reflective question by its name, and have types of review that we have not."""
    vocabulary = written.vocabulary | {"kinds": [["reflective-question", "Reflective question"]]}
    (written.folder / "vocab.json").write_text(json.dumps(vocabulary))
    change("items.jsonl", 1, kind="reflective-question")
    change("reviews.jsonl", 1, type="coroners-report")
    load()
    assert LearningItem.objects.get(reference="R00001-001").kind == ItemKind.QUESTION
    assert Review.objects.get(code="R00001").review_type == ReviewType.OTHER


# --- Loading again ----------------------------------------------------------------------------------------------


def test_loading_twice_changes_nothing(load):
    load()
    before = held()
    said = load()
    assert "Loaded 0 reviews with 0 items." in said
    assert "Skipped 8 reviews with 120 items" in said
    assert held() == before


def test_a_load_that_broke_off_is_completed_by_loading_again(load, written, change, monkeypatch, rebuilds):
    monkeypatch.setattr(reading, "BATCH", 20)
    change("items.jsonl", 120, kind="rumour")
    with pytest.raises(CommandError, match=r"items\.jsonl, line 120: There is no kind of item") as error:
        load()
    there = Review.objects.filter(documents__slug__endswith="-corpus").count()
    assert 0 < there < 8
    assert f"Before it {there} reviews were loaded" in str(error.value)
    assert rebuilds == []
    change("items.jsonl", 120, kind=written.items[-1]["kind"])
    said = load()
    assert f"Loaded {8 - there} reviews" in said
    assert f"Skipped {there} reviews" in said
    assert len(statements()) == 120


def test_a_review_that_is_held_keeps_its_own_items(load, written, change):
    change("reviews.jsonl", 3, code="R0001")
    before = Review.objects.get(code="R0001")
    items = list(before.learningitems.values_list("reference", flat=True))
    assert "Skipped 1 reviews" in load()
    after = Review.objects.get(code="R0001")
    assert after.title == before.title
    assert list(after.learningitems.values_list("reference", flat=True)) == items


# --- What cannot be loaded --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "number", "values", "says"),
    [
        ("items.jsonl", 7, {"text": "{"}, "This is not JSON"),
        ("items.jsonl", 7, {"text": "[1]"}, "This is not a record"),
        ("items.jsonl", 7, {"kind": "rumour"}, "no kind of item 'rumour'. Use one of: good-practice"),
        ("items.jsonl", 7, {"themes": ["weather"]}, "vocab.json has no theme 'weather'. Add it there"),
        ("items.jsonl", 7, {"agencies": ["circus"]}, "vocab.json has no agency 'circus'. Add it there"),
        ("items.jsonl", 7, {"review": 99}, "reviews.jsonl has no review 99. Add it there"),
        ("items.jsonl", 120, {"review": 1}, "An item of review 1 comes after one of review 8. Sort the items"),
        ("items.jsonl", 7, {"ref": ""}, '"ref" is missing'),
        ("items.jsonl", 7, {"seq": 6}, "same ref or seq"),
        ("items.jsonl", 7, {"seq": -1}, "position: "),
        ("items.jsonl", 7, {"audience": "partnership"}, "Its audience is not that of its review"),
        ("reviews.jsonl", 4, {"text": "{"}, "This is not JSON"),
        ("reviews.jsonl", 4, {"id": 3}, "Sort the reviews by id"),
        ("reviews.jsonl", 4, {"code": "R00002"}, "The code R00002 was given to a review above"),
        ("reviews.jsonl", 4, {"code": "Four"}, "A review's code is R and at least four digits"),
        ("reviews.jsonl", 4, {"published": "May"}, "published_on: "),
        ("reviews.jsonl", 4, {"audience": "friends"}, "audience: "),
        ("reviews.jsonl", 4, {"partnership": "Nowhere"}, "vocab.json has no partnership 'Nowhere'"),
        ("reviews.jsonl", 4, {"title": "x" * 201}, "title: "),
    ],
)
def test_a_broken_line_is_named_and_nothing_of_its_batch_is_kept(load, change, name, number, values, says):
    before = held()
    change(name, number, **values)
    with pytest.raises(CommandError) as error:
        load()
    assert f"{name}, line {number}: " in str(error.value)
    assert says in str(error.value)
    assert held() == before


def test_what_the_database_refuses_is_named_and_nothing_of_its_batch_is_kept(load, change):
    before = held()
    twice = LearningItem.objects.order_by("reference").first()
    change("items.jsonl", 7, ref=twice.reference, kind="finding")
    with pytest.raises(CommandError, match=r"reviews\.jsonl, lines 1 to 8: The database refused"):
        load()
    assert held() == before


def test_an_address_is_not_taken_from_another_review(load, change):
    change("reviews.jsonl", 4, slug=Review.objects.get(code="R0001").slug)
    with pytest.raises(CommandError, match=r"reviews\.jsonl, line 4: Another review is or was at the address"):
        load()


@pytest.mark.parametrize("name", ["vocab.json", "reviews.jsonl", "items.jsonl"])
def test_a_missing_file_is_named(load, written, name):
    (written.folder / name).unlink()
    with pytest.raises(CommandError, match=f"{name} is missing. Name a folder"):
        load()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{\n "themes": [}', r"vocab\.json, line 2: This is not JSON"),
        ('{"themes": [], "agencies": [], "kinds": []}', r"vocab\.json: .*'partnerships'.* Add what is missing"),
        (
            '{"kinds": [], "agencies": [], "partnerships": [],\n"themes": [["Bad slug", "Weather"]]}',
            r"vocab\.json, line 2: slug: ",
        ),
    ],
)
def test_a_vocabulary_that_is_none_is_named(load, written, text, says):
    (written.folder / "vocab.json").write_text(text)
    with pytest.raises(CommandError, match=says):
        load()
