"""Full-text search over published records."""
