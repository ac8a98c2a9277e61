"""The form that chooses the public name of an agency in a review, and what the page that confirms it shows.

Administrators use it in the admin, and editors of a partnership for reviews of their own.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import ErrorDict

from learning.models import Agency, NamedAgency, Review
from learning.models.named_agency import stand_in_of
from learning.public_names import (
    check_is_real,
    free_name,
    links_to_move,
    published_words_with_name,
    use_generic_name,
    use_own_name,
)
from learning.utils.fields import CleanTextField

GENERIC, OWN = "generic", "own"
CHOICES = [
    (GENERIC, "A generic name: the published document does not name the agency"),
    (OWN, "Its own name: the published document names the agency"),
]


class PublicNameForm(forms.Form):
    """Asks for a review, and under which name the public sees an agency there."""

    review: Any = CleanTextField(max_length=12, help_text="The reference of the review, such as R0003.")
    choice = forms.ChoiceField(
        label="What the public sees",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the public sees."},
    )
    name = CleanTextField(
        label="Generic name",
        max_length=200,
        required=False,
        help_text="For example, “A primary school”. It must not identify the agency. If you leave this blank, the "
        "portal uses the usual name for this kind of agency.",
    )

    def __init__(self, *args, agency: Agency, reviews: QuerySet[Review] | None = None, **kwargs) -> None:
        """`reviews` are those in which the user may choose the name; all reviews if it is not given."""
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.reviews = Review.objects.all() if reviews is None else reviews

    def clean_review(self) -> Review:
        code = self.cleaned_data["review"].strip().upper()
        review: Review | None = self.reviews.filter(code=code).first()
        if review is None:
            raise ValidationError("There is no review with this reference. Enter one such as R0003.")
        return review


class ReviewChoiceField(forms.ModelChoiceField):
    """A choice of reviews, by code and title."""

    def label_from_instance(self, obj) -> str:
        return f"{obj.code}: {obj.title}"


class OwnReviewsForm(PublicNameForm):
    """Offers the reviews to an editor, who has few. Administrators type the reference of any review."""

    review: Any = ReviewChoiceField(
        Review.objects.none(),
        label="Review",
        empty_label="Select",
        to_field_name="code",
        error_messages={"required": "Select the review.", "invalid_choice": "Select a review from the list."},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["review"]
        choice.queryset = self.reviews

    def clean_review(self) -> Review:
        return self.cleaned_data["review"]


def initial_of(agency: Agency, review: Review | None) -> dict[str, str]:
    """Return what the form offers for an agency in a review: its generic name there, or the next one that is free."""
    if review is None:
        return {}
    held = stand_in_of(agency, review)
    name = held.name if held else free_name(agency, review)
    return {"review": review.code, "choice": GENERIC, "name": name}


def names_now(agency: Agency, reviews: QuerySet[Review]) -> dict[str, Any]:
    """Return the public names that an agency has in these reviews: generic ones, and its own."""
    return {
        "held": agency.stand_ins.filter(merged_into=None, stands_for_in__in=reviews).select_related("stands_for_in"),
        "named": NamedAgency.objects.filter(agency=agency, review__in=reviews).select_related("review"),
    }


def add_problems(form: PublicNameForm, error: ValidationError) -> None:
    """Add an error to a form, under the name if it is about that."""
    about_fields: dict | ErrorDict = error.message_dict if hasattr(error, "error_dict") else {}
    for words in about_fields.pop("name", []):
        form.add_error("name", words)
    others = [words for some in about_fields.values() for words in some] or (
        [] if hasattr(error, "error_dict") else error.messages
    )
    for words in others:
        form.add_error(None, words)


def apply(agency: Agency, *, review: Review, choice: str, name: str) -> str:
    """Change the public name of an agency in a review, and return what to say about it."""
    check_is_real(agency)
    if choice == OWN:
        use_own_name(agency, review)
        return f"The public now sees “{agency}” in {review.code}."
    stand_in = use_generic_name(agency, review, name)
    return f"The public now sees “{stand_in}” in {review.code}."


def plan(agency: Agency, *, review: Review, choice: str, name: str) -> dict[str, Any]:
    """Return what a change of the public name would do, for the page that asks for confirmation."""
    stand_in = stand_in_of(agency, review)
    before = stand_in or agency
    generic = name or (stand_in.name if stand_in else free_name(agency, review))
    return {
        "review": review,
        "is_generic": choice == GENERIC,
        "choice": choice,
        "name": name,
        "before": before,
        "after": generic if choice == GENERIC else agency.name,
        "moves": links_to_move(before, review) if (choice == GENERIC) != bool(stand_in) else [],
        "words": published_words_with_name(agency, review) if choice == GENERIC else [],
    }
