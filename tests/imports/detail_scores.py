"""Compare the details of the reviews that an import found with the right ones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from learning.utils.dates import Precision
from reviews_portal.imports.draft import Draft, DraftReview
from tests.imports.plain import plain

FIELDS = ("title", "type", "subject", "published", "partnership_as_named", "audience", "languages")
UNNAMED = {None, "", "other"}  # types of review that an import leaves empty


@dataclass
class DetailScore:
    """How many details of each kind equal the truth, and what differs.

    A title also counts if it `holds` the true one or is held by it, and if it has the `same words`, whatever the
    punctuation between its lines.
    """

    name: str
    total: int = 0
    right: Counter[str] = field(default_factory=Counter)
    differing: list[tuple[str, object, object]] = field(default_factory=list)  # field, truth, found


def score_details(draft: Draft, truth: dict, name: str = "") -> DetailScore:
    """Return how well the details of a draft agree with a truth, review by review in their order."""
    found = DetailScore(name or draft.file)
    for at, wanted in enumerate(truth.get("reviews", [])):
        review = draft.reviews[at] if at < len(draft.reviews) else DraftReview()
        found.total += 1
        data = review.model_dump(mode="json") | {"published": day_of(review)}
        for one in FIELDS:
            if comparable(one, data[one]) == comparable(one, wanted[one]):
                found.right[one] += 1
            else:
                found.differing.append((one, wanted[one], data[one]))
        found.right.update(nearly(data["title"], wanted["title"]))
    return found


def day_of(review: DraftReview) -> str | None:
    """Return the day of publication as the truths have it: none where a document names only a month or a year."""
    is_day = review.published and review.published_to is Precision.DAY
    return review.published.isoformat() if is_day else None


def comparable(name: str, value: object) -> object:
    """Return a detail without differences that do not count: white space, quote marks, dashes, capitals, order."""
    if isinstance(value, list):
        return sorted(value)
    if name == "type":
        return None if value in UNNAMED else value
    return re.sub("[\"'“”‘’]", "", plain(str(value or ""))).casefold()


def nearly(title: str, wanted: str) -> Iterator[str]:
    """Yield the weaker ways in which a title agrees with the right one."""
    own, true = (re.findall(r"\w+", str(comparable("title", one))) for one in (title, wanted))
    if own == true:
        yield "title, same words"
    if own and (holds(own, true) or holds(true, own)):
        yield "title, holds or held"


def holds(words: list[str], others: list[str]) -> bool:
    """Return whether words contain others next to each other, in order."""
    return f" {' '.join(others)} " in f" {' '.join(words)} "


def table_of_details(scores: Iterable[DetailScore], *, each: bool) -> str:
    """Return a table of the details that are right; with `each`, also what differs in each document."""
    lines, total, right = [], 0, Counter[str]()
    for one in scores:
        total += one.total
        right += one.right
        if each and one.differing:
            lines.append(one.name)
            for name, wanted, own in one.differing:
                lines += [f"   {name}: {wanted!r}", f"   {'found':>{len(name)}}: {own!r}"]
    names = ("title", "title, same words", "title, holds or held", *FIELDS[1:])
    return "\n".join([*lines, f"Details of {total} reviews:", *(f"{right[name]:4}  {name}" for name in names)])
