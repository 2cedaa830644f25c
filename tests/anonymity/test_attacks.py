"""Attacks on a copy of the database: each would have named who gave an answer, and finds nothing now."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col

from roviec.db import surveys
from roviec.db.models import Address, Conversation, Inbox, Outbox, Response, WebEvent, WebStream
from roviec.db.models.base import Row
from roviec.delivery import notify
from roviec.messages.outgoing import Outgoing
from tests.anonymity.test_anonymity import files_of
from tests.anonymity.worlds import LONG, SHORT, assert_alike, remains, tell, transactions
from tests.chat import Chat, Talker
from tests.handlers.survey_stage import complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)
LEFT = ("address", "conversation", "spenttoken", "seen", "webevent", "webstream", "response", "answer")


@pytest.fixture(params=[True, False], ids=["at once", "with care"])
def at_once(request: pytest.FixtureRequest) -> bool:
    """Both ways of the road must leave the same."""
    return bool(request.param)


async def test_no_response_is_marked_by_its_place_in_a_window(chat: Chat) -> None:
    """The eleventh response of ten minutes carried a flag; who came eleventh stood beside the chats."""
    _, token = await open_survey(chat)
    for n in range(13):
        await complete(chat.person(f"p{n}"), token, "Tốt")
    assert len({tuple(row.flags) for row in await chat.rows(Response)}) == 1


@pytest.mark.parametrize("channel", ["web", "plain"])
async def test_no_moment_of_a_run_stands_beside_its_chat(
    chat_anywhere: Chat, channel: str, at_once: bool
) -> None:
    """The line that told a page to wipe kept the chat and the microsecond of the last answer."""
    chat = chat_anywhere
    chat.road.at_once = at_once
    _, token = await open_survey(chat)
    await complete(chat.person("a", channel=channel), token, "Tốt")
    for table in Row.metadata.sorted_tables:
        model = next(m for m in _models() if m.__table__ is table)
        for row in await chat.rows(model):
            cells = list(row.model_dump().values())
            if any(_names(chat, channel, cell) for cell in cells):
                assert not [cell for cell in cells if isinstance(cell, datetime) and _is_a_moment(cell)], row
    (talk,) = await chat.rows(Conversation)
    assert not _is_a_moment(talk.updated_at)
    assert talk.options_until is not None
    assert not _is_a_moment(talk.options_until)


def _models() -> list[type[Row]]:
    return Row.__subclasses__()


def _names(chat: Chat, channel: str, cell: object) -> bool:
    return chat.person("a", channel=channel).chat in str(cell)


def _is_a_moment(moment: datetime) -> bool:
    """Tell whether more than a day and its hour can be read from it."""
    return (moment.astimezone(UTC).minute, moment.second, moment.microsecond) != (0, 0, 0)


@pytest.mark.parametrize("channel", ["web", "plain"])
async def test_the_number_of_messages_of_a_run_is_not_left(
    chat_anywhere: Chat, channel: str, at_once: bool
) -> None:
    """Emptied payloads kept the chat in their ids and were as many as the run had messages."""
    chat = chat_anywhere
    chat.road.at_once = at_once
    _, token = await open_survey(chat)
    await tell(chat, token, first=LONG, second=SHORT, channel=channel)
    counts = []
    for name in ("người 0", "người 1"):
        citizen = chat.person(name, channel=channel)
        rows = [
            str(row)
            for model in (Inbox, Outbox, WebEvent, WebStream, Address)
            for row in await chat.rows(model)
            if citizen.chat in str(row)
        ]
        counts.append(len(rows))
    assert counts[0] == counts[1]


async def test_ids_of_what_stays_leave_no_gap_that_counts(chat: Chat, at_once: bool) -> None:
    """Between two reminders of an office lay as many ids as a run in between had messages."""
    chat.road.at_once = at_once
    _, token = await open_survey(chat)
    mai = await chat.official("Mai", "Phòng Nội vụ")
    for number, says in enumerate((SHORT, LONG)):
        await tell(chat, token, first=says, second=says, channel="plain", names=f"nhóm {number}")
        await _remind(chat, mai, f"nhắc {number}")
    lines = [line.id for line in await chat.lines(mai)]
    assert lines == list(range(1, len(lines) + 1))
    kept = [row.id for row in await chat.rows(Outbox, col(Outbox.key).is_not(None))]
    assert len(kept) == 2
    assert abs(kept[0] - kept[1]) > 1_000_000, "drawn at random"
    assert {row.place for row in await chat.rows(Outbox)} == {None}


async def _remind(chat: Chat, talker: Talker, key: str) -> None:
    assert talker.person is not None
    async with chat.db.write() as session:
        await notify.person(
            session, talker.person.id or 0, Outgoing(key), channels=chat.house.channels, now=chat.now, key=key
        )
    await chat.settle()


@pytest.fixture
async def two_worlds(two_urls: list[str], tmp_path: Path) -> AsyncIterator[Sequence[Chat]]:
    """Two empty offices on the same engine."""
    stages = [await Chat.open(url, tmp_path) for url in two_urls]
    yield stages
    for stage in stages:
        await stage.close()


@pytest.mark.parametrize("channel", ["web", "plain"])
async def test_no_solver_tells_whose_answers_are_whose(
    two_worlds: Sequence[Chat], channel: str, at_once: bool
) -> None:
    """All joins, orders, counts, ids and times at once: the remains of both worlds are the same."""
    left = []
    for chat, (first, second) in zip(two_worlds, ((LONG, SHORT), (SHORT, LONG)), strict=True):
        chat.road.at_once = at_once
        _, token = await open_survey(chat)
        await tell(chat, token, first=first, second=second, channel=channel)
        if not chat.db.is_sqlite:
            async with chat.db.write() as session:
                await surveys.shuffle_answers(session)
            assert [await transactions(chat, table) for table in LEFT if await chat_has(chat, table)] == [
                1 for table in LEFT if await chat_has(chat, table)
            ]
        citizens = [chat.person(f"người {n}", channel=channel) for n in range(2)]
        left.append(await remains(chat, citizens))
    assert_alike(left)


async def test_the_comparison_can_fail(two_worlds: Sequence[Chat]) -> None:
    left = []
    for chat, (first, second) in zip(two_worlds, ((LONG, SHORT), (SHORT, LONG)), strict=True):
        _, token = await open_survey(chat)
        await tell(chat, token, first=first[:-1], second=second[:-1], channel="web")
        left.append(await remains(chat, [chat.person(f"người {n}") for n in range(2)]))
    differ = {table for table, rows in left[0].items() if rows != left[1][table]}
    assert {"surveyrun", "webevent"} <= differ


async def test_no_table_of_the_road_counts_for_good(chat: Chat) -> None:
    """SQLite would note the highest id that ever was."""
    async with chat.db.read() as session:
        counters = sa.text("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")
        assert (await session.exec(counters)).all() == []  # type: ignore[call-overload]


async def chat_has(chat: Chat, table: str) -> bool:
    """Tell whether a table holds a row."""
    async with chat.db.read() as session:
        return (await session.exec(sa.text(f'SELECT 1 FROM "{table}" LIMIT 1'))).first() is not None  # type: ignore[call-overload]


async def test_the_files_hold_nothing_of_a_run_right_after_it(
    chat: Chat, tmp_path: Path, at_once: bool
) -> None:
    """Database, log and shared memory as they lie there at that very moment."""
    chat.road.at_once = at_once
    _, token = await open_survey(chat)
    await tell(chat, token, first=LONG, second=SHORT, channel="web")
    for name, data in files_of(tmp_path).items():
        for trace in ("Đã ghi", "không rõ", "2,3"):
            assert trace.encode() not in data, (name, trace)
