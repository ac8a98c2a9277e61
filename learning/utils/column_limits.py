"""The values that database columns can hold. A request may contain numbers and texts that no engine can store."""

import math
import re
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import CharField, Field, IntegerField, TextField
from django.db.models.lookups import Exact, In

LONGEST_NUMBER = 15  # digits of a number in a request
NO_TEXT = re.compile("[\0\ud800-\udfff]")  # PostgreSQL stores no NUL, and a lone surrogate cannot be encoded in UTF-8


def whole_number(text: str) -> int | None:
    """Return the number in a value from a request, or None if it is not a number or has too many digits.

    Python itself refuses to parse thousands of digits.
    """
    return int(text) if len(text) <= LONGEST_NUMBER and text.isascii() and text.isdecimal() else None


def can_hold(field: Field, value: Any) -> bool:
    """Return whether a field could hold a value from a request, or refer to it as a key."""
    field = referred_to(field)
    try:
        value = field.to_python(value)
    except ValidationError:
        return False
    if isinstance(value, str):
        return not NO_TEXT.search(value)
    if not isinstance(field, IntegerField) or value is None:
        return True
    least, most = range_of(field)
    return least <= value <= most


def referred_to(field: Field) -> Field:
    """Return the field that a foreign key refers to, or the field itself if it is none."""
    while field.remote_field and hasattr(field, "target_field"):
        field = field.target_field
    return field


def range_of(field: Field) -> tuple[float, float]:
    """Return the least and the greatest number that a column of integers can hold."""
    least, most = connection.ops.integer_field_range(field.get_internal_type())
    return -math.inf if least is None else least, math.inf if most is None else most


@IntegerField.register_lookup
class IntegerIn(In):
    """The lookup `__in` for integers, without values out of range. Django checks the range for all other lookups.

    Forms use it to find records by the values that a browser sent, also to show them again beside errors.
    """

    def get_prep_lookup(self) -> Any:
        if self.rhs_is_direct_value():
            field = referred_to(self.lhs.output_field)
            least, most = range_of(field)  # once, because lists and exports look up hundreds of numbers
            self.rhs = [
                one
                for one in self.rhs
                if (least <= one <= most if isinstance(one, int) else not isinstance(one, str) or can_hold(field, one))
            ]
        return super().get_prep_lookup()


@CharField.register_lookup
@TextField.register_lookup
class TextIn(In):
    """The lookup `__in` for texts, without texts that no row can hold and an engine would refuse."""

    def get_prep_lookup(self) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = [one for one in self.rhs if not (isinstance(one, str) and NO_TEXT.search(one))]
        return super().get_prep_lookup()


@CharField.register_lookup
@TextField.register_lookup
class TextExact(Exact):
    """The lookup `exact` for texts. A text that no row can hold matches nothing."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, str) and NO_TEXT.search(self.rhs):
            raise EmptyResultSet
        return super().as_sql(compiler, connection)
