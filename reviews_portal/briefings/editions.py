"""Every export is kept as it was, under a short code: the very same version is found again, for who may read it."""

import json
from base64 import b32encode
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from learning.models import Review
from learning.sight import tags_seen_by
from recommendations.views.workspace import partnerships_seen

from .models import Edition
from .outline import Outline, Section, as_data, from_data, with_code
from .trimming import without

SHORTEST = 8
UNTITLED, PART = "Briefing", "What reviews say"
CONTENT_NOTE = "This is about harm to children."
NOT_FOR_YOU = "This version held something that you may not read now, or that is no longer published. It is left out."


def keep(outline: Outline, user, site: str) -> Outline:
    """Keep an outline, and return it with the code of its version: the same for the same words, whoever asks.

    `site` is the portal's address without a slash at its end.
    """
    data = as_data(outline)
    digest = digest_of(data, tags_seen_by(user))
    edition = Edition.objects.only("code").filter(digest=digest).first() or made(data, digest, tags_seen_by(user))
    return with_code(outline, edition.code, site + edition.get_absolute_url())


def digest_of(data: dict, sight: tuple[str, ...]) -> str:
    """Return what tells versions apart: all that is said in one, but not on which day, and for which sight."""
    said = {name: value for name, value in data.items() if name not in ("made_on", "code", "code_address")}
    text = json.dumps([said, sight], sort_keys=True, ensure_ascii=False)
    return salted_hmac("edition", text, algorithm="sha256").hexdigest()


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

    What is counted in it was counted for who made it, and is told to nobody who sees less. Where something is left
    out, so is what its trainer wrote, unless that is the user (`is_own`): it may be about just that.
    """
    if outline.workspace and not partnerships_seen(user).filter(slug=outline.workspace).exists():
        return None
    codes = {item.review for item in outline.items()} | {document.code for document in outline.documents}
    codes.discard("")  # figures are of no review
    seen = set(Review.objects.visible_to(user).filter(code__in=codes).values_list("code", flat=True))
    if codes and not seen:
        return None
    if not codes <= seen:
        outline = without(outline, lambda item: item.review in codes - seen)
        outline = replace(outline, content_note=CONTENT_NOTE, facts=(), remarks=(*outline.remarks, NOT_FOR_YOU))
        if outline.is_trainers and not is_own:
            outline = without_trainers_words(outline)
    if not set(sight) <= set(tags_seen_by(user)):
        outline = replace(outline, lead="")
    return outline


def without_trainers_words(outline: Outline) -> Outline:
    """Return an outline without what its trainer wrote."""

    def section(one: Section) -> Section:
        items = tuple(replace(item, note="") for item in one.items)
        return replace(one, heading=PART, items=items, sections=tuple(map(section, one.sections)))

    return replace(outline, title=UNTITLED, introduction="", sections=tuple(map(section, outline.sections)))


def with_changes(outline: Outline, since: list[str]) -> Outline:
    """Return an outline that says what happened to its sources since it was kept."""
    return replace(outline, remarks=(*outline.remarks, *since))
