"""What the doctor says of the channels while the office is being served: for a page, in words."""

from collections.abc import Iterator

from roviec.bot.build import Parts
from roviec.bot.cli.channel_checks import mail, platforms, traffic, usable
from roviec.bot.cli.checks import Finding, surroundings
from roviec.bot.cli.common import Desk
from roviec.bot.cli.look import say
from roviec.web.deps import Finding as Told

_OF_CHANNELS = ("public_url", "loopback", "proxies", "token", "push")


async def look(parts: Parts) -> list[Told]:
    """Look the channels over, as `roviec doctor` does; nothing is changed."""
    settings, now = parts.settings, parts.clock()
    desk = Desk(usable(settings), parts.db, parts.house, now, parts.channels)
    found = [one for one in surroundings(settings, now) if one.check in _OF_CHANNELS]
    found += [one async for one in traffic(desk)]
    found += [*await platforms(desk, thorough=False), *await mail(desk)]
    return list(_told(found))


def _told(found: list[Finding]) -> Iterator[Told]:
    for one in found:
        label = say(f"cli.doctor.{one.check}")
        yield Told(f"{label}: {one.found}" if one.found else label, one.ok, one.advice)
