"""Actions of published action plans: read, searched, entered and dated."""
