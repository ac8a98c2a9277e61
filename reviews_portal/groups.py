"""The groups and their permissions, which are created after each migrate and can be seen in Django's admin."""

from django.contrib.auth.models import Group, Permission

PRACTITIONERS = "Practitioners"
ADMINISTRATORS = "Administrators"

# The apps whose records administrators manage in the admin.
ADMINISTERED_APPS = [
    "accounts",
    "audit",
    "auth",
    "briefings",
    "django_tasks_database",
    "imports",
    "learning",
    "mfa",
    "outbox",
    "people",
    "recommendations",
    "redaction",
]


def fill_groups(using: str = "default", **kwargs) -> None:
    """Create the groups and add their permissions; permissions that staff added stay."""
    practitioners, _ = Group.objects.using(using).get_or_create(name=PRACTITIONERS)
    administrators, _ = Group.objects.using(using).get_or_create(name=ADMINISTRATORS)
    permissions = Permission.objects.using(using)
    practitioners.permissions.add(
        *permissions.filter(content_type__app_label="learning", codename="see_professionals")
    )
    administrators.permissions.add(*permissions.filter(content_type__app_label__in=ADMINISTERED_APPS))
