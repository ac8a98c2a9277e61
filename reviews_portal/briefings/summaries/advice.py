"""Advice on words about families. It never prevents anything from being saved."""

import re

ADVICE = {
    r"fail(?:ed|s|ure|ures|ing)?\b": "“Failed” blames. Say what happened, and what made it hard.",
    r"hard[ -]to[ -]reach\b": "No family is “hard to reach”. Say which service did not reach it, and why.",
    r"(?:did not|didn[’']t|failed to) attend\b": "Say “was not brought” of a child, who cannot come alone.",
}
PATTERNS = {re.compile(rf"\b{words}", re.IGNORECASE): advice for words, advice in ADVICE.items()}


def advice_on(text: str) -> list[str]:
    """Return the advice on a text, a sentence for each expression that it should not have."""
    return [advice for pattern, advice in PATTERNS.items() if pattern.search(text)]
