"""Check names of models, columns and lookups that are written as text.

A list of names that protect something ("never show this column") does nothing for a name that no longer exists.
These functions are called at start, so that a rename fails instead.
"""

from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


def check_names(names: Iterable[str]) -> None:
    """Raise an error for the first name that stands for nothing.

    A name is that of a model ("learning.Review") or of one of its columns ("learning.Review.title"), spelt as in the
    code. Raises LookupError for an unknown model, and FieldDoesNotExist for an unknown column.
    """
    for name in names:
        app, model_name, *column = name.split(".")
        model = apps.get_model(app, model_name)
        if model._meta.label != f"{app}.{model_name}":
            raise LookupError(f"{name} is spelt otherwise: {model._meta.label}.")
        check_columns(model, column)


def check_columns(model: type[Model], names: Iterable[str]) -> None:
    """Raise FieldDoesNotExist unless a model has a column of each of these names."""
    for name in names:
        if not model._meta.get_field(name).concrete:
            raise FieldDoesNotExist(f"{model._meta.label} has no column named {name!r}.")


def check_path(model: type[Model], path: str, target: type[Model]) -> None:
    """Raise FieldDoesNotExist unless a lookup such as "documents__review" leads from one model to another."""
    reached: type[Model] | None = model
    for name in path.split("__"):
        if reached is None:
            raise FieldDoesNotExist(f"{path!r} of {model._meta.label} goes on after a column.")
        reached = reached._meta.get_field(name).related_model
    if reached is None or reached._meta.concrete_model is not target._meta.concrete_model:
        raise FieldDoesNotExist(f"{path!r} of {model._meta.label} does not lead to {target._meta.label}.")
