"""Digests that somebody waits for: gathered in a reading session, drawn in a thread, answered in a short turn."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import digest_edits, outbox, report_requests
from roviec.db.engine import Database
from roviec.db.models import Address, Person, ReportRequest, Role
from roviec.db.models.delivery import Lane
from roviec.db.tasks import standing
from roviec.delivery.singly import Singly
from roviec.errors import PersonError, trace
from roviec.handlers.choices.figures import DigestFix
from roviec.handlers.frame.house import House
from roviec.handlers.frame.leading import led_on
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import render
from roviec.reports.digest import Digest, gather
from roviec.reports.editions import Editions, Units
from roviec.tasks.reporting import Period, named
from roviec.texts import catalogue

log = logging.getLogger(__name__)
PATIENCE = 2.0
"""Seconds that a leader waits without a word."""


class DigestFailed(PersonError):
    """Chưa lập được bản tin. Ông/Bà thử lại sau ít phút hoặc báo quản trị viên."""


async def draw_digests(db: Database, house: House, now: datetime) -> int:
    """Answer everybody who waits with the digest as of `now`, gathered once; return how many were served.

    What fails is tried again; the chat hears of it when it fails too often.
    """
    async with db.read() as session:
        if not await report_requests.are_waiting(session):
            return 0
    async with db.write() as session:
        claimed = await report_requests.claim(session)
    singly = await Singly.of(db, "asked", channels=house.channels, now=now)
    left = []
    for request in claimed:
        if request.tries <= report_requests.MAX_TRIES:
            left.append(request)
        else:
            await _give_up(db, house, request, now)
    if left:
        async with _saying_so(db, house, left, now):
            made: dict[str, Editions] = {}
            for request in left:
                async with singly.row(f"request/{request.id}"):
                    if request.period not in made:
                        period = named(request.period) if request.period else None
                        made[request.period] = editions(house, now, period)
                    await _answer(db, house, request, now, made[request.period])
    return len(claimed)


async def _give_up(db: Database, house: House, request: ReportRequest, now: datetime) -> None:
    """Say that there is no digest; a chat that can't even be told that waits no longer."""
    try:
        await _answer(db, house, request, now, None)
    except OperationalError:
        raise
    except Exception as error:
        log.error("request %s could not be answered: %s", request.id, trace(error))
        async with db.write() as session:
            await report_requests.close(session, request.id or 0)


def editions(house: House, now: datetime, period: Period | None = None) -> Editions:
    """Return what makes everybody's digest of a period, this week's without one, as the office stands now."""

    async def gathered(session: AsyncSession, units: Units) -> Digest:
        found = await gather(
            session,
            today=now.astimezone(house.zone).date(),
            now=now,
            calendar=house.calendar(),
            period=period,
            headline=house.headline,
            minimum_cell=house.minimum_cell,
            unit_ids=units,
            office=house.office,
            allowances=house.allowances,
            channels=house.channels if house.names_untold else (),
            mails=house.mails,
        )
        edit = await digest_edits.latest(session, found.period.key)
        if edit is None:
            return found
        row, by = edit
        return found.corrected(remark=row.remark, by=by, left_out=row.left_out)

    return Editions(gathered, house.files, house.letterhead)


async def _answer(
    db: Database, house: House, request: ReportRequest, now: datetime, made: Editions | None
) -> None:
    """Send one chat its digest, or why there is none; whoever may no longer read it gets nothing."""
    async with db.read() as session:
        to = await report_requests.reader(session, request.id or 0)
        edition = await made.of(session, to.person_id) if made and to and to.person_id else None
        person = await session.get(Person, to.person_id) if to and to.person_id else None
        corrects = person is not None and await standing.over_all(session, person)
    page = await edition.page(to.language) if edition and to else None
    async with db.write() as session:
        if not await report_requests.close(session, request.id or 0) or to is None:
            return
        if page is not None:
            await page.record(session, now)
        say = catalogue(to.language)
        message = page.message if page else Outgoing(say("sorry", why=say.error(DigestFailed())))
        if to.channel in house.channels:
            # Only who leads or administers may ask for it.
            message = led_on(message, say, house.channels[to.channel], Role.leader)
            if edition and corrects and house.channels[to.channel].buttons:
                fix = DigestFix(edition.digest.period.key).named(say("digest.edit.open"))
                message = replace(message, choices=(fix, *message.choices))
        await _post(session, house, to, message, now, f"digest.asked/{request.id}")


@asynccontextmanager
async def _saying_so(
    db: Database, house: House, requests: Sequence[ReportRequest], now: datetime
) -> AsyncIterator[None]:
    """Tell those who wait that it takes a while, if it does."""
    answered = asyncio.Event()
    telling = asyncio.create_task(_ask_for_patience(db, house, requests, now, answered))
    try:
        yield
    finally:
        # Not cancelled: it may be in the middle of writing.
        answered.set()
        await telling


async def _ask_for_patience(
    db: Database, house: House, requests: Sequence[ReportRequest], now: datetime, answered: asyncio.Event
) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(answered.wait(), PATIENCE)
        return
    async with db.write() as session:
        for request in requests:
            to = await report_requests.reader(session, request.id or 0)
            if to is not None:
                message = Outgoing(catalogue(to.language)("digest.patience"))
                await _post(session, house, to, message, now, f"digest.patience/{request.id}")


async def _post(
    session: AsyncSession, house: House, to: Address, message: Outgoing, now: datetime, key: str
) -> None:
    if to.channel in house.channels:
        messages = render(message, house.channels[to.channel])
        await outbox.post(
            session, channel=to.channel, chat=to.chat, messages=messages, lane=Lane.reply, now=now, key=key
        )
