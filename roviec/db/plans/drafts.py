"""The life of a draft: begun when a document arrives, read once, reviewed, closed."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Person, Role
from roviec.db.models.plans import DraftKey, DraftState, ImportDraft
from roviec.db.people import hashed
from roviec.db.plans import roster as names
from roviec.db.plans import versions
from roviec.db.plans.errors import DraftDropped, DraftImported, DraftUnknown, StillReading, Unreadable
from roviec.tasks.plans.errors import RowGone
from roviec.tasks.plans.roster import Roster, matched
from roviec.tasks.plans.rows import Row, dumped, from_reading, loaded

MAX_TRIES = 3
KEY_LIFE = timedelta(days=3)
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
    waiting = select(ImportDraft.id).where(ImportDraft.state == DraftState.reading)
    return (await session.exec(waiting.limit(1))).first() is not None


async def claim(session: AsyncSession) -> ImportDraft | None:
    """Return the draft that waits to be read and was tried least, one try counted: one whose reader died comes again."""
    waiting = select(ImportDraft).where(ImportDraft.state == DraftState.reading)
    waiting = waiting.order_by(col(ImportDraft.tries), col(ImportDraft.id)).limit(1)
    draft = (await session.exec(waiting.with_for_update(skip_locked=True))).first()
    if draft is not None:
        draft.tries += 1
    return draft


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


async def drop(session: AsyncSession, draft: ImportDraft, now: datetime) -> None:
    """Close a draft without importing anything."""
    draft.state, draft.closed_at = DraftState.dropped, now
    await forget_keys(session, draft)


async def forget_keys(session: AsyncSession, draft: ImportDraft) -> None:
    """End the keys of a draft's page."""
    await session.exec(sa.delete(DraftKey).where(col(DraftKey.draft_id) == draft.id))


async def new_key(session: AsyncSession, draft: ImportDraft, now: datetime) -> str:
    """Return a new key of the draft's page; only its hash stays."""
    await session.exec(sa.delete(DraftKey).where(col(DraftKey.expires_at) <= now))
    key = secrets.token_hex(16)
    session.add(DraftKey(key_hash=hashed(key), draft_id=draft.id or 0, expires_at=now + KEY_LIFE))
    await session.flush()
    return key


async def opens(session: AsyncSession, draft_id: int, key: str, now: datetime) -> bool:
    """Tell whether a key opens the page of a draft now."""
    found = await session.get(DraftKey, hashed(key)) if key else None
    return found is not None and found.draft_id == draft_id and found.expires_at > now


async def reviewer(session: AsyncSession, draft_id: int) -> Person | None:
    """Return who reviews a draft, as long as they may assign work here."""
    draft = await session.get(ImportDraft, draft_id)
    person = await session.get(Person, draft.person_id) if draft and draft.person_id else None
    may = person is not None and person.left_on is None and person.role != Role.official
    return person if may else None
