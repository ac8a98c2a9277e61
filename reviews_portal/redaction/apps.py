from django.apps import AppConfig


class RedactionConfig(AppConfig):
    name = "reviews_portal.redaction"
    label = "redaction"
    verbose_name = "Redactions"

    def ready(self) -> None:
        """Check the names of what is not searched, and keep redacted words out of what is saved from now on.

        Raises LookupError or FieldDoesNotExist if a model or column that is named as text was renamed.
        """
        from learning.originals import actions as originals
        from learning.utils.model_names import check_names

        from . import closed_files, guard, occurrences, reader_texts

        check_names(occurrences.NAMES | reader_texts.NAMES)
        guard.watch()
        originals.CHECKS.append(closed_files.refuse_redacted_words)
