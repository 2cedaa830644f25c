"""Duties as rows: one holder at a time, a number that grows, and no write under an old one."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import duties, holding, identity
from roviec.db.engine import Database
from roviec.db.holding import DutyLost
from roviec.db.models import Duty, Fact

NAME = "courier/web"


@pytest.fixture
async def other(db: Database, database_url: str) -> AsyncIterator[Database]:
    """The same database in the hands of another process."""
    second = Database(database_url)
    yield second
    await second.dispose()


async def row(db: Database) -> Duty | None:
    async with db.read() as session:
        return (await session.exec(select(Duty))).first()


async def run_out(db: Database) -> None:
    """Let the term be over, as it is once its holder has not been heard of."""
    async with db.write() as session:
        await session.exec(sa.update(Duty).values(until=1.0))


async def test_one_has_it_and_the_next_one_a_greater_number(db: Database, other: Database) -> None:
    async with db.duties.tried(NAME) as mine, other.duties.tried(NAME) as theirs:
        assert mine is not None
        assert (mine.number, mine.is_ours, theirs) == (1, True, None)
        async with db.duties.tried(NAME) as again:
            assert again is None, "within a process too"
    assert not mine.is_ours
    async with other.duties.tried(NAME) as theirs:
        assert theirs is not None
        assert theirs.number == 2


async def test_who_waits_begins_as_soon_as_it_is_given_back(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "LOOK", 0.05)
    begun = asyncio.Event()

    async def stand_by() -> None:
        async with other.duties.held(NAME):
            begun.set()

    async with db.duties.held(NAME):
        waiting = asyncio.create_task(stand_by())
        await asyncio.sleep(0.3)
        assert not begun.is_set()
    async with asyncio.timeout(120):
        await waiting


async def test_it_is_renewed_for_as_long_as_its_holder_lives(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "BEAT", 0.05)
    async with db.duties.held(NAME):
        before = after = await row(db)
        assert before is not None
        async with asyncio.timeout(120):
            while after is None or after.until <= before.until:
                await asyncio.sleep(0.01)
                after = await row(other)
    assert after.number == before.number


async def test_a_write_under_an_old_number_changes_nothing_and_says_so(db: Database, other: Database) -> None:
    async with db.duties.tried(NAME) as mine:
        assert mine is not None
        guarded = db.guarded(mine.insist)
        async with guarded.write() as session:
            session.add(Fact(name="first", value={}))
        # Nothing renews any more: who is frozen does not.
        await db.duties.rest()
        await run_out(other)
        async with other.duties.tried(NAME) as theirs:
            assert theirs is not None
            with pytest.raises(DutyLost):
                async with guarded.write() as session:
                    session.add(Fact(name="late", value={}))
            assert not mine.is_ours
        with pytest.raises(DutyLost):
            async with guarded.write() as session:
                session.add(Fact(name="later", value={}))
    async with db.read() as session:
        assert (await session.exec(select(Fact.name))).all() == ["first"]


async def test_who_lost_it_is_stopped_and_hears_why(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "BEAT", 0.05)

    async def work() -> None:
        async with db.duties.held(NAME):
            async with other.write() as session:
                await session.exec(sa.update(Duty).values(holder="another", number=Duty.number + 1))
            await asyncio.sleep(600)

    with pytest.raises(DutyLost):
        await asyncio.wait_for(work(), 300)


async def test_who_can_not_renew_stops_before_its_term_is_over(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def out_of_reach(*_: object, **__: object) -> dict[str, int]:
        raise OSError

    monkeypatch.setattr(duties, "renew", out_of_reach)
    monkeypatch.setattr(holding, "BEAT", 0.05)
    monkeypatch.setattr(holding, "TERM", 2.5)
    with pytest.raises(DutyLost):
        async with asyncio.timeout(300), sqlite.duties.held(NAME):
            await asyncio.sleep(600)
    left = await row(sqlite)
    assert left is not None
    assert left.until == 0.0, "and lets the next one begin at once"


@pytest.mark.parametrize("is_lost", [False, True])
async def test_a_stop_stays_a_stop_whatever_is_raised_on_the_way_out(db: Database, is_lost: bool) -> None:
    """The cancellation of who was asked to stop is never taken for a loss, nor hidden by an error."""

    async def work() -> None:
        async with db.duties.held(NAME) as mine:
            if is_lost:
                mine.lose()
            started.set()
            await asyncio.sleep(600)

    started = asyncio.Event()
    working = asyncio.create_task(work())
    await started.wait()
    working.cancel()
    await asyncio.wait({working}, timeout=120)
    assert working.cancelled()


async def test_a_loss_that_comes_too_late_to_stop_anything_stops_nothing_else(db: Database) -> None:
    with pytest.raises(DutyLost):
        async with db.duties.held(NAME) as mine:
            mine.lose()
    await asyncio.sleep(0)


async def test_a_frozen_process_knows_before_it_begins_anything(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with db.duties.tried(NAME) as mine:
        assert mine is not None
        later = holding.moment() + duties.TERM
        monkeypatch.setattr(holding, "moment", lambda: later)
        assert not mine.is_ours


async def test_who_was_killed_on_this_machine_is_not_waited_for(db: Database) -> None:
    code = "from roviec.db.identity import myself; print(myself())"
    dead = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    async with db.write() as session:
        session.add(Duty(name=NAME, number=7, holder=dead.strip(), until=9e9))
    if not identity.is_gone(dead.strip()):
        pytest.skip("this system does not tell which processes of before are dead")
    async with db.duties.tried(NAME) as mine:
        assert mine is not None
        assert mine.number == 8


@pytest.mark.parametrize(
    "name",
    ["", "elsewhere/1/0123456789ab/55/x", f"here/{os.getpid()}//12/x", "nonsense", "a/b/c/d/e/f"],
    ids=["nobody", "another machine", "this very process", "nonsense", "too many parts"],
)
def test_of_nobody_else_is_it_said_that_they_are_gone(name: str) -> None:
    assert not identity.is_gone(name)
    assert not identity.is_gone(identity.myself())


def test_a_number_with_a_new_bearer_is_somebody_else() -> None:
    host, pid, machine, birth, _ = identity.myself().split("/")
    if not machine or not birth:
        pytest.skip("this system does not tell when a process began")
    assert identity.is_gone(f"{host}/{pid}/{machine}/{int(birth) - 1}/x")
    assert not identity.is_gone(f"{host}/{pid}/{machine}/{birth}/x")


async def test_who_finds_one_duty_left_asks_for_the_others_at_once(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that left one has left them all; the looks of those who stand by are a second apart."""
    names = [f"courier/{number}" for number in range(5)]
    monkeypatch.setattr(holding, "LOOK", 600.0)
    taken: list[str] = []

    async def stand_by(name: str) -> None:
        async with other.duties.held(name):
            taken.append(name)
            await asyncio.Event().wait()

    async with AsyncExitStack() as held:
        for name in names:
            await held.enter_async_context(db.duties.tried(name))
        await db.duties.rest()
        standing_by = [asyncio.create_task(stand_by(name)) for name in names[1:]]
        await asyncio.sleep(0.5)
        await run_out(other)
        standing_by.append(asyncio.create_task(stand_by(names[0])))
        async with asyncio.timeout(60):
            while len(taken) < len(names):
                await asyncio.sleep(0.05)
        for task in standing_by:
            task.cancel()
        await asyncio.wait(standing_by)


async def test_one_look_is_for_all_who_stand_by(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dozen duties a process stands by for are a dozen statements a second, unless one asks for all."""
    names = [f"courier/{number}" for number in range(12)]
    monkeypatch.setattr(holding, "LOOK", 0.2)
    looks = list[int]()
    left_of = duties.left_of

    async def counted(session: AsyncSession, wanted: Mapping[str, float], **more: Any) -> set[str]:
        looks.append(len(wanted))
        return await left_of(session, wanted, **more)

    monkeypatch.setattr(duties, "left_of", counted)
    async with AsyncExitStack() as held:
        for name in names:
            await held.enter_async_context(db.duties.tried(name))
        standing_by = [asyncio.create_task(hold_for_ever(other, name)) for name in names]
        while len(looks) < 5:
            await asyncio.sleep(0.05)
        assert set(looks[1:]) == {12}
        for task in standing_by:
            task.cancel()
        await asyncio.wait(standing_by)


async def test_what_depends_on_a_frozen_process_waits_for_it_three_seconds_and_not_seven(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "LOOK", 0.05)
    async with db.duties.tried("seat/1") as seat:
        assert seat is not None
        taking = asyncio.create_task(hold_for_ever(other, NAME, unless="seat/1"))
        await asyncio.sleep(0.5)
        assert not other.duties.has(NAME), "its owner is heard of"
        await db.duties.rest()
        # As if nobody had renewed it for three seconds; for the duty itself it has four more.
        async with other.write() as session:
            await session.exec(sa.update(Duty).values(until=Duty.until - holding.HEARD))
        async with asyncio.timeout(60):
            while not other.duties.has(NAME):
                await asyncio.sleep(0.02)
        async with other.duties.tried("seat/1") as theirs:
            assert theirs is None, "the seat is not over"
    taking.cancel()
    await asyncio.wait({taking})


async def hold_for_ever(db: Database, name: str, *, unless: str = "") -> None:
    async with db.duties.held(name, unless=unless):
        await asyncio.Event().wait()
