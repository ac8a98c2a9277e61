"""The names of headings in the admin. Imports have pages of their own."""

from django.contrib import admin

from learning.admin.base import CatalogueAdmin

from .models import HeadingName


@admin.register(HeadingName)
class HeadingNameAdmin(CatalogueAdmin):
    list_display = ["name", "type"]
    list_filter = ["type"]
    search_fields = ["name"]
