"""The words, the document and the place of a version are read where both kinds of version are right: in its model."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OWN = {"recommendations/models/response_version.py"}
# What a version is called in the code, and its columns that are empty if it refers to a passage.
BARE = re.compile(
    r"\b(?:\w+\.)*(\w*version|current|waiting|newest|edition\.before|owner)\.(text|document|document_id|place)\b"
)
SOURCES = [
    path
    for folder in ("learning", "recommendations", "reviews_portal", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts and str(path.relative_to(ROOT)) not in OWN
]
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.*")) if path.suffix in (".html", ".jinja", ".txt")]


def bare_columns(source: str) -> list[str]:
    """Return where Python code reads a column of a version: as an attribute, or in a query of versions."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and BARE.fullmatch(ast.unparse(node)):
            found.append(ast.unparse(node))
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        asked = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        is_of_versions = "versions" in ast.unparse(node.func).lower() or "ResponseVersion" in ast.unparse(node.func)
        if node.func.attr in ("values", "values_list") and is_of_versions and "text" in asked:
            found.append(ast.unparse(node)[:100])
    return found


def test_no_code_reads_the_bare_columns():
    found = {str(path.relative_to(ROOT)): bare for path in SOURCES if (bare := bare_columns(path.read_text()))}
    assert not found


def test_no_template_reads_the_bare_columns():
    for path in TEMPLATES:
        assert not BARE.search(path.read_text()), path


def test_what_would_be_found():
    assert bare_columns("a = response.current.text") == ["response.current.text"]
    assert bare_columns("a = response.current.words") == []
    assert bare_columns("a = version.text") == ["version.text"]
    assert bare_columns("a = last_version.document") == ["last_version.document"]
    assert bare_columns("a = ResponseVersion.objects.values_list('pk', 'text')")
