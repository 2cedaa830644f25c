"""A citizen asks to speak with somebody: told at once, answered in the chat, ended by either side, then forgotten."""

from datetime import timedelta

import pytest
from sqlmodel import col

from roviec.db import reception
from roviec.db.models import Address, Feedback, Outbox, Reception, Role
from tests.chat import Chat
from tests.feedback.conftest import DESK, HOME, LAMP, Office, furnish
from tests.handlers.survey_stage import agree, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)
ASKED = "Tôi hỏi giấy tờ làm khai sinh cho cháu."


@pytest.fixture
async def office(chat: Chat) -> Office:
    return await furnish(chat)


@pytest.fixture
async def office_anywhere(chat_anywhere: Chat) -> Office:
    return await furnish(chat_anywhere)


async def meets(office: Office, words: str = ASKED) -> None:
    """Let the citizen ask for somebody and write."""
    await office.citizen.says("gặp cán bộ")
    await office.citizen.says(words)
    await office.admin.listens()


@pytest.mark.parametrize(
    "words",
    [
        "gặp cán bộ",
        "Gap can bo",
        "cho tôi gặp cán bộ với ạ",
        "tôi muốn nói chuyện với người thật",
        "/gapcanbo",
    ],
)
async def test_somebody_of_the_office_hears_at_once_and_the_answer_comes_back(
    office_anywhere: Office, words: str
) -> None:
    office = office_anywhere
    await office.citizen.says(words)
    office.citizen.hears("Đã báo cán bộ", "7:30–17:00", "Không cần ghi họ tên", "/xoadulieu")
    await office.admin.listens()
    office.admin.hears("Một người dân muốn trao đổi", "Trả lời")
    await office.citizen.says(ASKED)
    office.citizen.hears("Đã chuyển tới cán bộ")
    await office.admin.listens()
    office.admin.hears(f"Người dân viết: «{ASKED}»")
    await office.admin.presses("Trả lời")
    office.admin.hears(f"Người dân: «{ASKED}»", "Ông/Bà viết câu trả lời")
    await office.admin.says("Ông/Bà mang giấy chứng sinh và căn cước tới quầy số 2.")
    office.admin.hears("Đã gửi tới người dân")
    await office.citizen.listens()
    office.citizen.hears("Phạm Thị Hoa", "giấy chứng sinh")
    await office.citizen.says("Có cần bản sao không ạ?")
    await office.admin.listens()
    office.admin.hears("Có cần bản sao không ạ?")
    assert office.chair.heard == []


async def test_the_button_stands_in_the_greeting_and_in_the_help(office: Office) -> None:
    for said in ("/start", "/giup"):
        await office.citizen.says(said)
        await office.citizen.presses("Gặp cán bộ", office.citizen.last)
        office.citizen.hears("cán bộ")
    assert len(await office.chat.rows(Reception)) == 1


async def test_without_buttons_words_and_numbers_do_everything(office: Office) -> None:
    citizen = office.chat.person("may-cu", channel="plain")
    clerk = await office.chat.official("Hoàng Văn Páo", HOME, Role.admin, channel="plain")
    await citizen.says("/start")
    await citizen.says("3")
    citizen.hears("Đã báo cán bộ", "– Kết thúc")
    await citizen.says("1")
    citizen.hears("Đã chuyển tới cán bộ")
    await clerk.listens()
    clerk.hears("«1»", "1. Trả lời", "2. Kết thúc") if not clerk.last["choices"] else clerk.hears("«1»")
    await clerk.says("1")
    await clerk.says("Chào Ông/Bà, xin Ông/Bà nói rõ thêm.")
    await citizen.listens()
    citizen.hears("Hoàng Văn Páo", "nói rõ thêm")
    await citizen.says("kết thúc")
    citizen.hears("Đã kết thúc trao đổi")
    await clerk.listens()
    clerk.hears("Người dân đã kết thúc")


async def test_the_desk_is_a_setting(chat: Chat) -> None:
    from dataclasses import replace

    office = await furnish(chat)
    rules = replace(chat.house.feedback, desk=DESK)
    chat.dispatcher.house = replace(chat.house, feedback=rules)
    clerk = await chat.official("Tẩn Văn Páo", DESK)
    await office.citizen.says("gặp cán bộ")
    await clerk.listens()
    clerk.hears("Một người dân muốn trao đổi")
    assert await office.admin.listens() == []
    await office.mai.acts(f"reception.answer:{(await chat.rows(Reception))[0].id}")
    office.mai.hears("bộ phận tiếp dân hoặc quản trị viên")


async def test_a_colleague_sees_who_answers_and_may_answer_instead(office: Office) -> None:
    second = await office.chat.official("Giàng A Chu", HOME, Role.admin)
    await meets(office)
    await second.listens()
    await office.admin.presses("Trả lời")
    await second.presses("Trả lời")
    second.hears("đang do Phạm Thị Hoa trả lời")
    await second.presses("Tôi trả lời thay")
    second.hears(ASKED)
    await office.admin.listens()
    office.admin.hears("Giàng A Chu trả lời thay")
    await office.admin.says("Ông/Bà tới quầy số 2.")
    office.admin.hears("đang do Giàng A Chu trả lời")
    assert (await office.citizen.listens()) == []
    await office.citizen.says("Alo?")
    await second.listens()
    second.hears("Alo?")
    assert await office.admin.listens() == []


async def test_either_side_ends_it_and_the_other_hears(office: Office) -> None:
    await meets(office)
    await office.citizen.presses("Kết thúc")
    office.citizen.hears("Đã kết thúc trao đổi", "Gửi phản ánh")
    await office.admin.listens()
    office.admin.hears("Người dân đã kết thúc", "Việc của tôi")
    await office.admin.presses("Trả lời")
    office.admin.hears("đã kết thúc hoặc đã được người dân xóa")
    await meets(office)
    await office.admin.presses("Kết thúc")
    office.admin.hears("người dân được báo")
    await office.citizen.listens()
    office.citizen.hears("Cán bộ đã kết thúc", "Gặp cán bộ")
    await office.citizen.says("Đường thôn Tây ngập nước hai hôm nay.")
    office.citizen.hears("Hệ thống đã giữ nội dung")


async def test_nobody_learns_more_of_the_citizen_than_they_write(office: Office) -> None:
    await meets(office)
    await office.admin.presses("Trả lời")
    await office.admin.says("/gapcanbo")
    office.admin.hears("1 người dân", ASKED)
    assert office.citizen.chat not in str(office.admin.heard)
    for row in await office.chat.rows(Outbox, col(Outbox.chat) == office.admin.chat):
        assert office.citizen.chat not in str(row.model_dump())
    assert {c.name for c in Reception.__table__.columns if "TIME" in str(c.type).upper()} == set()  # type: ignore[attr-defined]


async def test_where_nobody_can_be_reached_it_is_said_and_leads_on(chat: Chat) -> None:
    citizen = chat.person("dan")
    await citizen.says("gặp cán bộ")
    citizen.hears("chưa có cán bộ nào nhận được tin", "Gửi phản ánh")
    await citizen.says(LAMP)
    citizen.hears("Hệ thống đã giữ nội dung")


async def test_floods_end_at_what_nobody_has_answered_and_at_three_a_day(office: Office) -> None:
    await office.citizen.says("gặp cán bộ")
    for n in range(reception.MOST_UNANSWERED):
        await office.citizen.says(f"câu hỏi thứ {n}")
    await office.citizen.says("còn nữa")
    office.citizen.hears("chưa kịp trả lời 10 tin")
    assert len(await office.admin.listens()) == 1 + reception.MOST_UNANSWERED
    for _ in range(2):
        await office.citizen.says("kết thúc")
        await office.citizen.says("gặp cán bộ")
    await office.citizen.says("kết thúc")
    await office.citizen.says("gặp cán bộ")
    office.citizen.hears("đã mở 3 cuộc trao đổi", "Gửi phản ánh")
    await office.other.says("gặp cán bộ")
    office.other.hears("Đã báo cán bộ")


async def test_the_words_of_a_draft_go_along(office: Office) -> None:
    await office.citizen.says(LAMP)
    await office.citizen.presses("Gặp cán bộ")
    office.citizen.hears("Đã chuyển tới cán bộ")
    await office.admin.listens()
    office.admin.hears(LAMP)
    assert await office.chat.rows(Feedback) == []


async def test_a_survey_in_between_is_left_alone_and_its_answers_go_nowhere(office: Office) -> None:
    _, token = await open_survey(office.chat)
    await meets(office)
    await agree(office.citizen, token)
    await office.admin.presses("Trả lời")
    await office.admin.says("Ông/Bà chờ tôi xem lại.")
    await office.citizen.listens()
    office.citizen.hears("chờ tôi xem lại", "/gapcanbo")
    told = len(await office.admin.listens())
    await office.citizen.says("4")
    assert await office.admin.listens() == []
    assert told == 0
    await office.citizen.says("/gapcanbo")
    office.citizen.hears("đang trao đổi với cán bộ")
    await office.citizen.says("Vâng, tôi chờ.")
    await office.admin.listens()
    office.admin.hears("Vâng, tôi chờ.")


async def test_the_code_of_a_survey_opens_it_in_the_middle_of_a_talk(office: Office) -> None:
    _, token = await open_survey(office.chat)
    await meets(office)
    await office.citizen.says(token.lower())
    office.citizen.hears("Ông/Bà có đồng ý tham gia không?")
    assert await office.admin.listens() == []


async def test_my_data_show_it_and_erasing_them_takes_every_word(office_anywhere: Office) -> None:
    office = office_anywhere
    await meets(office)
    await office.citizen.says("/dulieu")
    office.citizen.hears("Trao đổi với cán bộ ngày 29/6/2026: 1 tin", ASKED)
    await office.citizen.says("/xoadulieu")
    await office.citizen.presses("Xóa")
    assert await office.chat.rows(Reception) == []
    await office.admin.presses("Trả lời")
    office.admin.hears("đã được người dân xóa")


async def test_nights_end_what_nobody_goes_on_with_and_erase_it_later(office_anywhere: Office) -> None:
    office = office_anywhere
    await meets(office)
    for days, ended, left in ((3, False, 1), (4, True, 1), (34, True, 1), (36, True, 0)):
        async with office.chat.db.write() as session:
            today = office.chat.now.date() + timedelta(days=days)
            await reception.erase_old(session, today=today, keep_days=30)
        rows = await office.chat.rows(Reception)
        assert len(rows) == left
        assert not rows or (rows[0].ended_on is not None) is ended
    assert len(await office.chat.rows(Address, Address.chat == office.citizen.chat)) == 1
