"""The forms that record a decision on publication, one for each way, and return one for changes."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from django import forms

from learning.addresses import of_the_web
from learning.forms import NamedErrors, named_errors
from learning.models import Audience, Review, SourceDocument
from learning.models.review_kind import NARROWEST_FIRST, is_wider
from learning.sight import Status
from learning.utils.dates import columns_of_date
from learning.utils.fields import CleanTextField
from learning.utils.partial_dates import PartialDateField
from recommendations.form_fields import WordsField, date_field

from .actions import Entered
from .models import LONGEST_TEXT, Ground, PublicationDecision, Purpose, values_of
from .requirements import Item, Requirement, Sort, requirements_of


class DecisionForm(NamedErrors, forms.Form):
    """The base form of all ways to record a decision: the revision that was shown, and who may read the review.

    Nothing is required until the decision is sent: `rules.problems_of` says what is missing then.
    """

    purpose: ClassVar[Purpose] = Purpose.PUBLISH
    ground: ClassVar[str] = ""
    requirements: Sequence[Requirement] = ()  # the agreements, notices and checks that the form asks for

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    audience = forms.ChoiceField(label="Who can read it", choices=[])
    audience_reason = CleanTextField(
        label="If it is not public, why not? (optional)",
        help_text="Readers see this.",
        max_length=300,
        required=False,
    )

    def __init__(self, data=None, *, review: Review, decision: PublicationDecision | None) -> None:
        self.review = review
        shown = decision or PublicationDecision(review=review, audience=review.audience)
        super().__init__(data, initial=self.initial_of(shown))
        self.initial["revision"] = shown.revision
        if "audience" in self.fields:
            choices = audiences_of(review)
            self.fields["audience"].choices = choices  # type: ignore[attr-defined]
            if self.initial["audience"] not in dict(choices) and choices:
                self.initial["audience"] = choices[0][0]

    def initial_of(self, decision: PublicationDecision) -> dict[str, object]:
        """Return the values to show, of the saved decision or prefilled."""
        held = {name: value for name, value in values_of(decision).items() if value}
        is_same = (decision.purpose == Purpose.NOT_PUBLISHED) == (self.purpose == Purpose.NOT_PUBLISHED)
        if not is_same:
            held["audience"] = decision.review.audience
        if decision.audience == decision.review.audience and decision.review.audience_reason:
            held.setdefault("audience_reason", decision.review.audience_reason)
        return self.prefilled(decision.review) | held

    def prefilled(self, review: Review) -> dict[str, object]:
        """Return values that the portal knows already."""
        return {}

    @property
    def entered(self) -> Entered:
        """What was entered; the form must be valid."""
        is_published = self.review.status == Status.PUBLISHED and self.purpose == Purpose.PUBLISH
        purpose = Purpose.WIDEN if is_published else self.purpose
        return Entered(purpose, self.ground, self.cleaned_data, tuple(self.items()))

    def items(self) -> Iterator[Item]:
        """Yield what was entered on each agreement, notice and check."""
        for asked in self.requirements:
            by, on, reason = (self.cleaned_data.get(f"{asked.key}_{name}") for name in ("by", "on", "reason"))
            yield Item(asked, by or "", on, reason or "")

    def show_problems(self, problems: dict[str, list[str]]) -> None:
        """Show what is missing beside the fields."""
        for name, messages in problems.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


def audiences_of(review: Review) -> list[tuple[str, str]]:
    """Return the audiences to choose from: for a published review, only those of more readers, the fewest first."""
    if review.status != Status.PUBLISHED:
        return list(Audience.choices)
    return [(one.value, one.label) for one in NARROWEST_FIRST if is_wider(one, than=review.audience)]


class ElsewhereForm(DecisionForm):
    """For a review that is already published elsewhere: where, and since when."""

    ground = Ground.ELSEWHERE
    field_order: ClassVar = ["address", "published"]

    address = forms.URLField(
        label="Web address",
        help_text="The page or file where it is published.",
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[of_the_web],
        error_messages={"invalid": "Enter a full address that begins with https:// or http://."},
    )
    published = PartialDateField(
        label="Date it was published there",
        required=False,
        help_text="As stated there, such as 6 September 2016, September 2016 or 2016.",
    )

    def initial_of(self, decision: PublicationDecision) -> dict[str, object]:
        """Return the values to show. A saved date takes precedence over that of a document."""
        shown = super().initial_of(decision)
        return shown | ({"published": decision.published} if decision.published else {})

    def prefilled(self, review: Review) -> dict[str, object]:
        """Return the address and date of the first document of the review that has them."""
        documents: list[SourceDocument] = list(review.documents.all())
        found: dict[str, object] = {}
        if document := next((one for one in documents if one.address), None):
            found["address"] = document.address
        dated = next((one.published for one in documents if one.published), None) or review.published
        return found | ({"published": dated} if dated else {})

    def clean(self):
        """Add the columns that hold the date."""
        self.cleaned_data |= columns_of_date("published", self.cleaned_data.get("published"))
        return self.cleaned_data

    def show_problems(self, problems: dict[str, list[str]]) -> None:
        """Show what is missing beside the fields. The two columns of the date have one field."""
        super().show_problems({"published" if name == "published_on" else name: one for name, one in problems.items()})


class MinuteForm(DecisionForm):
    """Who decided, when, and where that is minuted."""

    deciding_body = CleanTextField(label="Who decided", max_length=200, required=False)
    decided_on = date_field("Date of the decision", name="date of the decision")
    minute = CleanTextField(
        label="Reference of the minute", help_text="For example, “minute 7”.", max_length=200, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        usual = [kind.publication_decided_by for kind in self.review.kinds.all() if kind.publication_decided_by]
        self["deciding_body"].help_text = "Usually: " + " ".join(usual) if usual else ""

    def prefilled(self, review: Review) -> dict[str, object]:
        """Return the partnership as the one that decided, if it is the only one."""
        partnerships = list(review.partnerships.all())
        return {"deciding_body": partnerships[0].name} if len(partnerships) == 1 else {}


class HereForm(MinuteForm):
    """The decision of those responsible to publish, and what the kinds of the review require first."""

    ground = Ground.HERE
    field_order: ClassVar = ["deciding_body", "decided_on", "minute"]

    family_told_on = date_field("Date the family were told", name="date the family were told")
    family_wishes = WordsField(
        label="The family’s wishes",
        help_text="If they have not said, enter “None stated”.",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    family_pseudonym = CleanTextField(
        label="Pseudonym chosen by the family",
        help_text="If someone else chose it, say who.",
        max_length=200,
        required=False,
    )
    family_reason = CleanTextField(label="If the family were not told, why not?", max_length=500, required=False)

    def __init__(self, data=None, *, review: Review, decision: PublicationDecision | None) -> None:
        super().__init__(data, review=review, decision=decision)
        self.requirements = requirements_of(review)
        for asked in self.requirements:
            item = decision.item_of(asked) if decision else Item(asked)
            for name, field in fields_of(asked).items():
                field.initial = getattr(item, name)
                self.fields[f"{asked.key}_{name}"] = field

    def group(self, sort: Sort) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the requirements of one sort, each with its title and fields."""
        own = [one for one in self.requirements if one.sort == sort]
        return [(one.title, [self[f"{one.key}_{name}"] for name in fields_of(one)]) for one in own]

    @property
    def agreements(self):
        """The partners who must agree, with their fields."""
        return self.group(Sort.AGREEMENT)

    @property
    def notices(self):
        """The bodies to notify, with their fields."""
        return self.group(Sort.NOTICE)

    @property
    def checks(self):
        """The checks, with their fields."""
        return self.group(Sort.CHECK)


def fields_of(asked: Requirement) -> dict[str, forms.Field]:
    """Return the fields for an agreement, a notice or a check, by the names of what an `Item` holds."""
    match asked.sort:
        case Sort.AGREEMENT:
            return {
                "by": short_field("Who agreed (job title)", 200),
                "on": date_field("Date agreed", name="date agreed"),
            }
        case Sort.NOTICE:
            return {"on": date_field("Date notified", name="date notified")}
        case Sort.CHECK:
            return {
                "by": short_field("Who checked it (job title)", 200),
                "on": date_field("Date checked", name="date checked"),
                "reason": short_field("If it does not apply, why not?", 500),
            }


def short_field(label: str, longest: int) -> CleanTextField:
    """Return an optional field for a short text."""
    field = CleanTextField(label=label, max_length=longest, required=False)
    field.error_messages |= named_errors(field, label)
    return field


class NotPublishedForm(MinuteForm):
    """The review is not published; its learning was shared in another way."""

    purpose = Purpose.NOT_PUBLISHED
    field_order: ClassVar = ["deciding_body", "decided_on", "minute"]
    audience = None  # type: ignore[assignment]
    audience_reason = None  # type: ignore[assignment]

    learning_shared = WordsField(
        label="How the learning was shared",
        help_text="Do not include anything that could identify a child, adult, relative or member of staff.",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


WAYS: dict[str, type[DecisionForm]] = {
    "elsewhere": ElsewhereForm,
    "decision": HereForm,
    "not_published": NotPublishedForm,
}


class ReturnForm(NamedErrors, forms.Form):
    """Return a decision for changes."""

    note = WordsField(
        label="What has to change?",
        help_text="Do not include anything that could identify a child, adult, relative or member of staff.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what has to change."},
    )
