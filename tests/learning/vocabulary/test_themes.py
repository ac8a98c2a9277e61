"""Editors propose themes; an administrator accepts, merges or declines them, and the proposer is told."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from learning.merging import merge
from learning.models import Membership, Role, Theme, ThemeProposal
from learning.vocabulary.theme_actions import accept_theme, decline_theme, merge_theme, propose_theme
from reviews_portal.groups import ADMINISTRATORS
from tests.world import make_user

WORDS = {
    "name": "Tidal flats",
    "group": "the-child",
    "scope_note": "Children on mud. And the tide.",
    "aliases": ["Mudflats"],
}
TYPED = WORDS | {"aliases": "Mudflats", "reason": "Nothing fits."}


def propose(world, who: str = "partnership-editor", **fields) -> ThemeProposal:
    return propose_theme(world.partnership, **WORDS | {"reason": "Nothing fits.", "by": world.people[who]} | fields)


def told() -> list[tuple[list[str], str]]:
    return [(message.to, message.body) for message in mail.outbox if "your proposed theme" in message.subject]


def test_an_editor_proposes_once_for_a_partnership_and_nobody_else_does(world):
    proposal = propose(world)
    assert propose(world) == proposal  # a second click
    with pytest.raises(ValidationError, match="already been proposed"):
        propose(world, name="tidal FLATS", reason="Another.")
    assert proposal.history.get().history_user == world.people["partnership-editor"]
    for who in ("anyone", "member", "scrutineer", "agency-editor", "other-editor", "administrator"):
        with pytest.raises(PermissionDenied):
            propose(world, who, name="Another")
    with pytest.raises(IntegrityError, match=r"proposal_open_once|name"), transaction.atomic():
        ThemeProposal.objects.create(partnership=world.partnership, **WORDS | {"name": "TIDAL flats"}, reason="x")


def test_each_administrator_is_told_once_and_nobody_else(world):
    second, gone = make_user("second-boss", ADMINISTRATORS), make_user("gone-boss", ADMINISTRATORS, is_active=False)
    proposal = propose(world)
    propose(world)  # a second click
    found = [message for message in mail.outbox if message.subject.startswith("Proposed theme: decision needed")]
    assert [message.to for message in found] == [[world.people["administrator"].email], [second.email]]
    assert gone.email not in {to for message in mail.outbox for to in message.to}
    for message in found:
        html = message.alternatives[0].content
        for body in (message.body, html):
            assert f"/manage/themes/{proposal.pk}/" in body
            assert "You received this email because you are an administrator." in body
            words = (*WORDS["aliases"], WORDS["name"], WORDS["scope_note"], "Nothing fits.")
            assert not [typed for typed in words if typed in f"{message.subject} {body}"]


def test_administrators_are_not_told_of_their_own_proposals_or_of_refused_ones(world):
    boss = world.people["administrator"]
    Membership.objects.create(user=boss, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    propose_theme(world.partnership, **WORDS, reason="Nothing fits.", by=get_user_model().objects.get(pk=boss.pk))
    with pytest.raises(ValidationError):
        propose(world, name="")
    assert mail.outbox == []


def test_what_exists_or_is_missing_is_refused(world):
    theme = Theme.objects.exclude(aliases=[]).first()
    for name in (theme.name.upper(), theme.aliases[0]):
        with pytest.raises(ValidationError, match="There is already a theme for this"):
            propose(world, name=name)
    for field in ("name", "scope_note", "reason"):
        with pytest.raises(ValidationError, match=r"cannot be blank"):
            propose(world, **{field: ""})
    assert not ThemeProposal.objects.exists()


def test_accepting_creates_the_theme_in_the_words_of_the_administrator(world):
    proposal, boss = propose(world), world.people["administrator"]
    theme = accept_theme(proposal, **WORDS | {"name": "Tidal mud"}, by=boss, reason="A shorter name.")
    assert (theme.slug, theme.group, theme.aliases) == ("tidal-mud", "the-child", ["Mudflats"])
    proposal.refresh_from_db()
    assert (proposal.state, proposal.theme, proposal.name) == ("accepted", theme, "Tidal flats")
    assert (proposal.decided_by, proposal.decision_reason) == (boss, "A shorter name.")
    ((to, body),) = told()
    assert to == ["editor@example.org"]
    assert f"/manage/themes/{proposal.pk}/" in body
    assert "Tidal" not in body
    for decide in (
        lambda: accept_theme(proposal, **WORDS, by=boss),
        lambda: merge_theme(proposal, into=theme, keep_words=True, by=boss),
        lambda: decline_theme(proposal, reason="No.", by=boss),
    ):
        with pytest.raises(ValidationError, match="This proposal was accepted on"):
            decide()
    assert len(told()) == 1
    assert Theme.objects.filter(name__startswith="Tidal").count() == 1


def test_merging_keeps_the_words_if_wanted(world):
    boss, theme = world.people["administrator"], Theme.objects.get(slug="neglect")
    before = list(theme.aliases)
    merge_theme(propose(world, name="First"), into=theme, keep_words=False, by=boss)
    theme.refresh_from_db()
    assert theme.aliases == before
    proposal = propose(world, aliases=["Mudflats", theme.name])
    merge_theme(proposal, into=theme, keep_words=True, by=boss)
    theme.refresh_from_db()
    assert theme.aliases == [*before, "Tidal flats", "Mudflats"]
    other = Theme.objects.exclude(pk=theme.pk).first()
    merge(theme, other)
    proposal.refresh_from_db()
    assert proposal.theme == other
    with pytest.raises(ValidationError, match="was merged into"):
        merge_theme(propose(world, name="Second"), into=theme, keep_words=False, by=boss)


def test_declining_needs_a_reason_and_it_can_be_proposed_again(world):
    proposal, boss = propose(world), world.people["administrator"]
    with pytest.raises(ValidationError, match="Enter why"):
        decline_theme(proposal, reason=" ", by=boss)
    decline_theme(proposal, reason="It is too narrow.", by=boss)
    assert len(told()) == 1
    assert propose(world) != proposal
    for who in ("partnership-editor", "other-editor", "member", "anyone"):
        with pytest.raises(PermissionDenied):
            decline_theme(proposal, reason="No.", by=world.people[who])


def test_somebody_who_no_longer_edits_the_partnership_is_not_told(world):
    proposal = propose(world)
    world.people["partnership-editor"].memberships.all().delete()
    del world.people["partnership-editor"]._sight
    decline_theme(ThemeProposal.objects.get(pk=proposal.pk), reason="No.", by=world.people["administrator"])
    assert told() == []


def test_the_pages_from_the_proposal_to_the_decision(world, client_of):
    editor, boss = client_of("partnership-editor"), client_of("administrator")
    page = editor.post("/manage/themes/propose/", TYPED | {"partnership": ""}, follow=True)
    proposal = ThemeProposal.objects.get()
    address = f"/manage/themes/{proposal.pk}/"
    assert page.redirect_chain[-1][0] == address
    assert "Awaiting decision" in page.text
    assert "Create theme" not in page.text
    assert "Tidal flats" in editor.get("/manage/themes/").text
    assert client_of("other-editor").get(address).status_code == 404
    assert "Tidal flats" not in client_of("other-editor").get("/manage/themes/").text
    assert 'value="Tidal flats"' in boss.get(address).text
    assert 'href="/manage/themes/"' in boss.get("/admin/learning/theme/").text
    refused = boss.post(f"{address}decline/", {"reason": ""})
    assert (refused.status_code, "Enter why you are declining" in refused.text) == (422, True)
    done = boss.post(f"{address}decline/", {"reason": "Use the beach."}, follow=True)
    assert "has been declined" in done.text
    assert "Use the beach." in editor.get(address).text
    late = boss.post(f"{address}accept/", TYPED)
    assert (late.status_code, "so there is no decision to make" in late.text) == (422, True)
    assert not Theme.objects.filter(name="Tidal flats").exists()


def test_forged_decisions_and_proposals_do_nothing(world, client_of):
    proposal = propose(world)
    theme = Theme.objects.first()
    data = TYPED | {"into": theme.pk, "keep_words": "yes"}
    for who in ("partnership-editor", "other-editor", "member", "scrutineer", "agency-editor", "practitioner"):
        for do in ("accept", "merge", "decline"):
            assert client_of(who).post(f"/manage/themes/{proposal.pk}/{do}/", data).status_code == 404, (who, do)
    forged = client_of("other-editor").post("/manage/themes/propose/", TYPED | {"partnership": world.partnership.pk})
    assert forged.status_code == 422
    assert client_of("administrator").post("/manage/themes/propose/", TYPED).status_code == 404
    assert list(ThemeProposal.objects.values_list("state", flat=True)) == ["open"]


def test_what_was_typed_is_there_again_after_signing_in(world, client_of):
    address = f"/manage/themes/{propose(world).pk}/"
    mark = client_of("administrator").get(address).context["writer"]
    late = Client().post(f"{address}decline/", {"reason": "Typed too late.", "writer": mark})
    assert late.status_code == 403
    client = Client()
    data = {"login": "boss@example.org", "password": "a long password", "kept": late.context["kept"], "next": address}
    client.post("/accounts/sign-in/", data)
    assert "Typed too late." in client.get(address).text
    assert ThemeProposal.objects.get().state == "open"
