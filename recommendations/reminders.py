"""What the daily job reminds of besides requests: other apps register functions here."""

from collections.abc import Callable

# Each sends the reminders that are due, every one once, and returns their number.
REMINDERS: list[Callable[[], int]] = []
