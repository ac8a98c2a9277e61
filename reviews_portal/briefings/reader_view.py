"""A kept version as a reader may see it now: it may have been made for somebody who sees more, or long ago."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Model

from learning.models import Agency, AgencyKind, Review, Theme
from learning.models.old_slug import with_slug
from learning.sight import sight_of, tags_seen_by
from recommendations.models import Recommendation, ResponseVersion
from recommendations.workspace_permissions import partnerships_watched

from .glossary import with_terms
from .hidden_items import Predicate, hidden_among
from .layouts.seven_minute import BASED_ON, SUMMARY
from .models import BriefingApproval, Edition, PartnershipSummary
from .outline import Item, Outline, Section, from_data
from .plans import DEFAULT_HEADING
from .quoting.quoter import narrowest
from .trimming import without

EVERYTHING = "everything"
UNTITLED = "Briefing"
TAKEN_BACK = "The partnership has changed or withdrawn its own words or its approval since this version was kept."
CONTENT_NOTE = "This is about serious harm to children or adults."
NOT_FOR_YOU = "Part of this version is left out: it is no longer published, or you do not have permission to see it."

# Lookups of the record that a title names (see `Outline.subject`), limited to those that the user may see. A slug may
# have changed since.
SUBJECTS: dict[str, Callable[[Any, str], Model | None]] = {
    "agency": lambda user, key: with_slug(Agency.objects.visible_to(user), key),
    "partnership": lambda user, key: with_slug(partnerships_watched(user), key),
    "recommendation": lambda user, key: Recommendation.objects.visible_to(user).filter(reference=key).first(),
    "review": lambda user, key: Review.objects.visible_to(user).filter(code=key).first(),
    "work-in": lambda user, key: with_slug(AgencyKind.objects.all(), key),
    "theme": lambda user, key: with_slug(Theme.objects.all(), key),
}


def sight_kept(user) -> tuple[str, ...]:
    """Return the part of a user's permissions that is stored with a version made for them."""
    return (*tags_seen_by(user), *(f"edits:{key}" for key in sorted(sight_of(user).edited_partnerships)))


def covers(sight: list[str], user) -> bool:
    """Return whether a user may see at least what these stored permissions allowed."""
    own = sight_kept(user)
    return EVERYTHING in own or set(sight) <= set(own)


def may_know(user, subject: str) -> bool:
    """Return whether a user may know of the record that a title names; the title of a list names none."""
    what, _, key = subject.partition("/")
    return what in SUBJECTS and SUBJECTS[what](user, key) is not None


def is_of_their_workspace(outline: Outline, sight: list[str], user) -> bool:
    """Return whether a user may read the workspace of the partnership in which an outline was made.

    Its slug may belong to another partnership by now. The stored permissions tell: whoever made the outline belonged
    to the same partnership, or could see everything.
    """
    found = SUBJECTS["partnership"](user, outline.workspace)
    return found is not None and (EVERYTHING in sight or f"seen-by:{found.pk}" in sight)


def as_read_by(edition: Edition, user, *, is_own: bool = False) -> Outline | None:
    """Return what a user may now read of an edition, or None if that is nothing; see `as_seen_by`."""
    return as_seen_by(from_data(edition.outline), edition.sight, user, is_own=is_own)


def as_seen_by(outline: Outline, sight: list[str], user, *, is_own: bool = False) -> Outline | None:
    """Return what a user may now read of an outline that was made with these permissions, or None if nothing.

    Its audience marks are the current ones. Counts, names and remarks that were made for somebody who sees more are
    left out for readers who see less. If the user may not read some of its sources, the trainer's own words are left
    out as well, because they may be about these, unless the user is the trainer (`is_own`). The trainer gets an
    outline even if nothing is left in it.
    """
    if outline.workspace and not is_of_their_workspace(outline, sight, user):
        return None
    codes = codes_in(outline)
    seen = {review.code: review.mark for review in Review.objects.visible_to(user).filter(code__in=codes)}
    if codes and not seen and not is_own:
        return None
    hidden, withdrawn = codes - seen.keys(), withdrawn_versions(outline, user)
    left = without(outline, lambda item: item.review in hidden or not withdrawn.isdisjoint(item.versions))
    if is_hidden := hidden_among(codes):
        left = without_hidden(left, is_hidden)
    is_less = bool(hidden) or len(left.items()) < len(outline.items())
    if is_less:  # what the portal wrote may name what is gone
        sections = tuple(map(without_notes, left.sections))
        left = replace(left, content_note=CONTENT_NOTE, facts=(), remarks=(NOT_FOR_YOU,), sections=sections)
    if left.abbreviations:
        left = with_terms(left, seen)
    if left.approved_by:
        left = if_approved_still(left)
    is_named = not outline.subject or may_know(user, outline.subject)
    if not is_own and (is_less or not is_named or not (covers(sight, user) or outline.workspace)):
        left = impersonal(left, user, is_less=is_less)
    return with_current_marks(left, seen)


def without_hidden(outline: Outline, is_hidden: Predicate) -> Outline:
    """Return an outline without what is hidden, and without an approval that was given to it."""
    left = without(outline, is_hidden)
    if left.approved_by and len(left.items()) < len(outline.items()):
        left = replace(left, approved_by="", called=SUMMARY, remarks=tuple(kept_remarks(left)))
    return left


def without_notes(section: Section) -> Section:
    """Return a section and its subsections without the portal's notes."""
    return replace(section, note="", sections=tuple(map(without_notes, section.sections)))


def if_approved_still(outline: Outline) -> Outline:
    """Return a kept seven-minute briefing without a partnership's own words and approval if it has taken them back.

    Quotations stay as they were when they were kept; words that nobody published stay only while they are approved.
    """
    own = [item.text for item in outline.items() if item.look == "summary"]
    codes = {item.review for item in outline.items()} or set(outline.reviews)
    approved = BriefingApproval.objects.filter(review__code__in=codes, partnership__name=outline.approved_by)
    saved = PartnershipSummary.objects.filter(review__code__in=codes, text__in=own).values_list("text", flat=True)
    if approved.exists() and set(own) <= set(saved):
        return outline
    left = without(outline, lambda item: item.look == "summary")
    return replace(left, approved_by="", called=SUMMARY, remarks=(*kept_remarks(left), TAKEN_BACK))


def kept_remarks(outline: Outline) -> Iterable[str]:
    """Return the remarks of an outline without those on what a partnership's own words are based on."""
    return (sentence for sentence in outline.remarks if BASED_ON not in sentence)


def has_lost(outline: Outline) -> bool:
    """Return whether something was left out of an outline for its reader."""
    return NOT_FOR_YOU in outline.remarks


def codes_in(outline: Outline) -> set[str]:
    """Return the codes of the reviews that an outline was made from, including those that it does not show."""
    quoted = {item.review for item in outline.items()} | {document.code for document in outline.documents}
    return (quoted | set(outline.reviews)) - {""}  # the figures of a report have no review


def withdrawn_versions(outline: Outline, user) -> set[int]:
    """Return the quoted response versions that are no longer published, or not visible to this user."""
    quoted = {key for item in outline.items() for key in item.versions}
    if not quoted:
        return set()
    return quoted - set(ResponseVersion.objects.visible_to(user).filter(pk__in=quoted).values_list("pk", flat=True))


def impersonal(outline: Outline, user, *, is_less: bool) -> Outline:
    """Return an outline without what depends on the person it was made for: counts, names, remarks, trainer's words.

    The trainer's words stay if the reader may read everything that they can be about (not `is_less`).
    """
    remarks = (NOT_FOR_YOU,) if is_less else ()
    if outline.is_trainers and not is_less:
        return replace(outline, remarks=remarks)
    sections = tuple(filter(None, map(bare, outline.sections)))
    left = replace(outline, lead="", introduction="", remarks=remarks, sections=sections)
    if not outline.is_trainers and may_know(user, outline.subject):
        return replace(left, address=left.address.partition("?")[0])  # its filters may name hidden records
    return replace(left, title=UNTITLED, subject="", address="{0.scheme}://{0.netloc}/".format(urlsplit(left.address)))


def bare(section: Section) -> Section | None:
    """Return a section with only quotations and room to write, without a trainer's heading; None if it is empty."""
    inner = tuple(filter(None, map(bare, section.sections)))
    if not (section.items or inner or section.lines or section.fields):
        return None
    items = tuple(replace(item, note="") for item in section.items)
    heading = DEFAULT_HEADING if section.is_trainers else section.heading
    return replace(section, heading=heading, is_trainers=False, note="", items=items, sections=inner)


def with_current_marks(outline: Outline, marks: dict[str, str]) -> Outline:
    """Return an outline with the current audience marks, given by the codes of reviews."""

    def item(one: Item) -> Item:
        return replace(one, audience=marks.get(one.review, one.audience), under=tuple(map(item, one.under)))

    def section(one: Section) -> Section:
        return replace(one, items=tuple(map(item, one.items)), sections=tuple(map(section, one.sections)))

    made = replace(outline, sections=tuple(map(section, outline.sections)))
    reviews = tuple(code for code in outline.reviews if code in marks)
    found = [*(marks[code] for code in codes_in(made) if code in marks), *(one.audience for one in made.items())]
    return replace(made, reviews=reviews, audience=narrowest(found))
