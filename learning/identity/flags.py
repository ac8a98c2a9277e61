"""The signs in the texts of a review, each once with all its places, and combinations of details."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Model, Q

from learning.hidden import in_shown_review
from learning.models import DocumentFile, IdentityWord, Review
from learning.published_texts import PublishedText, published_texts
from learning.sight import Audience, Status

from .kinds import ENOUGH, Detail, SignKind
from .signs import WORDS, Finder, Sign, finder_with

# Findings in a file, besides its text, that are always about a person.
ABOUT_PEOPLE = (
    "Author",
    "Last modified by",
    "Manager",
    "Comments",
    "People who commented",
    "Tracked changes",
    "Speaker notes",
    "Hidden slides",
)
ORGANISATION = re.compile(rf"\b(?:{WORDS['not_people']}|Safeguarding)\b")
MOST_EXAMPLES = 3  # of each kind of detail, from one document


@dataclass(frozen=True)
class FoundDetail:
    """One kind of detail in a combination, in one document, with some of the words."""

    detail: Detail
    document: str
    found: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """The words, each in quotation marks."""
        return ", ".join(f"“{words}”" for words in self.found)


@dataclass
class Flag:
    """A sign that could identify someone, with the texts that contain it or, for a combination, its details."""

    sign: Sign
    texts: list[PublishedText] = field(default_factory=list)
    details: list[FoundDetail] = field(default_factory=list)


def finder() -> Finder:
    """Return a finder that knows the words that administrators have added so far."""
    added = IdentityWord.objects.order_by("word_list", "pk").values_list("word_list", "word")
    return finder_with(tuple(added))


def flags_in(texts: Iterable[PublishedText], by: Finder) -> list[Flag]:
    """Return the signs in these texts, each once, in order. Texts that are hidden from readers are left out."""
    found: dict[tuple[SignKind, str], Flag] = {}
    for text, signs in shown([(text, signs_of(text, by)) for text in texts]):
        for sign in signs:
            found.setdefault(sign.same, Flag(sign)).texts.append(text)
    return list(found.values())


def signs_of(text: PublishedText, by: Finder) -> list[Sign]:
    """Return the signs in a text, each once, as first written."""
    found: dict[tuple[SignKind, str], Sign] = {}
    for words in filter(None, text.words):
        for sign in by.signs_in(words):
            found.setdefault(sign.same, sign)
    return list(found.values())


def shown[T](texts: Iterable[tuple[PublishedText, list[T]]]) -> Iterator[tuple[PublishedText, list[T]]]:
    """Yield the texts in which something was found, except those that are hidden from readers now."""
    found = [(text, what) for text, what in texts if what]
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for text, _ in found:
        if text.record.pk is not None:
            keys[type(text.record)].add(text.record.pk)
    hidden: set[tuple[type[Model], int]] = set()
    for model, own in keys.items():
        rows = model._default_manager.filter(pk__in=own)
        if hasattr(rows, "shown"):
            hidden |= {(model, key) for key in own - set(rows.shown().values_list("pk", flat=True))}
    yield from ((text, what) for text, what in found if (type(text.record), text.record.pk) not in hidden)


# --- What files contain besides their text ---------------------------------------------------------------------------


def flags_in_files(review: Review, by: Finder) -> list[Flag]:
    """Return names, comments and tracked changes in the original files of a review that nobody has checked yet."""
    files = DocumentFile.objects.shown().filter(document__review=review, checked_at=None, original__closed_at=None)
    found: dict[tuple[SignKind, str], Flag] = {}
    for held in files.select_related("document").defer("text"):
        where = f"the original file of “{held.document}”"
        for finding in held.findings:
            if is_about_a_person(finding, by):
                flag = found.setdefault(*keyed(Flag(Sign(SignKind.HIDDEN_CONTENT, finding))))
                flag.texts.append(PublishedText(where, (finding,), held, held.document))
    return list(found.values())


def keyed(flag: Flag) -> tuple[tuple[SignKind, str], Flag]:
    """Return a flag with its key: flags with the same key share one decision."""
    return flag.sign.same, flag


def is_about_a_person(finding: str, by: Finder) -> bool:
    """Return whether a finding in a file, besides its text, may name or describe a person."""
    what, _, words = finding.partition(": ")
    name, _, value = words.partition(": ") if what in ("Metadata", "Further properties") else ("", "", words)
    if by.ignored.fullmatch(value):
        return False
    if what in ABOUT_PEOPLE or re.search("author|creator", name, re.IGNORECASE):
        is_property = what not in ("Comments", "Tracked changes", "Speaker notes", "Hidden slides")
        return not (is_property and ORGANISATION.search(value))
    return any(by.signs_in(value))


# --- Combinations ----------------------------------------------------------------------------------------------------


def details_in(texts: Iterable[PublishedText], by: Finder, title: str = "") -> list[FoundDetail]:
    """Return the kinds of detail in these texts by document, with some words of each.

    `title`, the name of the review, stands for the document in texts that are from none.
    """
    found: dict[tuple[Detail, str], dict[str, None]] = defaultdict(dict)
    read = [(text, [one for words in text.words if words for one in by.details_in(words)]) for text in texts]
    for text, details in shown(read):
        for detail, words in details:
            found[detail, str(text.document or title)][words] = None
    return [FoundDetail(detail, name, tuple(words)[:MOST_EXAMPLES]) for (detail, name), words in found.items()]


def combination_of(details: Iterable[FoundDetail]) -> Flag | None:
    """Return the flag for a combination of details, or None if there are too few kinds of detail."""
    given = list(details)
    kinds = {one.detail for one in given}
    if len(kinds) < ENOUGH:
        return None
    order = list(Detail)
    given.sort(key=lambda one: (order.index(one.detail), one.document))
    return Flag(Sign(SignKind.COMBINATION, ", ".join(one.value for one in order if one in kinds)), details=given)


def details_of_case(review: Review, by: Finder) -> list[FoundDetail]:
    """Return the details in other reviews of the same person or family, each with its document."""
    return [
        one
        for other in on_same_case(review)
        for one in details_in(published_texts(other), by, f"{other.title} ({other.code})")
    ]


def on_same_case(review: Review) -> Iterator[Review]:
    """Yield the other reviews with the same pseudonym and partnership that every editor of a review may see.

    These are reviews that all its partnerships edit, and public ones that are published. What else a person may see
    makes no difference: a combination is the same for everyone who decides on it.
    """
    subject, own = review.subject.strip(), set(review.partnerships.values_list("pk", flat=True))
    if not (subject and own):
        return
    others = Review.objects.filter(in_shown_review(), subject__iexact=subject, partnerships__in=own)
    others = others.exclude(pk=review.pk).exclude(status=Status.WITHDRAWN)
    others = others.annotate(shared=Count("partnerships", filter=Q(partnerships__in=own), distinct=True))
    is_public = Q(status=Status.PUBLISHED, audience=Audience.PUBLIC)
    yield from others.filter(Q(shared=len(own)) | is_public).order_by("code")
