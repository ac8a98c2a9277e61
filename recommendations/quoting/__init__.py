"""Responses and planned actions that editors copy from published documents."""
