"""A partnership's editor reads an answer, compares it, and publishes, returns, withdraws, judges or chases it.

Its scrutineer reads it, too, and comments.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from learning.utils.column_limits import whole_number
from learning.utils.differences import Piece, differences
from learning.utils.form_recovery import SHOWN_AGAIN, sign_in_first, take_kept, writer
from learning.utils.rate_limits import TooManyRequests, count
from recommendations import notifications
from recommendations.actions import asking, assuring, checking, commenting
from recommendations.forms import AssuranceForm, ChaseForm, CommentForm, PublishForm, ReturnForm, WithdrawForm
from recommendations.models import Assurance, EvidenceFile, ResponseRequest, ResponseVersion, StepAction
from recommendations.workspace_permissions import WorkspacePermissions, permissions_of

from .requests import STEPS, request_seen, shared

FORMS: dict[str, type[Any]] = {
    "publish": PublishForm,
    "return": ReturnForm,
    "withdraw": WithdrawForm,
    "assure": AssuranceForm,
    "chase": ChaseForm,
    "comment": CommentForm,
}


def read(request: HttpRequest, asked: ResponseRequest, *, do: str = "", form: Any = None) -> HttpResponse:
    """Show a request to those who do not write for its agency, with what they may do; `form` has errors if given."""
    permissions = permissions_of(request.user)
    if form is None and (kept := take_kept(request, FORMS)):
        do, form = kept[0], made_form(*kept)
        messages.info(request, SHOWN_AGAIN)
    versions = asked.versions_for(request.user)
    waiting, current = versions.waiting().first(), versions.current().first()
    files = Prefetch("files", EvidenceFile.objects.visible_to(request.user).listed())
    assurances = Assurance.objects.filter(response=current.response_id if current else None)
    # Another partnership's judgement is on the public page; its process is not shown.
    assurances = assurances if permissions.everything else assurances.filter(partnership__in=permissions.watched)
    judgements = list(assurances.select_related("partnership", "version").prefetch_related(files))
    judged = {one.version_id for one in judgements if one.partnership_id == asked.asked_by_id}
    context = shared(request, asked)
    context |= {
        "waiting": waiting,
        "current": current,
        "returned": next((step.version for step in context["steps"] if step.action == StepAction.RETURNED), None),
        "compared": compared(waiting, versions.submitted_before(waiting).last(), current) if waiting else [],
        "judgements": judgements,
        "is_to_assess_again": bool(judged) and current is not None and current.pk not in judged,
        "may_edit": may_do("assure", asked, permissions),
        "may_decide": may_do("publish", asked, permissions) and asked.decides,
        "may_comment": may_do("comment", asked, permissions),
        "comments": asked.comments.all(),
        "forms": {name: made_form(name) for name in FORMS} | ({do: form} if form else {}),
        "writer": writer(request.user),
        "form": form,
        "do": do,
    }
    return render(
        request, "recommendations/workspace/check.html", context, status=422 if form and form.errors else 200
    )


def compared(waiting: ResponseVersion, *others: ResponseVersion | None) -> list[tuple[ResponseVersion, list[Piece]]]:
    """Return each of these other versions once, with what changed from it in the one that waits."""
    return [(one, differences(one.text, waiting.text)) for one in dict.fromkeys(others) if one]


def may_do(do: str, asked: ResponseRequest, permissions: WorkspacePermissions) -> bool:
    """Return whether these permissions allow an action on a request: scrutineers comment, editors decide.

    No action is allowed if the request's partnership did not commission the review.
    """
    return asked.stands and asked.asked_by_id in (
        permissions.scrutinised if do == "comment" else permissions.partnerships
    )


def made_form(do: str, data=None, files=None):
    """Return a form of the page, whose fields have names of their own on it."""
    return FORMS[do](data, files, auto_id=f"id_{do}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int, do: str) -> HttpResponse:
    """Do what an editor or scrutineer of the partnership that asked decided: `do` is one of FORMS.

    Who opens the address of a form again, as after an error, is led to its page.
    """
    if request.method != "POST":
        return redirect("response_request", pk)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    asked = request_seen(request, pk)
    if do not in FORMS or not may_do(do, asked, permissions_of(request.user)):
        raise Http404
    form = made_form(do, request.POST, request.FILES)
    if form.is_valid():
        try:
            count(request, STEPS)
            said = DONE[do](request, asked, form)
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, said)
            return redirect(asked)
    if "evidence_files" in form.fields and request.FILES:
        form.add_error(
            "evidence_files", "Choose your files again. Nothing was recorded, and a browser sends a file only once."
        )
    return read(request, asked, do=do, form=form)


def version_meant(request: HttpRequest, asked: ResponseRequest) -> ResponseVersion:
    """Return the version that the page showed when it was decided on."""
    return get_object_or_404(asked.versions_for(request.user), number=whole_number(request.POST.get("version", "")))


def publish(request: HttpRequest, asked: ResponseRequest, form) -> str:
    checking.publish_version(version_meant(request, asked), by=request.user, **form.cleaned_data)
    return f"Published. {asked.agency} is told."


def send_back(request: HttpRequest, asked: ResponseRequest, form) -> str:
    checking.return_version(version_meant(request, asked), by=request.user, **form.cleaned_data)
    return f"Returned to {asked.agency} with your comment."


def withdraw(request: HttpRequest, asked: ResponseRequest, form) -> str:
    version = version_meant(request, asked)
    checking.withdraw_version(version, by=request.user, reason=form.cleaned_data["comment"])
    return "Withdrawn: nobody reads this version any more."


def assure(request: HttpRequest, asked: ResponseRequest, form) -> str:
    if not request.POST.get("version"):
        raise ValidationError("Your judgement was not recorded. Read the published version, then record it again.")
    version = version_meant(request, asked)
    made = assuring.assure(version, partnership=asked.asked_by, by=request.user, **form.cleaned_data)
    before = version.response.assurances.filter(partnership=asked.asked_by)
    if before.exclude(pk=made.pk).exists():
        return "Your judgement is recorded. Those before it stay on the page."
    return "Your judgement is recorded."


def chase(request: HttpRequest, asked: ResponseRequest, form) -> str:
    stage = asking.chase(asked, by=request.user, **form.cleaned_data).get_chase_stage_display()
    if not notifications.editors_of(asked.agency).exists():
        return f"{stage}. But nobody has an account to answer for {asked.agency}: invite somebody, then tell them."
    return f"{stage}: {asked.agency} is told."


def comment(request: HttpRequest, asked: ResponseRequest, form) -> str:
    commenting.comment(asked, by=request.user, **form.cleaned_data)
    return "Your comment is recorded."


DONE: dict[str, Callable[[HttpRequest, ResponseRequest, Any], str]] = {
    "publish": publish,
    "return": send_back,
    "withdraw": withdraw,
    "assure": assure,
    "chase": chase,
    "comment": comment,
}
