"""What waits in a channel that carries nothing for now goes to people's other addresses, every minute anew."""

from datetime import datetime

from roviec.db import failover, reach
from roviec.db.engine import Database
from roviec.handlers.house import House


async def rescue(db: Database, house: House, now: datetime) -> int:
    """Move what can move; return how many messages did. Nobody waits for the end of a month's quota."""
    async with db.read() as session:
        off = await reach.paused(session, now=now)
    moved = 0
    for channel in sorted(off & set(house.channels)):
        async with db.write() as session:
            moved += await failover.move_waiting(session, channel=channel, channels=house.channels, now=now)
    return moved
