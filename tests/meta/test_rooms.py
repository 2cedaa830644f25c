"""What belongs into one room stands in no other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "roviec"
STATEMENTS = {"select", "insert", "update", "delete", "text"}
# The doctor counts rows of any table, and the nightly housekeeping deletes old ones of several.
APART = {"bot/cli/db_checks.py", "scheduler/upkeep.py"}


def statements(path: Path) -> list[int]:
    """Return the lines on which a file builds a statement of its own or runs one."""
    found = []
    tree = ast.parse(path.read_text("utf-8"))
    built = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").split(".")[0] in ("sqlmodel", "sqlalchemy")
        for alias in node.names
        if alias.name in STATEMENTS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            is_built = isinstance(called, ast.Name) and called.id in built
            is_sa = isinstance(called, ast.Attribute) and ast.unparse(called.value) == "sa"
            is_run = isinstance(called, ast.Attribute) and called.attr == "exec"
            if is_built or is_run or (is_sa and called.attr in STATEMENTS):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    "room",
    ["handlers", "web", "delivery", "channels", "reports", "scheduler", "bot", "tasks", "survey", "messages"],
)
def test_sql_stands_in_db_alone(room: str) -> None:
    files = {str(path.relative_to(ROOT)): path for path in (ROOT / room).rglob("*.py")}
    wrong = {name: lines for name, path in files.items() if name not in APART and (lines := statements(path))}
    assert wrong == {}


def test_this_test_sees_statements() -> None:
    assert statements(ROOT / "db" / "people.py")
    assert statements(ROOT / "scheduler" / "upkeep.py")
