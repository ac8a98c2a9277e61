"""A review with everything that can be published, and with data that must not be exported."""

from collections.abc import Callable

import pytest

from learning.originals import inspection
from learning.originals.actions import add_file, confirm_check
from learning.originals.reader.__main__ import answer
from tests.learning.originals.files import word
from tests.world import World

from .whole import Whole, inspected, make_whole


@pytest.fixture(autouse=True)
def read_here(monkeypatch) -> None:
    """Read files in the process of the tests."""
    monkeypatch.setattr(inspection, "run_reader", lambda format, content: answer(str(format), content))


@pytest.fixture(scope="session")
def stages() -> dict[str, Callable[[World], None]]:
    """Return the stage that these tests add to the world."""
    return {"whole": make_whole}


@pytest.fixture
def whole(world) -> Whole:
    """Return the review; its original file is in the folder of this test."""
    found: Whole = world.made["whole"]
    boss = world.people["administrator"]
    held = add_file(found.made.document, inspected(word()), by=boss)
    confirm_check(held, by=boss, digest=held.original.digest)
    return found


@pytest.fixture
def boss(world):
    return world.people["administrator"]
