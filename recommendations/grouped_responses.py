"""Groups the responses to a recommendation, so that a paragraph that several agencies share is shown once.

A joint response is held once, and its paragraphs stay together under the names of all agencies that give it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_text_list

from learning.languages import language_of

from .models import Passage, Recommendation, Response, ResponseVersion
from .models.response_version import paragraphs_of


@dataclass(frozen=True)
class Joint:
    """The paragraphs of a passage, by its key."""

    passage: int
    paragraphs: tuple[str, ...]


type Piece = str | Joint  # a paragraph of one agency's own, or a whole joint response


@dataclass(frozen=True)
class AlsoAnswered:
    """Another recommendation that a joint response answers, and for whom."""

    recommendation: Recommendation
    agencies: str  # the names of the agencies, unless they are those that the reader sees already


@dataclass
class Answer:
    """Consecutive paragraphs of the source, and the responses that contain all of them."""

    paragraphs: list[str]
    responses: list[Response]
    shown_under: Recommendation | None = None  # where a page shows its words, if it does not show them here

    @property
    def passage(self) -> Passage | None:
        """The passage that all of its responses refer to; None if they have words of their own."""
        current = self.responses[0].current
        return current.passage if current else None

    @property
    def also_answered(self) -> list[AlsoAnswered]:
        """What else a joint response answers, in the order of the document."""
        first = self.responses[0]
        names = names_of(response.agency for response in self.responses)
        return also_answered(self.passage, first.recommendation_id, names) if self.passage else []

    @property
    def language(self) -> str:
        """The language of its words: of the versions that contain them."""
        return next((language_of(response.current) for response in self.responses if response.current), "")

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
    given = [(response, pieces_of(response.current)) for response in responses if response.current]
    return [Answer(flat(pieces), givers) for pieces, givers in in_order(given)]


def pieces_of(version: ResponseVersion) -> list[Piece]:
    """Return what a version says, in pieces that others may say too."""
    return pieces(version.words, version.passage_id)


def pieces(words: str, passage: int | None) -> list[Piece]:
    """Return words in pieces: a passage, given by its key, is one; otherwise each paragraph is."""
    paragraphs = paragraphs_of(words)
    return [Joint(passage, tuple(paragraphs))] if passage else [*paragraphs]


def flat(pieces: Iterable[Piece]) -> list[str]:
    """Return the paragraphs of these pieces."""
    return [one for piece in pieces for one in (piece.paragraphs if isinstance(piece, Joint) else [piece])]


def names_of(agencies: Iterable[Any]) -> str:
    """Return the names of agencies as a sentence lists them, each once: a merged agency has the name of the other."""
    return str(get_text_list(list(dict.fromkeys(agency.name for agency in agencies)), "and"))


def also_answered(passage: Passage, besides: int, names: str = "") -> list[AlsoAnswered]:
    """Return the recommendations that a passage answers besides one, with the agencies unless they are these `names`.

    Needs `with_pairs()`.
    """
    others: dict[int, list[ResponseVersion]] = {}
    for version in passage.pairs:
        if version.response.recommendation_id != besides:
            others.setdefault(version.response.recommendation_id, []).append(version)
    found = []
    for versions in others.values():
        given_by = names_of(version.response.agency for version in versions)
        found.append(AlsoAnswered(versions[0].response.recommendation, "" if given_by == names else given_by))
    return found


def also_answers_in_words(others: Sequence[AlsoAnswered]) -> str:
    """Return a sentence without a full stop: “Also answers recommendation 58”, with agencies where they differ."""
    named = [one.recommendation.label_in_sentence + (f" for {one.agencies}" if one.agencies else "") for one in others]
    if not named:
        return ""
    listed = "; ".join(named) if any(one.agencies for one in others) else get_text_list(named, "and")
    return f"Also answers {listed}"


def show_joint_once(recommendations: Iterable[Recommendation]) -> None:
    """Let each joint response be shown under the first of these recommendations only; the others say where it is."""
    first: dict[int, Recommendation] = {}
    for recommendation in recommendations:
        for answer in recommendation.answers:
            if answer.passage:
                under = first.setdefault(answer.passage.pk, recommendation)
                answer.shown_under = under if under is not recommendation else None


def without_copies(given: Iterable[tuple[Any, Sequence[Piece]]]) -> list[OneResponse]:
    """Return each response once; `given` are the responses of agencies with what they say, in pieces.

    Paragraphs with the same givers are one response, and one of the givers stands for it. There are never more than
    there are givers: where all of them stand for another response already, each keeps the paragraphs in its own.
    """
    by_givers: dict[tuple[int, ...], OneResponse] = {}
    for said, givers in in_order(given):
        key = tuple(giver.pk for giver in givers)
        by_givers.setdefault(key, OneResponse(None, givers, [])).runs.append(flat(said))
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
    return len(without_copies((one, pieces_of(one.current)) for one in responses if one.current))


def in_order(given: Iterable[tuple[Any, Sequence[Piece]]]) -> list[tuple[list[Piece], list[Any]]]:
    """Return consecutive pieces with the same givers, in the order of the source."""
    queues = [(giver, list(said)) for giver, said in given]
    merged: list[tuple[list[Piece], list[Any]]] = []
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
