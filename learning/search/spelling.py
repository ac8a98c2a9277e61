"""Treats American and British spellings alike: "counseling" finds "counselling", and the other way round.

Both are mapped to one form before words are stemmed. The form need not be a correct spelling, only the same for both.
"""

import re
from functools import cache

# Words that the rules below do not cover.
WORDS = {
    "aging": "ageing",
    "center": "centre",
    "centered": "centred",
    "centers": "centres",
    "cozy": "cosy",
    "diaper": "nappy",
    "diapers": "nappies",
    "enroll": "enrol",
    "enrollment": "enrolment",
    "enrolls": "enrols",
    "fulfill": "fulfil",
    "fulfillment": "fulfilment",
    "gray": "grey",
    "installment": "instalment",
    "maneuver": "manoeuvre",
    "mold": "mould",
    "moldy": "mouldy",
    "mom": "mum",
    "mommy": "mummy",
    "moms": "mums",
    "pajamas": "pyjamas",
    "skeptic": "sceptic",
    "skeptical": "sceptical",
    "skepticism": "scepticism",
    "skillful": "skilful",
    "theater": "theatre",
    "willful": "wilful",
}
# Beginnings of words in which British English has an additional vowel or a second l.
ROOTS = re.compile(
    r"paed|haem|anaem|aemi|anaesth|gynaec|faec|caesar|aetiol|aesthet|archae|foet|oesoph|oestr|oedem|rrhoea|pnoea|coeli"
    r"|(?:behavi|neighb|col|lab|fav|hon|hum|rum|tum|vig|harb|flav|endeav|sav|od|parl|arm)our"
    r"|(?:counse|trave|labe|mode|cance|signa|leve|quarre|channe|tota|equa)ll(?=ed|ing|or|er)"
)
# Endings that differ in one letter.
ENDINGS = re.compile(
    r"(?<=[a-z]{2})(?P<s>[iy])z(?=(?:e|es|ed|er|ers|ing|ation|ations|ational|able)$)"
    r"|(?:(?<=defen)|(?<=offen)|(?<=preten)|(?<=licen)|(?<=practi))(?P<c>s)(?=e|es|ed|ing|er|ers|eless$)"
    r"|(?<=^program)(?P<m>me)(?=s?$)"
    r"|(?<=judg)(?P<j>e)(?=ment)|(?<=acknowledg)(?P<k>e)(?=ment)"
    r"|^(?P<e>e)(?=nquir)"
)


def one_spelling(plain: str) -> str:
    """Return the common form of both spellings of a word, which is in lower case and without accents."""
    if plain in WORDS:
        return WORDS[plain]
    return ENDINGS.sub(in_one_way, ROOTS.sub(lambda root: shorter(root[0]), plain))


@cache
def shorter(root: str) -> str:
    """Return a root in American spelling."""
    return root.replace("our", "or").replace("ll", "l").replace("ae", "e").replace("oe", "e")


def in_one_way(ending: re.Match) -> str:
    """Return an ending in British spelling, or without the letter that only one of the spellings has."""
    match ending.lastgroup:
        case "s":
            return f"{ending['s']}s"
        case "c":
            return "c"
        case "e":
            return "i"
    return ""


AS_AMERICAN = {british: american for american, british in WORDS.items()}
AMERICAN = re.compile(
    r"(?<=[a-z]{2}[iy])s(?=(?:e|es|ed|er|ers|ing|ation|ations|ational|able)$)|(?<=defen)c|(?<=offen)c|(?<=licen)c"
)


def american(plain: str) -> str:
    """Return a word in American spelling, for the dictionary."""
    if plain in AS_AMERICAN:
        return AS_AMERICAN[plain]
    shortened = ROOTS.sub(lambda root: shorter(root[0]), plain)
    return AMERICAN.sub(lambda letter: "z" if letter[0] == "s" else "s", shortened)
