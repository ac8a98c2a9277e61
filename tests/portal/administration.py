"""The administration's pages, for its tests."""

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.forms import fields_of


def address_of(record: Model, page: str = "change") -> str:
    """Return the address of a page of a record in the administration."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def opened(where, record: Model | None = None, **change) -> dict:
    """Return what a form sends if only this is changed in it.

    `where` is a page, or a browser that opens the page of the record. Without a record it is the form that asks
    whether to delete.
    """
    page = where.get(address_of(record)) if isinstance(where, Client) else where
    return fields_of(page.text, f"{record._meta.model_name}_form" if record else "") | change
