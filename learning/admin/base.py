"""Base classes for the catalogue's admin: two people who edit at once cannot overwrite each other's work."""

from copy import copy
from typing import Any

from django.contrib import admin
from django.contrib.admin import actions
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, router, transaction
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from learning.utils.fields import LongTextField
from learning.utils.stale_forms import said

from .edit_conflicts import THEIRS, EditConflict, decisions
from .in_use import deletion_of, uses_of
from .public_names import StaffNames
from .revision import Revision, marks_of_record, read, revision_of_form, revision_of_records, signed

REVISION = "revision"  # the name of a hidden field in each form


def to_look(request: HttpRequest) -> HttpRequest:
    """Return a copy of a request that only asks for the page: a GET without data."""
    looks = copy(request)
    looks.method, looks.POST = "GET", QueryDict()  # Django deletes if any data was sent, whatever the method
    return looks


def context_of(page: HttpResponse) -> dict[str, Any] | None:
    """Return the context of a page that is not rendered yet, or None for a redirect."""
    return getattr(page, "context_data", None)


def lay_over(context: dict[str, Any], opened: Revision, sent: QueryDict) -> EditConflict:
    """Show everything that was typed on this revision in an unbound page, and return the resulting conflict."""
    both = EditConflict(opened, sent)
    both.lay_over(context["adminform"].form, context["inline_admin_formsets"])
    return both


def taken(request: HttpRequest) -> set[str]:
    """Return the fields for which this save keeps the value that is already stored, instead of the one in the form."""
    if request.method != "POST":
        return set()
    return {name for name, choice in decisions(request.POST).items() if choice == THEIRS}


class NotDeletable(PermissionDenied):
    """A record that nobody may delete or change now; `reason` is shown on the page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CatalogueAdmin(StaffNames, admin.ModelAdmin):
    """An admin in which each page that changes something carries the revision that it was opened on.

    If somebody else saved in the meantime, nothing is saved: the second person gets the page back (409) with all that
    they typed, sees both texts with the differences marked, and decides. Nothing is deleted unless it is still as
    the person saw it. The compared records are locked until the end of the transaction that saves.

    If the session has ended, what was typed is restored after signing in.

    A record in use cannot be deleted: the page lists what uses it, and `instead` says what to do.

    Lists have no `list_editable`, because its rows carry no revision.
    """

    instead = "Change or delete these first."
    kept = ""  # why a record that `has_delete_permission` refuses to delete is kept, and what to do instead
    cascades = False  # whether all rows that the database deletes with a record count as part of it
    actions = ["delete_selected"]
    list_per_page = 50
    formfield_overrides = {models.TextField: {"form_class": LongTextField}}

    # --- Changing ------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save, unless somebody else saved in the meantime: then show both texts."""
        if request.method != "POST":
            page = super().changeform_view(request, object_id, form_url, extra_context)
            kept: QueryDict | None = getattr(request, "kept", None)  # from PortalAdminSite
            return self.show_again(request, page, kept) if kept else page
        if object_id is None or "_saveasnew" in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic(using=router.db_for_write(self.model)):
            self.lock([unquote(object_id)])
            page = super().changeform_view(to_look(request), object_id, form_url, extra_context)
            if (context := context_of(page)) is None:
                return self.show_what_is_gone(request, request.POST) or page
            opened = read(request.POST.get(REVISION), of=context["now"]["of"])
            is_decided = opened == context["now"] and all(decisions(request.POST).values())
            if is_decided or not self.has_change_permission(request, context["original"]):
                return super().changeform_view(request, object_id, form_url, extra_context)
            both = lay_over(context, opened, request.POST)
        if not both:  # a second click, or the same words from two people
            return self.response_change(request, context["original"])
        context |= {"both": both, "title": f"Saved while you were editing: {context['title']}"}
        page.status_code = 409
        return page

    def show_what_is_gone(self, request: HttpRequest, sent: QueryDict) -> HttpResponse | None:
        """Show what was typed into a record that somebody has deleted, so that it can be added again.

        Return None if the user may not add records.
        """
        if not self.has_add_permission(request):
            return None
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        page = super().changeform_view(to_look(request), None, address)
        if (context := context_of(page)) is not None:
            lay_over(context, context["now"], sent)
            context |= {"is_gone": True, "title": f"Deleted while you were editing: {context['title']}"}
            page.status_code = 409
        return page

    def show_again(self, request: HttpRequest, page: HttpResponse, kept: QueryDict) -> HttpResponse:
        """Show what was typed before the user had to sign in again; both texts if somebody saved in the meantime."""
        if (context := context_of(page)) is None:
            return self.show_what_is_gone(request, kept) or page
        now = context["now"]
        opened = read(kept.get(REVISION), of=now["of"]) if context["original"] else now
        both = lay_over(context, opened, kept)
        context |= {"both": both if opened != now else None, "is_back": True}
        return page

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Add to the page the revision that it was first opened on, and what has been decided since."""
        form = context["adminform"].form
        if form.is_bound:
            context |= {REVISION: request.POST.get(REVISION), "decided": decisions(request.POST)}
        else:
            now = revision_of_form(form, context["inline_admin_formsets"])
            context |= {"now": now, REVISION: signed(now)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form; it ignores what was typed in fields for which the person chose the stored value."""
        form = super().get_form(request, obj, change, **kwargs)
        for name in taken(request) & form.base_fields.keys():
            form.base_fields[name].disabled = True
        return form

    def _create_formsets(self, request, obj, change):
        """Return the formsets of the inlines; their rows ignore what was typed in such fields too."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        if names := taken(request):
            for form in (form for formset in formsets for form in formset.forms):
                for name, field in form.fields.items():
                    field.disabled = field.disabled or form.add_prefix(name) in names
        return formsets, inlines

    def lock(self, keys: list[Any]) -> None:
        """Lock these records, and the rows of their inlines, until the transaction ends."""
        # Their keys can still be referred to: nobody who adds a row elsewhere has to wait.
        try:
            list(self.model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
        except (ValueError, ValidationError):  # not a valid key
            return
        for inline in self.inlines:
            model: type[models.Model] = inline.model
            parent = _get_foreign_key(self.model, model, fk_name=inline.fk_name).name
            rows = model._base_manager.filter(**{f"{parent}__in": keys}).order_by("pk")
            list(rows.select_for_update(no_key=True))

    # --- Deleting ------------------------------------------------------------------------------

    def get_deleted_objects(self, objs, request):
        """Return what would be deleted with these records, the counts, missing permissions, and what uses them."""
        records = list(objs)
        parts: set[type[models.Model]] = {inline.model for inline in self.inlines}
        if uses := uses_of(records, parts, cascades=self.cascades):
            return [], {}, set(), uses
        return deletion_of(records, request, self.admin_site)

    def delete_view(self, request, object_id, extra_context=None):
        """Delete a record, unless it has changed since the person looked at it."""
        record = self.get_object(request, unquote(object_id)) if self.kept else None
        if record and not self.has_delete_permission(request, record):
            raise NotDeletable(self.kept)
        with transaction.atomic(using=router.db_for_write(self.model)):
            self.lock([unquote(object_id)])
            extra_context = {"instead": self.instead} | (extra_context or {})
            page = super().delete_view(to_look(request), object_id, extra_context)
            context = context_of(page)
            if context and self.is_confirmed(request, page, [context["object"]], context["deleted_objects"]):
                return super().delete_view(request, object_id, extra_context)
        return page

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request, queryset):
        """Delete the chosen records, unless one of them has changed since the person looked at them."""
        with transaction.atomic(using=router.db_for_write(self.model)):
            self.lock(list(queryset.values_list("pk", flat=True)))
            page: Any = actions.delete_selected(self, to_look(request), queryset)
            page.context_data["instead"] = self.instead
            goes_along = page.context_data["deletable_objects"]
            if self.is_confirmed(request, page, list(queryset.order_by("pk")), goes_along):
                return actions.delete_selected(self, request, queryset)
        return page

    def is_confirmed(self, request: HttpRequest, page: Any, records: list[models.Model], goes_along: Any) -> bool:
        """Return whether the person saw all this as it is now and confirmed. If not, the page asks and says why."""
        now = revision_of_records(records, goes_along)
        page.context_data[REVISION] = signed(now)
        if "post" not in request.POST:
            return False
        seen = read(request.POST.get(REVISION), of=now["of"])
        if seen != now:
            page.context_data |= {"is_changed": True, "changed": changed_since(seen, records)}
            page.status_code = 409
        return seen == now


class HistoryAdmin(CatalogueAdmin, SimpleHistoryAdmin):
    """The same for records with a history: restoring an older state never overwrites changes that nobody has seen."""

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Show an older state and restore it, unless somebody else saved in the meantime: then show both texts."""
        with transaction.atomic(using=router.db_for_write(self.model)):
            self.lock([unquote(object_id)])
            page = self.changeform_view(to_look(request), object_id)
            if context := context_of(page):  # otherwise the record is gone, and nothing can be overwritten
                now = context["now"]
                if request.method == "POST" and read(request.POST.get(REVISION), of=now["of"]) != now:
                    address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
                    return self.changeform_view(request, object_id, address)
                extra_context = {REVISION: signed(now)} | (extra_context or {})
            return super().history_form_view(request, object_id, version_id, extra_context)


def changed_since(seen: Revision, records: list[models.Model]) -> list[str]:
    """Return, in words, what has changed in these records since this revision."""
    changed = []
    for record in records:
        was, marks = seen.get("records", {}).get(str(record.pk), {}), marks_of_record(record)
        for field in (*record._meta.concrete_fields, *record._meta.many_to_many):
            if was.get(field.name) not in (None, marks[field.name]):
                value = field.value_from_object(record) if field.many_to_many else getattr(record, field.name)
                changed.append(f"{record}: {field.verbose_name} is now “{said(field.formfield(), value)}”.")
    return changed
