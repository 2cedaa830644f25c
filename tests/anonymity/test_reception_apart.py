"""Talks with the office and surveys share nothing: who talks and answers leaves the same, whatever they answered."""

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from roviec.db.models import Reception, Role
from roviec.db.models.base import Row
from tests.anonymity.test_anonymity import dump
from tests.anonymity.worlds import GIVEN, LONG, SHORT, remains, tell
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)
_DRAWN = re.compile(r"reception\.(answer|end):\d+|số \d{3}\b|'reception': \d+|in/\d{8}")
"""Drawn at random, or (in/…) by the page, which this stage counts instead."""


@pytest.fixture
async def two_worlds(tables: Path, tmp_path: Path) -> AsyncIterator[list[Chat]]:
    """Two empty offices."""
    found = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "roviec.db").write_bytes(tables.read_bytes())
        found.append(await Chat.open(f"sqlite+aiosqlite:///{folder}/roviec.db", folder))
    yield found
    for chat in found:
        await chat.close()


async def left(chat: Chat, first: Sequence[str], second: Sequence[str]) -> dict[str, list[Any]]:
    """Let two citizens talk to the office, answer a survey and go on talking; return what is left."""
    await chat.official("Phạm Thị Hoa", OFFICE, Role.admin)
    _, token = await open_survey(chat)
    citizens = [chat.person(f"người {n}") for n in range(2)]
    for citizen in citizens:
        for said in ("gặp cán bộ", "Mấy giờ mở cửa?"):
            chat.later(seconds=9)
            await citizen.says(said)
    await tell(chat, token, first=first, second=second, channel="web")
    # Whoever answers more of a form takes longer: what follows begins at a fixed minute.
    chat.now = chat.now.replace(hour=9, minute=0, second=0)
    for citizen in citizens:
        chat.later(seconds=9)
        await citizen.says("/gapcanbo")
    found = await remains(chat, citizens)
    # The names of talks are drawn at random.
    found["reception"] = sorted((row[1:] for row in found["reception"]), key=repr)
    return {table: [_DRAWN.sub("drawn", repr(row)) for row in rows] for table, rows in found.items()}


async def test_who_talks_and_answers_leaves_the_same_whatever_they_answered(two_worlds: list[Chat]) -> None:
    one = await left(two_worlds[0], LONG, SHORT)
    other = await left(two_worlds[1], SHORT, LONG)
    for table, rows in one.items():
        if table in GIVEN:
            assert sorted(rows) == sorted(other[table])
        else:
            assert sorted(rows) == sorted(other[table]), table


async def test_no_column_of_a_talk_leads_to_a_survey_or_to_a_moment() -> None:
    table = Row.metadata.tables["reception"]
    assert {key.column.table.name for key in table.foreign_keys} == {"address", "person"}
    assert not [c.name for c in table.columns if "TIME" in str(c.type).upper()]
    for name in ("response", "answer", "spenttoken", "campaign", "surveyrun"):
        assert "reception" not in {key.column.table.name for key in Row.metadata.tables[name].foreign_keys}


async def test_the_words_of_a_survey_never_reach_the_talk_that_waits_beside_it(
    chat: Chat, tmp_path: Path
) -> None:
    admin = await chat.official("Phạm Thị Hoa", OFFICE, Role.admin)
    _, token = await open_survey(chat)
    citizen = chat.person("dan")
    await citizen.says("gặp cán bộ")
    await complete(citizen, token, "Chờ lâu quá QUENCHO", level="1")
    await admin.listens()
    assert "QUENCHO" not in str(admin.heard)
    (talk,) = await chat.rows(Reception)
    assert talk.lines == []
    assert "QUENCHO" not in dump(tmp_path, "response", "answer")
