"""A courier that is stopped: what has begun lands and is marked, what was claimed and has not begun was never tried."""

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.channels.webchat.channel import WebChat
from roviec.db import outbox
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure, Lane
from roviec.delivery.courier import LANDING, Courier
from roviec.delivery.hands import Hands
from roviec.delivery.share import Share
from roviec.messages.outcome import Sent
from roviec.messages.outgoing import Outgoing
from tests.chat import MONDAY


class Slow(WebChat):
    """A platform that takes its time; each of its chats waits for the message before."""

    takes = 0.0
    began: list[str]

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        self.began.append(message.text)
        await asyncio.sleep(self.takes)
        return Sent(external_id=key)


@pytest.mark.parametrize("takes", [LANDING / 2, LANDING / 4])
async def test_a_stop_waits_for_no_message_that_has_not_begun(
    sqlite: Database, tmp_path: Path, takes: float
) -> None:
    channel = Slow(sqlite, FileStore(tmp_path), "http://127.0.0.1", per_second=1000)
    channel.takes, channel.began = takes, []
    courier = Courier(sqlite, channel, lambda: MONDAY)
    at_work = asyncio.create_task(courier.run())
    while not courier.room(0):
        await asyncio.sleep(0.01)
    # As one commit that decides a batch claims them: all of a chat at once.
    hands, letters = Hands(Share({"web": courier}), MONDAY), []
    for chat, texts in {"a": "01234", "b": "5"}.items():
        messages = [Outgoing(one) for one in texts]
        letters += outbox.letters(channel="web", chat=chat, messages=messages, lane=Lane.reply, now=MONDAY)
    async with sqlite.write() as session:
        await hands.mark(session)
        await hands.post(session, letters)
    hands.go()
    while len(channel.began) < 2:
        await asyncio.sleep(0.01)
    at_work.cancel()
    with suppress(asyncio.CancelledError):
        await at_work
    assert sorted(channel.began) == ["0", "5"]
    async with sqlite.read() as session:
        left = (await session.exec(select(Outbox))).all()
    waiting = {
        row.body["text"]: (row.tries, row.possibly_twice) for row in left if row.state == Departure.queued
    }
    assert waiting == {str(n): (0, False) for n in range(1, 5)}
    assert [row for row in left if row.state == Departure.sending] == []
