"""Password validators: they refuse passwords that attackers try first, and the user's own earlier ones.

Django's lists of common passwords hold almost none of twelve characters or more. zxcvbn recognises passwords built
from leaked passwords, names and words, also with substitutions, reversed or repeated, and keyboard sequences. It works
offline, with its own lists.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from .models import EarlierPassword, User

FEWEST_GUESSES = 10**8  # the score that zxcvbn calls safe against online guessing
LONGEST = 72  # characters that are checked: the time that zxcvbn takes grows with the square of the length
WORDS = "Use three or more unrelated words, such as “kestrel otter lamp”, but not these."
HELP = "Three or more unrelated words make a good password."


class GuessedFirst:
    """Refuses passwords that attackers try early: leaked ones, repeats, sequences, names, and variations of these."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError for such a password. The user's own address and names count as known words."""
        known = [getattr(user, name, "") for name in ("email", "first_name", "last_name")]
        known += [part for email in known[:1] for part in email.split("@")]
        result = zxcvbn(password[:LONGEST], user_inputs=[*filter(None, known), settings.PORTAL_NAME])
        if result["guesses"] >= FEWEST_GUESSES:
            return
        raise ValidationError(f"{reason(result['sequence'])} {WORDS}", code="guessed_first")

    def get_help_text(self) -> str:
        return HELP


def reason(parts: list[dict[str, Any]]) -> str:
    """Return why a password is easy to guess, from the patterns that zxcvbn found in it."""
    patterns = {part["pattern"] for part in parts}
    if "repeat" in patterns:
        return "This password repeats the same characters."
    if any(part.get("dictionary_name") == "passwords" for part in parts):
        return "This password is like one that has been leaked. Attackers try such passwords first."
    if patterns & {"sequence", "spatial"}:
        return "This password is a sequence of letters, numbers or keys on a keyboard."
    return "This password is made up of names, words or dates that attackers try first."


class LikeOwnDetails(UserAttributeSimilarityValidator):
    """Refuses passwords that are like the user's own address or names."""

    def get_error_message(self) -> str:
        return "Your password must not be similar to your %(verbose_name)s. Choose a different one."

    def get_help_text(self) -> str:
        return "Your password must not be similar to your name or email address."


class UsedBefore:
    """Refuses the user's present password and their earlier ones."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError for a present or earlier password of the user."""
        if user is None or user.pk is None:
            return
        own = User.objects.filter(pk=user.pk).values_list("password", flat=True)
        earlier = EarlierPassword.objects.filter(user=user.pk).values_list("password", flat=True)
        if any(check_password(password, encoded) for encoded in [*own, *earlier]):
            raise ValidationError("You have used this password before. Choose a new one.", code="used_before")

    def get_help_text(self) -> str:
        return "You cannot use a password that you have used here before."


def keep_earlier(sender, instance, raw: bool = False, update_fields=None, **kwargs) -> None:
    """Store the hash of a password that is about to be replaced, and delete the oldest one."""
    # Django holds the new password here between `set_password()` and `save()`.
    if raw or instance._state.adding or instance._password is None:
        return
    before = sender.objects.filter(pk=instance.pk).first()
    if before is None or not before.has_usable_password():
        return
    EarlierPassword.objects.create(user_id=instance.pk, password=before.password)
    kept = EarlierPassword.objects.filter(user=instance.pk).values_list("pk", flat=True)[: EarlierPassword.KEPT]
    EarlierPassword.objects.filter(user=instance.pk).exclude(pk__in=list(kept)).delete()
