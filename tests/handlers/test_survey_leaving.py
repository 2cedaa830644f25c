"""Leaving a survey and coming back, and who may answer which one when."""

from datetime import timedelta

import pytest

from roviec.db.models import Answer, Inbox, Response, SpentToken, SurveyRun
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import agree, complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_declining_and_being_under_age_leave_nothing_behind(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await citizen.says(f"/start {token}")
    await citizen.presses("Không tham gia")
    citizen.hears("Ông/Bà không tham gia")
    await citizen.says(f"/start {token}")
    await citizen.says("đồng ý")
    await citizen.says("15 tuổi")
    citizen.hears("từ đủ 18 tuổi")
    for table in (Response, SpentToken, SurveyRun):
        assert await chat.rows(table) == []


async def test_pausing_says_how_long_and_goes_on_at_the_same_question(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("4")
    await citizen.presses("Tạm dừng")
    citizen.hears("14 ngày", "Tiếp tục trả lời", "Xóa các câu đã trả lời")
    await citizen.says("2")
    citizen.hears("đang tạm dừng")
    await citizen.says("tiếp tục")
    citizen.hears("Câu 2/3")


async def test_a_survey_goes_on_after_days_and_a_new_process(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("4")
    chat.later(days=3)
    await chat.restart()
    await citizen.says("/khaosat")
    citizen.hears("Câu 2/3")
    await citizen.says("2")
    citizen.hears("Đã ghi: 2. Họp dân", "Câu 3/3")


async def test_a_kill_between_deciding_and_committing_loses_and_doubles_nothing(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)

    class Killed(BaseException):
        pass

    def kill(step: str) -> None:
        if step == "decided":
            raise Killed

    for said in ("4", "1,3", "Cảm ơn cô Lan", "gửi"):
        chat.at = kill
        await chat.restart()
        with pytest.raises(Killed):
            await citizen.posts({"kind": "text", "text": said}, external_id=said)
        chat.at = lambda _step: None
        await chat.restart()
        # It was not acknowledged, so it comes again.
        await citizen.posts({"kind": "text", "text": said}, external_id=said)
        await chat.settle()
    assert len(await chat.rows(Response)) == 1
    assert len(await chat.rows(Answer)) == 4


async def test_commands_leave_the_survey_and_khaosat_comes_back(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("4")
    await citizen.says("/huy")
    await citizen.says("/giup")
    citizen.hears("/khaosat")
    await citizen.says("/khaosat")
    citizen.hears("Câu 2/3")


async def test_answers_are_erased_on_wish_after_a_question(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("4")
    await citizen.presses("Tạm dừng")
    await citizen.presses("Xóa các câu đã trả lời")
    citizen.hears("không lấy lại được")
    await citizen.presses("Xóa hết")
    citizen.hears("Đã xóa các câu đã trả lời")
    assert await chat.rows(SurveyRun) == []
    assert await chat.rows(SpentToken) == []
    await citizen.says("/khaosat")
    citizen.hears("Ông/Bà có đồng ý tham gia không?")


async def test_a_second_answer_is_refused_politely(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await complete(citizen, token, "Tốt")
    for words in (f"/start {token}", "/khaosat"):
        await citizen.says(words)
        citizen.hears("đã trả lời đợt khảo sát này rồi")
    assert len(await chat.rows(Response)) == 1


async def test_a_double_tap_on_the_last_button_sends_once_and_leaves_no_trace(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for said in ("4", "1", "Tốt"):
        await citizen.says(said)
    packed = citizen.button("Gửi phiếu")["action"]
    for _ in range(3):
        await citizen.posts({"kind": "choice", "text": packed}, {"text": "Gửi phiếu", "action": packed})
    await chat.settle()
    await citizen.listens()
    citizen.hears("Xin cảm ơn", "đã gửi hoặc đã xóa")
    assert len(await chat.rows(Response)) == 1
    assert packed not in str([line.body for line in await chat.lines(citizen)])
    assert packed not in str([row.payload for row in await chat.rows(Inbox)])


async def test_early_and_late_citizens_hear_the_dates(chat: Chat) -> None:
    day = chat.now.date()
    _, early = await open_survey(chat, opens=day + timedelta(days=3))
    _, late = await open_survey(chat, opens=day - timedelta(days=9), closes=day - timedelta(days=1))
    citizen = chat.person("a")
    await citizen.says(f"/start {early}")
    citizen.hears("bắt đầu từ ngày 2/7/2026")
    await citizen.says(f"/start {late}")
    citizen.hears("đã kết thúc ngày 28/6/2026")
    await citizen.says("/khaosat")
    citizen.hears("không có phiếu khảo sát nào đang mở")


async def test_the_office_counts_its_own_days(chat: Chat) -> None:
    _, token = await open_survey(chat, opens=chat.now.date() + timedelta(days=1))
    chat.later(hours=17)  # 01:00 in Hà Nội, still yesterday in UTC
    citizen = chat.person("a")
    await citizen.says(f"/start {token}")
    citizen.hears("Ông/Bà có đồng ý tham gia không?")


async def test_a_survey_that_closed_meanwhile_is_erased(chat: Chat) -> None:
    _, token = await open_survey(chat, closes=chat.now.date())
    citizen = chat.person("a")
    await agree(citizen, token)
    chat.later(days=1)
    await citizen.says("/khaosat")
    citizen.hears("đã kết thúc", "đã được xóa")
    assert await chat.rows(SurveyRun) == []


async def test_officials_of_the_unit_hear_why_they_may_not_answer(chat: Chat) -> None:
    _, token = await open_survey(chat, unit="Bộ phận Một cửa")
    for name, unit in (("Lan", "Bộ phận Một cửa"), ("Sơn", OFFICE)):
        official = await chat.official(name, unit)
        for words in (f"/start {token}", "/khaosat"):
            await official.says(words)
            official.hears("Phiếu này dành cho người dân")
    other = await chat.official("Bình", "Phòng Văn hóa")
    await other.says("/khaosat")
    other.hears("Ông/Bà có đồng ý tham gia không?")


async def test_two_open_surveys_are_offered_and_the_begun_ones_come_first(chat: Chat) -> None:
    await open_survey(chat)
    await open_survey(chat, "mot-cua", unit="Bộ phận Một cửa")
    citizen = chat.person("a")
    await citizen.says("/khaosat")
    citizen.hears("Ông/Bà muốn trả lời phiếu nào?")
    await citizen.presses("Phiếu thử")
    await citizen.presses("Đồng ý tham gia")
    await citizen.says("/khaosat")
    citizen.hears("đủ 18 tuổi")


async def test_unknown_tokens_are_no_survey(chat: Chat) -> None:
    citizen = chat.person("a")
    await citizen.says("/khaosat ABCD2345")
    citizen.hears("Mã phiếu này không đúng")


async def test_the_language_follows_the_person_into_the_middle_of_a_survey(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("/ngonngu")
    await citizen.presses("English")
    await citizen.says("/khaosat")
    citizen.hears("Question 1/3", "Very satisfied", "Skip")
    await citizen.says("9")
    citizen.hears("number from 1 to 5")


async def test_several_surveys_run_side_by_side_without_mixing(chat: Chat) -> None:
    _, token = await open_survey(chat)
    people = [chat.person(name) for name in "abcd"]
    for citizen in people:
        await agree(citizen, token)
    for said in ("3", "2", "bỏ qua", "1"):
        for n, citizen in enumerate(people):
            await citizen.says(str(n + 1) if said == "3" else said)
    levels = sorted(a.number for a in await chat.rows(Answer) if a.item == "thai-do")
    assert levels == [1, 2, 3, 4]
    assert len(await chat.rows(SpentToken)) == 4
