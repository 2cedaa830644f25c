"""Knocking: what a web chat heard unasked and no page has shown is told to its browser, else by mail to its person."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from roviec.channels.webchat.subscription import Subscription
from roviec.db import knocks, pushes
from roviec.db.engine import Database
from roviec.db.waiting import Due, waiting
from roviec.delivery import notify
from roviec.delivery.letter import letter_of
from roviec.delivery.mail import Mailer
from roviec.delivery.patience import patiently
from roviec.delivery.post import Post
from roviec.delivery.singly import Singly
from roviec.errors import trace
from roviec.messages.outcome import Failure
from roviec.texts import catalogue

if TYPE_CHECKING:
    # An HTTP client that most commands never need.
    from roviec.channels.webchat.push import Push

log = logging.getLogger(__name__)
LOOK = 5.0
"""Seconds between two looks at what is due."""
LONGEST = timedelta(hours=1)
REST = timedelta(minutes=5)
"""How long a mail server that takes nothing is left alone: waiting for it keeps everybody."""


@dataclass(frozen=True)
class Ways:
    """By what the office knocks, as whom, and where the chat is."""

    office: Callable[[], str]
    page: str
    push: "Push | None" = None
    mail: Mailer | None = None

    async def close(self) -> None:
        """Close every connection."""
        if self.push is not None:
            await self.push.close()


@dataclass
class Outcome:
    """What became of a knock: the way that it went, and what the others failed by."""

    due: Due | None = None
    way: str = ""
    failures: dict[str, Failure] = field(default_factory=dict)
    rests_until: datetime | None = None
    """Until then no mail goes: their last one is too fresh, or the server takes none."""
    is_gone: bool = False
    """The browser is not to be knocked at any more."""

    @property
    def retry(self) -> list[Failure]:
        """What may succeed later."""
        return [one for one in self.failures.values() if one.retry]


class Knocker:
    """Tells people what waits, once per line; one process of all does it at a time."""

    def __init__(
        self, db: Database, ways: Ways, channels: notify.Channels, clock: Callable[[], datetime]
    ) -> None:
        self.post = Post(db, "knocker")
        self.db, self.ways, self.channels, self.clock = self.post.db, ways, channels, clock
        self._mail_rests_until: datetime | None = None

    async def run(self) -> None:
        """Knock until cancelled."""
        await self.post.serve(self._work)

    async def _work(self) -> None:
        while True:
            if not await patiently(self.knock_some):
                await asyncio.sleep(LOOK)

    async def knock_some(self) -> int:
        """Tell those whose minute is over; return how many knocks had their turn."""
        now = self.clock()
        async with self.db.read() as session:
            if not await knocks.are_due(session, now):
                return 0
        async with self.db.write() as session:
            claimed = await knocks.claim(session, now=now)
        singly = await Singly.of(self.db, "knocks", channels=self.channels, now=now)
        if not self.post.is_ours:
            return 0
        # The network for all at once, the rows one by one.
        outcomes = await asyncio.gather(*(self._go(chat, now) for chat in claimed))
        for (chat, tries), outcome in zip(claimed.items(), outcomes, strict=True):
            async with singly.row(f"record/{_subject(outcome)}"):
                await self._note(chat, tries, outcome, now)
            await _count(singly, outcome)
        return len(claimed)

    async def _go(self, chat: str, now: datetime) -> Outcome:
        """Try the browser, then the mailbox; never raise."""
        outcome = Outcome()
        try:
            async with self.db.read() as session:
                outcome.due = due = await waiting(session, chat)
        except Exception as error:
            outcome.failures["row"] = _strange(error)
            return outcome
        for way, knock in (("push", self._push), ("mail", self._mail)):
            try:
                if due.lines and await knock(due, outcome, now):
                    outcome.way = way
                    break
            except Exception as error:
                outcome.failures[way] = error if isinstance(error, Failure) else _strange(error)
        return outcome

    async def _push(self, due: Due, outcome: Outcome, now: datetime) -> bool:
        """Knock at the browser; False where there is none."""
        if self.ways.push is None or due.push is None:
            return False
        say = catalogue(due.language)
        words = {"title": self.ways.office(), "body": say("knock.push", office=self.ways.office())}
        words["lang"] = due.language
        try:
            await self.ways.push.knock(Subscription.from_json(due.push), words, now=now)
        except Failure as failure:
            if not failure.unreachable:
                raise
            outcome.is_gone = True
            return False
        return True

    async def _mail(self, due: Due, outcome: Outcome, now: datetime) -> bool:
        """Write to the mailbox; False where there is none, or where an hour is not over."""
        if self.ways.mail is None or due.mailbox is None:
            return False
        rests = [until for until in (self._mail_rests_until, _rested(due.mailed_at)) if until and now < until]
        if rests:
            outcome.rests_until = max(rests)
            return False
        letter = letter_of(due, due.mailbox, office=self.ways.office(), page=self.ways.page)
        try:
            await self.ways.mail.send(letter, now=now)
        except Failure as failure:
            if failure.whole_channel:
                self._mail_rests_until = now + REST
            raise
        return True

    async def _note(self, chat: str, tries: int, outcome: Outcome, now: datetime) -> None:
        """Write down what became of a knock."""
        due = outcome.due
        async with self.db.write() as session:
            if due is not None and outcome.is_gone:
                await pushes.gone(session, chat, due.push)
            if due is not None and outcome.way:
                await knocks.told(session, due, by_mail=outcome.way == "mail", now=now)
            elif outcome.rests_until is not None:
                await knocks.put_off(session, chat, until=outcome.rests_until, uncounted=True)
            elif outcome.retry and tries + 1 < knocks.MAX_TRIES:
                await knocks.put_off(session, chat, until=now + _pause(outcome.retry, tries))
            else:
                # No way, or tried often enough: the line itself waits in the chat.
                await knocks.forget(session, chat)


async def _count(singly: Singly, outcome: Outcome) -> None:
    """Count what failed for an official, so that admins and doctor hear of it: the way, or whose mailbox it was.

    A citizen's browser may name any service it likes: that one fails says nothing of ours.
    """
    due = outcome.due
    for way, failure in outcome.failures.items():
        log.warning("a knock by %s failed: %s", way, failure.reason)
        if due is None or due.person_id is not None:
            is_theirs = way == "mail" and not failure.whole_channel
            await singly.failed(_subject(outcome) if is_theirs else way, failure)
    for well in (outcome.way, _subject(outcome)) if outcome.way else ():
        async with singly.row(well):
            pass


def _rested(mailed_at: datetime | None) -> datetime | None:
    return mailed_at + knocks.MAIL_EVERY if mailed_at else None


def _subject(outcome: Outcome) -> str:
    person = outcome.due.person_id if outcome.due else None
    return f"person/{person}" if person else "browser"


def _strange(error: Exception) -> Failure:
    return Failure(trace(error), retry=True)


def _pause(failures: Sequence[Failure], tries: int) -> timedelta:
    """Return after what time to try again: what is asked for, else twice as long each time, at most an hour."""
    asked = max(timedelta(seconds=one.retry_after or 0) for one in failures)
    return min(max(asked, timedelta(minutes=2**tries)), LONGEST)
