"""Text that readers typed, made fit to be shown again."""


def printable(text: str, most: int = 300) -> str:
    """Return at most so many characters of a text, without those that cannot be printed."""
    return "".join(character for character in text if character.isprintable())[:most]
