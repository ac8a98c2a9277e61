from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .models import ApprovedDomain, User
from .second_factor import has_second_factor

# Models that allauth registers here. They are set in the settings, or by users themselves.
for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)


class AsksForPassword(admin.ModelAdmin):
    """Asks for the administrator's own password before forms that change how people sign in or what they may do."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is not None:
            raise_if_reauthentication_required(request, app="")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        raise_if_reauthentication_required(request, app="")
        return super().delete_view(request, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST":
            raise_if_reauthentication_required(request, app="")
        return super().changelist_view(request, extra_context)


class UserCreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email",)
        field_classes: dict[str, type] = {}


class UserForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        field_classes: dict[str, type] = {}


@admin.register(User)
class UserAdmin(AsksForPassword, DjangoUserAdmin):
    form = UserForm
    add_form = UserCreationForm
    list_display = ("email", "first_name", "last_name", "is_staff", "is_active", "confirmed_at", "last_login")
    list_filter = ("groups", "is_active", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    readonly_fields = ("confirmed_at",)
    fieldsets = (
        (None, {"fields": ("email", "confirmed_at", "password")}),
        ("Personal details", {"fields": ("first_name", "last_name")}),
        (
            "Permissions",
            {"fields": ("is_active", "is_staff", "is_superuser", "by_domain", "groups", "user_permissions")},
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),)

    def user_change_password(self, request, id, form_url=""):
        """Ask for the administrator's own password first; the new password is not stored in the meantime."""
        if is_reauthentication_required(request, app=""):
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
        return super().user_change_password(request, id, form_url)

    def save_model(self, request, obj: User, form, change: bool) -> None:
        """Ask the person for a code when they sign in next, if their address was changed."""
        if change and "email" in form.changed_data:
            obj.confirmed_at = None
            EmailAddress.objects.filter(user=obj).delete()
        super().save_model(request, obj, form, change)


@admin.register(ApprovedDomain)
class ApprovedDomainAdmin(admin.ModelAdmin):
    list_display = ["domain", "with_subdomains", "note", "added_at"]
    search_fields = ["domain", "note"]


@admin.register(Authenticator)
class AuthenticatorAdmin(AsksForPassword):
    """Second factors. Administrators may remove those of a user who has lost them; the secrets are never shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    fields = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def delete_model(self, request, obj: Authenticator) -> None:
        """Delete a second factor and, if it was the last, the recovery codes too."""
        super().delete_model(request, obj)
        if not has_second_factor(obj.user):
            Authenticator.objects.filter(user=obj.user).delete()

    def delete_queryset(self, request, queryset) -> None:
        for authenticator in queryset:
            self.delete_model(request, authenticator)
