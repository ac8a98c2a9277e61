"""The named world in the database: made once for the tests that ask for it one after another, and undone after them.

More can be made in it, stage by stage, that a folder's tests need: a request, then its draft, and so on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass

from django.core import mail
from django.db import transaction

from tests.world import World

# The fixtures that are stages, in the order in which they are made. A folder whose tests use some of them says in its
# fixture `stages` how they are made. They are named here too because tests are put in order by them before they run.
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
)


@dataclass
class Stage:
    """What one maker made: the world as it is then, the e-mails that were sent for it, and how it is undone."""

    maker: Callable
    world: World
    sent: list
    made: ExitStack


class SharedWorld:
    """A world that stays for the next test: making it takes a second, and most tests want it as it was made."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []

    def have(self, makers: Sequence[Callable]) -> None:
        """Have in the database what these makers make, one after the other, or no world if there are none.

        The first makes the world and takes nothing; each other makes a change of the world that it is given.
        """
        alike = 0
        while alike < min(len(makers), len(self.stages)) and makers[alike] is self.stages[alike].maker:
            alike += 1
        while len(self.stages) > alike:
            self.stages.pop().made.close()
        for maker in makers[alike:]:
            self.add(maker)

    def add(self, maker: Callable) -> None:
        """Make one stage more."""
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
        """Return the world as it is made, which may be changed, and the e-mails that were sent for its stages."""
        return deepcopy(self.stages[-1].world), [*self.stages[-1].sent]


@contextmanager
def undone_at_the_end() -> Iterator[None]:
    """Put a transaction around those of the tests that run within this block; undo all at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def makers_of(names: Sequence[str], world: Callable, stages: dict[str, Callable]) -> list[Callable]:
    """Return the makers of what a test with these fixtures needs: the world, and the stages up to its last."""
    if "world" not in names:
        return []
    last = max((number for number, name in enumerate(stages, 1) if name in names), default=0)
    return [world, *list(stages.values())[:last]]


def depth(names: Sequence[str]) -> int:
    """Return how many stages a test with these fixtures needs, as far as their names tell."""
    return max((number for number, name in enumerate(STAGES, 1) if name in names), default=0)
