"""The admin: every list, form and search opens for an administrator on real records."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.models import (
    Agency,
    DocumentFile,
    ErrorReport,
    GoodPractice,
    LearningItem,
    LearningPoint,
    OriginalFile,
    ReflectiveQuestion,
    Review,
    SourceDocument,
    Theme,
)
from recommendations.models import Passage, Recommendation, Response, ResponseStep, ResponseVersion
from reviews_portal.accounts.models import ApprovedDomain
from tests.slowly import slow

OURS = ("accounts", "auth", "learning", "recommendations")
NEVER_ADDED = (ErrorReport, Passage, Response, ResponseVersion, ResponseStep)  # readers and actions do
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]


def name(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def test_what_administrators_look_after_is_all_there():
    assert {model.__name__ for model in MODELS} >= {
        "User",
        "Group",
        "Review",
        "SourceDocument",
        "ReviewSection",
        "Resource",
        "SourceWording",
        "LearningItem",
        "LearningPoint",
        "GoodPractice",
        "ReflectiveQuestion",
        "Recommendation",
        "RecommendationPart",
        "Response",
        "ResponseVersion",
        "ResponseStep",
        "ResponseRequest",
        "Passage",
        "Theme",
        "Agency",
        "AgencyKind",
        "Partnership",
        "GlossaryTerm",
        "Membership",
        "ErrorReport",
    }


@pytest.mark.parametrize("queries", [["100%"], slow(["quokka0", "R9000-1 child", "”"])], ids=["one query", "others"])
def test_every_list_opens_and_its_search_finds(administrator, queries):
    ApprovedDomain.objects.create(domain="health.example")
    original = OriginalFile.objects.create(digest="0" * 64, format="pdf", size=1)
    DocumentFile.objects.create(document=SourceDocument.objects.first(), original=original)
    Passage.objects.create(document=SourceDocument.objects.first(), number=1, text="We answer together.")
    for model in MODELS:
        address = reverse(f"admin:{name(model)}_changelist")
        page = administrator.get(address)
        assert page.status_code == 200, model
        assert page.context["cl"].result_count, model
        has_box = 'id="searchbar"' in page.text
        assert has_box or not admin.site._registry[model].search_fields, model
        for query in queries:
            assert administrator.get(address, {"q": query}).status_code == 200, (model, query)


def test_a_list_offers_no_filter_that_grows_with_the_catalogue():
    """A choice for each of 10,000 reviews or documents makes a page of half a megabyte; a search finds them."""
    growing = {Review, SourceDocument, Agency, LearningItem, Recommendation, ResponseVersion}
    for model in MODELS:
        for name in admin.site._registry[model].list_filter:
            if isinstance(name, str):
                *_, last = fields = [*get_fields_from_path(model, name)]
                assert last.related_model not in growing, (model, [field.name for field in fields])


@pytest.mark.parametrize("model", ["learningitem", "goodpractice"])
def test_references_are_searched_without_reading_the_words(administrator, world, model):
    item = world.reviews["public"].item
    address = reverse(f"admin:learning_{model}_changelist")
    for typed in (item.reference, f"{item.reference.lower()} R8888-1", item.review.code):
        with CaptureQueriesContext(connection) as queries:
            page = administrator.get(address, {"q": typed})
        assert item in page.context["cl"].result_list, typed
        assert all(one.reference.startswith(item.review.code) for one in page.context["cl"].result_list)
        assert not [query["sql"] for query in queries if re.search(r'"text"[^,]* LIKE', query["sql"])], typed
        assert len(queries) <= 12
    for typed, is_found in (("quokka0", True), (f"{item.reference} quokka0", True), ("R8888-1", False)):
        assert (item in administrator.get(address, {"q": typed}).context["cl"].result_list) == is_found, typed


def test_the_themes_are_listed_with_the_number_of_their_items(administrator, world):
    listed = {
        one.slug: one.items for one in administrator.get("/admin/learning/theme/?all=").context["cl"].result_list
    }
    assert listed == {one.slug: one.learningitems.count() for one in Theme.objects.all()}
    assert 0 in listed.values()
    assert max(listed.values()) > 1


def test_apps_are_called_by_what_they_hold(administrator):
    page = administrator.get("/admin/").text
    for named in ("Background tasks", "Emails", "Groups", "Two-step verification"):
        assert named in page, named
    for technical in ("MFA", "Outbox", "Backend", "Authorization"):
        assert technical not in page, technical


some_or_all = pytest.mark.parametrize("all_of_them", [False, slow(True)], ids=["some", "all"])


@some_or_all
def test_every_list_can_be_narrowed_by_all_that_it_offers(administrator, all_of_them):
    """By some choices of each filter, or by the first beside "All"."""
    for model in MODELS:
        address = reverse(f"admin:{name(model)}_changelist")
        page = administrator.get(address)
        for filters in page.context["cl"].filter_specs:
            choices = list(filters.choices(page.context["cl"]))
            for choice in choices[:4] if all_of_them else choices[1:2] or choices:
                assert administrator.get(address + choice["query_string"]).status_code == 200, (model, choice)


@some_or_all
def test_every_list_can_be_ordered_by_all_its_columns(administrator, all_of_them):
    """By each column alone, or by all of them at once."""
    for model in MODELS:
        address = reverse(f"admin:{name(model)}_changelist")
        columns = [str(at) for at, _ in enumerate(administrator.get(address).context["cl"].list_display, 1)]
        for chosen in columns if all_of_them else [".".join(columns)]:
            assert administrator.get(address, {"o": chosen}).status_code == 200, (model, chosen)


def test_every_list_runs_few_queries(administrator, django_assert_max_num_queries):
    for model in MODELS:
        with django_assert_max_num_queries(30):
            assert administrator.get(reverse(f"admin:{name(model)}_changelist")).status_code == 200, model


# django-simple-history calls select_related() without arguments, which Django 6.1 warns about.
@pytest.mark.filterwarnings("ignore:Calling select_related")
def test_every_form_opens(administrator):
    Passage.objects.create(document=SourceDocument.objects.first(), number=1, text="We answer together.")
    for model in MODELS:
        added = administrator.get(reverse(f"admin:{name(model)}_add"))
        assert added.status_code == (403 if model in NEVER_ADDED else 200), model
        for record in model._default_manager.all()[:2]:
            change = administrator.get(reverse(f"admin:{name(model)}_change", args=[record.pk]))
            assert change.status_code == 200, record
            history = administrator.get(reverse(f"admin:{name(model)}_history", args=[record.pk]))
            assert history.status_code == 200, record
            delete = administrator.get(reverse(f"admin:{name(model)}_delete", args=[record.pk]))
            assert delete.status_code in (200, 403), record


def test_an_older_state_can_be_looked_at(administrator, world):
    review = world.reviews["public"].review
    address = reverse("admin:learning_review_simple_history", args=[review.pk, review.history.earliest().pk])
    page = administrator.get(address)
    assert page.status_code == 200
    assert review.title in page.text


def test_every_box_that_completes_what_is_typed_answers(administrator):
    for model, of in admin.site._registry.items():
        for field in of.autocomplete_fields if model in MODELS else ():
            options = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
            response = administrator.get("/admin/autocomplete/", options | {"term": "a"})
            assert response.status_code == 200, (model, field)
            assert "results" in response.json()


def test_nobody_else_comes_in(client_of):
    for role in ("anyone", "practitioner", "partnership-editor", "scrutineer"):
        client = client_of(role)
        for model in MODELS:
            for page in ("changelist", "add"):
                response = client.get(reverse(f"admin:{name(model)}_{page}"))
                assert response.status_code == 302, (role, model)
                assert response["Location"].startswith("/admin/login/"), (role, model)


@pytest.mark.parametrize(
    ("proxy", "kinds"),
    [
        (LearningPoint, {"learning-point", "finding", "area-to-strengthen", "key-theme", "emerging-theme"}),
        (GoodPractice, {"good-practice"}),
        (ReflectiveQuestion, {"question"}),
    ],
)
def test_each_kind_has_a_list_of_its_own(administrator, proxy, kinds):
    page = administrator.get(reverse(f"admin:{name(proxy)}_changelist"), {"all": ""})
    assert {item.kind for item in page.context["cl"].queryset} == kinds
    assert page.context["cl"].queryset.count() == LearningItem.objects.filter(kind__in=kinds).count()
