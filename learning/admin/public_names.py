"""How administrators see agencies with a generic public name, and the page on which they choose that name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from learning.models import Agency, Review
from learning.models.named_agency import problems_with
from learning.vocabulary.public_name_form import PublicNameForm, add_problems, apply, initial_of, names_now, plan


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
        form = PublicNameForm(request.POST or None, agency=agency, initial=initial_of(agency, review))
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
            **names_now(agency, Review.objects.all()),
            "back": reverse("admin:learning_agency_change", args=[agency.pk]),
        }
        return TemplateResponse(request, "admin/public_name.html", context)
