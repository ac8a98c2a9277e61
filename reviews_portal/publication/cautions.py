"""What a second person should know before they confirm that a review is published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from learning.identity.decisions import Decisions
from learning.models import DocumentFile, Review
from learning.sight import sight_of
from learning.vocabulary.partnership_names import another_partnership

UNCHECKED = "Readers cannot open the file of “{title}” until an administrator has checked it for hidden content."
DECIDED = "“{found}” ({kind}) was found not to identify anyone: {reason}. Decided by {by}."


@dataclass(frozen=True)
class Caution:
    """Something to consider before publication, with a link to where the user can deal with it, if there is one."""

    text: str
    address: str = ""
    link: str = ""  # the text of the link


def cautions_for(review: Review, user) -> Iterator[Caution]:
    """Yield what somebody who confirms the publication of a review should consider."""
    if problem := another_partnership(review):
        yield Caution(problem)
    for decision in Decisions(review).standing.values():
        reason = decision.note or decision.get_reason_display()
        said = {"found": decision.found_in_words, "kind": decision.get_kind_display(), "reason": reason.rstrip(".")}
        yield Caution(DECIDED.format(**said, by=decision.by or "someone who has left"))
    unchecked = DocumentFile.objects.filter(document__review=review, checked_at=None, original__closed_at=None)
    for held in unchecked.select_related("document").order_by("document__position"):
        text = UNCHECKED.format(title=held.document.title)
        if sight_of(user).everything:
            yield Caution(text, reverse("admin:learning_documentfile_change", args=[held.pk]), "Check the file")
        else:
            yield Caution(text)
