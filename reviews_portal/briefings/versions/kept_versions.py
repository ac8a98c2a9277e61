"""Kept versions of documents. Each has a short code that opens the same version permanently."""

import json
from base64 import b32encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from learning.rate_limits import RateLimit, count
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import Outline, as_data
from reviews_portal.briefings.reader_view import sight_kept

KEEPING = RateLimit(
    "keep a version", "Too many permanent links have been created.", each=60, network=300, everybody=3_000
)
SHORTEST = 8
NOT_OF_THE_WORDS = {"check", "check_address", "citation", "code", "code_address", "made_on"}


def keep(outline: Outline, request: HttpRequest) -> Edition:
    """Keep an outline that was made for a request, and return its edition, which may exist already.

    The same text for users with the same permissions gets the same code. If a reader chose or typed what is in it,
    that holds for one day only, and every request counts towards the limit, so that nobody can find out whether and
    when somebody else kept it. Raises TooManyRequests.
    """
    if outline.is_readers_choice:
        count(request, KEEPING)
        return edition_of(outline, request.user)
    return edition_of(outline, request.user, before_new=lambda: count(request, KEEPING))


def edition_of(
    outline: Outline, user, before_new: Callable[[], object] | None = None, owner: int | None = None
) -> Edition:
    """Return the edition of an outline that was made for a user; it is created if there is none.

    `before_new` is called before a new one is created. The edition of a saved briefing has an `owner`: it is deleted
    with their briefing, while editions that other readers keep have codes of their own.
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
    """Return the digest that identifies a version: its content without dates, and the permissions it was made for."""
    text = json.dumps([undated(data), sight], sort_keys=True, ensure_ascii=False)
    return salted_hmac("edition", text, algorithm="sha256").hexdigest()


def undated(data: Any) -> Any:
    """Return an outline's data without the dates on which it was made and read."""
    if isinstance(data, list):
        return [undated(one) for one in data]
    if isinstance(data, dict):
        return {name: undated(value) for name, value in data.items() if name not in NOT_OF_THE_WORDS}
    return data


def made(data: dict, digest: str, sight: tuple[str, ...]) -> Edition:
    """Return a new edition with the shortest code that is free."""
    letters = b32encode(bytes.fromhex(digest)).decode()
    for length in range(SHORTEST, 20, 2):
        try:
            with transaction.atomic():
                return Edition.objects.create(code=letters[:length], digest=digest, outline=data, sight=list(sight))
        except IntegrityError:  # the code exists or, from a simultaneous request, the digest
            if same := Edition.objects.filter(digest=digest).first():
                return same
    raise AssertionError("Two editions have the same digest.")


def with_changes(outline: Outline, since: list[str]) -> Outline:
    """Return an outline with remarks on the changes of its sources since it was kept."""
    return replace(outline, remarks=(*outline.remarks, *since))
