"""People who press and type whatever comes: nothing breaks, nobody is left without an answer or a way on.

After each turn the office is asked five things: is there an answer; does it lead on; did anything fail; was a button
that was just shown refused for lack of a right; and was anybody else told of something though nothing happened.
"""

import logging
import random
import re
from collections import deque
from dataclasses import dataclass, field

from sqlmodel import select

from roviec.db.conversations import are_over
from roviec.db.models import Address, Conversation
from roviec.folding import fold
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.spoken import spoken_command
from roviec.texts import catalogue
from tests.chat import Json, Talker, shown
from tests.walk.facts import Facts
from tests.walk.sayings import saying
from tests.walk.town import ROLES, Town, give, linked_again, task_for

REFUSALS = (
    "dành cho cán bộ",
    "do lãnh đạo quyết định",
    "dành cho quản trị viên",
    "không giao cho Ông/Bà",
    "do lãnh đạo phụ trách quyết định",
    "không tự xác nhận được",
    "do lãnh đạo cơ quan hoặc quản trị viên quyết định",
)
COMMAND = re.compile(r"(?<!\S)/([a-z]{3,})")
QUOTED = re.compile(r"[«“]([^«»“”]*)[»”]")
JUDGED = catalogue("vi").raw("feedback.disputed")
"""What was judged a turn before is told once the reason was given or declined: declining it changes nothing more."""
NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
"""A choice of a channel without buttons."""


@dataclass
class Fault:
    """What was wrong with a turn, and how it came about."""

    what: str
    trail: list[str]

    def __str__(self) -> str:
        """Return it with what was said before."""
        return f"{self.what}\n    " + "\n    ".join(self.trail)


@dataclass
class Walker:
    """Walks one role for the most part, so that others have done something meanwhile."""

    town: Town
    role: str
    rng: random.Random
    facts: Facts
    faults: list[Fault] = field(default_factory=list)
    turns: int = 0
    trail: deque[str] = field(default_factory=lambda: deque(maxlen=12))
    fresh: str = ""
    """Whose newest message was the last thing that happened."""

    async def walk(self, turns: int) -> None:
        """Take so many turns of this role."""
        errors = _Errors()
        logging.getLogger("roviec").addHandler(errors)
        try:
            while self.turns < turns and len(self.faults) < 5:
                await self._turn(errors)
        finally:
            logging.getLogger("roviec").removeHandler(errors)

    async def _turn(self, errors: "_Errors") -> None:
        draw = self.rng.random()
        if draw < 0.03:
            await self._pass_time()
        elif draw < 0.05:
            await give(self.town, *task_for(self.rng))
        else:
            role = self.role if draw < 0.75 else self.rng.choice(ROLES)
            self.turns += role == self.role
            await self._speak(role)
        for error in errors.take():
            self._fault(f"an error was logged: {error}")

    async def _pass_time(self) -> None:
        self.town.chat.later(hours=self.rng.choice((1, 5, 24, 24, 72)))
        self.trail.append(f"({self.town.chat.now:%d/%m %H:%M})")
        await linked_again(self.town)
        await self.town.scheduler.tick(self.town.chat.now)
        await self.town.chat.settle()
        await self._listening()
        self.fresh = ""

    async def _speak(self, role: str) -> None:
        talker = self.town.talkers[role]
        self.facts.mark()
        pressed = await self._act(talker, role)
        heard = talker.fresh
        self.trail.extend(f"{role} hears: {shown(message)[:300]!r}" for message in heard)
        self._check_answer(role, heard, shown=pressed and self.fresh == role)
        if not await self._leads_on(talker, heard):
            self._fault(f"{role} is left without a way on")
        told = [name for name in await self._listening() if name != role]
        for name in told:
            one = self.town.talkers[name]
            if not await self._leads_on(one, one.fresh):
                self.trail.extend(f"{name} hears: {shown(message)[:300]!r}" for message in one.fresh)
                self._fault(f"{name} was told something and is left without a way on")
        is_passed_on = any(JUDGED in message["text"] for message in heard)
        if told and not is_passed_on and not self.facts.happened():
            self._fault(f"{', '.join(told)} heard of something, and nothing happened")
        for error in self.facts.quarantined():
            self._fault(f"quarantined: {error}")
        self.fresh = role

    async def _listening(self) -> list[str]:
        """Let everybody listen in whose chat there is something new; return who heard anything."""
        changed = self.facts.chats()
        return [
            name
            for name, one in self.town.talkers.items()
            if (one.channel != "web" or one.chat in changed) and await one.listens()
        ]

    async def _act(self, talker: Talker, role: str) -> bool:
        """Press, type or send; tell whether a button of the newest message was pressed."""
        draw = self.rng.random()
        choices = _offered(talker.last) if talker.heard else []
        older = [choice for message in talker.heard[-12:] for choice in _offered(message)]
        if draw < 0.5 and choices:
            await self._press(talker, role, self.rng.choice(choices), "presses")
            return True
        if 0.5 <= draw < 0.58 and older:
            await self._press(talker, role, self.rng.choice(older), "presses, late,")
        elif 0.58 <= draw < 0.62:
            self.trail.append(f"{role} sends a picture")
            picture = bytes([self.rng.randrange(256)]) * 20
            await talker.sends_file("anh.jpg", picture, text=self.rng.choice(("", "ảnh")))
        else:
            words = self._words(choices)
            self.trail.append(f"{role} types {words[:60]!r}")
            await talker.says(words)
        return False

    async def _press(self, talker: Talker, role: str, choice: Json, how: str) -> None:
        self.trail.append(f"{role} {how} [{choice['label']}] {choice.get('action', '')}")
        if "action" in choice:
            await talker.acts(choice["action"], label=choice["label"])
        else:
            await talker.says(choice["number"])

    def _words(self, choices: list[Json]) -> str:
        draw = self.rng.random()
        if draw < 0.3:
            return f"/{self.rng.choice(list(Command))}"
        if draw < 0.4 and choices:
            return str(self.rng.choice(choices)["label"])
        if draw < 0.43:
            return f"/start {self.town.token}"
        return saying(self.rng)

    def _check_answer(self, role: str, heard: list[Json], *, shown: bool) -> None:
        if not heard:
            self._fault(f"{role} hears nothing")
        words = " ".join(message["text"] for message in heard)
        for refusal in REFUSALS if shown else ():
            if refusal in words:
                self._fault(f"{role} was shown a button that they may not press")

    async def _leads_on(self, talker: Talker, heard: list[Json]) -> bool:
        """Tell whether an answer has a button, names what to send, or asks."""
        if not heard or any(message["choices"] or message.get("link") for message in heard):
            return True
        async with self.town.chat.db.read() as session:
            asked = select(Conversation).join(Address)
            here = asked.where(Address.channel == talker.channel, Address.chat == talker.chat)
            talk = (await session.exec(here)).first()
        if talk is not None and talk.dialogue is not None:
            return True
        over = talk is None or are_over(talk, self.town.chat.now)
        labels = {fold(label) for label, _ in talk.options} if talk and not over else set()
        return any(names_a_way(message["text"], labels) for message in heard)

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(what, list(self.trail)))


def names_a_way(text: str, labels: set[str]) -> bool:
    """Tell whether a text asks, names a command, numbers what may be chosen, or quotes what can be typed.

    A quoted title is no way on, nor is a question or a command inside one.
    """
    quoted = list[str]()
    while found := QUOTED.findall(text):
        quoted += found
        text = QUOTED.sub(" ", text)
    if "?" in text or any(name in set(Command) for name in COMMAND.findall(text)):
        return True
    if labels and NUMBERED.search(text):
        return True
    return any(spoken_command(words, is_free=True) or fold(words) in labels for words in quoted)


def _offered(message: Json) -> list[Json]:
    """Return what a message lets its reader choose: its buttons, or the numbers that stand for them."""
    numbered = NUMBERED.findall(message["text"])
    return message["choices"] or [{"number": number, "label": label} for number, label in numbered]


class _Errors(logging.Handler):
    """Keeps what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())

    def take(self) -> list[str]:
        """Return what is new."""
        found, self.found = self.found, []
        return found
