"""What an editor does with single rows: each action through its view, for browsers without scripts and for scripts."""

import pytest
from django.test import Client
from django.utils import timezone

from learning.models import SearchGeneration, Theme
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import ConflictingRow, Row, RowKind

SCRIPT = {"HTTP_ACCEPT": "application/json"}
NOTHING_IMPORTED = {"doubtful": 0, "missing": 0, "unnamed": 0, "blank": 3}


def test_the_page_shows_the_whole_review_in_order(client, at, rows):
    page = client.get(at("edit/"))
    text = page.text
    assert page.status_code == 200
    assert text.index(rows[0].words) < text.index(rows[1].words) < text.index(rows[2].words)
    assert 'data-count="unmarked">3<' in text


def test_a_review_that_is_not_open_is_opened_by_a_button(client, world):
    slug = world.reviews["public"].review.slug
    page = client.get(f"/manage/reviews/{slug}/edit/")
    assert "Open for editing" in page.text
    assert not hasattr(world.reviews["public"].review, "working_copy")
    assert client.get(f"/manage/reviews/{slug}/edit/open/").status_code == 302
    assert client.post(f"/manage/reviews/{slug}/edit/open/").status_code == 302
    assert "Open for editing" not in client.get(f"/manage/reviews/{slug}/edit/").text


def test_a_row_is_opened_in_its_place_and_saved(client, at, rows, sent):
    page = client.get(at(f"edit/?row={rows[1].pk}"))
    assert page.text.index(rows[0].words) < page.text.index("</textarea>") < page.text.index(rows[2].words)
    fields = sent(rows[1], kind="finding", words="Somebody asked.", themes="neglect", is_key="on")
    answer = client.post(at(f"rows/{rows[1].pk}/"), fields)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#row-{rows[1].pk}")
    row = Row.objects.get(pk=rows[1].pk)
    assert (row.words, row.kind, row.is_key, row.revision) == ("Somebody asked.", "finding", True, 1)
    assert [theme.slug for theme in row.themes.all()] == ["neglect"]
    assert "Row saved." in client.get(answer["Location"]).text


def test_a_script_gets_the_form_alone_and_saves_what_is_valid(client, at, rows, sent):
    form = client.get(at(f"edit/?row={rows[1].pk}"), **SCRIPT).json()["html"]
    assert rows[1].words in form
    assert rows[0].words not in form
    fields = sent(rows[1], words="Other words.", themes="Neglekt")
    answer = client.post(at(f"rows/{rows[1].pk}/"), fields, **SCRIPT).json()
    assert answer["unread"] == ["themes"]
    assert "Neglect" in answer["errors"]["themes"][0]
    assert answer["revision"] == 1
    rows[1].refresh_from_db()
    assert rows[1].words == "Other words."


def test_a_script_gets_the_full_names_that_were_saved(client, at, rows, sent):
    fields = sent(rows[1], kind="finding", themes="neglect, curio,", agencies="police;")
    names = client.post(at(f"rows/{rows[1].pk}/"), fields, **SCRIPT).json()["names"]
    assert names == {"themes": "Neglect, Professional curiosity", "agencies": "Police"}


def test_a_script_gets_the_counts_when_they_may_have_changed(client, at, rows, sent):
    def answered(**fields) -> dict:
        row = Row.objects.get(pk=rows[1].pk)
        return client.post(at(f"rows/{row.pk}/"), sent(row, **fields), **SCRIPT).json()

    assert answered(kind="finding")["counts"] == (
        {"rows": 3, "unmarked": 2, "untagged": 1, "without_key_points": 1} | NOTHING_IMPORTED
    )
    assert "counts" not in answered(words="Other words.")
    assert answered(themes="neglect")["counts"]["untagged"] == 0
    assert "counts" not in answered(place="page 3")
    assert answered(place="page 3")["counts"]["rows"] == 3
    Row.objects.filter(pk=rows[1].pk).update(removed_at=timezone.now())
    assert answered(themes="")["counts"] == (
        {"rows": 2, "unmarked": 2, "untagged": 0, "without_key_points": 0} | NOTHING_IMPORTED
    )


def test_a_name_that_is_not_known_is_refused_and_everything_stays_in_the_form(client, at, rows, sent):
    page = client.post(at(f"rows/{rows[1].pk}/"), sent(rows[1], kind="finding", themes="Neglekt", place="page 3"))
    assert page.status_code == 422
    assert "“Neglekt” is not in the list. Did you mean “Neglect”" in page.text
    assert 'value="Neglekt"' in page.text
    assert 'value="page 3"' in page.text


def test_ticked_themes_are_added_to_those_that_are_typed(client, at, rows, sent):
    neglect, other = Theme.objects.get(slug="neglect"), Theme.objects.current().exclude(slug="neglect").first()
    fields = sent(rows[1], kind="finding", themes="neglect", more_themes=[other.pk, neglect.pk])
    client.post(at(f"rows/{rows[1].pk}/"), fields)
    assert set(rows[1].themes.all()) == {neglect, other}


def test_a_long_paragraph_is_saved_whole(client, at, rows, sent):
    words = "Nobody asked. " * 2_142 + "מילים מימין"
    client.post(at(f"rows/{rows[1].pk}/"), sent(rows[1], words=words))
    rows[1].refresh_from_db()
    assert rows[1].words == words
    assert len(words) > 30_000 - 12
    assert client.get(at("edit/")).status_code == 200


def test_a_second_save_of_an_older_revision_keeps_both_versions(client, at, rows, sent, client_of):
    mine, theirs = sent(rows[1], words="Mine."), sent(rows[1], words="Theirs.")
    client_of("administrator").post(at(f"rows/{rows[1].pk}/"), theirs)
    page = client.post(at(f"rows/{rows[1].pk}/"), mine)
    assert page.status_code == 409
    assert "Mine." in page.text
    assert "Theirs." in page.text
    assert "Use my version" in page.text
    rows[1].refresh_from_db()
    assert rows[1].words == "Theirs."
    assert "Compare both versions" in client.get(at("edit/")).text
    assert "Use my version" in client.get(at(f"edit/?row={rows[1].pk}")).text


@pytest.mark.parametrize(("what", "words"), [("use-mine", "Mine."), ("keep-theirs", "Theirs.")])
def test_one_of_two_versions_is_kept(client, at, rows, sent, client_of, what, words):
    mine = sent(rows[1], words="Mine.", themes="neglect")
    client_of("administrator").post(at(f"rows/{rows[1].pk}/"), sent(rows[1], words="Theirs."))
    client.post(at(f"rows/{rows[1].pk}/"), mine, **SCRIPT)
    kept = ConflictingRow.objects.get()
    client.post(at(f"rows/{rows[1].pk}/{what}/"), {"kept": kept.pk, "revision": 1})
    rows[1].refresh_from_db()
    assert rows[1].words == words
    assert rows[1].themes.exists() == (what == "use-mine")
    assert not ConflictingRow.objects.exists()


def test_my_version_does_not_replace_what_was_saved_since_i_compared(client, at, rows, sent, client_of):
    mine, boss = sent(rows[1], words="Mine."), client_of("administrator")
    boss.post(at(f"rows/{rows[1].pk}/"), sent(rows[1], words="Theirs."))
    client.post(at(f"rows/{rows[1].pk}/"), mine)
    boss.post(at(f"rows/{rows[1].pk}/"), sent(rows[1], words="Theirs again."))
    kept = ConflictingRow.objects.get()
    page = client.post(at(f"rows/{rows[1].pk}/use-mine/"), {"kept": kept.pk, "revision": 1})
    assert page.status_code == 409
    assert "Theirs again." in page.text
    rows[1].refresh_from_db()
    assert rows[1].words == "Theirs again."


def test_another_persons_version_is_not_mine_to_use(client, at, rows, sent, client_of):
    mine = sent(rows[1], words="Mine.")
    client_of("administrator").post(at(f"rows/{rows[1].pk}/"), sent(rows[1], words="Theirs."))
    client.post(at(f"rows/{rows[1].pk}/"), mine)
    kept = ConflictingRow.objects.get()
    client_of("administrator").post(at(f"rows/{rows[1].pk}/use-mine/"), {"kept": kept.pk, "revision": 1})
    rows[1].refresh_from_db()
    assert rows[1].words == "Theirs."
    assert ConflictingRow.objects.exists()


def test_a_row_is_split_at_empty_lines_and_at_the_cursor(client, at, rows, sent, words_in_order):
    fields = sent(rows[1], words="Nobody asked\n\nwho lived in the home.")
    client.post(at(f"rows/{rows[1].pk}/split/"), fields)
    assert words_in_order()[1:3] == ["Nobody asked", "who lived in the home."]
    pieces = ["Agencies should", " meet every week."]
    answer = client.post(at(f"rows/{rows[2].pk}/split/"), sent(rows[2], piece=pieces), **SCRIPT).json()
    assert words_in_order()[3:] == ["Agencies should", "meet every week."]
    assert answer["rows"][1]["after"] == rows[2].pk


def test_words_are_saved_before_a_row_is_split_joined_or_moved(client, at, rows, sent, words_in_order):
    client.post(at(f"rows/{rows[0].pk}/join/"), sent(rows[0], words="What we have learned"))
    assert words_in_order()[0] == "What we have learned Nobody asked who lived in the home."
    client.post(at(f"rows/{rows[2].pk}/move/up/"), sent(rows[2], words="Agencies should meet."))
    assert words_in_order()[0] == "Agencies should meet."
    client.post(at(f"rows/{rows[2].pk}/take-out/"), sent(rows[2], words="Agencies should meet often."))
    rows[2].refresh_from_db()
    assert rows[2].words == "Agencies should meet often."
    assert rows[2].removed_at


def test_rows_are_moved_up_down_and_far(client, at, rows, words_in_order):
    first, second, third = words_in_order()
    client.post(at(f"rows/{rows[2].pk}/move/up/"))
    assert words_in_order() == [first, third, second]
    client.post(at(f"rows/{rows[0].pk}/move/down/"))
    assert words_in_order() == [third, first, second]
    client.post(at(f"rows/{rows[1].pk}/move/"), {"number": "0"})
    assert words_in_order() == [second, third, first]
    client.post(at(f"rows/{rows[1].pk}/move/"), {"number": "2"})
    assert words_in_order() == [third, second, first]
    client.post(at(f"rows/{rows[0].pk}/move/"), {"after": rows[2].pk}, **SCRIPT)
    assert words_in_order() == [third, first, second]
    assert "Enter the number of a row" in client.post(
        at(f"rows/{rows[0].pk}/move/"), {"number": "99"}, follow=True
    ).text.replace("&#x27;", "'")


def test_a_row_is_added_above_below_and_at_the_end(client, at, rows, words_in_order, copy):
    answer = client.post(at(f"rows/{rows[0].pk}/add/above/"))
    assert "?row=" in answer["Location"]
    client.post(at(f"rows/{rows[0].pk}/add/below/"))
    client.post(at("rows/add/"))
    assert words_in_order() == ["", rows[0].words, "", rows[1].words, rows[2].words, ""]
    assert copy.rows.last().agency_kinds.get().slug == "everyone"


def test_a_row_that_is_taken_out_can_be_put_back_from_the_message(client, at, rows, words_in_order):
    page = client.post(at(f"rows/{rows[1].pk}/take-out/"), follow=True)
    assert "Row removed." in page.text
    assert "Removed rows (1)" in page.text
    assert f'name="put_back" value="{rows[1].pk}"' in page.text
    client.post(at("rows/put-back/"), {"put_back": str(rows[1].pk), "rows": str(rows[0].pk)})
    assert words_in_order() == [one.words for one in rows]


def test_text_for_a_row_that_is_gone_is_shown_again(client, at, rows, sent, copy):
    fields = sent(rows[1], words="Typed for a long time before.")
    rows[1].delete()
    page = client.post(at(f"rows/{fields['row']}/"), fields)
    assert page.status_code == 404
    assert "Typed for a long time before." in page.text
    fields = sent(rows[2], words="Typed as it was published.")
    copy.delete()
    page = client.post(at(f"rows/{fields['row']}/"), fields)
    assert page.status_code == 404
    assert "Typed as it was published." in page.text


def test_text_that_was_typed_before_the_session_ended_is_shown_again(client, at, rows, sent, editor):
    page = client.get(at(f"edit/?row={rows[1].pk}"))
    mark = page.text.split('name="writer" value="')[1].split('"')[0]
    fields = sent(rows[1], words="Typed as the session ended.", writer=mark)
    other = Client()
    expired = other.post(at(f"rows/{rows[1].pk}/"), fields)
    assert expired.status_code == 403
    assert "Typed as the session ended." in expired.text
    kept = expired.context["kept"]
    form = {"login": editor.email, "password": "a long password", "kept": kept, "next": expired.context["next"]}
    other.post("/accounts/sign-in/", form)
    again = other.get(expired.context["next"])
    assert "Typed as the session ended." in again.text
    rows[1].refresh_from_db()
    assert rows[1].words != "Typed as the session ended."


def test_no_edit_moves_the_generation_or_changes_a_public_page(client, at, rows, sent, world):
    public = world.reviews["public"].review.get_absolute_url()
    before = Client().get(public).content
    generation = list(SearchGeneration.objects.values_list())
    one, two, _ = rows
    client.post(at(f"rows/{one.pk}/"), sent(one, words="Other words.", kind="finding", themes="neglect"))
    client.post(at("rows/paste/"), {"text": "One.\n\nTwo.\n\nThree."})
    client.post(at("rows/kind/"), {"rows": [one.pk, two.pk], "kind": "heading"})
    client.post(at("rows/themes/add/"), {"rows": [one.pk, two.pk], "themes": "neglect"})
    client.post(at("rows/agencies/"), {"rows": [one.pk], "agencies": "Police"})
    client.post(at("rows/level/"), {"rows": [one.pk], "level": "2"})
    for do in ("move/down", "move/up", "join", "add/below", "take-out"):
        client.post(at(f"rows/{two.pk}/{do}/"))
    client.post(at("rows/put-back/"), {"put_back": [two.pk]})
    assert list(SearchGeneration.objects.values_list()) == generation
    assert Client().get(public).content == before


def test_moving_a_row_writes_that_row_only(client, at, rows):
    before = {row.pk: row for row in rows}
    client.post(at(f"rows/{rows[2].pk}/move/up/"))
    for row in Row.objects.filter(copy=rows[0].copy):
        is_same = (row.position, row.revision) == (before[row.pk].position, before[row.pk].revision)
        assert is_same == (row.pk != rows[2].pk)


def test_a_colleagues_change_is_named_for_an_hour(client, at, rows, sent, client_of, world):
    client_of("administrator").post(at(f"rows/{rows[1].pk}/"), sent(rows[1], words="Theirs."))
    assert f"Changed by {world.people['administrator']}" in client.get(at("edit/")).text
    assert f"Changed by {world.people['administrator']}" not in client_of("administrator").get(at("edit/")).text


def test_a_published_review_asks_for_the_wording_of_the_document_and_a_reason(client, world, editor):
    copy = open_copy(world.reviews["public"].review, by=editor)
    (row,) = add_rows(copy, [NewRow("Quoted.", RowKind.FINDING)], after=None, by=editor)
    page = client.get(f"/manage/reviews/{copy.review.slug}/edit/?row={row.pk}")
    assert "Exact wording in the document" in page.text
    assert "Why are you changing this?" in page.text


def test_a_draft_asks_for_no_reason(client, at, rows):
    assert "Why are you changing this?" not in client.get(at(f"edit/?row={rows[1].pk}")).text
