"""A citizen answers a survey in a chat."""

import unicodedata
from datetime import timedelta

import pytest

from roviec.db.models import Answer, Inbox, Response, SpentToken, SurveyRun
from tests.handlers.chat_harness import OFFICE, Chat
from tests.handlers.survey_stage import agree, complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_link_opens_consent_then_age_then_the_first_question(chat: Chat) -> None:
    _, token = await open_survey(chat, "mot-cua")
    citizen = chat.person("a")
    await citizen.says(f"/start {token}")
    citizen.hears("Bên kiểm soát dữ liệu: UBND xã Đại Lãnh", "Ông/Bà có đồng ý tham gia không?")
    await citizen.presses("Đồng ý tham gia")
    citizen.hears("Ông/Bà đã đủ 18 tuổi chưa?")
    await citizen.says("1")
    citizen.hears("A. Tiếp cận dịch vụ", "Câu 1/16.")
    assert citizen.labels[:5] == [
        "Rất không hài lòng",
        "Không hài lòng",
        "Bình thường",
        "Hài lòng",
        "Rất hài lòng",
    ]


async def test_the_next_message_echoes_the_answer_and_the_heading_stands_once(chat: Chat) -> None:
    _, token = await open_survey(chat, "mot-cua")
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.presses("Hài lòng")
    assert citizen.last["text"].startswith("Đã ghi: 4. Hài lòng")
    citizen.hears("Câu 2/16.")
    citizen.does_not_hear("Tiếp cận dịch vụ")


async def test_sixteen_questions_are_answered_by_numbers_words_and_buttons(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat, "mot-cua")
    citizen = chat.person("a")
    await agree(citizen, token)
    for n in range(17):
        if n % 3 == 0:
            await citizen.says("5")
        elif n % 3 == 1:
            await citizen.says("hai long")
        else:
            await citizen.presses("Bình thường")
    await citizen.says("Cần thêm ghế ngồi chờ.")
    citizen.hears(
        "Xin trân trọng cảm ơn", "đã tách khỏi tài khoản", "không thể truy ngược", "chỉ số hài lòng"
    )
    assert len(await chat.rows(Response)) == 1
    answers = {a.item: a.number or a.words for a in await chat.rows(Answer)}
    assert len(answers) == 18
    assert (answers["sipas.24"], answers["sipas.25"], answers["sipas.26"]) == (5, 4, 3)
    assert answers["y-kien"] == "Cần thêm ghế ngồi chờ."
    assert await chat.rows(SurveyRun) == []


async def test_the_same_survey_works_without_buttons(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a", channel="plain")
    await citizen.says(f"/start {token}")
    citizen.hears("1. Đồng ý tham gia", "2. Không tham gia")
    for said in ("1", "1", "5"):
        await citizen.says(said)
    citizen.hears("1. Loa phát thanh", "3. Mạng internet", "– Bỏ qua", "– Quay lại", "– Tạm dừng")
    for said in ("1 và 3", "bỏ qua", "1"):
        await citizen.says(said)
    citizen.hears("Xin cảm ơn")
    assert sorted((a.item, a.number) for a in await chat.rows(Answer)) == [
        ("kenh", 1),
        ("kenh", 3),
        ("thai-do", 5),
    ]


async def test_a_wrong_number_is_explained_shortly_and_the_question_stays(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("7")
    citizen.hears("một số từ 1 đến 5")
    citizen.does_not_hear("Câu 1/3")
    await citizen.says("4")
    citizen.hears("Đã ghi: 4. Hài lòng", "Câu 2/3")


async def test_several_answers_are_ticked_shown_and_finished(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("4")
    await citizen.presses("Loa phát thanh")
    citizen.hears("Đang chọn: 1", "✓ Loa phát thanh")
    await citizen.presses("Mạng internet")
    citizen.hears("Đang chọn: 1, 3")
    await citizen.presses("✓ Loa phát thanh")
    citizen.hears("Đang chọn: 3")
    await citizen.presses("Xong")
    citizen.hears("Đã ghi: 3. Mạng internet", "không bắt buộc")


async def test_a_number_typed_once_too_often_is_no_open_answer_and_sends_nothing(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for said in ("2", "3", "4"):
        await citizen.says(said)
    citizen.hears("bằng lời")
    assert await chat.rows(Answer) == []


async def test_back_shows_the_earlier_answer_and_keeps_it_on_wish(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for said in ("2", "3", "Đường xấu"):
        await citizen.says(said)
    await citizen.presses("Quay lại")
    citizen.hears("Lần trước Ông/Bà viết: Đường xấu")
    await citizen.says("quay lại")
    await citizen.says("quay lại")
    citizen.hears("✓ Không hài lòng", "Giữ nguyên")
    await citizen.says("5")
    await citizen.presses("Giữ nguyên")
    await citizen.says("giữ nguyên")
    await citizen.says("gửi")
    found = {a.item: a.number or a.words for a in await chat.rows(Answer)}
    assert found == {"thai-do": 5, "kenh": 3, "y-kien": "Đường xấu"}


async def test_an_old_button_changes_nothing_and_says_so(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    question = citizen.last
    await citizen.presses("Hài lòng", of=question)
    await citizen.presses("Không hài lòng", of=question)
    citizen.hears("Nút vừa bấm thuộc câu khác", "Câu 2/3")
    await citizen.presses("Hài lòng", of=question)
    citizen.hears("Câu này đã ghi rồi")
    run = (await chat.rows(SurveyRun))[0]
    assert run.session["answers"] == {"thai-do": 4}


async def test_forged_buttons_are_refused_and_lose_nothing(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen, other = chat.person("a"), chat.person("b")
    await agree(citizen, token)
    theirs = citizen.button("Hài lòng")["action"]
    for forged in (
        theirs,
        "survey:1:thai-do:4",
        "survey:x:thai-do:4",
        "survey:99-0:thai-do:²",
        "survey.go:1-",
    ):
        await other.acts(forged)
        other.hears("không nhận câu trả lời nữa")
    for forged in ("survey:1", "survey.nothing:1", "survey"):
        await other.acts(forged)
        other.hears("không còn dùng được")
    for wrong in ("0", "9", "-1", "٤٤٤٤", "x"):
        await citizen.acts(":".join([*theirs.split(":")[:3], wrong]))
        citizen.hears("một số từ 1 đến 5")
    await citizen.says("4")
    citizen.hears("Đã ghi: 4")


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
        await citizen.posts({"kind": "text", "text": said})
        with pytest.raises(Killed):
            await chat.settle()
        chat.at = lambda _step: None
        await chat.restart()
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


async def test_nfd_long_and_right_to_left_words_are_taken_or_explained(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says(unicodedata.normalize("NFD", "Rất hài lòng"))
    citizen.hears("Đã ghi: 5. Rất hài lòng")
    await citizen.says("1")
    await citizen.says("a" * 10_000)
    citizen.hears("Ông/Bà viết gọn lại")
    await citizen.says("b" * 3000)
    citizen.hears("2000 ký tự")
    await citizen.says("\u202eالخدمة جيدة\u202c 🙂 {x} %s")
    citizen.hears("Đã ghi: الخدمة جيدة 🙂 {x} %s")
    await citizen.says("1")
    assert "الخدمة جيدة 🙂 {x} %s" in [a.words for a in await chat.rows(Answer)]


async def test_pictures_and_contacts_are_no_answers(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for said in ("4", "1"):
        await citizen.says(said)
    await citizen.sends_file("anh.jpg", b"\xff\xd8 anh", text="xem ảnh này")
    citizen.hears("không nhận ảnh")
    await citizen.posts({"kind": "contact", "text": "0905123456"})
    await chat.settle()
    await citizen.listens()
    citizen.hears("không nhận ảnh")
    await citizen.says("Tốt")
    citizen.hears("Đã ghi: Tốt")


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
