"""Former slugs of themes, agencies, kinds of agency and partnerships, whose URLs redirect permanently."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import Http404

from learning.querysets import IndexedQuerySet

from .unique_errors import UniqueErrorsMixin


class OldSlug(models.Model):
    """A former slug of a record. It refers to the record, so that all its former slugs redirect to the current one.

    If another record takes the slug, it no longer redirects.
    """

    kind = models.CharField(max_length=30, help_text="The model of the record, such as “theme”.")
    slug = models.SlugField(max_length=120)
    record = models.PositiveBigIntegerField(help_text="The key of the record.")

    objects = IndexedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_slug_once")]

    def __str__(self) -> str:
        return self.slug


class KeepsAddress(UniqueErrorsMixin):
    """An abstract model with a slug in its URL. Its former URLs redirect to the current one."""

    slug: models.SlugField

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Save, record the previous slug, and delete the new slug from the former slugs of other records."""
        with transaction.atomic():
            held = self.__class__._base_manager.filter(pk=self.pk).values_list("slug", flat=True)
            before = held.first() if self.pk else None
            super().save(*args, **kwargs)
            saved = kwargs.get("update_fields")
            if before == self.slug or not (saved is None or "slug" in saved):
                return
            old = OldSlug.objects.filter(kind=kind_of(self.__class__))
            old.filter(slug=self.slug).delete()
            if before:
                OldSlug.objects.update_or_create(
                    kind=kind_of(self.__class__), slug=before, defaults={"record": self.pk}
                )


def kind_of(model: type[models.Model]) -> str:
    """Return the name of a model in this table."""
    return str(model._meta.model_name)


class Moved(Http404):
    """A record was requested by a former slug. A view that does not redirect answers 404."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__()
        self.old = old
        self.new = new


def at_slug(records: models.QuerySet, slug: str) -> Any:
    """Return the one of these records with this slug. Raises Moved if one of them had it formerly, else Http404."""
    found = with_slug(records, slug)
    if found is None:
        raise Http404
    if found.slug != slug:
        raise Moved(slug, found.slug)
    return found


def with_slug(records: models.QuerySet, slug: str) -> Any:
    """Return the one of these records that has this slug or, if none has it, had it formerly; else None.

    A record that was merged into another has passed its slugs on to that one.
    """
    merges = can_be_merged(records.model)
    if found := (records.filter(merged_into=None) if merges else records).filter(slug=slug).first():
        return found
    if hasattr(records.model, "old_addresses"):  # reviews have their own table, which staff can edit
        return records.filter(old_addresses__slug=slug).first()
    return records.filter(pk__in=keys_moved(records.model, [slug])).first()


def keys_moved(model: type[models.Model], slugs: Iterable[str]) -> models.QuerySet:
    """Return, as a subquery, the keys of the records of a model that have any of these slugs only formerly."""
    moved = OldSlug.objects.filter(kind=kind_of(model), slug__in=slugs).values("record")
    if not can_be_merged(model):
        return moved
    before = model._base_manager.filter(Q(pk__in=moved) | Q(slug__in=slugs, merged_into__isnull=False))
    return before.filter(address_follows=True).values(moved=Coalesce("merged_into", "pk"))


def slugs_now(model: type[models.Model], slugs: Iterable[str]) -> dict[str, str]:
    """Return the slug of today for each of these former slugs, in three queries at most. Others are left out."""
    if not (asked := list(slugs)):
        return {}
    records: models.Manager | models.QuerySet = model._base_manager
    today: F | Coalesce = F("slug")
    at = dict(OldSlug.objects.filter(kind=kind_of(model), slug__in=asked).values_list("slug", "record"))
    if can_be_merged(model):
        at |= dict(records.filter(slug__in=asked).exclude(merged_into=None).values_list("slug", "pk"))
        records, today = records.filter(address_follows=True), Coalesce("merged_into__slug", "slug")
    slugs_at = dict(records.filter(pk__in=at.values()).values_list("pk", today))
    return {slug: slugs_at[key] for slug, key in at.items() if key in slugs_at}


def can_be_merged(model: type[models.Model]) -> bool:
    """Return whether records of a model can be merged into others."""
    return hasattr(model, "merged_into")
