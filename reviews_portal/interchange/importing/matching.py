"""Match the entries of a document's vocabulary to records of this portal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from learning.models import Agency, AgencyKind, GlossaryTerm, Partnership, ReviewKind, Theme
from learning.models.old_slug import with_slug
from learning.vocabulary.similar import agencies_known, key_of
from reviews_portal.interchange.schema.vocabulary import AgencyWord, GlossaryTermWord, PartnershipWord, Vocabulary

# The kinds of entry: their names in a document, the word for one in messages, and the model.
KINDS: dict[str, tuple[str, type[Any]]] = {
    "review_kinds": ("kind of review", ReviewKind),
    "partnerships": ("partnership", Partnership),
    "themes": ("theme", Theme),
    "agency_kinds": ("kind of agency", AgencyKind),
    "agencies": ("agency", Agency),
    "glossary_terms": ("glossary term", GlossaryTerm),
}
# The kinds of entry in options of the command, by their names in a document.
OPTIONS = {name: called.replace(" ", "-") for name, (called, _) in KINDS.items()}
BODIES = ("partnerships", "agencies")  # a slug such as “mash” may be another body's in another place


@dataclass
class Matched:
    """The entries of a document: their records here, those that are missing, and those that are not clear."""

    records: dict[tuple[str, str], Any] = field(default_factory=dict)  # by kind and slug in the document
    mapped: list[str] = field(default_factory=list)  # sentences about those with another slug here
    missing: list[tuple[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def match(vocabulary: Vocabulary, mapping: Mapping[tuple[str, str], str], *, by=None) -> Matched:
    """Return the records of this portal for the entries of a document.

    An entry is found by its slug or, failing that, by its name or other names, if only one record has it. Agencies and
    partnerships must share a name as well, because another body in another place may have the same slug. `mapping`
    gives the slug here for some entries, by kind and slug in the document. Only agencies that `by` may be offered are
    found; without `by`, as for an administrator, all are.
    """
    found = Matched()
    for name, (called, model) in KINDS.items():
        candidates = records_of(model, by)
        names = Names(candidates if getattr(vocabulary, name) else ())
        for word in getattr(vocabulary, name):
            if isinstance(word, AgencyWord) and word.is_generic:
                continue  # one is made for the review
            problems = len(found.problems)
            if wanted := mapping.get((name, word.slug)):
                record = with_slug(candidates, wanted)
                if record is None:
                    found.problems.append(
                        f"“{word.slug}” cannot become “{wanted}”: this portal has no {called} with that slug."
                    )
            else:
                record = the_same(name, word, candidates, names, found)
            if record is not None:
                found.records[name, word.slug] = record
                if record.slug != word.slug:
                    theirs, ours = f"“{label_of(word)}” ({word.slug})", f"“{record}” ({record.slug})"
                    found.mapped.append(f"{called} {theirs} is {ours} here")
            elif len(found.problems) == problems:
                found.missing.append((name, word))
    return found


def records_of(model: type, by: Any) -> Any:
    """Return the records of a vocabulary in which an entry is looked up."""
    if model is Agency:
        return (
            agencies_known(by) if by is not None else Agency.objects.current().filter(stands_for=None)
        ).select_related("kind")
    if model is Theme:
        return Theme.objects.current()
    return model._default_manager.all()  # type: ignore[attr-defined]


class Names:
    """The records of a vocabulary by their names and other names, folded."""

    def __init__(self, records: Iterable[Any]) -> None:
        self.by_name: dict[str, dict[int, Any]] = defaultdict(dict)
        self.by_other: dict[str, dict[int, Any]] = defaultdict(dict)
        for record in records:
            self.by_name[name_of(record)][record.pk] = record
            for name in other_names(record):
                self.by_other[name][record.pk] = record

    def like(self, word: Any) -> list[Any]:
        """Return the records with the name of an entry. If none, one's name may be another name of the other.

        A shared other name is not enough: bodies in two places often share one.
        """
        found = self.by_name.get(name_of(word), {}) or {
            **self.by_other.get(name_of(word), {}),
            **{key: one for name in other_names(word) for key, one in self.by_name.get(name, {}).items()},
        }
        return list(found.values())


def name_of(word: Any) -> str:
    """Return the name of an entry or a record, folded. That of a glossary term includes its expansion."""
    if isinstance(word, GlossaryTerm | GlossaryTermWord):
        return f"{key_of(word.abbreviation)}: {key_of(word.expansion)}"
    return key_of(word.name)


def other_names(word: Any) -> list[str]:
    """Return the other names of an entry or a record, folded.

    Those of agencies and partnerships count only if they have several words: another body in another place may have
    the same abbreviation.
    """
    names = [*getattr(word, "aliases", []), *getattr(word, "former_names", [])]
    if isinstance(word, Agency | AgencyWord | Partnership | PartnershipWord):
        names = [one for one in names if len(one.split()) > 1]
    return [key for name in names if (key := key_of(name))]


def the_same(name: str, word: Any, candidates: Any, names: Names, found: Matched) -> Any:
    """Return the record for an entry, or None if there is none. If it is not clear, this is added to the problems."""
    called, _ = KINDS[name]
    at = with_slug(candidates, word.slug)
    if at is not None and means_the_same(word, at):
        return at
    alike = [one for one in names.like(word) if one != at]
    if len(alike) == 1:
        return alike[0]
    if len(alike) > 1:
        found.problems.append(
            f"Several records in this portal could be the {called} “{label_of(word)}” (“{word.slug}”): "
            f"{', '.join(f'“{one.slug}”' for one in alike)}."
        )
    elif at is not None and name in BODIES:
        found.problems.append(
            f"“{word.slug}” is the {called} “{label_of(word)}” in the file, but “{at}” in this portal."
        )
    return None


def means_the_same(word: Any, record: Any) -> bool:
    """Return whether a record with the slug of an entry means the same.

    A glossary term must have the same expansion if both state one. Agencies and partnerships must share a name.
    """
    if isinstance(word, GlossaryTermWord):
        return not (word.expansion and record.expansion) or key_of(word.expansion) == key_of(record.expansion)
    if isinstance(word, AgencyWord | PartnershipWord):
        return not {name_of(word), *other_names(word)}.isdisjoint({name_of(record), *other_names(record)})
    return True


def label_of(word: Any) -> str:
    """Return the name of an entry as people know it."""
    return word.abbreviation if isinstance(word, GlossaryTerm | GlossaryTermWord) else word.name
