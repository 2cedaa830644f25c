"""Gather a period: read the figures, compare them with the period before, put the urgent first."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from functools import cache

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, budget, figures, people, pushes
from roviec.db.answers import Chosen
from roviec.db.counting import AsOf, listed, task_counts
from roviec.db.figures import Counts, Matter, Scope, Waiting
from roviec.messages.allowance import Allowance
from roviec.reports.feedback import gather_feedback
from roviec.reports.model import Decision, Digest, UnitLine, first_of_year
from roviec.reports.numbers import gather_numbers
from roviec.reports.satisfaction import gather_index
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At, is_over
from roviec.tasks.punctuality import NEAR, Outcome
from roviec.tasks.reporting import DAY, WEEK, Cycle, Period, running

MOST_TASKS = 2000
"""How many tasks the annex lists: what a phone opens; the figures count all of them."""
_LONG = 5  # working days: a week of waiting is long for whoever asked


async def gather(
    session: AsyncSession,
    *,
    today: date,
    now: datetime,
    calendar: Calendar,
    period: Period | None = None,
    headline: str = "mean",
    minimum_cell: int = 5,
    unit_ids: Iterable[int] | None = None,
    office: str = "",
    allowances: Mapping[str, Allowance] | None = None,
    channels: Collection[str] = (),
    mails: bool = False,
) -> Digest:
    """Gather the digest of a period, the ISO week of `today` without one, as known at the aware moment `now`.

    One that is over is gathered as of its last day. `unit_ids` limits it to what concerns those units, without what
    the machine itself did; `headline` is mean or top2. `office` defaults to the name of the unit without a parent.
    For another day pass a `now` of that day. `channels` are those that are on, `mails` tells whether the office sends
    mail.
    """
    units, period = None if unit_ids is None else tuple(unit_ids), period or running(Cycle.week, today)
    this = _within(period, AsOf(now, today), calendar.tz)
    last = _compared(period, this, calendar.tz)
    today, now, since = this.day, this.moment, first_of_year(period, this.day)
    counted, before = await task_counts(
        session, now=this, before=last, since=since, calendar=calendar, unit_ids=units
    )
    names, root = await people.unit_names(session), await people.office(session)
    first = last.day if period.cycle is Cycle.week else period.first
    digest = Digest(
        office=office or (root.name if root else ""),
        period=period,
        today=today,
        before=last.day,
        now=now.astimezone(calendar.tz),
        total=UnitLine(None, "", counted.total, before.total),
        units=_lines(names, counted.units, before.units, units),
        suspended=counted.suspended,
        decisions=await decisions(session, Scope(now, calendar.tz, units), this.at(calendar), calendar),
        index=await gather_index(
            session,
            today=today,
            headline=headline,
            minimum_cell=minimum_cell,
            unit_ids=units,
            date_from=None if period.cycle is Cycle.week else first,
        ),
        feedback=await gather_feedback(
            session, days=(today, last.day), since=since, names=names, calendar=calendar, unit_ids=units
        ),
        numbers=await gather_numbers(session, today=today, unit_ids=units),
        answered=await answers.responses(
            session, chosen=Chosen(unit_ids=units, date_from=first, date_to=today)
        )
        > 0,
        calendar=calendar,
        tasks=tuple(await listed(session, moment=now, since=since, most=MOST_TASKS, unit_ids=units)),
    )
    if units is not None:
        return digest
    silent = await pushes.silent(session, channels=channels, mails=mails)
    return replace(
        digest,
        delivery=await figures.delivery(session, since=last.moment, moment=now),
        budgets=await budget.budgets(session, allowances=allowances or {}, now=now),
        untold=tuple(f"{name} ({unit})" for name, unit in silent),
    )


def _within(period: Period, now: AsOf, zone: tzinfo) -> AsOf:
    """Return the moment of the figures: now, or the end of a period that is over."""
    return now if now.day <= period.last else _end_of(period.last, zone)


def _compared(period: Period, this: AsOf, zone: tzinfo) -> AsOf:
    """Return the moment that they are compared with: a week ago, or the end of the period before."""
    if period.cycle is Cycle.week:
        return AsOf(this.moment - WEEK, this.day - WEEK)
    return _end_of(period.first - DAY, zone)


def _end_of(day: date, zone: tzinfo) -> AsOf:
    return AsOf(datetime.combine(day, time.max, tzinfo=zone), day)


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


async def decisions(session: AsyncSession, scope: Scope, at: At, calendar: Calendar) -> tuple[Decision, ...]:
    """Return what waits for a leader on the tasks of a scope, the most urgent first."""
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
    found = [_decision(item, at, calendar, working) for item in waiting]
    return tuple(sorted(found, key=_urgent_first))


def _decision(item: Waiting, at: At, calendar: Calendar, working: Callable[[date, date], int]) -> Decision:
    due = item.task.due
    left = None if due is None else working(at.day, calendar.last_day(due))
    return Decision(item, max(0, working(item.since, at.day)), left, is_over(item.task, at, calendar))


def _urgent_first(decision: Decision) -> tuple[int, int, date, int, str]:
    """Order: what blocks a task due within 3 working days or past; what waits a week; the rest."""
    item = decision.item
    blocks = item.matter != Matter.completion
    near = decision.left is not None and (decision.is_late or decision.left <= NEAR)
    group = 0 if blocks and near else 1 if decision.waited >= _LONG else 2
    return group, -decision.waited, item.task.due or date.max, item.task.id, item.matter
