"""Editors keep the agencies of their partnership: they add one, use one that exists, and change its names."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from learning.models import Agency, Partnership, Review
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.sight import review_rule, sight_of
from learning.utils import form_pages
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.utils.paging import page_of
from learning.utils.stale_forms import ChangedInBetween
from learning.vocabulary import agency_actions
from learning.vocabulary.agency_actions import (
    changeable,
    edited_partnerships,
    edited_reviews,
    may_change,
)
from learning.vocabulary.forms import AgencyForm, AgencyNamesForm, add_errors
from learning.vocabulary.public_name_form import (
    OwnReviewsForm,
    PublicNameForm,
    add_problems,
    initial_of,
    names_now,
    plan,
)
from learning.vocabulary.similar import agencies_known

from .decorators import any_editor_required, own_agency_required

CHANGES = RateLimit(
    "vocabulary", "You have sent too many forms in the last hour.", each=300, network=300, everybody=3000
)
PER_PAGE = 50
SLUGS_READ = 120  # characters


def agencies_page(partnership: Partnership | None = None) -> str:
    """Return the URL of the list of agencies, of this partnership if one is given."""
    address = reverse("manage_agencies")
    return f"{address}?partnership={partnership.slug}" if partnership else address


def add_page(**kwargs) -> str:
    """Return the URL of the form that adds an agency."""
    return reverse("add_agency")


def names_page(slug: str) -> str:
    """Return the URL of the form that changes the names of an agency."""
    return reverse("agency_names", args=[slug])


def public_name_page(slug: str) -> str:
    """Return the URL of the form that chooses the public name of an agency in a review."""
    return reverse("agency_public_name", args=[slug])


def chosen_partnership(request: HttpRequest) -> Partnership | None:
    """Return the partnership in `?partnership=` or, without one, the first that the user edits for."""
    mine = edited_partnerships(request.user)
    wanted = request.GET.get("partnership", "")[:SLUGS_READ]
    return mine.filter(slug=wanted).first() or mine.first()


@any_editor_required
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """List the agencies of a partnership, with their public names in reviews that the user edits."""
    partnership = chosen_partnership(request)
    if partnership is None:
        raise Http404
    reviews = edited_reviews(request.user)
    generic = Agency.objects.current().filter(stands_for_in__in=reviews).select_related("stands_for_in")
    found = partnership.agencies.current().select_related("kind").order_by("name", "pk")
    page = page_of(request, found.prefetch_related(Prefetch("stand_ins", generic, to_attr="names")), PER_PAGE)
    context = {
        "partnership": partnership,
        "partnerships": edited_partnerships(request.user),
        "page": page,
        "changeable": changeable(request.user, page),
    }
    return render(request, "learning/manage/agencies.html", context)


# --- Adding ----------------------------------------------------------------------------------------------------------


def show_add(request: HttpRequest, form: AgencyForm, similar: Any = (), status: int = 200) -> HttpResponse:
    """Show the form that adds an agency, with the similar ones that exist."""
    context = {"form": form, "similar": similar, "writer": writer(request.user)}
    return render(request, "learning/manage/add_agency.html", context, status=status)


def add_form(request: HttpRequest, typed: QueryDict | None = None) -> AgencyForm:
    """Return the form that adds an agency to a partnership of the user."""
    return AgencyForm(
        typed,
        partnerships=edited_partnerships(request.user),
        initial={"partnership": chosen_partnership(request)},
    )


@recovers_typed_text()
@any_editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an agency. If one with the same or a similar name exists, offer that first."""
    if request.method != "POST":
        kept = take_kept(request)
        if kept:
            messages.info(request, SHOWN_AGAIN)
        return show_add(request, add_form(request, kept[1] if kept else None))
    form = add_form(request, request.POST)
    if not form.is_valid():
        return show_add(request, form, status=422)
    try:
        count(request, CHANGES)
        agency = agency_actions.add_agency(**form.cleaned_data, by=request.user, seen=keys_in(request.POST))
    except agency_actions.AgencyExists as error:
        return show_add(request, form, error.agencies, status=409)
    except TooManyRequests as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        add_errors(form, error)
    else:
        messages.success(request, f"“{agency}” is now an agency of {form.cleaned_data['partnership']}.")
        if agency.kind.generic_name:
            return redirect(public_name_page(agency.slug))
        return redirect(agencies_page(form.cleaned_data["partnership"]))
    return show_add(request, form, status=422)


def keys_in(sent: QueryDict) -> set[int]:
    """Return the keys of the similar agencies that the page showed."""
    return {int(key) for key in sent.getlist("seen") if key.isdecimal() and len(key) < 12}


@form_pages.redirect_unless_post(add_page)
@any_editor_required
def use(request: HttpRequest) -> HttpResponse:
    """Add an agency that exists to a partnership of the user."""
    keys = request.POST.get("agency", ""), request.POST.get("partnership", "")
    if not all(key.isdecimal() and len(key) < 12 for key in keys):
        raise Http404
    agency = agencies_known(request.user).filter(pk=keys[0]).first()
    partnership = edited_partnerships(request.user).filter(pk=keys[1]).first()
    if agency is None or partnership is None:
        raise Http404
    try:
        count(request, CHANGES)
        agency_actions.use_agency(agency, partnership, by=request.user)
    except TooManyRequests as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{agency}” is now an agency of {partnership}.")
    return redirect(agencies_page(partnership))


# --- Names -----------------------------------------------------------------------------------------------------------


@recovers_typed_text()
@own_agency_required
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Change the name and other names of an agency that only partnerships of the user use."""
    if not may_change(request.user, agency):
        raise Http404
    initial = {"name": agency.name, "aliases": agency.aliases}
    if request.method != "POST":
        kept = take_kept(request)
        if kept:
            messages.info(request, SHOWN_AGAIN)
        return show_names(request, agency, AgencyNamesForm(kept[1] if kept else None, initial=initial))
    form = AgencyNamesForm(request.POST, initial=initial)
    if not form.is_valid():
        return show_names(request, agency, form)
    try:
        count(request, CHANGES)
        changed = agency_actions.change_agency(agency, **form.cleaned_data, by=request.user)
    except ChangedInBetween as error:
        form.show_changed(error)
    except TooManyRequests as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        add_errors(form, error)
    else:
        messages.success(request, f"Saved. The agency is now “{changed}”.")
        return redirect(agencies_page(agency.partnerships.filter(pk__in=edited_partnerships(request.user)).first()))
    return show_names(request, agency, form)


def show_names(request: HttpRequest, agency: Agency, form: AgencyNamesForm) -> HttpResponse:
    """Show the form that changes the names of an agency."""
    context = {"agency": agency, "form": form, "writer": writer(request.user)}
    return render(request, "learning/manage/agency_names.html", context, status=form.status)


# --- The public name in a review -------------------------------------------------------------------------------------


def reviews_shown(user) -> QuerySet[Review]:
    """Return the reviews in which a user may choose public names: those that they edit, unless hidden at once."""
    return edited_reviews(user).filter(review_rule(user))


def public_form(request: HttpRequest, agency: Agency, typed: QueryDict | None = None) -> PublicNameForm:
    """Return the form that chooses the public name of an agency in a review that the user edits."""
    reviews = reviews_shown(request.user)
    review = reviews.filter(code=request.GET.get("review", "").upper()[:12]).first()
    made = PublicNameForm if sight_of(request.user).everything else OwnReviewsForm
    return made(typed, agency=agency, reviews=reviews, initial=initial_of(agency, review))


def show_public_name(request: HttpRequest, agency: Agency, form: PublicNameForm, *, confirm: bool) -> HttpResponse:
    """Show the form, or what a valid form would change."""
    context = {
        "agency": agency,
        "original": agency,
        "form": form,
        "plan": plan(agency, **form.cleaned_data) if confirm else None,
        "back": agencies_page(agency.partnerships.filter(pk__in=edited_partnerships(request.user)).first()),
        "writer": writer(request.user),
        **names_now(agency, reviews_shown(request.user)),
    }
    return render(request, "learning/manage/public_name.html", context, status=422 if form.errors else 200)


@recovers_typed_text()
@own_agency_required
@require_http_methods(["GET", "HEAD", "POST"])
def public_name(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Ask for the public name of an agency in a review; show what will change before it is confirmed."""
    if request.method != "POST":
        kept = take_kept(request)
        if kept:
            messages.info(request, SHOWN_AGAIN)
        return show_public_name(request, agency, public_form(request, agency, kept and kept[1]), confirm=False)
    form = public_form(request, agency, request.POST)
    return show_public_name(request, agency, form, confirm=form.is_valid())


@recovers_typed_text(page=public_name_page)
@form_pages.redirect_unless_post(public_name_page)
@own_agency_required
def change_public_name(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Change the public name of an agency in a review, as was shown."""
    form = public_form(request, agency, request.POST)
    if form.is_valid():
        try:
            count(request, CHANGES)
            said = agency_actions.change_public_name(agency, **form.cleaned_data, by=request.user)
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            add_problems(form, error)
        else:
            messages.success(request, said)
            return redirect(public_name_page(agency.slug))
    return show_public_name(request, agency, form, confirm=False)
