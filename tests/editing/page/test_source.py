"""The text of an imported document is shown beside its rows, and none of it is lost unnoticed."""

import re

import pytest
from django.core.exceptions import ValidationError

from reviews_portal.editing.actions import rows as actions
from reviews_portal.editing.actions import several, splitting
from reviews_portal.editing.actions.publishing.publish import check_ready
from reviews_portal.editing.actions.source import leave_out
from reviews_portal.editing.breaks import SEVERAL
from reviews_portal.editing.models import LeftOut, Row, SourceBlock
from reviews_portal.editing.source import compared, number_open, pieces_of
from reviews_portal.editing.source_matching import Text, match
from tests.editing.page.test_rows import SCRIPT

BLOCKS = [
    ("heading", "What we learned", ""),
    ("paragraph", "Nobody asked who lived in the home.", ""),
    ("list item", "Agencies should meet every week.", ""),
    ("furniture", "Page 1 of 4", LeftOut.FURNITURE),
]


@pytest.fixture
def blocks(copy, rows) -> list[SourceBlock]:
    """Return the blocks of an imported document from which the three rows were made."""
    document = rows[0].document
    made = [
        SourceBlock(copy=copy, document=document, number=at, kind=kind, text=text, suggested=why, place="page 1")
        for at, (kind, text, why) in enumerate(BLOCKS)
    ]
    for at, row in enumerate(rows):
        Row.objects.filter(pk=row.pk).update(source_block=at, place="page 1")
    return SourceBlock.objects.bulk_create(made)


def lacking(copy) -> list[str]:
    return [one.missing_text for one in compared(copy) if one.is_open]


def test_what_is_in_no_row_is_lacking(copy, blocks):
    assert lacking(copy) == ["Page 1 of 4"]


def test_rows_may_be_split_joined_moved_and_marked(copy, rows, blocks, editor):
    splitting.split_row(rows[1], ["Nobody asked", "who lived in the home."], revision=0, by=editor)
    first, second = copy.rows.kept().in_order()[1:3]
    assert first.source_block == second.source_block == 1
    assert lacking(copy) == ["Page 1 of 4"]
    splitting.join_rows(first, second, by=editor)
    actions.move_row(Row.objects.get(pk=rows[2].pk), after=None, by=editor)
    assert lacking(copy) == ["Page 1 of 4"]


def test_words_that_were_deleted_or_changed_are_lacking(copy, rows, blocks, editor):
    actions.save_row(rows[1], {"words": "Nobody asked who lived here."}, revision=0, by=editor)
    several.take_out(copy, [rows[2].pk], by=editor)
    assert lacking(copy) == ["in the home.", "Agencies should meet every week.", "Page 1 of 4"]


def test_text_that_the_document_has_twice_must_be_there_twice(copy, rows, blocks, editor):
    again = {"number": 9, "kind": "paragraph", "text": BLOCKS[1][1]}
    SourceBlock.objects.create(copy=copy, document=rows[0].document, **again)
    assert lacking(copy) == ["Page 1 of 4", BLOCKS[1][1]]


def comparison(blocks: list[str], rows: list[tuple[int | None, str]]) -> list[str]:
    """Return what rows lack of blocks; each row has the number of the block that it was made of."""
    own = [[Text(words) for number, words in rows if number == at] for at in range(len(blocks))]
    found = match(blocks, own, [Text(words) for number, words in rows if number is None])
    return [
        piece.text
        for text, there in zip(blocks, found, strict=True)
        for piece in pieces_of(text, there)
        if piece.is_missing
    ]


@pytest.mark.parametrize(
    ("blocks", "rows", "lacking"),
    [
        (
            ["The mother was not seen by police.", "The father was not seen at school."],
            [(0, "The mother was seen by police."), (1, "The father was not seen at school.")],
            ["not "],
        ),
        (["She was seen on 3 occasions."], [(0, "She was seen on occasions."), (None, "3 Feed them.")], ["3 "]),
        (["The rent was (in total) £500 a month."], [(0, "The rent was (in total) a month.")], ["£500 "]),
        (["One two three four."], [(None, "One two"), (None, "three four.")], ["One two three four."]),
        (["One two three four."], [(0, "three four."), (0, "One two")], []),
        (["A plan. A plan."], [(0, "A plan.")], ["A plan."]),
    ],
)
def test_each_word_counts_once_and_where_it_stands(blocks, rows, lacking):
    assert comparison(blocks, rows) == lacking


def test_a_decision_holds_for_the_words_that_were_missing_then(client, at, copy, rows, blocks, editor):
    SourceBlock.objects.filter(pk=blocks[1].pk).update(text=f"Page 3 {BLOCKS[1][1]}")
    client.post(at("source/leave-out/"), {"blocks": blocks[1].pk, "reason": "furniture"})
    assert lacking(copy) == ["Page 1 of 4"]
    several.take_out(copy, [rows[1].pk], by=editor)
    assert lacking(copy) == [f"Page 3 {BLOCKS[1][1]}", "Page 1 of 4"]


def test_text_that_is_in_the_review_is_not_left_out(client, at, blocks):
    client.post(at("source/leave-out/"), {"blocks": blocks[0].pk, "reason": "furniture"})
    assert not SourceBlock.objects.exclude(left_out="").exists()


def test_the_details_of_the_review_count(copy, rows, blocks):
    title = {"number": 9, "kind": "heading", "text": copy.review.title}
    SourceBlock.objects.create(copy=copy, document=rows[0].document, **title)
    assert lacking(copy) == ["Page 1 of 4"]


def test_text_is_left_out_for_a_reason_and_that_can_be_undone(client, at, copy, blocks, editor):
    page = client.get(at("source/")).text
    assert "Page header, footer or website menu (1)" in page
    sent = {"blocks": blocks[3].pk, "reason": "furniture"}
    assert client.post(at("source/leave-out/"), sent)["Location"] == at("source/")
    block = SourceBlock.objects.get(pk=blocks[3].pk)
    assert (block.left_out, block.left_out_by) == (LeftOut.FURNITURE, editor)
    page = client.get(at("source/")).text
    assert "All text of the imported document is in the review, or has been left out for a reason." in page
    assert "Left out (1)" in page
    client.post(at("source/take-back/"), {"blocks": block.pk})
    assert lacking(copy) == ["Page 1 of 4"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"reason": "furniture"}, "Select the text to leave out."),
        ({"blocks": "", "reason": ""}, "Choose a reason."),
        ({"blocks": "own", "reason": "other"}, "Enter the reason."),
        ({"blocks": "own", "reason": "other", "note": "x" * 301}, "Shorten to 300 characters or fewer"),
        ({"blocks": "own", "reason": "wombat"}, "Choose one of the options that are available now"),
    ],
)
def test_a_form_with_something_wrong_leaves_nothing_out_and_keeps_what_was_typed(client, at, blocks, sent, message):
    sent = {name: blocks[3].pk if value == "own" else value for name, value in sent.items()}
    answer = client.post(at("source/leave-out/"), sent)
    assert answer.status_code == 422
    assert message in answer.text
    assert sent.get("note", "") in answer.text
    assert not SourceBlock.objects.exclude(left_out="").exists()


def test_lacking_text_is_added_below_what_is_above_it(client, at, copy, rows, blocks, words_in_order):
    several.take_out(copy, [rows[1].pk], by=copy.opened_by)
    answer = client.post(at("source/add/"), {"add": blocks[1].pk}, follow=True)
    assert f"Added as a row: “{BLOCKS[1][1]}”." in answer.text
    assert words_in_order() == [BLOCKS[0][1], BLOCKS[1][1], BLOCKS[2][1]]
    client.post(at("source/add/"), {"add": blocks[1].pk})
    assert len(words_in_order()) == 3


def test_a_piece_of_which_some_words_are_missing_says_which_and_adds_only_those(
    client, at, rows, blocks, editor, words_in_order
):
    actions.save_row(rows[1], {"words": "asked who lived in the"}, revision=0, by=editor)
    page = " ".join(re.sub("<.*?>", " ", client.get(at("source/")).text).split())
    assert "Only these words are not in the review: “Nobody” , “home.” Page 1 Add only these words : Nobody" in page
    assert page.count("Add to the review") == page.count("Only these words") == 1  # the footer is missing as a whole
    answer = client.post(at("source/add/"), {"add": blocks[1].pk}, follow=True)
    assert "Added as a row: “Nobody … home.”." in answer.text
    assert words_in_order()[1:3] == ["asked who lived in the", "Nobody\nhome."]


def test_nothing_is_published_while_text_is_lacking(copy, blocks, editor):
    several.set_kind(copy, [row.pk for row in copy.rows.all()], "background", by=editor)
    with pytest.raises(ValidationError, match="1 piece of text of the imported document is not in the review"):
        check_ready(copy.review)
    leave_out(copy, [blocks[3].pk], LeftOut.FURNITURE, by=editor)
    check_ready(copy.review)


def test_the_checklist_leads_to_what_is_lacking(client, at, blocks):
    assert "Text not in the review (1)" in client.get(at("check/")).text


def test_the_document_stands_beside_its_rows(client, at, rows, blocks):
    page = client.get(at("edit/")).text
    assert page.count('class="block is-') == 4
    assert f'data-block="block-{rows[1].document_id}-1"' in page
    assert f'href="#block-{rows[1].document_id}-1"' in page
    assert "<mark>Page 1 of 4</mark>" in page


def test_a_review_without_an_imported_document_shows_none(client, at, rows):
    assert "Imported document" not in client.get(at("edit/")).text
    assert "No document was imported" in client.get(at("source/")).text


def test_a_script_is_told_how_much_is_lacking(client, at, rows, blocks):
    answer = client.post(at("rows/take-out/"), {"rows": rows[1].pk}, **SCRIPT).json()
    assert answer["counts"]["missing"] == 2


# --- Rows of which the import was not sure ---------------------------------------------------------------------------


@pytest.fixture
def doubtful(rows) -> Row:
    Row.objects.filter(pk=rows[1].pk).update(doubt="Is this narrative?", kind="background")
    return Row.objects.get(pk=rows[1].pk)


def test_a_doubtful_row_says_why_until_it_is_confirmed(client, at, doubtful):
    page = client.get(at("edit/")).text
    assert "Is this narrative?" in page
    assert '<span data-count="doubtful">1</span> to confirm' in " ".join(page.split())
    assert client.post(at("rows/confirm/"), {"confirm": doubtful.pk}).status_code == 302
    assert "Is this narrative?" not in client.get(at("edit/")).text
    assert client.post(at("rows/confirm/"), {"confirm": doubtful.pk}, **SCRIPT).status_code == 422


def test_a_change_settles_a_doubt(copy, doubtful, editor):
    several.set_kind(copy, [doubtful.pk], "finding", by=editor)
    assert not Row.objects.get(pk=doubtful.pk).is_doubtful


RUN_ON = "Staff did not ask The worker was new It was late."


@pytest.fixture
def several_in_one(rows) -> Row:
    """Return a row that seems to be three bullet points, which the import asks about."""
    Row.objects.filter(pk=rows[1].pk).update(doubt=SEVERAL, kind="finding", words=RUN_ON)
    return Row.objects.get(pk=rows[1].pk)


def split_buttons(page: str) -> list[str]:
    """Return the values of the buttons that split a row."""
    return re.findall(r'name="before"\s+value="([^"]*)"', page)


def test_a_row_that_may_be_several_is_split_in_its_question_until_it_is_not(
    client, at, several_in_one, words_in_order
):
    page = client.get(at("edit/")).text
    assert "Split before “The worker was new It was late.”" in page
    first, _, everywhere = split_buttons(page)
    assert len(everywhere.split()) == 3
    answer = client.post(at(f"rows/{several_in_one.pk}/split/"), {"before": first})
    second = Row.objects.get(words="The worker was new It was late.")
    assert answer["Location"].endswith(f"#row-{second.pk}")
    assert [row.doubt for row in Row.objects.kept().in_order()] == ["", "", SEVERAL, ""]
    (at_last,) = split_buttons(client.get(at("edit/")).text)
    answer = client.post(at(f"rows/{second.pk}/split/"), {"before": at_last}, **SCRIPT).json()
    assert answer["counts"]["doubtful"] == 0
    assert words_in_order()[1:4] == ["Staff did not ask", "The worker was new", "It was late."]


def test_a_row_is_split_at_all_likely_places_at_once(client, at, several_in_one, words_in_order):
    client.post(at(f"rows/{several_in_one.pk}/split/"), {"before": split_buttons(client.get(at("edit/")).text)[-1]})
    assert words_in_order()[1:4] == ["Staff did not ask", "The worker was new", "It was late."]
    assert not Row.objects.exclude(doubt="").exists()


@pytest.mark.parametrize("before", ["7 18", "0", "0 3", "0 999", "wombat"])
def test_a_place_that_does_not_fit_the_row_splits_nothing(client, at, several_in_one, before):
    answer = client.post(at(f"rows/{several_in_one.pk}/split/"), {"before": before}, **SCRIPT)
    assert answer.status_code == 422
    assert Row.objects.get(pk=several_in_one.pk).words == RUN_ON


def test_empty_lines_do_not_settle_a_doubt_and_another_doubt_stays(client, at, several_in_one, sent):
    fields = sent(several_in_one, words=RUN_ON.replace(" It", "\n\nIt"))
    client.post(at(f"rows/{several_in_one.pk}/split/"), fields)
    assert [row.doubt for row in Row.objects.kept().in_order()][1:3] == [SEVERAL, ""]
    Row.objects.filter(pk=several_in_one.pk).update(doubt="Is this narrative?")
    client.post(at(f"rows/{several_in_one.pk}/split/"), {"piece": ["Staff did", "not ask The worker was new"]})
    assert [row.doubt for row in Row.objects.kept().in_order()][1:4] == ["Is this narrative?"] * 2 + [""]


def test_the_checklist_has_the_doubts(client, at, doubtful):
    assert "Is this narrative?" in client.get(at("check/")).text


def test_an_editor_of_another_partnership_decides_nothing(client_of, at, copy, blocks, doubtful):
    client = client_of("other-editor")
    for address, sent in {
        "source/leave-out/": {"blocks": blocks[3].pk, "reason": "furniture"},
        "source/add/": {"add": blocks[3].pk},
        "rows/confirm/": {"confirm": doubtful.pk},
    }.items():
        assert client.post(at(address), sent).status_code == 404
    assert number_open(copy) == 1
    assert Row.objects.get(pk=doubtful.pk).is_doubtful


def test_the_only_piece_is_selected_and_pieces_without_a_known_reason_are_not(client, at, rows, copy, blocks, editor):
    def ticked() -> int:
        return client.get(at("source/")).text.count("checked>")

    leave_out(copy, [blocks[3].pk], LeftOut.FURNITURE, by=editor)
    several.take_out(copy, [rows[2].pk], by=editor)
    assert ticked() == 1
    several.take_out(copy, [rows[1].pk], by=editor)
    assert ticked() == 0


def test_a_label_is_left_out_for_its_own_reason(client, at, blocks):
    client.post(at("source/leave-out/"), {"blocks": blocks[3].pk, "reason": "label"})
    assert SourceBlock.objects.get(pk=blocks[3].pk).left_out == LeftOut.LABEL
