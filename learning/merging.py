"""Merge two themes, or two agencies, that turn out to be one. What is in use is merged, never deleted.

Tags and memberships move. Requests and responses stay as they are, because others have signed them: they are shown
under the name of the agency that stands for both (see `Mergeable`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from .models import Agency, Review, Status, Theme
from .models.named_agency import needs_generic_name
from .search import index
from .vocabulary.agency_links import check_names_of_review, is_linked, reviews_linked

# Models whose rows stay with a merged record, and further checks before a merge, which raise ValidationError. Other
# apps add theirs in `ready()`.
STAYING = {"learning.Agency", "learning.Theme"}
CHECKS: list[Callable[[Any, Any], None]] = []
FOLLOWING = {"succeeded_by", "stands_for"}  # relations of agencies whose rows move nevertheless
JOINED = "Merged into"  # how the reason in the history of a merged record begins
LONGEST_REASON = 100  # characters of a reason in the history


@dataclass(frozen=True)
class Moved:
    """How many records of one kind move, or stay and are shown under the other name."""

    what: str
    number: int
    stays: bool = False


def uses_to_move(record: Theme | Agency) -> list[Moved]:
    """Return what a merge of this record would move or keep, for the page that asks for confirmation."""
    tags = [
        Moved(str(owner._meta.verbose_name_plural), rows.count())
        for owner, rows, _, _ in tags_of(record)
        if owner is not type(record)
    ]
    links = [
        Moved(str(relation.related_model._meta.verbose_name_plural), rows.count(), stays(relation))
        for relation, rows in links_to(record)
        if relation.related_model is not type(record)
    ]
    return [one for one in (*tags, *links) if one.number]


def check_merge(record: Theme | Agency, into: Theme | Agency) -> None:
    """Raise ValidationError if a record cannot be merged into another."""
    if record.pk == into.pk:
        raise ValidationError(
            f"Choose a different {record._meta.verbose_name}. “{record}” cannot be merged into itself."
        )
    for one in (record, into):
        if one.merged_into_id:
            raise ValidationError(f"“{one}” has already been merged into “{one.merged_into}”.")
    if isinstance(into, Agency) and record.pk in {one.pk for one in successors(into)}:
        raise ValidationError(
            f"“{record}” took over from “{into}”. Merge “{into}” into “{record}” instead, or clear "
            f"“succeeded by” on “{into}” first."
        )
    if isinstance(record, Agency) and isinstance(into, Agency):
        check_stand_ins(record, into)
        check_may_be_named(record, into)
        check_successors(record, into)
    for check in CHECKS:
        check(record, into)


def check_stand_ins(record: Agency, into: Agency) -> None:
    """Raise ValidationError for a stand-in, or if a review names one of two agencies and has a stand-in for the other.

    Stand-ins of both in one review are merged with them, so they are checked in the same way.
    """
    for one in (record, into):
        if one.stands_for_id:
            raise ValidationError(
                f"“{one}” is the public name of an agency in one review, and cannot be merged. Open “Public name in a "
                "review” on the agency’s page, or merge the agency that it stands for."
            )
    for one, other in ((record, into), (into, record)):
        for stand_in in one.stand_ins.filter(merged_into=None).select_related("stands_for_in"):
            review: Any = stand_in.stands_for_in
            if is_linked(other, review):
                raise ValidationError(
                    f"{review.code} names “{other}”, but “{one}” has the public name “{stand_in}” there. Give both a "
                    "generic name in this review, or neither."
                )
    for theirs, ours in stand_ins_to_join(record, into):
        for check in CHECKS:
            check(theirs, ours)


def check_may_be_named(record: Agency, into: Agency) -> None:
    """Raise ValidationError if a review that names an agency would then show the name of one that it may not name."""
    for review in reviews_linked(record):
        if needs_generic_name(into, review) and not review.named_agencies.filter(agency=record).exists():
            raise ValidationError(
                f"{review.code} names “{record}”, but the public must not see the name of “{into}” there unless the "
                f"published document names it. Open “Public name in a review” on the page of “{record}”, and give it "
                "a generic name in this review, or record that the document names it."
            )


def stand_ins_to_join(record: Agency, into: Agency) -> list[tuple[Agency, Agency]]:
    """Return the stand-ins of two agencies in the same reviews, in pairs."""
    held = {one.stands_for_in_id: one for one in into.stand_ins.filter(merged_into=None)}
    theirs = record.stand_ins.filter(merged_into=None)
    return [(one, held[one.stands_for_in_id]) for one in theirs if one.stands_for_in_id in held]


def check_successors(record: Agency, into: Agency) -> None:
    """Raise ValidationError if two agencies have different successors, whose editors answer for them."""
    theirs = {one.succeeded_by_id for one in (record, into) if one.succeeded_by_id} - {into.pk}
    if len(theirs) > 1:
        raise ValidationError(
            f"“{record}” was succeeded by “{record.succeeded_by}”, but “{into}” by “{into.succeeded_by}”. Correct "
            "“succeeded by” on one of them first."
        )


def successors(agency: Agency) -> Iterator[Agency]:
    """Yield the agencies that took over from an agency, one after another."""
    seen = {agency.pk}
    while (agency := agency.succeeded_by) and agency.pk not in seen:  # type: ignore[assignment]
        seen.add(agency.pk)
        yield agency


@transaction.atomic
def merge(record: Theme | Agency, into: Theme | Agency) -> None:
    """Merge a theme or agency into another of its kind, in one transaction: readers see all of it, or nothing.

    Everything tagged with `record` is tagged with `into`, whose page its old address leads to. Its names become
    aliases, and its address leads on, if the public knows them. Raises ValidationError if they cannot be merged (see
    `check_merge`), or a published review would then show a name that the public must not see.
    """
    kind = type(record)
    locked = kind._base_manager.select_for_update().order_by("pk").in_bulk([record.pk, into.pk])
    gone: Any = locked[record.pk]
    whole: Any = locked[into.pk]
    check_merge(gone, whole)
    if not isinstance(gone, Agency):
        join(gone, whole)
        return
    touched = reviews_touched(gone, whole)
    with index.deferred():
        for theirs, ours in stand_ins_to_join(gone, whole):
            join(theirs, ours)
        join(gone, whole)
    check_names(touched, whole)


def reviews_touched(record: Agency, into: Agency) -> list[Review]:
    """Return the published reviews in which a merge can change which names are shown, or which names identify."""
    keys = set(reviews_linked(record).values_list("pk", flat=True))
    for one in (record, into):
        keys.update(one.stand_ins.filter(merged_into=None).values_list("stands_for_in", flat=True))
    return list(Review.objects.filter(pk__in=keys, status=Status.PUBLISHED).order_by("code"))


def check_names(reviews: Iterable[Review], agency: Agency) -> None:
    """Raise ValidationError if one of these reviews shows a name of an agency that the public must not see."""
    keys = {agency.pk, *agency.stand_ins.values_list("pk", flat=True)}
    for review in reviews:
        check_names_of_review(review, keys)


def join(gone: Any, whole: Any) -> None:
    """Merge a locked record into another, without checks."""
    kind = type(gone)
    names = names_to_keep(gone)
    with index.deferred():
        for owner, rows, own, other in tags_of(gone):
            move_tags(owner, rows, own, other, whole)
        for relation, rows in links_to(gone):
            if not stays(relation):
                move_rows(rows, relation.field.name, whole)
        earlier = list(kind._base_manager.filter(merged_into=gone.pk))
        for one in earlier:
            one.merged_into = whole
            one.save(update_fields=["merged_into"])
        gone._change_reason = f"{JOINED} {whole.slug}"[:LONGEST_REASON]
        whole._change_reason = f"{gone.slug} was merged into it"[:LONGEST_REASON]
        whole.aliases = list(dict.fromkeys([*whole.aliases, *(one for one in names if one != whole.name)]))
        gone.merged_into, gone.address_follows = whole, bool(names)
        if kind is Agency:
            if gone.succeeded_by_id not in (None, whole.pk):
                whole.succeeded_by, whole.succeeded_on = gone.succeeded_by, gone.succeeded_on
            whole.partnerships.add(*gone.partnerships.all())
            gone.partnerships.clear()
            gone.name, gone.succeeded_by, gone.succeeded_on = whole.name, None, None
        gone.save()
        whole.save()
        for one in (gone, *earlier):
            for relation, rows in links_to(one):
                if stays(relation):
                    index.touch(relation.related_model, list(rows.values_list("pk", flat=True)))
        index.touch(kind, [gone.pk, whole.pk])
        index.move_on()


def is_public(record: Theme | Agency) -> bool:
    """Return whether the public may know the name of a record. All themes are public."""
    return not isinstance(record, Agency) or Agency.objects.visible_to(None).filter(pk=record.pk).exists()


def names_to_keep(record: Theme | Agency) -> list[str]:
    """Return the names under which readers will go on looking for a record: none that the public may not see."""
    return [record.name, *record.aliases] if is_public(record) else []


def tags_of(record: Theme | Agency) -> Iterator[tuple[type[models.Model], models.QuerySet, str, str]]:
    """Yield what is tagged with a record: the model, the rows that tag it, and their columns for both ends."""
    relations: list[Any] = type(record)._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.auto_created and relation.many_to_many and not relation.concrete:
            through = relation.through
            if through._meta.auto_created:
                own, other = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
                yield relation.related_model, through._base_manager.filter(**{other: record.pk}), own, other


def links_to(record: Theme | Agency) -> Iterator[tuple[Any, models.QuerySet]]:
    """Yield each relation by which rows refer to a record, with those rows. Tags and history are not among them."""
    relations: list[Any] = type(record)._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not (relation.auto_created and relation.one_to_many and not relation.concrete):
            continue
        rows = relation.related_model
        if relation.on_delete is not models.DO_NOTHING and not rows._meta.auto_created:
            yield relation, rows._base_manager.filter(**{relation.field.name: record.pk})


def stays(relation: Any) -> bool:
    """Return whether rows of a relation stay with a merged record."""
    return relation.related_model._meta.label in STAYING and relation.field.name not in FOLLOWING


def move_tags(owner: type[models.Model], rows: models.QuerySet, own: str, other: str, into: models.Model) -> None:
    """Let rows that tag records of `owner` name `into`; each record keeps one tag."""
    keys = list(rows.order_by(own).values_list(f"{own}_id", flat=True))
    through = rows.model._base_manager
    tagged = set(through.filter(**{other: into.pk}).values_list(f"{own}_id", flat=True))
    through.bulk_create(
        (rows.model(**{f"{own}_id": key, f"{other}_id": into.pk}) for key in keys if key not in tagged),
        batch_size=1000,
    )
    rows.delete()
    index.touch(owner, keys)


def move_rows(rows: Iterable[models.Model], field: str, into: models.Model) -> None:
    """Let rows refer to `into`. One that would then be there twice stays as it is."""
    for row in rows:
        setattr(row, field, into)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            continue
