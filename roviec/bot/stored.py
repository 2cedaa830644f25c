"""The careful half of the road: what was stored is decided in batches, and what answers it is claimed as on arrival."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from roviec.bot.deciding import Decider
from roviec.db import bell, inbox
from roviec.db.engine import Database
from roviec.db.lastly import counting_last
from roviec.db.models import Inbox
from roviec.db.models.delivery import Arrival
from roviec.delivery.hands import Hands
from roviec.delivery.patience import Step
from roviec.delivery.share import Share


@dataclass(frozen=True)
class Taken:
    """What a transaction took."""

    rows: Sequence[Inbox]
    more: bool
    """More of it waits."""
    queued: bool
    """Messages wait for a courier, or files to be fetched."""


async def take(
    db: Database, decider: Decider, share: Share, clock: Callable[[], datetime], at: Step
) -> Taken:
    """Decide a batch of what this process has to decide, in one transaction."""
    now = clock()
    hands, mine = Hands(share, now), share.mine(now)
    async with db.write() as session, counting_last(session):
        rows = await inbox.take(session, mine=mine)
        await hands.mark(session)
        erased = bool(rows) and await decider.decide(session, rows, hands, mine)
        more = bool(rows) and await inbox.waits(session, mine=mine)
        queued = bool(bell.queued(session)) or any(row.state == Arrival.fetching for row in rows)
        at("decided")
    at("committed")
    hands.go()
    if erased:
        # A survey was completed: the log still holds the way to it.
        await db.empty_log()
    return Taken(rows, more, queued)
