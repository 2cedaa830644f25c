"""Never half an import, never the same one twice: races and failures, on both databases."""

import asyncio
import subprocess
from pathlib import Path
from typing import Any

import pytest

from roviec.db.engine import Database
from roviec.db.models import ImportDraft, Person, Plan, PlanVersion, Task, TaskEvent
from roviec.db.plans import confirm as importing
from roviec.db.plans import drafts
from roviec.db.plans.errors import AlreadyImported, DraftImported, TooSlow, Unreadable
from roviec.handlers.plans import apart as reading
from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.model import ReadingSettings
from tests.chat import Chat, Talker
from tests.plans.conftest import Office, count


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> Chat:
    """An empty office: every test here runs on both databases."""
    return await Chat.bare(db, tmp_path)


async def confirms(office: Office, who: Talker, draft_id: int) -> str:
    """Confirm a draft in a transaction of its own; return what became of it."""
    try:
        async with office.house.db.write() as session:
            assert who.person is not None
            me = await session.get_one(Person, who.person.id)
            draft = await drafts.find(session, draft_id, me)
            now = office.house.clock()
            await importing.confirm(session, draft=draft, actor=me, now=now, channel="web")
    except (AlreadyImported, DraftImported) as error:
        return type(error).__name__
    return "imported"


async def test_two_leaders_at_the_same_moment_import_one_plan(office: Office) -> None:
    await office.forwards(office.chair)
    await office.forwards(office.vice)
    ends = await asyncio.gather(confirms(office, office.chair, 1), confirms(office, office.vice, 2))
    assert sorted(ends) == ["AlreadyImported", "imported"]
    assert [await count(office, table) for table in (Plan, PlanVersion, Task)] == [1, 1, 4]


async def test_the_page_and_the_chat_at_the_same_moment_import_once(office: Office) -> None:
    await office.forwards(office.chair)
    ends = await asyncio.gather(*(confirms(office, office.chair, 1) for _ in range(4)))
    assert sorted(ends) == ["DraftImported"] * 3 + ["imported"]
    assert await count(office, Task) == 4


async def test_an_import_that_fails_in_the_middle_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.forwards(office.chair)
    left = [2]
    assign = importing.assign_task

    async def breaks(session: Any, **how: Any) -> Task:
        if not left[0]:
            raise RuntimeError("the power is gone")
        left[0] -= 1
        return await assign(session, **how)

    monkeypatch.setattr(importing, "assign_task", breaks)
    with pytest.raises(RuntimeError):
        await confirms(office, office.chair, 1)
    assert [await count(office, table) for table in (Plan, PlanVersion, Task, TaskEvent)] == [0] * 4
    monkeypatch.undo()
    async with office.house.db.read() as session:
        assert (await session.get_one(ImportDraft, 1)).state == "ready"
    assert await confirms(office, office.chair, 1) == "imported"


@pytest.mark.parametrize(
    ("end", "error"),
    [
        (subprocess.TimeoutExpired("roviec", 12), TooSlow),
        (subprocess.CompletedProcess([], -9, b"", b""), Unreadable),
    ],
)
async def test_a_reader_that_hangs_or_is_killed_becomes_a_sentence(
    monkeypatch: pytest.MonkeyPatch, end: Any, error: type[Exception]
) -> None:
    def run(_: bytes) -> Any:
        if isinstance(end, Exception):
            raise end
        return end

    monkeypatch.setattr(reading, "_run", run)
    with pytest.raises(error, match=r"x\.pdf"):
        await reading.read_apart(b"x", "x.pdf", calendar=Calendar(), settings=ReadingSettings())
