"""Models, columns and fields that are named as text exist: a rename must not quietly end what a list protects.

Most of these names are checked at start, see `learning.utils.model_names`; here are the lists that call it, and the
names that are not of models. Each list is also tried with a name that stands for nothing.
"""

import re
from dataclasses import fields, replace
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import FieldDoesNotExist

from learning import published_changes, sight
from learning.models import Agency, GlossaryTerm, LearningItem, Review, SourceDocument
from learning.published_changes import Words
from learning.search import signals
from learning.search.registry import SOURCES
from learning.utils.model_names import check_path
from learning.utils.parameters import CARRIED
from recommendations.models import Assurance, Response, ResponseRequest, ResponseStep, ResponseVersion
from recommendations.triggers import workflow as workflow_triggers
from reviews_portal import page_cache
from reviews_portal.briefings import plans
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import Document, Fact, Item, Outline, Part, Section, as_data
from reviews_portal.briefings.versions.kept_versions import NOT_OF_THE_WORDS
from reviews_portal.groups import ADMINISTERED_APPS, PRACTITIONERS
from reviews_portal.people import own_data
from reviews_portal.redaction import matching, occurrences, reader_texts
from tests.sweeps.test_hostile_values import FIELDS, NAMES

OUTLINES = (Outline, Section, Item, Part, Fact, Document)


def names_of(*classes: type) -> set[str]:
    """Return the names of the fields of these dataclasses."""
    return {field.name for one in classes for field in fields(one)}


@pytest.mark.parametrize(
    ("app", "module", "names"),
    [
        ("redaction", occurrences, "NAMES"),
        ("redaction", reader_texts, "NAMES"),
        ("people", own_data, "OWN_WORDS"),
        ("people", own_data, "NOT_TOLD"),
    ],
)
@pytest.mark.parametrize("unknown", ["learning.Reviews", "learning.Review.renamed"])
def test_the_portal_does_not_start_with_a_name_that_stands_for_nothing(monkeypatch, app, module, names, unknown):
    monkeypatch.setattr(module, names, getattr(module, names) | {unknown})
    with pytest.raises((LookupError, FieldDoesNotExist)):
        apps.get_app_config(app).ready()


def test_every_list_of_what_is_not_searched_is_among_the_names_that_are_checked():
    lists = {name: value for name, value in vars(occurrences).items() if name.isupper() and isinstance(value, set)}
    lists |= {name: value for name, value in vars(reader_texts).items() if name.isupper() and isinstance(value, set)}
    checked = occurrences.NAMES | reader_texts.NAMES
    assert {name for name, value in lists.items() if not value <= checked} == {"REFERENCES"}


def test_each_column_that_redaction_leaves_as_a_reference_exists():
    names = {field.name for model in apps.get_models() for field in model._meta.concrete_fields}
    assert names >= occurrences.REFERENCES


def test_the_parts_of_outlines_and_plans_that_redaction_tells_apart_exist():
    assert names_of(Outline, Section, Item) >= {*reader_texts.WITHIN}
    assert {name for name in reader_texts.WITHIN if name in names_of(Outline)} == {"sections"}
    assert names_of(plans.Plan, plans.Entry) >= {*reader_texts.IN_PLANS}
    # The names that `typed_in` reads: whose they are decides which texts are a reader's own.
    assert names_of(Outline) >= {"introduction", "title", "subject"}
    assert names_of(Section) >= {"is_trainers", "heading"}
    assert [one for one in OUTLINES if "look" in names_of(one)] == [Item]
    assert "note" in names_of(Item)
    assert names_of(*OUTLINES) >= matching.OF_THE_CODE
    assert names_of(*OUTLINES) >= NOT_OF_THE_WORDS
    assert reader_texts.is_outline(Edition._meta.get_field("outline"))


def filled(one: type, **values):
    """Return one of the classes of outlines in which each text is its own name, such as "Item.note"."""
    texts = {field.name: f"{one.__name__}.{field.name}" for field in fields(one) if field.type in (str, "str")}
    return one(**texts | values)


def test_only_a_readers_own_words_in_an_outline_are_told_apart():
    item = filled(Item, under=(filled(Item),), parts=(filled(Part),))
    section = filled(Section, items=(item,), sections=(filled(Section),), is_trainers=True)
    beside = {"facts": (filled(Fact),), "documents": (filled(Document),)}
    outline = filled(Outline, made_on=date(2026, 11, 28), sections=(section,), subject="", **beside)
    own = []
    reader_texts.outline_with(as_data(outline), own=lambda what, text: own.append(text) or text)
    assert sorted(set(own)) == ["Item.note", "Outline.introduction", "Outline.title", "Section.heading"]


@pytest.mark.parametrize(
    ("links", "target"), [(sight.AGENCY_LINKS, Agency), (sight.GLOSSARY_LINKS, GlossaryTerm)], ids=["agency", "term"]
)
def test_the_links_of_sight_lead_from_a_record_to_its_review(links, target):
    for label, to_record, to_review in links:
        model = apps.get_model(label)
        check_path(model, to_record, target)
        check_path(model, to_review, Review)


def test_links_through_responses_go_through_what_is_published():
    """`sight` asks the manager of a model for `published()` by its name: without it drafts would name agencies."""
    linked = {apps.get_model(label) for label, _, _ in sight.AGENCY_LINKS}
    assert {model for model in linked if hasattr(model.objects, "published")} == {Response}


def test_the_lookups_of_the_search_index_are_checked_when_they_are_registered(monkeypatch):
    for source in SOURCES.values():
        signals.check_paths(source, source.affected_by)
        signals.check_paths(source, source.reindex_on_delete)
    monkeypatch.setattr(signals, "SOURCES", dict(SOURCES))
    with pytest.raises(FieldDoesNotExist):
        signals.register(replace(SOURCES["item"], affected_by={Review: "renamed"}))
    with pytest.raises(FieldDoesNotExist):
        signals.register(replace(SOURCES["item"], reindex_on_delete={Agency: "document"}))
    with pytest.raises(FieldDoesNotExist):
        signals.affect("agency", {SourceDocument: "renamed"})


@pytest.mark.parametrize("words", [Words(["renamed"]), Words(["text"], review="renamed")])
def test_published_words_are_watched_by_names_that_exist(words):
    with pytest.raises(FieldDoesNotExist):
        published_changes.watch_words(LearningItem, words)


def test_what_the_page_cache_watches_and_what_it_does_not_are_all_models():
    models = {model for label in ("learning", "recommendations") for model in apps.get_app_config(label).get_models()}
    assert models >= page_cache.UNSEEN
    unwatched = models - page_cache.UNSEEN - set(page_cache.seen_models())
    assert all(model._meta.db_table.partition("_")[2].startswith("historical") for model in unwatched)


def test_the_tables_of_the_workflow_triggers_exist():
    """The database refuses steps out of order only for tables that it knows by these names."""
    tables = {model._meta.db_table for model in (ResponseStep, ResponseRequest, ResponseVersion, Assurance)}
    assert workflow_triggers.RULES_OF.keys() == tables
    assert ResponseVersion._meta.db_table == workflow_triggers.VERSION


@pytest.mark.django_db
def test_the_permissions_and_apps_of_groups_exist():
    assert {config.label for config in apps.get_app_configs()} >= {*ADMINISTERED_APPS}
    practitioners = Group.objects.get(name=PRACTITIONERS).permissions.values_list("codename", flat=True)
    assert [*practitioners] == [sight.SEE_PROFESSIONALS]
    codenames = {sight.SEE_PROFESSIONALS, sight.SEE_EVERYTHING}
    found = Permission.objects.filter(content_type__app_label=Review._meta.app_label, codename__in=codenames)
    assert set(found.values_list("codename", flat=True)) == codenames


def read_from(method: str) -> set[str]:
    """Return the names by which the code reads a parameter of an address (GET) or a field of a form (POST)."""
    pattern = re.compile(rf'\.{method}(?:\.get|\.getlist|)[(\[]"(\w+)"')
    folders = (settings.BASE_DIR / name for name in ("learning", "recommendations", "reviews_portal"))
    return {name for folder in folders for file in folder.rglob("*.py") for name in pattern.findall(file.read_text())}


def test_the_sweep_of_hostile_values_sends_every_parameter_and_field_that_is_read():
    of_django = {"field_name"}  # of its list of choices, which test_hostile_values_of_the_admin.py asks for
    assert read_from("GET") - of_django | CARRIED <= {*NAMES}
    assert {"q", "sort", "layout"} <= read_from("GET")
    assert read_from("POST") - {"_selected_action"} <= {*FIELDS}  # the last is of Django's own lists
    assert {"window", "version", "text"} <= read_from("POST")
