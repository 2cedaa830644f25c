"""The digests of one period: the office gathered once for each circle of units, drawn once for what readers share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.figures import Matter
from roviec.db.files import FileStore
from roviec.db.readers import Reader, reader_of
from roviec.reports.edition import Edition
from roviec.reports.letterhead import Letterhead
from roviec.reports.model import Decision, Digest

Units = tuple[int, ...] | None
Gather = Callable[[AsyncSession, Units], Awaitable[Digest]]


@dataclass
class Editions:
    """What each reader gets: the figures of their units, and of what waits only what they can decide."""

    gather: Gather
    files: FileStore
    head: Letterhead
    _circles: dict[Units, Digest] = field(default_factory=dict)
    _made: dict[tuple[Units, tuple[Decision, ...]], Edition] = field(default_factory=dict)

    async def of(self, session: AsyncSession, person_id: int) -> Edition:
        """Return the digest of somebody."""
        whole = await self._circle(session, None)
        asked = {one.item.task.id for one in whole.decisions}
        reader = await reader_of(session, person_id, tasks=asked)
        theirs = tuple(one for one in whole.decisions if _can_settle(reader, one))
        key = reader.units, theirs
        if key not in self._made:
            digest = replace(await self._circle(session, reader.units), decisions=theirs)
            self._made[key] = Edition(digest, self.files, self.head)
        return self._made[key]

    async def _circle(self, session: AsyncSession, units: Units) -> Digest:
        if units not in self._circles:
            self._circles[units] = await self.gather(session, units)
        return self._circles[units]


def _can_settle(reader: Reader, decision: Decision) -> bool:
    """Tell whether somebody settles a matter: on a task of theirs, and not what they asked for themselves."""
    item = decision.item
    own = item.matter in (Matter.extension, Matter.obstacle) and item.by_id == reader.id
    return item.task.id in reader.decides and not own
