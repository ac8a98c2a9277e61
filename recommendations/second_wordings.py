"""Second wordings of recommendations and their parts, in other documents of the same review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F
from django.utils.text import get_text_list

from learning.languages import NAMES, language_of
from learning.models import SourceDocument, SourceWording
from learning.wordings import in_other_languages

from .models import Recommendation
from .models.recommendation import LAST


def by_part(wordings: Iterable[SourceWording], recommendation: Recommendation) -> list[SourceWording]:
    """Return second wordings of a recommendation and its parts, by document, in the order of the parts.

    Each gets the label of its part.
    """
    found = list(wordings)
    name_parts(found, {recommendation.reference: recommendation})
    return sorted(found, key=lambda one: (one.document.position, one.document_id, one.part_position))


def name_parts(wordings: Iterable[SourceWording], recommendations: Mapping[str, Recommendation]) -> None:
    """Set `part_label` of second wordings; `recommendations` are those that they may be of, by reference."""
    for one in wordings:
        if one.part_position and (recommendation := recommendations.get(one.reference)):
            one.part_label = recommendation.part_labels.get(one.part_position, "")


@dataclass(frozen=True)
class AlsoIn:
    """A second document with the words of a recommendation: in the same words, or its `differing` wordings."""

    document: SourceDocument
    repeated: str  # which of its words are the same, as a sentence without a full stop; "" if none
    differing: list[SourceWording]
    languages: list[str] = field(default_factory=list)  # names of other languages in which it has the words

    @property
    def says_more(self) -> bool:
        """Whether it has more than the words in another language."""
        return bool(self.repeated or self.differing)


def also_in(wordings: Iterable[SourceWording], recommendation: Recommendation) -> list[AlsoIn]:
    """Return the documents that repeat a recommendation, each once.

    What its own document says in another language is not repeated.
    """
    found = []
    for document, group in groupby(by_part(wordings, recommendation), key=lambda one: one.document):
        all_here = list(group)
        translated = in_other_languages(recommendation, all_here)
        languages = list(dict.fromkeys(NAMES[language_of(one)] for one in translated))
        here = [one for one in all_here if one not in translated]
        if not here and document == recommendation.document:
            continue
        same, differing = [one for one in here if not one.text], [one for one in here if one.text]
        parts = [one.part_label for one in same if one.part_position]
        if not same:
            repeated = ""
        elif not differing and len(parts) in (0, len(recommendation.line_parts)):
            repeated = "In the same words"
        elif parts:
            repeated = f"Part{'' if len(parts) == 1 else 's'} {get_text_list(parts, 'and')} in the same words"
        else:
            repeated = "Same opening words"
        found.append(AlsoIn(document, repeated, differing, languages))
    return found


def move_wordings(recommendation: Recommendation, moved: Mapping[int, int]) -> None:
    """Let the second wordings of parts follow them to new positions, which are given by their former ones."""
    wordings = SourceWording.objects.filter(reference=recommendation.reference, part_position__in=moved)
    found = list(wordings.order_by("part_position"))
    wordings.update(part_position=F("part_position") + LAST // 2)  # out of the way: no two may meet, even in between
    for one in found:
        one.part_position = moved[one.part_position]
        one.save()
