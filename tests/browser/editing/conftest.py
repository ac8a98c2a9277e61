"""A review to edit, and editors in a browser."""

import pytest

from ..conftest import manage
from ..pages import sign_in
from .pages import PAGE

MAKE = """
from datetime import date
from django.contrib.auth import get_user_model
from learning.models import Partnership, Review, ReviewKind, SourceDocument
from reviews_portal.editing.actions.opening import open_copy
Review.objects.filter(code="R9190").delete()
review = Review.objects.create(code="R9190", slug="to-edit", title="A review to edit", added_on=date(2026, 11, 29))
review.partnerships.add(Partnership.objects.get(slug="fernley-invented"))
review.kinds.add(ReviewKind.objects.first())
SourceDocument.objects.create(review=review, slug="to-edit-report", title="Report", kind="report", position=10)
open_copy(review, by=get_user_model().objects.get(email="partnership-editor@example.org"))
"""
ADD = """
from django.contrib.auth import get_user_model
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import WorkingCopy
copy = WorkingCopy.objects.get(review__code="R9190")
editor = get_user_model().objects.get(email="partnership-editor@example.org")
words = ("First words.", "Second words of two.", "Third words.")
add_rows(copy, [NewRow(one) for one in words], after=None, by=editor)
"""


@pytest.fixture
def made(portal):
    """Make a draft review, open for editing and without any rows."""
    manage(portal, "shell", "-v0", "-c", MAKE)


@pytest.fixture
def filled(portal, made):
    """Give it three rows."""
    manage(portal, "shell", "-v0", "-c", ADD)


@pytest.fixture
def editor(browser, portal):
    """Yield a function that opens the page of the review for an editor, in a context of its own."""
    contexts = []

    def open_page(email: str = portal.partnership_editor, address: str = PAGE, **options):
        context = browser.new_context(base_url=portal.url, **options)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, portal, email)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
