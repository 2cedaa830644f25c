"""Channels that count their messages: the admins hear in time, and a round leaves something for answers."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.registered import label
from roviec.db import budget, reminders
from roviec.db.engine import Database
from roviec.db.models import Address, Role
from roviec.db.reminders import Reached, Roster
from roviec.delivery import notify
from roviec.delivery.reach import best, held
from roviec.delivery.singly import Singly
from roviec.handlers.frame.house import House
from roviec.messages.allowance import Budget, Level
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue
from roviec.texts.shapes import number

KIND = "allowance"
FULL = "full"


async def watch(db: Database, house: House, now: datetime) -> int:
    """Tell the admins, once a level and month, what a month has left; return how many messages were written."""
    if not house.allowances or not house.calendar().is_office_time(now):
        return 0
    async with db.read() as session:
        found = await budget.budgets(session, allowances=house.allowances, now=now)
        news = [(one, name) for one in found for name in _news(one)]
        if not news:
            return 0
        roster = await reminders.roster(session, now=now, among=reminders.NOBODY)
    today = now.astimezone(house.zone).date().isoformat()
    singly = await Singly.of(db, "allowances", channels=house.channels, now=now, period=today)
    told = 0
    for budget_, name in news:
        subject = f"{budget_.channel}/{name}"
        if not singly.leaves(subject):
            async with singly.row(subject), db.write() as session:
                told += await _tell(session, house, roster, budget_, name, now)
    return told


def _news(one: Budget) -> Iterator[str]:
    """Return what there is to say of a budget; the sentence is `allowance.<name>`."""
    if one.level > Level.fine:
        yield one.level.name
    if one.is_full:
        yield FULL


async def _tell(
    session: AsyncSession, house: House, roster: Roster, one: Budget, name: str, now: datetime
) -> int:
    """Tell each admin once; one who could only hear by a spent channel is told when another is linked."""
    told = 0
    for admin, address in await _admins(session, house, roster, one):
        if await _first_time(session, one, name, admin, now):
            message = Outgoing(_sentence(f"allowance.{name}", address.language, one))
            key = f"{KIND}/{one.channel}/{name}/{one.usage.month}/{admin}"
            await notify.write(session, address, message, channels=house.channels, now=now, key=key)
            told += 1
    return told


async def _first_time(session: AsyncSession, one: Budget, name: str, admin: int, now: datetime) -> bool:
    """Claim the right to say a level; the lower ones need not be said any more."""
    levels = [level.name for level in Level if Level.fine < level <= one.level]
    said = [
        await reminders.say_once(
            session, kind=KIND, subject=f"{one.channel}/{each}/{admin}", period=one.usage.month, now=now
        )
        for each in ([name] if name == FULL else levels)
    ]
    return said[-1]


def _sentence(key: str, language: str, one: Budget, **more: int) -> str:
    say = catalogue(language)
    year, month = one.usage.month.split("-")
    values: dict[str, str] = {name: number(value) for name, value in {**one.words(), **more}.items()}
    where = {"channel": label(one.channel, say), "month": f"{int(month)}/{year}"}
    return say.out_of(key, {**where, **values})


async def spared(
    db: Database, house: House, roster: Roster, hearers: Sequence[int], now: datetime, period: str
) -> frozenset[str]:
    """Return the channels that a round to these people would leave without a fifth for answers.

    The admins are told before it goes, once a day (`period`): who has another channel is written to there.
    """
    if not house.allowances:
        return frozenset()
    going = Counter(to.channel for to in _chosen(house, roster, hearers, ()))
    asked = {name: one for name, one in house.allowances.items() if going[name]}
    if not asked:
        return frozenset()
    async with db.write() as session:
        found = await budget.budgets(session, allowances=asked, now=now)
        scarce = [one for one in found if not one.afford(going[one.channel])]
        names = frozenset(one.channel for one in scarce)
        stay = Counter(to.channel for to in _chosen(house, roster, hearers, names))
        for one in scarce:
            counts = {"stay": stay[one.channel], "leave": going[one.channel] - stay[one.channel]}
            await _tell_of_round(session, house, roster, one, counts, now, period)
    return names


def _chosen(
    house: House, roster: Roster, hearers: Sequence[int], spare: Collection[str]
) -> Iterator[Reached]:
    for person in hearers:
        if (to := best(roster, person, house.channels, spare=spare)) is not None:
            yield to


async def _tell_of_round(
    session: AsyncSession,
    house: House,
    roster: Roster,
    one: Budget,
    counts: Mapping[str, int],
    now: datetime,
    period: str,
) -> None:
    for admin, address in await _admins(session, house, roster, one):
        subject = f"{one.channel}/round/{admin}"
        if await reminders.say_once(session, kind=KIND, subject=subject, period=period, now=now):
            words = Outgoing(_sentence("allowance.round", address.language, one, **counts))
            key = f"{KIND}/{subject}/{period}"
            await notify.write(session, address, words, channels=house.channels, now=now, key=key)


async def _admins(
    session: AsyncSession, house: House, roster: Roster, one: Budget
) -> list[tuple[int, Address]]:
    """Return the admins who can hear of a budget: by another channel if they can, never by a spent one."""
    found = []
    for admin in roster.with_role(Role.admin):
        to = best(roster, admin, house.channels, spare=[one.channel])
        if to is None or (to.channel == one.channel and one.level == Level.spent):
            continue
        if (address := await held(session, to, admin)) is not None:
            found.append((admin, address))
    return found
