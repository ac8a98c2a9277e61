"""What is done with responses: who may do it, what must hold, what is written down, and who is told.

Each function is one transaction. It raises PermissionDenied for those whose business it is not, and ValidationError
with what is wrong and what to do.
"""
