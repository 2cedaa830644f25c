"""The life of a draft: begun when a document arrives, read once, reviewed, closed."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Person, Plan
from roviec.db.models.plans import DraftState, ImportDraft
from roviec.db.plans import roster as names
from roviec.db.plans import versions
from roviec.db.plans.errors import DraftDropped, DraftImported, DraftUnknown, StillReading, Unreadable
from roviec.tasks.plans.errors import RowGone
from roviec.tasks.plans.roster import Roster, matched
from roviec.tasks.plans.rows import Row, dumped, from_reading, loaded

MAX_TRIES = 3
OPEN = (DraftState.reading, DraftState.ready)


async def begin(
    session: AsyncSession,
    *,
    person_id: int | None,
    address_id: int | None,
    sha256: str,
    name: str,
    now: datetime,
) -> tuple[ImportDraft, bool]:
    """Return the draft of a document and whether it is new; raise `AlreadyImported`."""
    await versions.refuse_known(session, sha256)
    mine = select(ImportDraft).where(
        ImportDraft.person_id == person_id, ImportDraft.sha256 == sha256, col(ImportDraft.state).in_(OPEN)
    )
    known = (await session.exec(mine.order_by(col(ImportDraft.id).desc()))).first()
    if known is not None and person_id is not None:
        return known, False
    draft = ImportDraft(person_id=person_id, address_id=address_id, sha256=sha256, name=name, created_at=now)
    session.add(draft)
    await session.flush()
    return draft, True


async def are_waiting(session: AsyncSession) -> bool:
    """Tell whether any document waits to be read."""
    waiting = sa.exists().where(col(ImportDraft.state) == DraftState.reading)
    return (await session.exec(select(waiting))).one()


async def claim(session: AsyncSession) -> ImportDraft | None:
    """Return the draft that waits to be read and was tried least, one try counted: one whose reader died comes again."""
    waiting = select(ImportDraft).where(ImportDraft.state == DraftState.reading)
    waiting = waiting.order_by(col(ImportDraft.tries), col(ImportDraft.id)).limit(1)
    draft = (await session.exec(waiting.with_for_update(skip_locked=True))).first()
    if draft is not None:
        draft.tries += 1
    return draft


async def untried(session: AsyncSession, draft_id: int) -> None:
    """Take back the try that `claim` counted: the document could not even be looked at."""
    mine = sa.update(ImportDraft).where(col(ImportDraft.id) == draft_id)
    await session.exec(mine.values(tries=col(ImportDraft.tries) - 1))


def given_up(draft: ImportDraft) -> Unreadable | None:
    """Return why a draft is not read again, when its readers died too often."""
    return Unreadable(name=draft.name) if draft.tries > MAX_TRIES else None


async def locked(session: AsyncSession, draft_id: int, *, hold: bool = True) -> ImportDraft | None:
    """Return a draft, held against other writers until the end of the transaction."""
    found = select(ImportDraft).where(ImportDraft.id == draft_id)
    found = found.with_for_update() if hold else found
    return (await session.exec(found.execution_options(populate_existing=True))).first()


async def matching(session: AsyncSession, reading: dict[str, Any]) -> tuple[list[Row], str]:
    """Return the rows of a reading with whom they mean, and the mark of the roster that said so.

    With thousands of units this takes seconds: it is done in a thread, before the transaction that keeps it.
    """
    roster = await names.load(session)
    return await asyncio.to_thread(_matched, roster, from_reading(reading), _issuer(reading)), roster.mark


def _matched(roster: Roster, rows: Sequence[Row], issuer: str) -> list[Row]:
    return [matched(roster, row, issuer) for row in rows]


async def was_read(
    session: AsyncSession, draft: ImportDraft, reading: dict[str, Any], matched: tuple[list[Row], str]
) -> None:
    """Keep what was read: the rows with whom they mean, and the plan that this may be a correction of."""
    rows, mark = matched
    draft.reading, draft.rows = reading | {"roster": mark}, dumped(rows)
    draft.state = DraftState.ready
    draft.replaces_id, draft.similar_id = await versions.recognise(session, reading["document"])


def _issuer(reading: dict[str, Any]) -> str:
    """Return who issued the document, "" when it does not say."""
    return str(reading.get("document", {}).get("issuer") or "")


def failed(draft: ImportDraft, sentence: str, now: datetime) -> None:
    """Close a draft whose document can't be read."""
    draft.state, draft.error, draft.closed_at = DraftState.failed, sentence, now


async def find(
    session: AsyncSession, draft_id: int, person: Person | None, *, hold: bool = True
) -> ImportDraft:
    """Return a draft under review by `person`; raise otherwise."""
    draft = await locked(session, draft_id, hold=hold)
    if draft is None or draft.person_id != (person.id if person else None):
        raise DraftUnknown
    if draft.state == DraftState.imported:
        raise DraftImported
    if draft.state in (DraftState.dropped, DraftState.failed):
        raise DraftDropped
    if draft.state == DraftState.reading:
        raise StillReading
    return draft


async def rows_of(
    session: AsyncSession, draft: ImportDraft, *, keep: bool = True
) -> tuple[list[Row], Roster]:
    """Return the rows and the roster; open names are matched again when the roster has changed.

    `keep` writes that down: not in a session that only reads.
    """
    roster, rows = await names.load(session), loaded(draft.rows)
    if draft.reading.get("roster") != roster.mark:
        rows = _matched(roster, rows, _issuer(draft.reading))
        if keep:
            draft.reading, draft.rows = draft.reading | {"roster": roster.mark}, dumped(rows)
    return rows, roster


def row(rows: Sequence[Row], n: int) -> Row:
    """Return a row by its number, counted from 0; raise `RowGone`."""
    if not 0 <= n < len(rows):
        raise RowGone
    return rows[n]


def save(draft: ImportDraft, rows: Sequence[Row]) -> None:
    """Keep what was decided."""
    draft.rows = dumped(rows)


def drop(draft: ImportDraft, now: datetime) -> None:
    """Close a draft without importing anything."""
    draft.state, draft.closed_at = DraftState.dropped, now


async def reopen(session: AsyncSession, draft_id: int, person: Person) -> ImportDraft:
    """Take up a draft that was dropped; raise as `find` does for what can't be."""
    draft = await locked(session, draft_id)
    if draft is not None and draft.person_id == person.id and draft.state == DraftState.dropped:
        await versions.refuse_known(session, draft.sha256)
        draft.state, draft.closed_at = DraftState.ready, None
    return await find(session, draft_id, person)


async def of_person(
    session: AsyncSession, person: Person, *, offset: int = 0, limit: int
) -> Sequence[tuple[ImportDraft, Plan | None]]:
    """Return the documents that somebody brought, the last one first, with the plans they became.

    What was read stays unread here: it holds a whole document each.
    """
    mine = select(ImportDraft, Plan).join(Plan, col(Plan.id) == ImportDraft.plan_id, isouter=True)
    mine = mine.where(ImportDraft.person_id == person.id).order_by(col(ImportDraft.id).desc())
    light = mine.options(defer(ImportDraft.reading), defer(ImportDraft.rows))  # type: ignore[arg-type]
    return (await session.exec(light.offset(offset).limit(limit))).all()
