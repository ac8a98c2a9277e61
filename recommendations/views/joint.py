"""Joint responses: a partnership's editor records one, and another one decides on it as a whole."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from learning.identity.decisions import flags_in_words
from learning.identity.forms import ask_about, verdict_of
from learning.models import Agency
from learning.rate_limits import TooManyRequests, count
from learning.utils import form_pages
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.vocabulary.forms import add_errors
from recommendations.actions import joint
from recommendations.joint_forms import DECISIONS, JointForm, PairFormSet, choices_of, made_form, pairs_of
from recommendations.joint_workspace import JointResponse, joint_seen
from recommendations.models import Recommendation

from .requests import STEPS


def recording_page(reference: str) -> str:
    """Return the URL of the form that records a joint response."""
    return reverse("joint_record", args=[reference])


def joint_page(pk: int) -> str:
    """Return the URL of the page of a joint response."""
    return reverse("joint_response", args=[pk])


class Recording:
    """The form that records a joint response to the recommendations of one review, with its rows."""

    def __init__(self, request: HttpRequest, reference: str, typed: QueryDict | None) -> None:
        """Raises Http404 or PermissionDenied for those who may not record it."""
        self.request = request
        found = Recommendation.objects.visible_to(request.user).with_line().filter(reference=reference).first()
        if found is None:
            raise Http404
        self.first = found
        if not (partnerships := joint.recorders(request.user, found.review)):
            raise PermissionDenied(joint.MAY_NOT_RECORD)
        here = Recommendation.objects.shown().filter(review=found.review).prefetch_related("parts")
        self.recommendations = list(here.order_by("document__position", "position"))
        readable = Q(pk__in=Agency.objects.visible_to(request.user).values("pk"))
        theirs = Q(partnerships__in=partnerships) | Q(recommendations__in=self.recommendations)
        agencies = Agency.objects.current().filter(readable | theirs).distinct().order_by("name")
        known = {"choices": choices_of(self.recommendations), "agencies": list(agencies)}
        self.form = JointForm(typed, review=found.review)
        first_row = [{"recommendation": str(found.pk)}]
        self.rows: Any = PairFormSet(typed, prefix="pair", form_kwargs=known, initial=None if typed else first_row)

    def is_valid(self) -> bool:
        """Return whether everything can be sent to the action; both parts get their errors."""
        return bool(self.form.is_valid() & self.rows.is_valid())

    def record(self):
        """Record the joint response and return it. Raises ValidationError with what the action refuses."""
        words = self.form.cleaned_data
        pairs = pairs_of((row.cleaned_data for row in self.rows), self.recommendations)
        return joint.record_joint_response(pairs=pairs, by=self.request.user, **words)

    def refuse(self, error: ValidationError) -> None:
        """Show the errors of the action at the fields that the form has, and the others in the summary."""
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, words in found.items():
            for one in words:
                self.form.add_error(name if name in self.form.fields else None, one)

    def more_rows(self, typed: QueryDict) -> None:
        """Offer empty rows after those that were typed, without their errors."""
        filled = [row.initial_data for row in map(Typed, self.rows)]
        self.rows = PairFormSet(
            prefix="pair", form_kwargs=self.rows.form_kwargs, initial=[row for row in filled if any(row.values())]
        )
        names = self.form.fields
        self.form = JointForm(review=self.first.review, initial={name: typed.get(name, "") for name in names})

    def page(self) -> HttpResponse:
        """Return the page with the form."""
        context = {
            "item": self.first,
            "form": self.form,
            "rows": self.rows,
            "is_wrong": bool(self.form.errors or any(self.rows.errors)),
            "writer": writer(self.request.user),
        }
        status = 422 if context["is_wrong"] else 200
        return render(self.request, "recommendations/workspace/joint_record.html", context, status=status)


class Typed:
    """What was typed into one row."""

    def __init__(self, row) -> None:
        self.initial_data = {bound.name: bound.data for bound in row if bound.data not in ("", None, "not-stated")}


@recovers_typed_text()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a joint response that answers this recommendation and others of its review."""
    typed: QueryDict | None = request.POST or None
    if request.method == "GET" and (kept := take_kept(request)):
        typed = kept[1]
        messages.info(request, SHOWN_AGAIN)
    recording = Recording(request, reference, typed)
    if request.method == "POST" and recording.is_valid():
        try:
            count(request, STEPS)
            passage = recording.record()
        except TooManyRequests as error:
            recording.form.add_error(None, str(error))
        except ValidationError as error:
            recording.refuse(error)
        else:
            messages.success(request, "Recorded. Another editor of the partnership can now check and publish it.")
            return redirect(passage)
    return recording.page()


@recovers_typed_text(page=recording_page)
@form_pages.redirect_unless_post(recording_page)
@login_required
def more_rows(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form again with more rows and everything that was typed. Nothing is recorded."""
    recording = Recording(request, reference, request.POST)
    recording.more_rows(request.POST)
    return recording.page()


def show(request: HttpRequest, held: JointResponse, *, form_name: str = "", form: Any = None) -> HttpResponse:
    """Show a joint response to those who may read it in the workspace. If given, `form` has errors."""
    if form is None and (kept := take_kept(request, DECISIONS)):
        form_name, form = kept[0], made_form(*kept)
        messages.info(request, SHOWN_AGAIN)
    forms = {name: made_form(name) for name in DECISIONS} | ({form_name: form} if form else {})
    if held.may_decide and held.is_waiting:
        words = [word for version in held.versions for word in version.all_words]
        ask_about(forms["publish"], flags_in_words(held.passage.document.review, words))
    context = {
        "held": held,
        "passage": held.passage,
        "versions": held.versions,
        "review": held.passage.document.review,
        "forms": forms,
        "form": form,
        "form_name": form_name,
        "writer": writer(request.user),
    }
    status = 422 if form and form.errors else 200
    return render(request, "recommendations/workspace/joint.html", context, status=status)


@login_required
def joint_response(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a joint response, with the decisions that the user may take on it."""
    return show(request, seen_by(request, pk))


def seen_by(request: HttpRequest, pk: int) -> JointResponse:
    """Return a joint response that concerns the user. Raises Http404 for any other."""
    if (held := joint_seen(request.user, pk)) is None:
        raise Http404
    return held


def decides(name: str) -> Callable[[Callable[..., str]], Callable[..., HttpResponse]]:
    """Return a decorator for a view that decides with the form of this name, and returns a message.

    If the form is invalid or the decision is refused, the page shows what was typed and why.
    """

    def decorator(view: Callable[..., str]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def wrapper(request: HttpRequest, pk: int) -> HttpResponse:
            held = seen_by(request, pk)
            form = made_form(name, request.POST)
            if form.is_valid():
                try:
                    count(request, STEPS)
                    messages.success(request, view(request, held, form))
                except (TooManyRequests, PermissionDenied) as error:
                    form.add_error(None, str(error))
                except ValidationError as error:
                    add_errors(form, error)
                else:
                    return redirect(held.passage)
            return show(request, held, form_name=name, form=form)

        return wrapper

    return decorator


@recovers_typed_text("publish", page=joint_page)
@form_pages.redirect_unless_post(joint_page)
@decides("publish")
def publish(request: HttpRequest, held: JointResponse, form) -> str:
    """Publish a joint response for all agencies and recommendations at once."""
    joint.publish_joint(held.passage, by=request.user, verdict=verdict_of(request.POST), **form.cleaned_data)
    return "Published for all agencies and recommendations. The agencies that were asked have been notified."


@recovers_typed_text("return", page=joint_page)
@form_pages.redirect_unless_post(joint_page)
@decides("return")
def return_to_recorder(request: HttpRequest, held: JointResponse, form) -> str:
    """Return a joint response to the editor who recorded it."""
    joint.return_joint(held.passage, by=request.user, **form.cleaned_data)
    return "Returned with your comment. The editor who recorded it has been notified."


@recovers_typed_text("withdraw", page=joint_page)
@form_pages.redirect_unless_post(joint_page)
@decides("withdraw")
def withdraw(request: HttpRequest, held: JointResponse, form) -> str:
    """Withdraw a joint response for all agencies and recommendations at once."""
    joint.withdraw_joint(held.passage, by=request.user, reason=form.cleaned_data["comment"])
    return "Withdrawn for all agencies and recommendations. It is no longer published."
