"""What was submitted or recorded is never changed or deleted: the database itself refuses."""

from datetime import UTC, datetime

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection

from recommendations.actions import checking, commenting
from recommendations.models import Response, ResponseStep, ResponseVersion
from recommendations.triggers.immutability import MESSAGE, immutable_models, install_triggers

REFUSED = "never changed or deleted"


@pytest.fixture
def version(world) -> ResponseVersion:
    made = world.reviews["public"]
    version = made.response.versions.get()
    version.parts.add(made.recommendation.parts.first())
    return version


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_immutable():
    assert {model._meta.db_table for model in immutable_models()} == {
        "recommendations_passage",
        "recommendations_responseversion",
        "recommendations_responseversion_parts",
        "recommendations_responsestep",
        "recommendations_scrutinycomment",
        "recommendations_evidencefile",
    }


@pytest.mark.parametrize(
    "field", [field.name for field in ResponseVersion._meta.concrete_fields if field.name != "id"]
)
def test_no_field_of_a_version_is_changed(world, version, refused, field):
    other = {
        "response": world.reviews["draft"].response.pk,
        "number": 9,
        "document": None,
        "passage": 1,
        "language": "cy",
        "new_date": "2026-01-01",
        "completed_on": "2026-01-01",
        "signed_off_on": "2026-01-01",
        "created_at": "2020-01-01T00:00Z",
    }
    with refused(REFUSED):
        ResponseVersion.objects.filter(pk=version.pk).update(**{field: other.get(field, "accepted")})


@pytest.mark.parametrize(
    "change",
    [{"note": "Other."}, {"action": "withdrawn"}, {"at": "2020-01-01T00:00Z"}, {"acted_as": "somebody else"}],
)
def test_no_step_is_changed(version, refused, change):
    with refused(REFUSED):
        version.steps.update(**change)


def test_who_acted_may_be_forgotten_and_nothing_else_with_it(world, asked, submitted, refused):
    """An account can be removed; what was done with it stays, under the role in which it was done."""
    writer, other = world.people["writer"], world.people["second-writer"]
    step = submitted.steps.get()
    for change in ({"actor": other}, {"actor": None, "note": "Other."}, {"actor": None, "acted_as": ""}):
        with refused(REFUSED):
            ResponseStep.objects.filter(pk=step.pk).update(**change)
    ResponseStep.objects.filter(pk=step.pk).update(actor=None)
    with refused(REFUSED):
        ResponseStep.objects.filter(pk=step.pk).update(actor=writer)
    step.refresh_from_db()
    assert (step.actor, step.acted_as) == (None, "an editor of Northshire Health")


def test_an_account_is_removed_and_its_steps_and_comments_stay(world, asked, submitted):
    scrutineer, editor = world.people["scrutineer"], world.people["partnership-editor"]
    commenting.comment(asked, by=scrutineer, text="What changed?")
    checking.publish_version(submitted, by=editor, deciding_body="Board")
    for name in ("writer", "partnership-editor", "scrutineer"):
        world.people[name].delete()
    assert [(step.actor, step.acted_as) for step in submitted.steps.order_by("pk")] == [
        (None, "an editor of Northshire Health"),
        (None, f"an editor of {world.partnership}"),
    ]
    comment = asked.comments.get()
    assert (comment.by, comment.acted_as) == (None, f"an independent scrutineer of {world.partnership}")


def test_a_saved_change_is_refused(version, refused):
    version.text = "Other words."
    with refused(REFUSED):
        version.save()


def test_a_change_in_bulk_is_refused(version, refused):
    version.text = "Other words."
    with refused(REFUSED):
        ResponseVersion.objects.bulk_update([version], ["text"])
    with refused(REFUSED):
        ResponseVersion.objects.bulk_create(
            [version], update_conflicts=True, update_fields=["text"], unique_fields=["response", "number"]
        )


def test_a_change_in_plain_sql_is_refused(version, refused):
    for sql in (
        "UPDATE recommendations_responseversion SET text = 'Other words.'",
        "DELETE FROM recommendations_responseversion_parts",
        "UPDATE recommendations_responsestep SET note = 'Other.'",
        "DELETE FROM recommendations_responsestep",
    ):
        with refused(REFUSED):
            run(sql)


def test_a_deletion_is_refused(version, refused):
    with refused(REFUSED):
        version.steps.get().delete()
    with refused(REFUSED):
        version.steps.all()._raw_delete("default")
    with refused():
        version.delete()
    assert ResponseVersion.objects.filter(pk=version.pk).exists()


def test_what_a_version_speaks_of_is_not_taken_away(version, refused):
    for act in (version.parts.clear, lambda: version.parts.set([]), lambda: version.parts.first().delete()):
        with refused(REFUSED):
            act()


def test_saving_a_version_as_it_is_changes_nothing(version):
    version.save()
    version.steps.get().save()
    assert ResponseVersion.objects.get(pk=version.pk).text == version.text


def test_a_fixture_of_versions_can_be_loaded_twice(version, tmp_path):
    """To the second, as fixtures give times."""
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    newer = ResponseVersion.objects.create(
        response=version.response, number=2, text="Newer.", created_at=noon, document=version.document
    )
    newer.parts.set(version.parts.all())
    step = ResponseStep.objects.create(version=newer, action="published", at=noon)
    path = tmp_path / "versions.json"
    path.write_text(
        serializers.serialize("json", [newer, step], use_natural_foreign_keys=True, use_natural_primary_keys=True)
    )
    before = ResponseVersion.objects.count(), ResponseStep.objects.count()
    call_command("loaddata", str(path), verbosity=0)
    assert (ResponseVersion.objects.count(), ResponseStep.objects.count()) == before


def test_new_versions_and_steps_are_taken(version):
    newer = ResponseVersion.objects.create(response=version.response, number=2, text="Newer.")
    ResponseStep.objects.create(version=newer, action="submitted")
    ResponseStep.objects.create(version=version, action="withdrawn")
    assert version.response.versions.count() == 2


def drop_triggers() -> None:
    for model in immutable_models():
        table = model._meta.db_table
        for name in (f"{table}_no_change", f"{table}_no_delete"):
            run(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def test_the_guard_is_put_up_again_after_each_migrate(version, refused):
    drop_triggers()
    version.steps.update(note="Changed while nobody guarded.")
    call_command("migrate", "recommendations", verbosity=0)
    with refused(REFUSED):
        version.steps.update(note="Changed again.")
    with refused(REFUSED):
        version.steps.get().delete()


def test_the_guard_can_be_put_up_twice(version, refused):
    install_triggers()
    install_triggers()
    with refused(REFUSED):
        version.steps.update(note="Other.")


def test_the_refusal_says_what_to_do_instead():
    assert "Add a new version or step instead" in MESSAGE


def test_administrators_can_only_add(client_of, version):
    browser = client_of("administrator")
    for record, name in ((version, "responseversion"), (version.steps.get(), "responsestep")):
        page = browser.get(f"/admin/recommendations/{name}/{record.pk}/change/")
        assert page.status_code == 200
        assert 'name="_save"' not in page.text
        assert browser.post(f"/admin/recommendations/{name}/{record.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Response.objects.filter(pk=version.response_id).exists()
