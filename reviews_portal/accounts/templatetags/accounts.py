"""What the pages of accounts show in plain words."""

from django import template

from reviews_portal.accounts.device_names import browser_in_words

register = template.Library()
register.filter(browser_in_words)


@register.filter
def in_fours(secret: str) -> list[str]:
    """Return a secret in groups of four, as one types it from one screen into another."""
    return [secret[at : at + 4] for at in range(0, len(secret), 4)]
