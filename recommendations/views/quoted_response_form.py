"""The form in which editors add a response that a document contains, or correct one: rows, preview, publication."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning.identity.decisions import flags_in_words
from learning.identity.forms import ask_about, verdict_of
from learning.models import Review, Status
from learning.rate_limits import TooManyRequests, count
from learning.utils import form_pages
from learning.utils.column_limits import whole_number
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.views.decorators import review_editor_required
from learning.vocabulary.forms import add_errors
from recommendations.actions import quoted_responses as actions
from recommendations.actions.quotations import Quotation
from recommendations.joint_forms import choices_of, pairs_of
from recommendations.models import ResponseVersion
from recommendations.quoting.forms import (
    CorrectionForm,
    MorePairsFormSet,
    QuotationForm,
    QuotedPairFormSet,
    agencies_for,
    names_printed,
    rows_of,
)

from .quoted_responses import held_page, version_of
from .requests import STEPS

PREVIEWED = "previewed"  # the field of a form that was sent from a preview
OWN = ("csrfmiddlewaretoken", "writer", PREVIEWED)  # fields of the form itself


class Typing:
    """The form in which a response is typed, with a row for each agency and recommendation.

    With `replaces` it corrects that version.
    """

    def __init__(
        self,
        request: HttpRequest,
        review: Review,
        replaces: ResponseVersion | None,
        typed: QueryDict | None = None,
        *,
        more_rows: bool = False,
    ) -> None:
        self.request, self.review, self.replaces = request, review, replaces
        here = review.recommendations.prefetch_related("parts").order_by("document__position", "position")
        self.recommendations = list(here)
        self.agencies = list(agencies_for(request.user, review, self.recommendations))
        known = {"choices": choices_of(self.recommendations), "agencies": self.agencies}
        made = CorrectionForm if replaces else QuotationForm
        if more_rows and typed is not None:
            self.form: Any = made(review=review, initial={name: typed.get(name, "") for name in made.base_fields})
            sent = QuotedPairFormSet(typed, prefix="pair", form_kwargs=known)
            rows = [{field.name: field.data for field in row if field.data not in ("", None)} for row in sent]
            self.rows: Any = MorePairsFormSet(prefix="pair", form_kwargs=known, initial=rows)
        else:
            self.form = made(typed, review=review, initial=None if typed else self.words())
            first = None if typed else self.first_rows()
            self.rows = QuotedPairFormSet(typed, prefix="pair", form_kwargs=known, initial=first)

    def words(self) -> dict[str, Any]:
        """Return what the form shows first: the words to correct, or the document of the response before."""
        if version := self.replaces:
            language = version.passage.language if version.passage else version.language
            return {
                "document": version.source,
                "text": version.words,
                "place": version.place_in_source,
                "language": language,
            }
        position = whole_number(self.request.GET.get("document", ""))
        document = self.review.documents.filter(position=position).first()
        return {"document": document} if document else {}

    def first_rows(self) -> list[dict[str, Any]]:
        """Return what the rows show first: what is corrected, or the recommendation or agency of the one before."""
        if self.replaces:
            return rows_of(actions.related_versions(self.replaces).prefetch_related("parts__parent"))
        wanted = self.request.GET.get("recommendation", "")
        recommendation = next((one for one in self.recommendations if one.reference == wanted), None)
        slug = self.request.GET.get("agency", "")
        agency = next((one for one in self.agencies if one.slug == slug), None)
        return [
            {
                "recommendation": str(recommendation.pk) if recommendation else "",
                "agency": agency.pk if agency else None,
            }
        ]

    def is_valid(self) -> bool:
        """Return whether everything can be sent to the action; both parts get their errors."""
        return bool(self.form.is_valid() & self.rows.is_valid())

    def send(self, act: Callable[..., list[ResponseVersion]]) -> list[ResponseVersion]:
        """Call an action with what was typed. Raises ValidationError with what it refuses."""
        said = dict(self.form.cleaned_data)
        reason = said.pop("reason", "")
        rows = [row.cleaned_data for row in self.rows]
        quotation = Quotation(pairs=pairs_of(rows, self.recommendations), named_as=names_printed(rows), **said)
        verdict = verdict_of(self.request.POST)
        return act(quotation, by=self.request.user, replaces=self.replaces, reason=reason, verdict=verdict)

    def address(self, step: str = "") -> str:
        """Return the URL of a step of this form, or of its page."""
        if self.replaces:
            return reverse(f"quoted_response_correct{step}", args=[self.review.slug, self.replaces.pk])
        return reverse(f"quoted_response_add{step}", args=[self.review.slug])

    def page(self) -> HttpResponse:
        """Return the page with the form."""
        context = self.context() | {"is_wrong": bool(self.form.errors or any(self.rows.errors))}
        status = 422 if context["is_wrong"] else 200
        return render(self.request, "recommendations/quoting/type_response.html", context, status=status)

    def preview(self, versions: list[ResponseVersion]) -> HttpResponse:
        """Return the page that shows the response as it will stand."""
        sent = [(name, value) for name, values in self.request.POST.lists() for value in values if name not in OWN]
        context = self.context() | {"versions": versions, "version": versions[0], "sent": sent}
        return render(self.request, "recommendations/quoting/preview_response.html", context)

    def context(self) -> dict[str, Any]:
        """Return what both pages show."""
        steps = {step: self.address(f"_{step}") for step in ("preview", "more_rows", "back", "publish")}
        return {
            "review": self.review,
            "replaces": self.replaces,
            "form": self.form,
            "rows": self.rows,
            "steps": steps,
            "writer": writer(self.request.user),
        }


def with_version(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Pass a review and, if the URL has its key, the version to correct to a view; 404 to everybody else."""

    @wraps(view)
    def wrapper(request: HttpRequest, review: Review, pk: int | None = None) -> HttpResponse:
        return view(request, review, None if pk is None else version_of(review, pk))

    return review_editor_required()(wrapper)


def page_of_form(slug: str, pk: int | None = None) -> str:
    """Return the URL of the form that adds a response or, with a key, corrects it."""
    if pk is None:
        return reverse("quoted_response_add", args=[slug])
    return reverse("quoted_response_correct", args=[slug, pk])


@with_version
@require_safe
def type_response(request: HttpRequest, review: Review, replaces: ResponseVersion | None) -> HttpResponse:
    """Show the form in which a response is typed, or corrected."""
    if replaces and not ResponseVersion.objects.published().filter(pk=replaces.pk).exists():
        messages.info(request, "This response has been replaced or withdrawn, so it cannot be corrected.")
        return redirect(held_page(review.slug, replaces.pk))
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return Typing(request, review, replaces, kept[1] if kept else None).page()


@recovers_typed_text(page=page_of_form)
@form_pages.redirect_unless_post(page_of_form)
@with_version
def more_rows(request: HttpRequest, review: Review, replaces: ResponseVersion | None) -> HttpResponse:
    """Show the form again with more rows and everything that was typed. Nothing is recorded."""
    return Typing(request, review, replaces, request.POST, more_rows=True).page()


@recovers_typed_text(page=page_of_form)
@form_pages.redirect_unless_post(page_of_form)
@with_version
def back(request: HttpRequest, review: Review, replaces: ResponseVersion | None) -> HttpResponse:
    """Show the form again with everything that was typed."""
    typing = Typing(request, review, replaces, request.POST)
    if review.status == Status.PUBLISHED:
        words = [request.POST.get(name, "") for name in ("text", "place")]
        ask_about(typing.form, flags_in_words(review, words))
    return typing.page()


@recovers_typed_text(page=page_of_form)
@form_pages.redirect_unless_post(page_of_form)
@with_version
def preview(request: HttpRequest, review: Review, replaces: ResponseVersion | None) -> HttpResponse:
    """Show the response as it will stand. Nothing is recorded."""
    typing = Typing(request, review, replaces, request.POST)
    if not typing.is_valid():
        return typing.page()
    try:
        versions = typing.send(actions.preview_quoted_response)
    except ValidationError as error:
        add_errors(typing.form, error)
        return typing.page()
    return typing.preview(versions)


@recovers_typed_text(page=page_of_form)
@form_pages.redirect_unless_post(page_of_form)
@with_version
def publish(request: HttpRequest, review: Review, replaces: ResponseVersion | None) -> HttpResponse:
    """Record the response that was previewed. What was not previewed is shown first."""
    if PREVIEWED not in request.POST:
        return preview(request, slug=review.slug, **({"pk": replaces.pk} if replaces else {}))
    typing = Typing(request, review, replaces, request.POST)
    if not typing.is_valid():
        return typing.page()
    try:
        count(request, STEPS)
        versions = typing.send(actions.record_quoted_response)
    except TooManyRequests as error:
        typing.form.add_error(None, str(error))
    except ValidationError as error:
        add_errors(typing.form, error)
    else:
        messages.success(request, said_of(review, is_correction=replaces is not None))
        return redirect(held_page(review.slug, versions[0].pk))
    return typing.page()


def said_of(review: Review, *, is_correction: bool) -> str:
    """Return the message for a response that was recorded."""
    done = "Corrected" if is_correction else "Added"
    if review.status == Status.PUBLISHED:
        return f"{done}. Everyone who may read this review can see the response now."
    return f"{done}. Readers will see the response when the review is published."
