"""A module says what a name means once: neither ruff nor mypy minds a constant that a second one replaces."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for room in ("roviec", "tests", "bench") for path in (ROOT / room).rglob("*.py"))


def defined(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module's own lines assign or define."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


@pytest.mark.parametrize("room", ["roviec", "tests", "bench"])
def test_no_module_defines_a_name_twice(room: str) -> None:
    twice = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in FILES
        if path.is_relative_to(ROOT / room)
        for name, times in Counter(defined(ast.parse(path.read_text("utf-8")))).items()
        if times > 1
    }
    assert twice == set()


def test_a_second_meaning_is_seen() -> None:
    assert Counter(defined(ast.parse("_GAP = 1\n_GAP: int = 2\n\ndef _GAP(): ...\n"))) == {"_GAP": 3}
