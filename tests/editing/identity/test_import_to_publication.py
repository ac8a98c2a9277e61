"""A PDF that would identify a child is imported: publication waits until somebody has decided on each sign in it."""

from io import BytesIO

import pytest
import typst
from django.core.exceptions import ValidationError
from pikepdf import Pdf

from learning.models import IdentityDecision, Membership, Role, Theme
from reviews_portal.editing.actions import several
from reviews_portal.imports.actions import import_file
from tests.publication.recorded import confirmed, elsewhere, sent, state_of
from tests.world import make_user

TEXT = """
= Local Child Safeguarding Practice Review: Child Wren
== What happened
Wren was born on 14 March 2019 and lived with her grandmother.

Wren is a twin, and her brother lived elsewhere.

The pastoral team at Bright Stars Academy raised concerns about both children.

She was admitted to Rowan Ward in the summer.
== What we learnt
- Practitioners should ask who lives in the home.
"""
IN_TEXT = [
    "A date of birth “14 March 2019”",
    "Twins or triplets “twin”",
    "A school or nursery “Bright Stars Academy”",
    "A GP practice or ward “Rowan Ward”",
]
IN_FILE = "A name or comment hidden in a file “Author: Wanda Wombat”"
TOGETHER = "Several details that together could identify someone"


def pdf() -> bytes:
    """Return a PDF with the text, and a name that is only in its metadata."""
    made = typst.compile(TEXT.encode())
    assert isinstance(made, bytes)
    with Pdf.open(BytesIO(made)) as opened:
        opened.docinfo["/Author"] = "Wanda Wombat"
        out = BytesIO()
        opened.save(out)
    return out.getvalue()


@pytest.fixture
def second(world):
    second = make_user("second-editor")
    Membership.objects.create(user=second, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    return second


def test_publication_waits_for_each_of_five_signs_and_their_combination(world, client, signs_on_page, decide, second):
    editor = world.people["partnership-editor"]
    (review,) = import_file(pdf(), "wren.pdf", partnership=world.partnership, by=editor).reviews
    statements = [row.pk for row in review.working_copy.rows.kept() if row.is_statement]
    several.set_tags(review.working_copy, statements, {"themes": [Theme.objects.get(slug="neglect")]}, by=editor)

    assert sorted(signs_on_page(review)) == sorted([*IN_TEXT, IN_FILE, TOGETHER])
    page = client.get(f"/manage/reviews/{review.slug}/check/").text
    assert "“14 March 2019” in" in page  # the combination says where each of its details is from
    assert "Neighbours" not in page  # why a sign matters is said of its own kind

    for left in range(6, 0, -1):
        what = "1 detail" if left == 1 else f"{left} details"
        with pytest.raises(ValidationError, match=f"{what} could identify someone"):
            sent(review, elsewhere(), editor)
        name, key = next(iter(signs_on_page(review).items()))
        decide(review, key, reason="other", note=f"Agreed with the family: {name}.")
        assert name not in signs_on_page(review)
    assert signs_on_page(review) == {}

    assert confirmed(sent(review, elsewhere(), editor), second)
    assert state_of(review)[0] == "published"
    assert IdentityDecision.objects.filter(review=review, by=editor).count() == 6
