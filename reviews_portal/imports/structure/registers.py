"""Documents about several reviews: registers, and the chapters of annual reports."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reviews_portal.imports.blocks import Source
from reviews_portal.imports.chapters import Chapter
from reviews_portal.imports.details.document import complete, partnership_of
from reviews_portal.imports.details.partnerships import partnership_in
from reviews_portal.imports.details.review_kinds import kind_of
from reviews_portal.imports.details.subjects import subject_of
from reviews_portal.imports.draft import DraftReview

NAMES_REVIEW = re.compile(r"\breview\b[^:]*:", re.IGNORECASE)
LONGEST_NAME = 16  # words of a heading that names a review


def reviews_in(chapters: Sequence[Chapter], source: Source) -> list[tuple[Chapter, DraftReview]]:
    """Return the reviews that have chapters of their own in a source, such as a register; none if it is about one."""
    found = []
    for chapter in chapters:
        for heading in chapter.headings:
            kind, subject = kind_of(heading.text), subject_of([heading.text]) or after_colon(heading.text)
            if (kind or NAMES_REVIEW.search(heading.text)) and subject and len(heading.text.split()) <= LONGEST_NAME:
                below = [one for one in chapters if heads(chapter, one)]
                if any(one.type for one in below):
                    found.append((chapter, DraftReview(title=heading.text, type=kind, subject=subject)))
                break
    levels = {chapter.level for chapter, _ in found}
    subjects = {review.subject for _, review in found}
    if len(found) < 2 or len(levels) > 1 or len(subjects) < 2:
        return []
    for chapter, review in found:
        own = [block for one in chapters if one is chapter or heads(chapter, one) for block in one.blocks]
        complete(review, replace(source, blocks=(*chapter.headings, *own)), [review.title])
        named = partnership_in([review.title, *(one.text for one in own)])
        review.partnership_as_named = named or partnership_of(source)
    return found


def heads(chapter: Chapter, other: Chapter) -> bool:
    """Return whether this chapter has another one under it."""
    return other.above is not None and (other.above is chapter or heads(chapter, other.above))


def review_of(chapter: Chapter, reviews: Sequence[tuple[Chapter, DraftReview]]) -> int:
    """Return which of several reviews a chapter belongs to; the first one if it belongs to none."""
    for at, (own, _) in enumerate(reviews):
        if chapter is own or heads(own, chapter):
            return at
    return 0


def after_colon(text: str) -> str:
    """Return the text after the colon of a heading."""
    return text.partition(":")[2].strip()
