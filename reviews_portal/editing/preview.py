"""Show a review as it would be published: its rows are written as records in a transaction that is rolled back.

The page and the documents are made by the same code as those of a published review, so they cannot differ from them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpRequest

from learning.models import Review, Status
from learning.search.index import deferred
from learning.search.index_sets import index_sets_for

from .actions.publishing.publish import write_records
from .models import WorkingCopy


class Undo(Exception):
    """Raised to undo what was written."""


@contextmanager
def written_for_now(copy: WorkingCopy, request: HttpRequest) -> Iterator[Review]:
    """Write the rows of a working copy as records of a draft, yield its review, then roll back.

    Nothing that is read in the block is cached for others. Raises ValidationError if the rows cannot become records.
    """
    request._index_sets = index_sets_for(request).isolated()  # type: ignore[attr-defined]
    try:
        with transaction.atomic(), deferred():
            write_records(copy, by=request.user)
            # Marked as a draft wherever it is shown, even if it is already published.
            Review._base_manager.filter(pk=copy.review_id).update(status=Status.DRAFT)
            yield Review.objects.get(pk=copy.review_id)
            raise Undo
    except Undo:
        pass
