"""The accounts after the kills: what was said against what the tables hold and what people heard."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.models import Address, Answer, Inbox, Outbox, Response, Seen, SurveyRun, Task, TaskEvent
from roviec.db.models.delivery import Arrival, Departure
from roviec.messages.joining import GAP
from tests.crash.journal import Entry, entries
from tests.crash.office import NUMBERS, Chat

Heard = Mapping[str, Sequence[str]]
"""Chat → the texts that came from the bot, in their order."""


@dataclass
class Ledger:
    """What went wrong, counted; `recorded` doubles are the only thing that may."""

    updates: int = 0
    lost: int = 0
    twice: int = 0
    """Effects in the tables that happened more than once."""
    undelivered: int = 0
    doubles: int = 0
    recorded: int = 0
    """Doubled sends whose row says "possibly twice"."""
    problems: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Tell whether a promise is broken."""
        unrecorded = self.doubles - self.recorded
        return bool(self.lost or self.twice or self.undelivered or unrecorded or self.problems)


async def settled(db: Database) -> bool:
    """Tell whether nothing waits to be decided or sent."""
    async with db.read() as session:
        waiting = select(Inbox.place).where(col(Inbox.state).in_((Arrival.new, Arrival.fetching))).limit(1)
        leaving = (
            select(Outbox.id).where(col(Outbox.state).in_((Departure.queued, Departure.sending))).limit(1)
        )
        return not (await session.exec(waiting)).all() and not (await session.exec(leaving)).all()


async def audit(db: Database, chats: Sequence[Chat], heard: Heard) -> Ledger:
    """Compare what people said with every effect and every reply."""
    book = Ledger(updates=sum(len(chat.says) for chat in chats))
    async with db.read() as session:
        await _payloads(session, book)
        await _reports(session, book, [c for c in chats if c.is_official])
        await _answers(session, book, [c for c in chats if c.finishes])
        await _runs(session, book, [c for c in chats if not c.is_official and not c.finishes])
        await _replies(session, book, chats, heard)
    return book


async def _payloads(session: AsyncSession, book: Ledger) -> None:
    left = (await session.exec(select(Inbox.state))).all()
    seen = (await session.exec(select(func.count()).select_from(Seen))).one()
    if left or seen != book.updates:
        book.problems.append(
            f"{book.updates} updates were accepted, {seen} are known, the inbox holds {left}"
        )


async def _reports(session: AsyncSession, book: Ledger, chats: Sequence[Chat]) -> None:
    events = select(Task.title, TaskEvent.data).join(Task, col(Task.id) == TaskEvent.task_id)
    rows = (await session.exec(events.where(TaskEvent.kind == "progress").order_by(col(TaskEvent.id)))).all()
    done: dict[str, list[str]] = {}
    for title, data in rows:
        done.setdefault(title.removeprefix("Việc của "), []).append(data["words"])
    for chat in chats:
        _compare(book, chat.chat, list(chat.says), done.get(chat.chat, []))


async def _runs(session: AsyncSession, book: Ledger, chats: Sequence[Chat]) -> None:
    found = select(Address.chat, SurveyRun.session).join(Address, col(Address.id) == SurveyRun.address_id)
    runs = {chat: list(state["answers"].values()) for chat, state in (await session.exec(found)).all()}
    for chat in chats:
        _compare(book, chat.chat, list(NUMBERS[: len(chat.says) - 3]), runs.get(chat.chat, []))


async def _answers(session: AsyncSession, book: Ledger, chats: Sequence[Chat]) -> None:
    """Nobody knows whose response is whose: the rows of numbers are compared as a heap."""
    keys = (await session.exec(select(Response.key))).all()
    rows = (await session.exec(select(Answer.response_key, Answer.number).order_by(col(Answer.item)))).all()
    given = {key: tuple(number for owner, number in rows if owner == key) for key in keys}
    right = sum(numbers == NUMBERS for numbers in given.values())
    book.lost += max(0, len(chats) - right)
    book.twice += max(0, len(keys) - len(chats))
    if wrong := [numbers for numbers in given.values() if numbers != NUMBERS]:
        book.problems.append(f"answers out of place: {wrong[:3]}")


def _compare(book: Ledger, chat: str, said: Sequence[object], done: Sequence[object]) -> None:
    missing, extra = Counter(said) - Counter(done), Counter(done) - Counter(said)
    book.lost += missing.total()
    book.twice += extra.total()
    if not missing and not extra and list(said) != list(done):
        book.problems.append(f"{chat}: decided out of order: {done}")


async def _replies(session: AsyncSession, book: Ledger, chats: Sequence[Chat], heard: Heard) -> None:
    rows = await entries(session)
    for chat in chats:
        mine, texts = rows.get(chat.chat, []), heard.get(chat.chat, ())
        if len(mine) != len(chat.says):
            book.problems.append(f"{chat.chat}: {len(chat.says)} updates, {len(mine)} replies")
        # Questions that had not left yet went with the finished run; what is promised is the thanks.
        deliveries(book, chat.chat, mine, texts, promised=mine[-1:] if chat.finishes else mine)


def deliveries(
    book: Ledger,
    chat: str,
    rows: Sequence[Entry],
    texts: Sequence[str],
    *,
    promised: Sequence[Entry] | None = None,
) -> None:
    """Walk through what was heard: each reply in its turn, once or as often as it was tried.

    Replies that went as one message may come again one by one: then the walk goes back, and ahead only where not
    all of them are promised.
    """
    heard, reach = Counter[int](), -1
    for piece in (piece for text in texts for piece in text.split(GAP)):
        # Several of a chat may have left before any was marked: all of them come again, in their order.
        back = range(reach, -1, -1)
        ahead = range(reach + 2, len(rows)) if promised is not None else ()
        places = (place for place in (reach + 1, *back, *ahead) if 0 <= place < len(rows))
        place = next((n for n in places if rows[n].text in piece), None)
        if place is None:
            book.problems.append(f"{chat}: out of order: {piece!r}")
            return
        heard[place] += 1
        reach = max(reach, place)
    for place, row in enumerate(rows):
        times = heard[place]
        book.undelivered += times == 0 and (promised is None or row in promised)
        book.doubles += max(0, times - 1)
        if times > 1 and row.possibly_twice:
            book.recorded += times - 1
        if times > row.tries:
            book.problems.append(f"{chat}: heard {times} times, tried {row.tries} times")
