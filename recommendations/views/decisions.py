"""What a partnership's editors and scrutineers can do with a response: a URL and a view for each action."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from learning.identity.forms import verdict_of
from learning.rate_limits import TooManyRequests, count
from learning.utils.column_limits import whole_number
from learning.utils.form_recovery import recovers_typed_text
from learning.vocabulary.forms import add_errors
from recommendations import notifications
from recommendations.actions import asking, assuring, checking, commenting
from recommendations.models import ResponseRequest, ResponseVersion

from .checking import check, made_form
from .decorators import partnership_editor_required, redirect_unless_post, scrutineer_required
from .requests import STEPS, checking_page

NO_FILES_AGAIN = "Choose your files again. They were not saved because of the errors on this page."


def processes_form(name: str) -> Callable[[Callable[..., str]], Callable[..., HttpResponse]]:
    """Return a decorator that passes the valid form to a view, and shows the message that the view returns.

    If the form is invalid or the view raises ValidationError, the page of the request shows what was typed and the
    errors.
    """

    def decorator(view: Callable[..., str]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, response_request: ResponseRequest) -> HttpResponse:
            form = made_form(name, request.POST, request.FILES)
            if form.is_valid():
                try:
                    count(request, STEPS)
                    messages.success(request, view(request, response_request, form))
                except TooManyRequests as error:
                    form.add_error(None, str(error))
                except ValidationError as error:
                    add_errors(form, error)
                else:
                    return redirect(response_request)
            if "evidence_files" in form.fields and request.FILES:
                form.add_error("evidence_files", NO_FILES_AGAIN)
            return check(request, response_request, form_name=name, form=form)

        return wrapper

    return decorator


def version_meant(request: HttpRequest, response_request: ResponseRequest) -> ResponseVersion:
    """Return the version that the page showed when the user decided."""
    versions = response_request.versions_for(request.user)
    return get_object_or_404(versions, number=whole_number(request.POST.get("version", "")))


@recovers_typed_text("publish", page=checking_page)
@redirect_unless_post
@partnership_editor_required
@processes_form("publish")
def publish(request: HttpRequest, response_request: ResponseRequest, form) -> str:
    """Publish the version that is awaiting a check."""
    version = version_meant(request, response_request)
    checking.publish_version(version, by=request.user, verdict=verdict_of(request.POST), **form.cleaned_data)
    return f"Published. {response_request.agency} has been notified."


@recovers_typed_text("return", page=checking_page)
@redirect_unless_post
@partnership_editor_required
@processes_form("return")
def return_to_agency(request: HttpRequest, response_request: ResponseRequest, form) -> str:
    """Return the version that is awaiting a check to its agency."""
    version = version_meant(request, response_request)
    checking.return_version(version, by=request.user, **form.cleaned_data)
    return f"Returned to {response_request.agency} with your comment. They have been notified."


@recovers_typed_text("withdraw", page=checking_page)
@redirect_unless_post
@partnership_editor_required
@processes_form("withdraw")
def withdraw(request: HttpRequest, response_request: ResponseRequest, form) -> str:
    """Withdraw the published version."""
    version = version_meant(request, response_request)
    checking.withdraw_version(version, by=request.user, reason=form.cleaned_data["comment"])
    return "Withdrawn. This version is no longer published."


@recovers_typed_text("assure", page=checking_page)
@redirect_unless_post
@partnership_editor_required
@processes_form("assure")
def assure(request: HttpRequest, response_request: ResponseRequest, form) -> str:
    """Record the partnership's judgement on the published version."""
    if not request.POST.get("version"):
        raise ValidationError("Your decision was not recorded. Read the published version, then record it again.")
    version = version_meant(request, response_request)
    asking_partnership, verdict = response_request.asked_by, verdict_of(request.POST)
    made = assuring.assure(
        version, partnership=asking_partnership, by=request.user, verdict=verdict, **form.cleaned_data
    )
    before = version.response.assurances.filter(partnership=asking_partnership)
    if before.exclude(pk=made.pk).exists():
        return "Your assurance decision has been recorded. Earlier decisions stay on the page."
    return "Your assurance decision has been recorded."


@recovers_typed_text("chase", page=checking_page)
@redirect_unless_post
@partnership_editor_required
@processes_form("chase")
def chase(request: HttpRequest, response_request: ResponseRequest, form) -> str:
    """Remind the agency, or escalate the request."""
    stage = asking.chase(response_request, by=request.user, **form.cleaned_data).get_chase_stage_display()
    agency = response_request.agency
    if not notifications.editors_of(agency).exists():
        return f"{stage}, but {agency} has no editor here. Invite an agency editor, then tell them about this request."
    return f"{stage}. {agency} has been notified."


@recovers_typed_text("comment", page=checking_page)
@redirect_unless_post
@scrutineer_required
@processes_form("comment")
def comment(request: HttpRequest, response_request: ResponseRequest, form) -> str:
    """Add a scrutineer's comment."""
    commenting.comment(response_request, by=request.user, **form.cleaned_data)
    return "Your comment has been added. The partnership’s editors have been notified."
