"""The log of a busy hour: every line has its moment with the offset, and none holds what somebody wrote, or who it was."""

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from roviec.bot.logs import FORMATS, JsonLines, Lines
from roviec.bot.serve import scheduler_of
from roviec.db.models import Role
from roviec.handlers.frame.router import Door
from roviec.messages.outcome import Failure
from roviec.scheduler.clock import Job
from roviec.web.request_ids import current
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.several_stage import Weather
from tests.handlers.survey_stage import complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)
NAMES = ("Nguyễn Thị Bích Lan", "Lò Văn Páo", "Phạm Quản Trị")
PHONE = "0912345678"
WORDS = "Xin nghỉ vì con tôi sốt xuất huyết ở bệnh viện Tam Đường"
PRIVATE = (*NAMES, "Bích Lan", "Páo", PHONE, WORDS, "sốt xuất huyết", "hỏng cống", "lo-token-bi-mat")


@pytest.fixture
def written() -> Iterator[dict[str, io.StringIO]]:
    """Everything that is logged meanwhile, as `roviec run` writes it in each format."""
    papers = {kind: io.StringIO() for kind in FORMATS}
    root, level = logging.getLogger(), logging.getLogger().level
    handlers = []
    for kind, paper in papers.items():
        handlers.append(logging.StreamHandler(paper))
        handlers[-1].setFormatter(FORMATS[kind]())
        root.addHandler(handlers[-1])
    root.setLevel(logging.INFO)
    yield papers
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(level)


async def test_a_busy_hour_with_everything_that_goes_wrong(
    chat_anywhere: Chat, written: dict[str, io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = chat_anywhere
    lan = await chat.official(NAMES[0], "Phòng Văn hóa")
    pao = await chat.official(NAMES[1], "Phòng Nội vụ", Role.leader, channel="plain")
    admin = await chat.official(NAMES[2], OFFICE, Role.admin)
    _, token = await open_survey(chat)
    clock, weather = scheduler_of(chat.parts), Weather(chat.plain)
    _break(chat, monkeypatch)
    clock.jobs = (*clock.jobs, Job("broken", _broken_job))
    for minute in range(0, 60, 6):
        chat.later(minutes=6)
        await clock.tick(chat.now)
        await _talk(chat, minute, lan, pao, admin)
        weather.order(Failure("blocked", unreachable=minute == 36), Failure("busy", retry=True))
    await complete(chat.person("citizen"), token, "Tốt")
    await chat.settle()
    secrets = [*PRIVATE, *(talker.chat for talker in chat.talkers.values()), token]
    for kind, paper in written.items():
        _tells_what_broke_and_no_more(kind, paper.getvalue().splitlines(), secrets)


def _tells_what_broke_and_no_more(kind: str, lines: list[str], secrets: list[str]) -> None:
    for part in ("payload", "not sent", "job broken"):
        assert any(part in line for line in lines), (kind, part)
    for line in lines:
        assert [one for one in secrets if one in line] == [], line
        assert _moment(kind, line).utcoffset() is not None


async def _talk(chat: Chat, minute: int, lan: Talker, pao: Talker, admin: Talker) -> None:
    """Say what people say, some of it to handlers that break."""
    citizen = chat.person(f"citizen-{minute % 7}", channel="plain" if minute % 2 else "web")
    await citizen.says("/phananh")
    await citizen.says(f"Đường hỏng cống trước nhà số {minute}, gọi tôi {PHONE}")
    await lan.says("/viec")
    await lan.says(WORDS)
    await lan.sends_file("don-xin-nghi.jpg", b"not a picture", text=WORDS)
    await pao.says("/giao")
    await pao.says(f"{WORDS} trước ngày 30/6/2026")
    await admin.says("/nhatky")
    await admin.says("/chiso")
    await lan.posts({"kind": "text", "text": {"deep": WORDS}})
    await lan.posts({"kind": "text", "text": f"{WORDS}\ud800"})
    await chat.settle()


async def _broken_job(_now: datetime) -> int:
    raise RuntimeError(f"{NAMES[0]} {WORDS}")


def _break(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a handler, a job and a statement fail with what somebody wrote in their mouth."""

    async def broken_handler(turn: Any, *_rest: object) -> None:
        raise RuntimeError(f"{turn.person.name} {turn.text} {PHONE}")

    doors = chat.dispatcher.router.commands
    found = doors["nhatky"]
    monkeypatch.setitem(
        doors, "nhatky", broken_handler if not isinstance(found, Door) else Door(found.kind, broken_handler)
    )

    async def broken_statement(turn: Any, *_rest: object) -> None:
        twice = sa.text("INSERT INTO fact (name, value) VALUES (:words, '{}'), (:words, '{}')")
        await turn.session.exec(twice, params={"words": f"{turn.person.name} {WORDS}"})

    monkeypatch.setitem(doors, "chiso", broken_statement)


def _moment(kind: str, line: str) -> datetime:
    if kind == "json":
        said = json.loads(line)
        assert set(said) <= {"at", "level", "logger", "message", "request", "error"}
        assert said["message"]
        return datetime.fromisoformat(said["at"])
    found = re.match(r"(\S+) (INFO|WARNING|ERROR) [\w.]+: \S", line)
    assert found, line
    return datetime.fromisoformat(found[1])


@pytest.mark.parametrize("formatter", [Lines(), JsonLines()])
def test_a_traceback_keeps_its_places_and_loses_its_words(formatter: logging.Formatter) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "", 1, "Exception in %s", ("app",), sys.exc_info()
        )
    record.exc_text = f"Traceback … {WORDS}"
    line = formatter.format(record)
    assert "ValueError at test_logs.py:" in line
    assert WORDS not in line


def test_a_json_line_carries_its_request() -> None:
    token = current.set("ma-yeu-cau-01")
    try:
        record = logging.LogRecord("roviec.web", logging.WARNING, "", 1, "chậm «%s»", ("x",), None)
        said = json.loads(JsonLines().format(record))
    finally:
        current.reset(token)
    assert (said["request"], said["message"], said["level"]) == ("ma-yeu-cau-01", "chậm «x»", "WARNING")
    offset = datetime.fromisoformat(said["at"]).utcoffset()
    assert offset is not None
    assert abs(offset) < timedelta(days=1)
