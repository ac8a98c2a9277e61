"""Whether a partnership's approval of the seven-minute briefing on a review still stands.

An approval has a digest of the references and words that the briefing quotes, of the partnership's own summaries, and
of the statements that these are based on. It stands as long as all of them are as they were approved.
"""

import json
from dataclasses import replace

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from reviews_portal.briefings.layouts import LAYOUTS, Layout, arranged
from reviews_portal.briefings.layouts.base import statements_in
from reviews_portal.briefings.outline import Outline
from reviews_portal.briefings.versions.check_codes import in_one_line, quotes_of

SEVEN_MINUTE = LAYOUTS["seven-minute"]


def as_approved(whole: Outline, layout: Layout) -> Outline:
    """Return an outline with a partnership's summaries only in the briefing that it approved, as it approved it."""
    if layout is SEVEN_MINUTE and stands(whole):
        return replace(whole, approval="")
    return without_summaries(whole)


def without_summaries(whole: Outline) -> Outline:
    """Return an outline without a partnership's summaries and approval."""
    return replace(whole, summaries=(), approved_by="", approval="")


def stands(whole: Outline) -> bool:
    """Return whether the approval of an outline's seven-minute briefing is of this briefing as it reads now."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS] if whole.approval else []
    return any(constant_time_compare(digest_of(whole, key), whole.approval) for key in keys)


def digest_of(whole: Outline, key: str | None = None) -> str:
    """Return the digest of the seven-minute briefing of an outline; `key` is the secret key, if not the current one.

    It is keyed because it stays after a redaction: nobody can use it to find the words that were redacted.
    """
    words = {item.reference: in_one_line(item.texts) for item in statements_in(whole)}
    cited = sorted({reference for one in whole.summaries for reference in one.references})
    contents = [
        [[quote.reference, quote.words] for quote in quotes_of(arranged(whole, SEVEN_MINUTE))],
        [[one.part, one.text, *one.references] for one in whole.summaries],
        [[reference, words.get(reference, "")] for reference in cited],
    ]
    text = json.dumps(contents, ensure_ascii=False)
    return salted_hmac("seven-minute briefing", text, secret=key, algorithm="sha256").hexdigest()
