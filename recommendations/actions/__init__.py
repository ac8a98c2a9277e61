"""Actions on responses: who may do each of them, what must be valid, what is recorded, and who is notified.

Each function is one transaction. It raises PermissionDenied for users without permission, and ValidationError with
what is wrong and what to do.
"""
