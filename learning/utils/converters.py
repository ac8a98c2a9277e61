"""The URL converter of permanent references."""


class ReferenceConverter:
    """Matches a reference such as R0003-14, ignoring case."""

    regex = r"[Rr][0-9]{4,9}-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value
