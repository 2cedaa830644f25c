"""Where to write to somebody unasked: the first address of theirs that a channel of this house serves."""

from collections.abc import Collection, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address
from roviec.db.reminders import Reached
from roviec.handlers.house import House


def best(addresses: Sequence[Reached], house: House, *, spare: Collection[str] = ()) -> Reached | None:
    """Return where to write: a channel that is on, the first linked, without a window where possible.

    Channels to `spare` come last: their month is nearly spent.
    """
    usable = [address for address in addresses if address.channel in house.channels]
    usable.sort(key=lambda address: house.channels[address.channel].window is not None)
    usable.sort(key=lambda address: address.channel in spare)
    return usable[0] if usable else None


async def holds(session: AsyncSession, to: Reached, person_id: int) -> Address | None:
    """Return the address if it still belongs to the person and can be reached: they may just have left."""
    address = await session.get(Address, to.id)
    if address is None or address.person_id != person_id or not address.reachable:
        return None
    return address
