"""The details of a review that a document states: its title, kind, subject, dates and partnership."""
