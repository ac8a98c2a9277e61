"""No redaction changes what readers type, and nothing shows whether it contains a redacted word."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.models import ErrorReport
from reviews_portal.audit.models import AuditEntry
from reviews_portal.briefings.models import Briefing, Edition
from reviews_portal.redaction import actions, reader_text_removal
from reviews_portal.redaction.cleaning import take_out
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with, columns, fingerprint
from reviews_portal.redaction.reader_texts import outline_with
from tests.briefings.exported import collect, keep_code, save, sent_by

PASSAGE, OTHER, FIRST = "Zorbelina Quux", "Zurbolina Qaxx", "Zarbulina Qoxx"  # of one length
REMOVED = "Removed by an administrator."


@pytest.fixture
def item(world):
    """Return a published item that holds the passage."""
    item = world.reviews["public"].item
    item.text = f"Then {PASSAGE} said so."
    item.save()
    return item


@pytest.fixture
def proposed(world, item) -> Redaction:
    return actions.propose(PASSAGE, reason="A sister.", by=world.people["administrator"])


def confirm(made: Redaction, world) -> Redaction:
    seen = fingerprint(all_cells_with(made.passages()))
    return actions.confirm(made, by=world.people["second-administrator"], seen=seen)


@pytest.fixture
def redacted(world, proposed) -> Redaction:
    return confirm(proposed, world)


def written(browser: Client, reference: str, word: str) -> Briefing:
    """Let a trainer write a word wherever they can in a briefing, and save it."""
    collect(browser, reference)
    fields = {
        "title": f"For {word}",
        "introduction": f"About {word}.",
        "form-0-heading": word,
        "form-0-note": f"Ask {word}",
    }
    assert browser.post("/briefings/save-for-later/", sent_by(browser) | fields).status_code in (200, 302)
    return save(browser)


def typed(browser: Client, reference: str, word: str) -> list[tuple[str, int, int, int, bytes]]:
    """Let a reader type a word wherever one can, and return of each answer its status, its size and its queries."""
    briefing = written(browser, reference, word)
    at = briefing.get_absolute_url()
    version = f"/briefings/versions/{keep_code(browser, '/briefings/mine.json')}"
    search = f"/briefings/versions/{keep_code(browser, f'/briefings/search.json?q={word} or said')}"
    asked = [
        ("the builder", "get", "/briefings/", {}),
        ("the saved briefing", "get", at, {}),
        ("its file", "get", f"{at.rstrip('/')}.json", {}),
        ("its copy", "post", f"{at}copy/", {}),
        ("a version", "get", f"{version}/", {}),
        ("its file", "get", f"{version}.md", {}),
        ("a search", "get", f"/search/?q={word} or said", {}),
        ("a search as a file", "get", f"/briefings/search.json?q={word} or said", {}),
        ("a search as a version", "get", f"{search}/", {}),
        ("its file", "get", f"{search}.json", {}),
        ("a message", "post", "/contact/", {"kind": "error", "about": word, "text": f"{word} stands there."}),
        ("a message about it", "get", f"/contact/?about={word}", {}),
        ("suggestions", "get", f"/search/suggest/?q={word}", {}),
        ("an address", "get", f"/agencies/{word}/", {}),
    ]
    found = []
    for what, how, address, fields in asked:
        with CaptureQueriesContext(connection) as captured:
            answer = getattr(browser, how)(address, fields)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found.append((what, answer.status_code, len(content), len(captured), content))
    return found


def test_nothing_that_a_reader_types_shows_by_content_status_size_or_queries_whether_a_word_was_redacted(
    redacted, item, client_of
):
    typed(client_of("practitioner"), item.reference, FIRST)  # what is made once is made
    answers = {word: typed(client_of("practitioner"), item.reference, word) for word in (PASSAGE, OTHER)}
    for (what, *measured, content), (_, *others, other) in zip(answers[PASSAGE], answers[OTHER], strict=True):
        assert measured == others, what
        assert content.count(PASSAGE.encode()) == other.count(OTHER.encode()), what
        assert measured[0] in (200, 302, 404), what
    shown = [PASSAGE.encode() in content for *_, content in answers[PASSAGE]]
    assert sum(shown) > 7


def test_what_a_reader_saves_is_kept_as_they_wrote_it_while_what_they_quote_is_redacted(
    proposed, item, world, client_of
):
    browser = client_of("practitioner")
    saved = written(browser, item.reference, PASSAGE)
    plan = saved.plan
    confirm(proposed, world)
    again = written(client_of("practitioner"), item.reference, PASSAGE)
    for one in (saved, again):
        one.refresh_from_db()
        assert one.plan == plan
        outline = one.edition.outline
        text = json.dumps(outline)
        assert text.count(PASSAGE) == 4  # title, introduction, heading, note
        assert "Then [redacted] said so." in text
        assert (outline["title"], outline["introduction"]) == (f"For {PASSAGE}", f"About {PASSAGE}.")
    assert browser.get(saved.get_absolute_url()).text.count(PASSAGE) >= 4


def test_later_cleaning_loading_and_bulk_changes_leave_it(redacted, item, client_of, tmp_path):
    saved = written(client_of("practitioner"), item.reference, PASSAGE)
    report = ErrorReport.objects.create(kind="error", about=PASSAGE, text=f"{PASSAGE} stands there.")

    def now() -> list:
        return [
            *Briefing.objects.values_list("name", "plan").get(pk=saved.pk),
            *ErrorReport.objects.values_list("about", "text").get(pk=report.pk),
        ]

    before = now()
    assert all(PASSAGE in str(value) for value in before)
    outline = Edition.objects.get(pk=saved.edition_id).outline
    take_out(Redaction.objects.passages())
    path = tmp_path / "kept.json"
    path.write_text(serializers.serialize("json", [saved, saved.edition, report]))
    call_command("loaddata", str(path), verbosity=0)
    Briefing.objects.filter(pk=saved.pk).update(name=saved.name)
    Briefing.objects.bulk_update([saved], ["plan"])
    assert now() == before
    assert Edition.objects.get(pk=saved.edition_id).outline == outline


def test_what_is_quoted_is_redacted_also_where_it_is_kept_a_moment_later(redacted):
    """Somebody's version is made of what they read before, and stored after it was redacted."""
    outline = {"title": "Learning", "made_on": "2026-01-01", "introduction": PASSAGE, "sections": [
        {"heading": PASSAGE, "is_trainers": False, "note": PASSAGE, "items": [
            {"look": "learning", "label": PASSAGE, "text": PASSAGE, "note": PASSAGE, "parts": [{"text": PASSAGE}],
             "under": [{"look": "response", "label": "", "text": PASSAGE, "note": PASSAGE}]}
        ]},
        {"heading": PASSAGE, "is_trainers": True, "items": []},
    ], "documents": [{"title": PASSAGE}], "address": f"https://portal.example.org/{PASSAGE}/"}  # fmt: skip
    made = Edition.objects.create(code="BBBBBBBB", digest="b", outline=outline)
    made.refresh_from_db()
    item = {"look": "learning", "label": "[redacted]", "text": "[redacted]", "note": PASSAGE,
            "parts": [{"text": "[redacted]"}],
            "under": [{"look": "response", "label": "", "text": "[redacted]", "note": PASSAGE}]}  # fmt: skip
    assert made.outline == outline | {
        "sections": [
            {"heading": "[redacted]", "is_trainers": False, "note": "[redacted]", "items": [item]},
            {"heading": PASSAGE, "is_trainers": True, "items": []},
        ],
        "documents": [{"title": "[redacted]"}],
        "address": "https://portal.example.org/[redacted]/",
    }


def test_a_title_that_names_a_record_is_redacted_and_any_other_is_a_readers():
    own = lambda what, text: f"<{text}>"  # noqa: E731
    named = {"title": "Baby Q", "subject": "review/R0001", "introduction": "Mine"}
    assert outline_with(named, own=own) == named | {"introduction": "<Mine>"}
    searched = {"title": "Search: Baby Q", "subject": ""}
    assert outline_with(searched, own=own) == searched | {"title": "<Search: Baby Q>"}


def test_sessions_are_left_alone_whatever_they_hold(proposed, world, client_of):
    """They are their reader's, and end by themselves; that one ended would tell what was redacted."""
    browser = client_of("writer")
    session = browser.session
    session["kept"] = PASSAGE
    session.save()
    before = dict(Session.objects.values_list("session_key", "session_data"))
    confirm(proposed, world)
    assert dict(Session.objects.values_list("session_key", "session_data")) == before


def test_no_column_of_readers_is_searched_or_guarded():
    for model in (Briefing, Session):
        assert columns(model) == ()
    assert [column.name for column in columns(ErrorReport)] == ["handling"]


# --- Removed by hand -----------------------------------------------------------------------------------------


@pytest.fixture
def saved(world, item, client_of) -> Briefing:
    """Return a briefing in which a trainer wrote the passage."""
    return written(client_of("practitioner"), item.reference, PASSAGE)


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
        assert "Readers’ own texts with these words: 6" in page
        for text in (
            f"Remove name and title from the briefing “For {PASSAGE}”",
            f"Remove introduction from the briefing “For {PASSAGE}”",
            str(saved.owner),
            saved.get_absolute_url(),
            f"Remove title from the document kept under the code {code}",
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
