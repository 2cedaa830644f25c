"""Where to write to somebody unasked: one address of theirs, the chosen one or else the first linked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import pauses, people
from roviec.db.models import Address
from roviec.db.reminders import Reached, Roster
from roviec.messages.capabilities import Capabilities


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
    places: Iterable[P], channels: Mapping[str, Capabilities], avoided: Collection[str] = ()
) -> list[P]:
    """Return the addresses on channels that are on, the best first.

    The chosen one comes first, then those without a window, then the first linked; whatever is on a channel
    to be avoided comes after all others.
    """
    usable = sorted((p for p in places if p.channel in channels), key=lambda p: p.id or 0)
    usable.sort(key=lambda p: channels[p.channel].window is not None)
    chosen = sorted((p for p in usable if p.preferred_at), key=lambda p: str(p.preferred_at), reverse=True)
    best = [*chosen[:1], *(p for p in usable if p not in chosen[:1])]
    return sorted(best, key=lambda p: p.channel in avoided)


async def of(
    session: AsyncSession, person_id: int, *, channels: Mapping[str, Capabilities], now: datetime
) -> list[Address]:
    """Return the reachable addresses of a person, the best first.

    Until the transaction ends nobody can take them off the person: what is written to one stays theirs.
    """
    mine = [a for a in await people.addresses(session, person_id, lock=True) if a.channel in channels]
    return ordered(mine, channels, await pauses.avoided(session, now=now) if len(mine) > 1 else ())


def best(
    roster: Roster, person_id: int, channels: Mapping[str, Capabilities], *, spare: Collection[str] = ()
) -> Reached | None:
    """Return the one address, as a round has read it, that gets what is written to a person unasked.

    Channels to `spare` come last, as paused ones do: their month is nearly spent.
    """
    last = {*roster.avoided, *spare}
    usable = ordered(roster.addresses.get(person_id, ()), channels, last)
    return usable[0] if usable else None


async def held(session: AsyncSession, to: Reached, person_id: int) -> Address | None:
    """Return the address if it still belongs to the person and can be reached: they may just have left.

    It stays theirs until the transaction ends.
    """
    address = await session.get(Address, to.id, with_for_update={"read": True})
    if address is None or address.person_id != person_id or not address.reachable:
        return None
    return address
