"""Who reads a digest, and what of it they can act on."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.below import below
from roviec.db.models import Person, Task
from roviec.db.tasks import standing


@dataclass(frozen=True)
class Reader:
    """Somebody who reads a digest."""

    id: int
    units: tuple[int, ...] | None
    """The units that they head; None for who is over the whole office."""
    decides: frozenset[int]
    """The tasks, of those that were asked about, on which they decide."""


async def reader_of(session: AsyncSession, person_id: int, *, tasks: Collection[int]) -> Reader:
    """Return what somebody can act on: which units, and which of `tasks` they decide on."""
    person = await session.get_one(Person, person_id)
    units = None if await standing.over_all(session, person) else await _headed(session, person)
    theirs = await standing.decidable(session, person)
    found = await session.exec(select(Task.id).where(col(Task.id).in_(list(tasks)), theirs))
    return Reader(person_id, units, frozenset(one for one in found.all() if one is not None))


async def _headed(session: AsyncSession, person: Person) -> tuple[int, ...]:
    """Return a head's unit and those below it, as /viec shows them."""
    found = await session.exec(below([person.unit_id]))  # type: ignore[call-overload]
    return tuple(sorted(found.scalars().all()))
