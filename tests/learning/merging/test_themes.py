"""Themes that turn out to be one are merged, and nothing is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from learning import merging
from learning.models import Agency, AgencyInvolved, LearningItem, Review, Theme
from recommendations.models import Recommendation
from reviews_portal.fixtures import load_fixtures
from tests.learning.search.test_index import in_step

pytestmark = pytest.mark.django_db


def tagged(theme: Theme) -> set:
    return {one for model in (LearningItem, Recommendation, Review) for one in model.objects.filter(themes=theme)}


def test_everything_of_a_merged_theme_has_the_other_once(themes):
    record, into = themes
    both = LearningItem.objects.filter(themes=record).first()
    both.themes.add(into)
    before, others = tagged(record), tagged(into)
    merging.merge(record, into)
    assert before
    assert tagged(into) == before | others
    assert tagged(record) == set()
    assert in_step()


def test_the_address_the_filters_and_the_search_of_a_merged_theme_follow(client, themes):
    record, into = themes
    filtered = client.get("/learning/?theme=neglect&theme=fathers-and-male-carers").context["filters"].found
    before = set(filtered[0 : len(filtered)])
    merging.merge(record, into)
    for old, new in {
        "/themes/neglect/?kind=finding": "/themes/domestic-abuse/?kind=finding",
        "/briefings/theme/neglect.docx": "/briefings/theme/domestic-abuse.docx",
    }.items():
        assert (client.get(old).status_code, client.get(old)["Location"]) == (301, new)
    filters = client.get("/learning/?theme=neglect&theme=fathers-and-male-carers").context["filters"]
    assert list(filters.selected["theme"]) == ["domestic-abuse", "fathers-and-male-carers"]
    assert filters.unknown == []
    assert before <= set(filters.found[0 : len(filters.found)])
    assert client.get("/reviews/?theme=neglect").context["filters"].selected["theme"].keys() == {"domestic-abuse"}
    assert client.get("/work-in/police/?theme=neglect").context["theme"] == into
    found = client.get("/search/?q=%22not+cared+for%22").text
    assert "/themes/domestic-abuse/" in found
    assert "/themes/neglect/" not in client.get("/").text + client.get("/themes/").text + found


def test_a_chain_of_merges_leads_to_the_last(client, themes, world):
    record, into = themes
    last = Theme.objects.get(slug="fathers-and-male-carers")
    merging.merge(record, into)
    merging.merge(into, last)
    assert client.get("/themes/neglect/")["Location"] == "/themes/fathers-and-male-carers/"
    with pytest.raises(ValidationError, match="already been merged"):
        merging.merge(record, last)
    with pytest.raises(ValidationError, match="Choose a different theme"):
        merging.merge(last, last)


def test_what_is_tagged_with_a_merged_theme_afterwards_names_the_other(themes, world):
    record, into = themes
    merging.merge(record, into)
    item = LearningItem.objects.exclude(themes=into).first()
    item.themes.add(record)
    assert set(item.themes.all()) & {record, into} == {into}
    assert Theme.objects.get_by_natural_key("neglect") == record


def test_the_history_of_a_merged_theme_says_so(themes):
    record, into = themes
    merging.merge(record, into)
    assert record.history.first().history_change_reason == "Merged into domestic-abuse"
    assert record.history.first().merged_into_id == into.pk


def test_a_merge_is_one_transaction_with_as_many_queries_for_many_items_as_for_few(themes, made):
    record, into = themes
    document = made.review.documents.first()
    with CaptureQueriesContext(connection) as few, transaction.atomic():
        merging.merge(Theme.objects.create(name="Few", slug="few", group="harm"), into)
    items = LearningItem.objects.bulk_create(
        LearningItem(
            review=made.review, document=document, position=10_000 + number, kind="finding", text="Wombats",
            reference=f"R0999-{number}",
        )
        for number in range(900)
    )  # fmt: skip
    record.learningitems.add(*items)
    with CaptureQueriesContext(connection) as many:
        merging.merge(record, into)
    assert LearningItem.objects.filter(themes=into, text="Wombats").count() == 900
    assert len(many) < len(few) + 100
    assert in_step()


def test_loading_the_vocabularies_again_undoes_no_merge(client, themes):
    record, into = themes
    merging.merge(record, into)
    agency, other = Agency.objects.get(slug="solent-nhs-trust"), Agency.objects.get(slug="one-recovery-bucks")
    merging.merge(agency, other)
    names = AgencyInvolved.objects.count()
    load_fixtures()
    assert Theme.objects.get(slug="neglect").merged_into == into
    assert client.get("/themes/neglect/").status_code == 301
    assert "not cared for" in Theme.objects.get(pk=into.pk).aliases
    kept = Agency.objects.get(slug="solent-nhs-trust")
    assert (kept.merged_into, kept.name) == (other, other.name)
    assert AgencyInvolved.objects.count() == names
    assert in_step()
