"""Find the occurrences of passages: in every column of every table that can hold words, so that no model is missed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, CharField, Field, FileField, JSONField, Model, SlugField, TextField
from simple_history.models import HistoricalChanges

from learning.models import Review

from .matching import Passages, Span, is_plain, texts_in
from .reader_texts import READERS_COLUMNS, READERS_MODELS, is_outline, left_out, outline_with

TEXTUAL = (CharField, TextField, JSONField, FileField, BinaryField)
# Derived from other records and rebuilt with them, or deleted as a whole.
MADE_ANEW = {"briefings.LongExport", "briefings.LongExportPart", "learning.SearchEntry"}
# Tables that only the code writes and reads.
OF_THE_CODE = {
    "account.EmailConfirmation",
    "accounts.EarlierPassword",
    "audit.AuditEntry",
    "auth.Group",
    "auth.Permission",
    "contenttypes.ContentType",
    "learning.RateCount",
    "learning.SearchGeneration",
    "mfa.Authenticator",
    "socialaccount.SocialApp",
    "socialaccount.SocialToken",
}
NO_WORDS = {
    "accounts.User.password",
    "briefings.Briefing.key",
    "briefings.Edition.sight",
    "django_tasks_database.DBTaskResult.backend_name",
    "django_tasks_database.DBTaskResult.exception_class_path",
    "django_tasks_database.DBTaskResult.queue_name",
    "django_tasks_database.DBTaskResult.task_path",
    "django_tasks_database.DBTaskResult.worker_ids",
    "imports.ImportJob.content",  # deleted whole by each redaction
    "learning.DocumentFile.unsearched",
    "learning.OldSlug.kind",
    "outbox.OutboxMessage.message_id",
    "socialaccount.SocialAccount.provider",
    "socialaccount.SocialAccount.uid",
    "usersessions.UserSession.session_key",
}
# Names of columns that are cited, and never change.
REFERENCES = {"code", "digest", "exact_digest", "reference", "references"}
# Sign-in data, names and email addresses of users.
SIGN_IN = {
    "account.EmailAddress.email",
    "accounts.ApprovedDomain.domain",
    "accounts.User.email",
    "accounts.User.first_name",
    "accounts.User.last_name",
    "outbox.OutboxMessage.recipients",
    "outbox.OutboxMessage.sender",
    "people.Invitation.email",
    "socialaccount.SocialAccount.extra_data",
}
HELD = {"redaction.Redaction.passage"}  # stored until the decision
LARGE = {"learning.DocumentFile"}  # whose rows may hold megabytes of text
# Checked at start: a rename must not pass unnoticed.
NAMES = MADE_ANEW | OF_THE_CODE | NO_WORDS | SIGN_IN | HELD | LARGE
AROUND = 60  # characters shown on either side of a passage
BATCH = 2000


@dataclass(frozen=True)
class Cell:
    """One column of one row, with its value."""

    model: type[Model]
    key: Any
    column: Field
    value: Any

    def holds(self, passages: Passages) -> bool:
        """Return whether the cell contains a passage."""
        if isinstance(self.column, SlugField):
            return bool(self.spans(passages, self.value))
        return passages.stand_in(self.words)

    @property
    def words(self) -> Any:
        """The value without readers' own texts."""
        return outline_with(self.value, own=left_out) if is_outline(self.column) else self.value

    def spans(self, passages: Passages, text: str) -> list[Span]:
        """Return the positions of the passages in one of its texts. Slugs have no capitals, so case never matters."""
        return passages.spans(text, any_case=isinstance(self.column, SlugField))


@dataclass(frozen=True)
class Place:
    """A cell as shown to people: what it is, and the passage with the words around it."""

    what: str
    review: str
    before: str
    found: str
    after: str
    more: int  # further occurrences in the cell


@dataclass(frozen=True)
class File:
    """A file that is not searched: what it belongs to, its name, and the address at which to inspect it."""

    what: str
    name: str
    address: str


def fingerprint(cells: Iterable[Cell], unsearched: Iterable[int] = ()) -> str:
    """Return a short digest that identifies a set of cells, and of files that are not searched, in any order."""
    names = sorted(f"{cell.model._meta.label} {cell.key} {cell.column.attname}" for cell in cells)
    names += [f"file {key}" for key in sorted(unsearched)]
    return sha256("\n".join(names).encode()).hexdigest()[:16]


def models_with_words() -> list[type[Model]]:
    """Return each model whose table can hold people's words."""
    found = [one for one in apps.get_models(include_auto_created=True) if columns(one) and not one._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label)


@cache
def columns(model: type[Model]) -> tuple[Field, ...]:
    """Return the columns of a model that can hold people's words; a column with choices cannot."""
    label = (model._meta.concrete_model or model)._meta.label
    if label in MADE_ANEW | OF_THE_CODE | READERS_MODELS:
        return ()
    return tuple(
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTUAL)
        and not (field.choices or field.name in REFERENCES)
        and f"{label}.{field.name}" not in NO_WORDS | SIGN_IN | HELD | READERS_COLUMNS
    )


def cells_with(passages: Passages, model: type[Model], keys: Iterable[Any] | None = None) -> Iterator[Cell]:
    """Yield the cells of a model that contain a passage; only of the rows with these keys, if any are given."""
    rows = model._base_manager.order_by() if keys is None else model._base_manager.filter(pk__in=keys)
    is_large = model._meta.label in LARGE
    plain = [column for column in columns(model) if not (is_large or isinstance(column, BinaryField))]
    large = [column for column in columns(model) if is_large or isinstance(column, BinaryField)]
    for some, size in ((plain, BATCH), (large, 1)):
        if not some:
            continue
        names = [column.attname for column in some]
        for key, *values in rows.values_list("pk", *names).iterator(chunk_size=size):
            for column, value in zip(some, values, strict=True):
                if value and (cell := Cell(model, key, column, value)).holds(passages):
                    yield cell


def all_cells_with(passages: Passages) -> list[Cell]:
    """Return each cell of the whole database that contains a passage."""
    return [cell for model in models_with_words() for cell in cells_with(passages, model)]


@cache
def path_to_review(model: type[Model]) -> str:
    """Return the lookup from a model to the review that its rows belong to, or "" if they belong to none.

    A path whose relations cannot be null is preferred: not every response is quoted from a document, for example.
    """
    if model in (Review, Review.history.model):
        return "id"
    return shortest_path(model, may_be_null=False) or shortest_path(model, may_be_null=True)


def shortest_path(model: type[Model], *, may_be_null: bool) -> str:
    """Return the shortest lookup from a model to a review, or "". Nullable relations count only with `may_be_null`."""
    paths, seen = [(model, "")], {model}
    for current, path in paths:  # grows during the loop
        for field in current._meta.concrete_fields:
            target = field.related_model
            if target is None or target in seen or (field.null and not may_be_null):
                continue
            if target is Review:
                return f"{path}{field.attname}"
            seen.add(target)
            paths.append((target, f"{path}{field.name}__"))
    return ""


def review_of_each(cells: Iterable[Cell]) -> dict[tuple[type[Model], Any], int]:
    """Return the key of the review that each row belongs to, without rows that belong to none."""
    keys: dict[type[Model], set] = defaultdict(set)
    for cell in cells:
        keys[cell.model].add(cell.key)
    found: dict[tuple[type[Model], Any], int] = {}
    for model, some in keys.items():
        if path := path_to_review(model):
            rows = model._base_manager.filter(pk__in=some).values_list("pk", path)
            found |= {(model, key): review for key, review in rows if review}
    return found


def places_of(cells: list[Cell], passages: Passages, codes: dict[int, str]) -> list[tuple[Place, int]]:
    """Return the distinct places to show, each with its number of rows; records come before their history.

    `codes` are the codes of reviews by key.
    """
    reviews = review_of_each(cells)
    counted = Counter(
        place_of(cell, passages, codes.get(reviews.get((cell.model, cell.key), 0), ""))
        for cell in sorted(cells, key=lambda cell: issubclass(cell.model, HistoricalChanges))
    )
    return list(counted.items())


def place_of(cell: Cell, passages: Passages, review: str) -> Place:
    """Return the place to show for a cell."""
    text, spans = next((text, spans) for text in texts_in(cell.words) if (spans := cell.spans(passages, text)))
    before, found, after = excerpt(text, spans[0])
    return Place(
        what=f"{cell.model._meta.verbose_name}: {cell.column.verbose_name}",
        review=review,
        before=before,
        found=found,
        after=after,
        more=sum(len(cell.spans(passages, one)) for one in texts_in(cell.words)) - 1,
    )


def excerpt(text: str, span: Span, around: int = AROUND) -> tuple[str, str, str]:
    """Return a passage in a text, with the text around it."""
    start, end = max(0, span.start - around), span.end + around
    before = ("…" if start else "") + text[start : span.start]
    return before, text[span.start : span.end], text[span.end : end] + ("…" if end < len(text) else "")


def files_of(reviews: Iterable[int]) -> list[File]:
    """Return the files of these reviews that are not searched, because they are not plain text."""
    found = []
    for model in models_with_words():
        path = path_to_review(model)
        for column in columns(model):
            if path and isinstance(column, BinaryField):
                rows = model._base_manager.filter(**{f"{path}__in": list(reviews)})
                for record in rows.iterator(chunk_size=1):
                    if not is_plain(getattr(record, column.attname)):
                        address = getattr(record, "get_absolute_url", lambda: "")()
                        found.append(File(str(model._meta.verbose_name), str(record), address))
    return found
