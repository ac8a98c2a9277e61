"""Write an invented corpus of case reviews, the same bytes for the same arguments.

    python bench/corpus.py --out DIR [--items 100000] [--reviews N] [--restricted 0.1] [--seed 1]

DIR gets reviews.jsonl and items.jsonl (one record a line, ordered by id), vocab.json (the vocabularies that they use)
and cases.json: the number of results that the public should find for a theme, in a search and with two facets.
`manage.py load_corpus DIR` loads it. The numbers are right for a database without other content; that for a theme also
for one with the portal's own reviews.

Everything is invented: no place, person or review is real. Of the standard generator only random() is used, because
Python promises that its sequence stays the same.
"""

import argparse
import json
import random
import re
import sys
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, count
from pathlib import Path

# The most frequent first; none of these is in the portal's own vocabulary.
THEMES = """Seeing the child alone; Sharing concerns early; Weighing risk; Knowing the family's past; Rough handling
of babies; Unmet need; Violence at home; Control by a partner; Alcohol in the home; Drug use by carers; Low mood after
birth; Hidden partners; Missed appointments; Meetings that lead to action; Recording decisions; Challenging colleagues;
Reflective supervision; Waiting lists; Moving between areas; Leaving hospital; Before the birth; Safe sleep advice;
Bruises and marks; Frequent injuries; Weight and feeding; Dental pain; Speech and language; Disability and dependence;
Autism and distress; Self-injury; Gangs and grooming; Harm online; Going missing; Absence from lessons; Learning at
home; Brothers and sisters; Grandparents as carers; Young carers; Fostering and respite; Returning home; Leaving care;
Adults who hoard; Care at home; Residential homes; Capacity and choice; Advocacy; Medicines at home; Money and
pressure; Fire at home; Crowded homes; Rent arrears and eviction; No recourse to funds; Faith and belief; Language and
interpreting; Racism and bias; Rural isolation; Bereavement; Worker turnover; Agency staff; Checks that changes last"""
AGENCIES = """Family help team; Neighbourhood police; Surgery and practice nurses; Community midwives; Infant nurses;
Hospital wards; Emergency unit; Mind and mood clinic; Primary schools; Secondary schools; Nurseries; Tenancy team;
Recovery service; Refuge and outreach; Court advisers; Ambulance crews; Pharmacies; Youth workers; Home care providers;
Care homes; Adult help team; Night duty desk; Speech therapists; Dentists; Benefits advisers; Fire safety officers"""
PLACES = "Vell Ostre Thorrin Quenn Ismer Yarl Dravel Korrin Plumen Zellan Ombre Fenwyr Ulder"
ENDINGS = "shaw thwaite holm garth combe bury wold haven marsh ridge"
# The portal's own kinds of item and types of review, with their relative frequencies.
KINDS = """learning-point 26; finding 22; recommendation 18; good-practice 12; question 9; area-to-strengthen 5;
key-theme 5; emerging-theme 3"""
REVIEW_TYPES = """local-child-safeguarding-practice-review 28; serious-case-review 24; safeguarding-adult-review 10;
rapid-review 10; child-practice-review 6; domestic-homicide-review 6; learning-review 4; multi-agency-audit 3; other 2;
single-unified-safeguarding-review 2; significant-case-review 2; case-management-review 2;
national-child-safeguarding-practice-review 1"""
YEARS = range(2010, 2027)
SUBJECTS = [f"{who} {letter}" for who in ("Child", "Baby", "Family", "Adult") for letter in "ABCDEFGHJKLMNPRSTW"]
COMMON, RARE = "written agreement", "carbon monoxide"  # these words occur nowhere else in the corpus

PHRASES = {
    "who": "the child; the toddler; the teenager; the mother; her partner; the father; the aunt; the older brother; "
    "the foster carer; the neighbour; the twins; the young adult",
    "sign": "a second black eye; a call at night; a sudden move; an empty fridge; weight loss; a torn lip; a locked "
    "bedroom; a late scan; days out of school; a quarrel on the doorstep; a burn; a changed story; a new lodger",
    "paper": "the chronology; the plan; the referral; the discharge letter; the visit record; the family tree; the "
    "school file; the risk form; the record of the meeting; the body map",
    "event": "a strategy meeting; a home visit; a case conference; a joint visit; supervision; a review of the plan; "
    "a handover; a planning meeting; a call between managers",
    "when": "that winter; over two years; in the month before the injury; during the first visits; at each transfer; "
    "after the case was closed; while the worker was on leave; around the birth; in the school holidays",
    "why": "because each service looked at its own part; as the parent spoke with confidence; because there was no "
    "agreement on who led; as nobody had time to read back; since the threshold was in dispute; because what was "
    "written down was hard to find; as the family moved; since hope was taken for change",
    "act": "ask; look again; check; speak up; listen; compare notes; wait less; call a colleague; name the worry",
    "result": "the pattern stayed out of sight; a small worry was never joined to the others; help reached the home "
    "in time; the household was known by name only; trust could grow; the danger was thought to have passed; nobody "
    "saw the bedroom; the plan became something that the family owned",
}
OPENINGS = {
    "learning-point": "{Sign} is a reason to {act} on the same day, whoever sees it first.; Where {theme} is in "
    "question, {paper} should say what life is like for {who}.; To hold {event} is not enough: {who} must be heard.",
    "finding": "{Agency} noticed {sign} {when}, but {paper} did not show it, {why}.; The review found little on "
    "{theme} in {paper}, {why}.; {Who} spoke of {sign} {when}, and {event} did not follow.",
    "recommendation": "{Agency} should test whether {theme} is covered in {event}, and report within six months.; The "
    "partnership should seek assurance that {paper} is read before {event}.; Leaders should make it plain to all how "
    "to {act} after {sign}.",
    "good-practice": "A worker went back after {sign} and took time to {act}, so that {result}.; {Agency} arranged "
    "{event} within a day of {sign}.; {Who} was offered a quiet place to talk {when}.",
    "question": "Who would {act} with you after {sign}?; How does your team hear from {who} when {theme} is a worry?; "
    "What would {paper} look like if {who} read it?",
    "area-to-strengthen": "How {theme} is spoken of in {event}.; The way in which {paper} reaches other services.",
    "key-theme": "{Theme}, seen from the side of {who}.; {Theme} and what gets in its way.",
    "emerging-theme": "{Theme} came up {when} more often than before.; New worries about {theme} after {sign}.",
}
FURTHER = """As a result, {result}. And {who} waited.; {Agency} could have been asked to {act}, {why}.; The panel was
told that {event} had been put off {when}.; Since then {paper} has been changed to ask about {theme}.; Staff
remembered {sign} {when}, yet it is not in {paper}.; With support, {who} could say what had helped.; Nobody was asked
to {act} about {sign}.; Learning on {theme} was shared with the teams, and {result}.; Plans were written {when} and
not looked at again.; An agreement to meet again was not kept {when}."""
COMMON_SENTENCE = "A written agreement was signed by {who} {when}, and no one checked it."
RARE_SENTENCE = "A carbon monoxide alarm was fitted after {sign}."
SUMMARY = "This review follows {who} and the services around the family {when}. It began with {sign}. The panel read \
{paper} and met {who}. Its main subject is {theme}. The partnership has accepted what it says."


def listed(text: str) -> list[str]:
    """Return the parts of a text separated by semicolons."""
    return [" ".join(part.split()) for part in text.split(";")]


def shares(text: str) -> tuple[list[str], list[float]]:
    """Return the words in a text such as "some 3; other 1", and the running totals of their weights."""
    pairs = [part.split() for part in listed(text)]
    return [word for word, _ in pairs], list(accumulate(float(share) for _, share in pairs))


def slug_of(name: str) -> str:
    """Return the slug of a name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


class Author:
    """Makes all random choices and writes the text, from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed).random  # noqa: S311 - nothing here is secret
        self.phrases = {name: listed(text) for name, text in PHRASES.items()}

    def one[T](self, choices: Sequence[T]) -> T:
        """Return one of the choices, with equal probability."""
        return choices[int(self.chance() * len(choices))]

    def weighted(self, sums: Sequence[float]) -> int:
        """Return a random index to a list of running totals of weights."""
        return bisect(sums, self.chance() * sums[-1])

    def some(self, sums: Sequence[float], number: int) -> list[int]:
        """Return this number of different random indexes to a list of running totals of weights."""
        found: dict[int, None] = {}
        while len(found) < number:
            found[self.weighted(sums)] = None
        return list(found)

    def write(self, sentence: str, theme: str, agency: str) -> str:
        """Return a sentence with its placeholders filled in."""
        gaps = {name: self.one(choices) for name, choices in self.phrases.items()}
        gaps |= {"theme": theme[0].lower() + theme[1:], "agency": f"the {agency[0].lower()}{agency[1:]}"}
        return sentence.format_map(gaps | {name.title(): gap[0].upper() + gap[1:] for name, gap in gaps.items()})


def sizes(author: Author, reviews: int, items: int) -> list[int]:
    """Return how many items each review has: at least one, unevenly distributed, and `items` in all."""
    sums = list(accumulate(0.3 + author.chance() ** 2 for _ in range(reviews)))
    ends = [round((items - reviews) * total / sums[-1]) for total in sums]
    return [1 + end - start for start, end in zip([0, *ends], ends, strict=False)]


def write_corpus(out: Path, *, items: int, reviews: int, restricted: float, seed: int) -> dict:
    """Write the four files to a folder, which is created if necessary, and return the content of cases.json."""
    author = Author(seed)
    themes, agencies = listed(THEMES), listed(AGENCIES)
    theme_slugs, agency_slugs = [slug_of(name) for name in themes], [slug_of(name) for name in agencies]
    partnerships = [f"{place}{ending}" for place in PLACES.split() for ending in ENDINGS.split()]
    theme_sums = list(accumulate(1 / (rank + 3) for rank in range(len(themes))))
    agency_sums = list(accumulate(1 / (rank + 4) for rank in range(len(agencies))))
    place_sums = list(accumulate(1 / (rank + 20) for rank in range(len(partnerships))))
    (kinds, kind_sums), (types, type_sums) = shares(KINDS), shares(REVIEW_TYPES)
    year_sums = list(accumulate(range(8, 8 + len(YEARS))))
    openings, further = {kind: listed(text) for kind, text in OPENINGS.items()}, listed(FURTHER)
    top, middle, third, second = theme_slugs[0], theme_slugs[len(themes) // 3], theme_slugs[2], agency_slugs[1]
    cases: dict[str, dict] = {
        "arguments": {"items": items, "reviews": reviews, "restricted": restricted, "seed": seed},
        "public": {"reviews": 0, "items": 0},
        "theme_top": {"theme": top, "items": 0},
        "theme_mid": {"theme": middle, "items": 0},
        "two_facets": {"theme": third, "agency": second, "items": 0},
        "search_common": {"q": COMMON, "items": 0},
        "search_rare": {"q": RARE, "items": 0},
    }

    def counted(item: dict) -> None:
        """Count an item in each case in which the public should find it."""
        words = set(re.findall("[a-z]+", item["text"].lower()))
        cases["public"]["items"] += 1
        cases["theme_top"]["items"] += top in item["themes"]
        cases["theme_mid"]["items"] += middle in item["themes"]
        cases["two_facets"]["items"] += third in item["themes"] and second in item["agencies"]
        cases["search_common"]["items"] += words.issuperset(COMMON.split())
        cases["search_rare"]["items"] += words.issuperset(RARE.split())

    def new_review(number: int) -> dict:
        year, place = YEARS[author.weighted(year_sums)], partnerships[author.weighted(place_sums)]
        code, kind = f"R{number:05d}", types[author.weighted(type_sums)]
        slug, title = f"{code.lower()}-{slug_of(place)}-{year}", f"{author.one(SUBJECTS)}, {place}, {year}"
        return {"id": number, "slug": slug, "title": title, "code": code, "type": kind} | {
            "partnership": place,
            "published": f"{year}-{1 + int(author.chance() * 12):02d}-{1 + int(author.chance() * 28):02d}",
            "year": year,
            "audience": "professionals" if author.chance() < restricted else "public",
            "summary": author.write(SUMMARY, themes[author.weighted(theme_sums)], agencies[0]),
        }

    def new_item(number: int, place: int, review: dict) -> dict:
        kind = kinds[author.weighted(kind_sums)]
        its_themes = author.some(theme_sums, author.one([1, 1, 2, 2, 3]))
        its_agencies = author.some(agency_sums, author.one([0, 1, 1, 1, 2, 2, 3]))
        then = author.some(range(1, len(further) + 1), author.one([0, 1, 2, 2, 3]))
        sentences = [author.one(openings[kind]), *(further[at] for at in then)]
        sentences += [COMMON_SENTENCE] * (author.chance() < 0.06) + [RARE_SENTENCE] * (author.chance() < 0.003)
        names = themes[its_themes[0]], agencies[its_agencies[0]] if its_agencies else "services"
        first = {"id": number, "ref": f"{review['code']}-{place:03d}", "review": review["id"], "seq": place}
        shared = {"kind": kind, "audience": review["audience"], "year": review["year"]}
        tags = {"themes": [theme_slugs[i] for i in its_themes], "agencies": [agency_slugs[i] for i in its_agencies]}
        return first | shared | tags | {"text": " ".join(author.write(sentence, *names) for sentence in sentences)}

    out.mkdir(parents=True, exist_ok=True)
    numbers = count(1)
    with (out / "reviews.jsonl").open("w") as to_reviews, (out / "items.jsonl").open("w") as to_items:
        for key, size in enumerate(sizes(author, reviews, items), 1):
            review = new_review(key)
            to_reviews.write(json.dumps(review) + "\n")
            cases["public"]["reviews"] += review["audience"] == "public"
            for place in range(1, size + 1):
                item = new_item(next(numbers), place, review)
                to_items.write(json.dumps(item) + "\n")
                if review["audience"] == "public":
                    counted(item)
    vocabulary = {
        "themes": list(zip(theme_slugs, themes, strict=True)),
        "agencies": list(zip(agency_slugs, agencies, strict=True)),
        "kinds": [(kind, kind.replace("-", " ").capitalize()) for kind in kinds],
        "types": [(kind, kind.replace("-", " ").capitalize()) for kind in types],
    } | {"audiences": ["public", "professionals"], "partnerships": partnerships, "years": list(YEARS)}
    for name, values in {"vocab.json": vocabulary, "cases.json": cases}.items():
        (out / name).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    return cases


def main() -> None:
    """Write the corpus for the command-line arguments, and print the expected numbers."""
    parser = argparse.ArgumentParser(description="Write an invented corpus of case reviews.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, help="unless told, one for 33 items")
    parser.add_argument("--restricted", type=float, default=0.1, help="the share of reviews for professionals only")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    reviews = asked.reviews or max(1, asked.items // 33)
    if not 1 <= reviews <= asked.items:
        parser.error("There must be at least one review, and an item for each.")
    cases = write_corpus(asked.out, items=asked.items, reviews=reviews, restricted=asked.restricted, seed=asked.seed)
    sys.stdout.write(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
