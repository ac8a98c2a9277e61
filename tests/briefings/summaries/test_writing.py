"""Editors write their own summaries: what is refused, what is advised, and that nothing typed is lost."""

import pytest
from django.core import signing
from django.forms import CharField
from django.test import Client

from learning.models import LearningItem, Membership, Role
from learning.utils.form_recovery import KEPT
from reviews_portal.briefings.models import PartnershipSummary
from tests.world import make_user

from .pages import OWN, PARTS, page_of, save, sent_by

TOO_LONG = " ".join(["word"] * 101)


def posted(browser, made, do: str = "save/", **changed):
    """Return the answer to the form with some fields changed."""
    return browser.post(page_of(made, do), sent_by(browser, made, **changed))


def test_the_page_shows_the_parts_with_what_was_chosen_for_each(editor, public):
    page = editor.get(page_of(public))
    assert [one.part.name for one in page.context["form"].by_part] == [*PARTS]
    assert "1. Why this matters" in page.text
    assert "key-theme quokka0" in page.text, "chosen automatically"
    assert f"{public.item.reference} " in page.text, "to be based on"


def test_a_summary_is_saved_shown_again_and_deleted(editor, public):
    save(editor, public)
    page = editor.get(page_of(public))
    assert page.context["form"]["learnt_text"].value() == OWN
    assert page.context["form"]["learnt_references"].value() == [
        public.item.reference,
        public.recommendation.reference,
    ]
    save(editor, public, text="")
    assert not PartnershipSummary.objects.exists()
    assert [one.history_type for one in PartnershipSummary.history.all()] == ["-", "+"]


def test_saving_the_same_again_changes_nothing(editor, public):
    save(editor, public)
    save(editor, public)
    assert PartnershipSummary.history.count() == 1


def test_the_other_button_goes_on_to_the_preview(editor, public):
    answer = posted(editor, public, "save-and-preview/", why_text=OWN, why_references=[public.item.reference])
    assert answer["Location"] == page_of(public, "preview/")
    page = editor.get(answer["Location"])
    assert OWN in page.text
    assert "Summary by Northshire Safeguarding Children Partnership" in page.text
    assert f"“Why this matters” is based on {public.item.reference}." in page.text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"why_text": OWN}, "Select at least one statement that “Why this matters” is based on."),
        ({"why_text": TOO_LONG, "why_references": ["R9000-1"]}, "Shorten “Why this matters” to 100 words or fewer."),
        ({"why_text": OWN, "why_references": ["R9001-1"]}, "one that was selected is no longer in this review"),
        ({"why_text": OWN, "why_references": ["nonsense"]}, "one that was selected is no longer in this review"),
        ({"why_text": "x" * 5_001, "why_references": ["R9000-1"]}, "Shorten your text to 5000 characters"),
    ],
)
def test_a_summary_that_cannot_be_saved_says_why_and_stays_in_the_form(editor, public, changed, says):
    answer = posted(editor, public, **changed)
    assert answer.status_code == 422
    assert says in answer.text
    assert changed["why_text"] in answer.text
    assert not PartnershipSummary.objects.exists()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("The family failed to engage.", "“Failed” can sound like blame."),
        ("They were hard to reach.", "No family is “hard to reach”."),
        ("She did not attend three times.", "For a child, write “was not brought”"),
        ("She didn’t attend three times.", "For a child, write “was not brought”"),
    ],
)
def test_words_about_families_are_advised_on_and_saved_all_the_same(editor, public, text, advice):
    save(editor, public, text)
    assert PartnershipSummary.objects.get().text == text
    assert advice in editor.get(page_of(public)).text
    assert "Advice:" not in editor.get(page_of(public, "preview/")).text


def test_each_field_says_how_long_its_text_may_be(editor, public):
    form = editor.get(page_of(public)).context["form"]
    assert all(field.max_length for field in form.fields.values() if isinstance(field, CharField))


def test_two_editors_at_once_do_not_overwrite_each_other(world, editor, public):
    second = Client()
    user = make_user("second-editor")
    Membership.objects.create(user=user, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    second.force_login(user)
    references = [public.item.reference]
    before = sent_by(second, public, do_text="Mine to do.", do_references=references)
    before |= {"learnt_text": "Mine, typed meanwhile.", "learnt_references": references}
    save(editor, public)
    save(editor, public, "Theirs, too.", "why")
    answer = second.post(page_of(public, "save/"), before)
    assert answer.status_code == 409
    assert "Someone saved this while you were editing" in answer.text
    form = answer.context["form"]
    assert form["learnt_text"].value() == "Mine, typed meanwhile."
    assert form["do_text"].value() == "Mine to do."
    assert form["why_text"].value() == "Theirs, too.", "nobody typed anything else there"
    assert {one.part: one.text for one in PartnershipSummary.objects.all()} == {"learnt": OWN, "why": "Theirs, too."}
    again = {field.html_name: field.value() for field in form}
    assert second.post(page_of(public, "save/"), again).status_code == 302
    saved = {one.part: one.text for one in PartnershipSummary.objects.all()}
    assert saved == {"learnt": "Mine, typed meanwhile.", "why": "Theirs, too.", "do": "Mine to do."}


def test_two_editors_of_different_parts_are_both_saved(client_of, editor, public):
    before = sent_by(editor, public, do_text="To do.", do_references=[public.item.reference])
    save(client_of("administrator"), public)
    assert editor.post(page_of(public, "save/"), before).status_code == 302
    assert {one.part for one in PartnershipSummary.objects.all()} == {"learnt", "do"}


def test_a_summary_that_somebody_deleted_meanwhile_is_not_lost(client_of, editor, public):
    save(editor, public)
    before = sent_by(editor, public, learnt_text="Better words.")
    save(client_of("administrator"), public, text="")
    answer = editor.post(page_of(public, "save/"), before)
    assert answer.status_code == 409
    assert "The saved version has no summary of this part." in answer.text
    assert answer.context["form"]["learnt_text"].value() == "Better words."


def test_a_form_is_saved_if_the_address_of_its_review_changed_meanwhile(editor, public):
    before = sent_by(editor, public, why_text=OWN, why_references=[public.item.reference])
    old = page_of(public)
    public.review.slug = "another-address"
    public.review.save()
    answer = editor.post(f"{old}save/", before)
    assert answer["Location"] == page_of(public)
    assert PartnershipSummary.objects.get().text == OWN
    assert editor.get(old)["Location"] == page_of(public)


def test_what_was_typed_is_shown_again_after_signing_in(world, editor, public):
    sent = sent_by(editor, public, why_text="Typed for an hour.", why_references=[public.item.reference])
    signed_out = Client()
    answer = signed_out.post(page_of(public, "save/"), sent)
    assert answer.status_code == 403
    assert "Typed for an hour." in answer.text, "to be copied"
    kept = answer.context["kept"]
    assert signing.loads(kept, salt=KEPT)["path"] == page_of(public)
    session = editor.session
    session[KEPT] = kept
    session.save()
    page = editor.get(page_of(public))
    assert page.context["form"]["why_text"].value() == "Typed for an hour."
    assert page.context["form"]["why_references"].value() == [public.item.reference]
    assert "It has not been saved or sent yet." in page.text
    assert not PartnershipSummary.objects.exists()


def test_what_was_typed_is_kept_if_the_token_has_expired(world, public):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.people["partnership-editor"])
    sent = sent_by(browser, public, why_text="Typed for an hour.", why_references=[public.item.reference])
    answer = browser.post(page_of(public, "save/"), sent)
    assert answer["Location"] == page_of(public)
    assert browser.get(page_of(public)).context["form"]["why_text"].value() == "Typed for an hour."


def test_a_statement_that_is_gone_is_no_longer_what_a_summary_is_based_on(editor, public):
    reference = public.item.reference
    PartnershipSummary.objects.create(review=public.review, part="why", text=OWN, references=[reference])
    LearningItem.objects.filter(pk=public.item.pk).delete()
    page = editor.get(page_of(public))
    assert reference not in page.text
    preview = editor.get(page_of(public, "preview/"))
    assert "Select the statements that your summary of “Why this matters” is based on" in preview.text
    assert 'name="seen"' not in preview.text
