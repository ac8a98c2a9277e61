"""The reviews and documents of statements in an export, each read once in a generation.

An export of thousands of statements would otherwise make a review and a document for each of them.
"""

from typing import Any

from learning.models import Review, SourceDocument, Statement
from learning.models.statement import LINE, ORIGINS
from learning.utils.bounded import Bounded, weight_of

MODELS: dict[str, type[Review | SourceDocument]] = {"review": Review, "document": SourceDocument}


def with_origins(statements: Any, kept: Bounded[Any]) -> list[Statement]:
    """Return the statements of a queryset of what a reader may see, with review and document from those kept.

    A review or document is not asked for its readers again. It is shared, so nothing may be set on it. A statement
    whose review was deleted in the meantime is left out.
    """
    whole = list(statements.without_origins())
    for name in ORIGINS:
        origins = read(name, {getattr(one, f"{name}_id") for one in whole}, kept)
        whole = [one for one in whole if getattr(one, f"{name}_id") in origins]
        for one in whole:
            one._state.fields_cache[name] = origins[getattr(one, f"{name}_id")]
    return whole


def read(name: str, keys: set[int], kept: Bounded[Any]) -> dict[int, Any]:
    """Return reviews or documents by key, from those kept or from the database."""
    found = {key: one for key in keys if (one := kept.get((name, key))) is not None}
    missing = MODELS[name]._base_manager.filter(pk__in=keys.difference(found)).only(*LINE[name])
    for one in missing if len(found) < len(keys) else ():
        kept.put((name, one.pk), one, weight_of(one))
        found[one.pk] = one
    return found
