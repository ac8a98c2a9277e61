"""The columns that a document prints beside the text of a planned action or an agency's response."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from learning.utils.fields import HeadedTextsField
from recommendations.models.quoted_action import COLUMNS, check_columns
from recommendations.models.response_fields import Acceptance

OF_ACTIONS = (*COLUMNS, "further_columns")
OF_RESPONSES = ("named_as", "acceptance", "acceptance_reason")
ANSWERS = "answers"  # the recommendations that an action belongs to, or that a response answers
QUOTED_FIELDS = (ANSWERS, *OF_ACTIONS, *OF_RESPONSES)
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
        """Return the columns of two actions whose rows are joined, the second below the first."""
        texts = {name: "\n".join(filter(None, (getattr(self, name), getattr(other, name)))) for name in COLUMNS}
        return texts | {"further_columns": [*self.further_columns, *other.further_columns]}
