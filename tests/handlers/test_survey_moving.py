"""A survey begun on one device goes on on another by a one-time code; the first one forgets it."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from roviec.bot.road import Road
from roviec.db.engine import Database
from roviec.db.models import Address, Answer, Inbox, Outbox, Response, SpentToken, SurveyRun, WebEvent
from tests.chat import Chat, Talker
from tests.handlers.survey_stage import agree, complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def begun(chat: Chat, token: str, channel: str = "web") -> tuple[Talker, str]:
    """Return a citizen in the middle of a survey, paused, and the code that takes it along."""
    citizen = chat.person("Bà Tẩn", channel=channel)
    await agree(citizen, token)
    await citizen.says("4")
    await citizen.says("tạm dừng")
    citizen.hears("Tiếp tục ở thiết bị khác")
    await citizen.says("Tiếp tục ở thiết bị khác")
    found = re.search(r": ([2-9A-HJ-NP-Z]{12})$", citizen.last["text"], re.MULTILINE)
    assert found, citizen.last["text"]
    return citizen, found[1]


@pytest.mark.parametrize(
    "spelt", [str, str.lower, lambda c: f"{c[:4]} {c[4:8]}-{c[8:]}", lambda c: f"/start {c}"]
)
async def test_a_survey_goes_on_where_its_code_is_typed(chat: Chat, spelt: Any) -> None:
    _, token = await open_survey(chat)
    citizen, code = await begun(chat, token)
    phone = chat.person("máy khác", channel="plain")
    await phone.says(spelt(code))
    phone.hears("đã chuyển sang đây", "Câu 2/3")
    for words in ("1,3", "Tốt", "gửi"):
        await phone.says(words)
    phone.hears("Xin cảm ơn Ông/Bà.")
    answers = {(a.item, a.position): a.number or a.words for a in await chat.rows(Answer)}
    assert answers == {("thai-do", 0): 4, ("kenh", 0): 1, ("kenh", 1): 3, ("y-kien", 0): "Tốt"}
    assert len(await chat.rows(Response)) == 1
    await citizen.says("/khaosat")
    citizen.hears("đã trả lời đợt khảo sát này rồi")
    await phone.says("/khaosat")
    phone.hears("đã trả lời đợt khảo sát này rồi")


async def test_the_first_chat_forgets_everything_at_once(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    citizen, code = await begun(chat, token)
    pressed = citizen.button("Làm tiếp")["action"] if "Làm tiếp" in str(citizen.heard) else None
    phone = chat.person("máy khác", channel="plain")
    await phone.says(code)
    assert await citizen.screen() == []
    assert not [row for row in await chat.rows(Inbox) if row.chat == citizen.chat]
    assert not [row for row in await chat.rows(Outbox) if row.chat == citizen.chat and row.key is None]
    (run,) = await chat.rows(SurveyRun)
    (there,) = await chat.rows(Address, Address.id == run.address_id)
    assert (there.channel, run.move_hash) == ("plain", None)
    if pressed:
        await citizen.acts(pressed)
        citizen.hears("đã gửi hoặc đã xóa")
    assert not [row for row in await chat.rows(Inbox) if row.chat == citizen.chat and row.payload]


async def test_nothing_joins_the_two_chats_to_the_answers_afterwards(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    citizen, code = await begun(chat, token)
    phone = chat.person("máy khác")
    await phone.says(code)
    for words in ("1,3", "Câu trả lời kín", "gửi"):
        await phone.says(words)
    for table in (Inbox, Outbox, WebEvent):
        stored = " ".join(str(row) for row in await chat.rows(table))
        assert "Câu trả lời kín" not in stored
        assert code not in stored
    assert await chat.rows(SurveyRun) == []
    assert len(await chat.rows(SpentToken)) == 2
    assert await chat.rows(Inbox) == []
    assert citizen.chat != phone.chat


async def test_a_code_works_once_and_for_an_hour(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen, first = await begun(chat, token)
    await citizen.says("Tiếp tục ở thiết bị khác")
    phone, other = chat.person("máy khác", channel="plain"), chat.person("máy thứ ba", channel="plain")
    await phone.says(first)
    phone.hears("Mã này không đúng")  # a newer code has taken its place
    code = re.search(r": ([2-9A-HJ-NP-Z]{12})$", citizen.last["text"], re.MULTILINE)[1]
    chat.now += timedelta(minutes=61)
    await phone.says(code)
    phone.hears("Mã chuyển phiếu này đã hết hạn")
    await citizen.says("Tiếp tục ở thiết bị khác")
    code = re.search(r": ([2-9A-HJ-NP-Z]{12})$", citizen.last["text"], re.MULTILINE)[1]
    await phone.says(code)
    phone.hears("Câu 2/3")
    await other.says(code)
    other.hears("Mã này không đúng")


async def test_typed_in_its_own_chat_it_just_goes_on(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen, code = await begun(chat, token)
    await citizen.says(f"/start {code}")
    citizen.hears("Câu 2/3")
    citizen.does_not_hear("chuyển sang đây")


async def test_a_chat_that_has_answered_takes_no_second_one(chat: Chat) -> None:
    _, token = await open_survey(chat)
    phone = chat.person("máy khác", channel="plain")
    await complete(phone, token, "Tốt")
    citizen, code = await begun(chat, token)
    await phone.says(code)
    phone.hears("đã trả lời đợt khảo sát này rồi")
    await citizen.says("tiếp tục")
    citizen.hears("Câu 2/3")


async def test_a_form_just_opened_there_gives_way_one_with_answers_does_not(chat: Chat) -> None:
    _, token = await open_survey(chat)
    phone = chat.person("máy khác", channel="plain")
    await phone.says(f"/start {token}")
    _, code = await begun(chat, token)
    await phone.says(f"/start {code}")
    phone.hears("Câu 2/3")
    third = chat.person("máy thứ ba", channel="plain")
    await agree(third, token)
    await third.says("2")
    await phone.says("tạm dừng")
    await phone.says("Tiếp tục ở thiết bị khác")
    code = re.search(r": ([2-9A-HJ-NP-Z]{12})$", phone.last["text"], re.MULTILINE)[1]
    await third.says(f"/start {code}")
    third.hears("đang trả lời dở chính phiếu này")
    assert len(await chat.rows(SurveyRun)) == 2


async def test_back_to_the_first_device_and_finished_there(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen, code = await begun(chat, token)
    phone = chat.person("máy khác", channel="plain")
    await phone.says(code)
    await phone.says("1")
    await phone.says("tạm dừng")
    await phone.says("Tiếp tục ở thiết bị khác")
    code = re.search(r": ([2-9A-HJ-NP-Z]{12})$", phone.last["text"], re.MULTILINE)[1]
    await citizen.says(code)
    citizen.hears("Câu 3/3")
    for words in ("Tốt", "gửi"):
        await citizen.says(words)
    citizen.hears("Xin cảm ơn Ông/Bà.")
    assert len(await chat.rows(Response)) == 1


async def test_the_language_comes_along(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("Bà Tẩn")
    await citizen.says("/ngonngu")
    await citizen.presses("English")
    await agree(citizen, token)
    await citizen.says("/kenh")
    citizen.hears("Code to go on with this survey on another device")
    code = re.search(r": ([2-9A-HJ-NP-Z]{12})$", citizen.last["text"], re.MULTILINE)[1]
    phone = chat.person("máy khác", channel="plain")
    await phone.says(code)
    phone.hears("The survey you had begun has come here", "Question 1/3")


async def test_two_devices_with_one_code_at_once_take_it_once(postgres_url: str, tmp_path: Path) -> None:
    chat = await Chat.open(postgres_url, tmp_path)
    _, token = await open_survey(chat)
    _, code = await begun(chat, token)
    second = Database(postgres_url)
    other = Road(second, chat.channels, chat.dispatcher, chat.clock)
    phones = [chat.person(name, channel="plain") for name in ("máy hai", "máy ba")]
    for phone in phones:
        await phone.posts({"kind": "text", "text": f"/start {code}"})
    await asyncio.gather(*(road.decide() for road in (chat.road, other, chat.road, other)))
    await chat.settle()
    heard = [" ".join(message["text"] for message in await phone.listens()) for phone in phones]
    assert sorted("Câu 2/3" in words for words in heard) == [False, True]
    (run,) = await chat.rows(SurveyRun)
    (there,) = await chat.rows(Address, Address.id == run.address_id)
    assert there.channel == "plain"
    await second.dispose()
    await chat.close()


async def test_an_answer_in_the_same_batch_leaves_nothing_behind(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    citizen, code = await begun(chat, token)
    await citizen.says("tiếp tục")
    phone = chat.person("máy khác", channel="plain")
    await citizen.posts({"kind": "text", "text": "1,3"})
    await phone.posts({"kind": "text", "text": f"/start {code}"})
    await chat.settle()
    await phone.listens()
    assert any("Câu 3/3" in message["text"] for message in phone.heard)
    assert not [row for row in await chat.rows(Outbox) if row.chat == citizen.chat]
    assert not [row for row in await chat.rows(Inbox) if row.chat == citizen.chat]


@pytest.mark.parametrize("last_answer", [False, True])
async def test_an_answer_given_while_the_code_is_typed_is_taken_once(
    postgres_url: str, tmp_path: Path, last_answer: bool
) -> None:
    """The old chat has read its run when the new one takes it: whoever commits second decides anew."""
    chat = await Chat.open(postgres_url, tmp_path)
    chat.road.at_once = False
    _, token = await open_survey(chat)
    citizen, code = await begun(chat, token)
    await citizen.says("tiếp tục")
    if last_answer:
        await citizen.says("1,3")
        await citizen.says("Tốt")
    phone = chat.person("máy khác", channel="plain")
    await phone.says("/giup")
    second = Database(postgres_url)
    other = Road(second, chat.channels, chat.dispatcher, chat.clock)
    await citizen.posts({"kind": "text", "text": "gửi" if last_answer else "1,3"})
    taking, moved = asyncio.Event(), asyncio.Event()
    slow = chat.dispatcher._route

    async def route(turn: Any) -> None:
        if turn.address.chat == citizen.chat and not taking.is_set():
            await turn.session.exec(select(SurveyRun))  # the run is read
            taking.set()
            await moved.wait()
        await slow(turn)

    chat.dispatcher._route = route  # type: ignore[method-assign]

    async def move() -> None:
        await taking.wait()
        await phone.posts({"kind": "text", "text": f"/start {code}"})
        await other.decide()
        moved.set()

    await asyncio.gather(chat.road.decide(), move())
    await chat.settle()
    (run,) = await chat.rows(SurveyRun)
    (there,) = await chat.rows(Address, Address.id == run.address_id)
    assert there.channel == "plain"
    assert await chat.rows(Response) == []
    assert await chat.rows(SpentToken) == []
    await second.dispose()
    await chat.close()
