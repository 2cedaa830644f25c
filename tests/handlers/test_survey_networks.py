"""One network that stuffs a survey is told by the day; which network it was, and which answers, is kept nowhere."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import inbox, surveys
from roviec.db.models import Burst, Fact, Inbox, Response
from roviec.messages.incoming import Raw
from tests.chat import Chat
from tests.handlers.survey_stage import complete, open_survey

NETWORK = "203.0.113.0/24"
pytest_plugins = ("tests.handlers.chat_stages",)


async def from_network(
    chat: Chat, name: str, token: str, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answer as the page of a browser in a network does: each post of a run carries the day's mark."""
    accept = inbox.accept

    async def marked(session: AsyncSession, *, raws: Sequence[Raw], **more: Any) -> Any:
        mark = await surveys.network_mark(session, network, chat.now)
        with_mark = [Raw(r.external_id, r.chat, r.payload | {"net": mark}) for r in raws]
        return await accept(session, raws=with_mark, **more)

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "accept", marked)
        await complete(chat.person(name), token, "Tốt")


async def test_six_from_one_network_are_told_and_five_are_not(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = await open_survey(chat)
    for n in range(5):
        await from_network(chat, f"a{n}", token, NETWORK, monkeypatch)
    for n in range(3):
        await from_network(chat, f"b{n}", token, f"198.51.{n}.0/24", monkeypatch)
    assert await chat.rows(Burst) == []
    await from_network(chat, "a5", token, NETWORK, monkeypatch)
    (burst,) = await chat.rows(Burst)
    assert burst.same_network == 6
    await from_network(chat, "a6", token, NETWORK, monkeypatch)
    (burst,) = await chat.rows(Burst)
    assert burst.same_network == 7


async def test_the_next_window_begins_anew_and_nothing_names_the_network(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = await open_survey(chat)
    for n in range(4):
        await from_network(chat, f"a{n}", token, NETWORK, monkeypatch)
    chat.later(minutes=10)
    async with chat.db.write() as session:
        await surveys.forget_windows(session, chat.now)
    assert await chat.rows(Fact, col(Fact.name).startswith("survey.window")) == []
    for n in range(4):
        await from_network(chat, f"c{n}", token, NETWORK, monkeypatch)
    assert await chat.rows(Burst) == []
    async with chat.db.read() as session:
        mark = await session.get_one(Fact, "survey.network")
        kept = str((await session.exec(select(Inbox))).all()) + str(
            (await session.exec(select(Response))).all()
        )
    assert "'net'" not in kept
    chat.now += timedelta(days=1)
    async with chat.db.write() as session:
        await surveys.forget_windows(session, chat.now)
    assert await chat.rows(Fact, col(Fact.name).startswith("survey.network")) == []
    assert mark.value["key"]


async def test_a_mark_is_the_days_own(chat: Chat) -> None:
    async with chat.db.write() as session:
        one = await surveys.network_mark(session, "203.0.113.0/24", chat.now)
        same = await surveys.network_mark(session, "203.0.113.0/24", chat.now)
        other = await surveys.network_mark(session, "203.0.114.0/24", chat.now)
    chat.later(days=1)
    async with chat.db.write() as session:
        tomorrow = await surveys.network_mark(session, "203.0.113.0/24", chat.now)
    assert one == same
    assert len({one, other, tomorrow}) == 3
