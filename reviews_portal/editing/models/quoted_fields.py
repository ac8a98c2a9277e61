"""The columns that a document prints beside the text of a planned action or an agency's response."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from learning.utils.fields import HeadedTextsField
from learning.utils.text import beginning
from recommendations.models.quoted_action import COLUMNS, check_columns
from recommendations.models.response_fields import Acceptance

OF_ACTIONS = (*COLUMNS, "further_columns")
OF_RESPONSES = ("named_as", "acceptance", "acceptance_reason")
ANSWERS = "answers"  # the recommendations that an action belongs to, or that a response answers
QUOTED_FIELDS = (ANSWERS, *OF_ACTIONS, *OF_RESPONSES)
DIFFER = "The two rows differ in {what}: “{one}” and “{other}”. Make them the same or clear one, then join the rows."
CALLED = {
    ANSWERS: "their recommendations",
    "named_as": "the name of the agency as printed",
    "acceptance": "acceptance",
    "acceptance_reason": "the reason why a recommendation is not accepted",
    "address": "the web address",
}
NONE = "none"  # typed as `answers`: the plan names no recommendation


class QuotedFields(models.Model):
    """The columns that only rows of planned actions and of agency responses have; empty in all other rows."""

    answers = models.CharField(
        "recommendations", max_length=200, blank=True, help_text="Their numbers or references; empty: the one above."
    )
    lead = models.TextField(blank=True)
    due = models.TextField(blank=True)
    status = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    further_columns = HeadedTextsField(default=list, blank=True, validators=[check_columns])
    named_as = models.CharField(max_length=200, blank=True, help_text="The agency’s name as printed in the document.")
    acceptance = models.CharField(max_length=20, choices=Acceptance, default=Acceptance.NOT_STATED)
    acceptance_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def action_columns(self) -> dict[str, Any]:
        """The columns that the plan prints beside the text of an action, by those of `QuotedAction`."""
        return {name: getattr(self, name) for name in OF_ACTIONS}

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The cells of an action that are not empty, each with the heading of its column."""
        named = [(heading, text) for name, heading in COLUMNS.items() if (text := getattr(self, name))]
        return [*named, *((heading, text) for heading, text in self.further_columns)]

    @property
    def texts_beside(self) -> list[str]:
        """All texts in these columns."""
        return [*(text for cell in self.cells for text in cell), self.named_as, self.acceptance_reason]

    def joined_with(self, other: "QuotedFields") -> Mapping[str, Any]:
        """Return these columns with those of another row below them, for two rows that are joined.

        Raises ValidationError if both rows have something of which a row can have only one.
        """
        texts = {name: "\n".join(filter(None, (getattr(self, name), getattr(other, name)))) for name in COLUMNS}
        texts |= {name: only_one(self, other, name) for name in (ANSWERS, *OF_RESPONSES)}
        return texts | {"further_columns": [*self.further_columns, *other.further_columns]}


def only_one(one: models.Model, other: models.Model, name: str) -> str:
    """Return the value of a field in `CALLED` of which two rows, when joined, can keep one.

    Raises ValidationError if both rows have a value and these differ.
    """
    field: Any = one._meta.get_field(name)
    nothing = field.get_default()
    first, second = getattr(one, name), getattr(other, name)
    if nothing not in (first, second) and first != second:
        said = [beginning(str(dict(field.flatchoices).get(value, value)), 60) for value in (first, second)]
        raise ValidationError(DIFFER.format(what=CALLED[name], one=said[0], other=said[1]))
    return second if first == nothing else first
