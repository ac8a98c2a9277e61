"""A document that is incomplete, or contains what it must not, is refused with a reason, and nothing is stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from learning.originals.storage import originals
from reviews_portal.interchange.exporting import document_of, written
from reviews_portal.interchange.importing import Options, import_document, read_document, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(whole) -> dict[str, Any]:
    """Return the review with everything, as data that a test may change."""
    return json.loads(written(document_of(whole.review)))


def import_data(data: dict[str, Any] | bytes, by) -> None:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    import_document(read_document(content), options=Options(is_copy=True), by=by)


def rows() -> dict[str, int]:
    """Return how many rows each table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def recommendation(data: dict[str, Any]) -> dict[str, Any]:
    return data["recommendations"][0]


def version(data: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """Return a version of the response with two: the first is quoted, the second was submitted."""
    return recommendation(data)["responses"][0]["versions"][number]


def put_below_itself(data: dict[str, Any]) -> None:
    first, second = data["items"][:2]
    first["under"], second["under"] = second["reference"], first["reference"]


def repeat(*path: str) -> Callable[[dict], None]:
    """Return a change that has the last record of a list twice."""

    def change(data: dict[str, Any]) -> None:
        found: Any = data
        for name in path:
            found = found[name]
        found.append(found[-1])

    return change


CHANGES: dict[str, tuple[Callable[[dict], object], str]] = {
    "a newer version": (lambda data: data.update(version=2), "exported by a newer version of the portal"),
    "another format": (lambda data: data.update(format="case"), "not a review exported by a portal"),
    "no version": (lambda data: data.pop("version"), "not a review exported by a portal"),
    "a status": (lambda data: data["review"].update(status="published"), "review → status: Extra inputs"),
    "no audience": (lambda data: data["review"].pop("audience"), "review → audience: Field required"),
    "an unknown audience": (lambda data: data["review"].update(audience="everybody"), "review → audience"),
    "an unknown kind": (lambda data: data["items"][0].update(kind="opinion"), "items → 1 → kind"),
    "a number as text": (lambda data: data["items"][0].update(position="1"), "items → 1 → position"),
    "no such month": (lambda data: data["review"].update(published="2021-13"), "review → published"),
    "a blank text": (lambda data: data["items"][0].update(text=" \n"), "There are no words in it"),
    "too long a title": (lambda data: data["review"].update(title="x" * 201), "review → title"),
    "a code with a name": (lambda data: data["review"].update(code="Quokka"), "review → code"),
    "a slug with a slash": (lambda data: data["review"].update(slug="../admin"), "review → slug"),
    "a reference of another review": (
        lambda data: data["items"][0].update(reference="R0001-1"),
        "R0001-1 is not one of this review, whose references begin with R9000-",
    ),
    "a reference that was never given": (
        lambda data: data["items"][0].update(reference="R9000-999"),
        "R9000-999 is higher than the last one",
    ),
    "a reference twice": (
        lambda data: data["items"][0].update(reference=data["items"][1]["reference"]),
        "is given twice",
    ),
    "a removed reference to another review": (
        lambda data: data["removed_references"][0].update(leads_to="R0001-1"),
        "R0001-1 is not one of this review",
    ),
    "under nothing": (lambda data: data["items"][0].update(under="R9000-99"), "R9000-99, which is not in the file"),
    "under itself": (put_below_itself, "is a sub-point of itself"),
    "a place twice": (
        lambda data: data["sections"][0].update(position=data["items"][0]["position"]),
        "Two records are at position",
    ),
    "no such document": (lambda data: data["sections"][0].update(document="none"), "There is no document “none”"),
    "two documents with a title": (
        lambda data: data["documents"][1].update(title=data["documents"][0]["title"]),
        "two documents with the title",
    ),
    "a theme without entry": (lambda data: data["items"][0].update(themes=["x"]), "lacks “x” among its themes"),
    "an agency without kind": (lambda data: data["vocabulary"]["agency_kinds"].clear(), "among its agency_kinds"),
    "a theme twice": (repeat("vocabulary", "themes"), "twice among its themes"),
    "a kind twice": (repeat("review", "kinds"), "the kind of review “rapid-review” twice"),
    "an agency involved twice": (repeat("review", "agencies_involved"), "agency involved"),
    "two responses of an agency": (lambda data: repeat("responses")(recommendation(data)), "has two responses of"),
    "a version twice": (lambda data: repeat("versions")(recommendation(data)["responses"][0]), "is there twice"),
    "a version without words": (lambda data: version(data).pop("text"), "needs either a text or a passage"),
    "a passage and words": (
        lambda data: version(data).update(passage={"document": data["documents"][0]["slug"], "number": 4}),
        "needs either a text or a passage",
    ),
    "no such passage": (lambda data: data["passages"][0].update(number=5), "There is no passage 4"),
    "no such part": (lambda data: version(data, 1).update(parts=[77]), "part 77, which is not in the file"),
    "a part below a part below a part": (
        lambda data: recommendation(data)["parts"][1].update(under=3),
        "which cannot have parts",
    ),
    "two parts at a position": (lambda data: repeat("parts")(recommendation(data)), "two parts at position 3"),
    "a wording of nothing": (lambda data: data["wordings"][0].update(reference="R9000-77"), "must be of exactly"),
    "a wording twice": (repeat("wordings"), "A second wording in “cymraeg” is there twice"),
    "an action on nothing": (
        lambda data: data["quoted_actions"][0].update(recommendation="R9000-77"),
        "There is no recommendation R9000-77",
    ),
    "an address with a script": (
        lambda data: data["resources"][0].update(address="javascript:alert(1)", address_state="given"),
        "neither a web address nor an email address",
    ),
    "a damaged file": (
        lambda data: data["documents"][0]["file"].update(sha256="0" * 64),
        "The original file of “Document quokka0” is damaged",
    ),
    "a file that is not Base64": (lambda data: data["documents"][0]["file"].update(content="?"), "is damaged"),
    "a file that is not there": (
        lambda data: data["documents"][0]["file"].pop("content"),
        "An administrator of the server can import the document with the file beside it",
    ),
    "a file of another type": (lambda data: data["documents"][0]["file"].update(format="pdf"), "do not match"),
    # These are refused when the record is saved, after others were.
    "a document's address": (
        lambda data: data["documents"][1].update(address="ftp://example.org"),
        "The document “Crynodeb”: Enter a full address",
    ),
    "steps without submission": (lambda data: version(data, 1)["steps"].pop(0), "Only a version that was submitted"),
    "a rejection without reason": (
        lambda data: version(data, 1).update(acceptance="not-accepted", acceptance_reason=""),
        "Enter why the recommendation is not accepted",
    ),
    "a wording in the record’s language": (
        lambda data: data["wordings"][0].update(language="en"),
        "already has its words in English",
    ),
}  # fmt: skip


def test_what_is_wrong_is_said_and_nothing_is_stored(data, boss):
    """All changes in one test, because the review takes a second to make."""
    before, files = rows(), originals().listdir("")
    accepted, other = [], {}
    for name, (change, words) in CHANGES.items():
        changed = json.loads(json.dumps(data))
        change(changed)
        try:
            import_data(changed, boss)
        except ValidationError as error:
            if words not in " ".join(error.messages):
                other[name] = error.messages
        else:
            accepted.append(name)
    assert (accepted, other) == ([], {})
    assert rows() == before
    assert originals().listdir("") == files


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "line 1: Expecting value"),
        (b'{"format": "case-review"', "line 1"),
        (b"\xff\xfe{\x00}\x00", "not in UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' * 200_000, "nested too deeply"),
        (b'{"format": "case-review", "format": "case-review"}', "a field occurs twice"),
        (b'{"format": NaN}', "NaN is not a number"),
        (b'{"format": ' + b"9" * 10_000 + b"}", "not a review exported as JSON"),
        (b'["case-review"]', "not a review exported by a portal"),
        (b"null", "not a review exported by a portal"),
        (b'{"format": "case-review", "version": 99, "more": "of it"}', "format 99; this portal reads up to 1"),
        (b'{"format": "case-review", "version": true}', "not a review exported by a portal"),
    ],
)
def test_what_is_no_document_is_refused(db, content, words):
    with pytest.raises(ValidationError) as refused:
        read_document(content)
    assert words in " ".join(refused.value.messages)


def test_a_file_that_is_too_large_is_not_parsed(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)
    with pytest.raises(ValidationError, match="is larger than"):
        read_document(b'{"format": 1}')


def test_many_problems_are_not_all_named(data, boss):
    for item in data["items"]:
        item["kind"] = "opinion"
    data["items"] *= 3
    with pytest.raises(ValidationError) as refused:
        import_data(data, boss)
    assert refused.value.messages[-1] == f"There are {len(data['items']) - 10} more problems."
