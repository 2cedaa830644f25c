"""What happens when in a simulated year: drawn from one seed before anything of it happens."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
ODD = (time(5), time(7, 31), time(8), time(8, 1), time(10, 30), time(16, 59), time(17), time(23, 30))
"""When a process of a troubled office happens to be awake."""
ORDERLY = (time(7, 31), time(8, 1), time(13, 30), time(16, 59))
JUMPS = (-5, -2, -1, 1, 3, 12)
"""Days by which a clock goes wrong for a moment."""


class Kind(StrEnum):
    """What may happen."""

    assign = "assign"
    work = "work"
    answer = "answer"
    tick = "tick"
    jump = "jump"
    restart = "restart"
    dark = "dark"


@dataclass(frozen=True)
class Event:
    """Something that happens at a moment; `kill` ends the process at that person of a tick."""

    kind: Kind
    at: datetime
    kill: int | None = None


@dataclass(frozen=True)
class Faults:
    """How often something goes wrong: chances a day, and of a tick to be the last of its process."""

    outage: float = 0.02
    longest: int = 7
    restart: float = 2 / 3
    jump: float = 0.04
    kill: float = 0.2
    times: Sequence[time] = ODD


NONE = Faults(outage=0.0, restart=0.0, jump=0.0, kill=0.0, times=ORDERLY)


class Script:
    """The events of a year in their order; the same for the same dice."""

    def __init__(
        self, dice: random.Random, zone: ZoneInfo, is_working: Callable[[date], bool], faults: Faults
    ) -> None:
        self.dice, self.zone, self.is_working, self.faults = dice, zone, is_working, faults

    def year(self, year: int, *, months: int = 12) -> Iterator[Event]:
        """Yield what happens from the first day to the last of so many months."""
        day, dark = date(year, 1, 1), 0
        while day.year == year and day.month <= months:
            if dark:
                dark -= 1
            elif self._happens(self.faults.outage):
                dark = self.dice.randrange(1, self.faults.longest + 1)
            yield from self._day(day, is_up=not dark)
            day += DAY

    def _day(self, day: date, *, is_up: bool) -> Iterator[Event]:
        """Yield a day: work and, at some times, a look; a restart and a jump of the clock now and then."""
        yield self._at(Kind.assign, day, time(0))
        if not is_up:
            yield self._at(Kind.dark, day, time(0))
        times = self._times(day) if is_up else []
        places = len(times) + 1
        restart = self.dice.randrange(places) if self._happens(self.faults.restart) else -1
        work = self.dice.randrange(places) if self.is_working(day) else -1
        for n, at in enumerate([*times, time(23, 59)]):
            if n == restart:
                yield self._at(Kind.restart, day, at)
            if n == work:
                yield self._at(Kind.answer, day, time(9))
                yield self._at(Kind.work, day, time(10))
            if n < len(times):
                kill = self.dice.randrange(12) if self._happens(self.faults.kill) else None
                yield self._at(Kind.tick, day, at, kill)
        if is_up and self._happens(self.faults.jump):
            there = max(day + self.dice.choice(JUMPS) * DAY, date(day.year, 1, 2))
            yield self._at(Kind.jump, there, time(9))

    def _times(self, day: date) -> list[time]:
        if self.faults.times is ORDERLY:
            return [*ORDERLY] if self.is_working(day) else []
        is_seen = self.is_working(day) or self._happens(0.4)
        return sorted(self.dice.sample(self.faults.times, self.dice.randint(1, 2))) if is_seen else []

    def _happens(self, chance: float) -> bool:
        return self.dice.random() < chance

    def _at(self, kind: Kind, day: date, at: time, kill: int | None = None) -> Event:
        return Event(kind, datetime.combine(day, at, tzinfo=self.zone), kill)
