"""Abstract models of what has a name, and a slug in its URL; some can be merged."""

from typing import Self

from django.db import models

from learning.querysets import IndexedQuerySet

from .old_slug import KeepsAddress, with_slug


class SlugManager(models.Manager.from_queryset(IndexedQuerySet)):
    """A manager whose natural key, used in fixtures, is the slug, also a former one."""

    def get_by_natural_key(self, slug: str):
        """Return the record that has this slug or, if none has it, had it formerly. Raises DoesNotExist.

        A record that was merged into another is still found by its own slug, because its responses refer to it.
        """
        found = self.filter(slug=slug).first() or with_slug(self.all(), slug)
        if found is None:
            raise self.model.DoesNotExist
        return found


class Named(KeepsAddress):
    """An abstract model with a name, and a slug in its URL."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)

    objects = SlugManager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class MergeableQuerySet(IndexedQuerySet):
    def current(self) -> Self:
        """Return the records that were not merged into another."""
        return self.filter(merged_into=None)


class Mergeable(Named):
    """An abstract model whose records can be merged: one of them then stands for both.

    The row of the other stays, so that history, requests and responses still have what they refer to; its slug leads
    to the one that stands for it. See `learning/merging.py`.
    """

    merged_into_id: int | None
    # False if only restricted reviews named it before it was merged: its slug would tell of them.
    address_follows = models.BooleanField(default=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta(Named.Meta):
        abstract = True

    @property
    def stands_as(self) -> int:
        """The key of the record that stands for it: its own, unless it was merged into another."""
        return self.merged_into_id or self.pk
