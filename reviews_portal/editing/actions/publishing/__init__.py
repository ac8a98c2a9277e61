"""Publishes a working copy: its rows become the records of the review, and only what differs is written."""
