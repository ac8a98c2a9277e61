"""Kept versions of documents: each has a short code, which opens the same version for good."""

import json
from base64 import b32encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from learning.rate_limits import RateLimit, count

from .models import Edition
from .outline import Outline, as_data
from .reader_view import sight_kept

KEEPING = RateLimit("keep a version", "Too many versions have been kept.", each=60, network=300, everybody=3_000)
SHORTEST = 8
NOT_OF_THE_WORDS = {"check", "check_address", "citation", "code", "code_address", "made_on"}


def keep(outline: Outline, request: HttpRequest) -> Edition:
    """Keep an outline that was made for a request, and return its version, which may exist already.

    The same words for the same sight have the same code: of what readers chose or typed only for a day, and each time
    counts, so that nobody learns whether and when another kept it. Raises TooManyRequests for one too many.
    """
    if outline.is_readers_choice:
        count(request, KEEPING)
        return edition_of(outline, request.user)
    return edition_of(outline, request.user, before_new=lambda: count(request, KEEPING))


def edition_of(
    outline: Outline, user, before_new: Callable[[], object] | None = None, owner: int | None = None
) -> Edition:
    """Return the edition in which an outline is kept that was made for a user, which may be a new one.

    One that is saved has an owner: it goes with their briefing, and what others took along under their codes stays.
    """
    data, sight = as_data(outline), sight_kept(user)
    apart = [f"on:{outline.made_on}"] if outline.is_readers_choice and owner is None else []
    apart += [f"of:{owner}"] if owner is not None else []
    digest = digest_of(data, (*sight, *apart))
    if same := Edition.objects.only("code").filter(digest=digest).first():
        return same
    if before_new:
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
        return {name: undated(value) for name, value in data.items() if name not in NOT_OF_THE_WORDS}
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


def with_changes(outline: Outline, since: list[str]) -> Outline:
    """Return an outline that says what happened to its sources since it was kept."""
    return replace(outline, remarks=(*outline.remarks, *since))
