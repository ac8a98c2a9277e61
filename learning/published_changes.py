"""Signal handlers that record each change of published content as a `PublishedChange`.

Code that knows why it changes a record sets `_public_reason` on it, which readers then see.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from learning.utils.model_names import check_columns, check_path

from .models import Audience, ChangeKind, LearningItem, PublishedChange, Review, ReviewSection, SourceWording, Status

WIDTH = {Audience.PARTNERSHIP: 0, Audience.PROFESSIONALS: 1, Audience.PUBLIC: 2}  # a larger number, a wider audience


@dataclass(frozen=True)
class Words:
    """Which fields of a model hold published text, and how to get its review and the reference of the statement."""

    fields: Sequence[str]
    review: str = "review"
    reference: str = ""


def watch() -> None:
    """Connect the signals of the catalogue's models; other apps add theirs with `watch_words`."""
    pre_save.connect(remember_review, sender=Review, dispatch_uid="changes of reviews, before")
    post_save.connect(note_review, sender=Review, dispatch_uid="changes of reviews, after")
    watch_words(LearningItem, Words(["text"], reference="reference"))
    watch_words(ReviewSection, Words(["text"]))
    watch_words(SourceWording, Words(["text", "tail"], reference="reference"))


def watch_words(model: type[Model], words: Words) -> None:
    """Record changes of published text in the records of a model.

    Raises FieldDoesNotExist if `words` names a field that the model does not have.
    """
    check_columns(model, words.fields)
    check_path(model, words.review, Review)

    def note(instance, **kwargs) -> None:
        note_words(instance, model, words)

    for sender in (model, *(proxy for proxy in model.__subclasses__() if proxy._meta.proxy)):
        pre_save.connect(note, sender=sender, weak=False, dispatch_uid=f"changes of {sender._meta.label}")


def remember_review(instance: Review, **kwargs) -> None:
    """Store the status and audience that a review has in the database before it is saved."""
    saved = Review._base_manager.filter(pk=instance.pk).values_list("status", "audience") if instance.pk else None
    instance._before = saved.first() if saved is not None else None  # type: ignore[attr-defined]


def note_review(instance: Review, **kwargs) -> None:
    """Record that a review was published, published to a wider audience, or withdrawn."""
    status, audience = instance.__dict__.pop("_before", None) or (Status.DRAFT, Audience.PARTNERSHIP)
    was_published, is_published = status == Status.PUBLISHED, instance.status == Status.PUBLISHED
    is_wider = WIDTH[Audience(instance.audience)] > WIDTH[Audience(audience)]
    if is_published and (not was_published or is_wider):
        PublishedChange.objects.create(kind=ChangeKind.ADDED, review=instance)
    elif was_published and instance.status == Status.WITHDRAWN:
        PublishedChange.objects.create(kind=ChangeKind.WITHDRAWN, review=instance)


def note_words(instance: Model, model: type[Model], words: Words) -> None:
    """Record that published text of a record is about to change."""
    if instance.pk is None:
        return
    columns = [f"{words.review}__pk", *([words.reference] if words.reference else []), *words.fields]
    saved = model._base_manager.filter(pk=instance.pk, **{f"{words.review}__status": Status.PUBLISHED})
    if not (row := saved.values_list(*columns).first()):
        return
    review, *rest = row
    reference = rest.pop(0) if words.reference else ""
    if rest != [getattr(instance, name) for name in words.fields]:
        note_change(review, reference, getattr(instance, "_public_reason", ""))


def corrections_of(reference: str, user) -> QuerySet[PublishedChange]:
    """Return the corrections of a statement that say what was corrected, as far as the user may see them."""
    changes = PublishedChange.objects.visible_to(user).filter(kind=ChangeKind.REWORDED, reference=reference)
    return changes.exclude(reason="")


def note_change(review: int, reference: str, reason: str = "") -> None:
    """Record that published text was changed today, once for each reference and reason."""
    today = PublishedChange.objects.filter(
        kind=ChangeKind.REWORDED, review=review, reference=reference, on=timezone.localdate()
    )
    if not today.filter(reason=reason).exists():
        PublishedChange.objects.create(kind=ChangeKind.REWORDED, review_id=review, reference=reference, reason=reason)
