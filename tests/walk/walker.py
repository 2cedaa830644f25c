"""People who press and type whatever comes: nothing breaks, nobody is left without an answer or a way on.

After each turn the office is asked five things: is there an answer; does it lead on; did anything fail; was a button
that was just shown refused for lack of a right; and was anybody else told of something though nothing happened.
"""

import logging
import random
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from roviec.db.models import Address, Conversation, Inbox
from roviec.db.models.delivery import Arrival
from roviec.handlers.choices.commands import Command
from tests.chat import Json, Talker, shown
from tests.walk.town import ROLES, Town, give, linked_again, task_for

WORDS = (
    *(
        "xong rồi",
        "đã xong",
        "chưa xong",
        "được 50%",
        "60%",
        "100%",
        "gần xong",
        "đang làm",
        "ok",
        "đã nhận",
        "👍",
    ),
    *(
        "xin lùi đến 15/8",
        "lùi 5 ngày",
        "xin gia hạn",
        "31/2",
        "15/8/2026",
        "trước 30/9",
        "cuối tháng sau",
        "hôm qua",
    ),
    *("vướng mắc: chưa có kinh phí", "thiếu người", "hoàn tác", "thôi", "không", "có", "đồng ý", "từ chối"),
    *(
        "1",
        "2",
        "3",
        "4",
        "5",
        "9",
        "12",
        "0",
        "1,3",
        "1 và 2",
        "ừ",
        "không phải",
        "bỏ qua",
        "gửi",
        "quay lại",
    ),
    *(
        "việc nào quá hạn",
        "phòng Nội vụ còn những việc gì",
        "chị Mai có việc gì",
        "tìm báo cáo",
        "chào em",
        "alo",
    ),
    *(
        "Đường vào thôn hỏng nặng, mong xã sửa",
        "Cán bộ một cửa rất nhiệt tình",
        "Phòng Tài chính",
        "Lò Thị Mai",
    ),
    *("?", "...", "123456789", "ABCD2345", "PA-ABCD2345", "/", "/khong", "asdf qwer", "a" * 300, "Tạm dừng"),
)
REFUSALS = (
    "dành cho cán bộ",
    "do lãnh đạo quyết định",
    "dành cho quản trị viên",
    "không giao cho Ông/Bà",
    "do lãnh đạo phụ trách quyết định",
    "không tự xác nhận được",
    "do lãnh đạo cơ quan hoặc quản trị viên quyết định",
)
COMMAND = re.compile(r"(?<!\S)/[a-z]{3,}|[«“][^»”]+[»”]|^\d+\. |\?", re.MULTILINE)
TABLES = (
    *("task", "taskunit", "taskevent", "evidence", "obstacle", "extension", "feedback", "told"),
    *("plan", "person", "response", "audit", "importdraft", "reportrequest", "address", "unit", "dayoff"),
)
WHOLE = ("task", "reception", "absence")
"""Tables of which a row may change in place."""


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
    faults: list[Fault] = field(default_factory=list)
    turns: int = 0
    trail: deque[str] = field(default_factory=lambda: deque(maxlen=12))
    lines: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """How many lines stand in each web chat, and the newest one's moment."""
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
        before = await self._facts()
        pressed = await self._act(talker, role)
        heard = talker.fresh
        self.trail.extend(f"{role} hears: {shown(message)[:300]!r}" for message in heard)
        self._check_answer(role, heard, shown=pressed and self.fresh == role)
        if not await self._leads_on(talker, heard):
            self._fault(f"{role} is left without a way on")
        told = [name for name in await self._listening() if name != role]
        if told and await self._facts() == before:
            self._fault(f"{', '.join(told)} heard of something, and nothing happened")
        await self._quarantined()
        self.fresh = role

    async def _listening(self) -> list[str]:
        """Let everybody listen in whose chat there is something new; return who heard anything."""
        async with self.town.chat.db.read() as session:
            rows = await (await session.connection()).execute(
                sa.text("SELECT chat, count(*), max(at) FROM webevent GROUP BY chat")
            )
            now = {chat: tuple(rest) for chat, *rest in rows.all()}
        before, self.lines = self.lines, now
        return [
            name
            for name, one in self.town.talkers.items()
            if (one.channel != "web" or now.get(one.chat) != before.get(one.chat)) and await one.listens()
        ]

    async def _act(self, talker: Talker, role: str) -> bool:
        """Press, type or send; tell whether a button of the newest message was pressed."""
        draw = self.rng.random()
        choices = talker.last["choices"] if talker.heard else []
        if draw < 0.5 and choices:
            choice = self.rng.choice(choices)
            self.trail.append(f"{role} presses [{choice['label']}] {choice['action']}")
            await talker.acts(choice["action"], label=choice["label"])
            return True
        if draw < 0.58 and (old := _old_choices(talker)):
            choice = self.rng.choice(old)
            self.trail.append(f"{role} presses, late, [{choice['label']}] {choice['action']}")
            await talker.acts(choice["action"], label=choice["label"])
        elif draw < 0.62:
            self.trail.append(f"{role} sends a picture")
            await talker.sends_file(
                "anh.jpg", bytes([self.rng.randrange(256)]) * 20, text=self.rng.choice(("", "ảnh"))
            )
        else:
            words = self._words(choices)
            self.trail.append(f"{role} types {words[:60]!r}")
            await talker.says(words)
        return False

    def _words(self, choices: list[Json]) -> str:
        draw = self.rng.random()
        if draw < 0.3:
            return f"/{self.rng.choice(list(Command))}"
        if draw < 0.4 and choices:
            return str(self.rng.choice(choices)["label"])
        if draw < 0.43:
            return f"/start {self.town.token}"
        return self.rng.choice(WORDS)

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
        if any(COMMAND.search(message["text"]) for message in heard):
            return True
        async with self.town.chat.db.read() as session:
            asked = select(Conversation.dialogue).join(Address)
            here = asked.where(Address.channel == talker.channel, Address.chat == talker.chat)
            return bool((await session.exec(here)).first())

    async def _facts(self) -> list[Any]:
        """Return what would differ if something had happened."""
        async with self.town.chat.db.read() as session:
            connection = await session.connection()
            found = await connection.execute(sa.text(_FACTS))
            whole = [
                (await connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY id"))).all()
                for table in WHOLE
            ]
            return [tuple(found.one()), *map(repr, whole)]

    async def _quarantined(self) -> None:
        for row in await self.town.chat.rows(Inbox, Inbox.state == Arrival.quarantined):
            self._fault(f"quarantined: {row.error}")

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(what, list(self.trail)))


def _old_choices(talker: Talker) -> list[Json]:
    return [choice for message in talker.heard[-12:] for choice in message["choices"]]


_FACTS = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)


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
