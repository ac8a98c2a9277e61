"""Requests for responses in numbers: what became of each by a given day, and the table from which pages count."""
