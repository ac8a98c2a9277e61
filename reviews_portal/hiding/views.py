"""Views to hide something at once, and to decide whether it is restored."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from learning.models import DocumentFile, ErrorReport, HiddenKind, Hiding, LearningItem, ReviewSection, Statement
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.sight import edit_rule
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.utils.paging import page_of
from learning.views.decorators import any_editor_required
from learning.views.originals import download
from recommendations.models import Recommendation

from . import actions
from .actions import Target, may_decide, review_of, with_below
from .decorators import (
    edited_review,
    hiding_page,
    hiding_required,
    redirect_to_hiding_unless_post,
)
from .forms import DecisionForm, HidingForm
from .reports import answer_by
from .words import HiddenWords, choices_of, files_of, in_words, statements, words_of

# Each sends emails. Nobody needs many of them, and in an emergency nobody is refused.
HIDINGS = RateLimit(
    "hidings", "You have hidden too many things in the last hour.", each=300, network=300, everybody=10_000
)


# --- Hide something --------------------------------------------------------------------------------------------------


@any_editor_required
@require_safe
def hide_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Let an editor choose what to hide: the whole review, a file, or a paragraph or item of it."""
    review = edited_review(request, slug)
    context = {"review": review, "choices": choices_of(review), "files": files_of(review)}
    return render(request, "hiding/choose.html", context)


def hides(view: Callable[..., Target]) -> Callable[..., HttpResponseBase]:
    """Show the form to hide what a view returns, and hide it on POST.

    What was typed before the session or token expired is shown again.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        target = view(request, *args, **kwargs)
        if request.method != "POST":
            if kept := take_kept(request):
                messages.info(request, SHOWN_AGAIN)
            return form_page(request, target, HidingForm(kept[1] if kept else None))
        form = HidingForm(request.POST)
        if form.is_valid():
            try:
                count(request, HIDINGS)
                made = actions.hide(target, **form.cleaned_data, by=request.user)
            except TooManyRequests as error:
                form.add_error(None, str(error))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request,
                    f"Hidden. Readers can no longer see it. Someone else must decide by {made.decide_in_words}.",
                )
                return redirect(made)
        return form_page(request, target, form)

    return recovers_typed_text()(any_editor_required(require_http_methods(["GET", "HEAD", "POST"])(wrapper)))


def form_page(request: HttpRequest, target: Target, form: HidingForm) -> HttpResponse:
    """Return the page with the form to hide something."""
    review = review_of(target)
    context = {
        "form": form,
        "review": review,
        "what": actions.name_of(target)["what"],
        "words": words_to_hide(target),
        "file": target if isinstance(target, DocumentFile) else None,
        "writer": writer(request.user),
        "back": review if isinstance(target, DocumentFile | ReviewSection) else target,
    }
    return render(request, "hiding/hide.html", context, status=422 if form.errors else 200)


def words_to_hide(target: Target) -> list[HiddenWords]:
    """Return what would be hidden with a paragraph or an item; nothing for a review or a file."""
    if isinstance(target, ReviewSection):
        return [in_words(target)]
    if isinstance(target, Statement):
        return list(map(in_words, statements(target.review, with_below(target))))
    return []


@hides
def hide_review(request: HttpRequest, slug: str) -> Target:
    """Return the review with a slug that the user edits."""
    return edited_review(request, slug)


@hides
def hide_item(request: HttpRequest, reference: str) -> Target:
    """Return the learning item or recommendation with a reference, in a review that the user edits."""
    for model in (LearningItem, Recommendation):
        own = model.objects.visible_to(request.user).filter(edit_rule(request.user, "review__"))
        if found := own.select_related("review", "document").filter(reference=reference).first():
            return found
    raise Http404


@hides
def hide_section(request: HttpRequest, pk: int) -> Target:
    """Return the paragraph with a key, in a review that the user edits."""
    own = ReviewSection.objects.visible_to(request.user).filter(edit_rule(request.user, "review__"))
    return get_object_or_404(own.select_related("review", "document"), pk=pk)


@hides
def hide_file(request: HttpRequest, slug: str, position: int) -> Target:
    """Return the original file of a document, in a review that the user edits."""
    review = edited_review(request, slug)
    own = DocumentFile.objects.shown().listed().select_related("original", "document__review")
    return get_object_or_404(own, document__review=review, document__position=position)


# --- Decide ----------------------------------------------------------------------------------------------------------


@any_editor_required
@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    """List what is hidden in the reviews that the user edits, and the reports that await an answer."""
    seen = Hiding.objects.visible_to(request.user)
    seen = seen.select_related("review", "section__document", "document", "hidden_by", "decided_by")
    waiting = list(seen.open().order_by("decide_by", "pk"))
    for one in waiting:
        one.words = words_of(one)
        one.may_decide = may_decide(request.user, one)
    unanswered = ErrorReport.objects.visible_to(request.user).filter(handled_at=None).select_related("review")
    context = {
        "waiting": waiting,
        "reports": [(one, answer_by(one), answer_by(one) < timezone.localdate()) for one in unanswered],
        "page": page_of(request, seen.decided()),
    }
    return render(request, "hiding/hidden.html", context)


@recovers_typed_text()
@hiding_required
@require_safe
def hiding(request: HttpRequest, one: Hiding) -> HttpResponse:
    """Show something that was hidden, with its words and the form to decide."""
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return show(request, one, DecisionForm(kept[1] if kept else None))


def show(request: HttpRequest, one: Hiding, form: DecisionForm) -> HttpResponse:
    """Return the page of something that was hidden, with status 422 if the form has errors."""
    context = {
        "hiding": one,
        "form": form,
        "words": words_of(one),
        "statements": list(map(in_words, statements(one.review))) if one.what == HiddenKind.REVIEW else [],
        "may_decide": may_decide(request.user, one),
        "is_own": one.hidden_by == request.user,
        "held": held_file(one),
        "is_redacted": actions.is_redacted(one),
        "writer": writer(request.user),
    }
    return render(request, "hiding/hiding.html", context, status=422 if form.errors else 200)


def held_file(one: Hiding) -> DocumentFile | None:
    """Return the original file that is hidden, or None if something else is, or the document holds another now."""
    if one.what != HiddenKind.FILE:
        return None
    files = DocumentFile.objects.listed().select_related("original", "document__review")
    return files.filter(document=one.document_id, original__digest__in=one.records.values("digest")).first()


@require_safe
@csp_override({"default-src": "'none'", "sandbox": True})  # type: ignore[dict-item]  # a directive without a value
@hiding_required
def hidden_file(request: HttpRequest, one: Hiding) -> HttpResponseBase:
    """Return a hidden file as a download to those who decide. Raises Http404 if it was closed or is no longer held."""
    held = held_file(one)
    if held is None or held.original.closed_at is not None:
        raise Http404
    response = download(request, held, one.review)
    response["Cache-Control"] = "private, no-store"
    return response


def decides(view: Callable[..., str]) -> Callable[..., HttpResponseBase]:
    """Carry out a decision and show the message that the view returns, or the page with what is wrong."""

    @wraps(view)
    def wrapper(request: HttpRequest, one: Hiding) -> HttpResponse:
        form = DecisionForm(request.POST)
        if form.is_valid():
            try:
                messages.success(request, view(request, one, form.cleaned_data["note"]))
            except PermissionDenied as error:
                form.add_error(None, str(error))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect(one)
        one.refresh_from_db()
        return show(request, one, form)

    received = redirect_to_hiding_unless_post(hiding_required(wrapper))
    return recovers_typed_text(page=hiding_page)(received)


@decides
def restore(request: HttpRequest, one: Hiding, note: str) -> str:
    """Show something again that was hidden."""
    actions.restore(one, note=note, by=request.user)
    return "Restored. Readers can see it again."


@decides
def restore_redacted(request: HttpRequest, one: Hiding, note: str) -> str:
    """Show something again whose words were redacted."""
    actions.restore_redacted(one, note=note, by=request.user)
    return "Restored without the words that were redacted. Readers can see it again."


@decides
def withdraw(request: HttpRequest, one: Hiding, note: str) -> str:
    """Keep something hidden for good."""
    actions.withdraw(one, note=note, by=request.user)
    return "Withdrawn. It stays hidden."
