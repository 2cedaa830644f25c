"""What the people of a simulated office do on a working day; every choice comes from one seed."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.simulation.founding import join, names
from roviec.channels.webchat.registration import WEBCHAT
from roviec.db import people, simulated
from roviec.db.models import Person, Role, Task, Unit
from roviec.db.tasks import change, requests
from roviec.db.tasks.events import By
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State, Verb

BEFORE_THE_END = (State.assigned, State.accepted, State.doing, State.returned)


class Life:
    """The people of an office."""

    def __init__(self, dice: random.Random, calendar: Calendar) -> None:
        self.dice, self.calendar = dice, calendar
        self._names: Iterator[str] = names(dice)

    async def day(self, session: AsyncSession, now: datetime) -> None:
        """Let a working day happen: at most a handful of tasks of a small office change."""
        for task in await simulated.open_tasks(session):
            if task.state == State.waiting:
                await self._decide(session, task, now)
            elif task.state == State.suspended and self._happens(0.1):
                await self._close(session, task, Verb.resume, now)
            else:
                await self._work(session, task, now)
        if self._happens(0.03):
            await self._someone_leaves(session, now)
        if self._happens(0.1):
            await self._reach(session)

    def _happens(self, chance: float) -> bool:
        return self.dice.random() < chance

    async def _work(self, session: AsyncSession, task: Task, now: datetime) -> None:
        day = now.date()
        left = (task.due - day).days if task.due else 99
        is_tried = self._happens(0.25 if left < 4 else 0.06)
        worker = await simulated.worker(session, task) if is_tried else None
        if worker is None:
            return
        by, deed = By(worker, now, WEBCHAT.name), self.dice.random()
        if deed < 0.3 and left < 20 and task.state in BEFORE_THE_END:
            await change.complete(session, task=task, at=At(day, now.time()), by=by)
        elif deed < 0.4 and task.due and task.state not in (State.refused, State.suspended):
            await self._extend(session, task, by, day)
        elif deed < 0.6:
            until = self.calendar.add_working_days(day, self.dice.randrange(1, 5))
            await change.snooze(session, task=task, actor=worker, until=until)
        elif deed < 0.64:
            await self._hand_over(session, task, worker, now)
        elif deed < 0.66 and task.state == State.assigned:
            await change.refuse(session, task=task, reason="", by=by)
        elif deed < 0.69 and task.state == State.assigned:
            await self._close(session, task, Verb.suspend, now)
        elif deed < 0.7:
            await self._close(session, task, Verb.cancel, now)

    async def _extend(self, session: AsyncSession, task: Task, by: By, day: date) -> None:
        """Ask for a later date, which the office grants or not."""
        wished = max(task.due or day, day) + timedelta(days=self.dice.randrange(2, 25))
        asked = await requests.ask_extension(session, task=task, wished=wished, reason="", today=day, by=by)
        office, until = By(None, by.now, WEBCHAT.name), wished if self._happens(0.7) else None
        await requests.decide_extension(session, extension=asked, until=until, note="", by=office)

    async def _hand_over(self, session: AsyncSession, task: Task, worker: Person, now: datetime) -> None:
        colleague = self.dice.choice(await people.staff(session, unit_id=worker.unit_id))
        if task.state != State.waiting:
            await change.hand_over(session, task=task, to=colleague, by=By(None, now, WEBCHAT.name))

    async def _decide(self, session: AsyncSession, task: Task, now: datetime) -> None:
        office = By(None, now, WEBCHAT.name)
        if self._happens(0.12):
            await change.confirm(session, task=task, by=office)
        elif self._happens(0.03):
            await change.give_back(session, task=task, reason="", by=office)

    async def _close(self, session: AsyncSession, task: Task, verb: Verb, now: datetime) -> None:
        office = By(None, now, WEBCHAT.name)
        await change.close(session, task=task, verb=verb, reason="", by=office)

    async def _someone_leaves(self, session: AsyncSession, now: datetime) -> None:
        officials = await people.with_role(session, Role.official)
        if not officials:
            return
        leaver = self.dice.choice(officials)
        staff = [p for p in await people.staff(session, unit_id=leaver.unit_id) if p.id != leaver.id]
        if staff and self._happens(0.6):
            to = self.dice.choice(staff)
            await change.hand_over_everything(session, leaver=leaver, to=to, now=now)
        await people.leave(session, person=leaver, today=now.date())
        unit = await session.get_one(Unit, leaver.unit_id)
        await join(session, unit, f"Mới {next(self._names)}", Role.official)

    async def _reach(self, session: AsyncSession) -> None:
        """Let somebody block the bot, or come back."""
        address = self.dice.choice(await simulated.addresses(session))
        address.reachable = self._happens(0.7)
