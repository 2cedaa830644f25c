"""Reading the documents that wait: out of every transaction, in a process of its own, told once."""

import asyncio
import logging
from datetime import datetime
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import conversations, outbox
from roviec.db.engine import Database
from roviec.db.files import FileStore, StoreRefused
from roviec.db.models import Address
from roviec.db.models.delivery import Lane
from roviec.db.models.plans import DraftState, ImportDraft
from roviec.db.plans import drafts
from roviec.db.plans.errors import Unreadable
from roviec.delivery.singly import Singly
from roviec.errors import PersonError, trace
from roviec.handlers.frame.house import House
from roviec.handlers.plans.apart import read_apart
from roviec.handlers.plans.summary import summary
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import render
from roviec.tasks.plans.rows import Row
from roviec.tasks.reading.model import ReadingSettings
from roviec.texts import catalogue

log = logging.getLogger(__name__)
Found = tuple[dict[str, Any], tuple[list[Row], str]]
"""A stored reading, its rows with whom they mean, and the mark of the roster."""


async def read_drafts(db: Database, files: FileStore, house: House, now: datetime) -> int:
    """Read every document that waits and send each summary; return how many were read."""
    async with db.read() as session:
        if not await drafts.are_waiting(session):
            return 0
    singly, count = await Singly.of(db, "plans", channels=house.channels, now=now), 0
    while draft := await _claimed(db):
        count += 1
        if singly.leaves(f"draft/{draft.id}"):
            await _give_up(db, draft, files, house, now)
            continue
        async with singly.row(f"draft/{draft.id}"):
            await _read_one(db, draft, files, house, now)
    return count


async def _claimed(db: Database) -> ImportDraft | None:
    async with db.write() as session:
        return await drafts.claim(session)


async def _give_up(db: Database, draft: ImportDraft, files: FileStore, house: House, now: datetime) -> None:
    """Tell the sender that a document can't be read; one who can't even be told that waits no longer."""
    try:
        await _read_one(db, draft, files, house, now)
        return
    except (OperationalError, StoreRefused):
        raise
    except Exception as error:
        log.error("the sender of draft %s can't be told: %s", draft.id, trace(error))
    async with db.write() as session:
        fresh = await drafts.locked(session, draft.id or 0)
        if fresh is not None and fresh.state == DraftState.reading:
            drafts.failed(fresh, str(Unreadable(name=fresh.name)), now)


async def _read_one(db: Database, draft: ImportDraft, files: FileStore, house: House, now: datetime) -> None:
    assert draft.id is not None
    found: Found | PersonError
    try:
        found = drafts.given_up(draft) or await _reading(db, draft, files, house, now)
    except PersonError as error:
        found = error
    except StoreRefused:
        async with db.write() as session:
            await drafts.untried(session, draft.id)
        raise
    async with db.write() as session:
        fresh = await drafts.locked(session, draft.id)
        if fresh is not None and fresh.state == DraftState.reading:
            await _answer(session, fresh, found, house, now)


async def _reading(db: Database, draft: ImportDraft, files: FileStore, house: House, now: datetime) -> Found:
    try:
        await files.here(draft.sha256)
        data = await asyncio.to_thread(files.read, draft.sha256)
    except StoreRefused:
        raise  # nothing is wrong with the document: it waits until the store can be asked
    except (OSError, ValueError) as error:
        log.error("the file of draft %s can't be read: %s", draft.id, type(error).__name__)
        raise Unreadable(name=draft.name) from error
    settings = ReadingSettings(deadlines=house.deadlines, received=now.astimezone(house.zone).date())
    reading = await read_apart(data, draft.name, calendar=house.calendar(), settings=settings)
    async with db.read() as session:
        return reading, await drafts.matching(session, reading)


async def _answer(
    session: AsyncSession,
    draft: ImportDraft,
    found: Found | PersonError,
    house: House,
    now: datetime,
) -> None:
    address = await session.get(Address, draft.address_id) if draft.address_id else None
    texts = catalogue(address.language if address else "vi")
    if isinstance(found, PersonError):
        drafts.failed(draft, str(found), now)
        message = Outgoing(texts("sorry", why=texts.error(found)))
    else:
        await drafts.was_read(session, draft, *found)
        message = await summary(session, draft, house, texts, now)
    # Whoever sent the document may have left the office meanwhile.
    if address is not None and address.person_id == draft.person_id and address.channel in house.channels:
        await _post(session, address, message, house, now, f"plan.read/{draft.id}")


async def _post(
    session: AsyncSession, address: Address, message: Outgoing, house: House, now: datetime, key: str
) -> None:
    conversation = await conversations.of(session, address, now)
    if conversation.dialogue is None and message.choices:
        # In the middle of a dialogue the numbers belong to its question.
        conversations.offer(conversation, message.choices, message.first_number, now)
    await outbox.post(
        session,
        channel=address.channel,
        chat=address.chat,
        messages=render(message, house.channels[address.channel]),
        lane=Lane.reply,
        now=now,
        key=key,
    )
