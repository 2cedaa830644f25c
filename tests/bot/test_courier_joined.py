"""What waits together for a chat goes as one message where each counts; order and promises stay the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from roviec.channels.channel import Pace
from roviec.channels.webchat.channel import WebChat
from roviec.db import outbox, outbox_said
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure, Lane
from roviec.delivery.courier import Courier
from roviec.messages.capabilities import Capabilities
from roviec.messages.outcome import Failure, Sent
from roviec.messages.outgoing import FileOut, Outgoing
from tests.chat import MONDAY


class Counting(WebChat):
    """A channel whose messages cost; it says of each text what the test wants."""

    name = "counting"
    can = Capabilities(max_text=60, counted=True)
    pace = Pace(per_second=1e6)
    answer: Callable[[str], Failure | None] = staticmethod(lambda _text: None)

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        self.taken: list[str] = getattr(self, "taken", [])
        if failure := self.answer(message.text):
            raise failure
        self.taken.append(message.text)
        return Sent(f"m{len(self.taken)}")


@dataclass
class Post:
    """A courier with its channel, and a clock."""

    db: Database
    folder: Path
    now: datetime = MONDAY
    line: Counting = field(init=False)
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.line = Counting(self.db, FileStore(self.folder), "http://127.0.0.1")
        self.line.taken = []
        self.courier = Courier(self.db, self.line, lambda: self.now)

    async def write(
        self,
        *texts: str,
        chat: str = "a",
        lane: Lane = Lane.reply,
        task_id: int | None = None,
        **more: Any,
    ) -> None:
        async with self.db.write() as session:
            await outbox.post(
                session,
                channel=self.line.name,
                chat=chat,
                messages=[Outgoing(text, **more) for text in texts],
                lane=lane,
                now=self.now,
                task_id=task_id,
            )

    async def deliver(self) -> list[str]:
        while await self.courier.send_some():
            await self.courier.landed()
        return self.line.taken

    async def rows(self) -> list[Outbox]:
        async with self.db.read() as session:
            return list((await session.exec(select(Outbox).order_by(col(Outbox.id)))).all())


@pytest.fixture
def post(db: Database, tmp_path: Path) -> Post:
    return Post(db, tmp_path)


async def test_what_waits_together_is_one_message_and_each_row_is_marked_with_it(post: Post) -> None:
    # About a task, so that they stay when they were sent.
    await post.write("một", "hai", task_id=1)
    await post.write("khác", chat="b", task_id=1)
    assert sorted(await post.deliver()) == ["khác", "một\n\n––––––\n\nhai"]
    rows = await post.rows()
    assert {row.state for row in rows} == {Departure.sent}
    ids = {row.body["text"]: row.external_id for row in rows}
    assert ids["một"] == ids["hai"] != ids["khác"]


async def test_replies_come_first_and_the_order_stays(post: Post) -> None:
    await post.write("nhắc", lane=Lane.reminder)
    await post.write("đáp 1", "đáp 2")
    assert await post.deliver() == ["đáp 1\n\n––––––\n\nđáp 2\n\n––––––\n\nnhắc"]


async def test_what_would_not_fit_or_may_not_be_joined_keeps_its_place(post: Post) -> None:
    await post.write("một", "2. Có\n3. Không", "x" * 50, "bốn")
    await post.write("tệp", files=(FileOut("0" * 64, "a.pdf", "application/pdf"),))
    await post.write("cuối")
    assert await post.deliver() == ["một\n\n––––––\n\n2. Có\n3. Không", "x" * 50, "bốn", "tệp", "cuối"]


async def test_what_comes_later_is_not_waited_for(post: Post) -> None:
    await post.write("một")
    async with post.db.write() as session:
        (await session.exec(select(Outbox))).one()
    await post.write("mai", lane=Lane.bulk)
    async with post.db.write() as session:
        (await session.exec(select(Outbox).where(Outbox.lane == Lane.bulk))).one().not_before = (
            MONDAY + timedelta(days=1)
        )
    assert await post.deliver() == ["một"]


async def test_a_joined_message_of_unknown_fate_is_recorded_for_every_row_and_sent_again(post: Post) -> None:
    await post.write("một", "hai")
    post.line.answer = lambda _text: Failure("no answer", retry=True, ambiguous=True)
    assert await post.deliver() == []
    assert [row.possibly_twice for row in await post.rows()] == [True, True]
    post.line.answer, post.now = (lambda _text: None), MONDAY + timedelta(minutes=10)
    await post.write("ba")
    assert await post.deliver() == ["một", "hai", "ba"]


async def test_a_killed_courier_leaves_every_joined_row_possibly_twice(post: Post) -> None:
    await post.write("một", "hai", "ba")
    async with post.db.write() as session:
        await outbox.claim(session, channel=post.line.name, limit=9, now=MONDAY, join=post.courier._join)
    assert {row.state for row in await post.rows()} == {Departure.sending}
    assert await post.courier.reclaim() == 3
    assert all(row.possibly_twice for row in await post.rows())
    assert await post.deliver() == ["một", "hai", "ba"]


async def test_a_bad_one_spoils_no_other(post: Post) -> None:
    await post.write("một", "hỏng", "ba", task_id=1)
    post.line.answer = lambda text: Failure("bad") if "hỏng" in text else None
    await post.deliver()
    post.now += timedelta(minutes=10)
    assert await post.deliver() == ["một", "ba"]
    states = {row.body["text"]: row.state for row in await post.rows()}
    assert states == {"một": Departure.sent, "hỏng": Departure.dead, "ba": Departure.sent}


async def test_what_waited_for_the_quota_goes_together_when_it_is_back(post: Post) -> None:
    await post.write("một")
    post.line.answer = lambda _text: Failure("quota", retry=True, retry_after=60.0)
    await post.deliver()
    await post.write("hai")
    await post.deliver()
    post.line.answer, post.now = (lambda _text: None), MONDAY + timedelta(minutes=10)
    assert await post.deliver() == ["một\n\n––––––\n\nhai"]


async def test_an_answer_to_a_joined_message_means_a_task_only_if_there_is_one(post: Post) -> None:
    await post.write("một", "hai")
    await post.deliver()
    async with post.db.read() as session:
        assert await outbox_said.task_of(session, channel=post.line.name, chat="a", external_id="m1") is None
