"""The format of a review as a JSON document: pydantic models, whose JSON Schema is published.

Raise `VERSION` when the meaning of a field changes or a required field is added. Docstrings and descriptions are part
of the published schema.
"""

from .document import FORMAT, VERSION, ReviewDocument, json_schema

__all__ = ["FORMAT", "VERSION", "ReviewDocument", "json_schema"]
