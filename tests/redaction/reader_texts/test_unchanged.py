"""No redaction changes what readers type, and nothing shows whether it contains a redacted word."""

import json

from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.models import ErrorReport
from reviews_portal.briefings.models import Briefing, Edition
from reviews_portal.redaction.cleaning import take_out
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import columns
from reviews_portal.redaction.reader_texts import outline_with
from tests.briefings.exported import keep_code

from .conftest import FIRST, OTHER, PASSAGE, confirm, written


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
