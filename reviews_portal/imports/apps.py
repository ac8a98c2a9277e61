from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "reviews_portal.imports"
    label = "imports"
    verbose_name = "Imports"

    def ready(self) -> None:
        """Let each redaction delete the files that wait to be imported: they are not searched."""
        from reviews_portal.redaction import erase

        from .models import ImportJob

        erase.FORGETTING.append(lambda: ImportJob.objects.all().forget_content())
