"""The administration's pages, for its tests."""

from django.urls import reverse

from tests.forms import fields_of


def address_of(record, page: str = "change") -> str:
    """Return the address of a page of a record in the administration."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def opened(browser, record, **change) -> dict:
    """Return what the form of a record sends, but for what is changed."""
    return fields_of(browser.get(address_of(record)), f"{record._meta.model_name}_form") | change
