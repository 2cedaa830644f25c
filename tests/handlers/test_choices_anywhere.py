"""Whatever is pressed, by whomever and whenever: an answer, and never a mishap."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from sqlmodel import col

from roviec.db.models import Inbox
from roviec.handlers.choices.chats import DataErase
from roviec.handlers.plans.worker import read_drafts
from tests.doors import unrecorded
from tests.examples import examples
from tests.handlers.choice_examples import anything
from tests.handlers.survey_stage import agree, open_survey
from tests.handlers.work_stage import UNIT, Work
from tests.plans.conftest import CLEAR

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.fixture
async def busy(work: Work) -> AsyncIterator[Work]:
    """An office in which there is one of everything that a choice may name."""
    chat, citizen = work.chat, work.chat.person("dan")
    for title in ("Báo cáo quý II", "Rà soát thủ tục"):
        await work.assign(title)
    await work.mai.acts("task.extend:1")
    for said in ("lùi 5 ngày", "Chờ số liệu của tỉnh"):
        await work.mai.says(said)
    await work.mai.acts("task.block:2")
    await work.mai.says("Thiếu kinh phí in ấn")
    for said in ("/phananh", "1", "Đèn đường thôn Đông hỏng từ tuần trước.", UNIT, "1"):
        await citizen.says(said)
    _, token = await open_survey(chat)
    await agree(citizen, token)
    await work.chair.sends_file("ke-hoach.txt", CLEAR, mime="text/plain", text="giao việc")
    assert await read_drafts(chat.db, chat.files, chat.house, chat.now) == 1
    with unrecorded():
        yield work


@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pressed=anything)
async def test_every_choice_is_answered_whoever_presses_it(busy: Work, pressed: str) -> None:
    if pressed == DataErase().pack():
        return  # a chat that was erased is a stranger's
    for who in (busy.chat.person("dan"), busy.mai, busy.chair):
        await who.acts(pressed)
        assert who.fresh, f"{who.chat} heard nothing after {pressed!r}"
        assert "Hệ thống gặp lỗi" not in who.words, who.words
    assert await busy.chat.rows(Inbox, col(Inbox.error).is_not(None)) == []
