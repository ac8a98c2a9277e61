"""Reads an uploaded file in a process of its own: its text, and what it contains besides.

This package imports neither Django nor a model. `learning.originals.inspection` starts it.
"""
