"""Hide a review, an item or a file at once because it could identify somebody, and decide whether to restore it."""
