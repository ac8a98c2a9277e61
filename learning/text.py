"""Text that readers typed, made fit to be shown again."""


def printable(text: str, most: int = 300) -> str:
    """Return at most so many characters of a text, with a mark for each that cannot be printed."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:most])
