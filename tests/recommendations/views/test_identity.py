"""Signs that could identify someone are decided in the form that publishes a response, an action or a judgement."""

import pytest
from django.core.exceptions import ValidationError

from learning.identity.decisions import Verdict
from learning.models import IdentityDecision
from recommendations.actions import checking, drafting, joint, quoted_actions, quoted_responses
from recommendations.actions.joint import Pair
from recommendations.actions.quotations import Quotation
from recommendations.models import Assurance, QuotedAction, ResponseVersion
from tests.recommendations.conftest import page_of

WORDS = "Mrs Harper now rings each family."
DECIDED = {"identity_reason": "in-public", "identity_note": ""}


def keys_in(page) -> list[str]:
    """Return the keys of the signs that a form asks about."""
    found = page.text.split('name="identity_signs" value="')[1:]
    return [one.partition('"')[0] for one in found]


@pytest.fixture
def with_name(world, asked, draft):
    """Return a submitted response with a name in it."""
    writer = world.people["writer"]
    draft = drafting.save_draft(draft, {"text": WORDS}, revision=draft.revision, by=writer)
    return drafting.submit(draft, revision=draft.revision, by=writer)


def test_a_response_is_published_once_each_sign_in_it_is_decided(client_of, world, asked, with_name):
    editor, address = client_of("partnership-editor"), page_of(asked, "publish/")
    page = editor.get(page_of(asked))
    (key,) = keys_in(page)
    assert "A name (“Mrs Harper”)" in page.text
    sent = {"version": 1, "deciding_body": "Board of Mr Reed", "meeting": "In May"}
    page = editor.post(address, sent | DECIDED | {"identity_signs": key})
    assert page.status_code == 422
    assert "This may contain a name (“Mrs Harper”); a name (“Mr Reed”)" in page.text
    assert 'value="Board of Mr Reed"' in page.text
    assert 'value="In May"' in page.text
    both = keys_in(page)
    assert len(both) == 2
    page = editor.post(address, sent | {"identity_signs": both})
    assert (page.status_code, "Choose why the selected items do not identify anyone." in page.text) == (422, True)
    assert not IdentityDecision.objects.exists()
    assert editor.post(address, sent | DECIDED | {"identity_signs": both}).url == page_of(asked)
    assert ResponseVersion.objects.published().filter(pk=with_name.pk).exists()
    made = IdentityDecision.objects.order_by("pk")
    assert [one.found for one in made] == ["Mrs Harper", "Mr Reed"]
    assert made[0].acted_as == "an editor of Northshire Safeguarding Children Partnership"
    judged = {"judgement": "partial", "judged_on": "2026-01-31", "version": 1}
    page = editor.post(page_of(asked, "assure/"), judged | {"deciding_body": "Mr Reed and Dr Foster"})
    assert (page.status_code, "This may contain a name (“Dr Foster”)." in page.text) == (422, True)
    keys = keys_in(page)
    sent = judged | {"deciding_body": "Mr Reed and Dr Foster", "identity_signs": keys}
    assert editor.post(page_of(asked, "assure/"), sent | DECIDED).status_code == 302
    assert Assurance.objects.get().deciding_body == "Mr Reed and Dr Foster"


def test_the_rule_is_that_of_the_actions(world, asked, with_name):
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="Mrs Harper"):
        checking.publish_version(with_name, by=editor, deciding_body="Board")
    with pytest.raises(ValidationError, match="Mrs Harper"):
        checking.publish_version(with_name, by=editor, deciding_body="Board", verdict=Verdict(reason="general"))
    assert not IdentityDecision.objects.exists()


def quotation(world, *, agencies=1) -> Quotation:
    made = world.reviews["public"]
    pairs = [Pair(made.recommendation, world.made["agency"]), Pair(made.recommendation, made.agency)][:agencies]
    return Quotation(made.document, WORDS, pairs, place="page 2")


def test_a_joint_response_is_decided_once(world, asked):
    made, editor = world.reviews["public"], world.people["partnership-editor"]
    pairs = [Pair(made.recommendation, world.made["agency"])]
    passage = joint.record_joint_response(made.document, text=WORDS, pairs=pairs, by=world.people["second-editor"])
    with pytest.raises(ValidationError, match="Mrs Harper") as refused:
        joint.publish_joint(passage, by=editor, deciding_body="Board")
    verdict = Verdict(frozenset(flag.sign.key for flag in refused.value.flags), "general")
    joint.publish_joint(passage, by=editor, deciding_body="Board", verdict=verdict)
    assert IdentityDecision.objects.count() == 1


def test_an_action_waits_in_a_published_review_and_is_kept_in_a_draft(client_of, world):
    made, client = world.reviews["public"], client_of("partnership-editor")
    address = f"/manage/reviews/{made.review.slug}/actions/add/"
    sent = {"document": made.document.pk, "text": WORDS, "seen": quoted_actions.newest_key(), "further_columns": ""}
    page = client.post(f"{address}preview/", sent)
    assert page.status_code == 422
    (key,) = keys_in(page)
    assert WORDS in page.text
    sent |= DECIDED | {"identity_signs": key}
    page = client.post(f"{address}preview/", sent)
    assert (page.status_code, f'name="identity_signs" value="{key}"' in page.text) == (200, True)
    assert f'value="{key}"' in client.post(f"{address}back/", sent).text
    assert not IdentityDecision.objects.exists()
    assert client.post(f"{address}record/", sent | {"previewed": "1"}).status_code == 302
    assert QuotedAction.objects.filter(review=made.review, text=WORDS).exists()
    assert IdentityDecision.objects.get().review == made.review
    draft = world.reviews["draft"]
    quoted_actions.record_quoted_action(draft.document, by=world.people["partnership-editor"], text=WORDS)
    assert IdentityDecision.objects.count() == 1


def test_a_quoted_response_waits_in_a_published_review(world, asked):
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="Mrs Harper") as refused:
        quoted_responses.preview_quoted_response(quotation(world), by=editor)
    verdict = Verdict(frozenset(flag.sign.key for flag in refused.value.flags), "general")
    quoted_responses.preview_quoted_response(quotation(world), by=editor, verdict=verdict)
    assert not IdentityDecision.objects.exists()
    quoted_responses.record_quoted_response(quotation(world), by=editor, verdict=verdict)
    assert IdentityDecision.objects.count() == 1
