"""Propose a theme, and decide on a proposal: one transaction each, recorded in the history.

Each function raises PermissionDenied for users without permission, and ValidationError with what is wrong.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from learning.models import Partnership, ProposalState, Theme, ThemeProposal
from learning.sight import administrators, sight_of
from learning.utils.emails import notify
from learning.utils.folding import fold
from learning.utils.history import recorded

from .slugs import free_slug


@transaction.atomic
def propose_theme(
    partnership: Partnership, *, name: str, group: str, scope_note: str, aliases: list[str], reason: str, by
) -> ThemeProposal:
    """Propose a theme for a partnership, notify the administrators, and return the proposal.

    A second click returns the first proposal, and notifies nobody.

    Raises PermissionDenied unless `by` edits the partnership, and ValidationError if something is missing, there is
    such a theme already, or the partnership has proposed it and nobody has decided yet.
    """
    if partnership.pk not in sight_of(by).edited_partnerships:
        raise PermissionDenied("Only an editor of the partnership can propose a theme for it.")
    said = {"name": name.strip(), "group": group, "scope_note": scope_note, "aliases": aliases, "reason": reason}
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)  # one at a time proposes
    waiting = ThemeProposal.objects.filter(partnership=partnership, state=ProposalState.OPEN)
    if before := waiting.filter(name__iexact=said["name"]).first():
        if before.proposed_by_id == by.pk and all(getattr(before, field) == value for field, value in said.items()):
            return before
        raise ValidationError({"name": "This theme has already been proposed. It is awaiting a decision."})
    check_is_new(str(said["name"]))
    proposal = ThemeProposal(partnership=partnership, proposed_by=by, **said)
    with recorded(proposal, by):
        proposal.full_clean()
        proposal.save()
    others = administrators().exclude(pk=by.pk).order_by("pk")
    notify(others, "learning/email/theme_proposed", proposal.get_absolute_url())
    return proposal


def check_is_new(name: str) -> None:
    """Raise ValidationError if a theme has this name already, or has it among its other words."""
    for theme in Theme.objects.current().order_by("name", "pk"):
        if fold(name) in map(fold, (theme.name, *theme.aliases)):
            raise ValidationError({"name": f"There is already a theme for this: “{theme}”."})


@transaction.atomic
def accept_theme(
    proposal: ThemeProposal, *, name: str, group: str, scope_note: str, aliases: list[str], by, reason: str = ""
) -> Theme:
    """Create a proposed theme, in these words, notify the proposer, and return the theme.

    Raises PermissionDenied unless `by` is an administrator, and ValidationError if it was decided already, there is
    such a theme, or something is missing.
    """
    proposal = locked(proposal, by)
    list(Theme.objects.select_for_update(no_key=True).order_by("pk"))  # one at a time adds a theme
    check_is_new(name)
    theme = Theme(name=name.strip(), slug=free_slug(Theme, name), group=group, scope_note=scope_note, aliases=aliases)
    with recorded(theme, by, f"Proposed by an editor of {proposal.partnership}"):
        theme.full_clean()
        theme.save()
    decide(proposal, ProposalState.ACCEPTED, theme=theme, reason=reason, by=by)
    return theme


@transaction.atomic
def merge_theme(proposal: ThemeProposal, *, into: Theme, keep_words: bool, by, reason: str = "") -> Theme:
    """Merge a proposal into an existing theme, notify the proposer, and return the theme.

    With `keep_words` the proposed name and other words become other words of the theme, so that searches find it.

    Raises PermissionDenied unless `by` is an administrator, and ValidationError if it was decided already, or the
    theme was merged into another.
    """
    proposal = locked(proposal, by)
    theme = Theme.objects.select_for_update().get(pk=into.pk)
    if theme.merged_into_id:
        raise ValidationError({"into": f"“{theme}” was merged into “{theme.merged_into}”. Choose that theme."})
    known = set(map(fold, (theme.name, *theme.aliases)))
    new = [word for word in (proposal.name, *proposal.aliases) if fold(word) not in known]
    if keep_words and new:
        theme.aliases = [*theme.aliases, *dict.fromkeys(new)]
        with recorded(theme, by, "Words of a proposed theme"):
            theme.full_clean()
            theme.save()
    decide(proposal, ProposalState.MERGED, theme=theme, reason=reason, by=by)
    return theme


@transaction.atomic
def decline_theme(proposal: ThemeProposal, *, reason: str, by) -> None:
    """Decline a proposal with a reason, and notify the proposer.

    Raises PermissionDenied unless `by` is an administrator, and ValidationError if it was decided already, or there is
    no reason.
    """
    proposal = locked(proposal, by)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why you are declining the proposal."})
    decide(proposal, ProposalState.DECLINED, reason=reason, by=by)


def locked(proposal: ThemeProposal, by) -> ThemeProposal:
    """Return a proposal, locked for a decision.

    Raises PermissionDenied unless `by` is an administrator, and ValidationError if it was decided already.
    """
    if not sight_of(by).everything:
        raise PermissionDenied("Only an administrator can decide on a proposed theme.")
    found = ThemeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    found.check_open()
    return found


def decide(proposal: ThemeProposal, state: ProposalState, *, by, reason: str, theme: Theme | None = None) -> None:
    """Store a decision on a locked proposal, and notify the proposer if they can still open it."""
    decision: dict[str, Any] = {"state": state, "theme": theme, "decision_reason": reason.strip()}
    for name, value in (decision | {"decided_by": by, "decided_at": timezone.now()}).items():
        setattr(proposal, name, value)
    with recorded(proposal, by, str(state.label)):
        proposal.full_clean()
        proposal.save()
    proposer = proposal.proposed_by
    if proposer and proposer != by and ThemeProposal.objects.visible_to(proposer).filter(pk=proposal.pk).exists():
        notify([proposer], "learning/email/theme_decided", proposal.get_absolute_url(), state=state)
