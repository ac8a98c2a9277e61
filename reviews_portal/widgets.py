"""The renderer of all form fields, including those of the admin and of sign-in."""

from typing import Any

from django.forms.renderers import DjangoTemplates


class WholeText(DjangoTemplates):
    """Renders fields without `maxlength`, because browsers truncate pasted text without a warning.

    Text that is too long is refused by the server, and stays in the field.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if "widget" in context:
            context["widget"]["attrs"].pop("maxlength", None)
        return super().render(template_name, context, request)
