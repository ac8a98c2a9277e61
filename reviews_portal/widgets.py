"""The renderer of all form fields, including those of the admin and of sign-in."""

from typing import Any

from django.forms.renderers import DjangoTemplates


class WholeText(DjangoTemplates):
    """Renders fields without `maxlength`, because browsers truncate pasted text without a warning.

    The server refuses text that is too long, and the field shows it again.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if "widget" in context:
            context["widget"]["attrs"].pop("maxlength", None)
        return super().render(template_name, context, request)
