"""Versions of documents: kept for a permanent link, found again by a check code, compared with today's words."""
