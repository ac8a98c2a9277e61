"""Django's loaddata, without a history of what nobody edited by hand."""

from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject


class Command(loaddata.Command):
    """Load fixtures; the records come in as they are, and no change of theirs is written down."""

    def save_obj(self, obj: DeserializedObject) -> bool:
        # simple-history knows that a fixture is loaded when a record is saved, but not when its relations are.
        obj.object.skip_history_when_saving = True
        return super().save_obj(obj)
