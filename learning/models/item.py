"""Learning items: the smallest unit of the catalogue, one published statement each."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import post_delete, post_save
from simple_history.models import HistoricalRecords

from learning.addresses import address_of
from learning.querysets import IndexedQuerySet
from learning.utils.text import beginning, has_words

from .statement import Statement, StatementManager


class ItemKind(models.TextChoices):
    """The kinds of item, in the words of the documents. Good practice comes first, as readers prefer."""

    GOOD_PRACTICE = "good-practice", "Good practice"
    LEARNING_POINT = "learning-point", "Learning point"
    FINDING = "finding", "Finding"
    AREA_TO_STRENGTHEN = "area-to-strengthen", "Area to strengthen"
    CONCERN = "concern", "Concern"
    ACTION_TAKEN_SINCE = "action-taken-since", "Action taken since"
    KEY_THEME = "key-theme", "Key theme"
    EMERGING_THEME = "emerging-theme", "Emerging theme"
    QUESTION = "question", "Reflective question"


KIND_LABELS = {kind.value: str(kind.label) for kind in ItemKind}
LEARNING_KINDS = [kind for kind in ItemKind.values if kind not in (ItemKind.GOOD_PRACTICE, ItemKind.QUESTION)]
LEVELS = 3  # how deep items stand, such as a finding, how it showed itself, and a question on that


ITEM_HISTORY = HistoricalRecords(m2m_fields=["themes", "agency_kinds", "agencies"])


class LearningItem(Statement):
    """A learning point, finding, theme of a review, good practice or question, word for word.

    The reference does not contain the kind, so that correcting the kind changes no URL.
    """

    kind = models.CharField(max_length=20, choices=ItemKind)
    text = models.TextField()
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_points",
        help_text="The point that this is a sub-point of.",
    )
    history = ITEM_HISTORY
    under: "list[LearningItem]"  # its sub-points, set by the pages that show them; see `nest()`
    above: "list[LearningItem]"  # the items that it stands under, the highest first, set by its own page

    objects = StatementManager()

    class Meta(Statement.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="item_place_once"),
            models.CheckConstraint(name="item_kind_known", condition=Q(kind__in=ItemKind.values)),
            models.CheckConstraint(name="item_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="item_not_under_itself", condition=Q(parent=None) | ~Q(parent=F("pk"))),
        ]
        indexes = [models.Index(fields=["kind"], name="item_kind")]

    def __str__(self) -> str:
        return f"{self.reference} {beginning(self.text, 60)}"

    def clean(self) -> None:
        """Raise ValidationError if it has no words, or may not stand under its parent."""
        super().clean()
        if not has_words(self.text):
            raise ValidationError({"text": "Enter the text as published."})
        if self.parent and (error := self.parent_error(self.parent)):
            raise ValidationError({"parent": error})

    def parent_error(self, parent: "LearningItem") -> str:
        """Return why it may not stand under another item and what to do instead, or "" if it may."""
        if parent.review_id != self.review_id:
            return "That point belongs to another review. Choose a point from the same review."
        above = [parent, *parent.ancestors()]
        if self in above:
            return (
                "A point cannot be placed under itself or under one of its own sub-points. Choose another point, or "
                "leave this blank."
            )
        if len(above) >= LEVELS:
            return (
                f"Points can be nested up to three levels deep, and {parent.reference} is already at level 3. "
                f"Choose {above[1].reference}, the point above it, or leave this blank."
            )
        if len(above) + self.depth() > LEVELS:
            return (
                "Points can be nested up to three levels deep. The sub-points of this one would be at level 4. "
                "Choose a point at a higher level, or move the sub-points first."
            )
        return ""

    def ancestors(self) -> "list[LearningItem]":
        """Return the items that it stands under, the nearest first."""
        found: list[LearningItem] = []
        above = self.parent
        while above and above not in (self, *found):  # two editors at once could make a circle
            found.append(above)
            above = above.parent
        return found

    def depth(self) -> int:
        """Return the number of levels from it down to its deepest sub-point: 1 if nothing stands under it."""
        levels, keys = 1, [self.pk] if self.pk else []
        own = type(self)._base_manager
        while levels <= LEVELS and (keys := list(own.filter(parent__in=keys).values_list("pk", flat=True))):
            levels += 1
        return levels

    def get_absolute_url(self) -> str:
        return address_of("item", self.reference)

    @property
    def label(self) -> str:
        """The name of its kind."""
        return KIND_LABELS[self.kind]

    @property
    def look(self) -> str:
        """The colour and symbol: good practice and questions have their own, all other kinds share one."""
        return self.kind if self.kind in (ItemKind.GOOD_PRACTICE, ItemKind.QUESTION) else "learning"


def nest(items: Iterable[LearningItem]) -> list[LearningItem]:
    """Set `under` of each item to its sub-points among these, in their order, and return the items at the top.

    An item is at the top if the one that it stands under is not among these, or if the two stand under each other.
    """
    by_key = {item.pk: item for item in items}
    for item in by_key.values():
        item.under = []
    top = []
    for item in by_key.values():
        above = by_key.get(item.parent_id) if item.parent_id else None
        if above is None or is_above(item, above, by_key):
            top.append(item)
        else:
            above.under.append(item)
    return top


def is_above(item: LearningItem, other: LearningItem, by_key: dict[int, LearningItem]) -> bool:
    """Return whether an item is another one, or the other stands under it."""
    seen: set[int] = set()
    one: LearningItem | None = other
    while one and one.pk not in seen:
        if one.pk == item.pk:
            return True
        seen.add(one.pk)
        one = by_key.get(one.parent_id) if one.parent_id else None
    return False


class KindManager(StatementManager):
    """A manager that returns only items of some kinds."""

    def __init__(self, *kinds: str) -> None:
        super().__init__()
        self.kinds = kinds

    def get_queryset(self):
        return super().get_queryset().filter(kind__in=self.kinds)


class LearningPoint(LearningItem):
    """Proxy for findings, learning points, areas to strengthen and the themes of a review."""

    objects = KindManager(*LEARNING_KINDS)

    class Meta:
        proxy = True


class GoodPractice(LearningItem):
    """Proxy for examples of good practice."""

    objects = KindManager(ItemKind.GOOD_PRACTICE)

    class Meta:
        proxy = True
        verbose_name_plural = "good practice"


class ReflectiveQuestion(LearningItem):
    """Proxy for reflective questions, for use in supervision."""

    objects = KindManager(ItemKind.QUESTION)

    class Meta:
        proxy = True


# simple-history connects to the concrete model only; saving a proxy sends the signal of the proxy.
for proxy in (LearningPoint, GoodPractice, ReflectiveQuestion):
    setattr(proxy._meta, "simple_history_manager_attribute", "history")  # noqa: B010  for its history page
    post_save.connect(ITEM_HISTORY.post_save, sender=proxy, weak=False)
    post_delete.connect(ITEM_HISTORY.post_delete, sender=proxy, weak=False)


class LaterNote(models.Model):
    """A dated note by staff on what has changed since an item was published."""

    hidden_with: ClassVar = {"item__reference": "reference"}

    item = models.ForeignKey(LearningItem, on_delete=models.CASCADE, related_name="later_notes")
    dated = models.DateField()
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    history = HistoricalRecords()

    objects = IndexedQuerySet.as_manager()

    class Meta:
        ordering = ["item", "dated", "pk"]

    def __str__(self) -> str:
        return f"{self.item.reference}, {self.dated}"
