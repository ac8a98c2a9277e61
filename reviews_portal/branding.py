"""A partnership's own name, colours and logo, from the settings."""

from django.conf import settings
from django.http import HttpRequest


def branding(request: HttpRequest) -> dict[str, object]:
    """Return what every template may show of the partnership that runs this portal."""
    return {"portal_name": settings.PORTAL_NAME, "portal_logo": settings.PORTAL_LOGO, "is_demo": settings.PORTAL_DEMO}
