"""What was done in a year, counted once and kept: a digest adds up sums, however many tasks they come to.

Triggers note each change of a done task (`db/models/done.py`). The clock takes what a task counted as out of the sums
and puts in what it counts as now; what is noted and not yet counted anew, a reader judges for itself. Sums hold for
one year and one calendar: with another one, all of it is counted anew.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import facts, figures
from roviec.db.figures import Counts
from roviec.db.inbox import insert
from roviec.db.lateness import LONGEST_REST
from roviec.db.models import DoneChange, DoneCount, DoneTally, Fact, Task
from roviec.db.standings import Ids, Standing, standing
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome

FACT = "done_counted"
"""The fact {"rule": by which year and calendar the sums were made}."""
MOST = 2_000
"""Where more has changed since, counting everything by the database is cheaper."""
_ALIKE = ("leads", "late", "moved")


@dataclass(frozen=True, slots=True)
class Alike:
    """What tasks that count alike have in common: their lead units, whether they were late or only moved."""

    leads: tuple[int, ...]
    late: bool
    moved: bool

    def counted(self, count: int) -> Counts:
        """Return so many of them as the digest counts them."""
        way = Outcome.late if self.late else Outcome.met
        return Counts(Counter({way: count}), count if self.moved else 0)


async def kept(
    session: AsyncSession, *, since: date, calendar: Calendar, without: Ids, scope: Collection[int] | None
) -> Counter[Alike] | None:
    """Count the tasks done on a known day from `since` on, but those `without`; None where the sums don't serve.

    With a scope only those that one of its units leads.
    """
    rule = _rule(since, calendar)
    if not await _holds(session, rule):
        return None
    noted = sa.select(DoneChange.task_id).distinct().limit(MOST + 1)  # type: ignore[call-overload]
    changed = [row[0] for row in await _rows(session, noted)]
    if len(changed) > MOST:
        return None
    found = await _sums(session, changed, without)
    if changed:
        left = _tasks(changed).where(col(Task.id).not_in(without))
        found.update(_judged(await standing(session, left, None), since, calendar).values())
    if not await _holds(session, rule):  # all was thrown away meanwhile
        return None
    if scope is None:
        return found
    return Counter({one: count for one, count in found.items() if not {*scope}.isdisjoint(one.leads)})


async def _sums(session: AsyncSession, changed: Sequence[int], without: Ids) -> Counter[Alike]:
    """Return the sums less what some tasks counted as; one statement, for they are changed together."""
    kept_sums = sa.select(*(getattr(DoneTally, name) for name in _ALIKE), col(DoneTally.count).label("n"))
    out = sa.select(*(getattr(DoneCount, name) for name in _ALIKE), sa.literal(-1).label("n"))
    # Two parts, for a key finds either and an "or" of both reads every row.
    task = col(DoneCount.task_id)
    parts = out.where(task.in_(without)), out.where(task.in_(changed), task.not_in(without))
    both = sa.union_all(kept_sums, *parts).subquery()
    of = [both.c[name] for name in _ALIKE]
    total = sa.func.sum(both.c.n)
    rows = await _rows(session, sa.select(*of, total).group_by(*of).having(total != 0))
    return Counter({Alike(_ids(leads), late, moved): int(count) for leads, late, moved, count in rows})


async def is_behind(session: AsyncSession, *, since: date, calendar: Calendar) -> bool:
    """Tell whether something changed that is not counted, or the year or the calendar did."""
    is_noted, rule = (await _rows(session, _standing()))[0]
    return bool(is_noted) or rule != _rule(since, calendar)


async def out_of_step(session: AsyncSession) -> int:
    """Return how many done tasks of the sums' year are counted and should not be, or the reverse, though nothing is noted.

    None, unless somebody wrote to the tables where no trigger looked: a copy brought back without them, say.
    """
    fact = await session.get(Fact, FACT)
    if fact is None:
        return 0
    since = date.fromisoformat(fact.value["since"])
    finished = (col(Task.state) == State.done, col(Task.completed_on) >= since)
    is_noted = sa.exists().where(col(DoneChange.task_id) == col(Task.id))
    is_counted = sa.exists().where(col(DoneCount.task_id) == col(Task.id))
    missed = sa.select(sa.func.count()).select_from(Task).where(*finished, ~is_counted, ~is_noted)
    is_done = sa.exists().where(col(Task.id) == col(DoneCount.task_id), *finished)
    is_open = sa.exists().where(col(DoneChange.task_id) == col(DoneCount.task_id))
    over = sa.select(sa.func.count()).select_from(DoneCount).where(~is_done, ~is_open)
    counted = sa.select(sa.func.count()).select_from(DoneCount).scalar_subquery()
    told = sa.select(sa.func.coalesce(sa.func.sum(DoneTally.count), 0) - counted)
    found = [(await _rows(session, query))[0][0] for query in (missed, over, told)]
    return sum(abs(int(one)) for one in found)


async def check(session: AsyncSession) -> int:
    """Let all be counted anew if something is out of step; return how much was."""
    if found := await out_of_step(session):
        await session.exec(sa.delete(Fact).where(col(Fact.name) == FACT))
    return found


async def begin_anew(session: AsyncSession, *, since: date, calendar: Calendar) -> bool:
    """Note all that was done since then as not counted, if the sums are of another year or calendar; tell whether."""
    rule = _rule(since, calendar)
    fact = await facts.held(session, FACT, {})
    if fact.value == rule:
        return False
    for table in (DoneChange, DoneCount, DoneTally):
        await session.exec(sa.delete(table))
    finished = (Task.state == State.done, col(Task.completed_on) >= since)
    await session.exec(sa.insert(DoneChange).from_select(["task_id"], select(Task.id).where(*finished)))
    fact.value = rule
    return True


async def count_changed(session: AsyncSession, *, since: date, calendar: Calendar, most: int = 250) -> int:
    """Count anew some of the done tasks that changed; return how many changes that settles."""
    some = sa.select(DoneChange.id).order_by(col(DoneChange.id)).limit(most)  # type: ignore[call-overload]
    taken = sa.delete(DoneChange).where(col(DoneChange.id).in_(some)).returning(col(DoneChange.task_id))
    noted = [row[0] for row in await _rows(session, taken)]
    if not noted:
        return 0
    gone = sa.delete(DoneCount).where(col(DoneCount.task_id).in_(noted))
    was = gone.returning(*(col(getattr(DoneCount, name)) for name in _ALIKE))
    change: Counter[Alike] = Counter()
    change.subtract(Alike(_ids(leads), late, moved) for leads, late, moved in await _rows(session, was))
    now = _judged(await standing(session, _tasks(noted), None), since, calendar)
    change.update(now.values())
    counted = [
        {"task_id": task, "leads": _text(one), "late": one.late, "moved": one.moved}
        for task, one in now.items()
    ]
    if counted:
        await session.exec(sa.insert(DoneCount), params=counted)
    await _add(session, change)
    return len(noted)


async def _add(session: AsyncSession, change: Counter[Alike]) -> None:
    """Add to the sums what became more and take off what became less; what comes to nothing goes."""
    rows = [
        {"leads": _text(one), "late": one.late, "moved": one.moved, "count": count}
        for one, count in sorted(
            change.items(), key=lambda item: (_text(item[0]), item[0].late, item[0].moved)
        )
        if count
    ]
    if rows:
        more = insert(session, DoneTally)
        total = col(DoneTally.count) + more.excluded.count
        more = more.on_conflict_do_update(index_elements=_ALIKE, set_={"count": total})
        await session.exec(more, params=rows)
        await session.exec(sa.delete(DoneTally).where(DoneTally.count == 0))  # type: ignore[arg-type]


def _tasks(ids: Sequence[int]) -> Ids:
    """Return the query for tasks by their keys alone: told more of them, SQLite looks through all that was done."""
    return select(Task.id).where(col(Task.id).in_(ids))  # type: ignore[return-value]


def _judged(tasks: Iterable[Standing], since: date, calendar: Calendar) -> dict[int, Alike]:
    """Return what each task done from `since` on counts as, by its id; the day of asking changes nothing of it."""
    found = {}
    for task in tasks:
        if task.state == State.done and task.completed_on is not None and task.completed_on >= since:
            at = At(task.completed_on)
            late = figures.way(task, at=at, calendar=calendar) is Outcome.late
            moved = not late and figures.past_original(task, at, calendar)
            found[task.id] = Alike(tuple(sorted(unit for unit, _ in task.leads)), late, moved)
    return found


async def _holds(session: AsyncSession, rule: dict[str, str]) -> bool:
    """Tell whether the sums are of this year and calendar."""
    return bool((await _rows(session, _standing()))[0][1] == rule)


@cache
def _standing() -> Any:
    """Return the query for whether a change is noted and what the sums were made by; built once, for each minute asks."""
    made_by = sa.select(col(Fact.value)).where(col(Fact.name) == FACT)
    return sa.select(sa.exists().select_from(DoneChange), made_by.scalar_subquery())


def _rule(since: date, calendar: Calendar) -> dict[str, str]:
    """Return what the sums depend on beside the tasks, as text that changes with it."""
    return {"since": since.isoformat(), "rule": _seal(since, calendar)}


@lru_cache(maxsize=8)
def _seal(since: date, calendar: Calendar) -> str:
    rests = calendar.rests(since - LONGEST_REST, date(since.year, 12, 31))
    return hashlib.sha256(repr((calendar.day_off.value, rests)).encode()).hexdigest()[:16]


def _ids(leads: str) -> tuple[int, ...]:
    return tuple(map(int, leads.split(","))) if leads else ()


def _text(one: Alike) -> str:
    return ",".join(map(str, one.leads))


async def _rows(session: AsyncSession, query: Any) -> Sequence[Any]:
    rows: Sequence[Any] = (await session.exec(query)).all()
    return rows
