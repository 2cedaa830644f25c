"""What `roviec doctor` looks at in the database: people, addresses, letters, payloads, files, copies."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.checks import Finding, finding
from roviec.bot.cli.common import Desk
from roviec.bot.cli.look import say
from roviec.db import answers, done, hosts, keeping, pushes, setbacks
from roviec.db import calendar as days
from roviec.db.backup import noted
from roviec.db.models import Address, Inbox, Outbox, Person, Role, Setback, Unit
from roviec.db.models.delivery import Arrival, Departure
from roviec.db.tasks.unheard import Unheard, unheard
from roviec.tasks.seed import projected
from roviec.texts.shapes import day, moment, short, size

_QUIET = timedelta(minutes=10)
_LATELY = timedelta(days=30)
_NAMED = 5
_LOOKED_AT = 2000
"""Of how many files, the last ones, the doctor looks whether they are there."""


async def records(desk: Desk) -> AsyncIterator[Finding]:
    """Look at what the tables hold."""
    async with desk.db.read() as session:
        units, people = await _count(session, Unit), await _present(session)
        yield finding(
            "people", bool(units and people), say("cli.doctor.people.found", people=people, units=units)
        )
        yield finding("admin", bool(await _present(session, Person.role == Role.admin)))
        yield _own(desk)
        silent = await _present(session, col(Person.id).not_in(_linked()))
        yield finding("addresses", silent == 0, str(silent), count=silent)
        yield await _untold(desk, session)
        yield await _unheard(session)
        dead = await _count(session, Outbox, Outbox.state == Departure.dead)
        yield finding("dead_letters", dead == 0, str(dead), count=dead)
        stuck = await _count(session, Inbox, Inbox.state == Arrival.quarantined)
        yield finding("quarantine", stuck == 0, str(stuck), count=stuck)
        since = desk.now - _QUIET
        files = await _count(session, Inbox, Inbox.state == Arrival.fetching, col(Inbox.received_at) < since)
        yield finding("fetching", files == 0, str(files), count=files)
        yield await _days_off(desk, session)
        yield await _lonely(desk, session)
        yield (store := await _store(desk))
        if store.ok:
            yield await _shared(desk, session)
            yield await _lost(desk, session)
        yield await _saved(desk, session)
        apart = await done.out_of_step(session)
        yield finding("done", apart == 0, str(apart), count=apart)
        yield _setbacks(await setbacks.standing(session))
        yield await _bursts(desk, session)


def _own(desk: Desk) -> Finding:
    """Tell what the office is called, and where that stands: what it says on its page holds."""
    is_said = desk.house.days.name is not None
    place = say("cli.doctor.own.page") if is_said else "config.toml"
    return Finding("own", True, f"{desk.house.office} ({place})")


async def _untold(desk: Desk, session: AsyncSession) -> Finding:
    """Name whom nothing can tell that something waits for them in the web chat."""
    found = await pushes.silent(session, channels=desk.house.channels, mails=desk.house.mails)
    names = [f"{name} ({unit})" for name, unit in found[:_NAMED]]
    more = [say("cli.others", count=len(found) - _NAMED)] if len(found) > _NAMED else []
    return finding("untold", not found, ", ".join([*names, *more]) or "0", count=len(found))


async def _unheard(session: AsyncSession) -> Finding:
    """Name the open tasks of which nobody hears, with who would have to be linked."""
    found = await unheard(session)
    named = [
        say("cli.doctor.unheard.task", id=one.task.id, title=short(one.task.title, 40), who=_whom(one))
        for one in found[:_NAMED]
    ]
    more = [say("cli.doctor.unheard.more", count=len(found) - _NAMED)] if len(found) > _NAMED else []
    return finding("unheard", not found, "; ".join([*named, *more]) or "0", count=len(found))


def _whom(one: Unheard) -> str:
    units = ", ".join(one.units)
    return ", ".join(one.people) or f"{units}: {say('cli.doctor.unheard.nobody')}".removeprefix(": ")


async def _bursts(desk: Desk, session: AsyncSession) -> Finding:
    """Tell the days on which more answers came at once than people stand at a desk."""
    today = desk.now.astimezone(desk.settings.office.zone).date()
    found, _of_a_network = await answers.bursts(session, chosen=answers.Chosen(date_from=today - _LATELY))
    lines = [f"{unit} {day(on)} ({count})" for on, unit, count in found]
    return finding("bursts", not found, "; ".join(lines), days=_LATELY.days)


async def _days_off(desk: Desk, session: AsyncSession) -> Finding:
    """Tell which years are only computed and which days wait for the office; only a year begun unread is wrong."""
    this, settled = desk.today.year, await days.confirmed(session)
    guessed = [year for year in (this, this + 1) if projected(year) and year not in settled]
    waiting = [
        one for y in (this, this + 1) for one in await days.open_days(session, year=y, today=desk.today)
    ]
    found = [say("cli.doctor.days_off.projected", years=", ".join(map(str, guessed)))] if guessed else []
    found += [say("cli.doctor.days_off.open", days=", ".join(map(day, waiting)))] if waiting else []
    advice = [say("cli.doctor.days_off.advice", year=guessed[0])] if guessed else []
    advice += [say("cli.doctor.days_off.decide", day=waiting[0])] if waiting else []
    return Finding("days_off", this not in guessed, "; ".join(found), " ".join(advice))


async def _store(desk: Desk) -> Finding:
    """Write to the store of files and read it again; a folder was looked at before."""
    try:
        await desk.house.files.prove()
    except OSError as error:
        return finding("store", False, str(error))
    return Finding("store", True, desk.settings.database.files_in)


async def _shared(desk: Desk, session: AsyncSession) -> Finding:
    """Name the hosts whose files can't be seen from here."""
    unseen = await hosts.unseen(session, desk.house.files, now=desk.now)
    return finding("shared", not unseen, ", ".join(unseen[:_NAMED]), hosts=", ".join(unseen[:_NAMED]))


async def _lonely(desk: Desk, session: AsyncSession) -> Finding:
    """Tell of several hosts on one SQLite file, which serves only one."""
    names = await hosts.recent(session, now=desk.now)
    many = desk.db.is_sqlite and len(names) > 1
    return finding("lonely", not many, ", ".join(names[:_NAMED]))


async def _lost(desk: Desk, session: AsyncSession) -> Finding:
    """Tell of evidence whose bytes are gone."""
    lost = await keeping.lost(session, desk.house.files, latest=_LOOKED_AT)
    return finding("lost", not lost, str(len(lost)), count=len(lost))


async def _saved(desk: Desk, session: AsyncSession) -> Finding:
    """Tell of the last backup that could be restored; an office that has never run needs none yet."""
    if desk.settings.backup.place is None:
        return Finding("backup", True, say("cli.doctor.backup.off"))
    last, wanted = await noted.last(session), await noted.wanted_since(session)
    if last is None:
        is_late = wanted is not None and desk.now - wanted > noted.LATE
        return finding("backup", not is_late, say("cli.doctor.backup.never"))
    at, name, size_ = last
    shown = say(
        "cli.doctor.backup.last", at=moment(at.astimezone(desk.settings.office.zone)), size=size(size_)
    )
    return finding("backup", desk.now - at <= noted.LATE, shown, name=name)


def _setbacks(rows: Sequence[Setback]) -> Finding:
    """Name what the loops have left alone, with the id that stands in the log."""
    named = [
        f"{say(f'setback.{row.loop}')} {row.subject} ({row.error.partition(' ')[0]})" for row in rows[:_NAMED]
    ]
    return finding("setbacks", not rows, "; ".join(named) or "0", count=len(rows))


def _linked() -> Any:
    return select(Address.person_id).where(
        col(Address.person_id).is_not(None), col(Address.reachable).is_(True)
    )


async def _count(session: AsyncSession, table: Any, *which: Any) -> int:
    return (await session.exec(select(func.count()).select_from(table).where(*which))).one()


async def _present(session: AsyncSession, *which: Any) -> int:
    return await _count(session, Person, col(Person.left_on).is_(None), *which)
