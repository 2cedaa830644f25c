"""Whose targets, figures and scores somebody sees, answers for and changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import absences
from roviec.db.below import below
from roviec.db.models import Person, Role
from roviec.db.tasks.standing import over_all
from roviec.errors import PersonError


class NotYourFigure(PersonError):
    """Nội dung này thuộc đơn vị khác. Ông/Bà liên hệ đơn vị phụ trách hoặc quản trị viên nếu cần xem."""


class NotYoursToChange(PersonError):
    """Nội dung này do lãnh đạo cơ quan hoặc quản trị viên thay đổi. Ông/Bà liên hệ để được sửa."""


class NotYoursToAnswer(PersonError):
    """Số liệu này do người phụ trách hoặc lãnh đạo đơn vị phụ trách nhập. Ông/Bà liên hệ để được cập nhật."""


class Owned(Protocol):
    """What belongs to a unit, and perhaps to somebody there."""

    @property
    def unit_id(self) -> Any:
        """The unit."""

    @property
    def owner_id(self) -> Any:
        """The person."""


@dataclass(frozen=True)
class Reach:
    """What somebody oversees: the whole office, or their unit and, as its head, those below it."""

    person: Person
    whole: bool
    units: frozenset[int]
    led: frozenset[int]
    mine: frozenset[int]
    """Themselves, and those for whom they stand in today."""

    def sees(self, one: Owned) -> bool:
        """Tell whether they may read it."""
        return self.whole or one.owner_id in self.mine or one.unit_id in self.units

    def answers(self, one: Owned) -> bool:
        """Tell whether they may state its value."""
        is_nobodys = one.owner_id is None and one.unit_id in self.units
        return self.whole or one.owner_id in self.mine or one.unit_id in self.led or is_nobodys

    def seen(self, table: Any) -> sa.ColumnElement[bool]:
        """Return the rows of a table that they may read."""
        if self.whole:
            return sa.true()
        mine = col(table.owner_id).in_(self.mine)
        return sa.or_(mine, col(table.unit_id).in_(self.units))

    def seen_units(self, table: Any) -> sa.ColumnElement[bool]:
        """Return the rows of a table, which belong to units alone, that they may read."""
        return sa.true() if self.whole else col(table.unit_id).in_(self.units)

    def may_see(self, one: Owned) -> None:
        """Raise `NotYourFigure` for what they may not read."""
        if not self.sees(one):
            raise NotYourFigure

    def may_answer(self, one: Owned) -> None:
        """Raise for what they may not state the value of."""
        self.may_see(one)
        if not self.answers(one):
            raise NotYoursToAnswer

    def may_change(self) -> None:
        """Raise unless they head the office or administer it."""
        if not self.whole:
            raise NotYoursToChange


def over(unit_ids: Iterable[int] | None) -> Reach:
    """Return what a report of some units is about, or of the whole office; nobody's own."""
    nobody, units = Person(name="", folded="", unit_id=0), frozenset(unit_ids or ())
    return Reach(nobody, unit_ids is None, units, units, frozenset())


async def of(session: AsyncSession, person: Person) -> Reach:
    """Return what a person oversees today; nothing for one who has left."""
    if person.left_on is not None:
        return Reach(person, False, frozenset(), frozenset(), frozenset())
    is_head = person.role == Role.leader
    units = await _ids(session, person.unit_id) if is_head else frozenset((person.unit_id,))
    mine = {person.id or 0, *await absences.principals(session, person.id)}
    whole = await over_all(session, person)
    return Reach(person, whole, units, units if is_head else frozenset(), frozenset(mine))


async def _ids(session: AsyncSession, unit_id: int) -> frozenset[int]:
    found: Any = await session.exec(below([unit_id]))  # type: ignore[call-overload]
    return frozenset(found.scalars().all())
