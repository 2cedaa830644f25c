"""Years that lie behind an office: many tasks, answers and people, written at once."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from roviec.bot.simulation.answers import LEVELS, MOOD
from roviec.db import simulated
from roviec.db.engine import Database
from roviec.db.models import (
    Address,
    Answer,
    Extension,
    Obstacle,
    Part,
    Person,
    Response,
    Role,
    Task,
    TaskEvent,
    TaskUnit,
    Unit,
)
from roviec.db.sessions import CHANNEL
from roviec.folding import fold
from roviec.tasks.lifecycle import State

SHARE = 10_000
RESPONSES = 2_000
Row = dict[str, Any]
Told = Callable[[int, int], None]
"""Hears how many of how many are written."""


def _quiet(_done: int, _all: int) -> None:
    pass


def shares(count: int, size: int = SHARE, first: int = 0) -> Iterator[range]:
    """Yield the numbers from `first` on in parts."""
    for begin in range(first, first + count, size):
        yield range(begin, min(begin + size, first + count))


async def staff(db: Database, count: int, units: int) -> None:
    """Write units and people of an empty office: number 1 is the office itself and its head."""
    rows = [
        {"id": n, "name": f"Đơn vị số {n}", "folded": f"don vi so {n}", "parent_id": 1 if n > 1 else None}
        for n in range(1, units + 1)
    ]
    async with db.write() as session:
        await simulated.pour(session, Unit, rows)
    for part in shares(count, first=1):
        chats = [{"channel": CHANNEL, "chat": f"simulated-{n}", "person_id": n} for n in part]
        async with db.write() as session:
            await simulated.pour(session, Person, [_person(n, units) for n in part])
            await simulated.pour(session, Address, chats)


def _person(n: int, units: int) -> Row:
    name = f"Nguyễn Văn {n}"
    role = Role.leader if n <= units else Role.admin if n == units + 1 else Role.official
    return {"id": n, "name": name, "folded": fold(name), "unit_id": 1 + (n - 1) % units, "role": role}


RECENT = 207
"""Days over which an office's open tasks lie."""


class Work:
    """Tasks done in the `days` before the last `rest`, but for the first `left`: those are open, and of the last 207 days.

    Units from 1 to `units` lead them.
    """

    def __init__(
        self,
        today: date,
        now: datetime,
        *,
        units: int,
        left: int,
        people: int = 0,
        days: int = RECENT,
        rest: int = 0,
    ) -> None:
        """Take how many people there are: without a third one in each unit nobody has a task in hand."""
        self.today, self.now, self.units, self.left = today, now, units, left
        self.people, self.days, self.rest = people, days, rest

    async def pour(self, db: Database, count: int, told: Told = _quiet) -> None:
        """Write the first `count` tasks, with their units, events, requests and obstacles."""
        for part in shares(count):
            async with db.write() as session:
                await simulated.pour(session, Task, [self._task(n) for n in part])
                leads = [
                    {
                        "task_id": n + 1,
                        "unit_id": n % self.units + 1,
                        "part": Part.lead,
                        "person_id": self._hand(n),
                        "is_open": self._is_open(n),
                    }
                    for n in part
                ]
                await simulated.pour(session, TaskUnit, leads)
                events = [self._event(n) for n in part if not self._is_open(n)]
                await simulated.pour(session, TaskEvent, events)
                await simulated.pour(session, Extension, [self._extension(n) for n in part if n % 50 == 0])
                await simulated.pour(session, Obstacle, [self._obstacle(n) for n in part if n % 60 == 0])
            told(part.stop, count)

    def day(self, serial: int) -> date:
        """Return a day up to today, the same for the same task."""
        is_open = self._is_open(serial)
        days, rest = (RECENT, 0) if is_open else (self.days - self.rest, self.rest)
        return self.today - timedelta(days=rest + serial * 7919 % days)

    def _hand(self, n: int) -> int | None:
        """Return who has a task in hand: the third of its unit."""
        return n % self.units + 1 + 2 * self.units if self.people >= 3 * self.units else None

    def _is_open(self, n: int) -> bool:
        return n < self.left

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, self.now.timetz())

    def _task(self, n: int) -> Row:
        """Return a task; one in twenty of the open ones waits to be confirmed."""
        is_open, finished = self._is_open(n), self.day(n)
        waits = is_open and n % 20 == 0
        due = finished + timedelta(days=n % 11 - 2)
        return {
            "id": n + 1,
            "title": f"Rà soát, công khai thủ tục hành chính lần {n}",
            "state": State.done if not is_open else State.waiting if waits else State.doing,
            "due": due + timedelta(days=60 if is_open and n % 3 else 0),
            "original_due": due,
            "created_at": self._at(finished) - timedelta(days=40),
            "completed_on": finished if waits or not is_open else None,
            "quote": "Giao các phòng chuyên môn rà soát, cập nhật, công khai kịp thời. " * 5,
        }

    def _event(self, n: int) -> Row:
        due = self.day(n) + timedelta(days=n % 11 - 2)
        before = {"state": "doing", "percent": 0, "due": due.isoformat(), "completed_on": None}
        return {"task_id": n + 1, "at": self._at(self.day(n)), "kind": "confirm", "before": before}

    def _extension(self, n: int) -> Row:
        is_open, asked = self._is_open(n), self.now - timedelta(days=9)
        verdict = "asked" if is_open else "granted"
        row = {"task_id": n + 1, "asked_by": 1, "asked_at": asked, "wished": self.today, "verdict": verdict}
        return row | {"decided_at": None if is_open else self.now}

    def _obstacle(self, n: int) -> Row:
        raised = self.now - timedelta(days=9)
        row = {"task_id": n + 1, "words": "Thiếu kinh phí", "raised_by": 1, "raised_at": raised}
        return row | {"resolved_at": None if self._is_open(n) else self.now - timedelta(days=8)}


async def responses(
    db: Database,
    campaign: int,
    count: int,
    *,
    items: tuple[str, ...],
    units: int,
    first: date,
    days: int,
    told: Told = _quiet,
) -> None:
    """Write finished responses of `days` from `first` on at units from 1 to `units`; they are not counted yet."""
    dice = random.Random(1)
    for part in shares(count, RESPONSES):
        rows: list[Row] = []
        answers: list[Row] = []
        for n in part:
            key, on = f"{dice.getrandbits(128):032x}", first + timedelta(days=dice.randrange(days))
            row = {"key": key, "campaign_id": campaign, "unit_id": 1 + n % units, "on": on}
            rows.append(row | {"flags": ["speeder"] if n % 50 == 0 else []})
            levels = dice.choices(LEVELS, MOOD, k=len(items))
            answers += [
                {"response_key": key, "item": item, "position": 0, "number": level}
                for item, level in zip(items, levels, strict=True)
            ]
        async with db.write() as session:
            await simulated.pour(session, Response, rows)
            await simulated.pour(session, Answer, answers)
        told(part.stop, count)
