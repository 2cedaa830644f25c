"""First words, small doors: a code typed where it is asked for, what a platform keeps back, second thoughts."""

import pytest
from sqlmodel import select

from roviec.db import conversations, people
from roviec.db.models import Address, Conversation, Role
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import agree, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_code_is_typed_where_it_is_asked_for(chat: Chat) -> None:
    unit = await chat.unit("Phòng Nội vụ")
    async with chat.db.write() as session:
        person = await people.add_person(session, name="Lò Thị Mai", unit=unit, role=Role.official)
        code = await people.invite(session, person=person, now=chat.now)
    mai = chat.person("mai")
    await mai.says("/start")
    await mai.presses("Tôi có mã")
    mai.hears("gõ mã được cấp")
    await mai.says(f"dạ mã của tôi là {code.lower()} ạ")
    mai.hears("Lò Thị Mai", "Phòng Nội vụ")
    (address,) = await chat.rows(Address, Address.chat == mai.chat)
    assert address.person_id == person.id


async def test_what_the_platform_keeps_back_is_answered_with_what_to_do(chat: Chat) -> None:
    citizen = chat.person("dan")
    for what, words in (("file", "chụp ảnh"), ("voice", "gõ chữ giúp"), ("sticker", "chỉ hiểu chữ")):
        await citizen._post({"kind": "withheld", "text": what}, {})
        citizen.hears(words)


async def test_second_thoughts_about_erasing_keep_everything(chat: Chat) -> None:
    citizen = chat.person("dan")
    await citizen.says("/xoadulieu")
    await citizen.presses("Không xóa")
    citizen.hears("Không xóa gì")
    assert len(await chat.rows(Address)) == 1


async def test_a_question_may_be_skipped_and_the_form_taken_to_another_device(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("dan")
    await agree(citizen, token)
    for said in ("4", "1,3"):
        await citizen.says(said)
    await citizen.presses("Bỏ qua")
    citizen.hears("gửi")
    await citizen.says("/huy")
    await citizen.presses("Tiếp tục ở thiết bị khác")
    citizen.hears("mã")


async def test_the_week_is_shown_to_a_leader_and_to_nobody_else(chat: Chat) -> None:
    chair = await chat.official("Nguyễn Minh Sơn", OFFICE, Role.leader)
    mai = await chat.official("Lò Thị Mai", "Phòng Nội vụ")
    await chair.says("/tuan")
    assert chair.last["files"]
    await mai.says("/tuan")
    mai.hears("do lãnh đạo quyết định")


@pytest.mark.parametrize(
    ("dialogue", "data"),
    [("extend.reason", {"task": "thứ nhất"}), ("feedback.sure", {"id": 1}), ("no.longer.asked", {"task": 1})],
)
async def test_a_question_of_another_version_is_closed_politely(
    chat: Chat, dialogue: str, data: dict[str, object]
) -> None:
    mai = await chat.official("Lò Thị Mai", "Phòng Nội vụ")
    await mai.says("/giup")
    async with chat.db.write() as session:
        (talk,) = (await session.exec(select(Conversation))).all()
        conversations.enter(talk, dialogue, data, chat.now)
    await mai.says("vì còn chờ số liệu")
    mai.hears("Câu hỏi trước không còn dùng được", "chưa có gì thay đổi")
    (talk,) = await chat.rows(Conversation)
    assert (talk.dialogue, talk.data) == (None, {})
    await mai.says("/viec")
    mai.hears("không có việc nào")
