"""One turn of a conversation: who said what, and everything a handler may answer with."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit, conversations
from roviec.db.inbox import Payload
from roviec.db.models import Address, Conversation, Person, Role
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.house import House
from roviec.handlers.frame.packing import Unfit
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import Incoming
from roviec.messages.outgoing import Choice, FileOut, Outgoing
from roviec.tasks.lateness import At, at_of
from roviec.texts import Texts, catalogue

_D = TypeVar("_D", bound=Dialogue)


class Choosable(Protocol):
    """An action or a command: whatever a button stands for."""

    def named(self, label: str) -> Choice:
        """Return it as a choice under a label."""


class ForOfficials(PersonError):
    """Chức năng này dành cho cán bộ của cơ quan. Ông/Bà gửi mã mời đã được cấp để liên kết tài khoản."""


class ForLeaders(PersonError):
    """Việc này do lãnh đạo quyết định. Ông/Bà liên hệ lãnh đạo phụ trách để được xem xét."""


class ForAdmins(PersonError):
    """Việc này dành cho quản trị viên của cơ quan. Ông/Bà liên hệ quản trị viên, hoặc gửi /giup để xem mình làm được gì."""


@dataclass
class Turn:
    """What a handler gets; it says its answers here and they leave with the transaction."""

    session: AsyncSession
    now: datetime
    said: Incoming
    row: Payload
    address: Address
    person: Person | None
    conversation: Conversation
    house: House
    texts: Texts
    answers: list[tuple[Outgoing, int | None]] = field(default_factory=list)
    picked: tuple[int, str] | None = None
    """The number that was typed for a choice, and the choice's label."""
    erased: bool = False
    """The turn completed a survey: what led to it has been erased."""
    together: bool = False
    """Other chats are answered in the same breath; their answers are not written yet."""
    untold: bool = False
    """Nobody of those whom this concerns could be told, and the answer says so."""

    @property
    def today(self) -> date:
        """The office's date."""
        return self.now.astimezone(self.house.zone).date()

    @property
    def at(self) -> At:
        """The office's day and hour."""
        return at_of(self.now, self.house.calendar())

    @property
    def text(self) -> str:
        """The words that were typed."""
        return self.said.text

    @property
    def can(self) -> Capabilities:
        """What this chat's channel can do."""
        return self.house.channels[self.address.channel]

    def official(self) -> Person:
        """Return who speaks, if they are on the roster; raise `ForOfficials` otherwise."""
        if self.person is None:
            raise ForOfficials
        return self.person

    @property
    def by(self) -> By:
        """Who acts here and now; raises like `official`."""
        return By(self.official(), self.now, self.said.channel)

    async def record(self, what: audit.Act, subject: str, **data: Any) -> None:
        """Add to the audit log what whoever speaks does; raises like `official`."""
        by = self.by
        await audit.record(
            self.session,
            what,
            actor=by.actor_id,
            at=by.now,
            channel=by.channel,
            subject=subject,
            **data,
        )

    def leader(self) -> Person:
        """Return who speaks, if they lead or administer; raise otherwise."""
        person = self.official()
        if person.role == Role.official:
            raise ForLeaders
        return person

    def admin(self) -> Person:
        """Return who speaks, if they administer; raise otherwise."""
        person = self.official()
        if person.role != Role.admin:
            raise ForAdmins
        return person

    def say(
        self,
        key: str,
        /,
        *,
        title: str = "",
        choices: Sequence[Choice] = (),
        task: int | None = None,
        **values: object,
    ) -> None:
        """Answer with the sentence `key`; choices get numbers that the next message may use."""
        self.answer(Outgoing(text=self.texts(key, **values), title=title, choices=tuple(choices)), task=task)

    def answer(self, message: Outgoing, *, task: int | None = None) -> None:
        """Answer with a message as it is, about `task` if one is named."""
        self.answers.append((message, task))
        if message.choices:
            conversations.offer(self.conversation, message.choices, message.first_number, self.now)

    def send_file(self, key: str, file: FileOut, /, **values: object) -> None:
        """Answer with a file and the sentence `key`."""
        self.answer(Outgoing(text=self.texts(key, **values), files=(file,)))

    def choice(self, key: str, action: Choosable, /, **values: object) -> Choice:
        """Return a choice: the label `key` that stands for an action or a command."""
        return action.named(self.texts(key, **values))

    def ask(self, dialogue: Dialogue) -> None:
        """Wait for words: the next ones belong to `dialogue`."""
        conversations.enter(
            self.conversation,
            dialogue.name,
            dialogue.dump(),
            self.now,
            own=dialogue.of_chat,
            stale_after=dialogue.stale_after,
        )

    def asked(self, *kinds: type[_D]) -> _D | None:
        """Return the data of the dialogue that waits here, if it is of one of these kinds and fits."""
        for kind in kinds:
            if self.conversation.dialogue == kind.name:
                with suppress(Unfit):
                    return kind.load(self.conversation.data)
        return None

    def about(self, task_id: int) -> None:
        """Remember the task that plain words will mean."""
        conversations.about(self.conversation, task_id)

    def speak(self, language: str) -> None:
        """Answer in another language from here on."""
        self.texts = catalogue(language)

    def finish(self) -> None:
        """End the dialogue."""
        conversations.leave(self.conversation, self.now)
