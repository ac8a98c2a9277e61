"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from .middleware.address_length import cut_long_addresses

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviews_portal.settings")

application = cut_long_addresses(get_wsgi_application())
