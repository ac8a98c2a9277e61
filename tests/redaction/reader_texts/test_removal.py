"""An administrator sees which texts of readers hold the words of a redaction, and removes them by hand."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from learning.models import ErrorReport
from reviews_portal.audit.models import AuditEntry
from reviews_portal.briefings.models import Briefing, Edition
from reviews_portal.redaction import actions, reader_text_removal
from reviews_portal.redaction.models import Redaction
from tests.briefings.exported import keep_code

from .conftest import OTHER, PASSAGE, REMOVED, confirm, written


def address_of(made: Redaction, do: str = "") -> str:
    return f"/manage/redactions/{made.pk}/{do}"


def keys_on(page: str) -> list[str]:
    """Return the keys of the texts that can be removed on a page."""
    return [part.partition('"')[0] for part in page.split('name="text" value="')[1:]]


def test_an_administrator_sees_whose_they_are_and_where_before_and_after_confirming(proposed, saved, world, client_of):
    ErrorReport.objects.create(kind="error", text=f"There is {PASSAGE} <b>.", reply_to="reader@example.org")
    code = keep_code(Client(), f"/briefings/search.json?q={PASSAGE}")
    Briefing.objects.filter(pk=saved.pk).update(is_shared=True)
    administrator = client_of("second-administrator")
    before = administrator.get(address_of(proposed)).text
    confirm(proposed, world)
    after = administrator.get(address_of(proposed)).text
    for page in (before, after):
        assert "Readers’ own texts that contain these words: 6" in page
        for text in (
            f"Remove name and title from the briefing “For {PASSAGE}”",
            f"Remove introduction from the briefing “For {PASSAGE}”",
            str(saved.owner),
            saved.get_absolute_url(),
            f"Remove title from the document with the code {code}",
            "Remove text from a message sent with the contact form",
            "reader@example.org",
            f"There is <mark>{PASSAGE}</mark> &lt;b&gt;.",
        ):
            assert text in page, text
        assert len(keys_on(page)) == 6


def test_nobody_else_sees_or_removes_them(world, item, saved, client_of):
    made = actions.propose(PASSAGE, reason="A sister.", by=world.people["partnership-editor"])
    editor = client_of("partnership-editor")
    assert "Readers’ own texts" not in editor.get(address_of(made)).text
    keys = keys_on(client_of("administrator").get(address_of(made)).text)
    assert keys
    assert editor.post(address_of(made, "remove/"), {"text": keys}).status_code == 403
    for name in ("practitioner", "other-editor", "scrutineer"):
        assert client_of(name).post(address_of(made, "remove/"), {"text": keys}).status_code == 404
    with pytest.raises(PermissionDenied):
        reader_text_removal.remove(made, keys, by=world.people["partnership-editor"])
    saved.refresh_from_db()
    assert PASSAGE in saved.plan["introduction"]


def test_what_is_chosen_is_removed_whole_from_each_version_and_the_rest_stays(redacted, saved, world, client_of):
    browser = client_of("practitioner")
    browser.post(f"{saved.get_absolute_url()}edit/")
    administrator = client_of("administrator")
    page = administrator.get(address_of(redacted)).text
    texts = {text.key: text.what for text in reader_text_removal.texts_with(redacted.passages())}
    chosen = [key for key in keys_on(page) if texts[key] in ("introduction", "note")]
    assert len(chosen) == 2
    answer = administrator.post(address_of(redacted, "remove/"), {"text": chosen}, follow=True)
    assert "2 texts were removed." in answer.text
    saved.refresh_from_db()
    assert saved.plan["introduction"] == saved.plan["entries"][0]["note"] == REMOVED
    assert saved.name == saved.plan["title"] == f"For {PASSAGE}"
    for edition in (saved.edition, *saved.earlier.all()):
        assert edition.outline["introduction"] == REMOVED
        assert edition.outline["title"] == f"For {PASSAGE}"
    assert REMOVED in browser.get(saved.get_absolute_url()).text
    assert len(keys_on(answer.text)) == 2
    assert Briefing.objects.get(pk=saved.pk).revision == saved.revision


def test_a_removal_is_logged_without_content(redacted, saved, world):
    (first, *_) = reader_text_removal.texts_with(redacted.passages())
    reader_text_removal.remove(redacted, [first.key], by=world.people["administrator"])
    entry = AuditEntry.objects.get(event="readers-text-removed")
    assert (entry.by, entry.detail) == (world.people["administrator"], f"redaction {redacted.pk}, 1 texts")


def test_a_text_that_changed_since_somebody_looked_is_not_removed(redacted, saved, world, client_of):
    administrator = client_of("administrator")
    keys = keys_on(administrator.get(address_of(redacted)).text)
    Briefing.objects.filter(pk=saved.pk).update(plan=saved.plan | {"introduction": f"Other, but {PASSAGE}."})
    Edition.objects.filter(pk=saved.edition_id).update(
        outline=saved.edition.outline | {"introduction": f"Other, but {PASSAGE}."}
    )
    answer = administrator.post(address_of(redacted, "remove/"), {"text": keys})
    assert answer.status_code == 422
    assert "Check the updated list" in answer.text
    saved.refresh_from_db()
    assert PASSAGE in saved.plan["title"]  # nothing was removed
    assert administrator.post(address_of(redacted, "remove/"), {}).status_code == 422
    assert not AuditEntry.objects.filter(event="readers-text-removed").exists()


def test_only_texts_that_hold_the_words_can_be_removed(redacted, item, world, client_of):
    other = written(client_of("practitioner"), item.reference, OTHER)
    holder = next(one for one in reader_text_removal.holders() if one.record == other)
    with pytest.raises(ValidationError):
        reader_text_removal.remove(
            redacted, [holder.key_of(other.plan["introduction"])], by=world.people["administrator"]
        )
    other.refresh_from_db()
    assert OTHER in other.plan["introduction"]


def test_of_a_refused_redaction_nothing_is_shown_or_removed(world, proposed, saved, client_of):
    administrator = client_of("second-administrator")
    keys = keys_on(administrator.get(address_of(proposed)).text)
    actions.refuse(proposed, by=world.people["second-administrator"])
    assert keys_on(administrator.get(address_of(proposed)).text) == []
    assert administrator.post(address_of(proposed, "remove/"), {"text": keys}).status_code == 422
    saved.refresh_from_db()
    assert PASSAGE in saved.plan["introduction"]


@pytest.mark.parametrize(
    "typed",
    [
        "[" * 4000 + '"\\u0041"' + "]" * 4000,
        "[" * 50_000 + "\\",
        '["\\u0041", ' + "9" * 5000 + "]",
        '["\\u0041"' + ", [" * 900 + "]" * 901,
    ],
    ids=["deep", "deeper", "digits", "nested"],
)
def test_no_json_that_a_reader_types_hinders_a_redaction(world, proposed, item, typed):
    ErrorReport.objects.create(kind="error", about="", text=typed)
    assert reader_text_removal.texts_with(proposed.passages()) == []
    confirm(proposed, world)
    item.refresh_from_db()
    assert PASSAGE not in item.text
    item.text = typed
    item.save()  # what is saved later is searched too
    assert item.text == typed


def test_words_that_a_reader_typed_as_json_with_escapes_are_shown(proposed):
    typed = json.dumps(["Nothing.", f"Then {PASSAGE} and {PASSAGE}."]).replace("Z", "\\u005a")
    ErrorReport.objects.create(kind="error", about="", text=typed)
    [shown] = reader_text_removal.texts_with(proposed.passages())
    assert (shown.before, shown.found, shown.more) == ("Then ", PASSAGE, 1)
