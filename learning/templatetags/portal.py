"""What every template of the portal may use."""

from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString

from learning.addresses import asset_of
from learning.components import draw
from learning.models import Status
from learning.wording import quoted, symbol

register = template.Library()
register.simple_tag(asset_of, name="asset")
register.simple_tag(symbol)
register.simple_tag(quoted, takes_context=True)


@register.simple_tag(takes_context=True)
def component(context, name: str, **given) -> SafeString:
    """Draw a component of `templates/components/`, which says at its top what it takes."""
    return draw(name, request=context.get("request"), marked=context.get("marked", ()), **given)


@register.filter
def holds_restricted(records) -> bool:
    """Return whether some of these statements, reviews or agencies are not for the public."""
    owners = [owner_of(record) for record in records]
    return any(
        getattr(owner, "is_restricted", False) or getattr(owner, "status", Status.PUBLISHED) != Status.PUBLISHED
        for owner in owners
    )


def owner_of(record):
    """Return the review that a record belongs to, or the record itself."""
    if hasattr(record, "recommendation"):
        record = record.recommendation
    return getattr(record, "review", record)


@register.simple_tag(takes_context=True)
def address_with(context, **changes) -> str:
    """Return this page's address with some parameters changed; another sort starts at the first page."""
    request = context["request"]
    parameters = {name: values for name, values in request.GET.lists() if name != "page"} | changes
    return f"{request.path}?{urlencode(parameters, doseq=True)}"
