"""People who sign in, and the domains whose addresses admit them. What they see hangs on groups and memberships."""

from datetime import timedelta

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

CONFIRMED_FOR = timedelta(days=90)  # after which an address is confirmed again: people change their work


class UserManager(BaseUserManager["User"]):
    """Makes users whose log-in is their e-mail address, whatever its case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a saved user; raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a saved user with every permission, for the command line's createsuperuser."""
        return self.create_user(email, password, **fields | {"is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> "User":
        """Return the user with this address in any case; raises DoesNotExist."""
        return self.with_address(email or "").get()

    def with_address(self, email: str) -> models.QuerySet["User"]:
        """Return the user with this address in any case, if there is one.

        It is compared in small letters: PostgreSQL takes "ı" in capitals for an "I", and with it another's address.
        """
        return self.alias(small=Lower("email")).filter(small=email.lower())


class User(AbstractUser):
    """A person; the e-mail address is the log-in and is unique in any case."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    confirmed_at = models.DateTimeField(
        "address confirmed", null=True, blank=True, editable=False, help_text="When they last proved to read it."
    )
    by_domain = models.BooleanField(
        "practitioner by domain",
        default=False,
        help_text="They signed up by themselves: they are a practitioner as long as their domain is approved.",
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
                violation_error_message="There is an account with this e-mail address already.",
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
        """Return whether an address is at one of these domains, or below one that admits those below it."""
        domain = email.rpartition("@")[2].lower()
        labels = domain.split(".")
        above = [".".join(labels[start:]) for start in range(1, len(labels))]
        return self.filter(models.Q(domain=domain) | models.Q(domain__in=above, with_subdomains=True)).exists()


class ApprovedDomain(models.Model):
    """A domain of e-mail addresses that only professionals have: who has one may sign up, and is a practitioner."""

    domain = models.CharField(
        max_length=253,
        unique=True,
        help_text="What stands after the @, such as “nhs.net”.",
    )
    with_subdomains = models.BooleanField(
        "with all below it", default=False, help_text="With “police.uk”: also “hampshire.police.uk”."
    )
    note = models.CharField(max_length=300, blank=True, help_text="Whose domain it is, and who asked for it.")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ApprovedDomainQuerySet.as_manager()

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                name="domain_lower_case",
                condition=models.Q(domain=Lower("domain")),
                violation_error_message="Write the domain in lower case.",
            )
        ]

    def __str__(self) -> str:
        return self.domain

    def clean(self) -> None:
        """Write the domain in lower case; raise ValidationError for what is none, such as a whole ending (“uk”)."""
        self.domain = self.domain.strip().lower().lstrip("@")
        try:
            DomainNameValidator(accept_idna=False)(self.domain)
        except ValidationError as error:
            raise ValidationError({"domain": "Give a domain such as “nhs.net”, not a whole ending."}) from error
