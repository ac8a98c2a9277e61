"""How a permanent reference stands in an address."""


class ReferenceConverter:
    """A reference such as R0003-14, in capitals or not."""

    regex = r"[Rr][0-9]{4,9}-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value
