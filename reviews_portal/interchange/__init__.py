"""Whole reviews as JSON documents, which one portal exports and another one imports."""
