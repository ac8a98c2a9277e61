"""The name, colours and logo of the partnership that runs this portal, from the settings."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def branding(request: HttpRequest) -> dict[str, object]:
    """Context processor: return the portal's name, owner and logo, and whether it has its own colours."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_owner": settings.PORTAL_OWNER,
        "portal_logo": settings.PORTAL_LOGO,
        "has_own_colours": bool(settings.PORTAL_LINK_COLOUR),
    }


def brand_css(request: HttpRequest) -> HttpResponse:
    """Return the partnership's colours as CSS custom properties; the content security policy bars inline styles."""
    light = settings.PORTAL_LINK_COLOUR
    dark = settings.PORTAL_LINK_COLOUR_DARK or light
    css = (
        f":root {{ --link: light-dark({light}, {dark}); --link-hover: light-dark({light}, {dark}); }}\n"
        if light
        else ""
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")
