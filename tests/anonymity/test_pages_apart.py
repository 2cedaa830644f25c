"""A form answered on pages leaves what one answered in a chat leaves: nothing that says whose it is or when."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from roviec.db import people, surveys
from roviec.db.models import Address, Answer, Conversation, SurveyRun, WebSession
from roviec.db.models.base import Row
from roviec.db.surveys.doors import make_door
from roviec.survey.modes import Mode
from tests.anonymity.test_anonymity import dump, files_of
from tests.anonymity.test_attacks import LEFT, _is_a_moment, _models, chat_has
from tests.anonymity.worlds import assert_alike, rows_of, transactions
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import open_survey
from tests.web.form_stage import app_of
from tests.web.plain_browser import Reader

pytest_plugins = ("tests.handlers.chat_stages",)
WORDS = "Chờ lâu quá, bốn lần mới xong QUENTRANG"
LONG, SHORT = "long", "short"


@pytest.fixture
async def two_worlds(two_urls: list[str], tmp_path: Path) -> AsyncIterator[Sequence[Chat]]:
    """Two empty offices on the same engine."""
    stages = [await Chat.open(url, tmp_path) for url in two_urls]
    yield stages
    for stage in stages:
        await stage.close()


async def answer(chat: Chat, reader: Reader, code: str, way: str) -> str:
    """Answer the short form on pages, in few steps or with many; return the chat of the browser, "" for a seat."""
    await reader.opens(f"/phieu/{code}")
    await reader.presses("Đồng ý tham gia")
    await reader.presses("Đã đủ 18 tuổi")
    sessions = {row.chat for row in await chat.rows(WebSession)}
    steps: list[tuple[str, dict[str, object]]] = [("Rất hài lòng", {}), ("Bỏ qua", {}), ("Bỏ qua", {})]
    if way == LONG:
        steps = [
            ("Hài lòng", {}),
            ("Quay lại", {}),
            ("Rất không hài lòng", {}),
            ("Tiếp tục", {"a__kenh": ["2", "3"]}),
            ("Tạm dừng", {}),
            ("Tiếp tục trả lời", {}),
            ("Tiếp tục", {"t__y-kien": WORDS}),
            ("Thái độ phục vụ", {}),
            ("Không hài lòng", {}),
        ]
    for label, filled in steps:
        chat.later(seconds=11)
        await reader.presses(label, **filled)
    await reader.presses("Gửi phiếu")
    reader.sees("Xin cảm ơn Ông/Bà.")
    return str(next(iter(sessions), ""))


@pytest.mark.parametrize("speaks", [False, True], ids=["page alone", "page and chat"])
async def test_no_solver_tells_whose_answers_are_whose_on_pages(
    two_worlds: Sequence[Chat], speaks: bool
) -> None:
    """All joins, orders, counts, ids and times at once: the remains of both worlds are the same."""
    left = []
    for chat, ways in zip(two_worlds, ((LONG, SHORT), (SHORT, LONG)), strict=True):
        _, token = await open_survey(chat)
        app, begun, chats = app_of(chat), chat.now, []
        for number, way in enumerate(ways):
            chat.now = begun + timedelta(minutes=7 * number)
            reader, known = Reader(app), {row.chat for row in await chat.rows(WebSession)}
            if speaks:
                await reader.opens("/")
            await answer(chat, reader, token, way)
            [mine] = {row.chat for row in await chat.rows(WebSession)} - known
            if speaks:
                citizen = chat.person(f"người {number}")
                citizen.chat = mine or ""
                chat.now = begun + timedelta(minutes=7 * number + 5)
                await citizen.says("/giup")
            chats.append(mine or "")
            await reader.close()
        if not chat.db.is_sqlite:
            async with chat.db.write() as session:
                await surveys.shuffle_answers(session)
            for table in LEFT:
                assert await transactions(chat, table) <= 1 or not await chat_has(chat, table)
        left.append(await rows_of(chat.db, chats))
    assert_alike(left)


async def test_no_moment_of_a_page_stands_beside_its_chat(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    reader = Reader(app_of(chat))
    mine = await answer(chat, reader, token, LONG)
    assert mine
    for model in _models():
        for row in await chat.rows(model):
            cells = list(row.model_dump().values())
            if any(mine in str(cell) for cell in cells):
                assert not [c for c in cells if isinstance(c, datetime) and _is_a_moment(c)], row
    await reader.close()


@pytest.mark.parametrize("mode", [Mode.KIOSK, Mode.INTERVIEWER])
async def test_a_seat_leaves_no_chat_at_all(chat_anywhere: Chat, mode: Mode) -> None:
    chat = chat_anywhere
    number, _ = await open_survey(chat)
    async with chat.db.write() as session:
        where = await people.unit_named(session, OFFICE)
        code = await make_door(session, campaign_id=number, unit=where, mode=mode)
    reader = Reader(app_of(chat))
    await reader.opens(f"/phieu/{code}")
    for label in ("Đồng ý tham gia", "Đã đủ 18 tuổi", "Hài lòng", "Bỏ qua", "Bỏ qua"):
        await reader.presses(label)
    [address] = await chat.rows(Address)
    await reader.presses("Gửi phiếu")
    for table in Row.metadata.sorted_tables:
        model = next(m for m in _models() if m.__table__ is table)
        assert not [row for row in await chat.rows(model) if address.chat in str(row)], table.name
    assert await chat.rows(SurveyRun) == await chat.rows(Conversation) == []
    assert len(await chat.rows(Answer)) == 1
    await reader.close()


async def test_the_files_hold_each_answer_of_a_page_once_right_after_it(chat: Chat, tmp_path: Path) -> None:
    _, token = await open_survey(chat)
    reader = Reader(app_of(chat))
    await answer(chat, reader, token, LONG)
    counts = [data.count(WORDS.split()[-1].encode()) for data in files_of(tmp_path).values()]
    assert sum(counts) == 1
    assert WORDS not in dump(tmp_path, "answer")
    await reader.close()


async def test_the_log_of_the_program_names_no_browser(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="roviec")
    _, token = await open_survey(chat)
    reader = Reader(app_of(chat))
    mine = await answer(chat, reader, token, LONG)
    assert mine not in caplog.text
    assert WORDS not in caplog.text
    await reader.close()
