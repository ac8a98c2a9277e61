"""Groups and what each may do. Django's admin shows them; they are made again after each migrate."""

from django.contrib.auth.models import Group, Permission

PRACTITIONERS = "Practitioners"
ADMINISTRATORS = "Administrators"

# The apps whose records administrators look after, in the admin.
ADMINISTERED_APPS = [
    "accounts",
    "audit",
    "auth",
    "django_tasks_database",
    "learning",
    "mfa",
    "outbox",
    "people",
    "recommendations",
    "redaction",
]


def fill_groups(using: str = "default", **kwargs) -> None:
    """Make the groups and give them their permissions; nothing that staff added is taken away."""
    practitioners, _ = Group.objects.using(using).get_or_create(name=PRACTITIONERS)
    administrators, _ = Group.objects.using(using).get_or_create(name=ADMINISTRATORS)
    permissions = Permission.objects.using(using)
    practitioners.permissions.add(
        *permissions.filter(content_type__app_label="learning", codename="see_professionals")
    )
    administrators.permissions.add(*permissions.filter(content_type__app_label__in=ADMINISTERED_APPS))
