"""What `roviec doctor` asks the platforms: every channel that is on, side by side, each within seconds."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from importlib import import_module

from sqlmodel import func, select

from roviec.bot.cli.checks import Finding, finding
from roviec.bot.cli.common import PATIENCE, Desk
from roviec.bot.cli.look import say
from roviec.bot.settings import Settings
from roviec.channels.channel import Channel
from roviec.channels.common.health import Check
from roviec.db import inbox
from roviec.db.models import Inbox, Outbox
from roviec.db.models.delivery import Arrival, Departure
from roviec.texts.shapes import moment

EXAMINED = ("telegram", "zalo_bot")
"""The channels with a module `health` whose `examine(channel, now=…, thorough=…)` yields `Check`s. A new channel
that has one is added here."""
WAITED = timedelta(minutes=10)


def usable(settings: Settings) -> Settings:
    """Return settings without the channels that lack a secret: they are told apart and can't be asked."""
    lacking = {
        name: getattr(settings, name).model_copy(update={"enabled": False})
        for name in EXAMINED
        if not getattr(settings, name).token.get_secret_value()
    }
    return settings.model_copy(update=lacking)


async def platforms(desk: Desk, *, thorough: bool) -> list[Finding]:
    """Ask each platform what it knows of us."""
    asked = {name: desk.channels[name] for name in EXAMINED if name in desk.channels}
    answers = await asyncio.gather(*(_ask(name, one, desk.now, thorough) for name, one in asked.items()))
    return [_shown(name, check) for name, checks in zip(asked, answers, strict=True) for check in checks]


async def _ask(name: str, channel: Channel, now: datetime, thorough: bool) -> list[Check]:
    found: list[Check] = []
    examine = import_module(f"roviec.channels.{name}.health").examine
    try:
        async with asyncio.timeout(PATIENCE):
            async for check in examine(channel, now=now, thorough=thorough):
                found.append(check)
    except TimeoutError:
        found.append(Check("reach", False, say("cli.doctor.reach.slow")))
    return found


def _shown(name: str, check: Check) -> Finding:
    label = say(f"cli.channel.{name}")
    found = f"{label}, {check.found}" if check.found else label
    return finding(check.name, check.ok, found, **{"channel": label, **check.values})


async def traffic(desk: Desk) -> AsyncIterator[Finding]:
    """Look at when each channel was last heard, and at what waits too long on either side."""
    zone, since = desk.settings.office.zone, desk.now - WAITED
    async with desk.db.read() as session:
        heard = await inbox.last_heard(session)
        received = select(func.min(Inbox.received_at)).where(Inbox.state == Arrival.new)
        leaving = select(func.min(Outbox.not_before)).where(Outbox.state == Departure.queued)
        waiting = {
            "inbox": (await session.exec(received)).one(),
            "outbox": (await session.exec(leaving)).one(),
        }
    for name in desk.channels:
        when = heard.get(name)
        shown = moment(when.astimezone(zone)) if when else say("cli.doctor.heard.never")
        yield finding("heard", True, f"{say(f'cli.channel.{name}')}, {shown}")
    for name, oldest in waiting.items():
        shown = moment(oldest.astimezone(zone)) if oldest else ""
        yield finding(name, oldest is None or oldest >= since, shown, since=shown)
