"""Where to write to somebody unasked: one address of theirs, the chosen one or else the first linked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Capabilities
from roviec.db import people
from roviec.db.inbox import insert
from roviec.db.models import Address, Fact

_PAUSE = "pause/"


class Place(Protocol):
    """An address, or the columns of one that decide."""

    @property
    def id(self) -> int | None:
        """Its key: the first linked has the lowest."""

    @property
    def channel(self) -> str:
        """The channel's name."""

    @property
    def preferred_at(self) -> datetime | None:
        """When its person chose it."""


P = TypeVar("P", bound=Place)


def ordered(
    places: Iterable[P], channels: Mapping[str, Capabilities], paused: Collection[str] = ()
) -> list[P]:
    """Return the addresses on channels that are on, the best first.

    The chosen one comes first, then those without a window, then the first linked; whatever is on a channel
    that carries nothing for now comes after all others.
    """
    usable = sorted((p for p in places if p.channel in channels), key=lambda p: p.id or 0)
    usable.sort(key=lambda p: channels[p.channel].window is not None)
    chosen = sorted((p for p in usable if p.preferred_at), key=lambda p: str(p.preferred_at), reverse=True)
    best = [*chosen[:1], *(p for p in usable if p not in chosen[:1])]
    return sorted(best, key=lambda p: p.channel in paused)


async def of(
    session: AsyncSession, person_id: int, *, channels: Mapping[str, Capabilities], now: datetime
) -> list[Address]:
    """Return the reachable addresses of a person, the best first.

    Until the transaction ends nobody can take them off the person: what is written to one stays theirs.
    """
    mine = [a for a in await people.addresses(session, person_id, lock=True) if a.channel in channels]
    return ordered(mine, channels, await paused(session, now=now) if len(mine) > 1 else ())


async def pause(session: AsyncSession, *, channel: str, until: datetime) -> None:
    """Note that a channel carries nothing until a moment: new messages go elsewhere meanwhile."""
    value = {"until": until.isoformat()}
    row = insert(session, Fact).values(name=_PAUSE + channel, value=value)
    await session.exec(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def paused(session: AsyncSession, *, now: datetime) -> set[str]:
    """Return the channels that carry nothing at this moment."""
    noted = (await session.exec(select(Fact).where(col(Fact.name).startswith(_PAUSE)))).all()
    return {
        fact.name.removeprefix(_PAUSE) for fact in noted if datetime.fromisoformat(fact.value["until"]) > now
    }
