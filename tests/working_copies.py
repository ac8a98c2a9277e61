"""Reviews of the world that are open for editing, with words that nobody but their editors may read.

Each text that is planted has the word WORD in it, and nothing of it is published.
"""

import pytest

from learning.models import Agency, AgencyKind, Review, Theme
from reviews_portal.editing.actions import rows, several, splitting
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row_kind import NUMBERED
from reviews_portal.hiding.actions import hide
from reviews_portal.publication import actions as publication
from reviews_portal.publication.models import Purpose
from tests.world import World

WORD = "bandicoot"
OPEN = ("draft", "professionals", "public")  # a draft, a restricted review and a public one
NEW = (
    *("heading", "background", "finding", "recommendation", "part", "tail", "resource"),
    *("action", "response", "agency-involved"),
)
NAMING = ("response", "agency-involved")  # rows that name agencies
BESIDE = {  # what is printed beside the words of new rows
    "action": {"lead": f"Lead {WORD}", "further_columns": [[f"Heading {WORD}", f"Cell {WORD}"]]},
    "response": {"named_as": f"Named {WORD}"},
}
DECISION = {
    "audience": "public",
    "deciding_body": f"Group {WORD}",
    "minute": f"Minute {WORD}",
    "family_wishes": f"Wishes {WORD}",
    "family_pseudonym": f"Name {WORD}",
}


def open_for_editing(world: World) -> dict[str, WorkingCopy]:
    """Let two editors change a draft, a restricted and a public review, and return their working copies by name.

    A decision to show the first two to the public is being recorded, and an item of the second one is hidden.
    """
    editor, other = world.people["partnership-editor"], world.people["administrator"]
    copies = {name: open_with_changes(world.reviews[name].review, editor, other) for name in OPEN}
    for name, purpose in (("draft", Purpose.PUBLISH), ("professionals", Purpose.WIDEN)):
        entered = publication.Entered(purpose, "here", DECISION)
        publication.save(world.reviews[name].review, entered, revision=0, by=editor)
    hide(world.reviews["professionals"].item, reason=f"Hidden {WORD}", by=editor)
    return copies


def open_with_changes(review: Review, editor, other) -> WorkingCopy:
    """Return the working copy of a review with changed, new, joined and removed rows, and two editors in conflict."""
    copy = open_copy(review, by=editor)
    held = list(copy.rows.in_order())
    for row in held:
        row.words = f"Changed {WORD} {row.pk}"
    Row.objects.bulk_update(held, ["words"])
    new = [
        rows.NewRow(f"New {kind} {WORD}", kind, label=WORD * (kind in NUMBERED), beside=BESIDE.get(kind, {}))
        for kind in NEW
    ]
    added = rows.add_rows(copy, new, after=held[-1], by=editor)
    police = AgencyKind.objects.get(slug="police")
    agency, _ = Agency.objects.get_or_create(slug="agency-of-rows", name=f"Agency {WORD}", kind=police)
    tags = {"themes": [Theme.objects.get(slug="poverty")], "agencies": [agency]}
    several.set_tags(copy, [row.pk for row in added if row.is_statement or row.kind in NAMING], tags, by=editor)
    first, second, third, fourth = [row for row in held if row.reference and row.level == 1][1:5]
    several.take_out(copy, [first.pk], by=editor)
    splitting.join_rows(second, third, by=editor)
    details = {"source_defect": f"Defect {WORD}", "place": f"Page {WORD}", "reason": f"Reason {WORD}"}
    rows.save_row(fourth, details, revision=fourth.revision, by=editor)
    with pytest.raises(rows.ChangedMeanwhile):
        rows.save_row(fourth, {"words": f"Conflicting {WORD}"}, revision=fourth.revision, by=other)
    return copy
