"""How fields of forms are drawn, those of the administration and of signing in among them."""

from typing import Any

from django.forms.renderers import DjangoTemplates


class WholeText(DjangoTemplates):
    """Draws fields without `maxlength`: browsers cut off what is pasted beyond it, and say nothing.

    What is too long is refused with its length, and stands in the field still.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if "widget" in context:
            context["widget"]["attrs"].pop("maxlength", None)
        return super().render(template_name, context, request)
