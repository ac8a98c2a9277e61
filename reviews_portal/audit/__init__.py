"""The audit log: who did what that concerns security, and when. `log.record()` adds an entry; nothing changes one."""
