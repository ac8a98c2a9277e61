"""Decisions on signs: what they apply to, what they need, how they end, and what waits for them."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from learning.identity import decisions
from learning.identity.flags import Flag
from learning.identity.kinds import SignKind
from learning.identity.signs import Sign
from learning.models import (
    DocumentFile,
    HiddenRecord,
    Hiding,
    IdentityDecision,
    IdentityWord,
    Partnership,
    Review,
    Theme,
)
from learning.originals import actions as originals
from reviews_portal.audit.models import AuditEntry
from reviews_portal.editing.actions import rows
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.publishing.differences import compared, mark_of
from reviews_portal.editing.actions.publishing.publish import check_ready, publish_corrections
from reviews_portal.editing.models import Row
from tests.forms import fields_of
from tests.portal.administration import address_of, opened

pytestmark = pytest.mark.django_db
NAME = Sign(SignKind.NAME, "Mrs Harper")
TOGETHER = "Several details that together could identify someone"


def decided(review: Review, sign: Sign, by) -> IdentityDecision:
    """Return the decision that a sign does not identify anyone."""
    verdict = decisions.Verdict(frozenset([sign.key]), "general")
    (made,) = decisions.decide(review, [Flag(sign)], verdict, by=by, acted_as="an editor")
    return made


def correct(row: Row, words: str, by) -> None:
    """Publish one correction."""
    rows.save_row(row, {"words": words}, revision=row.revision, by=by)
    found = compared(row.copy).found
    reasons = {one.row.pk: "A word had been left out." for one in found}
    publish_corrections(row.copy, by=by, reasons=reasons, seen=mark_of(found))


# --- Deciding --------------------------------------------------------------------------------------------------------


def test_the_same_words_are_decided_once_in_all_texts(new_review, typed, signs_on_page, decide, client, editor):
    typed(("finding", "Mrs Harper rang twice."), ("finding", "Nobody asked Mrs  Harper, or Mrs Harper’s son."))
    typed(("recommendation", "Mrs Harper should be told."))
    (key,) = signs_on_page(new_review).values()
    assert client.get(f"/manage/reviews/{new_review.slug}/check/").text.count("Change the text<") == 3
    assert decide(new_review, key, reason="in-public").status_code == 302
    assert signs_on_page(new_review) == {}
    made = IdentityDecision.objects.get()
    assert (made.found, made.reason, made.by, made.acted_as[:9]) == ("Mrs Harper", "in-public", editor, "an editor")
    check_ready(new_review)


def test_several_are_decided_with_one_reason_and_a_second_click_adds_nothing(
    new_review, typed, signs_on_page, decide, client
):
    typed(("finding", "Mrs Harper took one of the twins to Fenwick Road Surgery."))
    keys = list(signs_on_page(new_review).values())
    assert len(keys) == 3
    decide(new_review, *keys[:2])
    assert list(signs_on_page(new_review).values()) == keys[2:]
    decide(new_review, *keys[:2])
    assert IdentityDecision.objects.count() == 2


@pytest.mark.parametrize(
    ("reason", "note", "problem"),
    [
        ("", "", "Choose why the selected items do not identify anyone."),
        ("nonsense", "", "Select a valid choice"),
        ("other", " ", "Enter the reason."),
        ("general", "x" * 1001, "Shorten this to 1,000 characters or fewer. It has 1,001 now."),
    ],
)
def test_a_decision_needs_a_reason_and_loses_nothing(new_review, typed, signs_on_page, decide, reason, note, problem):
    typed(("finding", "Mrs Harper rang."))
    (key,) = signs_on_page(new_review).values()
    page = decide(new_review, key, reason=reason, note=note)
    assert page.status_code == 422
    assert problem in page.text
    assert f'aria-describedby="why-{key}" checked' in " ".join(page.text.split())
    assert note.strip() in page.text
    assert not IdentityDecision.objects.exists()


def test_a_decision_without_a_sign_is_refused_and_keeps_the_note(new_review, typed, decide):
    typed(("finding", "Mrs Harper rang."))
    page = decide(new_review, "no such key", reason="other", note="She is the chair.")
    assert page.status_code == 422
    assert "Select at least one item" in page.text
    assert "She is the chair." in page.text


def test_only_editors_of_the_review_decide(new_review, world, editor):
    decision = decided(new_review, NAME, editor)
    other = world.people["other-editor"]
    with pytest.raises(PermissionDenied):
        decided(new_review, Sign(SignKind.NAME, "Mr Reed"), other)
    with pytest.raises(PermissionDenied):
        decisions.reverse(decision, by=other, acted_as="an editor")
    assert IdentityDecision.objects.get() == decision


def test_a_reversed_decision_has_to_be_taken_again(new_review, typed, client, signs_on_page, decide, editor):
    typed(("finding", "Mrs Harper rang."))
    decide(new_review, *signs_on_page(new_review).values())
    first = IdentityDecision.objects.get()
    address = f"/manage/reviews/{new_review.slug}/check/decisions/{first.pk}/reverse/"
    assert "General statement" in client.get(f"/manage/reviews/{new_review.slug}/check/").text.replace(
        "It is a general", "General"
    )
    client.post(address)
    with pytest.raises(ValidationError, match="1 detail"):
        check_ready(new_review)
    assert "Someone else may have reversed it" in client.post(address, follow=True).text
    assert list(IdentityDecision.objects.values_list("is_reversal", flat=True)) == [False, True]
    decide(new_review, *signs_on_page(new_review).values())
    check_ready(new_review)
    events = AuditEntry.objects.filter(event__startswith="identity").order_by("pk")
    assert [one.event for one in events] == ["identity-decided", "identity-reversed", "identity-decided"]
    assert {one.by for one in events} == {editor}
    assert events[0].detail == f"{new_review.code}: name, general"


# --- What waits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pair",
    [("heading", "Mrs Harper"), ("part", "Mrs Harper’s part"), ("tail", "Mrs Harper"), ("resource", "Mrs Harper")],
)
def test_every_kind_of_row_is_read(new_review, typed, signs_on_page, pair):
    typed(("recommendation", "The board must ask:"), ("part", "who was there."), pair)
    assert list(signs_on_page(new_review)) == ["A name “Mrs Harper”"]


def test_details_documents_and_records_of_other_pages_are_read(new_review, typed, signs_on_page, client):
    typed(("finding", "Wombats were seen."))
    Review.objects.filter(pk=new_review.pk).update(children="The child of Mrs Harper")
    new_review.documents.update(title="Report on Mr Reed")
    assert sorted(signs_on_page(new_review)) == ["A name “Mr Reed”", "A name “Mrs Harper”"]
    page = client.get(f"/manage/reviews/{new_review.slug}/check/").text
    assert f'href="/manage/reviews/{new_review.slug}/details/"' in page
    assert f'href="/manage/reviews/{new_review.slug}/documents/{new_review.documents.get().pk}/"' in page


def test_a_draft_that_is_not_open_for_editing_waits_too(world):
    made = world.reviews["draft"]
    type(made.item).objects.filter(pk=made.item.pk).update(text="Mrs Harper rang.")
    with pytest.raises(ValidationError, match="1 detail"):
        check_ready(made.review)


def test_only_new_words_hold_up_a_correction(copy, world, editor):
    item = world.reviews["public"].item
    row = copy.rows.get(reference=item.reference)
    type(item).objects.exclude(pk=item.pk).filter(review=copy.review).update(text="Mr Reed was public before.")
    with pytest.raises(ValidationError, match="1 detail"):
        correct(row, "Mrs Harper rang.", editor)
    row.refresh_from_db()
    decided(copy.review, NAME, editor)
    correct(row, "Mrs Harper rang.", editor)
    item.refresh_from_db()
    assert item.text == "Mrs Harper rang."
    again = open_copy(copy.review, by=editor)
    correct(again.rows.get(reference=item.reference), "Nobody rang.", editor)


def test_words_that_are_hidden_from_readers_are_not_shown(copy, world, editor, signs_on_page):
    item = world.reviews["public"].item
    Row.objects.filter(copy=copy, reference=item.reference).update(words="Mrs Harper rang.")
    assert signs_on_page(copy.review)
    hiding = Hiding.objects.create(
        review=copy.review, what="statement", reference=item.reference, reason="Why.", hidden_by=editor,
        hidden_as="An editor", decide_by="2026-12-01",
    )  # fmt: skip
    HiddenRecord.objects.create(hiding=hiding, reference=item.reference)
    assert signs_on_page(copy.review) == {}


def test_words_that_an_administrator_adds_are_found_and_others_ignored(new_review, typed, signs_on_page):
    typed(("finding", "A 13-year-old from Fellgate, whose mother was a lamplighter, met Dr Foster."))
    assert list(signs_on_page(new_review)) == ["A name “Dr Foster”"]
    IdentityWord.objects.create(word_list="local_places", word="Fellgate")
    IdentityWord.objects.create(word_list="jobs", word="lamplighter")
    IdentityWord.objects.create(word_list="no_names", word="Dr Foster")
    assert [one.split(" “")[0] for one in signs_on_page(new_review)][:2] == [
        "A relative’s job",
        "An exact age with a small place",
    ]


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(new_review, typed) -> DocumentFile:
    """Return an original file with an author, a comment and other findings."""
    from learning.models import OriginalFile

    typed(("finding", "Wombats were seen."))
    original = OriginalFile.objects.create(digest="0" * 64, format="pdf", size=1)
    findings = ["Author: Wanda Wombat", "Comments: Page 1, Quentin: Is this right?", "Made with: A program",
                "Title: A report", "Author: Northshire Safeguarding Partnership", "Author: python-docx"]  # fmt: skip
    return DocumentFile.objects.create(document=new_review.documents.get(), original=original, findings=findings)


def test_names_and_comments_in_a_file_wait_until_an_administrator_has_checked_it(
    held, new_review, world, signs_on_page
):
    assert list(signs_on_page(new_review)) == [
        "A name or comment hidden in a file “Author: Wanda Wombat”",
        "A name or comment hidden in a file “Comments: Page 1, Quentin: Is this right?”",
    ]
    originals.confirm_check(held, by=world.people["administrator"], digest=held.original.digest)
    assert signs_on_page(new_review) == {}


def test_a_file_that_is_removed_leaves_nothing_to_decide(held, new_review, editor, signs_on_page):
    assert signs_on_page(new_review)
    originals.remove_file(held, by=editor)
    assert signs_on_page(new_review) == {}


# --- Combinations ----------------------------------------------------------------------------------------------------

DETAILS = [
    ("finding", "He was 13 years old when it began, aged 13."),
    ("finding", "He was the only child."),
    ("finding", "The incident was on 5 May 2021."),
]


def test_details_identify_together_and_a_further_one_is_decided_again(new_review, typed, signs_on_page, decide_all):
    typed(*DETAILS[:2])
    assert signs_on_page(new_review) == {}
    typed(DETAILS[2])
    assert list(signs_on_page(new_review)) == [TOGETHER]
    decide_all(new_review)
    assert signs_on_page(new_review) == {}
    (row,) = typed(("finding", "The family is Polish."))
    assert list(signs_on_page(new_review)) == [TOGETHER]
    decide_all(new_review)
    Row.objects.filter(pk=row.pk).delete()
    assert signs_on_page(new_review) == {}  # fewer details than were decided on


def test_other_reviews_on_the_same_person_count(new_review, typed, world, client, signs_on_page):
    typed(DETAILS[0])
    other = world.reviews["public"]
    type(other.item).objects.filter(pk=other.item.pk).update(text=f"{DETAILS[1][1]} {DETAILS[2][1]}")
    Review.objects.filter(pk__in=[new_review.pk, other.review.pk]).update(subject="Child Wren")
    assert list(signs_on_page(new_review)) == [TOGETHER]
    page = client.get(f"/manage/reviews/{new_review.slug}/check/").text
    assert f"“only child” in {other.document.title}" in " ".join(page.split())
    Review.objects.filter(pk=other.review.pk).update(subject="Child Crane")
    assert signs_on_page(new_review) == {}


def test_a_review_that_not_all_editors_may_see_does_not_count(new_review, typed, world, signs_on_page):
    typed(DETAILS[0])
    other = world.reviews["draft"]
    type(other.item).objects.filter(pk=other.item.pk).update(text=f"{DETAILS[1][1]} {DETAILS[2][1]}")
    Review.objects.filter(pk__in=[new_review.pk, other.review.pk]).update(subject="Child Wren")
    assert list(signs_on_page(new_review)) == [TOGETHER]
    other.review.partnerships.clear()
    other.review.partnerships.add(Partnership.objects.get(slug__startswith="southshire"))
    assert signs_on_page(new_review) == {}


def test_a_correction_waits_only_if_it_adds_a_kind_of_detail(copy, world, editor):
    item = world.reviews["public"].item
    others = type(item).objects.exclude(pk=item.pk).filter(review=copy.review)
    others.update(text=f"{DETAILS[0][1]} {DETAILS[1][1]} {DETAILS[2][1]}")
    row = copy.rows.get(reference=item.reference)
    correct(row, "He was then 13 years old, aged 13.", editor)
    again = open_copy(copy.review, by=editor).rows.get(reference=item.reference)
    with pytest.raises(ValidationError, match="1 detail"):
        correct(again, "He was the only Polish boy.", editor)


# --- Words of administrators -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "problem"), [("Lamplighter", "already in the list"), ("…", "Enter a word or a name")]
)
def test_a_word_is_added_once_and_has_letters(client_of, word, problem):
    IdentityWord.objects.create(word_list="jobs", word="lamplighter")
    administrator = client_of("administrator")
    page = administrator.post("/admin/learning/identityword/add/", {"word_list": "jobs", "word": word})
    assert problem in page.text
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityWord.objects.create(word_list="jobs", word="LAMPLIGHTER")
    sent = {"word_list": "first_names", "word": "Wombatina"}
    assert administrator.post("/admin/learning/identityword/add/", sent).status_code == 302
    assert IdentityWord.objects.filter(**sent).exists()


def test_a_later_note_in_a_published_review_is_decided_where_it_is_typed(client_of, world):
    item, administrator = world.reviews["public"].item, client_of("administrator")
    themes, notes = (
        [Theme.objects.get(slug="neglect").pk],
        {
            "later_notes-TOTAL_FORMS": "1",
            "later_notes-0-dated": "2026-01-01",
            "later_notes-0-text": "Mrs Harper now meets us.",
        },
    )
    address, sent = address_of(item), opened(administrator, item, themes=themes, **notes)
    page = administrator.post(address, sent)
    assert "This may contain a name (“Mrs Harper”)" in page.text
    assert "Mrs Harper now meets us." in page.text
    assert not item.later_notes.exists()
    page = administrator.post(address, sent | {"later_notes-0-identity_reason": "in-public"})
    assert page.status_code == 302, page.context["errors"]
    assert item.later_notes.get().text == "Mrs Harper now meets us."
    assert IdentityDecision.objects.get().found == "Mrs Harper"


def test_details_of_a_published_review_are_decided_where_they_are_typed(client, world):
    review = world.reviews["public"].review
    address = f"/manage/reviews/{review.slug}/details/"
    sent = fields_of(client.get(address).text) | {"children": "The son of Mrs Harper", "reason": "It was missing."}
    page = client.post(address, sent)
    assert page.status_code == 422
    assert "This may contain a name (“Mrs Harper”)" in page.text
    assert "The son of Mrs Harper" in page.text
    review.refresh_from_db()
    assert review.children != "The son of Mrs Harper"
    sign = Sign(SignKind.NAME, "Mrs Harper").key
    page = client.post(address, sent | {"identity_signs": sign, "identity_reason": "agreed"})
    assert page.status_code == 302, page.text
    assert IdentityDecision.objects.get().reason == "agreed"


def test_twin_and_twins_are_one_sign_with_one_decision(new_review, typed, signs_on_page, decide):
    typed(*(("finding", words) for words in ("A twin was seen.", "The twins knew Mrs Harper.", "Twins need time.")))
    assert sorted(signs_on_page(new_review)) == ["A name “Mrs Harper”", "Twins or triplets “twin”"]
    key = signs_on_page(new_review)["Twins or triplets “twin”"]
    assert decide(new_review, key, reason="published").status_code == 302
    assert sorted(signs_on_page(new_review)) == ["A name “Mrs Harper”"]
    assert new_review.identity_decisions.get().get_reason_display() == (
        "The partnership has already published the same words"
    )


@pytest.mark.parametrize(("select", "number"), [("all", 3), ("name", 2), ("school", 0), ("", 0)])
def test_signs_of_one_kind_or_all_are_selected_together(new_review, typed, client, select, number):
    typed(("finding", "A twin was seen."), ("finding", "Mrs Harper came with Mr Dunn."))
    page = client.get(f"/manage/reviews/{new_review.slug}/check/?select={select}").text
    assert len(re.findall(r'name="identity_signs"[^>]* checked', page)) == number
    assert '<a href="?select=name#signs">a name (2)</a>' in page
