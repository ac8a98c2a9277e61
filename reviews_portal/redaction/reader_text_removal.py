"""Show administrators readers' saved texts that contain the words of a redaction, and remove those they choose.

A text is always removed as a whole, so that nothing reveals which of its words was the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from learning.models import ErrorReport
from learning.search.index import move_on
from reviews_portal.audit.events import Event
from reviews_portal.audit.log import record
from reviews_portal.briefings.models import Briefing, Edition, LongExport

from . import matching
from .cleaning import clean_up
from .matching import Passages
from .models import Redaction, may_decide
from .occurrences import excerpt
from .reader_texts import Own, outline_with, plan_with

REMOVED = "Removed by an administrator."
AROUND = 250  # characters shown on either side of the words; some texts cannot be read anywhere else


@dataclass(frozen=True)
class ReadersText:
    """A reader's text that contains a passage, as shown to an administrator."""

    key: str  # identifies it in the form
    holder: str  # such as "the briefing “Neglect”"
    what: str  # such as "introduction"
    whose: str
    at: datetime
    address: str  # its page, or "" if only its writer can open it
    before: str
    found: str
    after: str
    more: int  # further occurrences in the text


@dataclass(frozen=True)
class Holder:
    """A holder of a reader's texts: a saved briefing with all its versions, a kept version, or a message."""

    record: Model
    what: str
    whose: str
    at: datetime
    address: str = ""

    @property
    def records(self) -> list[Model]:
        """The rows that hold its texts."""
        if isinstance(self.record, Briefing):
            return [self.record, self.record.edition, *self.record.earlier.all()]
        return [self.record]

    @property
    def key(self) -> str:
        return f"{self.record._meta.label_lower}:{self.record.pk}"

    def key_of(self, text: str) -> str:
        """Return the key of one of its texts, which depends on its exact words."""
        return f"{self.key}:{sha256(text.encode()).hexdigest()[:20]}"


def texts_in(rows: Iterable[Model]) -> dict[str, list[str]]:
    """Return each distinct reader's text in these rows, with the kinds of field that contain it."""
    found: dict[str, list[str]] = defaultdict(list)

    def own(what: str, text: str) -> str:
        if what not in found[text]:
            found[text].append(what)
        return text

    for row in rows:
        rewrite(row, own)
    return found


def rewrite(row: Model, own: Own) -> None:
    """Apply `own` to the reader's texts in a row, without saving it."""
    if isinstance(row, Edition):
        row.outline = outline_with(row.outline, own=own)
    elif isinstance(row, Briefing):
        row.name, row.plan = own("name", row.name), plan_with(row.plan, own)
    elif isinstance(row, ErrorReport):
        row.about, row.text = own("page or reference", row.about), own("text", row.text)
        row.phone = own("phone number", row.phone)


def holders() -> Iterator[Holder]:
    """Yield every stored holder of readers' texts."""
    for one in Briefing.objects.select_related("owner", "edition").prefetch_related("earlier").order_by("pk"):
        address = one.get_absolute_url() if one.is_shared else ""
        yield Holder(one, f"the briefing “{one.name}”", str(one.owner), one.saved_at, address)
    for edition in Edition.objects.filter(briefings=None, earlier_of=None).order_by("pk").iterator():
        what = f"the document with the code {edition.code}"
        yield Holder(edition, what, "unknown", edition.made_at, edition.get_absolute_url())
    for report in ErrorReport.objects.order_by("pk").iterator():
        address = reverse("admin:learning_errorreport_change", args=[report.pk])
        yield Holder(
            report, "a message sent with the contact form", report.reply_to or "unknown", report.received_at, address
        )


def texts_with(passages: Passages) -> list[ReadersText]:
    """Return every reader's saved text that contains a passage."""
    return [
        shown(holder, text, kinds, passages)
        for holder in holders()
        for text, kinds in texts_in(holder.records).items()
        if passages.stand_in(text)
    ]


def shown(holder: Holder, text: str, kinds: list[str], passages: Passages) -> ReadersText:
    """Return a text as it is shown to administrators."""
    holding = [(one, spans) for one in matching.texts_in(text) if (spans := passages.spans(one))]
    first, spans = holding[0]  # not always the text itself: words in JSON may be written with escapes
    before, found, after = excerpt(first, spans[0], AROUND)
    return ReadersText(
        key=holder.key_of(text),
        holder=holder.what,
        what=" and ".join(kinds),
        whose=holder.whose,
        at=holder.at,
        address=holder.address,
        before=before,
        found=found,
        after=after,
        more=sum(len(spans) for _, spans in holding) - 1,
    )


@transaction.atomic
def remove(redaction: Redaction, keys: Iterable[str], *, by) -> int:
    """Remove readers' texts that contain words of a redaction, by their keys, and return their number.

    Raises PermissionDenied unless `by` may decide on redactions, and ValidationError if nothing was chosen or if a
    text has changed or gone since it was shown. In either case nothing is removed.
    """
    if not may_decide(by):
        raise PermissionDenied("Only an administrator can remove readers’ own texts.")
    chosen, passages = set(keys), redaction.passages()
    if not chosen:
        raise ValidationError("Select the texts to remove.")
    removed = 0
    for holder in holders():
        if any(key.startswith(f"{holder.key}:") for key in chosen):
            removed += remove_from(holder, chosen, passages)
    if removed < len(chosen):
        raise ValidationError(
            "A text was changed or removed after you opened this page. Check the updated list, then select again."
        )
    record(Event.READERS_TEXT_REMOVED, by=by, detail=f"redaction {redaction.pk}, {removed} texts")
    move_on()
    transaction.on_commit(clean_up.enqueue)
    return removed


def remove_from(holder: Holder, chosen: set[str], passages: Passages) -> int:
    """Remove the chosen texts of one holder that contain a passage, and return their number."""
    locked = (type(row)._base_manager.select_for_update().filter(pk=row.pk).first() for row in holder.records)
    rows = [row for row in locked if row]  # its writer may have removed it in the meantime
    gone = {text for text in texts_in(rows) if holder.key_of(text) in chosen and passages.stand_in(text)}
    if gone:
        for row in rows:
            rewrite(row, lambda what, text: REMOVED if text in gone else text)
            row.save()
        LongExport.objects.filter(edition__in=[row.pk for row in rows if isinstance(row, Edition)]).delete()
    return len(gone)
