"""Fill an empty database with the sample district."""

import random
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.demo.numbers import seed_numbers
from roviec.bot.demo.sample import sample
from roviec.channels.webchat.registration import WEBCHAT
from roviec.db import people, surveys
from roviec.db.feedback import submit
from roviec.db.models import Address, Answer, Fact, Person, Plan, Response, Role, Target, Unit
from roviec.db.surveys import recount
from roviec.db.tasks import assign, change, requests, views
from roviec.db.tasks.events import By
from roviec.folding import fold
from roviec.handlers.feedback.sending import task_title
from roviec.survey.load import shipped, shipped_text
from roviec.survey.questionnaire import Kind
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, parse
from roviec.tasks.feedback.lifecycle import Kind as FeedbackKind
from roviec.tasks.feedback.rules import Rules, due_day
from roviec.tasks.lateness import At

SEEDED = "demo.seeded"
DESK = "mot-cua"
ANSWERED = 60
"""Sample responses, so that the index has something to show; more come from the visitor."""
_WEIGHTS = (2, 5, 18, 45, 30)


async def seed(session: AsyncSession, calendar: Calendar, *, minimum_cell: int) -> None:
    """Add units, people, plan, targets, tasks, the desk\'s survey, some feedback, figures and a scoring, once."""
    if await session.get(Fact, SEEDED) is not None:
        return
    now: datetime = sample()["starts"]
    assigned: datetime = sample()["assigned"]
    units, chair = await _people(session)
    plan = await _plan(session, units, assigned)
    await _tasks(session, plan, units, chair, calendar, assigned)
    for row in sample()["done"]:
        await _work(session, row, chair)
    await _survey(session, units[fold(sample()["office"]["name"])], now.date())
    # Figures are counted with each answer; these were written without one.
    await recount.rebuild(session, minimum_cell=minimum_cell)
    await _feedback(session, units, calendar, now)
    await seed_numbers(session, units, chair, now)
    session.add(Fact(name=SEEDED, value={"at": now.isoformat()}))


async def _people(session: AsyncSession) -> tuple[dict[str, Unit], Person]:
    office = await people.add_unit(session, name=sample()["office"]["name"])
    units = {office.folded: office}
    chair: Person | None = None
    for row in sample()["people"]:
        name = row["unit"]
        unit = await people.add_unit(
            session, name=name, parent=None if fold(name) == office.folded else office
        )
        units[unit.folded] = unit
        person = await people.add_person(
            session, name=row["name"], unit=unit, position=row["position"], role=Role(row["role"])
        )
        chair = chair or person
    assert chair is not None
    return units, chair


async def _plan(session: AsyncSession, units: dict[str, Unit], now: datetime) -> Plan:
    plan = Plan(**sample()["plan"], created_at=now)
    session.add(plan)
    await session.flush()
    year = now.year
    for row in sample()["targets"]:
        # As an import would: the first responsible unit that is one of ours.
        known = (units.get(fold(name)) for name in row["responsible"])
        unit = next((one.id for one in known if one), None)
        session.add(Target(plan_id=plan.id or 0, year=year, unit_id=unit, **row))
    return plan


async def _tasks(
    session: AsyncSession,
    plan: Plan,
    units: dict[str, Unit],
    chair: Person,
    calendar: Calendar,
    now: datetime,
) -> None:
    for row in sample()["tasks"]:
        new = assign.NewTask(
            title=row["title"],
            leads=[units[fold(name)] for name in row["leads"]],
            partners=[units[fold(name)] for name in row["partners"]],
            deadline=_deadline(row["due"], now.date(), calendar),
            component=row["component"],
            ref=row["ref"],
            quote=row["title"],
        )
        await assign.assign_task(session, new=new, plan=plan, actor=chair, now=now)
    report = sample()["report"]
    for name in report["units"]:
        new = assign.NewTask(
            title=report["title"],
            leads=[units[fold(name)]],
            deadline=_deadline(report["due"], now.date(), calendar),
            ref=report["ref"],
            quote=report["quote"],
        )
        await assign.assign_task(session, new=new, plan=plan, actor=chair, now=now)


def _deadline(words: str, issued: date, calendar: Calendar) -> Deadline:
    return parse(words, issued=issued, year=issued.year, calendar=calendar, settings=DeadlineSettings())


async def _work(session: AsyncSession, row: dict[str, Any], chair: Person) -> None:
    """Let somebody have reported, completed or met an obstacle before the demonstration begins."""
    person = await people.person_named(session, row["by"])
    task = await views.led_by(session, unit_id=person.unit_id, ref=row["ref"])
    by = By(person, row["on"], WEBCHAT.name)
    if "obstacle" in row:
        await requests.raise_obstacle(session, task=task, words=row["obstacle"], by=by)
    elif row.get("complete"):
        await change.complete(
            session, task=task, at=At(row["on"].date(), row["on"].time()), by=by, words=row["words"]
        )
    else:
        await change.record_progress(session, task=task, percent=row["percent"], by=by, words=row["words"])
    if "confirmed" in row:
        await change.confirm(session, task=task, by=By(chair, row["confirmed"], WEBCHAT.name))


async def _survey(session: AsyncSession, unit: Unit, today: date) -> None:
    """Open the desk's survey and add the sample responses, spread over the weeks before."""
    await surveys.keep_form(session, source=shipped_text(DESK))
    campaign = await surveys.open_campaign(
        session, form_code=DESK, unit=unit, opens=today.replace(month=6, day=1)
    )
    dice = random.Random(2024)
    for n in range(ANSWERED):
        day = today.replace(month=6, day=1 + n % 28) if n % 2 else today.replace(day=1 + n % 12)
        await _response(session, campaign.id or 0, unit.id or 0, day, dice)


async def _response(session: AsyncSession, campaign: int, unit: int, day: date, dice: random.Random) -> None:
    key = f"{dice.getrandbits(128):032x}"
    session.add(Response(key=key, campaign_id=campaign, unit_id=unit, on=day))
    await session.flush()
    for item in shipped()[DESK].items:
        if item.kind is Kind.SCALE and dice.random() > 0.03:
            level = dice.choices((1, 2, 3, 4, 5), _WEIGHTS)[0]
            session.add(Answer(response_key=key, item=item.id, number=level))


async def _feedback(session: AsyncSession, units: dict[str, Unit], calendar: Calendar, now: datetime) -> None:
    """Add what some citizens wrote, without any chat."""
    stranger = await people.address_of(session, channel=WEBCHAT.name, chat="sample")
    for row in sample()["feedback"]:
        new = submit.NewFeedback(
            kind=FeedbackKind(row["kind"]),
            words=row["words"],
            unit=units.get(fold(row["unit"])),
            due=due_day(now.date(), Rules(), calendar),
        )
        await submit.submit(
            session,
            new=new,
            address=stranger,
            title=task_title(new.kind),
            today=now.date(),
            now=now,
            per_day=len(sample()["feedback"]),
            channel="",
        )


async def address(session: AsyncSession, *, chat: str, person: Person | None, now: datetime) -> Address:
    """Return the web chat of a persona, linked to their person if they are on the roster."""
    found = await people.address_of(session, channel=WEBCHAT.name, chat=chat)
    if person is not None:
        found.person_id, found.linked_at, found.reachable = person.id, now, True
    return found
