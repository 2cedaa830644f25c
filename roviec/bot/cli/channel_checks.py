"""What `roviec doctor` asks the platforms: every channel that is on, side by side, each within seconds."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from roviec.bot.build import mailer_of
from roviec.bot.cli.checks import Finding, finding
from roviec.bot.cli.common import PATIENCE, Desk
from roviec.bot.cli.look import name_of, say
from roviec.bot.settings import Settings
from roviec.channels.channel import Channel
from roviec.channels.registry import Check, Look, Registration
from roviec.db import inbox
from roviec.messages.outcome import Failure
from roviec.texts.shapes import moment

WAITED = timedelta(minutes=10)


def usable(settings: Settings) -> Settings:
    """Return settings without the channels that lack a secret: they are told apart and can't be asked."""
    return settings.without(
        one for one in settings.channels if one.secrets and one.lacks_secrets(settings.of(one))
    )


async def platforms(desk: Desk, *, thorough: bool) -> list[Finding]:
    """Ask each platform what it knows of us."""
    look = Look(desk.now, desk.settings.office.zone, thorough)
    asked = [one for one in desk.settings.channels if one.examine]
    answers = await asyncio.gather(*(_ask(one, desk.channels[one.name], look) for one in asked))
    return [_shown(one, check) for one, checks in zip(asked, answers, strict=True) for check in checks]


async def _ask(one: Registration, channel: Channel, look: Look) -> list[Check]:
    assert one.examine is not None
    found: list[Check] = []
    try:
        async with asyncio.timeout(PATIENCE):
            async for check in one.examine(channel, look):
                found.append(check)
    except TimeoutError:
        found.append(Check("reach", False, say("cli.doctor.reach.slow")))
    return found


def _shown(one: Registration, check: Check) -> Finding:
    label = name_of(one.name)
    found = f"{label}, {check.found}" if check.found else label
    return finding(check.name, check.ok, found, **{"channel": label, **check.values})


async def mail(desk: Desk) -> list[Finding]:
    """Greet the server that takes our mail, where there is one."""
    mailer, host = mailer_of(desk.settings, lambda: desk.house.office), desk.settings.mail.host
    if mailer is None:
        return []
    try:
        async with asyncio.timeout(PATIENCE):
            await mailer.greet()
    except (Failure, TimeoutError) as error:
        return [finding("mail", False, f"{host}, {error or type(error).__name__}", host=host)]
    return [Finding("mail", True, host)]


async def traffic(desk: Desk) -> AsyncIterator[Finding]:
    """Look at when each channel was last heard, and at what waits too long to be decided."""
    zone, since = desk.settings.office.zone, desk.now - WAITED
    async with desk.db.read() as session:
        heard, oldest = await inbox.last_heard(session), await inbox.waits_since(session)
    for name in desk.channels:
        when = heard.get(name)
        shown = moment(when.astimezone(zone)) if when else say("cli.doctor.heard.never")
        yield Finding("heard", True, f"{name_of(name)}, {shown}")
    shown = moment(oldest.astimezone(zone)) if oldest else ""
    yield finding("inbox", oldest is None or oldest >= since, shown, since=shown)
