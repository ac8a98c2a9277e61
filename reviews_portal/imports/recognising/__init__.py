"""Recognise which review of the portal an imported document is about."""
