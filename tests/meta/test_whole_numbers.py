"""Digits from outside: only one function tells which words `int` takes, so that "²" or 5000 digits end in a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from roviec.folding import whole

ROOT = Path(__file__).parents[2] / "roviec"
ASKING, TAKING = {"isdigit", "isdecimal", "isnumeric"}, {"int", "float"}


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("0", 0),
        ("018", 18),
        ("２６", 26),
        ("9" * 15, 10**15 - 1),
        *((bad, None) for bad in ("", "²", "-1", "1.0", "½", "①", "9" * 16, "9" * 5000)),
    ],
)
def test_whole_never_raises(words: str, number: int | None) -> None:
    assert whole(words) == number


def unsafe(tree: ast.AST) -> Iterator[int]:
    """Yield the functions that ask words for digits, take them for a number, and do not bound them to ASCII."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            methods = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
            names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
            if methods & ASKING and names & TAKING and not {"isascii"} <= methods:
                yield function.lineno


def test_the_rule_is_seen() -> None:
    assert list(unsafe(ast.parse("def f(x):\n    return int(x) if x.isdigit() else 0"))) == [1]
    assert not list(unsafe(ast.parse("def f(x):\n    return int(x) if x.isascii() and x.isdigit() else 0")))


def test_digits_are_asked_of_one_function() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if path != ROOT / "folding.py"
        for line in unsafe(ast.parse(path.read_text("utf-8")))
    ]
    assert found == [], "use roviec.folding.whole"
