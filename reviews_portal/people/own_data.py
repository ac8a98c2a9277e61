"""Export or remove the personal data of a user.

What they wrote for an agency or decided for a partnership belongs to it, and is kept under their role.
"""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, IntegerField, ManyToOneRel, Value

from learning.models import Partnership, Role

from .actions import is_last_editor

# Typed texts belong to an agency or a partnership, and this person may no longer be allowed to read them.
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
NOT_TOLD = {
    "publication.PublicationDecision.family_told_on",  # it is about a family, not about this person
    "redaction.Redaction.places",  # a count that includes places this person may not see
}
OWN_WORDS = {
    "account.EmailAddress.email",
    "accounts.User.email",
    "briefings.Briefing.name",
    "briefings.Briefing.plan",
    "accounts.User.first_name",
    "accounts.User.last_name",
    "socialaccount.SocialAccount.provider",
    "socialaccount.SocialAccount.uid",
    "usersessions.UserSession.user_agent",
}


def own_data(user) -> dict[str, Any]:
    """Return what the portal stores about a user, by kind of record, each with its dates, states and references."""
    people = get_user_model()
    account = {str(field.verbose_name): getattr(user, field.name) for field in shown_fields(people)}
    held = {"account": account, "groups": list(user.groups.values_list("name", flat=True))}
    for relation in relations_with_rows(user):
        names = [field.name for field in shown_fields(relation.related_model)]
        kind = f"{relation.related_model._meta.verbose_name} ({relation.field.verbose_name})"
        held[kind] = list(rows_of(relation, user).values(*names))
    return held


def relations_with_rows(user) -> list[ManyToOneRel]:
    """Return the relations through which any record refers to the user, found in one query."""
    relations = [
        one
        for one in get_user_model()._meta.get_fields(include_hidden=True)
        if isinstance(one, ManyToOneRel) and one.related_model is not None
    ]
    queries = [
        get_user_model()
        .objects.filter(Exists(rows_of(one, user)), pk=user.pk)
        .order_by()
        .values_list(Value(number, IntegerField()))
        for number, one in enumerate(relations)
    ]
    found = {number for (number,) in queries[0].union(*queries[1:], all=True).order_by()}
    return [one for number, one in enumerate(relations) if number in found]


def rows_of(relation: ManyToOneRel, user) -> models.QuerySet:
    """Return the records that refer to the user through a relation."""
    return relation.related_model._base_manager.filter(**{relation.field.name: user})


def shown_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields that a user may download; of a history row, only when and how they made the change."""
    fields = [
        one
        for one in model._meta.concrete_fields
        if (one.choices or not isinstance(one, WORDS) or f"{model._meta.label}.{one.name}" in OWN_WORDS)
        and f"{model._meta.label}.{one.name}" not in NOT_TOLD
    ]
    if hasattr(model, "history_date"):
        return [one for one in fields if one.name.startswith("history_") or one.primary_key]
    return fields


@transaction.atomic
def remove(user) -> None:
    """Delete an account with the user's own data, and end their sessions.

    Raises ValidationError for the last editor of a partnership and for the last administrator.
    """
    edited = Partnership.objects.filter(memberships__user=user, memberships__role=Role.PARTNERSHIP_EDITOR)
    for partnership in edited.order_by("pk"):
        if is_last_editor(user, partnership):
            raise ValidationError(f"You are the last editor of {partnership}. Invite another editor first.")
    administrators = get_user_model().objects.select_for_update().filter(is_staff=True, is_active=True)
    if user.is_staff and not administrators.exclude(pk=user.pk).exists():
        raise ValidationError("You are the last administrator. Make someone else an administrator first.")
    for membership in user.memberships.all():  # before the user, to whom their history rows refer
        membership.delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.delete()
