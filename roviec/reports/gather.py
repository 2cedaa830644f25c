"""Gather a week: read the figures, compare them with last week's, put the urgent first."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, budget, figures, people
from roviec.db.answers import Chosen
from roviec.db.figures import Counts, Matter, Waiting
from roviec.db.models import Unit
from roviec.db.standings import Standing, tasks_as_of
from roviec.messages.allowance import Allowance
from roviec.reports.feedback import gather_feedback
from roviec.reports.model import Decision, Digest, UnitLine
from roviec.reports.satisfaction import gather_index
from roviec.tasks.calendar import Calendar
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import NEAR, Outcome, days_late

WEEK = timedelta(days=7)
_LONG = 5  # working days: a week of waiting is long for whoever asked


async def gather(
    session: AsyncSession,
    *,
    today: date,
    now: datetime,
    calendar: Calendar,
    headline: str = "mean",
    minimum_cell: int = 5,
    unit_ids: Iterable[int] | None = None,
    office: str = "",
    allowances: Mapping[str, Allowance] | None = None,
) -> Digest:
    """Gather the digest of `today`'s ISO week as known at the aware moment `now`.

    `unit_ids` limits tasks and answers to those units; `headline` is mean or top2. `office` defaults to the
    name of the unit without a parent. For another day pass a `now` of that day.
    """
    scope = None if unit_ids is None else tuple(unit_ids)
    local = now.astimezone(calendar.tz)
    tasks = await tasks_as_of(session, moment=now, unit_ids=scope)
    earlier = await tasks_as_of(session, moment=now - WEEK, unit_ids=scope)
    names: dict[int | None, str] = dict((await session.exec(select(col(Unit.id), col(Unit.name)))).all())
    total, units = _compare(names, tasks, earlier, today, scope)
    fresh = Chosen(unit_ids=scope, date_from=today - WEEK, date_to=today)
    root = await people.office(session)
    return Digest(
        office=office or (root.name if root else ""),
        today=today,
        now=local,
        total=total,
        units=units,
        suspended=sum(task.state == State.suspended for task in tasks),
        decisions=await _decisions(session, tasks, today, now, calendar),
        index=await gather_index(
            session, today=today, headline=headline, minimum_cell=minimum_cell, unit_ids=scope
        ),
        feedback=await gather_feedback(session, today=today, names=names, unit_ids=scope),
        delivery=await figures.delivery(session, since=now - WEEK, moment=now),
        answered=await answers.responses(session, chosen=fresh) > 0,
        budgets=await budget.budgets(session, allowances=allowances or {}, now=now),
        tasks=tuple(tasks),
    )


def _compare(
    names: Mapping[int | None, str],
    tasks: list[Standing],
    earlier: list[Standing],
    today: date,
    scope: tuple[int, ...] | None,
) -> tuple[UnitLine, tuple[UnitLine, ...]]:
    """Return the total and the units; both weeks count from the same 1 January."""
    since = date(today.year, 1, 1)
    total = UnitLine(
        None,
        "",
        figures.counts(tasks, day=today, since=since),
        figures.counts(earlier, day=today - WEEK, since=since),
    )
    now = figures.counts_per_unit(tasks, day=today, since=since)
    before = figures.counts_per_unit(earlier, day=today - WEEK, since=since)
    lines = [
        UnitLine(unit, names.get(unit, ""), now.get(unit, Counts()), before.get(unit, Counts()))
        for unit in dict.fromkeys([*now, *before])
        if scope is None or unit in scope
    ]
    kept = [line for line in lines if line.now.total or line.before.total]
    return total, tuple(sorted(kept, key=_worst_first))


def _worst_first(line: UnitLine) -> tuple[int, int, int, str]:
    now = line.now
    return -now[Outcome.overdue], -now[Outcome.late], -now.total, line.name


async def _decisions(
    session: AsyncSession, tasks: list[Standing], today: date, now: datetime, calendar: Calendar
) -> tuple[Decision, ...]:
    waiting = figures.completions_waiting(tasks, day=today)
    for ask in (figures.refusals_waiting, figures.extensions_waiting, figures.obstacles_open):
        waiting += await ask(session, tasks=tasks, moment=now, zone=calendar.tz)
    decisions = [_decision(item, today, calendar) for item in waiting]
    return tuple(sorted(decisions, key=_urgent_first))


def _decision(item: Waiting, today: date, calendar: Calendar) -> Decision:
    due = item.task.due
    left = None if due is None else calendar.working_days_between(today, due)
    return Decision(
        item, max(0, calendar.working_days_between(item.since, today)), left, days_late(due, today)
    )


def _urgent_first(decision: Decision) -> tuple[int, int, date, int, str]:
    """Order: what blocks a task due within 3 working days or past; what waits a week; the rest."""
    item = decision.item
    blocks = item.matter != Matter.completion
    near = decision.left is not None and (decision.late > 0 or decision.left <= NEAR)
    group = 0 if blocks and near else 1 if decision.waited >= _LONG else 2
    return group, -decision.waited, item.task.due or date.max, item.task.id, item.matter
