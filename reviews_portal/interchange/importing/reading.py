"""Read a document: its size, its syntax, its version and its fields."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from pydantic import ValidationError as InvalidFields

from reviews_portal.interchange.consistency import problems_in, said, some_of
from reviews_portal.interchange.exporting.files import LARGEST_INCLUDED
from reviews_portal.interchange.schema import FORMAT, VERSION, ReviewDocument

from .redacted import without_redacted_words

LARGEST = LARGEST_INCLUDED * 4 // 3 + 20 * 1024**2  # bytes of a document: of files in Base64, and of text
NOT_JSON = "This is not a review exported as JSON, or the file is damaged ({why}). Export the review again."
NOT_A_REVIEW = "This JSON file is not a review exported by a portal. Choose a file made by “Export as JSON”."
NEWER = (
    "This review was exported by a newer version of the portal (format {version}; this portal reads up to {known}). "
    "Upgrade this portal, then import it again."
)
TOO_LARGE = f"The file is larger than {LARGEST // 1024**2} MB, so it is not an exported review. Choose another file."


def read_document(content: bytes) -> ReviewDocument:
    """Return the document in a file, without words that were redacted in this portal.

    Raises ValidationError, saying what is wrong, if it is not valid.
    """
    if len(content) > LARGEST:
        raise ValidationError(TOO_LARGE)
    check_version(parsed(content))
    try:
        # Parse the text again: strict validation accepts dates and kinds, which are strings in JSON, only from JSON.
        document = ReviewDocument.model_validate_json(content, strict=True)
    except InvalidFields as error:
        raise ValidationError(some_of(said(error))) from error
    document = without_redacted_words(document)
    if problems := problems_in(document):
        raise ValidationError(some_of(problems))
    return document


def parsed(content: bytes) -> Any:
    """Return the parsed JSON of a file. Raises ValidationError if it is not JSON, or has a field twice."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=once_each, parse_constant=refuse_constant)
    except RecursionError as error:
        raise ValidationError(NOT_JSON.format(why="nested too deeply")) from error
    except UnicodeDecodeError as error:
        raise ValidationError(NOT_JSON.format(why="not in UTF-8")) from error
    except json.JSONDecodeError as error:
        raise ValidationError(NOT_JSON.format(why=f"line {error.lineno}: {error.msg}")) from error
    except ValueError as error:
        raise ValidationError(NOT_JSON.format(why=str(error))) from error


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the fields of an object. Raises ValueError for a duplicate: programs differ in which they read."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field occurs twice")
    return found


def refuse_constant(name: str) -> None:
    """Raise ValueError: NaN and Infinity are not JSON."""
    raise ValueError(f"{name} is not a number")


def check_version(data: Any) -> None:
    """Raise ValidationError if data is not an exported review, or is from a newer version of the portal."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValidationError(NOT_A_REVIEW)
    version = data.get("version")
    if type(version) is not int or version < 1:
        raise ValidationError(NOT_A_REVIEW)
    if version > VERSION:
        raise ValidationError(NEWER.format(version=version, known=VERSION))
