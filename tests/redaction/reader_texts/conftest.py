"""A published item that holds a passage, a redaction of it, and a trainer who wrote the same words."""

from collections.abc import Callable

import pytest
from django.test import Client

from learning.models import LearningItem
from reviews_portal.briefings.models import Briefing
from reviews_portal.redaction import actions
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.briefings.exported import collect, save, sent_by
from tests.world import World

PASSAGE, OTHER, FIRST = "Zorbelina Quux", "Zurbolina Qaxx", "Zarbulina Qoxx"  # all of the same length
REMOVED = "Removed by an administrator."


def make_item(world: World) -> None:
    """Put the passage into a published item."""
    item = world.reviews["public"].item
    item.text = f"Then {PASSAGE} said so."
    item.save()
    world.made["item"] = item


def propose(world: World) -> None:
    """Let an administrator propose to redact the passage."""
    world.made["proposed"] = actions.propose(PASSAGE, reason="A sister.", by=world.people["administrator"])


def redact(world: World) -> None:
    """Confirm the redaction."""
    world.made["redacted"] = confirm(world.made["proposed"], world)


def confirm(made: Redaction, world: World) -> Redaction:
    """Return a redaction that another administrator confirmed."""
    seen = fingerprint(all_cells_with(made.passages()))
    return actions.confirm(made, by=world.people["second-administrator"], seen=seen)


@pytest.fixture(scope="session")
def stages() -> dict[str, Callable[[World], None]]:
    """Return the stages that these tests add to the world."""
    return {"item": make_item, "proposed": propose, "redacted": redact}


@pytest.fixture
def item(world) -> LearningItem:
    """Return a published item that holds the passage."""
    return world.made["item"]


@pytest.fixture
def proposed(world, item) -> Redaction:
    """Return a redaction of the passage that an administrator proposed."""
    return world.made["proposed"]


@pytest.fixture
def redacted(world, proposed) -> Redaction:
    """Return the confirmed redaction."""
    return world.made["redacted"]


def written(browser: Client, reference: str, word: str) -> Briefing:
    """Let a trainer write a word wherever they can in a briefing, and save it."""
    collect(browser, reference)
    fields = {
        "title": f"For {word}",
        "introduction": f"About {word}.",
        "form-0-heading": word,
        "form-0-note": f"Ask {word}",
    }
    assert browser.post("/briefings/save-for-later/", sent_by(browser) | fields).status_code in (200, 302)
    return save(browser)


@pytest.fixture
def saved(world, item, client_of) -> Briefing:
    """Return a briefing in which a trainer wrote the passage."""
    return written(client_of("practitioner"), item.reference, PASSAGE)
