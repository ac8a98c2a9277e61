"""The administration: every list, form and search of it opens for an administrator on real records."""

import pytest
from django.contrib import admin
from django.urls import reverse

from learning.models import ErrorReport, GoodPractice, LearningItem, LearningPoint, ReflectiveQuestion, Review, Theme
from recommendations.models import Assurance, ResponseRequest

OURS = ("accounts", "auth", "learning", "recommendations")
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]


def name(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


@pytest.fixture
def browser(world, client_of):
    """Return an administrator's browser, with a record of each model there."""
    made = world.reviews["public"]
    ErrorReport.objects.create(kind="error", text="Words.")
    ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=made.agency,
        asked_by=world.partnership,
        asked_on="2026-01-01",
        due_on="2026-03-01",
    )
    Assurance.objects.create(
        response=made.response,
        partnership=world.partnership,
        judgement="partial",
        judged_on="2026-04-01",
        deciding_body="Board",
    )
    return client_of("administrator")


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
        "Theme",
        "Agency",
        "AgencyKind",
        "Partnership",
        "GlossaryTerm",
        "Membership",
        "ErrorReport",
    }


def test_every_list_opens_and_its_search_finds(browser):
    for model in MODELS:
        address = reverse(f"admin:{name(model)}_changelist")
        page = browser.get(address)
        assert page.status_code == 200, model
        assert page.context["cl"].result_count, model
        has_box = 'id="searchbar"' in page.text
        assert has_box or not admin.site._registry[model].search_fields, model
        for query in ("quokka0", "100%", "R9000-1 child", "”"):
            assert browser.get(address, {"q": query}).status_code == 200, (model, query)


def test_every_list_can_be_narrowed_and_ordered_by_all_that_it_offers(browser):
    for model in MODELS:
        address = reverse(f"admin:{name(model)}_changelist")
        page = browser.get(address)
        for filters in page.context["cl"].filter_specs:
            for choice in list(filters.choices(page.context["cl"]))[:4]:
                assert browser.get(address + choice["query_string"]).status_code == 200, (model, choice)
        for column in range(1, len(page.context["cl"].list_display) + 1):
            assert browser.get(address, {"o": column}).status_code == 200, (model, column)


def test_every_list_runs_few_queries(browser, django_assert_max_num_queries):
    for model in MODELS:
        with django_assert_max_num_queries(30):
            assert browser.get(reverse(f"admin:{name(model)}_changelist")).status_code == 200, model


# django-simple-history calls select_related() without arguments, which Django 6.1 warns about.
@pytest.mark.filterwarnings("ignore:Calling select_related")
def test_every_form_opens(browser):
    for model in MODELS:
        added = browser.get(reverse(f"admin:{name(model)}_add"))
        assert added.status_code == (403 if model is ErrorReport else 200), model
        for record in model._default_manager.all()[:2]:
            change = browser.get(reverse(f"admin:{name(model)}_change", args=[record.pk]))
            assert change.status_code == 200, record
            history = browser.get(reverse(f"admin:{name(model)}_history", args=[record.pk]))
            assert history.status_code == 200, record
            delete = browser.get(reverse(f"admin:{name(model)}_delete", args=[record.pk]))
            assert delete.status_code in (200, 403), record


def test_an_older_state_can_be_looked_at(browser, world):
    review = world.reviews["public"].review
    address = reverse("admin:learning_review_simple_history", args=[review.pk, review.history.earliest().pk])
    page = browser.get(address)
    assert page.status_code == 200
    assert review.title in page.text


def test_every_box_that_completes_what_is_typed_answers(browser):
    for model, of in admin.site._registry.items():
        for field in of.autocomplete_fields if model in MODELS else ():
            options = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
            response = browser.get("/admin/autocomplete/", options | {"term": "a"})
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
def test_each_kind_has_a_list_of_its_own(browser, proxy, kinds):
    page = browser.get(reverse(f"admin:{name(proxy)}_changelist"), {"all": ""})
    assert {item.kind for item in page.context["cl"].queryset} == kinds
    assert page.context["cl"].queryset.count() == LearningItem.objects.filter(kind__in=kinds).count()


def item_form(item, **change) -> dict:
    return {
        "kind": item.kind,
        "text": item.text,
        "review": item.review_id,
        "document": item.document_id,
        "position": item.position,
        "themes": [theme.pk for theme in item.themes.all()],
        "agency_kinds": [kind.pk for kind in item.agency_kinds.all()],
        "later_notes-TOTAL_FORMS": "0",
        "later_notes-INITIAL_FORMS": "0",
    } | change


def test_a_corrected_kind_changes_no_address(browser, world):
    item = world.reviews["public"].item
    address = reverse("admin:learning_goodpractice_change", args=[item.pk])
    assert browser.post(address, item_form(item, kind="finding")).status_code == 302
    moved = LearningPoint.objects.get(pk=item.pk)
    assert moved.reference == item.reference
    assert not GoodPractice.objects.filter(pk=item.pk).exists()


def test_a_statement_needs_one_to_four_themes_and_somebody_it_speaks_to(browser, world):
    item = world.reviews["public"].item
    address = reverse("admin:learning_learningitem_change", args=[item.pk])
    five = [theme.pk for theme in Theme.objects.all()[:5]]
    assert "Give it one to 4 themes; it has 5 now." in browser.post(address, item_form(item, themes=five)).text
    assert "Give it one to 4 themes; it has 0 now." in browser.post(address, item_form(item, themes=[])).text
    assert "Say whom it speaks to." in browser.post(address, item_form(item, agency_kinds=[])).text


def test_a_statement_keeps_to_the_documents_and_points_of_its_review(browser, world):
    item, other = world.reviews["public"].item, world.reviews["draft"]
    address = reverse("admin:learning_learningitem_change", args=[item.pk])
    for change, says in [
        ({"document": other.document.pk}, "This document belongs to another review."),
        ({"parent": other.item.pk}, "The point that it stands under belongs to another review."),
    ]:
        assert says in browser.post(address, item_form(item, **change)).text


def test_half_a_date_is_refused_with_what_to_do(browser, world):
    review = world.reviews["public"].review
    fields = {
        "title": review.title,
        "code": review.code,
        "slug": review.slug,
        "review_type": review.review_type,
        "status": review.status,
        "audience": review.audience,
        "added_on": "2026-11-21",
        "published_on": "2016-09-06",
    }
    for prefix in ("documents", "agencies_involved", "old_addresses"):
        fields |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    page = browser.post(reverse("admin:learning_review_change", args=[review.pk]), fields)
    assert page.status_code == 200
    assert "Give both the date and how exactly it is known, or neither" in page.text
    fields |= {"published_precision": "day"}
    assert browser.post(reverse("admin:learning_review_change", args=[review.pk]), fields).status_code == 302
    assert str(Review.objects.get(pk=review.pk).published) == "6 September 2016"


def review_form(browser, review) -> dict:
    """Return what the form of a review would send if nothing were changed."""
    page = browser.get(reverse("admin:learning_review_change", args=[review.pk]))
    form = page.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    for inline in page.context["inline_admin_formsets"]:
        sent |= {f"{inline.formset.prefix}-TOTAL_FORMS": 0, f"{inline.formset.prefix}-INITIAL_FORMS": 0}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


@pytest.mark.parametrize(
    ("name", "change", "outcome"),
    [
        ("draft", {"status": "published", "reason": "It is ready."}, ("published", "public")),
        ("public", {"status": "withdrawn", "reason": "A name."}, ("withdrawn", "public")),
        ("public", {"audience": "professionals", "reason": "Court."}, ("published", "professionals")),
        ("withdrawn", {"status": "published", "reason": "Put right."}, ("published", "public")),
    ],
)
def test_status_and_audience_change_with_a_reason_that_is_kept(browser, world, name, change, outcome):
    review = world.reviews[name].review
    address = reverse("admin:learning_review_change", args=[review.pk])
    refused = browser.post(address, review_form(browser, review) | change | {"reason": ""})
    assert "Say why the status or the audience changes." in refused.text
    answer = browser.post(address, review_form(browser, review) | change)
    assert answer.status_code == 302, answer.context["errors"]
    review.refresh_from_db()
    assert (review.status, review.audience) == outcome
    assert review.history.latest().history_user == world.people["administrator"]


def test_a_draft_is_not_withdrawn_and_a_withdrawn_review_keeps_its_audience(browser, world):
    for name, change in (("draft", {"status": "withdrawn"}), ("withdrawn-professionals", {"audience": "public"})):
        review = world.reviews[name].review
        address = reverse("admin:learning_review_change", args=[review.pk])
        answer = browser.post(address, review_form(browser, review) | change | {"reason": "Because."})
        assert answer.status_code == 200, name
        before = (review.status, review.audience)
        review.refresh_from_db()
        assert (review.status, review.audience) == before


def test_what_was_published_cannot_be_deleted(browser, world):
    made = world.reviews["public"]
    for record in (made.review, made.item, made.recommendation, made.document):
        label = f"admin:{record._meta.app_label}_{record._meta.model_name}_delete"
        assert browser.post(reverse(label, args=[record.pk]), {"post": "yes"}).status_code == 403
        assert type(record).objects.filter(pk=record.pk).exists()


def test_an_administrator_makes_an_account(browser):
    sent = {
        "email": "new@example.org",
        "usable_password": "true",
        "password1": "a very long one",
        "password2": "a very long one",
    }
    assert browser.post("/admin/accounts/user/add/", sent).status_code == 302
    page = browser.post("/admin/accounts/user/add/", sent | {"email": "NEW@example.org"})
    assert "There is an account with this e-mail address already." in page.text


def test_a_version_is_added_and_published_by_hand(browser, world):
    made = world.reviews["public"]
    sent = {
        "response": made.response.pk,
        "number": 2,
        "text": "Added by hand.",
        "document": made.document.pk,
        "acceptance": "not-stated",
        "progress": "not-stated",
        "created_at_0": "2026-11-21",
        "created_at_1": "10:00",
    }
    page = browser.post("/admin/recommendations/responseversion/add/", sent)
    assert page.status_code == 302, page.context["errors"]
    version = made.response.versions.get(number=2)
    sent = {"version": version.pk, "action": "published", "at_0": "2026-11-21", "at_1": "10:00"}
    refused = browser.post("/admin/recommendations/responsestep/add/", sent)
    assert "Name the body that decided" in refused.text
    sent |= {"deciding_body": "Board"}
    assert browser.post("/admin/recommendations/responsestep/add/", sent).status_code == 302
    assert version.steps.get().actor == world.people["administrator"]
    assert "Added by hand." in browser.get(made.recommendation.get_absolute_url()).text


def test_a_step_that_cannot_follow_is_refused_in_words(browser, world):
    version = world.reviews["public"].response.versions.get()
    sent = {"version": version.pk, "action": "returned", "note": "Why.", "at_0": "2026-11-21", "at_1": "10:00"}
    page = browser.post("/admin/recommendations/responsestep/add/", sent)
    assert page.status_code == 200
    assert "Only what was submitted can be returned." in page.text
    assert version.steps.count() == 1
