"""The page of a request for those who check the response: the partnership's editors, scrutineers, administrators."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.identity.decisions import flags_in_words
from learning.identity.forms import ask_about
from learning.utils.differences import Piece, differences
from learning.utils.form_recovery import SHOWN_AGAIN, take_kept, writer
from recommendations.forms import AssuranceForm, ChaseForm, CommentForm, PublishForm, ReturnForm, WithdrawForm
from recommendations.models import Assurance, EvidenceFile, ResponseRequest, ResponseVersion, StepAction
from recommendations.workspace_permissions import permissions_of

from .decorators import is_partnership_editor, is_scrutineer
from .requests import shared

FORMS: dict[str, type[Any]] = {
    "publish": PublishForm,
    "return": ReturnForm,
    "withdraw": WithdrawForm,
    "assure": AssuranceForm,
    "chase": ChaseForm,
    "comment": CommentForm,
}


def made_form(name: str, data=None, files=None):
    """Return one of the forms of the page; its fields have ids that are unique on the page."""
    return FORMS[name](data, files, auto_id=f"id_{name}_%s")


def check(
    request: HttpRequest, response_request: ResponseRequest, *, form_name: str = "", form: Any = None
) -> HttpResponse:
    """Show a request, with what they may do, to those who do not write for its agency. If given, `form` has errors.

    What they typed before their session or token expired is shown again.
    """
    permissions = permissions_of(request.user)
    if form is None and (kept := take_kept(request, FORMS)):
        form_name, form = kept[0], made_form(*kept)
        messages.info(request, SHOWN_AGAIN)
    versions = response_request.versions_for(request.user)
    waiting, current = versions.waiting().first(), versions.current().first()
    files = Prefetch("files", EvidenceFile.objects.visible_to(request.user).listed())
    assurances = Assurance.objects.filter(response=current.response_id if current else None)
    # Another partnership's judgement is on the public page, but its process is not shown here.
    assurances = assurances if permissions.everything else assurances.filter(partnership__in=permissions.watched)
    judgements = list(assurances.select_related("partnership", "version").prefetch_related(files))
    judged = {one.version_id for one in judgements if one.partnership_id == response_request.asked_by_id}
    may_edit = is_partnership_editor(request.user, response_request)
    may_decide = may_edit and response_request.decides
    forms = {name: made_form(name) for name in FORMS} | ({form_name: form} if form else {})
    if waiting and may_decide and not waiting.passage_id:
        ask_about(forms["publish"], flags_in_words(response_request.recommendation.review, waiting.all_words))
    context = shared(request, response_request)
    context |= {
        "waiting": waiting,
        "current": current,
        "returned": next((step.version for step in context["steps"] if step.action == StepAction.RETURNED), None),
        "compared": compared(waiting, versions.submitted_before(waiting).last(), current) if waiting else [],
        "judgements": judgements,
        "has_evidence": any(one.evidence or one.link or one.file_count for one in judgements),
        "is_to_assess_again": bool(judged) and current is not None and current.pk not in judged,
        "may_edit": may_edit,
        "may_decide": may_decide,
        "may_comment": is_scrutineer(request.user, response_request),
        "comments": response_request.comments.all(),
        "forms": forms,
        "writer": writer(request.user),
        "form": form,
        "form_name": form_name,
    }
    status = 422 if form and form.errors else 200
    return render(request, "recommendations/workspace/check.html", context, status=status)


def compared(waiting: ResponseVersion, *others: ResponseVersion | None) -> list[tuple[ResponseVersion, list[Piece]]]:
    """Return each distinct other version, with what has changed from it in the waiting version."""
    return [(one, differences(one.words, waiting.words)) for one in dict.fromkeys(others) if one]
