"""Every test reaches its asserts: one that returns before them, or has none, passes whatever is broken."""

import ast
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
# Calls that fail by themselves, besides test functions with an assert.
FAILS = {
    "expect",
    "raises",
    "warns",
    "refused",
    "fail",
    "wait_for",
    "wait_for_url",
    "click",
    "assert_in_order",
    "check_path",
    "check_names",
}
LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of nested functions."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield from own(child)


def functions() -> list[tuple[str, ast.FunctionDef]]:
    """Return each function of the tests, with the name of its file."""
    trees = [(path.relative_to(FOLDER).as_posix(), ast.parse(path.read_text())) for path in FOLDER.rglob("*.py")]
    return [(name, node) for name, tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def called(node: ast.AST) -> set[str]:
    """Return the names of what a function calls."""
    calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in calls}


def has_assert(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Assert) for one in ast.walk(node))


def every_test() -> list[tuple[str, ast.FunctionDef]]:
    return [(name, node) for name, node in functions() if node.name.startswith("test_")]


def test_no_test_returns_before_its_end():
    returning = [
        f"{name}::{test.name}, line {one.lineno}"
        for name, test in every_test()
        for one in own(test)
        if isinstance(one, ast.Return)
    ]
    assert not returning


def test_nothing_stands_where_no_test_comes():
    unreached = []
    for name, function in functions():
        for node in ast.walk(function):
            for block in ("body", "orelse", "finalbody"):
                lines = getattr(node, block, [])
                ended = (
                    [at for at, line in enumerate(lines) if isinstance(line, LEAVES)]
                    if isinstance(lines, list)
                    else []
                )
                after = lines[ended[0] + 1 :] if ended else []
                # A function that only raises is a generator by a yield that it never comes to.
                if [line for line in after if not isinstance(getattr(line, "value", None), ast.Yield)]:
                    unreached.append(f"{name}::{function.name}, line {after[0].lineno}")
    assert not unreached


def test_every_test_can_fail_by_an_assert():
    found = functions()
    failing = FAILS | {node.name for _, node in found if has_assert(node)}
    while more := {node.name for _, node in found if called(node) & failing} - failing:
        failing |= more
    cannot = [
        f"{name}::{test.name}" for name, test in every_test() if not (has_assert(test) or called(test) & failing)
    ]
    assert not cannot
