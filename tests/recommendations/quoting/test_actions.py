"""An editor types the actions of a published plan; the portal chooses their places, and a review freezes them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from learning.models import Agency, AgencyKind
from learning.public_names import use_generic_name
from recommendations.actions.quoted_actions import (
    change_quoted_action,
    last_position,
    mark_of,
    newest_key,
    record_quoted_action,
    remove_quoted_action,
)
from recommendations.models import QuotedAction

NOBODY_ELSE = ["anyone", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"]


@pytest.fixture
def made(world):
    return world.reviews["draft"]


def record(world, made, who: str = "partnership-editor", **typed) -> QuotedAction:
    fields = {"text": "Train everybody.", "due": "31 June 2021", "further_columns": [["RAG", "Amber"]]}
    return record_quoted_action(made.document, by=world.people[who], **fields | typed)


def change(world, action: QuotedAction, who: str = "partnership-editor", **typed) -> QuotedAction:
    return change_quoted_action(action, **{"opened": mark_of(action), "by": world.people[who]} | typed)


def test_it_stands_at_the_end_of_its_document_with_history(world, made):
    last = last_position(made.document)
    first = record(world, made, recommendation=made.recommendation, label="1.1")
    second = record(world, made, label="1.2")
    assert [first.position, second.position] == [last // 10 * 10 + 10, last // 10 * 10 + 20]
    assert (first.due, first.further_columns) == ("31 June 2021", [["RAG", "Amber"]])
    assert first.history.get().history_user == world.people["partnership-editor"]
    assert record(world, world.reviews["public"], "administrator").review == world.reviews["public"].review


def test_a_second_click_records_once_but_a_plan_may_print_a_row_twice(world, made):
    seen = newest_key()
    first = record(world, made, seen=seen)
    assert record(world, made, seen=seen) == first
    assert record(world, made, seen=first.pk) != first
    assert record(world, made, seen=seen, label="2") != first


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_nobody_else_records_changes_or_removes(world, made, who):
    action = QuotedAction.objects.filter(review=made.review).first()
    for act in (
        lambda: record(world, made, who),
        lambda: change(world, action, who, text="Mine."),
        lambda: remove_quoted_action(action, by=world.people[who]),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_is_refused(world, made):
    before = QuotedAction.objects.count()
    for typed, words in (
        ({"text": " \u200b"}, "Enter the words of the action|cannot be blank"),
        ({"recommendation": world.reviews["public"].recommendation}, "belongs to another review"),
        ({"further_columns": [["RAG", ""]]}, "as a heading and a text"),
    ):
        with pytest.raises(ValidationError, match=words):
            record(world, made, **typed)
    school = Agency.objects.create(
        name="St Quokka School", slug="st-quokka", kind=AgencyKind.objects.get(slug="education")
    )
    use_generic_name(school, made.review)
    for typed in ({"text": "St Quokka School trains."}, {"further_columns": [["Who", "St Quokka School"]]}):
        with pytest.raises(ValidationError, match="contains the name of an agency"):
            record(world, made, **typed)
    with pytest.raises(ValidationError, match="has been withdrawn"):
        record(world, world.reviews["withdrawn"])
    assert QuotedAction.objects.count() == before


def test_it_is_corrected_and_removed_until_the_review_is_published(world, made):
    action = record(world, made)
    opened = mark_of(action)
    change(world, action, text="Train all.")
    with pytest.raises(ValidationError, match="Someone else has changed"):
        change(world, action, opened=opened, text="Train some.")
    assert change(world, action, opened=opened, text="Train all.").text == "Train all."
    remove_quoted_action(action, by=world.people["partnership-editor"])
    assert QuotedAction.history.filter(history_type="-").first().history_user == world.people["partnership-editor"]
    published = QuotedAction.objects.filter(review=world.reviews["public"].review).first()
    for act in (
        lambda: change(world, published, text="Other."),
        lambda: remove_quoted_action(published, by=world.people["administrator"]),
    ):
        with pytest.raises(ValidationError, match="while its review is published"):
            act()


# --- Pages -----------------------------------------------------------------------------------------------------------


def base(made) -> str:
    return f"/manage/reviews/{made.review.slug}/actions/"


def sent(made, **fields) -> dict:
    return {
        "document": made.document.pk,
        "recommendation": made.recommendation.pk,
        "label": "7",
        "text": "Count the boats.",
        "further_columns": "# RAG\nGreen",
        "language": "",
    } | fields


def test_typing_one_after_another_in_a_draft(world, made, client_of):
    client = client_of("partnership-editor")
    form = client.get(f"{base(made)}add/")
    seen = form.context["form"].initial["seen"]
    done = client.post(f"{base(made)}add/record/", sent(made, seen=seen))
    about = f"document={made.document.position}&recommendation={made.recommendation.reference}"
    assert done.url == f"{base(made)}add/?{about}"
    assert f'<option value="{made.recommendation.pk}" selected>' in client.get(done.url).text
    client.post(f"{base(made)}add/record/", sent(made, seen=seen))
    action = QuotedAction.objects.get(text="Count the boats.")
    assert action.further_columns == [["RAG", "Green"]]
    address = f"{base(made)}{action.pk}/"
    opened = client.get(f"{address}edit/").context["form"].initial["opened"]
    assert client.post(f"{address}edit/", sent(made, text="Count all boats.", opened=opened)).status_code == 302
    late = client.post(f"{address}edit/", sent(made, text="Count no boats.", opened=opened))
    assert (late.status_code, "Count no boats." in late.text) == (422, True)
    assert "Remove action 7?" in client.get(f"{address}remove/").text
    client.post(f"{address}remove/")
    assert client.post(f"{address}remove/").status_code == 404


def test_a_published_review_shows_the_words_first_and_keeps_them(world, client_of):
    made, client = world.reviews["public"], client_of("partnership-editor")
    form = client.get(f"{base(made)}add/")
    assert f'action="{base(made)}add/preview/"' in form.text
    for path in ("preview", "record"):
        preview = client.post(f"{base(made)}add/{path}/", sent(made))
        assert "Publish action" in preview.text
        assert '<dd class="quote">Green</dd>' in preview.text
    assert "Count the boats." in client.post(f"{base(made)}add/back/", sent(made)).text
    assert not QuotedAction.objects.filter(text="Count the boats.").exists()
    client.post(f"{base(made)}add/record/", sent(made, previewed="yes"))
    action = QuotedAction.objects.get(text="Count the boats.")
    assert "Count the boats." in Client().get(made.recommendation.get_absolute_url()).text
    for path in ("edit/", "remove/"):
        assert client.get(f"{base(made)}{action.pk}/{path}").status_code == 404
        assert client.post(f"{base(made)}{action.pk}/{path}", sent(made)).status_code == 404


def test_forged_posts_do_nothing(world, made, client_of):
    action, before = QuotedAction.objects.filter(review=made.review).first(), QuotedAction.objects.count()
    for who in NOBODY_ELSE:
        for path in ("add/record/", "add/preview/", f"{action.pk}/edit/", f"{action.pk}/remove/"):
            assert client_of(who).post(f"{base(made)}{path}", sent(made)).status_code in (302, 403, 404), (who, path)
    foreign = world.reviews["public"]
    client = client_of("partnership-editor")
    for stolen in ({"document": foreign.document.pk}, {"recommendation": foreign.recommendation.pk}):
        assert client.post(f"{base(made)}add/record/", sent(made, **stolen)).status_code == 422
    assert QuotedAction.objects.count() == before


def test_what_was_typed_is_there_again_after_signing_in(world, made, client_of):
    mark = client_of("partnership-editor").get(f"{base(made)}add/").context["writer"]
    late = Client().post(f"{base(made)}add/record/", sent(made, writer=mark))
    assert late.status_code == 403
    client = Client()
    data = {"login": "editor@example.org", "password": "a long password", "kept": late.context["kept"]}
    client.post("/accounts/sign-in/", data | {"next": f"{base(made)}add/"})
    assert "Count the boats." in client.get(f"{base(made)}add/").text
    assert not QuotedAction.objects.filter(text="Count the boats.").exists()
