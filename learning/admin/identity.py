"""The words that administrators add to the lists by which the identity check finds signs."""

from django.contrib import admin

from learning.models import IdentityWord

from .base import CatalogueAdmin


@admin.register(IdentityWord)
class IdentityWordAdmin(CatalogueAdmin):
    list_display = ["word", "word_list"]
    list_filter = ["word_list"]
    search_fields = ["word"]
    ordering = ["word_list", "word"]
    fields = ["word_list", "word"]
