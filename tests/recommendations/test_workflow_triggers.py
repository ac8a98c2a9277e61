"""The database itself refuses a step that cannot follow, also to who writes past the actions."""

import pytest
from django.core.management import call_command
from django.db import connection

from recommendations.models import Response, ResponseStep, ResponseVersion, ScrutinyComment
from recommendations.triggers.workflow import RULES, STEP, name_of


@pytest.fixture
def bare(world, agency):
    """Return a version of a response that took no step, and is quoted from no document."""
    response = Response.objects.create(recommendation=world.reviews["public"].recommendation, agency=agency)
    return ResponseVersion.objects.create(response=response, number=1, text="Words.")


def step(version: ResponseVersion, action: str, **fields) -> ResponseStep:
    return ResponseStep.objects.create(version=version, action=action, **fields)


@pytest.mark.parametrize(
    ("before", "action", "words"),
    [
        (["submitted"], "submitted", "only be submitted once"),
        ([], "returned", "Only a submitted version can be returned"),
        ([], "published", "Only a version that was submitted, or is quoted"),
        (["submitted", "returned"], "published", "already been returned or published"),
        (["submitted", "published"], "returned", "already been returned or published"),
        (["submitted", "returned"], "returned", "already been returned or published"),
        (["submitted", "published"], "published", "already been returned or published"),
        (["submitted"], "withdrawn", "Only a published version can be withdrawn"),
        (["submitted", "returned"], "withdrawn", "Only a published version can be withdrawn"),
        (["submitted", "published", "withdrawn"], "published", "already been returned or published"),
        (["submitted", "published", "withdrawn"], "submitted", "only be submitted once"),
    ],
)
def test_a_step_follows_only_where_it_can(bare, refused, before, action, words):
    for earlier in before:
        step(bare, earlier)
    with refused(words):
        step(bare, action)


def test_one_version_waits_at_a_time(bare, refused):
    step(bare, "submitted")
    second = ResponseVersion.objects.create(response=bare.response, number=2, text="More.")
    with refused("Another version of this response is awaiting"):
        step(second, "submitted")
    step(bare, "returned")
    assert step(second, "submitted").pk


def test_when_an_account_is_removed_others_still_publish_what_it_submitted(world, bare):
    """And it can be removed though it published, as the only editor, what it submitted."""
    writer = world.people["writer"]
    step(bare, "submitted", actor=writer)
    step(bare, "published", actor=writer, deciding_body="Board", as_only_editor=True)
    second = ResponseVersion.objects.create(response=bare.response, number=2, text="More.")
    step(second, "submitted", actor=writer)
    writer.delete()
    assert step(second, "published", actor=world.people["partnership-editor"], deciding_body="Board").pk


def test_nobody_publishes_what_they_submitted(world, bare, refused):
    writer = world.people["writer"]
    step(bare, "submitted", actor=writer)
    with refused("You cannot publish a version that you submitted"):
        step(bare, "published", actor=writer, deciding_body="Board")
    assert step(bare, "published", actor=writer, deciding_body="Board", as_only_editor=True).pk


@pytest.mark.parametrize(
    ("action", "fields", "name"),
    [
        ("published", {"deciding_body": ""}, "step_publishing_names_who_decided"),
        ("returned", {"note": ""}, "step_return_says_why"),
        ("returned", {"note": "Why.", "as_only_editor": True}, "step_only_editor_publishes"),
    ],
)
def test_what_a_person_decides_says_what_it_must(world, bare, refused, action, fields, name):
    step(bare, "submitted")
    with refused(name):
        step(bare, action, actor=world.people["partnership-editor"], **fields)


def test_what_is_quoted_from_a_document_is_published_as_it_is(world, bare):
    document = world.reviews["public"].document
    quoted = ResponseVersion.objects.create(response=bare.response, number=2, text="Words.", document=document)
    assert step(quoted, "published").pk


def test_a_comment_has_words_and_is_never_changed(world, asked, refused):
    with refused("comment_has_text"):
        ScrutinyComment.objects.create(request=asked, by=world.people["scrutineer"], text="")
    made = ScrutinyComment.objects.create(request=asked, by=world.people["scrutineer"], text="Words.")
    with refused("never changed or deleted"):
        ScrutinyComment.objects.update(text="Others.")
    with refused("never changed or deleted"):
        made.delete()


def test_every_rule_has_its_words():
    assert len(set(RULES.values())) == len(RULES) == 7


def test_the_guard_is_put_up_again_after_each_migrate(bare, refused):
    with connection.cursor() as cursor:
        on = f" ON {ResponseStep._meta.db_table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name_of(STEP)}{on}")
    call_command("migrate", verbosity=0)
    with refused("Only a submitted version can be returned"):
        step(bare, "returned")
