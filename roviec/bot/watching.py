"""Looking after the process's neighbours: duties that nobody has, and a clock that jumped.

Every process of the office looks, so whoever is left raises the alarm; it is raised once a day for each duty.
"""

import asyncio
import logging
import socket
import time
from collections.abc import Collection
from datetime import UTC, datetime

from roviec.bot.build import Parts
from roviec.bot.settings import Settings
from roviec.channels.registered import label
from roviec.db import duties, jumps
from roviec.db.duties import Standing
from roviec.db.holding import moment
from roviec.db.slots import every_shard
from roviec.delivery import admins
from roviec.delivery.patience import patiently
from roviec.texts import Texts, catalogue

log = logging.getLogger(__name__)
LOOK, UNHELD = 30.0, 120.0
"""Seconds between two looks, and for which nobody may have a duty: another process takes it within ten."""
JUMP = 60.0
"""Seconds by which a clock may be set between two looks without being called a jump."""
_WORK = ("scheduler", "fetcher", "plans", "digests", "announcements", "knocker")


def wanted(settings: Settings, shards: int = 1) -> list[str]:
    """Return the duties that some process of the office must have at any time, its chats divided into `shards`."""
    on = settings.channels
    polled = [one.name for one in on if getattr(settings.of(one), "mode", "") == "polling"]
    couriers = [f"courier/{shard.named(one.name)}" for one in on for shard in every_shard(shards)]
    return [*_WORK, *couriers, *(f"receive/{name}" for name in polled)]


def unheld(standing: Collection[Standing], names: Collection[str]) -> list[str]:
    """Return which of these duties nobody has."""
    held = {one.name for one in standing if one.left > 0}
    return [name for name in names if name not in held]


def called(name: str, texts: Texts) -> str:
    """Return what people call a duty: "gửi tin qua Telegram"."""
    work, channel, shard = [*name.split("/"), "", ""][:3]
    if shard:
        return texts("courier.shard", channel=label(channel, texts), shard=shard)
    return texts.out_of(f"duty.{work}", {"channel": label(channel, texts)})


class Watch:
    """Looks around every half minute."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.names = parts, wanted(parts.settings, parts.shards)
        self._free: dict[str, float] = {}
        self._seen = (time.time(), moment())

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(LOOK)
            await patiently(self.look)

    async def look(self) -> int:
        """Look once; return how many duties the admins were told of."""
        await self._mind_the_clock()
        async with self.parts.db.read() as session:
            free = unheld(await duties.standing(session), self.names)
        begun = moment()
        self._free = {name: self._free.get(name, begun) for name in free}
        missed = [name for name, since in self._free.items() if begun - since >= UNHELD]
        for name in missed:
            await self._tell(name)
        return len(missed)

    async def _tell(self, name: str) -> None:
        now, texts = self.parts.clock(), catalogue("vi")
        log.error("nobody has had the duty %s for %d seconds", name, UNHELD)
        sentence = texts("duties.unheld", duty=called(name, texts), minutes=round(UNHELD / 60))
        key, channels = f"alarm/duty/{name}/{now.date()}", self.parts.house.channels
        # A channel that nobody sends for is not asked to carry the news of it.
        silent = {free.split("/")[1] for free in self._free if free.startswith("courier/")}
        others = {one: can for one, can in channels.items() if one not in silent}
        async with self.parts.db.write() as session:
            await admins.alarm(session, sentence, channels=others or channels, now=now, key=key)

    async def _mind_the_clock(self) -> None:
        """Note when the clock of this machine was set: what is due by it came early or late."""
        wall, real = time.time(), moment()
        by = (wall - self._seen[0]) - (real - self._seen[1])
        self._seen = (wall, real)
        # Elsewhere the other clock stands still while the machine sleeps.
        if abs(by) < JUMP or not hasattr(time, "CLOCK_BOOTTIME"):
            return
        log.warning("the clock of this machine was set by %d seconds", round(by))
        async with self.parts.db.write() as session:
            await jumps.remember(session, host=socket.gethostname(), seconds=round(by), at=datetime.now(UTC))
