"""`manage.py load_corpus` loads what `bench/corpus.py` wrote, once."""

import json
from datetime import date

import pytest
from django.core.management import CommandError
from django.utils import timezone

from learning.models import Agency, AgencyKind, ItemKind, LearningItem, Review, ReviewKind, Theme
from recommendations.models import Recommendation
from reviews_portal.corpus import reading
from reviews_portal.redaction.matching import passage_of
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with

from .conftest import held, statements


def kinds(review: Review) -> list[str]:
    return [kind.slug for kind in review.kinds.all()]


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


def test_its_texts_are_cleaned(load, written):
    file = written.folder / "items.jsonl"
    first, *rest = file.read_text().splitlines()
    values = json.loads(first) | {"text": "\ufeffAsk the step\u00adfather\u200b.\n\uf0b7 Alone."}
    file.write_text("\n".join([json.dumps(values), *rest, ""]))
    load()
    one = statements()[values["ref"]]
    assert (one.stem if values["kind"] == "recommendation" else one.text) == "Ask the stepfather.\nAlone."


def test_a_recommendation_may_state_its_label_and_series(load, written):
    """Without them, as in every corpus of before, it gets the next number of its review."""
    path = written.folder / "items.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    first, second, *_ = [row for row in rows if row["review"] == 1]
    first |= {"kind": "recommendation", "label": "9.10", "series": "National recommendations"}
    second |= {"kind": "recommendation"}
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    load()
    labels = [Recommendation.objects.get(reference=row["ref"]).label for row in (first, second)]
    assert labels == ["Recommendation 9.10 (National recommendations)", "Recommendation 2"]


def test_what_was_redacted_does_not_come_in_with_a_corpus(load, written, django_user_model):
    """It is in each text, name and slug of the files; the models' signals, which guard them, are passed by."""
    people = [django_user_model.objects.create_user(email=f"{name}@example.org") for name in "ab"]
    redaction = Redaction(state="done", reason="A name.", proposed_by=people[0], decided_by=people[1])
    redaction.decided_at = timezone.now()
    redaction.remember(passage_of("Zorbelina Quux"))
    redaction.save()
    for file, names in {"reviews.jsonl": ("title", "summary"), "items.jsonl": ("text",)}.items():
        path = written.folder / file
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert rows[0].keys() >= {*names}
        for row in rows:
            row |= {name: f"{row[name]} Of Zorbelina Quux." for name in names}
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    path = written.folder / "vocab.json"
    words = json.loads(path.read_text())
    for name in ("themes", "agencies"):
        words[name] = [[slug, f"{text} Zorbelina Quux"] for slug, text in words[name]]
    path.write_text(json.dumps(words))
    assert "Loaded 8 reviews with 120 items." in load()
    assert LearningItem.objects.filter(text__endswith="Of [redacted].").exists()
    assert all_cells_with(Redaction.objects.passages()) == []


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
        assert (one.slug, one.title, kinds(one)) == (review["slug"], review["title"], [review["type"]])
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
    assert kinds(Review.objects.get(code="R00001")) == ["other"]


def test_a_review_of_a_corpus_may_be_of_several_kinds(load, written, change):
    change("reviews.jsonl", 1, types=["safeguarding-adult-review", "domestic-homicide-review", "coroners-report"])
    load()
    of_several = ["safeguarding-adult-review", "domestic-homicide-review", "other"]
    assert kinds(Review.objects.get(code="R00001")) == of_several


def test_kinds_of_review_that_the_portal_lacks_come_from_the_vocabulary(load, written):
    ReviewKind.objects.update(succeeded=None)
    ReviewKind.objects.filter(reviews=None).delete()
    load()
    for review in written.reviews:
        assert kinds(Review.objects.get(code=review["code"])) == [review["type"]]


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


def test_items_stand_under_those_that_their_lines_name(load, written):
    """By ref or by seq, up to three levels deep."""
    path = written.folder / "items.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    first, second, third = [row for row in rows if row["review"] == 1 and row["kind"] != "recommendation"][:3]
    second["under"], third["under"] = first["ref"], second["seq"]
    path.write_text("\n".join(map(json.dumps, rows)))
    assert "with 120 items." in load()
    loaded = statements()
    assert loaded[second["ref"]].parent.reference == first["ref"]
    assert loaded[third["ref"]].parent.reference == second["ref"]
    assert loaded[first["ref"]].parent is None
