"""No value of any parameter, path or form field makes a page of the administration fail."""

import pytest
from django.contrib import admin
from django.core.exceptions import SuspiciousOperation

from learning.models import ErrorReport
from recommendations.models import ResponseRequest
from tests.forms import FormReader
from tests.once import once
from tests.slowly import rest_slow, slow
from tests.sweeps.test_hostile_values import FEW, HOSTILE, TWENTY_NINES, answered, encoded


def lookups(model) -> list[str]:
    """Return what the address of a list of the admin can be narrowed by, and what else it takes."""
    table, names = admin.site.get_model_admin(model), ["o", "p", "q", "all", "_facets", "e", "_changelist_filters"]
    for one in table.list_filter:
        name = one[0] if isinstance(one, tuple) else one
        names += [name, f"{name}__in", f"{name}__exact", f"{name}__gte", f"{name}__id__exact", f"{name}__isnull"]
    names += [field.attname for field in model._meta.concrete_fields if field.is_relation]
    if date := table.date_hierarchy:
        names += [f"{date}__{part}" for part in ("year", "month", "day", "gte", "lt", "year__gte")]
    return names


MODELS = list(admin.site._registry)
SOME_ON_BOTH = [model if at % 3 == 0 else once(model) for at, model in enumerate(MODELS)]
labelled = pytest.mark.parametrize("model", SOME_ON_BOTH, ids=lambda model: model._meta.label)
valued = pytest.mark.parametrize("all_values", [False, slow(True)], ids=["one value", "all values"])


@pytest.fixture
def administrator(client_of, world, submitted):
    ErrorReport.objects.create(kind="error", text="Words.")
    client = client_of("administrator")
    client.raise_request_exception = True
    return client


def base_of(model) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def some_of(values: list[str], model, all_values: bool) -> list[str]:
    """Return all of these values, or another one for each model."""
    return values if all_values else [values[MODELS.index(model) % len(values)]]


@labelled
@valued
def test_no_lookup_of_an_administrators_list_makes_it_fail(administrator, model, all_values):
    """All lookups with all values, or every third of them with another value."""
    for at, name in enumerate(lookups(model)):
        if all_values or at % 3 == MODELS.index(model) % 3:
            for value in some_of(FEW, model, all_values):
                answered(administrator, base_of(model), f"{name}={encoded(value)}")


@pytest.mark.parametrize(
    "query",
    [
        f"due_on__year={TWENTY_NINES}",
        "due_on__year=9999",
        "due_on__year=0",
        "due_on__year=10000",
        "due_on__year=-1",
        f"due_on__year={'9' * 5000}",
        "due_on__year=9999&due_on__month=12",
        "due_on__year=9999&due_on__month=12&due_on__day=31",
        f"due_on__year=2020&due_on__month={TWENTY_NINES}",
        "due_on__year=2020&due_on__month=13",
        "due_on__year=1&due_on__month=1&due_on__day=1",
        f"due_on__year__gte={TWENTY_NINES}",
        f"due_on__gte={TWENTY_NINES}",
    ],
)
def test_a_date_that_cannot_be_leads_to_the_administrations_own_page(administrator, query):
    address = base_of(ResponseRequest)
    response = administrator.get(f"{address}?{query}")
    if response.status_code == 302:
        assert response["Location"] == f"{address}?e=1"
        response = administrator.get(response["Location"])
    assert response.status_code == 200


@labelled
@valued
def test_no_key_in_the_path_makes_an_administrators_page_fail(administrator, model, all_values):
    for value in some_of([TWENTY_NINES, "9" * 3000, "a\x00b", "..", "_31"], model, all_values):
        for rest in ("change/", "delete/", "history/", f"history/{encoded(value)}/"):
            answered(administrator, f"{base_of(model)}{encoded(value)}/{rest}")
    record = model._default_manager.first()
    if record and hasattr(model, "history"):
        for value in some_of([TWENTY_NINES, "a\x00b", "x"], model, all_values):
            answered(administrator, f"{base_of(model)}{record.pk}/history/{encoded(value)}/")
    answered(administrator, base_of(model), sent={"action": "delete_selected", "_selected_action": [TWENTY_NINES]})
    answered(administrator, base_of(model), sent={"action": "delete_selected", "_selected_action": ["x\0"]})


@labelled
@valued
def test_no_value_makes_a_form_of_the_administration_fail(administrator, model, all_values):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    for value in some_of(FEW, model, all_values):
        for field in fields:
            if field.is_relation or "Date" in type(field).__name__:
                answered(administrator, f"{base_of(model)}add/", f"{field.name}={encoded(value)}")
    record = model._default_manager.first()
    places = [f"{base_of(model)}add/"] + ([f"{base_of(model)}{record.pk}/change/"] if record else [])
    for place in places:
        page = administrator.get(place)
        if page.status_code != 200:
            continue
        reader = FormReader(f"{model._meta.model_name}_form")
        reader.feed(page.text)
        for value in some_of([*FEW, "9999-12-31"], model, all_values):
            kept = {name: sent for name, sent in reader.sent.items() if name in ("revision", "writer")}
            sent = dict.fromkeys(reader.sent, value) | {field.name: value for field in fields}
            sent |= {name: "1" for name in sent if name.endswith("_FORMS")} | kept
            answered(administrator, place, sent=sent)


@pytest.mark.parametrize("name", ["term", "app_label", "model_name", "field_name", "page"])
def test_no_parameter_of_the_search_for_a_record_makes_it_fail(administrator, name):
    whole = {"app_label": "learning", "model_name": "agency", "field_name": "kind", "term": "a"}
    for value in HOSTILE:
        query = "&".join(f"{one}={encoded(given)}" for one, given in (whole | {name: value}).items())
        answered(administrator, "/admin/autocomplete/", query)


@pytest.mark.parametrize("name", rest_slow(["_changelist_filters", "_to_field", "_popup"], 1))
def test_nothing_that_a_window_of_the_administration_carries_makes_it_fail(administrator, name):
    for value in HOSTILE:
        try:
            answered(administrator, base_of(ResponseRequest), f"{name}={encoded(value)}")
        except SuspiciousOperation:
            continue  # 400, to who has no test's client
        answered(administrator, f"{base_of(ResponseRequest)}add/", f"{name}={encoded(value)}")
