"""Signal handlers that record security events: sign-ins, factors, passwords, roles, releases.

Changes of records are recorded when the records are saved, whether by the admin, a page or a command. Code that
exports or redacts calls `record()` itself.
"""

from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth import get_user_model, signals
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from learning.models import IdentityDecision, Membership, Review, Role, Status
from learning.signals import restricted_exported

from .events import Event
from .log import record

RIGHTS = ("is_staff", "is_superuser")  # rights of an account, besides its groups and permissions


def connect() -> None:
    """Connect all signal handlers of this module."""
    people = get_user_model()
    signals.user_logged_in.connect(signed_in)
    signals.user_login_failed.connect(sign_in_failed)
    mfa.authenticator_used.connect(factor_used)
    mfa.authentication_failed.connect(factor_failed)
    post_save.connect(factor_saved, sender=Authenticator)
    post_delete.connect(factor_deleted, sender=Authenticator)
    post_save.connect(connection_saved, sender=SocialAccount)
    post_delete.connect(connection_deleted, sender=SocialAccount)
    pre_save.connect(account_saved, sender=people)
    post_save.connect(account_made, sender=people)
    post_delete.connect(account_deleted, sender=people)
    pre_save.connect(role_saved, sender=Membership)
    post_save.connect(role_made, sender=Membership)
    post_delete.connect(role_deleted, sender=Membership)
    for through in (people.groups.through, people.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(rights_changed, sender=through)
    for label, saved in (("people.Invitation", invited), ("accounts.ApprovedDomain", domain_saved)):
        post_save.connect(saved, sender=apps.get_model(label))
    post_delete.connect(domain_deleted, sender=apps.get_model("accounts.ApprovedDomain"))
    pre_save.connect(review_saved, sender=Review)
    post_save.connect(identity_decided, sender=IdentityDecision)
    restricted_exported.connect(exported)


# --- Signing in ---------------------------------------------------------------------------------


def signed_in(sender, request, user, **kwargs) -> None:
    record(Event.SIGNED_IN, request=request, by=user, about=user)


def sign_in_failed(sender, credentials, request=None, **kwargs) -> None:
    """Record the account, if there is one, and never what was typed: it may be a password in the wrong field."""
    email = credentials.get("email") or credentials.get("username") or ""
    account = get_user_model().objects.with_address(email).first() if email else None
    record(Event.SIGN_IN_FAILED, request=request, about=account)


def factor_used(sender, request, user, authenticator, **kwargs) -> None:
    record(Event.FACTOR_USED, request=request, by=user, about=user, detail=authenticator.type)


def factor_failed(sender, request, user, authenticator, **kwargs) -> None:
    record(Event.FACTOR_FAILED, request=request, about=user, detail=authenticator.type)


def factor_saved(sender, instance, created, raw, **kwargs) -> None:
    if created and not raw:
        is_codes = instance.type == Authenticator.Type.RECOVERY_CODES
        event = Event.RECOVERY_CODES_MADE if is_codes else Event.FACTOR_ADDED
        record(event, about=instance.user, detail=instance.type)


def factor_deleted(sender, instance, origin=None, **kwargs) -> None:
    if concerns(origin, Authenticator):
        record(Event.FACTOR_REMOVED, about=instance.user, detail=instance.type)


def connection_saved(sender, instance, created, raw, **kwargs) -> None:
    if created and not raw:
        record(Event.SINGLE_SIGN_ON_CONNECTED, about=instance.user, detail=instance.provider)


def connection_deleted(sender, instance, origin=None, **kwargs) -> None:
    if concerns(origin, SocialAccount):
        record(Event.SINGLE_SIGN_ON_DISCONNECTED, about=instance.user, detail=instance.provider)


# --- Accounts and what they may do ----------------------------------------------------------------


def account_made(sender, instance, created, raw, **kwargs) -> None:
    if created and not raw:
        record(
            Event.ACCOUNT_MADE, about=instance, detail=", ".join(name for name in RIGHTS if getattr(instance, name))
        )


def account_saved(sender, instance, raw, update_fields=None, **kwargs) -> None:
    """Record changes of an account's address, password, state and rights when it is saved."""
    watched = {"email", "password", "is_active", *RIGHTS}
    if raw or instance._state.adding or (update_fields is not None and watched.isdisjoint(update_fields)):
        return
    before = sender.objects.filter(pk=instance.pk).first()
    if before is None:
        return
    if before.email != instance.email:
        record(Event.ADDRESS_CHANGED, about=instance)
    # Django holds a new password here until it is saved; rehashing the same password is not a change.
    if instance._password is not None or before.has_usable_password() > instance.has_usable_password():
        record(Event.PASSWORD_CHANGED if signed_in_now() else Event.PASSWORD_RESET, about=instance)
    if before.is_active != instance.is_active:
        record(Event.ACCOUNT_REOPENED if instance.is_active else Event.ACCOUNT_CLOSED, about=instance)
    for name in RIGHTS:
        if getattr(before, name) != getattr(instance, name):
            record(Event.ROLE_GIVEN if getattr(instance, name) else Event.ROLE_TAKEN, about=instance, detail=name)


def account_deleted(sender, instance, **kwargs) -> None:
    record(Event.ACCOUNT_REMOVED, about=instance)


def rights_changed(sender, instance, action, pk_set, reverse, model, **kwargs) -> None:
    """Record changes to the groups and permissions of users, and to the permissions of groups."""
    events = {"post_add": Event.ROLE_GIVEN, "post_remove": Event.ROLE_TAKEN, "pre_clear": Event.ROLE_TAKEN}
    if action not in events:
        return
    people = get_user_model()
    others = list(model._default_manager.filter(pk__in=pk_set)) if pk_set is not None else [None]
    for other in others:
        receiver, given = (other, instance) if reverse else (instance, other)
        name = name_of(given) if given is not None else "all"
        if isinstance(receiver, people):
            record(events[action], about=receiver, detail=name)
        elif receiver is None:  # a group or a permission is removed from everybody
            record(events[action], detail=f"{name}, from all")
        else:
            record(events[action], detail=f"{name}, group {name_of(receiver)}")


def role_made(sender, instance, created, raw, **kwargs) -> None:
    if created and not raw:
        record(Event.ROLE_GIVEN, about=instance.user, detail=role_in_words(instance))


def role_saved(sender, instance, raw, **kwargs) -> None:
    """Record a change of the role, person or organisation of a membership."""
    if raw or instance._state.adding:
        return
    before = sender.objects.filter(pk=instance.pk).first()
    if before is None:
        return
    if before.user_id != instance.user_id:
        record(Event.ROLE_TAKEN, about=before.user, detail=role_in_words(before))
        record(Event.ROLE_GIVEN, about=instance.user, detail=role_in_words(instance))
    elif role_in_words(before) != role_in_words(instance):
        detail = f"{role_in_words(before)} to {role_in_words(instance)}"
        record(Event.ROLE_CHANGED, about=instance.user, detail=detail)


def role_deleted(sender, instance, **kwargs) -> None:
    record(Event.ROLE_TAKEN, about=number_only(instance.user_id), detail=role_in_words(instance))


def invited(sender, instance, created, raw, **kwargs) -> None:
    if created and not raw:
        record(Event.INVITED, by=instance.invited_by, detail=role_in_words(instance))


def domain_saved(sender, instance, raw, **kwargs) -> None:
    if not raw:
        below = ", with all below it" if instance.with_subdomains else ""
        record(Event.DOMAIN_APPROVED, detail=f"{instance.domain}{below}")


def domain_deleted(sender, instance, **kwargs) -> None:
    record(Event.DOMAIN_REMOVED, detail=instance.domain)


# --- Releases and exports -----------------------------------------------------------------------------


def review_saved(sender, instance, raw, update_fields=None, **kwargs) -> None:
    """Record that a review is published or withdrawn, or that its audience changes."""
    if raw or (update_fields is not None and {"status", "audience"}.isdisjoint(update_fields)):
        return
    before = sender._base_manager.filter(pk=instance.pk).values_list("status", "audience").first()
    status, audience = before or (Status.DRAFT, instance.audience)
    by = getattr(instance, "_history_user", None)
    if status != instance.status and Status.PUBLISHED in (status, instance.status):
        is_published = instance.status == Status.PUBLISHED
        record(Event.PUBLISHED if is_published else Event.WITHDRAWN, by=by, detail=instance.code)
    if audience != instance.audience:
        record(Event.AUDIENCE_CHANGED, by=by, detail=f"{instance.code}: {audience} to {instance.audience}")


def identity_decided(sender, instance, created, raw, **kwargs) -> None:
    if created and not raw:
        event = Event.IDENTITY_REVERSED if instance.is_reversal else Event.IDENTITY_DECIDED
        detail = ", ".join(filter(None, [instance.kind, instance.reason]))
        record(event, by=instance.by, detail=f"{instance.review.code}: {detail}")


def exported(sender, request, what, **kwargs) -> None:
    record(Event.EXPORTED, request=request, detail=what)


# --- Helpers ----------------------------------------------------------------------------------------------


def concerns(origin, model: type) -> bool:
    """Return whether a record itself was deleted, rather than together with its account."""
    return isinstance(origin, model) or getattr(origin, "model", None) is model


def signed_in_now() -> bool:
    """Return whether the user of the current request is signed in."""
    user = getattr(context.request, "user", None)
    return bool(user and user.is_authenticated)


def name_of(given) -> str:
    """Return the name of a group or the codename of a permission."""
    return getattr(given, "codename", None) or str(given)


def number_only(key: int | None):
    """Return a user object of which only the number is used: the account may be about to be deleted."""
    return get_user_model()(pk=key)


def role_in_words(place) -> str:
    """Return a role and its organisation in values that never change: "agency-editor, agency 12"."""
    where = f"agency {place.agency_id}" if place.agency_id else f"partnership {place.partnership_id}"
    return f"{Role(place.role)}, {where}"
