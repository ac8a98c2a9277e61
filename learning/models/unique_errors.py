"""Unique errors that name the record with the same value, and suggest one that is free."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max


class UniqueErrorsMixin(models.Model):
    """An abstract model whose records must differ in a slug, a number or a position."""

    class Meta:
        abstract = True

    def unique_error_message(self, model_class, unique_check):
        """Return an error that names the record with the same value, and suggests a free value."""
        opts = model_class._meta
        same = {name: getattr(self, opts.get_field(name).attname) for name in unique_check}
        others = model_class._base_manager.exclude(pk=self.pk)
        other = others.filter(**same).first()
        if other is None:  # deleted in the meantime
            return super().unique_error_message(model_class, unique_check)
        *_, last = unique_check
        label = opts.get_field(last).verbose_name
        free = free_value(others, opts.get_field(last), same)
        such = f", such as “{free}”" if free else ""
        message = f"“{other}” already has the {label} “{getattr(self, last)}”. Choose another {label}{such}."
        error = ValidationError(message if len(unique_check) == 1 else {last: message}, code="unique")
        error.code = "unique"  # which a field error does not get by itself
        return error


def free_value(others, field: models.Field, same: dict[str, object]) -> str:
    """Return a free value for a slug or a number; "" for any other field."""
    value = same[field.name]
    if isinstance(field, models.SlugField):
        begins = str(value)[: (field.max_length or 50) - 4]
        taken = set(others.filter(**{f"{field.name}__startswith": begins}).values_list(field.name, flat=True))
        return next(free for number in range(2, 1000) if (free := f"{begins}-{number}") not in taken)
    if isinstance(field, models.IntegerField):
        beside = others.filter(**{name: one for name, one in same.items() if name != field.name})
        return str(beside.aggregate(last=Max(field.name))["last"] + 1)
    return ""
