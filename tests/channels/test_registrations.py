"""Channels are known by their registrations alone: no name of one stands anywhere outside its folder."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import roviec
from roviec.channels.registered import CHANNELS

ROOT = Path(roviec.__file__).parent
ROLES = {"bot/process.py", "bot/serve.py", "bot/cli/serve.py"}
"""Where "web" is a role of a process."""
KNOWN = {"db/about.py", "db/official.py", "db/sessions.py", "handlers/kept.py"}
"""Where a name still stands: what browsers are let in by, what the account keeps, what is told of both."""


def literals(path: Path) -> Iterator[str]:
    """Yield every string in a module that is no docstring."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_channel_is_named_outside_its_folder() -> None:
    # A single character, as the "-" of Telegram's groups, means a hundred other things.
    marks = {mark for one in CHANNELS for mark in (one.name, one.groups) if len(mark) > 1}
    outside = [path for path in ROOT.rglob("*.py") if "channels" not in path.relative_to(ROOT).parts]
    found = {str(path.relative_to(ROOT)) for path in outside if marks & set(literals(path))}
    assert found - ROLES - KNOWN == set()
    assert not [path for path in outside if "chat.startswith(" in path.read_text("utf-8")]


def test_no_module_outside_imports_an_adapter_by_name() -> None:
    own = {one.name for one in CHANNELS if one.section}
    found = [
        f"{path.relative_to(ROOT)}: {node.module}"
        for path in ROOT.rglob("*.py")
        if "channels" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and set((node.module or "").split(".")) & own
    ]
    assert found == []


@pytest.mark.parametrize("library", ["telegram", "aiohttp", "cryptography", "sqlalchemy", "starlette"])
def test_knowing_the_channels_costs_no_library(library: str) -> None:
    code = f"import sys, roviec.channels.registered; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda one: one.name)
def test_every_secret_is_a_key_of_the_section(channel) -> None:
    assert set(channel.secrets) <= set(channel.section.model_fields if channel.section else ())
    assert channel.label
