"""Every export is kept as it was, under a short code: the very same version is found again, for who may read it."""

import json
from base64 import b32encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from learning.models import Review
from learning.sight import tags_seen_by
from recommendations.duties import partnerships_watched
from recommendations.models import ResponseVersion

from .limits import count_new
from .models import Edition
from .outline import Item, Outline, Section, as_data, from_data, with_code
from .plans import DEFAULT_HEADING
from .quoting import mark_of, narrowest
from .trimming import without

SHORTEST = 8
OF_THE_DAY = {"citation", "code", "code_address", "made_on"}
UNTITLED = "Briefing"
CONTENT_NOTE = "This is about harm to children."
NOT_FOR_YOU = "This version held something that you may not read now, or that is no longer published. It is left out."


def keep(outline: Outline, request: HttpRequest) -> Outline:
    """Keep an outline that was made for a request, and return it with the code of its version.

    The same words for the same sight have the same code. Raises TooManyVersions, see `limits`.
    """
    edition = edition_of(outline, request.user, before_new=lambda: count_new(request))
    return with_code(outline, edition.code, request.build_absolute_uri(edition.get_absolute_url()))


def edition_of(outline: Outline, user, before_new: Callable[[], object] = bool) -> Edition:
    """Return the edition in which an outline is kept that was made for a user, which may be a new one."""
    data, sight = as_data(outline), tags_seen_by(user)
    digest = digest_of(data, sight)
    if same := Edition.objects.only("code").filter(digest=digest).first():
        return same
    before_new()
    return made(data, digest, sight)


def digest_of(data: dict, sight: tuple[str, ...]) -> str:
    """Return what tells versions apart: all that is said in one, but not on which day, and for which sight."""
    text = json.dumps([undated(data), sight], sort_keys=True, ensure_ascii=False)
    return salted_hmac("edition", text, algorithm="sha256").hexdigest()


def undated(data: Any) -> Any:
    """Return an outline's data without what is another on each day: when it was made, and when it was read."""
    if isinstance(data, list):
        return [undated(one) for one in data]
    if isinstance(data, dict):
        return {name: undated(value) for name, value in data.items() if name not in OF_THE_DAY}
    return data


def made(data: dict, digest: str, sight: tuple[str, ...]) -> Edition:
    """Return a new edition, with the shortest code that no other has."""
    letters = b32encode(bytes.fromhex(digest)).decode()
    for length in range(SHORTEST, 20, 2):
        try:
            with transaction.atomic():
                return Edition.objects.create(code=letters[:length], digest=digest, outline=data, sight=list(sight))
        except IntegrityError:  # the code is taken or, by somebody at the same moment, the digest
            if same := Edition.objects.filter(digest=digest).first():
                return same
    raise AssertionError("Two editions have the same digest.")


def as_read_by(edition: Edition, user, *, is_own: bool = False) -> Outline | None:
    """Return what a user may read of an edition now, see `as_seen_by`; None if that is nothing."""
    return as_seen_by(from_data(edition.outline), edition.sight, user, is_own=is_own)


def as_seen_by(outline: Outline, sight: list[str], user, *, is_own: bool = False) -> Outline | None:
    """Return what a user may read now of an outline that was made for this sight; None if that is nothing.

    It is marked for whom it is now. What is counted, named or said in it for who saw more is told to nobody who sees
    less. Where something is left out, so is what its trainer wrote, unless that is the user (`is_own`): it may be
    about just that. Its own trainer gets it also when nothing is left in it.
    """
    if outline.workspace and not partnerships_watched(user).filter(slug=outline.workspace).exists():
        return None
    codes = {item.review for item in outline.items()} | {document.code for document in outline.documents}
    codes.discard("")  # figures are of no review
    seen = {review.code: mark_of(review) for review in Review.objects.visible_to(user).filter(code__in=codes)}
    if codes and not seen and not is_own:
        return None
    withdrawn = withdrawn_versions(outline, user)
    left = without(outline, lambda item: item.review in codes - seen.keys() or not withdrawn.isdisjoint(item.versions))
    if len(left.items()) < len(outline.items()):
        left = replace(left, content_note=CONTENT_NOTE, facts=(), remarks=(*left.remarks, NOT_FOR_YOU))
        if outline.is_trainers and not is_own:
            left = without_trainers_words(left)
    if not (is_own or set(sight) <= set(tags_seen_by(user))):
        portal = "{0.scheme}://{0.netloc}/".format(urlsplit(outline.address))
        own = [one for one in left.remarks if one == NOT_FOR_YOU]
        left = replace(left, title=UNTITLED, lead="", address=portal, remarks=tuple(own))
    return marked_anew(left, seen)


def withdrawn_versions(outline: Outline, user) -> set[int]:
    """Return the versions of responses that it quotes and that are not published any more, or not for this user."""
    quoted = {key for item in outline.items() for key in item.versions}
    if not quoted:
        return set()
    return quoted - set(ResponseVersion.objects.visible_to(user).filter(pk__in=quoted).values_list("pk", flat=True))


def marked_anew(outline: Outline, marks: dict[str, str]) -> Outline:
    """Return an outline whose items say for whom they are now, by the marks of their reviews' codes."""

    def item(one: Item) -> Item:
        return replace(one, audience=marks.get(one.review, one.audience), under=tuple(map(item, one.under)))

    def section(one: Section) -> Section:
        return replace(one, items=tuple(map(item, one.items)), sections=tuple(map(section, one.sections)))

    made = replace(outline, sections=tuple(map(section, outline.sections)))
    # Facts and the title are of the review of the documents, of which a layout may show no item.
    of_documents = [marks[document.code] for document in made.documents if document.code in marks]
    return replace(made, audience=narrowest([*of_documents, *(one.audience for one in made.items())]))


def without_trainers_words(outline: Outline) -> Outline:
    """Return an outline without what its trainer wrote."""

    def section(one: Section) -> Section:
        items = tuple(replace(item, note="") for item in one.items)
        return replace(one, heading=DEFAULT_HEADING, items=items, sections=tuple(map(section, one.sections)))

    return replace(outline, title=UNTITLED, introduction="", sections=tuple(map(section, outline.sections)))


def with_changes(outline: Outline, since: list[str]) -> Outline:
    """Return an outline that says what happened to its sources since it was kept."""
    return replace(outline, remarks=(*outline.remarks, *since))
