"""Groups the responses to a recommendation, so that a paragraph that several agencies share is shown once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .models import Response


@dataclass
class Answer:
    """Consecutive paragraphs of the source, and the responses that contain all of them."""

    paragraphs: list[str]
    responses: list[Response]

    @property
    def is_typed(self) -> bool:
        """Whether all of its responses were written in the portal."""
        return all(response.current.is_typed for response in self.responses if response.current)


@dataclass
class OneResponse:
    """What the same agencies say together, or one alone: one response, however many agencies give it."""

    owner: Any  # the agency's response that stands for it in the search index
    givers: list[Any]
    runs: list[list[str]]  # its paragraphs; those of one run follow each other in the source
    others: list[str] = field(default_factory=list)  # paragraphs of its owner that have no response of their own

    @property
    def paragraphs(self) -> list[str]:
        """All its paragraphs, in the order of the source."""
        return [paragraph for run in self.runs for paragraph in run]

    @property
    def as_one_quotation(self) -> str:
        """Its text, with "…" in place of what others say between its paragraphs."""
        return "\n\n…\n\n".join("\n\n".join(run) for run in self.runs)


def answers(responses: list[Response]) -> list[Answer]:
    """Return the paragraphs of the current versions in the order of the source, each once.

    Several agencies may share a paragraph, which is then in the version of each. A paragraph comes after all that
    come before it in any of the versions.
    """
    given = [(response, response.current.paragraphs) for response in responses if response.current]
    return [Answer(paragraphs, givers) for paragraphs, givers in in_order(given)]


def without_copies(given: Iterable[tuple[Any, Sequence[str]]]) -> list[OneResponse]:
    """Return each response once; `given` are the responses of agencies with their paragraphs.

    Paragraphs with the same givers are one response, and one of the givers stands for it. There are never more than
    there are givers: where all of them stand for another response already, each keeps the paragraphs in its own.
    """
    by_givers: dict[tuple[int, ...], OneResponse] = {}
    for paragraphs, givers in in_order(given):
        key = tuple(giver.pk for giver in givers)
        by_givers.setdefault(key, OneResponse(None, givers, [])).runs.append(paragraphs)
    owned: dict[int, OneResponse] = {}
    for one in sorted(by_givers.values(), key=lambda one: len(one.givers)):  # a smaller group has less to choose from
        one.owner = next((giver for giver in one.givers if giver.pk not in owned), None)
        if one.owner:
            owned[one.owner.pk] = one
        else:
            for giver in one.givers:
                owned[giver.pk].others.extend(one.paragraphs)
    return [one for one in by_givers.values() if one.owner]


def number_of_responses(responses: Iterable[Response]) -> int:
    """Return how many responses there are, where a response that several agencies give counts once."""
    return len(without_copies((one, one.current.paragraphs) for one in responses if one.current))


def in_order(given: Iterable[tuple[Any, Sequence[str]]]) -> list[tuple[list[str], list[Any]]]:
    """Return consecutive paragraphs with the same givers, in the order of the source."""
    queues = [(giver, list(paragraphs)) for giver, paragraphs in given]
    merged: list[tuple[list[str], list[Any]]] = []
    while any(queue for _, queue in queues):
        heads = [queue[0] for _, queue in queues if queue]
        first = next((head for head in heads if not any(head in queue[1:] for _, queue in queues)), heads[0])
        givers = []
        for giver, queue in queues:
            if queue and queue[0] == first:
                givers.append(giver)
                queue.pop(0)
        if merged and merged[-1][1] == givers:
            merged[-1][0].append(first)
        else:
            merged.append(([first], givers))
    return merged
