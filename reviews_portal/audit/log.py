"""The one function that writes to the audit log."""

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .events import Event

LONGEST_DETAIL = 200
# A network rather than a computer: enough to tell the council's office from abroad.
IPV4_PREFIX, IPV6_PREFIX = 24, 48


def record(event: Event, *, request: HttpRequest | None = None, by=None, about=None, detail: str = "") -> None:
    """Add an entry to the audit log, in the transaction of what it records.

    `by` is who did it and `about` whose account it concerns. Without `request` the one that is being answered is
    taken, and without `by` whoever is signed in there. `detail` holds words of the code and references such as a
    role, a kind of second factor or "R0003": never what somebody typed and nothing of a review.

    Raises what the database raises where it cannot be written to: what must be recorded is then not done.
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
    """Return the network that a request came from, "" where it has no address.

    An address is personal data: with the time it leads to one household or one desk. Its network is kept instead, a
    /24 of IPv4 or a /48 of IPv6, which still shows a sign-in from elsewhere and a series of attempts.
    """
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    prefix = IPV4_PREFIX if address.version == 4 else IPV6_PREFIX
    return str(ip_network(f"{address}/{prefix}", strict=False))
