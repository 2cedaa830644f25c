"""Gather a week: read the figures, compare them with last week's, put the urgent first."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, budget, figures, people, pushes
from roviec.db.answers import Chosen
from roviec.db.counting import AsOf, listed, task_counts
from roviec.db.figures import Counts, Matter, Scope, Waiting
from roviec.messages.allowance import Allowance
from roviec.reports.feedback import gather_feedback
from roviec.reports.model import Decision, Digest, UnitLine
from roviec.reports.satisfaction import gather_index
from roviec.tasks.calendar import Calendar
from roviec.tasks.punctuality import NEAR, Outcome, days_late

WEEK = timedelta(days=7)
MOST_TASKS = 2000
"""How many tasks the annex lists: what a phone opens; the figures count all of them."""
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
    channels: Collection[str] = (),
    mails: bool = False,
) -> Digest:
    """Gather the digest of `today`'s ISO week as known at the aware moment `now`.

    `unit_ids` limits tasks and answers to those units; `headline` is mean or top2. `office` defaults to the
    name of the unit without a parent. For another day pass a `now` of that day. `channels` are those that are on,
    `mails` tells whether the office sends mail.
    """
    units = None if unit_ids is None else tuple(unit_ids)
    scope = Scope(now, calendar.tz, units)
    since = date(today.year, 1, 1)
    this_week, last_week = AsOf(now, today), AsOf(now - WEEK, today - WEEK)
    counted, before = await task_counts(
        session, now=this_week, before=last_week, since=since, calendar=calendar, unit_ids=units
    )
    names = await people.unit_names(session)
    fresh = Chosen(unit_ids=units, date_from=today - WEEK, date_to=today)
    root = await people.office(session)
    return Digest(
        office=office or (root.name if root else ""),
        today=today,
        now=now.astimezone(calendar.tz),
        total=UnitLine(None, "", counted.total, before.total),
        units=_lines(names, counted.units, before.units, units),
        suspended=counted.suspended,
        decisions=await _decisions(session, scope, today, calendar),
        index=await gather_index(
            session, today=today, headline=headline, minimum_cell=minimum_cell, unit_ids=units
        ),
        feedback=await gather_feedback(session, today=today, names=names, calendar=calendar, unit_ids=units),
        delivery=await figures.delivery(session, since=now - WEEK, moment=now),
        answered=await answers.responses(session, chosen=fresh) > 0,
        budgets=await budget.budgets(session, allowances=allowances or {}, now=now),
        calendar=calendar,
        tasks=tuple(await listed(session, moment=now, since=since, most=MOST_TASKS, unit_ids=units)),
        untold=tuple(
            f"{name} ({unit})" for name, unit in await pushes.silent(session, channels=channels, mails=mails)
        ),
    )


def _lines(
    names: Mapping[int | None, str],
    now: Mapping[int | None, Counts],
    before: Mapping[int | None, Counts],
    scope: tuple[int, ...] | None,
) -> tuple[UnitLine, ...]:
    """Return the units that have or had a task counted, the worst first."""
    lines = [
        UnitLine(unit, names.get(unit, ""), now.get(unit, Counts()), before.get(unit, Counts()))
        for unit in dict.fromkeys([*now, *before])
        if scope is None or unit in scope
    ]
    return tuple(sorted((line for line in lines if line.now.total or line.before.total), key=_worst_first))


def _worst_first(line: UnitLine) -> tuple[int, int, int, str]:
    now = line.now
    return -now[Outcome.overdue], -now[Outcome.late], -now.total, line.name


async def _decisions(
    session: AsyncSession, scope: Scope, today: date, calendar: Calendar
) -> tuple[Decision, ...]:
    waiting: list[Waiting] = []
    for ask in (
        figures.completions_waiting,
        figures.refusals_waiting,
        figures.extensions_waiting,
        figures.obstacles_open,
    ):
        waiting += await ask(session, scope)
    # A large office waits on a few days only: each is counted once.
    working = cache(calendar.working_days_between)
    decisions = [_decision(item, today, calendar, working) for item in waiting]
    return tuple(sorted(decisions, key=_urgent_first))


def _decision(
    item: Waiting, today: date, calendar: Calendar, working: Callable[[date, date], int]
) -> Decision:
    due = item.task.due
    left = None if due is None else working(today, calendar.last_day(due))
    return Decision(item, max(0, working(item.since, today)), left, days_late(due, today, calendar))


def _urgent_first(decision: Decision) -> tuple[int, int, date, int, str]:
    """Order: what blocks a task due within 3 working days or past; what waits a week; the rest."""
    item = decision.item
    blocks = item.matter != Matter.completion
    near = decision.left is not None and (decision.late > 0 or decision.left <= NEAR)
    group = 0 if blocks and near else 1 if decision.waited >= _LONG else 2
    return group, -decision.waited, item.task.due or date.max, item.task.id, item.matter
