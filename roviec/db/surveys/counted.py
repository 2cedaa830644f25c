"""Every answer counted again, by the database itself: what comes back is a row a day, not a row an answer.

Unit by unit: however many answers there are, no sorting holds more than those of one campaign at one unit.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations_with_replacement
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Answer, Campaign, Form, Response
from roviec.db.models.base import id_of
from roviec.db.surveys import spreads
from roviec.db.surveys.places import Place
from roviec.going import step
from roviec.survey import moments, tally
from roviec.survey.counting import LEVELS, Counts
from roviec.survey.load import load
from roviec.survey.moments import Moments
from roviec.survey.points import indicators
from roviec.survey.questionnaire import Questionnaire

Part = tuple[Place, str]
"""A part of the figures at a place."""
_CAMPAIGN, _UNIT = sa.bindparam("campaign", type_=sa.Integer), sa.bindparam("unit", type_=sa.Integer)
_MARKS = sa.cast(col(Response.flags), sa.Text)
"""As they are kept: a comparison would be two parameters, of which PostgreSQL does not know that they are one."""


@dataclass
class Counted:
    """What the answers themselves say, day by day."""

    parts: dict[Part, dict[date, Counts]] = field(default_factory=lambda: defaultdict(dict))
    people: dict[Place, spreads.Days] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Moments))
    )

    def add(self, place: Place, part: str, on: date, counts: Counts) -> None:
        """Count what a day brought to a part."""
        days = self.parts[place, part]
        days[on] = tally.plus(days[on], counts) if on in days else counts


async def count(session: AsyncSession) -> Counted:
    """Count every answer again."""
    forms = await _forms(session)
    units = select(Response.campaign_id, Response.unit_id, func.count()).group_by(
        col(Response.campaign_id), col(Response.unit_id)
    )
    found = (await session.exec(units)).all()
    total, done, counted = sum(responses for _, _, responses in found), 0, Counted()
    for campaign, unit, responses in found:
        await forms[campaign].count(session, counted, campaign, unit)
        done += responses
        step("responses", done=done, total=total)
    return counted


@dataclass
class _Asking:
    """What is asked of the answers to one form."""

    form: Questionnaire

    async def count(self, session: AsyncSession, counted: Counted, campaign: int, unit: int) -> None:
        """Count the answers of a campaign at a unit."""

        async def asked(statement: Any) -> Any:
            return await connection.execute(statement, {"campaign": campaign, "unit": unit})

        def place(marks: str) -> Place:
            return Place(campaign, unit, marks != "[]")

        connection = await session.connection()
        if self.criteria:
            given: dict[tuple[str, date, str], list[int]] = {}
            for marks, on, item, number, people in await asked(self._levels):
                given.setdefault((marks, on, item), [0] * LEVELS)[number - 1] += people
            for (marks, on, item), (a, b, c, d, e) in given.items():
                counted.add(place(marks), item, on, (a, b, c, d, e))
            for marks, on, people, *numbers in await asked(self._people):
                self._add_people(counted, place(marks), on, people, list(map(int, numbers)))
        if self.graded:
            for marks, on, answers in _responses(await asked(self._indicators)):
                for part, counts in tally.graded(self.form, answers).items():
                    counted.add(place(marks), part, on, counts)

    def _add_people(self, counted: Counted, place: Place, on: date, people: int, numbers: list[int]) -> None:
        groups, sums = numbers[: len(self.groups)], numbers[len(self.groups) :]
        size = moments.size(self.form.contents)
        its = Moments(people, tuple(sums[:size]), tuple(sums[size:]))
        counted.people[place][on] = counted.people[place][on] + its
        for group, rated in zip(self.groups, groups, strict=True):
            if rated:
                counted.add(place, tally.people_of(group), on, (rated, 0, 0, 0, 0))

    @cached_property
    def criteria(self) -> list[str]:
        """Return the criteria of the index."""
        return [item for content in self.form.contents for item in content.criteria]

    @cached_property
    def graded(self) -> list[str]:
        """Return the indicators that give points."""
        return indicators(self.form)

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """Return the groups of criteria with the places of their factors."""
        groups: dict[str, list[int]] = {"": []}
        place = 0
        for content in self.form.contents:
            for factor in content.factors:
                for group in ("", content.id, factor.id):
                    groups.setdefault(group, []).append(place)
                place += 1
        return groups

    @cached_property
    def _levels(self) -> Any:
        """How many gave a level to a criterion on a day."""
        mine = (_MARKS, col(Response.on), col(Answer.item), col(Answer.number))
        return self._given(sa.select(*mine, func.count()), self.criteria).group_by(*mine)

    @cached_property
    def _people(self) -> Any:
        """How many rated anything in a group on a day, and the sums of which moments are made (survey/moments.py)."""
        item, number = col(Answer.item), col(Answer.number)
        columns: list[Any] = []
        for content in self.form.contents:
            for factor in content.factors:
                mine = item.in_(factor.criteria)
                for there, value in (
                    (mine, 1),
                    (mine, number - 1),
                    (sa.and_(mine, number >= LEVELS - 1), 1),
                ):
                    columns.append(func.sum(sa.case((there, value), else_=0)).label(f"x{len(columns)}"))
        key: tuple[Any, ...] = (col(Response.key), _MARKS.label("marks"), col(Response.on).label("day"))
        one = self._given(sa.select(*key, *columns), self.criteria).group_by(*key).subquery()
        numbers = [one.c[f"x{place}"] for place in range(len(columns))]
        rated = [
            func.sum(sa.case((sum((numbers[3 * place] for place in places), sa.literal(0)) > 0, 1), else_=0))
            for places in self.groups.values()
        ]
        products = [func.sum(a * b) for a, b in combinations_with_replacement(numbers, 2)]
        sums = [func.sum(number) for number in numbers]
        day = (one.c.marks, one.c.day)
        return sa.select(*day, func.count(), *rated, *sums, *products).group_by(*day)

    @cached_property
    def _indicators(self) -> Any:
        """The answers that give points, response by response."""
        mine = (col(Response.key), _MARKS, col(Response.on), col(Answer.item), col(Answer.number))
        return self._of_unit(sa.select(*mine), self.graded).order_by(col(Response.key))

    def _given(self, asked: Any, items: list[str]) -> Any:
        return self._of_unit(asked, items).where(col(Answer.number).between(1, LEVELS))

    def _of_unit(self, asked: Any, items: list[str]) -> Any:
        return (
            asked.select_from(Response)
            .join(Answer)
            .where(col(Response.campaign_id) == _CAMPAIGN, col(Response.unit_id) == _UNIT)
            .where(col(Answer.position) == 0, col(Answer.item).in_(items), col(Answer.number).is_not(None))
        )


def _responses(rows: Any) -> list[tuple[str, date, dict[str, int]]]:
    """Return the answers of each response."""
    found: dict[str, tuple[str, date, dict[str, int]]] = {}
    for key, marks, on, item, number in rows:
        found.setdefault(key, (marks, on, {}))[2][item] = number
    return list(found.values())


async def _forms(session: AsyncSession) -> dict[int, _Asking]:
    rows = select(Campaign, Form).join(Form)
    found = (await session.exec(rows)).all()
    asking = {form.id: _Asking(load(form.source)) for _, form in found}
    return {id_of(campaign): asking[form.id] for campaign, form in found}
