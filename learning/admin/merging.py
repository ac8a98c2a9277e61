"""The page on which administrators merge one theme or agency into another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from learning.merging import check_merge, is_public, merge, names_to_keep, uses_to_move

from .base import HistoryAdmin


class MergeForm(forms.Form):
    """Asks which record stands for both; what will change is shown before it is confirmed."""

    def __init__(self, *args, record: Any, choices: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        name = record._meta.verbose_name
        self.fields["into"] = forms.ModelChoiceField(
            choices,
            label=f"Merge into which {name}?",
            help_text=f"The {name} to keep. The other one will be merged into it.",
            error_messages={
                "required": f"Choose the {name} to merge this one into.",
                "invalid_choice": f"That {name} is no longer in the list. Choose another.",
            },
        )

    def clean_into(self) -> Any:
        into = self.cleaned_data["into"]
        check_merge(self.record, into)
        return into


class MergeableAdmin(HistoryAdmin):
    """The admin of records that can be merged. Merged ones are not listed: the one that stands for them names them."""

    change_form_template = "admin/mergeable_change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(merged_into=None)

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", view, name=name), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        has_merged = obj and self.model._base_manager.filter(merged_into=obj).exists()
        return [*super().get_readonly_fields(request, obj), *(["merged_here"] if has_merged else [])]

    def merged_here(self, record) -> SafeString:
        """The former addresses of what was merged into a record."""
        slugs = self.model._base_manager.filter(merged_into=record).order_by("slug").values_list("slug", flat=True)
        return format_html("{}", ", ".join(slugs))

    merged_here.short_description = "former addresses of merged records"  # type: ignore[attr-defined]

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Show and restore older states, but not of a merged record: it would be there again without its tags."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask what to merge a record into, show what will change, and merge it once that is confirmed."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not (self.has_change_permission(request, record) and self.has_delete_permission(request, record)):
            raise PermissionDenied
        others = self.get_queryset(request).exclude(pk=record.pk).order_by("name", "pk")
        form = MergeForm(request.POST or None, record=record, choices=others)
        is_chosen = form.is_valid()
        if is_chosen and "confirmed" in request.POST:
            try:
                merge(record, form.cleaned_data["into"])
            except ValidationError as error:
                form.add_error("into", error)
                is_chosen = False
            else:
                into = form.cleaned_data["into"]
                messages.success(request, f"“{record}” was merged into “{into}”.")
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", into.pk)
        into = form.cleaned_data["into"] if is_chosen else None
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge {self.opts.verbose_name}: {record}",
            "opts": self.opts,
            "original": record,
            "form": form,
            "into": into,
            "uses": uses_to_move(record) if into else [],
            "names": names_to_keep(record) if into else [],
            "becomes_public": into is not None and is_public(record) and not is_public(into),
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]),
        }
        return TemplateResponse(request, "admin/merge.html", context)
