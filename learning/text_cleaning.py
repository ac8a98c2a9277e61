"""Clean the texts of records when they are saved, loaded as fixtures or created in bulk.

What is stored already stays as it is until somebody edits it: check codes were printed with it, approvals were given
to it, and a version of a response never changes.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import AppConfig
from django.db.models import CharField, Field, Model, SlugField, TextField
from django.db.models.signals import pre_save
from simple_history.models import HistoricalChanges

from .utils.clean_text import clean
from .utils.fields import HeadedTextsField, LinesField


def watch(models: Iterable[type[Model]]) -> None:
    """Clean the records of these models before they are saved, also by `loaddata`."""
    for model in models:
        if columns(model):
            pre_save.connect(before_save, sender=model, dispatch_uid=f"clean {model._meta.label}")


def models_of(app: AppConfig) -> list[type[Model]]:
    """Return the models of an app that people fill: neither histories nor what only the code writes."""
    return [model for model in app.get_models() if not (issubclass(model, HistoricalChanges) or is_derived(model))]


def is_derived(model: type[Model]) -> bool:
    """Return whether only the code writes the records of a model."""
    return model._meta.model_name in ("searchentry", "searchgeneration", "ratecount", "publishedchange")


@cache
def columns(model: type[Model]) -> tuple[Field, ...]:
    """Return the columns of a model that hold text; a column with choices and a slug hold none."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | LinesField | HeadedTextsField)
        and not isinstance(field, SlugField)
        and not (field.choices or field.remote_field)
    )


def before_save(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Clean a record that is about to be saved."""
    clean_record(instance)


def clean_record(record: Model) -> None:
    """Clean the texts of a record, except those that are stored already."""
    found = {}
    for column in columns(type(record)):
        value = record.__dict__.get(column.attname)  # a deferred column is not saved
        cleaned = cleaned_value(value)
        if cleaned != value:
            found[column.attname] = cleaned
    if not found:
        return
    stored = type(record)._base_manager.filter(pk=record.pk).values(*found).first() if record.pk else None
    for name, cleaned in found.items():
        if stored is None or stored[name] != getattr(record, name):
            setattr(record, name, cleaned)


def cleaned_value(value: Any) -> Any:
    """Return a text or a list of texts cleaned; anything else as it is."""
    if isinstance(value, list):
        return [cleaned_value(one) for one in value]
    return clean(value) if isinstance(value, str) else value
