"""The figures of finished answers, kept as they come: what is shown moves in steps of enough people.

`survey/tally.py` says why. A row of a day is what moved on it; the row of `WAITING` is what must wait for more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Answer, Campaign, Form, Response, Tally
from roviec.survey import tally
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.load import load
from roviec.survey.questionnaire import Content
from roviec.survey.tally import Addition

WAITING = date.max
"""The day of what has not moved yet."""
_KEY = ("campaign_id", "unit_id", "flagged", "part", "on")
_LEVELS = ("n1", "n2", "n3", "n4", "n5")
_PEOPLE = sum((col(getattr(Tally, name)) for name in _LEVELS[1:]), col(Tally.n1))


@dataclass(frozen=True)
class Place:
    """Whose figures: a campaign at one unit, of responses with a mark or of those without."""

    campaign_id: int
    unit_id: int
    flagged: bool

    @property
    def columns(self) -> dict[str, Any]:
        """The place as columns."""
        return {"campaign_id": self.campaign_id, "unit_id": self.unit_id, "flagged": self.flagged}


Part = tuple[Place, str]
"""A part of the figures at a place."""


async def add(
    session: AsyncSession, *, place: Place, addition: Addition, minimum_cell: int, today: date
) -> None:
    """Add a response to what waits, and move whatever is now enough people."""
    if not addition:
        return
    # In one order for everybody: two responses at once wait for each other and never both ways.
    await _put(session, [_row(place, part, WAITING, counts) for part, counts in sorted(addition.items())])
    await _move_ripe(session, place, col(Tally.part).in_(addition), minimum_cell=minimum_cell, today=today)


async def _move_ripe(
    session: AsyncSession, place: Place, *which: sa.ColumnElement[bool], minimum_cell: int, today: date
) -> None:
    """Move what waits and is enough people by now into the figures, as blocks of today."""
    mine = [getattr(Tally, name) == value for name, value in place.columns.items()]
    ripe = (col(Tally.on) == WAITING, *which, minimum_cell <= _PEOPLE)
    found = select(Tally).where(*mine, *ripe).order_by(col(Tally.part))
    rows = (await session.exec(found, execution_options={"populate_existing": True})).all()
    if not rows:
        return
    await _put(session, [_row(place, row.part, today, _counts(row)) for row in rows])
    moved = [row.part for row in rows]
    gone = sa.delete(Tally).where(*mine, Tally.on == WAITING, col(Tally.part).in_(moved))  # type: ignore[arg-type]
    await session.exec(gone.execution_options(synchronize_session=False))


async def join(session: AsyncSession, *, old: int, into: int, minimum_cell: int, today: date) -> None:
    """Add the figures of one unit to those of another: blocks stay blocks, and what waits at both may be enough.

    A view of the unit that stays now holds more blocks, each of enough people: the difference to an earlier one does too.
    """
    rows = (await session.exec(select(Tally).where(Tally.unit_id == old))).all()
    found = [(Place(row.campaign_id, into, row.flagged), row) for row in rows]
    await _put(session, [_row(place, row.part, row.on, _counts(row)) for place, row in found])
    gone = sa.delete(Tally).where(col(Tally.unit_id) == old)
    await session.exec(gone.execution_options(synchronize_session=False))
    for place in dict.fromkeys(place for place, _ in found):
        await _move_ripe(session, place, minimum_cell=minimum_cell, today=today)


async def moved(
    session: AsyncSession, *which: sa.ColumnElement[bool], first: date | None, last: date | None
) -> dict[str, Counts]:
    """Return {part: distribution} of what moved from `first` to `last`, where the conditions on `Tally` hold."""
    until = last if last is not None and last < WAITING else date(9999, 12, 30)
    span = (col(Tally.on) >= (first or date.min), col(Tally.on) <= until)
    sums = [func.sum(getattr(Tally, name)) for name in _LEVELS]
    found = sa.select(col(Tally.part), *sums).where(*span, *which).group_by(col(Tally.part))
    rows = (await session.exec(found)).all()  # type: ignore[call-overload]
    return {part: (int(a), int(b), int(c), int(d), int(e)) for part, a, b, c, d, e in rows}


async def waiting(session: AsyncSession, *which: sa.ColumnElement[bool]) -> set[str]:
    """Return the parts of which something waits."""
    found = select(Tally.part).where(Tally.on == WAITING, *which).distinct()
    return set((await session.exec(found)).all())


async def rebuild(session: AsyncSession, *, minimum_cell: int) -> bool:
    """Compare what is kept with the answers themselves and write it anew where they differ; True: they agreed.

    Agreeing figures stay as they are: other blocks of the same answers would show by the difference what waits.
    """
    days = await _by_day(session)
    kept: dict[Part, Counts] = defaultdict(lambda: NOTHING)
    for row in (await session.exec(select(Tally))).all():
        mine = Place(row.campaign_id, row.unit_id, row.flagged), row.part
        kept[mine] = tally.plus(kept[mine], _counts(row))
    if kept == {mine: reduce(tally.plus, counted.values()) for mine, counted in days.items()}:
        return True
    await session.exec(sa.delete(Tally))
    for (place, part), counted in days.items():
        moved_on, left = tally.replay(sorted(counted.items()), minimum_cell)
        blocks = moved_on | ({WAITING: left} if sum(left) else {})
        await _put(session, [_row(place, part, day, counts) for day, counts in blocks.items()])
    return False


async def is_empty(session: AsyncSession) -> bool:
    """Tell that answers were kept before figures were."""
    known = (await session.exec(select(Tally.part).limit(1))).first()
    return known is None and (await session.exec(select(Response.key).limit(1))).first() is not None


async def _by_day(session: AsyncSession) -> dict[Part, dict[date, Counts]]:
    """Count every answer again, response by response, in the order of the keys."""
    trees = await _trees(session)
    found = (
        select(Response, Answer.item, Answer.number)
        .join(Answer, col(Answer.response_key) == col(Response.key))
        .where(col(Answer.position) == 0, col(Answer.number).is_not(None))
        .order_by(col(Response.key))
        .execution_options(yield_per=5000)
    )
    days: dict[Part, dict[date, Counts]] = defaultdict(lambda: defaultdict(lambda: NOTHING))
    last: Response | None = None
    answers: dict[str, Any] = {}
    async for response, item, number in await session.stream(found):
        if last is not None and response.key != last.key:
            _count(days, trees[last.campaign_id], last, answers)
            answers = {}
        last, answers[item] = response, number
    if last is not None:
        _count(days, trees[last.campaign_id], last, answers)
    return days


def _count(
    days: dict[Part, dict[date, Counts]],
    tree: tuple[Content, ...],
    response: Response,
    answers: Mapping[str, Any],
) -> None:
    place = Place(response.campaign_id, response.unit_id, bool(response.flags))
    for part, counts in tally.addition(tree, answers).items():
        counted = days[place, part]
        counted[response.on] = tally.plus(counted[response.on], counts)


async def _trees(session: AsyncSession) -> dict[int, tuple[Content, ...]]:
    rows = select(Campaign, Form).join(Form)
    found = (await session.exec(rows)).all()
    loaded = {form.id: load(form.source).contents for _, form in found}
    return {campaign.id or 0: loaded[form.id] for campaign, form in found}


def _row(place: Place, part: str, on: date, counts: Counts) -> dict[str, Any]:
    return {**place.columns, "part": part, "on": on, **dict(zip(_LEVELS, counts, strict=True))}


def _counts(row: Tally) -> Counts:
    return row.n1, row.n2, row.n3, row.n4, row.n5


async def _put(session: AsyncSession, rows: Iterable[dict[str, Any]]) -> None:
    """Add rows to those that stand there."""
    wanted = list(rows)
    if not wanted:
        return
    put = insert(session, Tally)
    sums = {name: getattr(Tally, name) + getattr(put.excluded, name) for name in _LEVELS}
    connection = await session.connection()
    await connection.execute(put.on_conflict_do_update(index_elements=list(_KEY), set_=sums), wanted)
