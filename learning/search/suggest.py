"""Suggests themes, abbreviations, agencies and reviews while a query is typed."""

from learning.models import SearchEntry
from learning.sight import tags_seen_by
from learning.utils.folding import fold

from .compounds import joined
from .engine import entries_with
from .index_sets import IndexSets, index_sets
from .query import MAX_LENGTH
from .ranking import holding
from .registry import SOURCES, kind_labels
from .tokenizer import Word, words_in

KINDS = ("theme", "term", "agency", "review")
MOST = 8
CANDIDATES = 40  # index entries of each kind whose names are compared with the typed letters


def suggestions(typed: str, user) -> list[dict[str, str]]:
    """Return kind, label and URL of records with a name in which some word begins with each typed word."""
    words = list(words_in(typed[:MAX_LENGTH]))
    if sum(len(word.plain) for word in words) < 2:
        return []
    sets = index_sets()
    found: list[dict[str, str]] = []
    for kind in KINDS:
        found += of_kind(kind, words, sets, user)
        if len(found) >= MOST:
            break
    return found[:MOST]


def of_kind(kind: str, words: list[Word], sets: IndexSets, user) -> list[dict[str, str]]:
    """Return the suggestions of one kind, those whose name begins with the typed text first."""
    # An unfinished word cannot be stemmed: "domesti" is no prefix of "domest". So fewer letters are looked up.
    last = words[-1].plain
    begun = "".join(letter for letter in last if letter.isascii() and letter.isalnum())
    begun = begun[: max(2, len(begun) - 3)]
    if not begun:
        return []
    hits = sets.remember((begun, "begun"), lambda: entries_with((begun,), in_title=True, begun=True))
    hits = hits & sets.seen_by(tags_seen_by(user)) & sets.tagged(f"kind:{kind}")
    for word in words[:-1]:
        hits = hits & holding(sets, (word.token,), in_title=True)
    keys = sets.in_order(hits, "reference", 0, CANDIDATES)
    records = SearchEntry.objects.filter(pk__in=keys).values_list("record", flat=True)
    source = SOURCES[kind]
    found = []
    for record in source.records(list(records), user):
        for name in source.names(record):
            begins = [word.plain for word in words_in(name)]
            begins += joined(fold(name))
            if any(one.startswith(last) for one in begins):
                rank = (not begins[0].startswith(words[0].plain), len(name))
                label = str(record) if name == source.names(record)[0] else f"{source.names(record)[0]} ({name})"
                if kind == "review":
                    label = record.title
                address = record.get_absolute_url()
                found.append((rank, {"kind": kind_labels()[kind], "label": label, "url": address}))
                break
    return [suggestion for _, suggestion in sorted(found, key=lambda one: (one[0], one[1]["label"]))]
