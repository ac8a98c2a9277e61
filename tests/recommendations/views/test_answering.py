"""What becomes of what an agency's editor types."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.actions import checking
from recommendations.models import ConflictingDraft, ResponseDraft, ResponseVersion
from tests.recommendations.conftest import WHOLE, page_of, typed
from tests.world import publish_version


def test_an_editor_saves_previews_and_submits(client_of, asked):
    client = client_of("writer")
    assert "Not started" in client.get("/responses/").text
    assert client.post(page_of(asked, "save/"), {"text": "Begun.", "revision": 0}).url == page_of(asked, "?write")
    assert "Draft started" in client.get("/responses/").text
    draft = ResponseDraft.objects.get()
    assert (draft.text, draft.acceptance) == ("Begun.", "not-stated")
    response = client.post(page_of(asked, "save-and-preview/"), typed(draft))
    assert response.url == page_of(asked, "preview/")
    assert WHOLE["text"] in client.get(response.url).text
    draft.refresh_from_db()
    assert client.post(page_of(asked, "submit/"), typed(draft)).url == page_of(asked)
    assert ResponseVersion.objects.waiting().get().text == WHOLE["text"]
    assert "Awaiting partnership check" in client.get("/responses/").text


def test_what_is_missing_is_said_and_what_was_typed_is_there_and_saved(client_of, asked):
    client = client_of("writer")
    response = client.post(
        page_of(asked, "submit/"), {"text": "All of my words.", "progress": "delayed", "revision": 0}
    )
    assert response.status_code == 422
    assert "All of my words." in response.text
    assert 'value="delayed"' in response.text
    for words in ("Select whether your agency accepts", "Enter why it is delayed", "new due date", "Enter the role"):
        assert words in response.text
    assert ResponseDraft.objects.get().text == "All of my words."
    # The form carries the revision that it was saved as: sending it again is no conflict.
    assert response.context["form"]["revision"].value() == 1


def test_a_date_that_does_not_exist_loses_nothing(client_of, asked):
    response = client_of("writer").post(
        page_of(asked, "save/"), {"text": "My words.", "completed_on": "31/02/2026", "revision": 0}
    )
    assert response.status_code == 422
    assert "31/02/2026" in response.text
    assert "must be a real date" in response.text
    assert ResponseDraft.objects.get().text == "My words."


@pytest.mark.parametrize(
    ("name", "length"), [("text", 30_000), ("acceptance_reason", 4_900), ("progress_reason", 4_900)]
)
def test_words_that_are_too_long_to_submit_are_kept_by_themselves_and_by_the_button(client_of, asked, name, length):
    client, words = client_of("writer"), "x" * length
    saved = client.post(page_of(asked, "save/"), {name: words, "revision": 0}, headers={"accept": "application/json"})
    assert (saved.json()["unread"], saved.json()["revision"]) == ([], 1)
    assert getattr(ResponseDraft.objects.get(), name) == words
    assert client.post(page_of(asked, "save/"), {name: f"{words}y", "revision": 1}).status_code == 302
    assert client.get(page_of(asked)).context["form"][name].value() == f"{words}y"


def test_text_that_is_too_long_is_saved_and_only_not_submitted(client_of, asked, draft):
    client, words = client_of("writer"), "x" * 30_000
    problem = "Shorten the response to 20,000 characters or fewer. It has 30,000 now."
    page = client.post(page_of(asked, "save/"), typed(draft, text=words), follow=True)
    assert f"Draft saved. {problem}" in page.text
    draft.refresh_from_db()
    page = client.post(page_of(asked, "submit/"), typed(draft, text=words))
    assert page.status_code == 422
    assert f'<a href="#id_text">{problem}</a>' in page.text
    assert client.get(page_of(asked)).context["form"]["text"].value() == words
    assert not ResponseVersion.objects.waiting().exists()


@pytest.mark.parametrize("revision", ["", "nonsense", "-1", "9" * 40])
def test_a_form_without_its_revision_writes_over_nothing(client_of, asked, draft, revision):
    response = client_of("writer").post(page_of(asked, "save/"), typed(draft, text="Other.", revision=revision))
    assert response.status_code == 409
    assert ResponseDraft.objects.get().text == WHOLE["text"]
    assert ConflictingDraft.objects.get().typed["text"] == "Other."


def test_markup_from_word_is_text(client_of, asked):
    client = client_of("writer")
    pasted = "<p class=MsoNormal><o:p>Words</o:p></p><script>alert(1)</script>\N{ZERO WIDTH SPACE}"
    client.post(page_of(asked, "save/"), {"text": pasted, "revision": 0})
    assert ResponseDraft.objects.get().text == pasted.rstrip("\N{ZERO WIDTH SPACE}")
    for address in (page_of(asked), page_of(asked, "preview/")):
        assert "<script>alert" not in client.get(address).text


def test_two_people_at_once_lose_nothing(client_of, asked, draft):
    first, second = client_of("writer"), client_of("second-writer")
    first.post(page_of(asked, "save/"), typed(draft, text="We changed nothing."))
    late = second.post(page_of(asked, "save/"), typed(draft, text="We changed all."))
    assert late.status_code == 409
    assert "writer@example.org saved it" in late.text
    assert late.context["draft"].text == "We changed nothing."
    assert late.context["form"].instance is not late.context["draft"]
    assert "Select a valid choice" not in late.text
    assert "We changed nothing." in late.text
    assert "We changed all." in late.text
    kept = ConflictingDraft.objects.get()
    assert page_of(asked, f"late/{kept.pk}/") in second.get(page_of(asked)).text
    assert page_of(asked, f"late/{kept.pk}/") not in first.get(page_of(asked)).text
    assert second.get(page_of(asked, f"late/{kept.pk}/")).status_code == 409
    draft.refresh_from_db()
    second.post(page_of(asked, "save/"), typed(draft, text="We changed all but one.", late=kept.pk))
    draft.refresh_from_db()
    assert draft.text == "We changed all but one."
    assert not ConflictingDraft.objects.exists()


def test_one_goes_on_from_two_texts_with_what_is_saved(client_of, asked, draft):
    """The page of two texts may have the address of the form: a link that only adds a fragment would stay there."""
    client_of("writer").post(page_of(asked, "save/"), typed(draft, text="Theirs."))
    second = client_of("second-writer")
    late = second.post(page_of(asked, "save/"), typed(draft, text="Mine."))
    link = f"{page_of(asked)}?write#response"
    assert f'href="{link}">Continue with the saved draft</a>' in late.text
    assert second.get(link).context["form"]["text"].value() == "Theirs."


def test_a_form_saves_itself_and_says_so_in_json(client_of, asked):
    response = client_of("writer").post(
        page_of(asked, "save/"),
        {"text": "Begun.", "new_date": "never", "revision": 0},
        headers={"accept": "application/json"},
    )
    assert response.json()["revision"] == 1
    assert response.json()["unread"] == ["new_date"]
    assert ResponseDraft.objects.get().text == "Begun."


def test_looking_writes_nothing(client_of, asked):
    """An agency that only looks has begun nothing."""
    client = client_of("writer")
    for address in (page_of(asked), page_of(asked, "preview/"), "/responses/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        written = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert written == [], address
    assert not ResponseDraft.objects.exists()
    assert not asked.recommendation.responses.filter(agency=asked.agency).exists()


def test_a_first_draft_begins_with_what_is_published(client_of, world, asked):
    """So that an agency whose answer was quoted from a document changes it and need not begin anew."""
    response = asked.recommendation.responses.create(agency=asked.agency)
    part = asked.recommendation.parts.first()
    version = publish_version(response, "As in the document.", acceptance="accepted")
    version.parts.add(part)
    client = client_of("writer")
    assert "As in the document." in client.get(page_of(asked)).text
    page = client.get(page_of(asked, "?write"))
    assert page.context["form"]["text"].value() == "As in the document."
    assert 'value="accepted" id="id_acceptance_0" checked' in page.text
    assert "part (a)" in client.get(page_of(asked, "preview/")).text
    assert not ResponseDraft.objects.exists()
    client.post(
        page_of(asked, "save/"), {"text": "More.", "acceptance": "accepted", "parts": [part.pk], "revision": 0}
    )
    draft = ResponseDraft.objects.get()
    assert (draft.text, draft.revision, draft.answered_parts) == ("More.", 1, [part])


def test_two_first_saves_lose_nothing(client_of, asked):
    first, second = client_of("writer"), client_of("second-writer")
    for client in (first, second):
        assert client.get(page_of(asked)).context["form"]["revision"].value() == 0
    assert first.post(page_of(asked, "save/"), {"text": "First.", "revision": 0}).status_code == 302
    late = second.post(page_of(asked, "save/"), {"text": "Second.", "revision": 0})
    assert late.status_code == 409
    assert ResponseDraft.objects.get().text == "First."
    assert ConflictingDraft.objects.get().typed["text"] == "Second."


def test_what_came_too_late_is_thrown_away_by_its_writer_only(client_of, asked, draft):
    client_of("writer").post(page_of(asked, "save/"), typed(draft, text="First."))
    second = client_of("second-writer")
    second.post(page_of(asked, "save/"), typed(draft, text="Second."))
    address = page_of(asked, f"late/{ConflictingDraft.objects.get().pk}/")
    assert client_of("writer").post(f"{address}delete/").status_code == 302
    for role in ("partnership-editor", "scrutineer", "administrator"):
        assert client_of(role).post(address).status_code == 404
    assert ConflictingDraft.objects.exists()
    page = second.get(address).text
    assert "Delete permanently" in page
    assert f'action="{address}delete/"' in page
    said = second.post(f"{address}delete/", follow=True).text
    assert "has been deleted" in said
    assert not ConflictingDraft.objects.exists()
    assert "has been deleted" not in second.post(address, follow=True).text  # a second click
    assert ResponseDraft.objects.get().text == "First."


def inputs_of(page: str) -> list[tuple[str, str]]:
    """Return the hidden fields of the form that sends what is previewed."""
    form = page[page.index(">Preview</h1>") :].partition("<form")[2].partition("</form>")[0]
    return [(name, unescape(value)) for name, value in re.findall(r'name="(\w+)"(?: value="([^"]*)")?', form)]


def test_what_is_previewed_is_submitted_from_there(client_of, asked, draft):
    client, parts = client_of("writer"), [part.pk for part in asked.recommendation.parts.all()]
    client.post(
        page_of(asked, "save/"), typed(draft, text='We "asked".\nTwice.', parts=parts, progress_reason="Staff left.")
    )
    page = client.get(page_of(asked, "preview/"))
    assert page.context["missing"] == []
    assert "Staff left." not in page.text.partition("<form")[0]
    sent: dict[str, list[str]] = {}
    for name, value in inputs_of(page.text):
        sent.setdefault(name, []).append(value)
    assert f'action="{page_of(asked, "submit/")}"' in page.text
    assert client.post(page_of(asked, "submit/"), sent).status_code == 302
    version, draft = ResponseVersion.objects.waiting().get(), ResponseDraft.objects.get()
    assert version.text == 'We "asked".\nTwice.'
    assert [part.pk for part in version.answered_parts] == parts
    # Nothing was changed by it.
    assert (draft.revision, draft.progress_reason) == (2, "Staff left.")
    page = client.get(page_of(asked, "preview/"))
    assert "Submit response" not in page.text
    assert "Another version is awaiting partnership check" in page.text


def test_what_is_previewed_and_changed_meanwhile_is_not_submitted(client_of, asked, draft):
    client = client_of("writer")
    sent = dict(inputs_of(client.get(page_of(asked, "preview/")).text))
    client_of("second-writer").post(page_of(asked, "save/"), typed(draft, text="Theirs."))
    assert client.post(page_of(asked, "submit/"), sent).status_code == 409
    assert not ResponseVersion.objects.waiting().exists()


def test_a_preview_lists_what_is_missing(client_of, asked):
    client = client_of("writer")
    client.post(page_of(asked, "save/"), {"text": "x" * 20_001, "revision": 0})
    page = client.get(page_of(asked, "preview/"))
    for words in (
        "Shorten the response to 20,000",
        "Select whether your agency accepts",
        "Enter the date signed off",
    ):
        assert words in page.text
    assert "Submit response" not in page.text


def test_lines_that_are_typed_are_seen_wherever_they_are_read(client, client_of, world, asked, draft):
    lines, seen = (
        "We asked.\nWe wrote it down:\n<b>all</b>",
        "We asked.<br>We wrote it down:<br>&lt;b&gt;all&lt;/b&gt;",
    )
    writer, editor = client_of("writer"), client_of("partnership-editor")
    writer.post(page_of(asked, "submit/"), typed(draft, text=lines))
    assert seen in writer.get(page_of(asked, "preview/")).text
    assert seen in editor.get(page_of(asked)).text
    version = ResponseVersion.objects.waiting().get()
    checking.publish_version(version, by=world.people["partnership-editor"], deciding_body="Board")
    address = asked.recommendation.get_absolute_url()
    assert seen in editor.get(page_of(asked)).text
    for page in (address, f"{address}responses/{asked.agency.slug}/", asked.agency.get_absolute_url()):
        assert seen in client.get(page).text, page


def test_lines_of_a_document_stay_as_they_are(client, client_of, world, asked):
    made = world.reviews["public"]
    quoted = asked.recommendation.responses.create(agency=asked.agency)
    publish_version(quoted, "As the page\nends.", document=made.document)
    address = asked.recommendation.get_absolute_url()
    for page in (address, f"{address}responses/{asked.agency.slug}/"):
        assert "As the page<br>ends." in client.get(page).text, page
    assert "As the page<br>ends." in client_of("partnership-editor").get(page_of(asked)).text


def test_what_others_answered_leads_to_no_page_of_an_agency(client_of, world, asked):
    """An agency's editor may not see the page of each."""
    other = world.reviews["public"].agency
    page = client_of("writer").get(page_of(asked)).text
    assert other.name in page[page.index('id="others"') :]
    assert other.get_absolute_url() not in page[page.index('id="others"') :]
