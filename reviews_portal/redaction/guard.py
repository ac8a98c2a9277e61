"""Keep redacted words from being saved again, whether by an open form, a fixture or an import."""

from collections.abc import Iterable

from django.apps import apps
from django.core.serializers.json import Deserializer as JSONDeserializer
from django.core.serializers.json import Serializer  # noqa: F401 - Django looks for this name in a serializer module
from django.db.models import Field, Model, SlugField
from django.db.models.signals import pre_save

from learning.models import DocumentFile
from learning.querysets import changed_in_bulk

from .closed_files import close_files_with_words
from .erase import rewrite, without
from .models import Redaction
from .occurrences import cells_with, columns


def watch() -> None:
    """Connect to every model that can hold people's words: before a record is saved, and after bulk operations."""
    for model in apps.get_models(include_auto_created=True):
        if columns(model):
            pre_save.connect(before_save, sender=model, dispatch_uid=f"redaction {model._meta.label}")
            changed_in_bulk.connect(after_bulk_change, sender=model, dispatch_uid=f"redaction {model._meta.label}")


def before_save(sender: type[Model], instance: Model, **kwargs) -> None:
    """Replace redacted words in a record that is about to be saved."""
    clean([instance])


def clean(records: Iterable[Model]) -> None:
    """Replace redacted words in records that are about to be saved; also called where no signal is sent."""
    if not (passages := Redaction.objects.passages()):
        return
    for record in records:
        for column in columns(type(record)):
            if column.attname in record.__dict__:  # a deferred column is not saved
                was = getattr(record, column.attname)
                setattr(record, column.attname, without(passages, column, was))
                if isinstance(record, DocumentFile) and getattr(record, column.attname) != was:
                    close_files_with_words([record.original_id])


def after_bulk_change(sender: type[Model], keys: list[int], **kwargs) -> None:
    """Replace redacted words in records that were written in bulk."""
    if passages := Redaction.objects.passages():
        rewrite(list(cells_with(passages, sender, keys)), passages)


class Deserializer(JSONDeserializer):
    """Reads fixtures without redacted words, so that they refer to records by the natural keys that these have now."""

    def __init__(self, stream_or_string, **options) -> None:
        super().__init__(stream_or_string, **options)
        self.passages = Redaction.objects.passages()

    def _handle_object(self, obj):
        if self.passages:
            model = apps.get_model(obj["model"])
            fields = {field.name: field for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
            obj["fields"] = {name: self.clean(fields.get(name), value) for name, value in obj["fields"].items()}
        yield from super()._handle_object(obj)

    def clean(self, field: Field | None, value):
        """Return the value of a field without redacted words. The natural key of another record contains slugs."""
        if field is None:
            return value
        if field.remote_field:
            return self.clean_key(value)
        return without(self.passages, field, value) if field in columns(field.model) else value

    def clean_key(self, value):
        if isinstance(value, list):
            return [self.clean_key(one) for one in value]
        return without(self.passages, SlugField(), value) if isinstance(value, str) else value
