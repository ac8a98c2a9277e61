"""Triggers in the database: what was submitted never changes, and steps follow each other in order."""
