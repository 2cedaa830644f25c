"""What many chats count in is written at the end of a transaction, and in one order.

Two processes that decide at the same time then hold such a row for the length of a commit, and never wait for each
other in a circle.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

Place = tuple[int, ...]
"""Where a row stands in the order: campaign, unit, which of the counts."""
_LAST = "last"


@asynccontextmanager
async def counting_last(session: AsyncSession) -> AsyncIterator[None]:
    """Put off what is counted until the end of the block; an error drops it."""
    before = session.info.get(_LAST)
    put_off: list[tuple[Place, Callable[[], Awaitable[Any]]]] = []
    session.info[_LAST] = put_off
    try:
        yield
    finally:
        session.info[_LAST] = before
    for _, work in sorted(put_off, key=lambda one: one[0]):
        await work()


async def count(session: AsyncSession, place: Place, work: Callable[[], Awaitable[Any]]) -> None:
    """Count now, or at the end of the block that puts it off."""
    put_off = session.info.get(_LAST)
    if put_off is None:
        await work()
    else:
        put_off.append((place, work))
