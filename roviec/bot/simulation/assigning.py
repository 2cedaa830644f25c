"""What a simulated office is told to do: which tasks are assigned on which day, in the words of real plans."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, simulated
from roviec.db.models import Role
from roviec.db.tasks import assign
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings, parse

RECURRING = (
    *("trước ngày 15 hàng tháng", "hàng tháng, trước ngày 25", "chậm nhất ngày 20 tháng cuối quý, hàng quý"),
    *("hàng quý", "định kỳ 6 tháng", "trước ngày 20/11 hằng năm", "thứ Sáu hằng tuần"),
)
Plan = dict[date, list[str]]
"""Day → the words of the deadlines that are assigned on it."""


def planned(dice: random.Random, year: int, tasks: int, calendar: Calendar) -> Plan:
    """Draw when which tasks are assigned: half of them in the first days of January, the rest until November."""
    first = calendar.next_working(date(year, 1, 1))
    span = (date(year, 11, 20) - first).days
    days = [day for n in range(span) if calendar.is_working(day := first + timedelta(days=n))]
    whole_year = (f"trong năm {year}", "Cả năm", "Cả năm")
    plan: Plan = {first: [*whole_year, *RECURRING]}
    for n in range(tasks):
        day = dice.choice(days) if n > tasks // 2 else days[1]
        due = day + timedelta(days=dice.randrange(3, 150))
        exact = f"trước ngày {due.day}/{due.month}/{due.year}"
        plan.setdefault(day, []).append(exact if n % 5 else f"trong tháng {due.month}/{due.year}")
    return plan


async def assign_some(
    session: AsyncSession, dice: random.Random, now: datetime, words: Sequence[str], calendar: Calendar
) -> None:
    """Assign a task for each wording of a deadline."""
    if not words:
        return
    units, leaders = list(await simulated.units(session)), await people.with_role(session, Role.leader)
    for text in words:
        lead, *others = dice.sample(units, min(3, len(units)))
        new = assign.NewTask(
            title=f"{text}: {dice.randrange(1000)}",
            leads=[lead, others[0]] if others and dice.random() < 0.1 else [lead],
            partners=others[1:] if dice.random() < 0.6 else [],
            deadline=parse(
                text, issued=now.date(), year=now.year, calendar=calendar, settings=DeadlineSettings()
            ),
            leader=dice.choice(leaders) if dice.random() < 0.5 else None,
        )
        actor = dice.choice(leaders) if dice.random() < 0.7 else None
        await assign.assign_task(session, new=new, plan=None, actor=actor, now=now)
