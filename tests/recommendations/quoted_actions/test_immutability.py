"""Quoted actions stay as printed: the database refuses changes once their review is published."""

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection

from learning.models import Review
from recommendations.models import QuotedAction
from recommendations.triggers.quoted_actions import RULES_OF, TABLE

REFUSED = "change or delete a quoted action while its review is published"


@pytest.fixture
def action(world) -> QuotedAction:
    return quote(world, "public")


def quote(world, name: str, **fields) -> QuotedAction:
    made = world.reviews[name]
    values = {"review": made.review, "document": made.document, "recommendation": made.recommendation}
    words = {"position": 900, "text": "Words.", "due": "31 September 2020"}
    return QuotedAction.objects.create(**values | words | fields)


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


OTHER = {
    "review": lambda world: world.reviews["draft"].review,
    "document": lambda world: world.reviews["draft"].document,
    "recommendation": lambda world: None,
    "position": lambda world: 7,
    "further_columns": lambda world: [["RAG", "Red"]],
    "language": lambda world: "cy",
}


@pytest.mark.parametrize("field", [one.name for one in QuotedAction._meta.concrete_fields if one.name != "id"])
@pytest.mark.parametrize("name", ["public", "withdrawn"])
def test_no_field_is_changed(world, refused, field, name):
    made = quote(world, name)
    value = OTHER[field](world) if field in OTHER else "Other."
    with refused(REFUSED):
        QuotedAction.objects.filter(pk=made.pk).update(**{field: value})
    with refused(REFUSED):
        made.delete()


def test_a_saved_change_and_plain_sql_are_refused(action, refused):
    action.text = "Other words."
    with refused(REFUSED):
        action.save()
    with refused(REFUSED):
        QuotedAction.objects.bulk_update([action], ["text"])
    for sql in (f"UPDATE {TABLE} SET text = 'Other.'", f"DELETE FROM {TABLE}"):
        with refused(REFUSED):
            run(sql)


def test_a_mistake_is_corrected_with_history_while_the_review_is_not_published(world, action):
    Review.objects.filter(pk=action.review_id).update(status="in-review")
    action.text = "The words."
    action.save()
    assert [one.text for one in QuotedAction.history.filter(id=action.pk)] == ["The words.", "Words."]
    action.delete()
    assert not QuotedAction.objects.filter(pk=action.pk).exists()


def test_an_action_is_not_moved_into_a_published_review_with_its_parts_elsewhere(world, refused):
    made = quote(world, "draft")
    with refused("document of a quoted action must belong"):
        QuotedAction.objects.filter(pk=made.pk).update(review=world.reviews["public"].review, recommendation=None)


def test_recommendation_and_document_are_of_the_same_review(world, refused):
    other = world.reviews["professionals"]
    with refused("recommendation of a quoted action must belong to the same review"):
        quote(world, "public", recommendation=other.recommendation)
    with refused("document of a quoted action must belong to the same review"):
        quote(world, "public", document=other.document)


def test_a_fixture_is_loaded_twice(action, tmp_path):
    path = tmp_path / "actions.json"
    path.write_text(
        serializers.serialize("json", [action], use_natural_foreign_keys=True, use_natural_primary_keys=True)
    )
    for _ in range(2):
        call_command("loaddata", str(path), verbosity=0)
    assert QuotedAction.objects.get(position=900) == action


def test_the_guard_is_put_up_again_after_each_migrate(action, refused):
    for name in RULES_OF:
        run(f"DROP TRIGGER {name}" + (f" ON {TABLE}" if connection.vendor == "postgresql" else ""))
    QuotedAction.objects.filter(pk=action.pk).update(lead="Changed while nobody guarded.")
    call_command("migrate", "recommendations", verbosity=0)
    with refused(REFUSED):
        QuotedAction.objects.filter(pk=action.pk).update(lead="Changed again.")
    with refused(REFUSED):
        action.delete()


def test_what_an_action_is_quoted_from_is_not_deleted(world, refused):
    made = quote(world, "draft")
    for record in (made.document, made.recommendation):
        with refused():
            record.delete()
