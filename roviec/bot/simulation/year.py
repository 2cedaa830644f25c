"""A year of a simulated office in a real process: the scheduler ticks, the courier delivers, things go wrong."""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, datetime

from roviec.bot import serve
from roviec.bot.build import Parts
from roviec.bot.process import Process
from roviec.bot.settings import Settings
from roviec.bot.simulation.answers import Desk
from roviec.bot.simulation.assigning import assign_some, planned
from roviec.bot.simulation.founding import Size, found
from roviec.bot.simulation.life import Life
from roviec.bot.simulation.script import Event, Faults, Kind, Script
from roviec.db import reminders, simulated, surveys
from roviec.db.engine import Database
from roviec.db.models import Person, TaskEvent, Unit
from roviec.db.models.base import id_of
from roviec.db.statements import Statements
from roviec.scheduler.clock import Scheduler
from roviec.survey.load import shipped, shipped_text

FORM = "mot-cua"
Told = Callable[[datetime], None]
"""Hears which month begins."""


class Killed(BaseException):
    """The process ends here."""


class Clock:
    """The simulation's time: whatever it is put to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the simulation's present moment."""
        return self.now


@dataclass
class Cost:
    """What a simulation took: seconds of the clock and of the processor, bytes of memory at most and of the database."""

    seconds: float = 0.0
    processor: float = 0.0
    memory: int = 0
    stored: int = 0
    spent: dict[str, float] = field(default_factory=dict)
    """What was done → the processor's seconds that it took."""


@dataclass
class Outcome:
    """What a year came to; the same for the same seed, but for what it cost."""

    people: int = 0
    units: int = 0
    tasks: dict[str, int] = field(default_factory=dict)
    events: int = 0
    answers: int = 0
    said: dict[str, int] = field(default_factory=dict)
    """Kind → how many notices were said."""
    unsent: int = 0
    """Messages that never left."""
    faults: dict[str, int] = field(default_factory=dict)
    cost: Cost = field(default_factory=Cost)


class Year:
    """An office through a year."""

    def __init__(self, settings: Settings, size: Size, *, year: int, seed: int, faults: Faults) -> None:
        self.settings, self.size, self.number, self.faults = settings, size, year, faults
        self.dice = random.Random(seed)
        self.clock = Clock(datetime(year, 1, 1, tzinfo=settings.office.zone))
        self.count: Counter[str] = Counter()
        self.spent: dict[str, float] = defaultdict(float)
        self.begun = time.perf_counter(), time.process_time()
        self.statements = Statements()
        self.left: int | None = None
        self.desks: list[Desk] = []
        self._stack = AsyncExitStack()
        self.parts: Parts
        self.process: Process
        self.scheduler: Scheduler

    async def live(self, told: Told = lambda _month: None, *, months: int = 12) -> Outcome:
        """Live so many months of the year and return what they came to."""
        await self._start()
        try:
            await self._begin()
            calendar = self.parts.house.calendar()
            self.life = Life(self.dice, calendar)
            self.plan = planned(self.dice, self.number, self.size.tasks, calendar)
            script = Script(self.dice, self.settings.office.zone, calendar.is_working, self.faults)
            month = 0
            for event in script.year(self.number, months=months):
                if event.at.month > month and event.kind is not Kind.jump:
                    told(event.at)
                    month = event.at.month
                begun = time.process_time()
                await self.play(event)
                self.spent[event.kind.value] += time.process_time() - begun
            return await self._outcome()
        finally:
            await self._stack.aclose()

    async def _start(self) -> None:
        """Begin a process, as `roviec run` does, whose clock is ours."""
        stack = AsyncExitStack()
        db = Database(self.settings.database.url, rehearsal=self.statements)
        self.parts = await stack.enter_async_context(serve.opened(self.settings, self.clock, db))
        self.process = Process(self.parts)
        self.scheduler = serve.scheduler_of(self.parts, at=self._at)
        await stack.enter_async_context(self.process.running(("courier",)))
        self._stack = stack

    async def _restart(self) -> None:
        await self._stack.aclose()
        await self._start()
        self.count["restarts"] += 1

    def _at(self, step: str) -> None:
        """Kill the process between two people, when it is time to."""
        if self.left is not None and step == "person":
            self.left -= 1
            if self.left < 0:
                raise Killed

    async def _begin(self) -> None:
        """Found the office and open its survey at each unit."""
        minimum = self.settings.survey.minimum_cell
        async with self.parts.db.write() as session:
            root = await found(session, self.dice, self.size, self.settings.office.name)
            await surveys.keep_form(session, source=shipped_text(FORM))
            opened = await surveys.open_campaign(
                session, form_code=FORM, unit=root, opens=date(self.number, 1, 1)
            )
            places = [root, *await simulated.units(session)]
            self.desks = [Desk(id_of(opened), id_of(unit), shipped()[FORM], minimum) for unit in places]

    async def play(self, event: Event) -> None:
        """Let one thing happen."""
        if event.kind is not Kind.jump:
            self.clock.now = max(self.clock.now, event.at)
        match event.kind:
            case Kind.assign:
                await self._assign(event.at)
            case Kind.work:
                async with self.parts.db.write() as session:
                    await self.life.day(session, event.at)
            case Kind.answer:
                await self._answer(event.at)
            case Kind.restart:
                await self._restart()
            case Kind.dark:
                self.count["days of outage"] += 1
            case Kind.tick:
                await self._tick(event.at, event.kill)
            case Kind.jump:
                self.count["jumps"] += 1
                await self._tick(event.at, None)

    async def _assign(self, now: datetime) -> None:
        words = self.plan.get(now.date(), ())
        if words:
            async with self.parts.db.write() as session:
                await assign_some(session, self.dice, now, words, self.parts.house.calendar())

    async def _answer(self, now: datetime) -> None:
        """Let the day's citizens answer, each in a commit of their own."""
        today = self.size.citizens / 250
        for _ in range(int(today) + (self.dice.random() < today % 1)):
            desk = self.dice.choice(self.desks)
            async with self.parts.db.write() as session:
                await desk.answer(session, self.dice, now)

    async def _tick(self, now: datetime, kill: int | None) -> None:
        """Let the scheduler look, perhaps killed on the way, and everything leave that it wrote."""
        self.left = kill
        try:
            await self.scheduler.tick(now)
        except Killed:
            self.count["kills"] += 1
            await self._restart()
        finally:
            self.left = None
        await self.process.settle()

    async def _outcome(self) -> Outcome:
        await self.process.settle()
        async with self.parts.db.read() as session:
            return Outcome(
                people=await simulated.count(session, Person),
                units=await simulated.count(session, Unit),
                tasks=await simulated.tasks_by_state(session),
                events=await simulated.count(session, TaskEvent),
                answers=await simulated.answered(session),
                said=dict(sorted((await reminders.said_by_kind(session)).items())),
                unsent=await simulated.unsent(session),
                faults=dict(sorted(self.count.items())),
                cost=Cost(
                    seconds=time.perf_counter() - self.begun[0],
                    processor=time.process_time() - self.begun[1],
                    memory=peak_memory(),
                    stored=await simulated.stored(session),
                    spent=dict(sorted(self.spent.items())),
                ),
            )


def peak_memory() -> int:
    """Return the most bytes that this process held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
