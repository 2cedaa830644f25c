"""A citizen answers a survey in a chat."""

import unicodedata

from roviec.db.models import Answer, Response, SurveyRun
from tests.chat import Chat
from tests.handlers.survey_stage import agree, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_link_opens_consent_then_age_then_the_first_question(chat: Chat) -> None:
    _, token = await open_survey(chat, "mot-cua")
    citizen = chat.person("a")
    await citizen.says(f"/start {token}")
    citizen.hears(
        "khoảng 3 phút", "không ai biết là của ai", "Ông/Bà có đồng ý tham gia không?", "Xem đầy đủ"
    )
    citizen.does_not_hear("Bên kiểm soát dữ liệu")
    await citizen.presses("Xem đầy đủ")
    citizen.hears("Bên kiểm soát dữ liệu: UBND xã Đại Lãnh", "Ông/Bà có đồng ý tham gia không?")
    await citizen.says("xem đầy đủ")
    citizen.hears("Quyền của Ông/Bà", "Đồng ý tham gia")
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


async def test_the_whole_consent_is_also_had_by_its_words_without_buttons(chat: Chat) -> None:
    _, token = await open_survey(chat, "mot-cua")
    citizen = chat.person("a", channel="plain")
    await citizen.says(f"/start {token}")
    citizen.hears("1. Đồng ý tham gia", "– Xem đầy đủ")
    await citizen.says("xem day du")
    citizen.hears("Bên kiểm soát dữ liệu", "1. Đồng ý tham gia")
    await citizen.says("1")
    citizen.hears("đã đủ 18 tuổi chưa")


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
    citizen.hears("Lựa chọn vừa rồi thuộc câu khác", "Câu 2/3")
    await citizen.presses("Hài lòng", of=question)
    citizen.hears("Câu này đã ghi rồi")
    run = (await chat.rows(SurveyRun))[0]
    assert run.session["answers"] == {"thai-do": 4}


async def test_forged_buttons_are_refused_and_lose_nothing(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen, other = chat.person("a"), chat.person("b")
    await agree(citizen, token)
    theirs = citizen.button("Hài lòng")["action"]
    for forged in (theirs, "survey:99-0:thai-do:4", "survey.go:1-0"):
        await other.acts(forged)
        other.hears("không nhận câu trả lời nữa")
    for forged in (
        "survey:1:thai-do:4",
        "survey:99-0:thai-do:²",
        "survey.go:1-",
        "survey:1",
        "survey.nothing:1",
        "survey",
    ):
        await other.acts(forged)
        other.hears("không còn dùng được")
    for wrong, sentence in (
        ("0", "một số từ 1 đến 5"),
        ("9", "một số từ 1 đến 5"),
        ("-1", "không còn dùng được"),
        ("٤٤٤٤", "không còn dùng được"),
        ("x", "không còn dùng được"),
    ):
        await citizen.acts(":".join([*theirs.split(":")[:3], wrong]))
        citizen.hears(sentence)
    await citizen.says("4")
    citizen.hears("Đã ghi: 4")


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
