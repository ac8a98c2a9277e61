"""The audit log of security events: who did what, and when. `log.record()` adds an entry; entries never change."""
