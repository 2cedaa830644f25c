"""What `roviec doctor` looks at in what runs: duties that nobody has, lanes that stopped, clocks."""

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.checks import Finding, finding
from roviec.bot.cli.common import Desk
from roviec.bot.cli.look import name_of, say
from roviec.bot.watching import called, unheld, wanted
from roviec.db import connections, duties, jumps, outbox_said, shards
from roviec.db.models import Fact
from roviec.db.models.delivery import Lane
from roviec.db.reminders import HEARTBEAT
from roviec.texts.shapes import moment

QUIET = timedelta(minutes=10)
"""After how long without a beat the clock of the office counts as stopped, and a lane without a departure too."""
_SKEW = 30.0
_NAMED = 5


async def running(desk: Desk) -> AsyncIterator[Finding]:
    """Look at duties, lanes and clocks."""
    async with desk.db.read() as session:
        yield await _duties(desk, session)
        yield await _lanes(desk, session)
        yield await _database_clock(session)
        yield await _jumped(desk, session)
        if not desk.db.is_sqlite:
            yield await _connections(desk, session)
        yield heartbeat(desk, await session.get(Fact, HEARTBEAT))


async def _duties(desk: Desk, session: AsyncSession) -> Finding:
    """Name the duties that nobody has; where nothing runs at all, the heartbeat tells it."""
    standing = await duties.standing(session)
    beat = await session.get(Fact, HEARTBEAT)
    is_fresh = beat is not None and desk.now - datetime.fromisoformat(beat.value["at"]) <= QUIET
    if not standing or not (is_fresh or any(one.left > 0 for one in standing)):
        return Finding("duties", True, say("cli.doctor.duties.none"))
    names = wanted(desk.settings, await shards.count(session))
    free = [called(name, say) for name in unheld(standing, names)]
    return finding("duties", not free, ", ".join(free), duties=", ".join(free))


async def _lanes(desk: Desk, session: AsyncSession) -> Finding:
    """Name the lanes in which something has waited too long, with since when."""
    found = await outbox_said.stopped(session, since=desk.now - QUIET)
    zone, lanes = desk.settings.office.zone, {int(lane): lane.name for lane in Lane}
    named = [
        f"{name_of(channel)}, {say(f'cli.lane.{lanes.get(lane, lane)}')}: {moment(oldest.astimezone(zone))}"
        for (channel, lane), oldest in sorted(found.items())
    ]
    return finding("outbox", not found, "; ".join(named), since="; ".join(named))


async def _database_clock(session: AsyncSession) -> Finding:
    """Compare the clock of this machine with that of the database: duties end by the latter, reminders by the former."""
    seconds = round(abs(await duties.clock(session) - time.time()))
    return finding("db_clock", seconds <= _SKEW, "", seconds=seconds)


async def _connections(desk: Desk, session: AsyncSession) -> Finding:
    """Tell when the server has no room left for one more process of ours."""
    used, most = await connections.of_server(session)
    ours = desk.settings.database.connections
    return finding("connections", used + ours <= most, f"{used}/{most}", used=used, most=most, ours=ours)


async def _jumped(desk: Desk, session: AsyncSession) -> Finding:
    """Name the hosts whose clock was set while the office ran."""
    zone = desk.settings.office.zone
    named = [
        say("cli.doctor.jumped.found", host=one.host, seconds=one.seconds, at=moment(one.at.astimezone(zone)))
        for one in await jumps.recent(session, now=desk.now)
    ]
    return finding("jumped", not named, "; ".join(named[:_NAMED]))


def heartbeat(desk: Desk, fact: Fact | None) -> Finding:
    """Judge when the scheduler last ticked; an office that has never run has nothing to mend."""
    if fact is None:
        return Finding("heartbeat", True, say("cli.doctor.heartbeat.never"))
    last = datetime.fromisoformat(fact.value["at"])
    shown = moment(last.astimezone(desk.settings.office.zone))
    if last - desk.now > QUIET:
        return finding("set_back", False, shown, last=shown)
    return finding("heartbeat", desk.now - last <= QUIET, shown, last=shown)
