"""One reminder to who began a survey and did not finish it; nothing of it is left once they have."""

from datetime import timedelta

from roviec.db import surveys
from roviec.db.models import Outbox, SurveyRun
from roviec.scheduler.unfinished import remind_unfinished
from tests.chat import Chat
from tests.handlers.survey_stage import agree, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def remind(chat: Chat) -> int:
    count = await remind_unfinished(chat.db, chat.house, chat.now)
    await chat.settle()
    return count


async def test_a_run_that_waits_two_days_is_reminded_of_once_and_goes_on(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen, fresh, bare = (chat.person(name) for name in "abc")
    for one in (citizen, bare):
        await agree(one, token)
    await citizen.says("4")
    assert await remind(chat) == 0
    chat.later(days=2, minutes=1)
    await agree(fresh, token)
    await fresh.says("4")
    # Who has answered nothing yet is left in peace.
    assert await remind(chat) == 1
    await citizen.listens()
    citizen.hears("trả lời dở", "lời nhắc duy nhất")
    chat.later(days=5)
    # The other one's turn; nobody's second.
    assert await remind(chat) == 1
    await citizen.listens()
    assert "lời nhắc duy nhất" not in citizen.words
    await citizen.says("/khaosat")
    citizen.hears("Câu 2/3")
    for said in ("1,3", "Tốt", "gửi"):
        await citizen.says(said)
    assert len(await chat.rows(SurveyRun)) == 2
    assert not [row for row in await chat.rows(Outbox) if row.chat == citizen.chat]
    assert [line["body"]["text"][:7] for line in await citizen.screen()] == ["Xin cảm"]


async def test_nobody_is_reminded_at_night_or_of_a_campaign_that_takes_no_answers(chat: Chat) -> None:
    number, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("4")
    chat.later(days=3)
    office = chat.now
    chat.now = chat.now.replace(hour=22)
    assert await remind(chat) == 0
    chat.now = office
    async with chat.db.write() as session:
        campaign, _, _ = await surveys.the_campaign(session, number)
        surveys.take_step(campaign, surveys.Step.close, today=chat.now.date() - timedelta(days=1))
    assert await remind(chat) == 0
