"""How the responses to one recommendation are shown: a paragraph once, under all who gave it."""

from dataclasses import dataclass

from .models import Response


@dataclass
class Answer:
    """Paragraphs that follow each other in the source, and the responses that all of them belong to."""

    paragraphs: list[str]
    responses: list[Response]

    @property
    def is_typed(self) -> bool:
        """Whether all who gave it wrote it here."""
        return all(response.current.is_typed for response in self.responses if response.current)


def answers(responses: list[Response]) -> list[Answer]:
    """Return the paragraphs of the current versions in the order of the source, each once.

    Several bodies may answer in one paragraph; it is quoted in the version of each. A
    paragraph comes only after those that stand before it in any body's version.
    """
    queues = [(response, list(response.current.paragraphs)) for response in responses if response.current]
    merged: list[Answer] = []
    while any(queue for _, queue in queues):
        heads = [queue[0] for _, queue in queues if queue]
        first = next((head for head in heads if not any(head in queue[1:] for _, queue in queues)), heads[0])
        givers = []
        for response, queue in queues:
            if queue and queue[0] == first:
                givers.append(response)
                queue.pop(0)
        if merged and merged[-1].responses == givers:
            merged[-1].paragraphs.append(first)
        else:
            merged.append(Answer([first], givers))
    return merged
