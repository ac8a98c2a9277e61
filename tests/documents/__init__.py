"""Invented documents with the structures of real ones, which tests hold whole."""
