"""What we use of libraries behind their documentation: listed, bounded above, and noticed when it moves."""

import ast
import inspect
import sqlite3
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
import uvicorn
from packaging.requirements import Requirement
from pdfplumber.page import Page
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from typer import rich_utils

ROOT = Path(__file__).parents[2]
PRIVATE = {
    "roviec/db/near.py": ("aiosqlite", {"_connection", "_execute", "_thread"}),
    "roviec/reports/word_layout.py": ("python-docx", {"_p", "_r", "_tr"}),
    "roviec/web/uploads.py": ("starlette", {"_current_files", "_current_part"}),
}
"""File → the library whose private members it uses."""
PUBLIC = {"_mapping", "_exit"}
"""Public members that begin so: SQLAlchemy's rows have columns for all other names; `os._exit` asks nobody."""
UNDOCUMENTED = {"typer", "uvicorn", "pdfplumber"}
"""Libraries of which we replace what has a public name and no promise."""


def members(tree: ast.AST) -> Iterator[str]:
    """Yield the private members that a module uses and does not define, and what it takes from `super()`."""
    own = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_stored(node)}
    own |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and _is_stored(node)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    own |= {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.endswith("__"):
            if node.attr in PUBLIC:
                continue
            above = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "super"
            if above or node.attr not in own:
                yield node.attr


def _is_stored(node: ast.Attribute | ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def test_every_private_member_that_we_use_is_listed() -> None:
    files = sorted((ROOT / "roviec").rglob("*.py"))
    used = {str(path.relative_to(ROOT)): set(members(ast.parse(path.read_text()))) for path in files}
    assert {path: names for path, names in used.items() if names} == {p: n for p, (_, n) in PRIVATE.items()}


@pytest.mark.parametrize("library", sorted(UNDOCUMENTED | {library for library, _ in PRIVATE.values()}))
def test_their_libraries_are_bounded_above(library: str) -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    (needed,) = (one for one in map(Requirement, wanted) if one.name == library)
    assert any(bound.operator == "<" for bound in needed.specifier), f"{library} has no upper bound"


async def test_a_connection_still_runs_everything_through_one_method_and_one_thread() -> None:
    seen: list[str] = []

    class Listening(aiosqlite.Connection):
        async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
            seen.append(fn.__name__)
            return await super()._execute(fn, *args, **kwargs)

    opened = Listening(partial(sqlite3.connect, ":memory:"), iter_chunk_size=64)
    assert (opened._connection, opened._thread.daemon, opened._thread.is_alive()) == (None, False, False)
    async with opened:
        assert isinstance(opened._connection, sqlite3.Connection)
        async with opened.execute("SELECT 1") as cursor:
            await cursor.fetchall()
        await opened.commit()
    assert seen == ["execute", "fetchall", "close", "commit", "close"]


async def test_a_form_still_knows_its_part_and_counts_its_files() -> None:
    lines = ("--x", 'Content-Disposition: form-data; name="f"; filename="a.txt"', "", "chữ", "--x--", "")

    async def stream() -> Any:
        yield "\r\n".join(lines).encode()

    class Listening(MultiPartParser):
        seen: tuple[str, bytes, int] = ("", b"", 0)

        def on_part_data(self, data: bytes, start: int, end: int) -> None:
            assert self._current_part.file is not None
            self.seen = (self._current_part.file.filename or "", data[start:end], self._current_files)
            super().on_part_data(data, start, end)

    parser = Listening(Headers({"content-type": "multipart/form-data; boundary=x"}), stream())
    form = await parser.parse()
    assert parser.seen == ("a.txt", "chữ".encode(), 1)
    await form.close()


def test_what_we_replace_is_still_there() -> None:
    names = ("OPTIONS_PANEL_TITLE", "ARGUMENTS_PANEL_TITLE", "COMMANDS_PANEL_TITLE", "DEFAULT_STRING")
    assert all(isinstance(getattr(rich_utils, name), str) for name in (*names, "REQUIRED_LONG_STRING"))
    assert "capture_signals" in inspect.getsource(uvicorn.Server.serve)
    assert list(inspect.signature(Page.process_object).parameters) == ["self", "obj"]
