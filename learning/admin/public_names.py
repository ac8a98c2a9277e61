"""How administrators see agencies with a generic public name, and the page on which they choose that name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from learning.models import Agency, NamedAgency, Review
from learning.models.named_agency import problems_with, stand_in_of
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


def staff_name(agency: Agency) -> str:
    """Return the name of an agency in the fields of the administration."""
    return agency.staff_name


class StaffNames:
    """Shows in the fields of an admin class which agency a generic name stands for."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return with_staff_names(super().formfield_for_foreignkey(db_field, request, **kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return with_staff_names(super().formfield_for_manytomany(db_field, request, **kwargs))


def with_staff_names(field: Any) -> Any:
    """Return a form field; if it is a choice of agencies, each has its name for staff."""
    if field is not None and getattr(getattr(field, "queryset", None), "model", None) is Agency:
        field.label_from_instance = staff_name
    return field


def page_for(agency: Agency, review: Review) -> str:
    """Return the address of the page on which the public name of an agency in a review is chosen."""
    real: Any = agency.stands_for or agency
    return f"{reverse('admin:learning_agency_public_name', args=[real.pk])}?review={review.code}"


def link_to_page(agency: Agency, review: Review) -> str:
    """Return a link to that page."""
    return format_html('<a href="{}">Choose the public name of “{}”</a>', page_for(agency, review), agency)


def linked_problems(review: Review | None, agencies: Any) -> list[str]:
    """Return why a record of a review may not refer to these agencies, each with a link to the page that helps."""
    if review is None:
        return []
    given = list(agencies or ())
    if not problems_with(review, given):
        return []
    return [
        format_html("{} {}", words, link_to_page(agency, review)) if review.pk else words
        for agency in given
        for words in problems_with(review, [agency])
    ]


class OneAgencyForm(forms.ModelForm):
    """A form for a record of a review that refers to one agency: its error links to the page that helps."""

    def _post_clean(self) -> None:
        """Check the record itself; if its agency may not be named, link to the page that helps."""
        super()._post_clean()
        if self.has_error("agency") and self.instance.agency_id:
            review = getattr(self.instance, "review", None) or self.instance.recommendation.review
            if review.pk and problems_with(review, [self.instance.agency]):
                self.add_error("agency", link_to_page(self.instance.agency, review))


class PublicNameForm(forms.Form):
    """Asks for a review, and under which name the public sees an agency there."""

    review = CleanTextField(max_length=12, help_text="The reference of the review, such as R0003.")
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

    def __init__(self, *args, agency: Agency, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_review(self) -> Review:
        code = self.cleaned_data["review"].strip().upper()
        review: Review | None = Review.objects.filter(code=code).first()
        if review is None:
            raise ValidationError("There is no review with this reference. Enter one such as R0003.")
        return review


class PublicNameAdmin:
    """Adds the page “Public name in a review” to the admin of agencies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.public_name_view)  # type: ignore[attr-defined]
        own = path("<path:object_id>/public-name/", view, name="learning_agency_public_name")
        return [own, *super().get_urls()]

    def public_name_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the public name of an agency in a review, show what will change, and change it once confirmed."""
        admin: Any = self
        agency = admin.get_object(request, unquote(object_id))
        if agency is None:
            raise Http404
        if not admin.has_change_permission(request, agency):
            raise PermissionDenied
        if agency.stands_for_id:
            return redirect(page_for(agency, agency.stands_for_in))
        review = Review.objects.filter(code=request.GET.get("review", "").upper()[:12]).first()
        initial = {"review": review.code, "choice": GENERIC} if review else {}
        if review:
            held = stand_in_of(agency, review)
            initial["name"] = held.name if held else free_name(agency, review)
        form = PublicNameForm(request.POST or None, agency=agency, initial=initial)
        is_chosen = form.is_valid()
        if is_chosen and "confirmed" in request.POST:
            try:
                said = apply(agency, **form.cleaned_data)
            except ValidationError as error:
                add_problems(form, error)
                is_chosen = False
            else:
                messages.success(request, said)
                return redirect("admin:learning_agency_change", agency.pk)
        context = {
            **admin.admin_site.each_context(request),
            "title": f"Public name in a review: {agency}",
            "opts": admin.opts,
            "original": agency,
            "form": form,
            "plan": plan(agency, **form.cleaned_data) if is_chosen else None,
            "held": agency.stand_ins.filter(merged_into=None).select_related("stands_for_in"),
            "named": NamedAgency.objects.filter(agency=agency).select_related("review"),
            "back": reverse("admin:learning_agency_change", args=[agency.pk]),
        }
        return TemplateResponse(request, "admin/public_name.html", context)


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
