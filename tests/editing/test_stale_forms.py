"""Two editors open the details of a review or a document: whoever saves second never undoes the first one unseen."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from learning.models import Review, ReviewKind, SourceDocument, Theme
from learning.utils.marks import mark
from learning.utils.stale_forms import ChangedInBetween
from reviews_portal.editing.actions.reviews import save_details
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

EDITOR, ADMINISTRATOR = "partnership-editor", "administrator"
MEANWHILE = "has been changed to “{}” since you opened this page."
STAYS = "What you entered is still in the field: save again to use it."
SHOWN_NOW = "The field now shows this change."


@dataclass(frozen=True)
class Form:
    """A form that two people open: its address, its record, and a second text field of it."""

    address: str
    record: Review | SourceDocument
    other: str
    label: str

    def now(self) -> Review | SourceDocument:
        """Return the record as it is stored."""
        return type(self.record).objects.get(pk=self.record.pk)


@pytest.fixture(params=["review", "document"])
def form(request, world) -> Form:
    """Return the form for the details of a published review, or of its document."""
    made = world.reviews["public"]
    page = f"/manage/reviews/{made.review.slug}/"
    if request.param == "review":
        return Form(f"{page}details/", made.review, "reviewer", "Reviewer")
    return Form(f"{page}documents/{made.document.pk}/", made.document, "publisher", "Publisher")


@pytest.fixture(params=[(EDITOR, ADMINISTRATOR), (ADMINISTRATOR, EDITOR)], ids=["editor-first", "editor-second"])
def people(request, client_of) -> list[Client]:
    """Return the clients of two people, in the order in which they save."""
    return [client_of(who) for who in request.param]


def opened(client: Client, form: Form) -> dict:
    """Return what a person would send if they opened the form and changed nothing, but gave a reason."""
    return fields_of(client.get(form.address).text) | {"reason": "It was wrong."}


def save(client: Client, form: Form, **typed) -> None:
    """Open the form, and save what is typed."""
    assert client.post(form.address, opened(client, form) | typed).status_code == 302


def test_what_both_changed_is_refused_once_and_saved_when_it_is_sent_again(form, people):
    first, second = people
    late = opened(second, form)
    save(first, form, title="First title")
    rows = form.record.history.count()
    page = second.post(form.address, late | {"title": "Second title", form.other: "Wombat"})
    assert page.status_code == 409
    assert "Someone saved these details while you were editing." in page.text
    assert f"{MEANWHILE.format('First title')} {STAYS}" in page.text
    assert page.context["form"].errors.keys() == {"__all__", "title"}
    again = fields_of(page.text)
    assert (again["title"], again[form.other], again["reason"]) == (["Second title"], ["Wombat"], ["It was wrong."])
    assert (form.now().title, form.record.history.count()) == ("First title", rows)
    assert second.post(form.address, again).status_code == 302
    assert (form.now().title, getattr(form.now(), form.other)) == ("Second title", "Wombat")


def test_what_only_the_other_one_changed_is_shown_and_not_undone_by_sending_again(form, people):
    first, second = people
    save(first, form, published="March 2015", **{form.other: "Numbat"})
    late = opened(second, form)
    save(first, form, published="4 March 2015", **{form.other: ""})
    page = second.post(form.address, late | {"title": "Second title"})
    assert page.status_code == 409
    assert f"{MEANWHILE.format('4 March 2015')} {SHOWN_NOW}" in page.text
    assert f"“{form.label}” has been cleared since you opened this page. {SHOWN_NOW}" in page.text
    again = fields_of(page.text)
    assert (again["published"], again[form.other], again["title"]) == (["4 March 2015"], [""], ["Second title"])
    assert second.post(form.address, again).status_code == 302
    now = form.now()
    assert (str(now.published), getattr(now, form.other), now.title) == ("4 March 2015", "", "Second title")


def test_it_is_refused_again_if_it_is_changed_again(form, people):
    first, second = people
    late = opened(second, form)
    for title in ("First title", "Third title"):
        save(first, form, title=title)
        page = second.post(form.address, late | {"title": "Second title"})
        assert (page.status_code, MEANWHILE.format(title) in page.text) == (409, True)
        late = fields_of(page.text)
    assert form.now().title == "Third title"


def test_what_both_entered_alike_is_saved(form, people):
    first, second = people
    late = opened(second, form)
    save(first, form, title="The same title")
    assert second.post(form.address, late | {"title": "The same title", form.other: "Wombat"}).status_code == 302
    assert (form.now().title, getattr(form.now(), form.other)) == ("The same title", "Wombat")


def test_line_ends_and_spaces_of_a_browser_are_no_change(form, people):
    first, second = people
    save(first, form, curator_note="One line.\n\nAnother line.")
    save(first, form, title="First title")
    late = opened(second, form)
    save(first, form, curator_note="One line.\r\n\r\nAnother line.  ")
    assert second.post(form.address, late | {"title": "Second title"}).status_code == 302


def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(form, people):
    first, second = people
    late = opened(second, form)
    save(first, form, title="First title")
    for marks in ("", "title", "x" * 1000, "title=" + "0" * 16):
        page = second.post(form.address, late | {"title": "Second title", "opened": marks})
        assert (page.status_code, MEANWHILE.format("First title") in page.text) == (409, True)
        assert fields_of(page.text)["title"] == ["Second title"]
    assert form.now().title == "First title"


def test_what_was_kept_during_signing_in_is_compared_with_the_page_it_was_typed_into(form, people, world):
    first, second = people
    late = opened(second, form)
    user = world.people[EDITOR if "editor" in second.get("/").wsgi_request.user.email else ADMINISTRATOR]
    refused = Client().post(form.address, late | {"title": "Second title"})
    assert refused.status_code == 403
    save(first, form, title="First title")
    again = Client()
    data = {"login": user.email, "password": "a long password", "kept": refused.context["kept"]}
    again.post("/accounts/sign-in/", data | {"next": form.address})
    page = again.get(form.address)
    assert "What you typed is below." in page.text
    sent = fields_of(page.text)
    assert (sent["opened"], sent["title"]) == (late["opened"], ["Second title"])
    answer = again.post(form.address, sent)
    assert (answer.status_code, MEANWHILE.format("First title") in answer.text) == (409, True)
    assert form.now().title == "First title"


def test_boxes_that_the_other_one_ticked_are_shown_and_kept(world, client_of):
    review = world.reviews["public"].review
    form = Form(f"/manage/reviews/{review.slug}/details/", review, "reviewer", "Reviewer")
    first, second = client_of(EDITOR), client_of(ADMINISTRATOR)
    late = opened(second, form)
    assert "is_thematic" not in late
    themes = list(Theme.objects.current().order_by("pk")[:2])
    kind = ReviewKind.objects.get(slug="non-statutory-learning-review")
    save(first, form, is_thematic="on", themes=[theme.pk for theme in themes], kinds=[kind.pk])
    page = second.post(form.address, late | {"title": "Second title"})
    assert page.status_code == 409
    names = ", ".join(sorted(theme.name for theme in themes))
    assert f"“Themes of the whole review” {MEANWHILE.format(names)} {SHOWN_NOW}" in page.text
    assert MEANWHILE.format("Yes") in page.text
    assert second.post(form.address, fields_of(page.text)).status_code == 302
    now = Review.objects.get(pk=review.pk)
    assert (now.title, now.is_thematic, list(now.kinds.all())) == ("Second title", True, [kind])
    assert set(now.themes.all()) == set(themes)


def test_the_action_compares_what_it_would_overwrite(new_review, editor):
    marks = {name: mark(getattr(new_review, name)) for name in ("title", "published", "reviewer")}
    save_details(new_review, {"title": "First"}, opened=marks, by=editor)
    save_details(new_review, {"reviewer": "Numbat"}, opened=marks, by=editor)
    with pytest.raises(ChangedInBetween) as refused:
        save_details(new_review, {"title": "Second", "published": None}, opened=marks, by=editor)
    assert isinstance(refused.value, ValidationError)
    assert (refused.value.held, refused.value.changed) == ({"title": "First", "published": None}, {"title"})
