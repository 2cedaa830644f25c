"""Which unit a name means: the one way from words to a unit, for import, command line, chat and documents alike."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import FormerUnit, Unit
from roviec.db.plans.roster import load
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.tasks.plans.names import trimmed


class UnitUnknown(PersonError):
    """Không có đơn vị «{unit}» trong danh sách. Ông/Bà kiểm tra lại tên đơn vị."""


class UnitAmbiguous(PersonError):
    """Chưa rõ «{unit}» là đơn vị nào: {names}. Ông/Bà ghi đúng tên một đơn vị."""


@dataclass(frozen=True)
class Meant:
    """The unit that a name means; where that is not sure, those whose names hold it and those called alike."""

    unit: Unit | None = None
    held: tuple[Unit, ...] = ()
    alike: tuple[Unit, ...] = ()

    @property
    def candidates(self) -> tuple[Unit, ...]:
        """Return everyone who may be meant, the likeliest first."""
        return (*self.held, *self.alike)


async def meant(session: AsyncSession, name: str, *, among: Collection[int] | None = None) -> Meant:
    """Return which unit a name means, its other names counted in; `among`: only these ids."""
    roster = await load(session)
    found = (roster if among is None else roster.narrowed(among)).unit(name)
    codes = [found.code] if found.code else [*found.held, *found.alike]
    rows = await session.exec(select(Unit).where(col(Unit.id).in_([int(code[1:]) for code in codes])))
    units = {f"u{unit.id}": unit for unit in rows.all()}
    # One may be merged into another between the two reads.
    if found.code:
        return Meant(units.get(found.code))
    held, alike = (tuple(units[c] for c in codes if c in units) for codes in (found.held, found.alike))
    return Meant(None, held, alike)


async def called(session: AsyncSession, name: str) -> Unit | None:
    """Return the unit of this very name, its other names left aside: other accents are another word."""
    wanted = trimmed(name)
    near = select(Unit).where(col(Unit.folded).startswith(fold(wanted), autoescape=True))
    return next((unit for unit in (await session.exec(near)).all() if trimmed(unit.name) == wanted), None)


async def at(session: AsyncSession, unit_id: int | None) -> Unit | None:
    """Return the unit of a number that a button, a dialogue or a printed code carries; a merged one leads on."""
    if unit_id is None:
        return None
    if (unit := await session.get(Unit, unit_id)) is not None:
        return unit
    former = await session.get(FormerUnit, unit_id)
    return await session.get(Unit, former.unit_id) if former else None


async def unused(session: AsyncSession) -> int | None:
    """Return the number of a new unit where SQLite would give that of a merged one again; None: its own."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    last = (await session.exec(select(func.max(col(Unit.id))))).one() or 0
    former = (await session.exec(select(func.max(col(FormerUnit.id))))).one() or 0
    return former + 1 if former > last else None
