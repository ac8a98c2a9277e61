"""Two texts, compared word by word: where it was before the catalogue needed it too."""

from learning.differences import Piece, differences

__all__ = ["Piece", "differences"]
