"""Find what could identify someone in a text: dates, names, addresses, schools, numbers, and certain combinations.

This is advice for a person who reads the text, never proof that it identifies nobody. The known words are in
`signs.toml`, and administrators add others as `IdentityWord`.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from learning.utils.folding import fold

from .kinds import DETAIL_OF, Detail, SignKind, WordList

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
CAPITAL = r"[A-Z][\w’'-]+"

# --- Dates, numbers and contact details ------------------------------------------------------------------------------

DATE = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
BORN = re.compile(rf"\b(?:born|birth|birthday|DOB|D\.O\.B\.?)\b[^.;\n]{{0,40}}?({DATE})", re.IGNORECASE)
DEATH = r"\b(?:died|death|dead|killed|murdered|stillborn|passed away|took (?:his|her|their) own life)\b"
DIED = re.compile(rf"{DEATH}[^.;\n]{{0,60}}?({DATE})|({DATE})[^.;\n]{{0,60}}?{DEATH}", re.IGNORECASE)
DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
# As HM Revenue and Customs writes them; QQ stands in examples.
INSURANCE = re.compile(r"\b(?:[A-CEGHJ-PR-TW-Z]{2}|QQ) ?(?:\d{2} ?){3}[A-D]\b")
RECORDS = r"(?:crime|incident|case|police|custody|log)\s+(?:number|reference|ref)"
CASE = re.compile(rf"\b{RECORDS}\b[^.\n]{{0,12}}?(\d[\d/-]{{5,}}\d)", re.IGNORECASE)
# Outward and inward code, as Royal Mail's Postcode Address File writes them.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b")
ROADS = "Street|Road|Avenue|Lane|Close|Drive|Crescent|Gardens|Terrace|Grove|Court|Way|Place"
ADDRESS = re.compile(
    rf"\b\d{{1,4}}[a-z]?,?\s+(?:{CAPITAL}\s+){{1,3}}(?:{ROADS})\b|"
    rf"\bFlat \d{{1,3}}[A-Za-z]?,?\s+{CAPITAL}(?: {CAPITAL})?"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
PHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d\s?){9,10}(?!\d)")

# --- Names and other details whose words do not change ---------------------------------------------------------------

TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|PC|DC|DS|Sgt)\.?\s+{CAPITAL}(?:\s+{CAPITAL})?")
SCHOOLS = "School|Academy|Nursery|Pre-?school|College|Playgroup"
PRACTICES = "Surgery|Medical (?:Centre|Practice)|Health Centre|Ward"
HOMES = "House|Lodge|Manor|Hostel|Refuge|Care Home|Nursing Home|Children['’]s Home"
MULTIPLE = re.compile(r"\b(?:twins?|triplets?|quadruplets?)\b", re.IGNORECASE)
WORKS = r"(?: is| was| works?| worked| who works?|,)?(?: employed)?(?: as)?,? an? (?:\w+ )?"
HARMED = re.compile(r"\b(?:was|were|been|found|seen|with|by|from|died|shot|burns?)\b", re.IGNORECASE)
COURTS = (
    rf"\[\d{{4}}\] (?:EW|UK)[A-Z]{{2,4}}\b[^.]{{0,12}}|\b{CAPITAL} (?:Crown|Magistrates['’]?|Family|County) Court\b"
)
AGES = rf"(?:\d{{1,2}}|{WORDS['numbers']})"
AGE = rf"\b{AGES}[- ](?:day|week|month|year)s?[- ]old\b"

# --- Details that say little alone, but may identify someone together with others ------------------------------------

AGED = re.compile(rf"{AGE}|\baged {AGES}(?: (?:days|weeks|months))?\b(?! ?(?:to|and|or|-|–) ?\d)", re.IGNORECASE)
HAPPENED = r"\b(?:incident|assault(?:ed)?|attack(?:ed)?|collapsed|stabb(?:ed|ing)|injured|arrested)\b"
HAPPENED_ON = re.compile(rf"{HAPPENED}[^.;\n]{{0,40}}?({DATE})|({DATE})[^.;\n]{{0,40}}?{HAPPENED}", re.IGNORECASE)
FAMILY = re.compile(
    r"\b(?:only child|(?:eldest|oldest|youngest|middle|one) of (?:the )?"
    rf"{AGES} (?:children|siblings|brothers|sisters))\b",
    re.IGNORECASE,
)


class Sign(NamedTuple):
    """Something in a text that could identify someone."""

    kind: SignKind
    found: str

    def __str__(self) -> str:
        return f"This may contain {self.what}: “{self.found}”. Check that it does not identify anyone."

    @property
    def what(self) -> str:
        """What it may be, as named within a sentence."""
        return str(self.kind.label)

    @property
    def why(self) -> str:
        """Why it matters, in one sentence."""
        return WORDS["why"][self.kind.value]

    @property
    def same(self) -> tuple[SignKind, str]:
        """Its kind and its folded words. Signs with the same value share one decision, such as “twin” and “twins”."""
        words = " ".join(fold(self.found).casefold().split())
        return self.kind, words.removesuffix("s") if self.kind == SignKind.MULTIPLE_BIRTH else words

    @property
    def key(self) -> str:
        """An identifier for forms that does not reveal its words."""
        return sha256("\n".join(self.same).encode(errors="surrogatepass")).hexdigest()[:16]


class Finder:
    """Finds signs in texts, by the words supplied with the portal and those that administrators added."""

    def __init__(self, added: Iterable[tuple[str, str]] = ()) -> None:
        """`added` are the words that administrators added, each with its list."""
        self.added: dict[str, list[str]] = defaultdict(list)
        for name, word in added:
            self.added[name].append(word)

    def either(self, name: WordList) -> str:
        """Return a pattern that matches each word of a list."""
        known = WORDS.get(name.value, "")
        words = known if isinstance(known, list) else known.split() if name == WordList.FIRST_NAMES else [known]
        return "|".join(filter(None, [alternatives(self.added[name]), *words])) or r"(?!)"

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Names of people: a first name and a surname."""
        people = rf"{CAPITAL}(?!\s+(?:{WORDS['not_people']})\b)"
        return re.compile(rf"\b(?:{self.either(WordList.FIRST_NAMES)})\s+{people}")

    @cached_property
    def in_public(self) -> re.Pattern[str]:
        """The end of the words before the name of someone who acts in public."""
        return re.compile(rf"\b(?i:{self.either(WordList.IN_PUBLIC)})\W{{1,3}}(?:{CAPITAL}\W+){{0,3}}$")

    @cached_property
    def ignored(self) -> re.Pattern[str]:
        """Words that look like a sign, but are not."""
        return re.compile(rf"(?:The\s+)?(?:{self.either(WordList.NO_NAMES)})", re.IGNORECASE)

    @cached_property
    def small(self) -> str:
        """A pattern of a small place."""
        words = self.either(WordList.SMALL_PLACES)
        return (
            rf"\b(?:(?:{words})\s+of\s+{CAPITAL}|{CAPITAL}\s+(?:{words})\b|(?:{self.either(WordList.LOCAL_PLACES)})\b)"
        )

    @cached_property
    def origins(self) -> re.Pattern[str]:
        """Origins and faiths."""
        return re.compile(rf"\b(?:{self.either(WordList.ORIGINS)})\b")

    @cached_property
    def injuries(self) -> re.Pattern[str]:
        """Unusual injuries and weapons."""
        return re.compile(rf"\b(?:{self.either(WordList.INJURIES)})\b", re.IGNORECASE)

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], SignKind]]:
        """What a pattern finds: its group, or all of it."""
        own = rf"(?!(?:{WORDS['not_places']})\b){CAPITAL}"  # the beginning of the name of one place
        origins, press = rf"(?:{self.either(WordList.ORIGINS)})\b", self.either(WordList.PRESS)
        titles = "|".join(
            filter(None, [WORDS["press"].title(), alternatives(word.title() for word in self.added[WordList.PRESS])])
        )
        place = rf"\b(?:in|from|of|near)\s+(?!(?:{WORDS['no_small_places']})\b){CAPITAL}"
        found: list[tuple[str | re.Pattern[str], SignKind]] = [
            (BORN, SignKind.BIRTH_DATE),
            (DIED, SignKind.DEATH_DATE),
            (ADDRESS, SignKind.ADDRESS),
            (POSTCODE, SignKind.POSTCODE),
            (EMAIL, SignKind.EMAIL),
            (PHONE, SignKind.PHONE),
            (INSURANCE, SignKind.INSURANCE_NUMBER),
            (CASE, SignKind.CASE_NUMBER),
            (TITLED, SignKind.NAME),
            (rf"\b(?:St\.? )?{own}(?:\s+(?:{CAPITAL}|of|C of E)){{0,4}}?\s+(?:{SCHOOLS})\b", SignKind.SCHOOL),
            (rf"\b{own}(?:\s+{CAPITAL}){{0,3}}?\s+(?:{PRACTICES})\b|\bWard \d{{1,3}}\b", SignKind.PRACTICE),
            (rf"\b{own}(?:\s+{CAPITAL}){{0,2}}?\s+(?:{HOMES})\b", SignKind.HOME),
            (MULTIPLE, SignKind.MULTIPLE_BIRTH),
            (rf"\b{origins}[^.;\n]{{0,60}}?{place}|{place}[^.;\n]{{0,40}}?\b{origins}", SignKind.ORIGIN),
            (
                rf"(?i)\b(?:{WORDS['relatives']}){WORKS}(?:{self.either(WordList.JOBS)})\b",
                SignKind.JOB,
            ),
            (
                rf"(?:https?://|www\.)\S*(?:{press})\S*|\b[A-Z]\w+ (?:{titles})\b|{COURTS}",
                SignKind.PRESS,
            ),
            (rf"{AGE}[^.;\n]{{0,80}}?{self.small}|{self.small}[^.;\n]{{0,80}}?{AGE}", SignKind.AGE_AND_PLACE),
        ]
        return [(re.compile(pattern), kind) for pattern, kind in found]

    def signs_in(self, text: str) -> Iterator[Sign]:
        """Yield what could identify someone in a text, each finding once."""
        seen: set[str] = set()
        for kind, found in self.candidates(text):
            sign = Sign(kind, found.removesuffix("’s").removesuffix("'s"))
            if sign.found not in seen and not self.ignored.fullmatch(sign.found):
                seen.add(sign.found)
                yield sign

    def candidates(self, text: str) -> Iterator[Sign]:
        """Yield each candidate with its possible kind."""
        for match in DIGITS.finditer(text):
            if is_nhs_number(match[0]):
                yield Sign(SignKind.NHS_NUMBER, match[0])
        for pattern, kind in self.patterns:
            for match in pattern.finditer(text):
                yield Sign(kind, next(filter(None, match.groups()), match[0]))
        for match in self.named.finditer(text):
            if not self.in_public.search(text[: match.start()]):
                yield Sign(SignKind.NAME, match[0])
        if HARMED.search(text):
            for match in self.injuries.finditer(text):
                yield Sign(SignKind.INJURY, match[0])

    def details_in(self, text: str) -> Iterator[tuple[Detail, str]]:
        """Yield the details in a text that may identify someone in combination, each with its words."""
        for sign in self.signs_in(text):
            if sign.kind in DETAIL_OF:
                yield DETAIL_OF[sign.kind], sign.found
        more = (
            (AGED, Detail.AGE),
            (HAPPENED_ON, Detail.EVENT),
            (re.compile(self.small), Detail.PLACE),
            (FAMILY, Detail.FAMILY),
            (self.origins, Detail.ORIGIN),
        )
        for pattern, detail in more:
            for match in pattern.finditer(text):
                yield detail, next(filter(None, match.groups()), match[0])


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches each of these words, the longest first."""
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=4)
def finder_with(added: tuple[tuple[str, str], ...] = ()) -> Finder:
    """Return a finder that also knows these words added by administrators, each with its list."""
    return Finder(added)


def signs_in(text: str) -> Iterator[Sign]:
    """Yield what could identify someone in a text, by the words supplied with the portal only."""
    return finder_with().signs_in(text)


def is_nhs_number(text: str) -> bool:
    """Return whether ten digits are an NHS number: the last is a check digit, modulo 11 (NHS Data Dictionary)."""
    digits = [int(one) for one in text if one.isdigit()]
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return len(digits) == 10 and (0 if check == 11 else check) == digits[9]
