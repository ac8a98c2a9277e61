"""Advice on words about families. It never prevents anything from being saved."""

import re

ADVICE = {
    r"(?<!heart )(?<!organ )fail(?:ed|s|ures?|ing)?\b(?! to thrive)": (
        "“Failed” can sound like blame. Say what happened and what got in the way."
    ),
    r"hard[ -]to[ -]reach\b": "No family is “hard to reach”. Say which service did not reach it, and why.",
    r"(?:did not|didn[’']t|failed to) attend\b": (
        "For a child, write “was not brought”: children rely on adults to bring them."
    ),
}
PATTERNS = {re.compile(rf"\b{words}", re.IGNORECASE): advice for words, advice in ADVICE.items()}


def advice_on(text: str) -> list[str]:
    """Return the advice on a text, a sentence for each expression that it should not have."""
    return [advice for pattern, advice in PATTERNS.items() if pattern.search(text)]
