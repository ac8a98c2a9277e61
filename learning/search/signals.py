"""Reports changes of records to the search index, once a source is registered.

Django's signals report changes of single records; the querysets of the models report `update()` and bulk operations
(see `learning.querysets`).
"""

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from learning.querysets import changed_in_bulk
from learning.utils.model_names import check_path

from .index import deferred, touch, touch_entries
from .registry import SOURCES, Keys, Source


def register(source: Source) -> None:
    """Add a source to the index, and update its entries from now on with every change that affects them.

    Raises FieldDoesNotExist if a lookup of the source does not lead to the model that it is listed for.
    """
    check_paths(source, source.affected_by)
    check_paths(source, source.reindex_on_delete)
    SOURCES[source.name] = source
    watch([source.model, *source.affected_by, *source.reindex_on_delete])


def affect(name: str, affected_by: dict[type[Model], str]) -> None:
    """Add models whose changes affect a source that another app registered; see `Source.affected_by`.

    Raises FieldDoesNotExist if a lookup does not lead to its model.
    """
    check_paths(SOURCES[name], affected_by)
    SOURCES[name].affected_by.update(affected_by)
    watch(affected_by)


def check_paths(source: Source, lookups: Mapping[type[Model], str | Callable[[list[int]], Keys]]) -> None:
    """Raise FieldDoesNotExist unless each lookup leads from the model of a source to the model that it is listed for.

    Without this check a renamed relation would fail only when such a record is changed.
    """
    for model, how in lookups.items():
        if isinstance(how, str):
            check_path(source.model, how, model)


def watch(models: Iterable[type[Model]]) -> None:
    """Connect the signals of changes to these models."""
    for model in models:
        for sender in (model, *(proxy for proxy in model.__subclasses__() if proxy._meta.proxy)):
            name = f"search {sender._meta.label}"
            post_save.connect(after_save, sender=sender, dispatch_uid=name)
            pre_delete.connect(before_delete, sender=sender, dispatch_uid=name)
            post_delete.connect(after_delete, sender=sender, dispatch_uid=name)
            changed_in_bulk.connect(after_bulk_change, sender=sender, dispatch_uid=name)
        for field in model._meta.many_to_many:
            through: type[Model] = field.remote_field.through  # type: ignore[assignment]
            m2m_changed.connect(after_relation, sender=through, dispatch_uid=f"search {through._meta.label}")


def after_bulk_change(sender, keys, **kwargs) -> None:
    touch(sender, keys)


def follow(model: type[Model]) -> None:
    """Update also the entries that a record of this model affected before a save that changes its relations."""
    pre_save.connect(before_save, sender=model, dispatch_uid=f"search follows {model._meta.label}")


def before_save(sender, instance, **kwargs) -> None:
    """Store which entries are affected while the old relations still exist."""
    instance._concerned_before = {} if instance._state.adding else concerned_by(sender, instance.pk)


def concerned_by(model: type[Model], key: int, *, deleted: bool = False) -> dict[str, set[int]]:
    """Return the keys of the entries that a change of a record affects, by source."""
    concrete = model._meta.concrete_model or model
    return {name: source.concerned(concrete, [key], deleted=deleted) for name, source in SOURCES.items()}


def after_save(sender, instance, **kwargs) -> None:
    before = instance.__dict__.pop("_concerned_before", {})
    for name, keys in concerned_by(sender, instance.pk).items():
        if keys := keys | before.get(name, set()):
            touch_entries(SOURCES[name], keys)


def before_delete(sender, instance, **kwargs) -> None:
    """Store which entries are affected while the record's relations still exist."""
    instance._concerned = concerned_by(sender, instance.pk, deleted=True)


def after_delete(sender, instance, **kwargs) -> None:
    for name, keys in instance._concerned.items():
        if keys:
            touch_entries(SOURCES[name], keys)


def after_relation(sender, instance, action, reverse, model, pk_set, **kwargs) -> None:
    """Update the entries of both ends of a changed many-to-many relation.

    The owner counts as changed, with all that it affects; of a target only its own entry is updated.
    """
    owner, target = (model, type(instance)) if reverse else (type(instance), model)
    owners, targets = (pk_set, {instance.pk}) if reverse else ({instance.pk}, pk_set)
    if action == "pre_clear":
        field = next(one for one in owner._meta.many_to_many if one.remote_field.through is sender)
        mine = field.m2m_reverse_field_name() if reverse else field.m2m_field_name()
        theirs = field.m2m_field_name() if reverse else field.m2m_reverse_field_name()
        instance._cut = set(sender.objects.filter(**{mine: instance.pk}).values_list(f"{theirs}_id", flat=True))
        return
    if action == "post_clear":
        cut = instance.__dict__.pop("_cut", set())
        owners, targets = (cut, targets) if reverse else (owners, cut)
    elif action not in ("post_add", "post_remove"):
        return
    with deferred():
        touch(owner, sorted(owners or ()))
        for source in SOURCES.values():
            if source.model is target._meta.concrete_model and targets:
                touch_entries(source, set(targets))
