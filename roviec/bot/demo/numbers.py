"""What the sample district states of itself: periodic figures with some months, and a scoring with a few points."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.demo.sample import sample
from roviec.channels.webchat.registration import WEBCHAT
from roviec.db import people
from roviec.db.measures import keep, reach
from roviec.db.measures.keep import NewMeasure
from roviec.db.models import Measure, Person, Unit
from roviec.db.scores import keep as scores
from roviec.db.scores import owners
from roviec.db.tasks.events import By
from roviec.folding import fold
from roviec.tasks.measures.goals import read_goal
from roviec.tasks.reporting import Cycle, named


async def seed_numbers(session: AsyncSession, units: dict[str, Unit], chair: Person, now: datetime) -> None:
    """Add the figures, the values of the months before, and the scoring."""
    known: dict[str, Measure] = {}
    for row in sample()["figures"]:
        known[row["name"]] = await _figure(session, row, units, known, chair)
    await _scoring(session, sample()["scoring"], units, chair, now)


async def _figure(
    session: AsyncSession,
    row: dict[str, Any],
    units: dict[str, Unit],
    known: dict[str, Measure],
    chair: Person,
) -> Measure:
    owner = await people.person_named(session, row["owner"]) if "owner" in row else None
    new = NewMeasure(
        name=row["name"],
        noun=row.get("noun", ""),
        unit=units[fold(row["unit"])],
        owner=owner,
        cycle=Cycle.month,
        ask_day=row.get("ask_day", 0),
        over=known.get(row.get("over", "")),
        under=known.get(row.get("under", "")),
        goal=read_goal(row["goal"]) if "goal" in row else None,
    )
    made = await keep.define(session, new, by=By(chair, sample()["assigned"], WEBCHAT.name))
    for month, value in row.get("values", {}).items():
        period = named(month)
        at = datetime.combine(period.last, sample()["starts"].timetz())
        await keep.state(
            session,
            made,
            period,
            value=float(value),
            words=str(value),
            today=sample()["starts"].date(),
            by=By(owner or chair, at, WEBCHAT.name),
        )
    return made


async def _scoring(
    session: AsyncSession, row: dict[str, Any], units: dict[str, Unit], chair: Person, now: datetime
) -> None:
    of, by = await reach.of(session, chair), By(chair, now, WEBCHAT.name)
    unit, owner = units[fold(row["unit"])], await people.person_named(session, row["owner"])
    criteria = await scores.the_set(session, row["set"], by=by)
    scoring = await scores.open_scoring(
        session, criteria=criteria, unit=unit, year=now.year, today=now.date(), of=of, by=by
    )
    for one in (await scores.criteria_of(session, scoring)).all:
        if one.id in row["theirs"]:
            await owners.give_owner(session, scoring, one, owner=owner, of=of, by=by)
        if one.id in row["points"]:
            words, note = row["points"][one.id]
            mine = By(owner, now, WEBCHAT.name)
            await scores.give(session, scoring, one, words=words, note=note, of=of, by=mine)
