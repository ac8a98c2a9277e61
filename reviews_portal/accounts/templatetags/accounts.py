"""What the pages of accounts show in plain words."""

from django import template

from reviews_portal.accounts.browsers import browser_in_words

register = template.Library()
register.filter(browser_in_words)


@register.filter
def in_fours(secret: str) -> list[str]:
    """Return a secret in groups of four, as one types it from one screen into another."""
    return [secret[at : at + 4] for at in range(0, len(secret), 4)]


@register.filter
def second_factors(user) -> set[str]:
    """Return the kinds of second factor that somebody has: "totp", "webauthn", "recovery_codes"."""
    return set(user.authenticator_set.values_list("type", flat=True))
