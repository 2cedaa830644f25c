"""Who must hear what in 2024, worked out from the rules alone: raw rows in, expected messages out.

Nothing of the scheduler, the ladder or the calendar is used here.
"""

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
FEB, APRIL, MAY, SEPT = 2, 4, 5, 9
OFF = {
    date(2024, 1, 1),
    *(date(2024, FEB, day) for day in range(8, 15)),
    date(2024, APRIL, 18),
    *(date(2024, APRIL, 29), date(2024, APRIL, 30), date(2024, MAY, 1)),
    *(date(2024, SEPT, 2), date(2024, SEPT, 3)),
    date(2025, 1, 1),
}
WORKED_SATURDAY = date(2024, MAY, 4)
_SPAN = [date(2023, 12, 1) + n * DAY for n in range(420)]
WORK = [day for day in _SPAN if day == WORKED_SATURDAY or (day.weekday() < 5 and day not in OFF)]
WORKING = set(WORK)
REMINDED = ("assigned", "accepted", "doing", "returned")


def place(day: date) -> int:
    """The number of the last working day up to `day`."""
    return bisect_right(WORK, day) - 1


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def is_office_time(now: datetime) -> bool:
    return now.date() in WORKING and time(7, 30) <= now.time() < time(17)


@dataclass
class Expected:
    """One person's message: tasks in order with what each is told as, and how many wait for them."""

    lines: list[tuple[int, date, int, set[str]]] = field(default_factory=list)
    confirm: int = 0
    news: set[tuple[int, str, str]] = field(default_factory=set)

    @property
    def tasks(self) -> list[int]:
        return [task for _, _, task, _ in sorted(self.lines, key=lambda line: line[:3])]

    @property
    def told(self) -> set[tuple[int, str, str]]:
        steps = {(task, due.isoformat(), step) for _, due, task, told in self.lines for step in told}
        return steps | self.news


class Rows:
    """The office at a moment, read straight from the file."""

    def __init__(self, file: str) -> None:
        with sqlite3.connect(file) as db:
            db.row_factory = sqlite3.Row
            self.tasks = db.execute("SELECT * FROM task ORDER BY id").fetchall()
            people = db.execute("SELECT * FROM person WHERE left_on IS NULL ORDER BY id").fetchall()
            self.units = {row["id"]: row["parent_id"] for row in db.execute("SELECT * FROM unit")}
            self.parts: dict[int, list[Any]] = defaultdict(list)
            for row in db.execute("SELECT * FROM taskunit ORDER BY id"):
                self.parts[row["task_id"]].append(row)
            reached = "SELECT person_id FROM address WHERE reachable AND person_id IS NOT NULL"
            self.reached = {row[0] for row in db.execute(reached)}
            self.snoozed = {
                (r["task_id"], r["person_id"]): r["until"] for r in db.execute("SELECT * FROM snooze")
            }
        db.close()
        self.people = {row["id"]: row for row in people}

    def boss(self, unit: int | None) -> int | None:
        while unit is not None:
            for person in self.people.values():
                if person["unit_id"] == unit and person["role"] == "leader":
                    return int(person["id"])
            unit = self.units[unit]
        return None

    @property
    def top(self) -> int | None:
        return self.boss(next(unit for unit, parent in self.units.items() if parent is None))

    def is_concerned(self, person: int) -> bool:
        """Whether somebody is over the whole office, or a unit of theirs leads something open."""
        row, open_ = self.people[person], (*REMINDED, "refused", "waiting")
        if row["role"] == "admin" or self.units[row["unit_id"]] is None:
            return True
        mine = {unit for unit, parent in self.units.items() if row["unit_id"] in (unit, parent)}
        tasks = {task["id"] for task in self.tasks if task["state"] in open_}
        led = (part for task in tasks for part in self.parts[task] if part["part"] == "lead")
        return any(part["unit_id"] in mine for part in led)

    def here(self, person: int | None) -> int | None:
        return person if person in self.people else None


class Oracle:
    """Remembers what was said, and says what must be said next."""

    def __init__(self) -> None:
        self.told: dict[tuple[int, int, str], set[str]] = defaultdict(set)
        self.rounds: set[date] = set()
        self.weeks: set[str] = set()
        self.reminded: set[tuple[int, date]] = set()
        self.digested: set[tuple[int, str]] = set()
        self.reported: set[tuple[int, str]] = set()
        self.unreached: set[str] = set()

    def is_week(self, now: datetime) -> bool:
        """Whether the week's digest is on its way at this moment."""
        monday = now.date() - now.weekday() * DAY
        first = next((monday + n * DAY for n in range(7) if monday + n * DAY in WORKING), None)
        week = week_of(now.date())
        starts = first and datetime.combine(first, time(7, 30), tzinfo=HANOI)
        return bool(starts and now >= starts and is_office_time(now) and week not in self.weeks)

    def digests(self, rows: Rows, now: datetime) -> tuple[set[int], set[int]]:
        """Who must get the digest at this moment, and who may: a head whose units have nothing open."""
        if not self.is_week(now):
            return set(), set()
        week = week_of(now.date())
        readers = {p for p, row in rows.people.items() if row["role"] in ("leader", "admin")}
        may = {p for p in readers & rows.reached if (p, week) not in self.digested}
        return {p for p in may if rows.is_concerned(p)}, may

    def is_round(self, now: datetime) -> bool:
        return is_office_time(now) and now.time() >= time(8) and now.date() not in self.rounds

    def reminders(self, rows: Rows, now: datetime) -> dict[int, Expected]:
        """What everybody must hear at this moment, also those who can't be reached."""
        if not self.is_round(now):
            return {}
        today = now.date()
        said: dict[int, Expected] = defaultdict(Expected)
        for task in rows.tasks:
            if task["state"] == "waiting":
                self._confirm(rows, task, today, said)
            elif task["state"] in (*REMINDED, "refused") and task["due"]:
                self._task(rows, task, today, said)
        return {p: e for p, e in said.items() if (e.lines or e.news) and (p, today) not in self.reminded}

    def _confirm(self, rows: Rows, task: Any, today: date, said: dict[int, Expected]) -> None:
        since = date.fromisoformat(task["completed_on"])
        waited = place(today) - place(since)
        if waited < 2:
            return
        chosen = rows.here(task["leader_id"]) or rows.here(task["assigned_by"]) or rows.top
        assert chosen is not None
        said[chosen].confirm += 1
        step = f"confirm+{2 + (waited - 2) // 5 * 5}"
        if step not in self.told[task["id"], chosen, since.isoformat()]:
            said[chosen].news.add((task["id"], since.isoformat(), step))

    def _task(self, rows: Rows, task: Any, today: date, said: dict[int, Expected]) -> None:
        parts = rows.parts[task["id"]]
        leads = [part for part in parts if part["part"] == "lead"]
        own = {rows.here(part["person_id"]) or rows.boss(part["unit_id"]) for part in leads}
        chief = rows.here(task["leader_id"])
        circles = {
            "leader": ({chief} if chief else {rows.boss(part["unit_id"]) for part in leads}) - own,
            "head": {rows.top} - own,
        }
        if task["state"] != "refused":
            circles["owner"] = own
            circles["partner"] = {
                rows.here(part["person_id"]) for part in parts if part["part"] == "partner"
            } - own
        due = date.fromisoformat(task["due"])
        for role, people in circles.items():
            for person in people - {None}:
                step = self._step(rows, task, due, today, role, person)
                if step is not None:
                    self._add(said[person], task["id"], due, today, f"{role}{step:+d}")

    def _add(self, message: Expected, task: int, due: date, today: date, step: str) -> None:
        for _, _, known, told in message.lines:
            if known == task:
                told.add(step)
                return
        message.lines.append((place(due) - place(today), due, task, {step}))

    def _step(self, rows: Rows, task: Any, due: date, today: date, role: str, person: int) -> int | None:
        """The newest rung that has come for somebody, unless it was said, known, or put off."""
        since = datetime.fromisoformat(task["created_at"]).replace(tzinfo=UTC).astimezone(HANOI).date()
        gone = place(today) - place(due)
        rungs = {
            "owner": (-7, -3, -1, 0, *([gone] if gone > 0 else [])),
            "leader": (1,),
            "head": (3,),
            "partner": (-3,),
        }
        come = [rung for rung in rungs[role] if rung <= gone]
        if not come or (role == "partner" and gone > 0):
            return None
        rung = max(come)
        if rung <= 0 and WORK[place(due) + rung] <= since:
            return None
        if f"{role}{rung:+d}" in self.told[task["id"], person, due.isoformat()]:
            return None
        put_off = rows.snoozed.get((task["id"], person), "") > today.isoformat()
        return None if put_off and rung != 0 and role in ("owner", "partner") else rung
