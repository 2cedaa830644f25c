"""Send one message the way that the plan says; what the platform answers overrules the plan."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from roviec.channels.common.http import Unanswered
from roviec.channels.registry import Alarm
from roviec.channels.zalo_oa.client import Client
from roviec.channels.zalo_oa.planner import (
    FREE,
    LONGEST,
    Plan,
    Standing,
    Template,
    Way,
    instead,
    is_phone,
    number_of,
    plan,
    until_morning,
)
from roviec.channels.zalo_oa.registration import ZALO_OA
from roviec.channels.zalo_oa.talking import Talker
from roviec.channels.zalo_oa.templates import Registry, template_of
from roviec.channels.zalo_oa.tokens import Keeper
from roviec.channels.zalo_oa.trouble import (
    DROPPED,
    NO_UID,
    REPLIES,
    STOPPED,
    WHY,
    WINDOW,
    LineStopped,
    Refused,
    failure_of,
)
from roviec.db import official
from roviec.db.engine import Database
from roviec.messages.incoming import Json
from roviec.messages.notices import TRACKING
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Notice, Outgoing

_NEVER = -230


@dataclass(frozen=True)
class Letter:
    """A message on its way, with all that the plan needs."""

    chat: str
    message: Outgoing
    key: str
    now: datetime
    standing: Standing
    notice: Notice | None
    template: Template | None
    tracking: str

    def instead(self) -> Plan:
        """Decide about it when it can't go as talk."""
        return instead(self.standing, self.notice, self.template, chat=self.chat, now=self.now)


class Sender:
    """Plans, sends, and learns from what the platform answers."""

    def __init__(
        self,
        db: Database,
        client: Client,
        keeper: Keeper,
        talker: Talker,
        registry: Registry,
        alarm: Alarm,
        *,
        paid: bool,
    ) -> None:
        self.db, self.client, self.keeper, self.talker = db, client, keeper, talker
        self.registry, self.alarm, self.paid = registry, alarm, paid

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> str | None:
        """Return the platform's id of the message; raise `Failure`."""
        letter = await self._letter(chat, message, key, now)
        try:
            return await self._go(letter)
        except Refused as refused:
            if refused.code in STOPPED:
                why = WHY.get(refused.code, str(refused.code))
                await self.alarm(f"stopped/{refused.code}", str(LineStopped(why=why)))
            raise failure_of(refused, by_phone=is_phone(chat), wait=until_morning(now)) from None
        except Unanswered as error:
            raise failure_of(error) from None

    async def _letter(self, chat: str, message: Outgoing, key: str, now: datetime) -> Letter:
        notice, tracking = _tracked(message.notice, key)
        async with self.db.read() as session:
            known = await official.visitor(session, channel=ZALO_OA.name, chat=chat)
            row = await official.template_for(session, purpose=notice.purpose) if notice else None
        standing = Standing(known.last_seen, known.remaining, known.phone)
        return Letter(chat, message, key, now, standing, notice, template_of(row), tracking)

    async def _go(self, letter: Letter) -> str | None:
        decided = plan(
            letter.standing,
            letter.notice,
            letter.template,
            chat=letter.chat,
            paid=self.paid,
            now=letter.now,
        )
        if decided.way is Way.talk:
            try:
                return await self._talk(letter)
            except Refused as refused:
                if refused.code not in WINDOW | REPLIES:
                    raise
                await self._learn(letter, refused.code)
                decided = letter.instead()
        return await self._template(letter, decided)

    async def _talk(self, letter: Letter) -> str | None:
        async def work(access: str) -> str | None:
            return await self.talker.send(
                access,
                letter.chat,
                letter.message,
                key=letter.key,
                now=letter.now,
                answered=lambda answer: self._count(letter.chat, answer),
            )

        return await self.keeper.use(work)

    async def _template(self, letter: Letter, decided: Plan) -> str | None:
        """Send the template of a plan; where it can't go by UID, by phone."""
        if decided.way is Way.later:
            raise Failure(decided.why, retry=True, retry_after=decided.wait)
        if decided.way is Way.elsewhere:
            raise Failure(decided.why, elsewhere=True)
        assert letter.template is not None
        try:
            return await self.keeper.use(lambda access: self._deliver(access, letter, decided))
        except Refused as refused:
            if refused.code in DROPPED:
                await self.registry.dropped(letter.template.id)
            if refused.code != NO_UID or decided.way is not Way.by_uid:
                raise
        await self.registry.not_by_uid(letter.template.id)
        again = replace(letter, template=replace(letter.template, by_uid=False))
        return await self._template(again, again.instead())

    async def _deliver(self, access: str, letter: Letter, decided: Plan) -> str | None:
        assert letter.template is not None
        number, values = letter.template.id, decided.values or {}
        if decided.way is Way.by_uid:
            answer = await self.client.template_to_user(access, letter.chat, number, values)
        else:
            phone = number_of(letter.chat, letter.standing)
            answer = await self.client.template_to_phone(access, phone, number, values, letter.tracking)
        found = answer.get("msg_id") or answer.get("message_id")
        return str(found) if found else None

    async def _learn(self, letter: Letter, code: int) -> None:
        """Keep what a refusal says of the window."""
        async with self.db.write() as session:
            if code in REPLIES:
                await official.spent(session, chat=letter.chat)
            else:
                age = LONGEST if code == _NEVER else FREE
                await official.closed(session, chat=letter.chat, now=letter.now, age=age)

    async def _count(self, chat: str, answer: Json) -> None:
        """Keep that no free answer is left: only the last one matters to the plan."""
        quota = answer.get("quota")
        if isinstance(quota, dict) and quota.get("quota_type") == "reply" and str(quota.get("remain")) == "0":
            async with self.db.write() as session:
                await official.spent(session, chat=chat)


def _tracked(notice: Notice | None, key: str) -> tuple[Notice | None, str]:
    """Return a notice without its tracking id, and that id: the same at every try."""
    made = f"k{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    if notice is None:
        return None, made
    given = dict(notice.values)
    tracking = given.pop(TRACKING, made)
    return Notice(notice.purpose, tuple(given.items())), tracking
