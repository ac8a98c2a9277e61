"""The entries of a document's vocabulary as records of this portal, for one review."""

from typing import Any

from django.core.exceptions import ValidationError

from learning.models import Agency, GlossaryTerm, NamedAgency, OldSlug, Review
from learning.models.agency import check_says_nothing
from learning.public_names import free_slug as free_public_slug
from learning.public_names import public_agency
from learning.sight import sight_of
from learning.vocabulary.slugs import free_slug
from reviews_portal.interchange.schema.vocabulary import AgencyWord, Vocabulary

from .matching import KINDS, OPTIONS, Matched, label_of
from .saving import Saving
from .values import values_for

HOW_TO_MAP = (
    "Ask an administrator to import the file. An administrator of the server can instead say what each is called here "
    "(import_review --map {kind}:{slug}=SLUG)."
)
MISSING = "This portal does not have the {called} “{label}” (“{slug}”). Only an import by an administrator adds it."


def check_words(matched: Matched, *, by=None) -> None:
    """Raise ValidationError if the record for an entry is not clear, or `by` may not add those that are missing."""
    problems = [*matched.problems]
    unknown = [(name, word) for name, word in matched.missing if by is not None and not sight_of(by).everything]
    problems += [MISSING.format(called=KINDS[name][0], label=label_of(word), slug=word.slug) for name, word in unknown]
    if problems:
        name, word = unknown[0] if unknown else ("agencies", None)
        how = HOW_TO_MAP.format(kind=OPTIONS[name], slug=word.slug if word else "SLUG-IN-THE-FILE")
        raise ValidationError([*problems, how])


def add_missing(matched: Matched, saving: Saving) -> list[str]:
    """Add the missing entries, and return a line for each kind of entry that was added."""
    added: dict[str, list[str]] = {}
    for name, word in matched.missing:
        called, model = KINDS[name]
        values = values_for(model, word) | {"slug": free(model, word)}
        if isinstance(word, AgencyWord):
            values["kind"] = matched.records["agency_kinds", word.kind]
        matched.records[name, word.slug] = saving.save(model(**values), f"The {called} “{label_of(word)}”")
        added.setdefault(name, []).append(label_of(word))
    return [f"{counted(name, len(labels))}: {'; '.join(labels)}" for name, labels in added.items()]


def counted(name: str, number: int) -> str:
    """Return a number of entries of a kind, such as "2 themes"."""
    called, model = KINDS[name]
    return f"{number} {called if number == 1 else model._meta.verbose_name_plural}"


def free(model: Any, word: Any) -> str:
    """Return the slug of an entry if nothing here has or had it, otherwise one made from its name."""
    is_taken = model._base_manager.filter(slug=word.slug).exists()
    if not is_taken and model is not GlossaryTerm:
        is_taken = OldSlug.objects.filter(kind=model._meta.model_name, slug=word.slug).exists()
    return free_slug(model, label_of(word))[:60] if is_taken else word.slug


class Words:
    """Returns the records for the slugs in a document, for one review."""

    def __init__(self, vocabulary: Vocabulary, matched: Matched, review: Review, saving: Saving) -> None:
        self.matched, self.review, self.saving = matched, review, saving
        self.entries = {word.slug: word for word in vocabulary.agencies}
        self.agencies: dict[str, Agency] = {}

    def get(self, name: str, slugs: list[str]) -> list[Any]:
        """Return the records for these slugs, each once. For agencies, see `agency`."""
        if name == "agencies":
            return list(dict.fromkeys(map(self.agency, slugs)))
        return list(dict.fromkeys(self.matched.records[name, slug] for slug in slugs))

    def name_in_review(self, slugs: list[str]) -> None:
        """Record that the published document of the review names these agencies."""
        for agency in dict.fromkeys(self.matched.records["agencies", slug] for slug in slugs):
            self.saving.save(NamedAgency(review=self.review, agency=agency), f"The named agency “{agency}”")

    def agency(self, slug: str) -> Agency:
        """Return the agency for records of the review to refer to: itself or, if it needs one, its generic name.

        The rules of this portal decide whether the public may see its name.
        """
        if slug not in self.agencies:
            word = self.entries[slug]
            if word.is_generic:
                self.agencies[slug] = self.add_generic(word)
            else:
                self.agencies[slug] = public_agency(self.matched.records["agencies", slug], self.review)
        return self.agencies[slug]

    def add_generic(self, word: AgencyWord) -> Agency:
        """Return a new generic name, with an unknown agency behind it."""
        kind, code = self.matched.records["agency_kinds", word.kind], self.review.code
        name = f"Agency called “{word.name}” in {code}"[:200]
        behind = self.saving.save(Agency(name=name, slug=free_slug(Agency, f"agency-in-{code}"), kind=kind), name)
        slug = free(Agency, word)
        slug = slug if slug == word.slug else free_public_slug(word.name, self.review)
        values = values_for(Agency, word) | {"slug": slug, "kind": kind}
        made = Agency(**values, stands_for=behind, stands_for_in=self.review)
        check_says_nothing(made)
        return self.saving.save(made, f"The agency “{word.name}”")
