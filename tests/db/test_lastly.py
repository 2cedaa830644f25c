"""What many chats count in is written last and in one order: two processes never wait for each other in a circle."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.lastly import count, counting_last
from roviec.db.models import Fact


async def test_it_is_done_at_the_end_in_the_order_of_places(sqlite: Database) -> None:
    done = list[object]()

    def note(what: object) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            done.append(what)

        return work

    async with sqlite.write() as session:
        await count(session, (9,), note("at once"))
        async with counting_last(session):
            for place in ((2, 1, 0), (1, 2, 1), (), (1, 2, 0), (1, 2, 1)):
                await count(session, place, note(place))
            assert done == ["at once"]
        assert done[1:] == [(), (1, 2, 0), (1, 2, 1), (1, 2, 1), (2, 1, 0)]
        done.clear()
        with suppress(ZeroDivisionError):
            async with counting_last(session):
                await count(session, (1,), note("outer"))
                async with counting_last(session):
                    await count(session, (2,), note("inner"))
                assert done == ["inner"]
                raise ZeroDivisionError
        assert done == ["inner"], "an error drops what was put off"
        await count(session, (1,), note("again at once"))
        assert done == ["inner", "again at once"]


async def begin(db: Database) -> None:
    async with db.write() as session:
        session.add_all([Fact(name=str(place), value={"n": 0}) for place in (1, 2)])


async def add(session: AsyncSession, place: int) -> None:
    row = sa.text("UPDATE fact SET value = json_build_object('n', (value->>'n')::int + 1) WHERE name = :name")
    await session.exec(row, params={"name": str(place)})  # type: ignore[call-overload]


async def both(one: Database, two: Database, *, last: bool) -> list[BaseException | None]:
    """Let two processes count in two places, each in its own order, with a pause between."""
    meet = asyncio.Barrier(2)

    async def process(db: Database, places: list[int]) -> None:
        async with db.write() as session:
            if last:
                async with counting_last(session):
                    await steps(session, places)
            else:
                await steps(session, places)

    async def steps(session: AsyncSession, places: list[int]) -> None:
        for place in places:
            await count(session, (place,), partial(add, session, place))
            if place == places[0]:
                await meet.wait()

    work = (process(one, [1, 2]), process(two, [2, 1]))
    return list(await asyncio.gather(*work, return_exceptions=True))  # type: ignore[arg-type]


async def test_two_processes_that_count_in_two_places_both_succeed(postgres_url: str) -> None:
    one, two = Database(postgres_url), Database(postgres_url)
    try:
        await begin(one)
        assert await both(one, two, last=True) == [None, None]
        # Each at once, one of them would have to go.
        found = await both(one, two, last=False)
        assert sum(isinstance(error, OperationalError) for error in found) == 1
        async with one.read() as session:
            rows = (await session.exec(sa.select(Fact.name, Fact.value))).all()  # type: ignore[call-overload]
        assert {name: value["n"] for name, value in rows} == {"1": 3, "2": 3}
    finally:
        await one.dispose()
        await two.dispose()
