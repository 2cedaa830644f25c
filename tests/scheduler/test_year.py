"""The year 2024 of a district, with a restart each day, outages, jumps of the clock and kills."""

import json
import os
import random
import re
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import small_office
from sqlmodel import SQLModel
from year_oracle import HANOI, WORKING, Expected, Oracle, Rows, is_office_time, week_of
from year_world import CALENDAR, Life, assign_some, found, wordings

from roviec.db.engine import Database
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.clock import Scheduler
from roviec.scheduler.occurrences import recur

DAY = timedelta(days=1)
TIMES = [time(5), time(7, 31), time(8), time(8, 1), time(10, 30), time(16, 59), time(17), time(23, 30)]


class Killed(BaseException):
    """The process ends here."""


class Year:
    """One process after another on one file, each step held against the oracle."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng, self.oracle = random.Random(seed), Oracle()
        self.life, self.plan = Life(self.rng), wordings(self.rng)
        self.file = f"{folder}/roviec.db"
        self.house = replace(small_office.house(folder / "files"), calendar=lambda: CALENDAR)
        self.statements: dict[Any, Any] = {}
        self.db = self._open()
        self.seen = {"told": 0}
        self.letters: set[int] = set()
        self.count: Counter[str] = Counter()
        self.left: int | None = None
        self.today = date.min
        self.scheduler = self._process()

    def _open(self) -> Database:
        db = Database(f"sqlite+aiosqlite:///{self.file}")
        # A new process would compile its statements anew: half a minute for 400 of them, and nothing learnt.
        for engine in (db._writer, db._reader):
            engine.sync_engine.update_execution_options(compiled_cache=self.statements)
        return db

    def _process(self) -> Scheduler:
        scheduler = Scheduler(self.db, self.house, lambda: datetime.now(HANOI), at=self._at)
        if self.rng.random() < 0.8:  # housekeeping once in a while is enough here
            scheduler.jobs = tuple(job for job in scheduler.jobs if job.name not in ("upkeep", "log"))
        return scheduler

    async def restart(self) -> None:
        await self.db.dispose()
        self.db = self._open()
        self.scheduler = self._process()
        self.count["restarts"] += 1

    async def begin(self) -> None:
        async with self.db.engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)
        async with self.db.write() as session:
            await found(session, self.rng)

    async def day(self, day: date, *, up: bool) -> None:
        """Live one day: work, ticks at odd times, a restart, and now and then a jump of the clock."""
        async with self.db.write() as session:
            await assign_some(session, self.rng, day, self.plan.get(day, ()))
        is_seen = up and (day in WORKING or self.rng.random() < 0.4)
        times = sorted(self.rng.sample(TIMES, self.rng.randint(1, 2))) if is_seen else []
        restart, work = self.rng.randrange(6), self.rng.randrange(6)
        for n, at in enumerate([*times, time(23, 59)]):
            if n == restart or n == len(times) < restart:
                await self.restart()
            if day in WORKING and (n == work or n == len(times) < work):
                async with self.db.write() as session:
                    await self.life.day(session, day)
            if n < len(times):
                await self.tick(datetime.combine(day, at, tzinfo=HANOI))
        if up and self.rng.random() < 0.04:
            there = max(day + self.rng.choice((-5, -2, -1, 1, 3, 12)) * DAY, date(2024, 1, 2))
            await self.tick(datetime.combine(there, time(9), tzinfo=HANOI))
            self.count["jumps"] += 1

    async def tick(self, now: datetime) -> None:
        """Tick once, perhaps killed on the way, and hold what was written against the oracle."""
        if now.date() != self.today:
            await recur(self.db, self.house, now)  # before the look, so that the oracle sees what came back
            self.today = now.date()
        rows = Rows(self.file)
        (must, may), reminders = self.oracle.digests(rows, now), self.oracle.reminders(rows, now)
        is_week = self.oracle.is_week(now)
        wanted = {person: one for person, one in reminders.items() if person in rows.reached}
        is_round = self.oracle.is_round(now)
        killed = await self._run(now, len(must) + len(wanted))
        got_digests, got = self._read(now)
        for person in got:
            self._compare(now, wanted.get(person), got[person], person)
        assert got_digests <= may, (now, got_digests - may)
        if not killed:
            assert got.keys() == wanted.keys(), (now, got.keys() ^ wanted.keys())
            assert must <= got_digests, (now, must - got_digests)
            if is_round:
                self.oracle.rounds.add(now.date())
                admins = {p for p, row in rows.people.items() if row["role"] == "admin"}
                if wanted.keys() != reminders.keys() and admins & rows.reached:
                    self.oracle.unreached.add(week_of(now.date()))
            if is_week:
                self.oracle.weeks.add(week_of(now.date()))

    async def _run(self, now: datetime, steps: int) -> bool:
        self.left = self.rng.randrange(steps + 1) if steps and self.rng.random() < 0.2 else None
        try:
            await self.scheduler.tick(now)
        except Killed:
            self.count["kills"] += 1
            await self.restart()
            return True
        return False

    def _at(self, step: str) -> None:
        """Kill the process between two people, when it is time to."""
        if self.left is not None and step == "person":
            self.left -= 1
            if self.left < 0:
                raise Killed

    def _read(self, now: datetime) -> tuple[set[int], dict[int, Any]]:
        """Return who got a digest and what each person was reminded of since the last look."""
        with sqlite3.connect(self.file) as db:
            db.row_factory = sqlite3.Row
            # By id: the place of a letter that was withdrawn goes to the next one.
            written = db.execute("SELECT * FROM outbox ORDER BY place").fetchall()
            letters = [row for row in written if row["id"] not in self.letters]
            told = db.execute("SELECT *, id AS turn FROM told WHERE id > ?", (self.seen["told"],)).fetchall()
        db.close()
        self.letters |= {row["id"] for row in letters}
        self.seen["told"] = max([self.seen["told"], *(row["turn"] for row in told)])
        digests: set[int] = set()
        got: dict[int, Any] = {}
        for letter in letters:
            kind, period, person, _ = letter["key"].split("/")
            self.count[kind] += 1
            assert is_office_time(now), (now, letter["key"])
            if kind == "digest":
                digests.add(int(person))
                assert (int(person), period) not in self.oracle.digested
                self.oracle.digested.add((int(person), period))
            elif kind == "report":
                assert (int(person), period) not in self.oracle.reported
                self.oracle.reported.add((int(person), period))
            elif kind == "reminder":
                assert int(person) not in got
                got[int(person)] = (Outgoing.from_json(_json(letter["body"])), set())
        for row in told:
            got[row["person_id"]][1].add((row["task_id"], row["due"], row["step"]))
        return digests, got

    def _compare(self, now: datetime, wanted: Expected | None, got: Any, person: int) -> None:
        message, told = got
        assert wanted is not None, (now, person, message.text)
        assert told == wanted.told, (now, person)
        opened = [int(c.action.split(":")[1]) for c in message.choices if c.action.startswith("task.open")]
        if wanted.tasks:
            assert opened == wanted.tasks[:8], (now, person)
        assert _number(r"và (\d+) việc khác", message.text) == max(0, len(wanted.tasks) - 8)
        assert _number(r"Có (\d+) việc đang chờ", message.text) == (wanted.confirm if wanted.news else 0)
        assert message.text.count("\nHạn ") == min(8, len(wanted.tasks))
        assert wanted.tasks or wanted.news
        self.oracle.reminded.add((person, now.date()))
        for task, due, step in told:
            assert step not in self.oracle.told[task, person, due], (now, task, person, step)
            self.oracle.told[task, person, due].add(step)


def _json(text: str) -> Any:

    return json.loads(text)


def _number(pattern: str, text: str) -> int:
    hit = re.search(pattern, text)
    return int(hit[1]) if hit else 0


@pytest.mark.parametrize("seed", [int(seed) for seed in os.environ.get("YEARS", "2024").split(",")])
@pytest.mark.timeout(600)
async def test_a_year_of_a_district_says_everything_once(tmp_path: Path, seed: int) -> None:
    year = Year(tmp_path, seed)
    await year.begin()
    day, dark = date(2024, 1, 1), 0
    while day < date(2025, 1, 1):
        dark = dark - 1 if dark else (year.rng.randrange(1, 8) if year.rng.random() < 0.02 else 0)
        await year.day(day, up=not dark)
        day += DAY
    await year.db.dispose()
    _whole_year(year)


def _whole_year(year: Year) -> None:
    """Hold the year as a whole against what must have happened in it."""
    with sqlite3.connect(year.file) as db:
        keys = [row[0] for row in db.execute("SELECT key FROM outbox")]
        weekly = {key.split("/")[1] for key in keys if key.startswith("unreachable")}
        dues = db.execute(
            "SELECT due FROM task WHERE due_words LIKE 'trước ngày 15 hàng%' ORDER BY due"
        ).fetchall()
        units, staff, tasks = (
            db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("unit", "person", "task")
        )
    db.close()
    assert len(keys) == len(set(keys))
    assert weekly == year.oracle.unreached
    assert len(dues) == len(set(dues))
    assert (units >= 12, staff >= 30, tasks >= 60) == (True, True, True)
    assert year.count["restarts"] >= 365
    assert min(year.count["jumps"], year.count["kills"]) >= 5
    assert year.count["digest"] > 52 * 6
    assert year.count["reminder"] > 500
