"""What is pressed and written on a page, decided by the handlers of the chat in turns that no chat shows.

A page says what a person chose and, where that asks for words, what they wrote. Rights, refusals, receipts, what others
are told and what the audit keeps are the chat's own: nothing of that is written again for a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Conversation, Inbox, Person
from roviec.db.sessions import CHANNEL
from roviec.errors import PersonError
from roviec.folding import nfc
from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.dispatch import MAX_WORDS, ChoiceGone, Dispatcher, WordsTooLong
from roviec.handlers.frame.turn import Turn
from roviec.messages.incoming import Incoming, Kind
from roviec.messages.outgoing import Outgoing
from roviec.texts import Texts


class Unclear(PersonError):
    """Chưa có gì thay đổi. {question}"""


@dataclass(frozen=True)
class Step:
    """One thing that a person does: a packed choice, or the words that answer what the last one asked."""

    kind: Kind
    text: str
    files: Sequence[dict[str, Any]] = ()


def pressed(choice: Action | str) -> Step:
    """Return the step of a choice or a command."""
    return Step(Kind.choice, choice if isinstance(choice, str) else choice.pack())


def written(words: str, files: Sequence[dict[str, Any]] = ()) -> Step:
    """Return the step of words, with the files that were sent along: each has sha256, name, mime and size."""
    return Step(Kind.text, nfc(words).strip(), files)


@dataclass
class Acting:
    """A person at a page: each step is a turn; what they are asked waits from one to the next, and for no longer."""

    dispatcher: Dispatcher
    session: AsyncSession
    person: Person
    texts: Texts
    now: datetime

    def __post_init__(self) -> None:
        # Neither is kept: a page is no chat, and what a chat of theirs waits for goes on there.
        self.place = Address(id=0, channel=CHANNEL, chat="", person_id=self.person.id)
        self.talk = Conversation(address_id=0, updated_at=self.now)
        self.untold = False
        """Nobody of those whom the steps concern could be told."""

    async def do(self, steps: Sequence[Step]) -> list[Outgoing]:
        """Take the steps and return what the last one is answered; raise what the chat would refuse.

        Raise `Unclear` with the question that stays open. Whatever is raised, nothing may hold.
        """
        answers = await self.ask(steps)
        if self.talk.dialogue is not None:
            raise Unclear(question="\n".join(message.text for message in answers))
        return answers

    async def ask(self, steps: Sequence[Step]) -> list[Outgoing]:
        """Take the steps and return what the last one is answered, be it a question."""
        answers: list[Outgoing] = []
        for step, following in zip_longest(steps, steps[1:]):
            asked = (self.talk.dialogue, self.talk.data)
            turn = self._turn(step)
            await self._take(turn, step)
            answers = [message for message, _ in turn.answers]
            self.untold |= turn.untold
            is_open = step.kind == Kind.text and (self.talk.dialogue, self.talk.data) == asked
            if is_open and following is not None and following.kind == Kind.text:
                # It asks the same again: the next words answer another question.
                break
        return answers

    async def _take(self, turn: Turn, step: Step) -> None:
        if step.kind == Kind.choice:
            await self.dispatcher.act(turn, step.text)
        elif len(step.text) > MAX_WORDS:
            raise WordsTooLong(limit=MAX_WORDS)
        elif self.talk.dialogue is None:
            raise ChoiceGone
        else:
            await self.dispatcher.answered(turn, self.talk.dialogue)

    def _turn(self, step: Step) -> Turn:
        said = Incoming(channel=CHANNEL, chat="", kind=step.kind, text=step.text)
        row = Inbox(channel=CHANNEL, external_id="", chat="", payload={}, files=list(step.files))
        house = self.dispatcher.house
        return Turn(self.session, self.now, said, row, self.place, self.person, self.talk, house, self.texts)
