"""The year 2024 of a district, with a restart each day, outages, jumps of the clock and kills."""

import itertools
import json
import os
import random
import re
import sqlite3
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import small_office
from year_oracle import HANOI, WORKING, Expected, Oracle, Rows, is_office_time, week_of

from roviec.bot.simulation.assigning import assign_some, planned
from roviec.bot.simulation.founding import Size, found
from roviec.bot.simulation.life import Life
from roviec.bot.simulation.script import Event, Faults, Kind, Script
from roviec.bot.simulation.year import Killed
from roviec.db.engine import Database
from roviec.db.models.base import Row
from roviec.db.statements import Statements
from roviec.messages.outgoing import Outgoing
from roviec.reports import edition
from roviec.reports.model import Digest
from roviec.scheduler.clock import Scheduler
from roviec.scheduler.occurrences import recur

SIZE = Size(people=44, tasks=65, heads=2)
"""Two units with a head and eleven without: more of the same would only gather more digests."""

DRAWN = 7


class Year:
    """One process after another on one file, each step held against the oracle."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng, self.oracle = random.Random(seed), Oracle()
        self.life = Life(self.rng, small_office.CALENDAR)
        self.plan = planned(self.rng, 2024, SIZE.tasks, small_office.CALENDAR)
        self.file = f"{folder}/roviec.db"
        self.house = small_office.house(folder / "files")
        self.statements = Statements()
        self.db = self._open()
        self.seen = {"told": 0}
        self.letters: set[int] = set()
        self.count: Counter[str] = Counter()
        self.left: int | None = None
        self.today = date.min
        self.scheduler = self._process()

    def _open(self) -> Database:
        return Database(f"sqlite+aiosqlite:///{self.file}", rehearsal=self.statements)

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
            await connection.run_sync(Row.metadata.create_all)
        async with self.db.write() as session:
            await found(session, self.rng, SIZE, "UBND huyện Tam Đường")

    async def play(self, event: Event) -> None:
        """Let one thing of the script happen."""
        match event.kind:
            case Kind.assign if words := self.plan.get(event.at.date()):
                async with self.db.write() as session:
                    await assign_some(session, self.rng, event.at, words, small_office.CALENDAR)
            case Kind.work:
                async with self.db.write() as session:
                    await self.life.day(session, event.at)
            case Kind.restart:
                await self.restart()
            case Kind.jump:
                self.count["jumps"] += 1
                await self.tick(event.at, None)
            case Kind.tick:
                await self.tick(event.at, event.kill)

    async def tick(self, now: datetime, kill: int | None) -> None:
        """Tick once, perhaps killed on the way, and hold what was written against the oracle."""
        if now.date() != self.today:
            await recur(self.db, self.house, now)  # before the look, so that the oracle sees what came back
            self.today = now.date()
        rows = Rows(self.file)
        (must, may), reminders = self.oracle.digests(rows, now), self.oracle.reminders(rows, now)
        is_week = self.oracle.is_week(now)
        wanted = {person: one for person, one in reminders.items() if person in rows.reached}
        is_round = self.oracle.is_round(now)
        killed = await self._run(now, kill)
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

    async def _run(self, now: datetime, kill: int | None) -> bool:
        self.left = kill
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
            written = db.execute("SELECT id FROM outbox ORDER BY place").fetchall()
            new = [row["id"] for row in written if row["id"] not in self.letters]
            letters = [db.execute("SELECT * FROM outbox WHERE id = ?", (one,)).fetchone() for one in new]
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


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw one digest of `DRAWN`, of each leader in turn: a year asks who gets which, and to draw takes half of it."""
    made, number = edition.render, itertools.count()

    def render(digest: Digest, *more: Any) -> list[tuple[str, str, bytes]]:
        if next(number) % DRAWN:
            return [(f"{digest.name}.png", "image/png", digest.name.encode())]
        return made(digest, *more)

    monkeypatch.setattr(edition, "render", render)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("seed", [int(seed) for seed in os.environ.get("YEARS", "2024").split(",")])
@pytest.mark.timeout(3600)
async def test_a_year_of_a_district_says_everything_once(tmp_path: Path, seed: int) -> None:
    year = Year(tmp_path, seed)
    await year.begin()
    script = Script(year.rng, HANOI, WORKING.__contains__, Faults(restart=1.0))
    for event in script.year(2024):
        await year.play(event)
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
    assert year.count["digest"] > 52 * 4
    assert year.count["reminder"] > 500
