"""Record decisions on the page “Check” that signs do not identify anyone, and reverse them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from learning.identity import decisions
from learning.identity.forms import DecisionForm, verdict_of
from learning.models import IdentityDecision, Review
from learning.utils import form_pages
from learning.utils.form_recovery import recovers_typed_text
from reviews_portal.editing.checks.identity import undecided_in
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.publication.people import role_of

from .checklist import check_page, show_checklist
from .decorators import editor_required, open_copy_required


@recovers_typed_text(page=check_page)
@form_pages.redirect_unless_post(check_page)
@editor_required
@open_copy_required
def decide(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Record that the selected signs do not identify anyone."""
    review, verdict = copy.review, verdict_of(request.POST)
    try:
        made = decisions.decide(
            review, undecided_in(copy), verdict, by=request.user, acted_as=role_of(request.user, review)
        )
    except ValidationError as error:
        form = DecisionForm(request.POST)
        form.add_error(None, error)
        return show_checklist(request, copy, form, verdict.keys)
    number = len(made)
    messages.success(request, f"{number} decision{'' if number == 1 else 's'} recorded.")
    return redirect(f"{check_page(review.slug)}#signs")


@form_pages.redirect_unless_post(check_page)
@editor_required
def reverse(request: HttpRequest, review: Review, pk: int) -> HttpResponse:
    """Reverse a decision, so that a new one is needed."""
    decision = get_object_or_404(IdentityDecision.objects.select_related("review"), review=review, pk=pk)
    try:
        decisions.reverse(decision, by=request.user, acted_as=role_of(request.user, review))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Decision reversed. A new decision is needed before publication.")
    return redirect(f"{check_page(review.slug)}#signs")
