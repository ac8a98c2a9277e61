"""The one function that writes to the audit log."""

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .events import Event

LONGEST_DETAIL = 200
# A network rather than an address: enough to tell a council's office from a foreign country.
IPV4_PREFIX, IPV6_PREFIX = 24, 48


def record(event: Event, *, request: HttpRequest | None = None, by=None, about=None, detail: str = "") -> None:
    """Add an entry to the audit log, in the transaction of what it records.

    `by` is who did it and `about` whose account it concerns. Without `request` the current request is used, and
    without `by` its user. `detail` holds only fixed words and references, such as a role, a kind of second factor or
    "R0003": never what somebody typed, and no content of a review.

    Raises the database's error if the entry cannot be written, so that the action is not done either.
    """
    from .models import AuditEntry

    request = request or context.request
    if by is None and request is not None:
        by = getattr(request, "user", None)
    AuditEntry.objects.create(
        event=event,
        by_id=getattr(by, "pk", None),
        about_id=getattr(about, "pk", None),
        detail=detail[:LONGEST_DETAIL],
        network=network_of(request) if request else "",
    )


def network_of(request: HttpRequest) -> str:
    """Return the network that a request came from, or "" if it has no address.

    An address is personal data: together with the time it identifies a household or a desk. So only the network is
    kept, a /24 of IPv4 or a /48 of IPv6, which still shows a sign-in from elsewhere or a series of attempts.
    """
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    prefix = IPV4_PREFIX if address.version == 4 else IPV6_PREFIX
    return str(ip_network(f"{address}/{prefix}", strict=False))
