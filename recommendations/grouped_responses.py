"""Groups the responses to a recommendation, so that a paragraph that several agencies share is shown once."""

from dataclasses import dataclass

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


def answers(responses: list[Response]) -> list[Answer]:
    """Return the paragraphs of the current versions in the order of the source, each once.

    Several agencies may share a paragraph, which is then in the version of each. A paragraph comes after all that
    come before it in any of the versions.
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
