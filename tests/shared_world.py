"""The named world in the database, made once for consecutive tests that ask for it, and rolled back after them.

A folder's tests can add to it in stages: a request, then its draft, and so on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass

from django.core import mail
from django.db import transaction

from tests.world import World

# The fixtures that are stages, in the order in which they are made. A folder whose tests use some of them defines how
# they are made in its fixture `stages`. They are also named here because tests are sorted by them before they run.
STAGES = (
    "agency",
    "asked",
    "draft",
    "submitted",
    "published",
    "planted",
    "item",
    "proposed",
    "redacted",
    "administrator",
    "named",
    "school",
    "whole",
)


@dataclass
class Stage:
    """What one maker made: the world after it, the emails sent so far, and the stack that rolls it back."""

    maker: Callable
    world: World
    sent: list
    made: ExitStack


class SharedWorld:
    """A world that is kept for the next test: making it takes a second, and most tests need it unchanged."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []

    def have(self, makers: Sequence[Callable]) -> None:
        """Bring the database to the state that these makers produce in order; without makers, to no world at all.

        The first maker takes no argument and makes the world. Each of the others changes the world that it is given.
        """
        alike = 0
        while alike < min(len(makers), len(self.stages)) and makers[alike] is self.stages[alike].maker:
            alike += 1
        while len(self.stages) > alike:
            self.stages.pop().made.close()
        for maker in makers[alike:]:
            self.add(maker)

    def add(self, maker: Callable) -> None:
        """Make one more stage."""
        world, sent = self.now() if self.stages else (None, [])
        outbox, mail.outbox = getattr(mail, "outbox", []), []
        made = ExitStack()
        try:
            made.enter_context(undone_at_the_end())
            if world is None:
                world = maker()
            else:
                maker(world)
                sent = sent + mail.outbox
        except BaseException:
            made.close()
            raise
        finally:
            mail.outbox = outbox
        self.stages.append(Stage(maker, world, sent, made))

    def now(self) -> tuple[World, list]:
        """Return a copy of the world, which tests may change, and the emails that were sent for its stages."""
        return deepcopy(self.stages[-1].world), [*self.stages[-1].sent]


@contextmanager
def undone_at_the_end() -> Iterator[None]:
    """Wrap the tests' own transactions in this block in one more, and roll it back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def makers_of(names: Sequence[str], world: Callable, stages: dict[str, Callable]) -> list[Callable]:
    """Return the makers that a test with these fixtures needs: the world's, and those up to its last stage."""
    if "world" not in names:
        return []
    last = max((number for number, name in enumerate(stages, 1) if name in names), default=0)
    return [world, *list(stages.values())[:last]]


def depth(names: Sequence[str]) -> int:
    """Return how many stages a test with these fixtures needs, judging by their names."""
    return max((number for number, name in enumerate(STAGES, 1) if name in names), default=0)
