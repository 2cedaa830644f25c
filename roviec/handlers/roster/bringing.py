"""A list that came by a page: looked at whole before anything is written, then brought in and noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit, people
from roviec.db.audit import Act
from roviec.db.engine import Database
from roviec.db.models.base import id_of
from roviec.db.sessions import CHANNEL
from roviec.handlers.roster.check import Entry, check
from roviec.handlers.roster.file import read
from roviec.handlers.roster.save import ADDED, UNCHANGED, UPDATED, Saved, save


@dataclass(frozen=True)
class Listed:
    """The people of a list, and what is to be said of how it was read."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Outlook:
    """What a list would change, as plain words: who gets which role, which units are new, who may be there twice."""

    added: int
    updated: int
    unchanged: int
    roles: tuple[tuple[str, str], ...]
    units: tuple[str, ...]
    namesakes: tuple[str, ...]


class _Undone(Exception):
    """Ends a transaction that was only tried."""


def listed(name: str, data: bytes) -> Listed:
    """Read a list and check each of its rows; raise everything that is wrong with it."""
    found = read(PurePath(name), data)
    checked = check(found)
    return Listed(checked.entries, (*found.notes, *checked.notes), found.unknown)


async def tried(db: Database, entries: Sequence[Entry], *, agreed: bool, apart: bool) -> Outlook:
    """Bring a list in, tell what that changed, and leave everything as it was."""
    outlook: Outlook | None = None
    try:
        async with db.write() as session:
            before = {id_of(one): one.folded for one in await people.everybody(session)}
            saved = await _save(session, entries, agreed=agreed, apart=apart)
            outlook = await _outlook(session, saved, before)
            raise _Undone
    except _Undone:
        assert outlook is not None
        return outlook


async def _outlook(session: AsyncSession, saved: Saved, before: dict[int, str]) -> Outlook:
    new = [one for one in await people.everybody(session) if one.id not in before]
    twice = tuple(one.name for one in new if one.folded in before.values())
    added, updated, unchanged = (saved.counts[kind] for kind in (ADDED, UPDATED, UNCHANGED))
    roles = tuple((one.person.name, str(one.person.role)) for one in saved.roles)
    return Outlook(added, updated, unchanged, roles, tuple(saved.units), twice)


async def bring_in(
    session: AsyncSession, entries: Sequence[Entry], *, agreed: bool, apart: bool, actor: int, now: datetime
) -> Saved:
    """Add or update everyone of a list, and note who did so."""
    saved = await _save(session, entries, agreed=agreed, apart=apart)
    noted = {"actor": actor, "at": now, "channel": CHANNEL}
    await audit.record(session, Act.people_import, **noted, counts=dict(saved.counts))  # type: ignore[arg-type]
    for one in saved.roles:
        subject, after = f"person/{one.person.id}", one.person.role
        await audit.record(session, Act.role, **noted, subject=subject, before=one.before, after=after)  # type: ignore[arg-type]
    return saved


async def _save(session: AsyncSession, entries: Sequence[Entry], *, agreed: bool, apart: bool) -> Saved:
    under = await people.office(session)
    return await save(session, entries, agreed=agreed, apart=apart, under=under)
