"""Where to write to somebody unasked, as a round has read it."""

from collections.abc import Collection

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import reach
from roviec.db.models import Address
from roviec.db.reminders import Reached, Roster
from roviec.handlers.house import House


def best(roster: Roster, person_id: int, house: House, *, spare: Collection[str] = ()) -> Reached | None:
    """Return the one address of a person that gets what is written unasked.

    Channels to `spare` come last, as paused ones do: their month is nearly spent.
    """
    last = {*roster.paused, *spare}
    usable = reach.ordered(roster.addresses.get(person_id, ()), house.channels, last)
    return usable[0] if usable else None


async def holds(session: AsyncSession, to: Reached, person_id: int) -> Address | None:
    """Return the address if it still belongs to the person and can be reached: they may just have left.

    It stays theirs until the transaction ends.
    """
    address = await session.get(Address, to.id, with_for_update={"read": True})
    if address is None or address.person_id != person_id or not address.reachable:
        return None
    return address
