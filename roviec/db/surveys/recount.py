"""Counting every answer again, and comparing that with the figures that are kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Answer, Campaign, Form, Response, Tally, TallyMonth
from roviec.db.surveys import spreads, tallies
from roviec.db.surveys.places import WAITING, Place, month_of
from roviec.survey import moments, tally
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.load import load
from roviec.survey.moments import Moments
from roviec.survey.questionnaire import Content

Part = tuple[Place, str]
"""A part of the figures at a place."""


@dataclass
class _Counted:
    """What the answers themselves say, day by day."""

    parts: dict[Part, dict[date, Counts]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: NOTHING))
    )
    people: dict[Place, spreads.Days] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Moments))
    )

    def add(self, tree: tuple[Content, ...], response: Response, answers: Mapping[str, Any]) -> None:
        """Count one response."""
        place = Place(response.campaign_id, response.unit_id, bool(response.flags))
        for part, counts in tally.addition(tree, answers).items():
            counted = self.parts[place, part]
            counted[response.on] = tally.plus(counted[response.on], counts)
        its = moments.of_response(tree, answers)
        if its.people:
            self.people[place][response.on] = self.people[place][response.on] + its


async def rebuild(session: AsyncSession, *, minimum_cell: int) -> bool:
    """Compare what is kept with the answers themselves and write it anew where they differ; True: they agreed.

    Agreeing figures stay as they are: other blocks of the same answers would show by the difference what waits.
    """
    counted = await _count(session)
    agree = True
    if await _kept(session) != {
        part: reduce(tally.plus, days.values()) for part, days in counted.parts.items()
    }:
        agree = False
        await _write_tallies(session, counted.parts, minimum_cell)
    elif not await _months_agree(session):
        agree = False
        rows = await _rows(session, Tally)
        kept = [(_place(row), row.part, row.on, tallies.counts_of(row)) for row in rows]
        await tallies.write(session, kept)
    people = {place: reduce(Moments.__add__, days.values()) for place, days in counted.people.items()}
    if await spreads.kept(session) != people:
        agree = False
        await spreads.write(session, counted.people, minimum_cell=minimum_cell)
    return agree


async def _write_tallies(
    session: AsyncSession, parts: Mapping[Part, Mapping[date, Counts]], minimum_cell: int
) -> None:
    blocks: list[tuple[Place, str, date, Counts]] = []
    for (place, part), days in parts.items():
        moved_on, left = tally.replay(sorted(days.items()), minimum_cell)
        blocks += [(place, part, day, counts) for day, counts in moved_on.items()]
        if sum(left):
            blocks.append((place, part, WAITING, left))
    await tallies.write(session, blocks)


async def _kept(session: AsyncSession) -> dict[Part, Counts]:
    kept: dict[Part, Counts] = defaultdict(lambda: NOTHING)
    for row in await _rows(session, Tally):
        mine = _place(row), row.part
        kept[mine] = tally.plus(kept[mine], tallies.counts_of(row))
    return kept


async def _months_agree(session: AsyncSession) -> bool:
    """Tell whether the months are the sums of their days."""
    days: dict[tuple[Place, str, date], Counts] = defaultdict(lambda: NOTHING)
    for row in await _rows(session, Tally):
        if row.on < WAITING:
            mine = _place(row), row.part, month_of(row.on)
            days[mine] = tally.plus(days[mine], tallies.counts_of(row))
    months = await _rows(session, TallyMonth)
    return days == {(_place(row), row.part, row.on): tallies.counts_of(row) for row in months}


async def _rows(session: AsyncSession, table: tallies.Table) -> Sequence[Any]:
    """Return a table as it is kept, whatever this session has seen of it before."""
    return (await session.exec(select(table), execution_options={"populate_existing": True})).all()


def _place(row: Tally | TallyMonth) -> Place:
    return Place(row.campaign_id, row.unit_id, row.flagged)


async def _count(session: AsyncSession) -> _Counted:
    """Count every answer again, response by response, in the order of the keys."""
    trees = await _trees(session)
    found = (
        select(Response, Answer.item, Answer.number)
        .join(Answer, col(Answer.response_key) == col(Response.key))
        .where(col(Answer.position) == 0, col(Answer.number).is_not(None))
        .order_by(col(Response.key))
        .execution_options(yield_per=5000)
    )
    counted = _Counted()
    last: Response | None = None
    answers: dict[str, Any] = {}
    async for response, item, number in await session.stream(found):
        if last is not None and response.key != last.key:
            counted.add(trees[last.campaign_id], last, answers)
            answers = {}
        last, answers[item] = response, number
    if last is not None:
        counted.add(trees[last.campaign_id], last, answers)
    return counted


async def _trees(session: AsyncSession) -> dict[int, tuple[Content, ...]]:
    rows = select(Campaign, Form).join(Form, col(Form.id) == col(Campaign.form_id))
    found = (await session.exec(rows)).all()
    loaded = {form.id: load(form.source).contents for _, form in found}
    return {campaign.id or 0: loaded[form.id] for campaign, form in found}
