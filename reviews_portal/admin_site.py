"""The admin site. Only administrators may use it, because it shows every record whatever its audience."""

from collections.abc import Iterator
from functools import update_wrapper
from inspect import signature
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters, InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError, transaction
from django.db.models import CharField, Field, Model, QuerySet, SlugField, TextField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator

from learning.models import Agency
from learning.sight import sight_of
from learning.utils.column_limits import NO_TEXT, can_hold
from learning.utils.fields import CleanTextField, LongTextField
from learning.utils.form_recovery import sign_in_first, take_kept, writer


class BoundedChangeList(ChangeList):
    """A change list that accepts any value in its query string; impossible ones lead to Django's error page."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_queryset(*args, **kwargs)
        except (ValueError, OverflowError) as error:  # such as year 10000 or month 20
            raise IncorrectLookupParameters(error) from error

    def get_results(self, request: HttpRequest) -> None:
        try:
            with transaction.atomic():
                super().get_results(request)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error


class Bounded(ModelAdmin):
    """The base class of every model admin.

    Its pages accept any key and parameter, and return 404 if there is no such record. All text fields have a maximum
    length, including those of inlines.
    """

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(model, admin_site)
        bound_texts(self)

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[InlineModelAdmin]:
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            bound_texts(inline)
        return inlines

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return without_delete_links(super().get_form(request, obj, change=change, **kwargs))

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[tuple[Any, Any]]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            without_delete_links(formset.form)
            yield formset, inline

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return BoundedChangeList

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the initial values in the query string, without those that the fields cannot hold."""
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if self.can_be(name, value)}

    def can_be(self, name: str, value: Any) -> bool:
        """Return whether the field with this name can hold the value."""
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return True  # a field of the form only, which validates the value
        values = value if isinstance(value, list) else [value]
        return isinstance(field, Field) and all(can_hold(field, one) for one in values)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search a list or the choices of a field; text that the database cannot store finds nothing."""
        if NO_TEXT.search(search_term):
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def response_action(self, request: HttpRequest, queryset: QuerySet, *args: Any, **kwargs: Any) -> Any:
        """Run an action on the selected records, if their keys are valid."""
        chosen = request.POST.getlist("_selected_action")
        if all(can_hold(self.opts.pk, one) for one in chosen):
            return super().response_action(request, queryset, *args, **kwargs)
        messages.error(request, "The items that you selected are no longer in this list. Select items again.")
        return None


def bound_texts(page: ModelAdmin | InlineModelAdmin) -> None:
    """Set a maximum length on every text field of an admin form, even if its model has none, and clean short ones."""
    given = page.formfield_overrides
    of_texts = {"form_class": LongTextField, **given.get(TextField, {})}
    of_names = {"form_class": CleanTextField, **given.get(CharField, {})}
    # A slug would otherwise get the field of the class that it is derived from.
    page.formfield_overrides = {SlugField: {}, **given, TextField: of_texts, CharField: of_names}


def without_delete_links(form: Any) -> Any:
    """Return a form class whose fields do not offer to delete the record that they refer to: a slip would be grave."""
    for field in form.base_fields.values():
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
    return form


class Suggestions(AutocompleteJsonView):
    """What a field suggests while somebody types. An agency has its name for staff, besides a generic one."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        found = super().serialize_result(obj, to_field_name)
        return found | {"text": obj.staff_name} if isinstance(obj, Agency) else found


class PortalAdminSite(AdminSite):
    """Django's admin with the portal's name, which keeps typed text when a session ends.

    Every registered model, including those of third-party apps, is `Bounded`.
    """

    site_title = site_header = "Case review learning: administration"
    index_title = "Administration"

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the user is staff and may see everything; other permissions are not enough."""
        return super().has_permission(request) and sight_of(request.user).everything

    def register(self, model_or_iterable: Any, admin_class: type | None = None, **options: Any) -> None:
        given = admin_class or ModelAdmin
        bounded = type(given.__name__, (Bounded, given), {"__module__": given.__module__, "__doc__": given.__doc__})
        super().register(model_or_iterable, bounded, **options)

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the portal's sign-in page, which limits attempts and asks for the second factor."""
        return super().login(request, extra_context)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Suggestions.as_view(admin_site=self)(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the signed id of the user, which the forms of the catalogue send back."""
        return super().each_context(request) | {"writer": writer(request.user)}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return the view, wrapped so that a form sent after the session ended is restored after signing in.

        An impossible key in the URL is handled like that of a record that does not exist.
        """
        inner = super().admin_view(view, cacheable)

        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and "writer" in request.POST and not request.user.is_authenticated:
                return sign_in_first(request, then="will be in the form again, ready to save")
            if request.method == "GET" and request.user.is_authenticated:
                kept = take_kept(request)
                request.kept = kept and kept[1]  # type: ignore[attr-defined]  # for CatalogueAdmin
            if self.has_permission(request) and (key := impossible_key(view, request, *args, **kwargs)):
                return view.__self__._get_obj_does_not_exist_redirect(request, view.__self__.opts, key)
            return inner(request, *args, **kwargs)

        return update_wrapper(page, inner)


def impossible_key(view: Any, *args: Any, **kwargs: Any) -> str:
    """Return the key in the URL of an admin page if no record can have such a key, else None."""
    page_of = getattr(view, "__self__", None)
    if not isinstance(page_of, ModelAdmin):
        return ""
    named = signature(view).bind(*args, **kwargs).arguments
    key, version = named.get("object_id") or "", named.get("version_id") or ""
    if key and not can_hold(page_of.opts.pk, unquote(key)):
        return key
    history = getattr(page_of.model, "history", None)
    return version if version and history and not can_hold(history.model._meta.pk, version) else ""
