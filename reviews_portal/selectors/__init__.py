"""Selectors: functions and `SearchResults` that take a request and return the records of a page or an export.

In Django projects a "selector" is a function that reads, and an "action" one that changes something. A page and the
export of the same name use the same selector, so that a document contains what its page shows. Selectors must not
import pages or briefings; a contract in pyproject.toml checks this.
"""
