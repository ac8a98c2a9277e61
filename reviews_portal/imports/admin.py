"""The names of headings in the admin. Imports have pages of their own."""

from django.contrib import admin

from .models import HeadingName


@admin.register(HeadingName)
class HeadingNameAdmin(admin.ModelAdmin):
    list_display = ("name", "type")
    list_filter = ("type",)
    search_fields = ("name",)
