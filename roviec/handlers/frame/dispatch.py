"""From arrived payloads to the handlers that answer them: many together, or one in a savepoint of its own."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import conversations, outbox, people, surveys
from roviec.db.batch import Desk, lay_out
from roviec.db.inbox import Payload
from roviec.db.models import Address, Inbox, Person
from roviec.db.models.delivery import Lane
from roviec.errors import PersonError
from roviec.folding import fold, nfc
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.house import House
from roviec.handlers.frame.leading import lead_on
from roviec.handlers.frame.packing import Unfit
from roviec.handlers.frame.router import Otherwise, Router
from roviec.handlers.frame.spoken import NO, YES, spoken_command
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import citizen_menu
from roviec.handlers.plans.receiving import may_assign
from roviec.handlers.survey.rating import rate
from roviec.messages.incoming import Incoming, Kind
from roviec.messages.outgoing import Choice, Outgoing
from roviec.messages.render import render
from roviec.texts import catalogue
from roviec.texts.shapes import short

MAX_WORDS = 4000
MAX_PASTED = 12_000
"""Characters of a document that a leader pastes."""
_NUMBER = re.compile(
    r"(?:da |vang )?(?:toi )?(?:chon )?(?:so |cau |muc |y )?(\d{1,3})(?:[.)])?(?: a| nhe| nha)?[.!]?"
)
_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_ASIDE = re.compile(r"\s*\([^()]*\)\Z")
"""What stands in brackets at the end of a label: nobody types it."""
_TOLD = re.compile(r" · .*\Z|: \d.*\Z", re.DOTALL)
"""What a label tells of the thing that it names, its date or its counts: nobody types that either."""
_ASIDE_FROM_WORDS = {
    Kind.withheld: Otherwise.withheld,
    Kind.edited: Otherwise.edited,
    Kind.reaction: Otherwise.reaction,
}
"""What answers no dialogue, whatever it holds."""


class WordsTooLong(PersonError):
    """Tin nhắn dài quá {limit} ký tự. Ông/Bà viết gọn lại hoặc gửi thành tệp đính kèm."""


class ChoiceGone(PersonError):
    """Lựa chọn này không còn dùng được. Ông/Bà gửi /giup để chọn lại từ đầu."""


class NumberUnknown(PersonError):
    """Câu vừa hỏi không có lựa chọn số {number}. Ông/Bà xem lại các số ở tin trên, hoặc gửi /giup."""


class Spoilt(Exception):
    """One payload of a batch failed or was refused: the others may be decided without it."""

    def __init__(self, row: Payload) -> None:
        super().__init__(row.id)
        self.row = row


Post = Callable[[AsyncSession, Sequence[outbox.Letter]], Awaitable[None]]
"""Writes the answers of a batch."""


class Dispatcher:
    """Answers payloads with the handlers of a router."""

    def __init__(self, router: Router, house: House) -> None:
        self.router = router
        self.house = house

    async def handle_all(
        self,
        session: AsyncSession,
        heard: Sequence[tuple[Payload, Incoming]],
        now: datetime,
        post: Post = outbox.put,
    ) -> bool:
        """Answer payloads of different chats, reading and writing for all at once.

        Return True when any erased what led to it. When one raises, `Spoilt` names it, and nothing of them holds.
        """
        # Stars come from nobody: no chat is looked up for them.
        named = [(row, said) for row, said in heard if said.kind != Kind.rating]
        desk = await lay_out(session, [(said.channel, said.chat) for _, said in named], now)
        erased, letters = False, []
        for _, said in heard:
            if said.kind == Kind.rating:
                erased = await rate(session, said, self.house, now)
        for row, said in named:
            # A long batch never waits by itself: the rest of the process gets its turn between two of its parts.
            await asyncio.sleep(0)
            try:
                turn = await self._turn(session, row, said, now, desk)
                await self._answer(turn)
                letters += self._letters(turn)
            except OperationalError:
                raise  # locked or full: nothing is wrong with the payload
            except Exception as error:
                raise Spoilt(row) from error
            erased = erased or turn.erased
        await session.flush()
        await post(session, letters)
        return erased

    async def handle(self, session: AsyncSession, row: Inbox, said: Incoming, now: datetime) -> bool:
        """Answer one payload; return True when it erased what led to it."""
        if said.kind == Kind.rating:
            return await rate(session, said, self.house, now)
        turn = await self._turn(session, row, said, now)
        try:
            async with session.begin_nested():
                await self._answer(turn)
                await session.flush()
        except PersonError as error:
            picked = turn.picked
            turn = await self._turn(session, row, said, now)
            turn.picked = picked
            turn.say("sorry", why=turn.texts.error(error), choices=_ways_on(turn, error))
        await outbox.put(session, self._letters(turn))
        return turn.erased

    async def _answer(self, turn: Turn) -> None:
        """Route a turn; a new question that waits for words lets no older number answer it."""
        before = (turn.conversation.dialogue, turn.conversation.data)
        await self._route(turn)
        if (turn.conversation.dialogue, turn.conversation.data) != before:
            _forget_numbers(turn)
        if turn.erased:
            surveys.blur(turn.conversation, turn.now)

    async def _turn(
        self, session: AsyncSession, row: Payload, said: Incoming, now: datetime, desk: Desk | None = None
    ) -> Turn:
        said = replace(said, text=nfc(said.text))
        address = desk.addresses[said.channel, said.chat] if desk else None
        address = address or await people.address_of(session, channel=said.channel, chat=said.chat)
        # Whoever writes can be reached again, even where a platform tells nothing of unblocking.
        address.reachable = said.kind != Kind.unreachable
        person = await self._speaker(session, address, said)
        one_chat = desk is not None and address.person_id not in desk.several
        talk = conversations.of if one_chat else conversations.of_speaker
        conversation = await talk(session, address, now)
        texts = catalogue(address.language)
        return Turn(
            session,
            now,
            said,
            row,
            address,
            person,
            conversation,
            self.house,
            texts,
            together=desk is not None,
        )

    async def _speaker(self, session: AsyncSession, address: Address, said: Incoming) -> Person | None:
        """Return who speaks: the chat's person, in a group the one whose own chat with us is linked."""
        person_id = address.person_id
        if said.anonymous:
            person_id = None
        elif said.group and said.sender:
            person_id = await people.person_at(session, channel=said.channel, chat=said.sender)
        person = await session.get(Person, person_id) if person_id else None
        return person if person is not None and person.left_on is None else None

    async def _route(self, turn: Turn) -> None:
        kind = turn.said.kind
        if kind in (Kind.reachable, Kind.unreachable):
            return
        if kind == Kind.moved:
            turn.address.chat = turn.text
        elif turn.said.group and kind != Kind.edited:
            await self._in_group(turn)
        elif kind in _ASIDE_FROM_WORDS:
            await self.router.others[_ASIDE_FROM_WORDS[kind]](turn)
        elif kind == Kind.choice:
            await self.act(turn, turn.text)
        else:
            await self._words(turn)

    async def _in_group(self, turn: Turn) -> None:
        """Answer in front of everybody: only what a unit may read together."""
        command = _COMMAND.fullmatch(turn.text.strip())
        handler = self.router.groups.get(fold(command[1])) if command else None
        if handler is None:
            turn.say("group.privately")
        else:
            await handler(turn, (command[2] or "") if command else "")

    async def _words(self, turn: Turn) -> None:
        if conversations.is_stale(turn.conversation, turn.now):
            # Yesterday's question is closed: today's words are not its answer.
            turn.finish()
        limit = MAX_PASTED if may_assign(turn) else MAX_WORDS
        if len(turn.text) > limit:
            raise WordsTooLong(limit=limit)
        if turn.said.forwarded:
            await self._quoted(turn)
        elif command := self._commanded(turn.text.strip()):
            await self._command(turn, *command)
        elif picked := self._picked(turn):
            await self.act(turn, picked)
        elif self._is_old_number(turn):
            await self.router.others[Otherwise.old_number](turn)
        elif spoken := self._spoken(turn):
            await self._command(turn, spoken, "")
        elif turn.conversation.dialogue is not None:
            await self.answered(turn, turn.conversation.dialogue)
        else:
            await self.router.others[Otherwise.words](turn)

    def _spoken(self, turn: Turn) -> str | None:
        """Return the command that people say without a slash; where a name is asked for, Huy is somebody."""
        door = self.router.dialogues.get(turn.conversation.dialogue or "")
        is_name = door is not None and door.kind.names and turn.text.strip().casefold() == "huy"
        # What stands below a document says what to do with it.
        is_free = turn.conversation.dialogue is None and not turn.row.files
        return None if is_name else spoken_command(turn.text, is_free=is_free)

    async def _quoted(self, turn: Turn) -> None:
        """Take what was forwarded for what somebody else said: no command, number or answer of this person."""
        door = self.router.dialogues.get(turn.conversation.dialogue or "")
        if door is not None and door.kind.quotes:
            await self.answered(turn, door.kind.name)
        else:
            await self.router.others[Otherwise.quoted](turn)

    async def answered(self, turn: Turn, dialogue: str) -> None:
        """Take words as the answer to a dialogue; one that another version left behind is closed."""
        door = self.router.dialogues.get(dialogue)
        try:
            data = door.kind.load(turn.conversation.data) if door else None
        except Unfit:
            data = None
        if door is None or data is None:
            turn.finish()
            turn.say("dialogue.gone")
            return
        if _is_beside(turn, door.kind):
            await self.router.others[Otherwise.beside](turn)
        goes_on = turn.conversation.dialogue == dialogue
        if goes_on and (turn.text.strip() or not _is_beside(turn, door.kind)):
            await door.handler(turn, data)

    async def _command(self, turn: Turn, name: str, rest: str) -> None:
        handler = self.router.commands.get(name)
        if handler is None:
            turn.say("command.unknown", name=name)
            return
        if name != "huy":
            turn.finish()
        await handler(turn, rest)

    def _commanded(self, text: str) -> tuple[str, str] | None:
        """Return the command that was typed, in any spelling ("/Việc", "/khảo sát"), and what follows it."""
        found = _COMMAND.fullmatch(text)
        if found is None:
            return None
        name, whole = fold(found[1]), fold(text[1:]).replace(" ", "")
        if name not in self.router.commands and whole in self.router.commands:
            return whole, ""
        return name, (found[2] or "").strip()

    def _picked(self, turn: Turn) -> str | None:
        """Return the action that a number, a label or a plain yes or no stands for in the last question."""
        number, talk = _number(turn), turn.conversation
        if number is None:
            return self._labelled(turn)
        choice = conversations.chosen(talk, number, turn.now)
        if choice is not None:
            turn.picked = (number, choice.label)
            return choice.action
        if talk.dialogue is None and talk.options and not conversations.are_over(talk, turn.now):
            raise NumberUnknown(number=number)
        return None

    def _labelled(self, turn: Turn) -> str | None:
        """Return the only action of the last question that goes by the words that were typed."""
        talk, typed = turn.conversation, fold(turn.text).strip(" .,!?")
        if turn.said.kind != Kind.text or not typed or conversations.are_over(talk, turn.now):
            return None
        named = {action for label, action in talk.options if typed in _names(label)}
        means = True if typed in YES else False if typed in NO else None
        if not named and means is not None:
            named = {action for _, action in talk.options if self._means(action) is means}
        return named.pop() if len(named) == 1 else None

    def _means(self, packed: str) -> bool | None:
        door = self.router.actions.get(packed.partition(":")[0])
        return door.kind.means if door else None

    def _is_old_number(self, turn: Turn) -> bool:
        """Tell whether a number was meant for choices that are over."""
        talk = turn.conversation
        return _number(turn) is not None and talk.dialogue is None and bool(talk.options)

    async def act(self, turn: Turn, packed: str) -> None:
        """Carry out a packed choice; one that nobody knows changes nothing."""
        if packed.startswith("/") and packed[1:] in self.router.commands:
            await self._command(turn, packed[1:], "")
            return
        door = self.router.actions.get(packed.partition(":")[0])
        if door is None:
            raise ChoiceGone
        try:
            choice = door.kind.unpack(packed)
        except Unfit:
            raise ChoiceGone from None
        await door.handler(turn, choice)

    def _letters(self, turn: Turn) -> list[outbox.Letter]:
        lead_on(turn)
        if turn.picked and turn.answers and not turn.can.buttons:
            message, task_id = turn.answers[0]
            turn.answers[0] = (_echoed(turn, message, *turn.picked), task_id)
        to, can = turn.address, self.house.channels[turn.address.channel]
        topic = turn.said.topic
        return [
            letter
            for message, task_id in turn.answers
            for letter in outbox.letters(
                channel=to.channel,
                chat=to.chat,
                messages=render(replace(message, topic=topic) if topic else message, can),
                lane=Lane.reply,
                now=turn.now,
                task_id=task_id,
            )
        ]


def _is_beside(turn: Turn, kind: type[Dialogue]) -> bool:
    """Tell whether something other than words came where an official was asked for words."""
    is_asked_for = kind.of_chat or kind.files_too or turn.person is None
    return not is_asked_for and (turn.said.kind == Kind.file or not turn.text.strip())


def _ways_on(turn: Turn, error: PersonError) -> list[Choice]:
    """Return what else a citizen may do after a refusal that ends where it stands."""
    is_free = turn.person is None and not turn.said.group and turn.conversation.dialogue is None
    return citizen_menu(turn.texts) if error.leads_on and is_free else []


def _forget_numbers(turn: Turn) -> None:
    """Let no older number answer a question that waits for words."""
    waits = turn.conversation.dialogue is not None
    if waits and turn.answers and not any(message.choices for message, _ in turn.answers):
        turn.conversation.options, turn.conversation.options_until = [], None


def _echoed(turn: Turn, message: Outgoing, number: int, label: str) -> Outgoing:
    """Say what a number was taken for, where no button showed it: a slip of the finger is seen."""
    echo = turn.texts("picked", number=number, label=short(label, 60))
    return replace(message, text=f"{echo}\n\n{message.text}")


def _names(label: str) -> set[str]:
    """Return what a label may be typed as: whole, or without what stands in brackets or is told at its end."""
    return {fold(name).strip(" .,!?") for name in (label, _ASIDE.sub("", label), _TOLD.sub("", label))}


def _number(turn: Turn) -> int | None:
    """Return the number that was typed, alone or in a few polite words."""
    found = _NUMBER.fullmatch(fold(turn.text))
    return int(found[1]) if found and turn.said.kind == Kind.text else None
