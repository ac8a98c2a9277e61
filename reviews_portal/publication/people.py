"""Who may confirm a decision, who is notified, and in which role a user acts."""

from django.contrib.auth import get_user_model

from learning.models import Review, Role
from learning.sight import administrators
from recommendations.workspace_permissions import editor_in_words

from .models import PublicationDecision


def editors_of(review: Review):
    """Return the active editors of the partnerships of a review."""
    edited = {"memberships__partnership__in": review.partnerships.all(), "memberships__role": Role.PARTNERSHIP_EDITOR}
    return get_user_model().objects.filter(**edited, is_active=True).distinct().order_by("pk")


def confirmers(review: Review, user):
    """Return those who may confirm what a user sent: the other editors, or administrators if there is none."""
    others = editors_of(review).exclude(pk=user.pk)
    return others if others.exists() else administrators().exclude(pk=user.pk).order_by("pk")


def editors_and_proposer(decision: PublicationDecision, user):
    """Return the users to notify of a change to a decision: the editors of the review and its proposer."""
    keys = {*editors_of(decision.review).values_list("pk", flat=True), decision.proposed_by_id} - {user.pk}
    return get_user_model().objects.filter(pk__in=keys, is_active=True).order_by("pk")


def role_of(user, review: Review) -> str:
    """Return in words the role in which a user acts on a review."""
    edited = set(user.memberships.filter(role=Role.PARTNERSHIP_EDITOR).values_list("partnership", flat=True))
    own = next((one for one in review.partnerships.all() if one.pk in edited), None)
    return editor_in_words(own) if own else "an administrator"
