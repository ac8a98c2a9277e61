"""Delete whole reviews that a test made in the portal, in a process of the portal."""

from learning.models import ErrorReport, Hiding, Review
from learning.models.sourced import kinds_sourced
from reviews_portal.publication.models import PublicationDecision


def delete_review(review: Review) -> None:
    """Delete a review, published or not, with all that was decided on it. The portal itself never does this."""
    PublicationDecision.objects.filter(review=review).delete()
    ErrorReport.objects.filter(review=review).delete()
    Hiding.objects.filter(review=review).delete()
    for model in kinds_sourced():
        model.objects.filter(review=review).delete()
    for document in review.all_documents.all():
        document.delete()
    review.delete()
