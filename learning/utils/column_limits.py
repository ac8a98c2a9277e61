"""Which values the database columns can hold: a request may have a number or a text that no engine can store."""

import re
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import CharField, Field, IntegerField, TextField
from django.db.models.lookups import Exact, In

LONGEST_NUMBER = 15  # digits of a number in a request
NO_TEXT = re.compile("[\0\ud800-\udfff]")  # PostgreSQL keeps no NUL, and half a character has no bytes in UTF-8


def whole_number(text: str) -> int | None:
    """Return the number in a request's value, or None if it is not a number or is larger than any in use here.

    Python itself refuses to read one of thousands of digits.
    """
    return int(text) if len(text) <= LONGEST_NUMBER and text.isascii() and text.isdecimal() else None


def can_hold(field: Field, value: Any) -> bool:
    """Return whether a value from a request can be a value of this field, or a key that it refers to."""
    while field.remote_field and hasattr(field, "target_field"):
        field = field.target_field
    try:
        value = field.to_python(value)
    except ValidationError:
        return False
    if isinstance(value, str):
        return not NO_TEXT.search(value)
    if not isinstance(field, IntegerField) or value is None:
        return True
    least, most = connection.ops.integer_field_range(field.get_internal_type())
    return (least is None or value >= least) and (most is None or value <= most)


@IntegerField.register_lookup
class IntegerIn(In):
    """`__in` for integers, without values that no row can have; Django does so for all other lookups.

    Forms use it to look up what a browser sent, also to show it again beside errors.
    """

    def get_prep_lookup(self) -> Any:
        if self.rhs_is_direct_value():
            field = self.lhs.output_field
            self.rhs = [one for one in self.rhs if not isinstance(one, str | int) or can_hold(field, one)]
        return super().get_prep_lookup()


@CharField.register_lookup
@TextField.register_lookup
class TextIn(In):
    """`__in` of texts: one that no row can have, and that an engine refuses to read, is left out."""

    def get_prep_lookup(self) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = [one for one in self.rhs if not (isinstance(one, str) and NO_TEXT.search(one))]
        return super().get_prep_lookup()


@CharField.register_lookup
@TextField.register_lookup
class TextExact(Exact):
    """Equality of texts: one that no row can have is equal to nothing."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, str) and NO_TEXT.search(self.rhs):
            raise EmptyResultSet
        return super().as_sql(compiler, connection)
