"""Dozens of turns of each role; `make walk` takes ten thousand."""

import random
import shutil
from pathlib import Path

import pytest

from tests.doors import unrecorded
from tests.walk.facts import Changed, opened
from tests.walk.town import ROLES, built
from tests.walk.walker import Walker

TURNS = 30


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("channel", ["web", "plain"])
async def test_whatever_is_pressed_and_typed_is_answered(
    tables: Path, tmp_path: Path, role: str, channel: str
) -> None:
    shutil.copyfile(tables, tmp_path / "roviec.db")
    town = await built(f"sqlite+aiosqlite:///{tmp_path}/roviec.db", tmp_path, channel)
    facts = Changed(tmp_path / "roviec.db")
    walker = Walker(town, role, random.Random(f"{role}/{channel}"), facts)
    with unrecorded():
        await walker.walk(TURNS)
    await town.chat.close()
    assert [str(fault) for fault in walker.faults] == []
    assert walker.turns == TURNS
    assert untrue_parts(tmp_path / "roviec.db") == []


def untrue_parts(path: Path) -> list[tuple[int, str]]:
    """Return the parts that say of a task that it is open when it is not, or the other way round: (task, state)."""
    found = """SELECT task.id, task.state FROM taskunit JOIN task ON task.id = task_id
      WHERE is_open = (state IN ('done', 'cancelled'))"""
    connection = opened(path)
    try:
        return connection.execute(found).fetchall()
    finally:
        connection.close()
