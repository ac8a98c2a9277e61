"""Compare what an import made of a judged document with its truth.

python -m tests.imports.scoring [part of a document's name]      prints what differs
python -m tests.imports.scoring --details [part of a name]       prints which details of reviews differ
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reviews_portal.imports.draft import Draft, Statement, words_of
from tests.imports.detail_scores import score_details, table_of_details
from tests.imports.plain import plain

JUDGED = Path(__file__).parent / "judged"


@dataclass
class Score:
    """How many statements of each type were found with their type and words, and which words have no place."""

    name: str
    total: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missing: list[tuple[str, str, str]] = field(default_factory=list)  # type, words, what was found
    lost: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The share of statements that are right."""
        return self.right.total() / max(1, self.total.total())


def forms(statement: Statement) -> Iterator[str]:
    """Yield the words of a statement, alone and after the label that stands before its colon."""
    text = plain(statement.text)
    yield text
    if statement.label:
        for between in (": ", " - ", " ", "; "):
            yield f"{plain(statement.label)}{between}{text}"


def score(draft: Draft, truth: dict) -> Score:
    """Return how well a draft agrees with a truth. Each statement counts once."""
    found = Score(draft.file)
    held: dict[str, list[int]] = {}
    for at, one in enumerate(draft.statements):
        for text in set(forms(one)):
            held.setdefault(text, []).append(at)
    used: set[int] = set()
    for wanted in truth["statements"]:
        kind, text = wanted["type"], plain(wanted["text"])
        found.total[kind] += 1
        labelled = [f"{plain(wanted['label'])}: {text}"] if wanted.get("label") else []
        matches = [at for form in (text, *labelled) for at in held.get(form, []) if at not in used]
        kinds = {kind, *wanted.get("also", [])}
        best = next((at for at in matches if draft.statements[at].type in kinds), None)
        if best is not None:
            used.add(best)
            found.right[kind] += 1
        else:
            what = draft.statements[matches[0]].type if matches else nearest(text, draft.statements)
            found.missing.append((kind, text, str(what)))
    wanted_words = words_of([truth["words"]])
    held_words = draft.words()
    furniture = words_of([one.text for one in draft.not_placed])
    found.lost = wanted_words - held_words
    found.invented = held_words - wanted_words - furniture - words_of(truth.get("furniture", []) * 20)
    return found


def nearest(text: str, statements: Iterable[Statement]) -> str:
    """Return which statement holds these words, or the one that begins as they do."""
    for one in statements:
        whole = plain(one.text)
        if text in whole or (len(whole) > 20 and whole in text):
            return f"{one.type}: {whole[:100]}"
    return "nothing"


def truths() -> dict[str, dict]:
    """Return the truths of the judged documents by the names of their folders."""
    return {file.parent.name: json.loads(file.read_text()) for file in sorted(JUDGED.glob("*/truth.json"))}


def table(scores: Iterable[Score]) -> str:
    """Return a table of the scores, a line for each document, and the totals of each type."""
    lines, total, right = [], Counter[str](), Counter[str]()
    for one in scores:
        lost, invented = one.lost.total(), one.invented.total()
        lines.append(f"{one.share:7.1%} of {one.total.total():3}  lost {lost:3}  invented {invented:3}  {one.name}")
        total += one.total
        right += one.right
    kinds = [f"{kind} {right[kind]}/{number}" for kind, number in sorted(total.items())]
    return "\n".join([*lines, f"{right.total() / max(1, total.total()):7.1%} in all: {', '.join(kinds)}"])


def main() -> None:
    """Print the scores of the judged documents, and what is wrong in those that are named."""
    from reviews_portal.imports.readers import read_file
    from reviews_portal.imports.structure.document import draft_of

    parts = [part for part in sys.argv[1:] if part != "--details"]
    only_details = "--details" in sys.argv
    scores, details = [], []
    for name, truth in truths().items():
        if parts and not any(part in name for part in parts):
            continue
        file = JUDGED / name / truth["file"]
        draft = draft_of(read_file(file.read_bytes(), file.name))
        scores.append(score(draft, truth))
        scores[-1].name = name
        details.append(score_details(draft, truth, name))
        if parts and not only_details:
            show(draft, scores[-1], truth)
    if not only_details:
        print(table(scores))
    print(table_of_details(details, each=only_details))


def show(draft: Draft, found: Score, truth: dict) -> None:
    """Print what a draft says, and what is wrong with it."""
    for review in draft.reviews:
        print(review.model_dump_json())
    print(truth["reviews"])
    for at, one in enumerate(draft.statements):
        under = f"<{one.under}" if one.under is not None else ""
        place = f"{one.label or '':10.10} {under:5} {(one.heading or '')[-30:]!r:32}"
        print(f"{at:3} {one.type:18} {place} {one.text[:90]!r}")
    for one in draft.not_placed:
        print("   ", one.reason, repr(one.text[:100]))
    for kind, text, what in found.missing:
        print(f"MISSING {kind}: {text[:110]!r}\n   found {what[:130]!r}")
    print("LOST", dict(found.lost), "\nINVENTED", dict(found.invented))


if __name__ == "__main__":
    main()
