"""One official with two chats, a task that is due, and channels that fail on order."""

from collections import deque
from datetime import date, timedelta
from typing import Any

from roviec.channels.channel import Channel
from roviec.db import people
from roviec.db.models import Address, Outbox, Person, Role
from roviec.delivery import notify
from roviec.messages.outcome import Failure, Sent
from roviec.messages.outgoing import Outgoing
from roviec.scheduler import round as morning
from tests import office
from tests.chat import Chat, Talker

UNIT = "Phòng Nội vụ"
TITLE = "Báo cáo cải cách hành chính quý II"
BLOCKED = Failure("blocked", unreachable=True)
SPENT = Failure("429 quota", retry=True, retry_after=3600, whole_channel=True, elsewhere=True)
CLOSED = Failure("the window is closed", elsewhere=True)
LOST_ANSWER = Failure("no answer", retry=True, ambiguous=True)
DOWN = Failure("no connection", retry=True)


class Weather:
    """Stands before a channel: each send meets the next trouble ordered, then the last one for ever."""

    def __init__(self, channel: Channel) -> None:
        self.troubles: deque[Failure | None] = deque()
        self.lasting: Failure | None = None
        self.calls = 0
        self._send = channel.send
        channel.send = self.send  # type: ignore[method-assign]

    def order(self, *troubles: Failure | None, lasting: Failure | None = None) -> None:
        """Let the next sends fail so; None lets one through."""
        self.troubles.extend(troubles)
        self.lasting = lasting

    async def send(self, chat: str, message: Outgoing, **more: Any) -> Sent:
        """Send, or fail as ordered."""
        self.calls += 1
        trouble = self.troubles.popleft() if self.troubles else self.lasting
        if trouble is not None:
            raise Failure(**vars(trouble))
        return await self._send(chat, message, **more)


async def also_at(chat: Chat, talker: Talker, channel: str) -> Talker:
    """Link one more chat to somebody."""
    assert talker.person is not None
    other = chat.person(talker.chat, channel=channel)
    async with chat.db.write() as session:
        address = await people.address_of(session, channel=channel, chat=other.chat)
        address.person_id, address.linked_at = talker.person.id, chat.now
    other.person = talker.person
    return other


async def mai(chat: Chat, role: Role = Role.official) -> tuple[Talker, Talker]:
    """Return the plain chat, linked first, and the web chat of one official."""
    plain = await chat.official("Lò Thị Mai", UNIT, role, channel="plain")
    return plain, await also_at(chat, plain, "web")


async def task(chat: Chat, title: str = TITLE, due: date = date(2026, 6, 30)) -> int:
    """Assign a task to the unit, without telling anybody; return its number."""
    async with chat.db.write() as session:
        of, before = await office.unit(session, UNIT), chat.now - timedelta(days=30)
        return (await office.task(session, title, of, due=due, now=before)).id or 0


async def remind(chat: Chat) -> None:
    """Let the morning round go now, and send what it wrote."""
    await morning.remind(chat.db, chat.house, chat.now)
    await chat.settle()


async def reads(*talkers: Talker) -> list[int]:
    """Return how many messages each has got since the last look."""
    return [len(await talker.listens()) for talker in talkers]


async def leaves(chat: Chat, person: Person) -> None:
    """Take somebody off the roster."""
    async with chat.db.write() as session:
        fresh = await session.get_one(Person, person.id)
        await people.leave(session, person=fresh, today=chat.now.date())


async def rows(chat: Chat) -> list[Outbox]:
    """Return the messages written unasked, in order."""
    found = [row for row in await chat.rows(Outbox) if row.person_id is not None]
    return sorted(found, key=lambda row: row.id or 0)


async def address(chat: Chat, talker: Talker) -> Address:
    """Return the address of a chat as it is stored."""
    where = (Address.channel == talker.channel, Address.chat == talker.chat)
    (found,) = await chat.rows(Address, *where)
    return found  # type: ignore[no-any-return]


async def write(chat: Chat, talker: Talker, text: str, key: str = "told/1", **more: object) -> None:
    """Write to somebody unasked, without sending."""
    async with chat.db.write() as session:
        assert await notify.person(
            session,
            talker.person.id,
            Outgoing(text, **more),
            channels=chat.house.channels,
            now=chat.now,
            key=key,
        )
