"""An official with two chats has one conversation; a survey, a code and the chat's own data stay where they are."""

import asyncio
from datetime import timedelta
from pathlib import Path

from roviec.bot.road import Road
from roviec.db.engine import Database
from roviec.db.models import Address, Conversation, Extension, Role, SurveyRun, Task
from roviec.scheduler import round as morning
from roviec.tasks.lifecycle import State
from tests.chat import Chat
from tests.handlers.several_stage import TITLE, UNIT, also_at, leaves, mai, reads, remind, task
from tests.handlers.survey_stage import agree, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_reminder_here_is_answered_there(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat, "Rà soát hộ nghèo quý II")
    number = await task(chat)
    await web.says("/viec")
    async with chat.db.write() as session:
        (await session.get_one(Task, number - 1)).state = State.done
    await task(chat, "Việc không ai nhắc", due=chat.now.date().replace(month=12))
    await remind(chat)
    assert await reads(plain, web) == [1, 0]
    await web.says("xong rồi")
    web.hears(TITLE, "Hoàn tác")
    (done,) = await chat.rows(Task, Task.id == number)
    assert done.state == State.waiting


async def test_a_dialogue_goes_on_where_its_person_writes_next(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    number = await task(chat)
    await plain.acts(f"task.extend:{number}")
    plain.hears("3 ngày")
    await web.says("lùi 5 ngày")
    web.hears("Lý do là gì?")
    await plain.says("chờ Sở thẩm định kinh phí")
    plain.hears("đề nghị gia hạn")
    (asked,) = await chat.rows(Extension)
    assert asked.reason == "chờ Sở thẩm định kinh phí"
    await web.says("cảm ơn")
    assert len(await chat.rows(Extension)) == 1


async def test_numbers_belong_to_the_chat_that_shows_them(chat: Chat) -> None:
    plain, web = await mai(chat)
    await task(chat)
    await plain.says("/viec")
    await web.says("1")
    web.hears("Chưa hiểu ý Ông/Bà.")
    await plain.says("1")
    plain.hears("Hạn: 30/6/2026")


async def test_cancelling_there_ends_what_was_begun_here(chat: Chat) -> None:
    plain, web = await mai(chat)
    number = await task(chat)
    await plain.acts(f"task.block:{number}")
    await web.says("/huy")
    web.hears("Đã hủy thao tác đang làm dở")
    await plain.says("chào cả nhà nhé")
    plain.hears("Cần xem việc, Ông/Bà gửi /viec.")


async def test_a_dialogue_left_alone_for_a_day_stays_behind(chat: Chat) -> None:
    plain, web = await mai(chat)
    number = await task(chat)
    await plain.acts(f"task.refuse:{number}")
    chat.now += timedelta(hours=25)
    await web.says("chào cả nhà nhé")
    web.hears("Cần xem việc, Ông/Bà gửi /viec.")


async def test_a_reminder_spoils_no_dialogue_in_another_chat(chat: Chat) -> None:
    plain, web = await mai(chat)
    other = await task(chat, "Rà soát hộ nghèo quý II", due=chat.now.date().replace(month=12))
    await task(chat)
    await web.acts(f"task.progress:{other}")
    await remind(chat)
    assert await reads(plain) == [1]
    await web.says("60")
    web.hears("Rà soát hộ nghèo quý II", "60")
    # The chat that showed the reminder asks nothing: its numbers work.
    await plain.says("1")
    plain.hears(TITLE)


async def test_a_survey_never_follows_its_official_to_another_chat(chat: Chat) -> None:
    plain, web = await mai(chat)
    await task(chat)
    _, token = await open_survey(chat, unit="Trạm Y tế")
    await agree(plain, token)
    await web.says("4")
    web.hears("Chưa hiểu ý Ông/Bà.")
    (run,) = await chat.rows(SurveyRun)
    assert run.session["answers"] == {}
    await plain.says("4")
    plain.hears("Câu 2/3")


async def test_answering_a_survey_leaves_the_question_open_elsewhere(chat: Chat) -> None:
    plain, web = await mai(chat)
    number = await task(chat)
    _, token = await open_survey(chat, unit="Trạm Y tế")
    await agree(web, token)
    await plain.acts(f"task.extend:{number}")
    await plain.says("lùi 5 ngày")
    await web.says("4")
    web.hears("Câu 2/3")
    await plain.says("chờ Sở thẩm định kinh phí")
    plain.hears("đề nghị gia hạn")


async def test_a_yes_there_never_erases_the_chat_that_was_asked(chat: Chat) -> None:
    plain, web = await mai(chat)
    await plain.says("/xoadulieu")
    await web.says("có")
    assert len(await chat.rows(Address)) == 2


async def test_erasing_one_chat_leaves_the_other_linked_and_takes_what_waits_along(chat: Chat) -> None:
    plain, web = await mai(chat)
    await task(chat)
    await morning.remind(chat.db, chat.house, chat.now)
    await plain.posts({"kind": "text", "text": "/xoadulieu"})
    await plain.posts({"kind": "text", "text": "có"})
    while await chat.road.decide():
        pass
    await chat.settle()
    assert any(TITLE in message["text"] for message in await web.listens())
    assert not any(TITLE in message["text"] for message in await plain.listens())
    assert [a.channel for a in await chat.rows(Address) if a.person_id] == ["web"]


async def test_off_the_roster_nothing_is_left_of_the_conversation(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    number = await task(chat)
    await plain.acts(f"task.block:{number}")
    await leaves(chat, plain.person)
    for talker in (plain, web):
        await talker.says("thiếu kinh phí đi lại")
        # A stranger's words: kept as the draft of a feedback, and sent nowhere.
        talker.hears("chưa gửi đi")
        await talker.says("/huy")
        await talker.says("/viec")
        talker.hears("dành cho cán bộ")
    assert {c.dialogue for c in await chat.rows(Conversation)} == {None}
    assert {c.task_id for c in await chat.rows(Conversation)} == {None}


async def test_the_same_answer_in_two_chats_at_once_counts_once(postgres_url: str, tmp_path: Path) -> None:
    chat = await Chat.open(postgres_url, tmp_path)
    plain, web = await mai(chat)
    number = await task(chat)
    await plain.acts(f"task.extend:{number}")
    await plain.says("lùi 5 ngày")
    await web.says("/giup")
    await plain.acts(f"task.extend:{number}")
    await plain.says("lùi 5 ngày")
    second = Database(postgres_url)
    other = Road(second, chat.channels, chat.dispatcher, chat.clock)
    for talker in (plain, web):
        await talker.posts({"kind": "text", "text": "chờ Sở thẩm định kinh phí"})
    await asyncio.gather(chat.road.decide(), other.decide(), chat.road.decide(), other.decide())
    await chat.settle()
    assert len(await chat.rows(Extension)) == 1
    await second.dispose()
    await chat.close()


async def test_leaders_decide_where_they_are_at_the_moment(chat: Chat) -> None:
    chief = await chat.official("Nguyễn Minh Sơn", UNIT, Role.leader, channel="plain")
    web = await also_at(chat, chief, "web")
    await chief.says("/giao")
    await web.says("Tổng hợp báo cáo gia đình văn hóa")
    web.hears("đơn vị")
    await chief.says(UNIT)
    chief.hears("hạn")
