"""Whole reviews as JSON documents, which one portal exports and another imports.

Here "the document" is the JSON document. A document that a review quotes is a source document."""
