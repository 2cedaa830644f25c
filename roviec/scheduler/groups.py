"""The unit's list of tasks in its group chat: with the weekly digest, once per group and week."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, reminders
from roviec.db.engine import Database
from roviec.db.models import Address, Task, Unit
from roviec.db.tasks import standing
from roviec.delivery import notify
from roviec.delivery.singly import Singly
from roviec.handlers.frame.house import House
from roviec.handlers.tasks.dues import dated
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.round import Moment, moment_of
from roviec.tasks.hours import hour_of
from roviec.tasks.issuing import digest_time
from roviec.tasks.lateness import at_of
from roviec.tasks.punctuality import describe
from roviec.texts import Texts, catalogue
from roviec.texts.shapes import apart

SHOWN, WIDTH = 10, 60


async def send_to_groups(db: Database, house: House, now: datetime) -> int:
    """Send this week's list to the groups that have not had it; return how many messages."""
    calendar, moment = house.calendar(), moment_of(now, house)
    when = digest_time(moment.today, calendar)
    if when is None or now < when or not calendar.is_office_time(now):
        return 0
    async with db.read() as session:
        groups = await people.group_chats(session)
        said = await reminders.said_to(session, kind="group", period=moment.week)
    waiting = [one for one in groups if str(one[0].id) not in said and one[0].channel in house.channels]
    if not waiting:
        return 0
    singly = await Singly.of(db, "groups", channels=house.channels, now=now, period=moment.week)
    sent = 0
    for address, unit in waiting:
        if not singly.leaves(f"group/{address.id}"):
            async with singly.row(f"group/{address.id}"), db.write() as session:
                sent += await _send(session, address, unit, house, moment)
    return sent


async def _send(session: AsyncSession, address: Address, unit: Unit, house: House, moment: Moment) -> bool:
    tasks = await standing.of_unit(session, unit.id or 0)
    if not tasks or not await reminders.say_once(
        session, kind="group", subject=str(address.id), period=moment.week, now=moment.now
    ):
        return False
    say = catalogue(address.language)
    lines = "\n".join(_lines(tasks[:SHOWN], house, moment, say))
    message = Outgoing(say("group.tasks", unit=unit.name, count=len(tasks), lines=lines))
    key = f"group/{moment.week}/{address.id}"
    await notify.write(session, address, message, channels=house.channels, now=moment.now, key=key)
    return True


def _lines(tasks: list[Task], house: House, moment: Moment, say: Texts) -> list[str]:
    """Return one line a task: what, and how it stands."""
    titles = apart([task.title for task in tasks], WIDTH)
    calendar = house.calendar()
    how = [describe(task, at_of(moment.now, calendar), calendar) for task in tasks]
    dues = [
        f"{dated(say, task.due, calendar.last_day(task.due), hour_of(task))}, " if task.due else ""
        for task in tasks
    ]
    rows = zip(titles, dues, how, strict=True)
    return [f"{n}. {title} · {due}{say.again(words)}" for n, (title, due, words) in enumerate(rows, 1)]
