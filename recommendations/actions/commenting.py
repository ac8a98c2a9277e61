"""Add comments by an independent scrutineer, who may change nothing else."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from recommendations import notifications
from recommendations.models import ResponseRequest, ScrutinyComment
from recommendations.workspace_permissions import permissions_of


@transaction.atomic
def comment(response_request: ResponseRequest, *, by, text: str) -> ScrutinyComment:
    """Add a comment to a request and its response, and notify the partnership's editors.

    A second click adds nothing. Raises PermissionDenied unless `by` is a scrutineer of the partnership that asked, and
    it may act on the review; and ValidationError without a text.
    """
    if response_request.asked_by_id not in permissions_of(by).scrutinised:
        raise PermissionDenied("Only an independent scrutineer of the partnership that asked can comment.")
    if not ResponseRequest.objects.standing().filter(pk=response_request.pk).exists():
        raise PermissionDenied(
            "This request is closed because the partnership that asked did not commission the review."
        )
    if not text.strip():
        raise ValidationError({"text": "Enter your comment."})
    ResponseRequest.objects.select_for_update(of=("self",)).get(pk=response_request.pk)
    last = response_request.comments.filter(by=by).first()
    if last and last.text == text.strip():
        return last
    role = f"an independent scrutineer of {response_request.asked_by}"
    made = ScrutinyComment.objects.create(request=response_request, by=by, acted_as=role, text=text.strip())
    notifications.commented(made)
    return made
