"""The roster as plans need it: read whole, with the other names that units go by."""

from collections import defaultdict

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Person, Role, Unit
from roviec.db.models.plans import UnitAlias
from roviec.errors import PersonError
from roviec.folding import fold, nfc
from roviec.tasks.plans.roster import PersonEntry, Roster, UnitEntry
from roviec.tasks.reading.roster import Entry


class AliasEmpty(PersonError):
    """Chưa ghi tên gọi khác của đơn vị. Ông/Bà ghi thêm, ví dụ: roviec people alias "Phòng Kinh tế" "P. KT"."""


async def load(session: AsyncSession) -> Roster:
    """Return today's roster with its aliases."""
    known = select(Unit.id, Unit.name, Unit.parent_id).order_by(col(Unit.id))
    units = [UnitEntry(id_ or 0, name, parent) for id_, name, parent in (await session.exec(known)).all()]
    present = select(Person.id, Person.name, Person.unit_id, Person.role).where(col(Person.left_on).is_(None))
    people = [
        PersonEntry(id_ or 0, name, unit_id, role == Role.leader)
        for id_, name, unit_id, role in (await session.exec(present.order_by(col(Person.id)))).all()
    ]
    aliases: dict[str, list[str]] = defaultdict(list)
    former: dict[int, list[str]] = defaultdict(list)
    for row in (await session.exec(select(UnitAlias).order_by(col(UnitAlias.id)))).all():
        aliases[row.folded].append(f"u{row.unit_id}")
        former[row.unit_id].append(row.alias)
    # A name for several units is a group: it must not make one of them look like the answer.
    groups = {folded for folded, codes in aliases.items() if len(codes) > 1}
    entries = [
        Entry(f"u{u.id}", u.name, "", tuple(a for a in former[u.id] if fold(a) not in groups)) for u in units
    ]
    entries += [Entry(f"p{p.id}", p.name) for p in people]
    return Roster(units, people, entries, {folded: tuple(codes) for folded, codes in aliases.items()})


async def remember(session: AsyncSession, *, unit_id: int, alias: str) -> bool:
    """Keep another name of a unit; return False when it was known."""
    alias = " ".join(nfc(alias).split())
    if not alias:
        raise AliasEmpty
    row = {"unit_id": unit_id, "alias": alias, "folded": fold(alias)}
    new = insert(session, UnitAlias).values(row).on_conflict_do_nothing().returning(col(UnitAlias.id))
    return (await session.exec(new)).first() is not None


async def forget(session: AsyncSession, *, unit_id: int, alias: str) -> bool:
    """Forget another name of a unit; return False when it was not known."""
    mine = select(UnitAlias).where(UnitAlias.unit_id == unit_id, UnitAlias.folded == fold(alias))
    row = (await session.exec(mine)).first()
    if row is not None:
        await session.delete(row)
    return row is not None


async def listed(session: AsyncSession) -> list[tuple[str, str]]:
    """Return every other name with its unit's name, in the order of the names."""
    found = select(UnitAlias.alias, Unit.name).join(Unit)
    return list((await session.exec(found.order_by(col(UnitAlias.alias), col(Unit.id)))).all())
