"""The kinds of statements in lists."""

from learning.models import ItemKind

from .search import KIND as RECOMMENDATION

STATEMENT_KINDS = [*ItemKind.values, RECOMMENDATION]
