"""Users, and the email domains that may register. Permissions come from groups and memberships."""

from datetime import timedelta

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

CONFIRMED_FOR = timedelta(days=90)  # then an address must be confirmed again, because people change jobs


class UserManager(BaseUserManager["User"]):
    """Creates users who sign in with their email address, in any case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Create and return a user. Raises ValueError without an email address."""
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Create and return a user with every permission, for the createsuperuser command."""
        return self.create_user(email, password, **fields | {"is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> "User":
        """Return the user with this address, ignoring case. Raises DoesNotExist if there is none."""
        return self.with_address(email or "").get()

    def with_address(self, email: str) -> models.QuerySet["User"]:
        """Return a queryset of the user with this address, ignoring case.

        Addresses are compared in lower case: in upper case PostgreSQL turns "ı" into "I", as in another address.
        """
        return self.alias(small=Lower("email")).filter(small=email.lower())


class User(AbstractUser):
    """A user, who signs in with their email address. It is unique, ignoring case."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("email address", unique=True)
    confirmed_at = models.DateTimeField(
        "address confirmed", null=True, blank=True, editable=False, help_text="When the address was last confirmed."
    )
    by_domain = models.BooleanField(
        "practitioner by domain",
        default=False,
        help_text="They signed up themselves. They are a practitioner while their email domain is approved.",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="There is already an account with this email address.",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_confirmed(self) -> bool:
        """Whether the address was confirmed within the last 90 days."""
        return self.confirmed_at is not None and self.confirmed_at > timezone.now() - CONFIRMED_FOR


class EarlierPassword(models.Model):
    """The hash of an earlier password of a user, so that they cannot choose it again."""

    KEPT = 3  # for each user; all are checked when a password is chosen, which takes time

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="earlier_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user}, until {self.replaced_at:%d %B %Y}"


class ApprovedDomainQuerySet(models.QuerySet):
    def admits(self, email: str) -> bool:
        """Return whether an address is at one of these domains, or at a subdomain of one that includes subdomains."""
        domain = email.rpartition("@")[2].lower()
        labels = domain.split(".")
        above = [".".join(labels[start:]) for start in range(1, len(labels))]
        return self.filter(models.Q(domain=domain) | models.Q(domain__in=above, with_subdomains=True)).exists()


class ApprovedDomain(models.Model):
    """An email domain that only professionals have. People with such an address may register as practitioners."""

    domain = models.CharField(
        max_length=253,
        unique=True,
        help_text="The part after the @, such as “nhs.net”.",
    )
    with_subdomains = models.BooleanField(
        "include subdomains", default=False, help_text="“police.uk” then also covers “hampshire.police.uk”."
    )
    note = models.CharField(
        max_length=300, blank=True, help_text="Whose domain it is, and who asked for its approval."
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ApprovedDomainQuerySet.as_manager()

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                name="domain_lower_case",
                condition=models.Q(domain=Lower("domain")),
                violation_error_message="Enter the domain in lower case.",
            )
        ]

    def __str__(self) -> str:
        return self.domain

    def clean(self) -> None:
        """Convert the domain to lower case. Raises ValidationError for anything else, such as the ending “uk”."""
        self.domain = self.domain.strip().lower().lstrip("@")
        try:
            DomainNameValidator(accept_idna=False)(self.domain)
        except ValidationError as error:
            raise ValidationError(
                {"domain": "Enter a full domain, such as “nhs.net”, not only an ending such as “uk”."}
            ) from error
