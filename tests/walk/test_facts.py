"""The walk's quick look finds what a look at everything finds: row by row, and on a walk through a spoilt house."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.db import inbox
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame import dispatch, leading
from roviec.handlers.frame.dispatch import Dispatcher
from tests.doors import unrecorded
from tests.walk.facts import COUNTED, WHOLE, Changed, Whole
from tests.walk.town import built
from tests.walk.walker import Walker

TABLES = tuple(dict.fromkeys((*COUNTED, *WHOLE)))
ACTS = st.tuples(
    st.sampled_from(("add", "remove", "change", "same")), st.sampled_from(TABLES), st.integers(1, 4)
)


def _act(connection: sqlite3.Connection, act: str, table: str, number: int) -> None:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    values: list[Any] = [number if "INT" in kind or not kind else str(number) for _, _, kind, *_ in columns]
    names = [name for _, name, *_ in columns]
    last, key = names[-1], next(name for _, name, _, _, _, place in columns if place)
    if act == "add":
        holes = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO {table} VALUES ({holes}) ON CONFLICT DO NOTHING", values)
    elif act == "remove":
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (values[names.index(key)],))
    else:
        new = f"\"{last}\" || 'x'" if act == "change" else f'"{last}"'
        connection.execute(
            f'UPDATE {table} SET "{last}" = {new} WHERE {key} = ?', (values[names.index(key)],)
        )


@given(st.lists(st.lists(ACTS, max_size=6), max_size=6), st.booleans())
def test_whatever_is_written_both_looks_tell_whether_anything_differs(
    tables: Path, tmp_path_factory: pytest.TempPathFactory, turns: list[list[Any]], undone: bool
) -> None:
    path = tmp_path_factory.mktemp("facts") / "roviec.db"
    shutil.copyfile(tables, path)
    connection = sqlite3.connect(path, isolation_level=None)
    quick, whole = Changed(path), Whole(path)
    for turn in turns:
        quick.mark()
        whole.mark()
        connection.execute("BEGIN")
        for act in turn:
            _act(connection, *act)
        connection.execute("ROLLBACK" if undone else "COMMIT")
        assert quick.happened() == whole.happened()
    for one in (connection, quick.connection, whole.connection):
        one.close()


class Doubting(Changed):
    """Looks at everything too, each time."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.whole = Whole(path)

    def mark(self) -> None:
        super().mark()
        self.whole.mark()

    def happened(self) -> bool:
        quick = super().happened()
        assert quick == self.whole.happened()
        return quick


class DoubtingWalker(Walker):
    """Lets those listen too in whose chat nothing is said to have changed."""

    async def _listening(self) -> list[str]:
        told = await super()._listening()
        assert not [one.chat for one in self.town.talkers.values() if await one.listens()]
        return told


def _tell_a_stranger(patch: pytest.MonkeyPatch) -> None:
    """Let what answers a command be told to somebody else too."""
    letters = Dispatcher._letters

    def wrong(self: Dispatcher, turn: Any) -> Any:
        mine = letters(self, turn)
        others = [{**one, "chat": "chat-stranger", "channel": "plain", "id": one["id"] + 1} for one in mine]
        return mine + (others if turn.text.startswith("/") else [])

    patch.setattr(Dispatcher, "_letters", wrong)


def _say_nothing(patch: pytest.MonkeyPatch) -> None:
    letters = Dispatcher._letters
    patch.setattr(
        Dispatcher, "_letters", lambda self, turn: [] if turn.text.startswith("/") else letters(self, turn)
    )


def _lead_nowhere(patch: pytest.MonkeyPatch) -> None:
    def bare(turn: Any) -> None:
        turn.answers[:] = [(type(message)(text="Vâng."), task) for message, task in turn.answers]

    patch.setattr(dispatch, "lead_on", bare)


def _quote_a_title(patch: pytest.MonkeyPatch) -> None:
    """Answer with what only looks like a way on: a title in quotes, a question and a command within it."""

    def bare(turn: Any) -> None:
        words = "Đã ghi nhận việc «Vì sao hồ sơ còn chậm? Họp theo /viec của “Tổ Một cửa”»."
        turn.answers[:] = [(type(message)(text=words), task) for message, task in turn.answers]

    patch.setattr(dispatch, "lead_on", bare)


def _offer_what_is_refused(patch: pytest.MonkeyPatch) -> None:
    def ways(say: Any, _role: Any) -> Any:
        return [Command.duyet.named("Duyệt")]

    patch.setattr(leading, "_ways", ways)
    patch.setattr(leading, "leads", lambda _message, _labels: False)


def _break(patch: pytest.MonkeyPatch) -> None:
    picked = Dispatcher._picked

    def broken(self: Dispatcher, turn: Any) -> Any:
        assert len(turn.text) > 6
        return picked(self, turn)

    patch.setattr(Dispatcher, "_picked", broken)
    patch.setattr(inbox, "MAX_TRIES", 1)


MUTANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "heard of something, and nothing happened": _tell_a_stranger,
    "hears nothing": _say_nothing,
    "is left without a way on": _lead_nowhere,
    "is left without a way on, but for a title": _quote_a_title,
    "was shown a button that they may not press": _offer_what_is_refused,
    "quarantined": _break,
}


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", MUTANTS)
async def test_a_walk_finds_the_fault_that_was_planted(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    shutil.copyfile(tables, tmp_path / "roviec.db")
    channel = "plain" if MUTANTS[fault] is _tell_a_stranger else "web"
    town = await built(f"sqlite+aiosqlite:///{tmp_path}/roviec.db", tmp_path, channel)
    walker = DoubtingWalker(town, "official", random.Random(1), Doubting(tmp_path / "roviec.db"))
    MUTANTS[fault](monkeypatch)
    with unrecorded():
        await walker.walk(200)
    await town.chat.close()
    said = fault.removesuffix(", but for a title")
    assert any(said in one.what for one in walker.faults), [one.what for one in walker.faults]
