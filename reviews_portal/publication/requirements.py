"""What the kinds of a review require before it is published, and what was recorded about that.

Administrators maintain this with the kinds of review. A review of several kinds has the requirements of all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from django.utils.dateparse import parse_date
from django.utils.text import slugify

from learning.models import Review
from learning.models.review_kind import general_checks
from learning.utils.dates import written_out


class Sort(StrEnum):
    """What is asked for. The values are stored."""

    AGREEMENT = "agreement"
    NOTICE = "notice"
    CHECK = "check"


@dataclass(frozen=True)
class Requirement:
    """The agreement of a partner, notice to a body, or a check."""

    sort: Sort
    name: str  # a partner or a body is named as within a sentence: "the police"

    @property
    def key(self) -> str:
        """Its name in forms, the same for names that differ only in capitals or punctuation."""
        return f"{self.sort}_{slugify(self.name, allow_unicode=True).replace('-', '_')}"

    @property
    def title(self) -> str:
        """Its name with a capital letter."""
        return f"{self.name[:1].upper()}{self.name[1:]}"

    @property
    def possessive(self) -> str:
        """The name of a partner as in "The police’s agreement"."""
        return f"{self.title}’" if self.name.endswith("s") else f"{self.title}’s"


@dataclass(frozen=True)
class Item:
    """What is recorded on a requirement: the role of whoever agreed or checked, and when, or why it does not apply."""

    requirement: Requirement
    by: str = ""
    on: date | None = None
    reason: str = ""

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """Return the item that is stored in a decision."""
        requirement = Requirement(Sort(stored["sort"]), stored.get("name", ""))
        on = parse_date(stored.get("on", ""))  # None if it was redacted
        return cls(requirement, stored.get("by", ""), on, stored.get("reason", ""))

    @property
    def stored(self) -> dict[str, str]:
        """What is stored of it."""
        return {
            "sort": self.requirement.sort.value,
            "name": self.requirement.name,
            "by": self.by,
            "on": self.on.isoformat() if self.on else "",
            "reason": self.reason,
        }

    @property
    def is_empty(self) -> bool:
        return not (self.by or self.on or self.reason)

    @property
    def in_words(self) -> str:
        """What is recorded, as "Detective Superintendent, 3 March 2026"; "Missing" if nothing is."""
        if self.reason:
            return f"Does not apply: {self.reason}"
        return ", ".join(filter(None, [self.by, written_out(self.on) if self.on else ""])) or "Missing"

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is missing: the name of the field, and what to do."""
        asked, key = self.requirement, self.requirement.key
        match asked.sort:
            case Sort.AGREEMENT if not (self.by and self.on):
                field = f"{key}_on" if self.by else f"{key}_by"
                yield field, f"{asked.possessive} agreement is missing. Enter who agreed and when."
            case Sort.NOTICE if not self.on:
                yield f"{key}_on", f"Notice to {asked.name} is missing. Enter when they were notified."
            case Sort.CHECK if not (self.reason or (self.by and self.on)):
                field = f"{key}_on" if self.by else f"{key}_by"
                yield (
                    field,
                    f"“{asked.title}” is missing. Enter who checked it and when, or why it does not apply.",
                )


def requirements_of(review: Review) -> list[Requirement]:
    """Return the requirements of the kinds of a review: agreements, then notices, then checks, each once.

    A review without a kind has the general checks.
    """
    kinds = list(review.kinds.all())
    asked = [Requirement(Sort.AGREEMENT, name) for kind in kinds for name in kind.must_agree]
    asked += [Requirement(Sort.NOTICE, name) for kind in kinds for name in kind.must_be_notified]
    checks = [name for kind in kinds for name in kind.must_be_checked] if kinds else general_checks()
    asked += [Requirement(Sort.CHECK, name) for name in checks]
    return list({one.key: one for one in reversed(asked)}.values())[::-1]
