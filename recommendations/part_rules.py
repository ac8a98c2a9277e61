"""What must be true of a recommendation and its parts together, which no constraint can check."""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from learning.models import Review
from learning.utils.text import has_words

from .models import Recommendation
from .models.recommendation import LAST

NO_WORDS = "Enter the text of the recommendation: a stem, a part or a tail."


@dataclass(frozen=True)
class PlacedPart:
    """Where a part stands in its recommendation. The position 0 is none yet, and stands last."""

    position: int
    text: str
    is_within: bool = False  # whether it is a part of another part
    parent_position: int = 0  # the position of that part


def check_parts(recommendation: Recommendation, parts: list[PlacedPart]) -> None:
    """Raise ValidationError if a recommendation with these parts has no words, or if their positions are wrong.

    No two may have one position. The parts of a part follow it, before the next part.
    """
    if not has_words(recommendation.stem, recommendation.tail, *(part.text for part in parts)):
        raise ValidationError(NO_WORDS)
    counted = Counter(part.position for part in parts if part.position)
    if twice := sorted(position for position, count in counted.items() if count > 1):
        raise ValidationError(f"Give each part its own position; {', '.join(map(str, twice))} is used more than once.")
    above = 0
    for part in sorted(parts, key=lambda one: one.position or LAST):
        if not part.is_within:
            above = part.position
        elif part.parent_position != above:
            where = f"The part at position {part.position}" if part.position else "The new part"
            raise ValidationError(
                f"{where} belongs to the part at position {part.parent_position}. Give it a position after that part "
                "and before the next one."
            )


def check_recommendations_say_something(review: Review) -> None:
    """Raise ValidationError, with their numbers, if recommendations have no words. No constraint can check this."""
    silent = [
        one.reference
        for one in Recommendation.objects.filter(review=review).prefetch_related("parts")
        if not has_words(one.stem, one.tail, *(part.text for part in one.line_parts))
    ]
    if silent:
        raise ValidationError(f"{NO_WORDS} See {', '.join(silent)}.")
