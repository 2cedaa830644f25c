"""People ask what is kept about them, and erase it."""

from roviec.db.models import (
    Address,
    Answer,
    Conversation,
    Inbox,
    Obstacle,
    Outbox,
    Person,
    SpentToken,
    SurveyRun,
    Task,
)
from tests.chat import Chat
from tests.handlers.survey_stage import agree, complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_citizen_reads_what_is_kept(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await citizen.says("/dulieu")
    citizen.hears("trang trò chuyện", "ngôn ngữ Tiếng Việt", "không còn gắn với Ông/Bà")
    citizen.does_not_hear("đang làm dở", "Danh sách cán bộ")
    await agree(citizen, token)
    await citizen.says("/dulieu")
    citizen.hears("đang làm dở", "14 ngày")


async def test_an_official_reads_name_unit_and_role(chat: Chat) -> None:
    official = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa")
    await official.says("/dulieu")
    official.hears("Nguyễn Thị Lan, –, Phòng Văn hóa, vai trò cán bộ")


async def test_other_channels_are_named_too(chat: Chat) -> None:
    citizen = chat.person("a", channel="plain")
    await citizen.says("/dulieu")
    citizen.hears("trò chuyện này: plain", "1. Xóa dữ liệu của tôi")
    await citizen.says("1")
    citizen.hears("1. Xóa", "2. Không xóa")
    await citizen.says("1")
    citizen.hears("Đã xóa.")
    assert await chat.rows(Address) == []


async def test_nothing_is_erased_before_a_yes(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for refusal in ("Không xóa", "để sau"):
        await citizen.says("/xoadulieu")
        citizen.hears("không lấy lại được")
        await citizen.says(refusal)
        citizen.hears("Không xóa gì")
    assert len(await chat.rows(SurveyRun)) == 1
    await citizen.says("/khaosat")
    citizen.hears("Câu 1/3")


async def test_a_yes_erases_everything_of_the_chat(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    _, other = await open_survey(chat, "mot-cua")
    citizen, neighbour = chat.person("a"), chat.person("b")
    await neighbour.says("xin chào cô chú")
    await complete(citizen, token, "Tốt")
    await citizen.says("tôi tên là Hoa")
    await agree(citizen, other)
    await citizen.says("4")
    await citizen.says("/xoadulieu")
    await citizen.presses("Xóa")
    citizen.hears("Đã xóa. Từ nay cuộc trò chuyện này không gắn với ai")
    assert await chat.rows(SurveyRun) == []
    assert [a.chat for a in await chat.rows(Address)] == [neighbour.chat]
    assert len(await chat.rows(Conversation)) == 1
    assert await chat.rows(Inbox) == await chat.rows(Outbox) == []
    assert "xin chào" in str([line.body for line in await chat.lines(neighbour)])
    assert [line["body"]["text"][:6] for line in await citizen.screen()] == ["Đã xóa"]
    # What was answered belongs to nobody and stays; nobody answers twice.
    assert len(await chat.rows(Answer)) == 4
    assert len(await chat.rows(SpentToken)) == 1
    await citizen.says(f"/start {token}")
    citizen.hears("đã trả lời đợt khảo sát này rồi")


async def test_an_official_is_unlinked_and_the_tasks_stay(chat: Chat) -> None:
    official = await chat.official("Lan", "Phòng Văn hóa")
    async with chat.db.write() as session:
        session.add(Task(title="Báo cáo quý", created_at=chat.now))
    await official.says("/xoadulieu")
    official.hears("hồ sơ của cơ quan", "mã mời mới")
    await official.says("có")
    official.hears("Nhiệm vụ của Ông/Bà vẫn là hồ sơ của cơ quan")
    assert len(await chat.rows(Task)) == 1
    assert [p.name for p in await chat.rows(Person)] == ["Lan"]
    await official.says("/viec")
    official.hears("dành cho cán bộ")


async def test_erasing_twice_is_harmless(chat: Chat) -> None:
    citizen = chat.person("a")
    await citizen.says("/xoadulieu")
    button = citizen.button("Xóa")["action"]
    await citizen.acts(button)
    await citizen.acts(button)
    citizen.hears("Đã xóa.")
    await citizen.says("/giup")
    citizen.hears("/khaosat")


async def test_a_citizen_reads_the_answers_of_a_survey_in_progress(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    await citizen.says("4")
    await citizen.says("/dulieu")
    citizen.hears("bắt đầu ngày 29/6/2026", "– ", "Hài lòng")


async def test_what_is_kept_comes_in_pages(chat: Chat) -> None:
    lan = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa")
    async with chat.db.write() as session:
        task = Task(title="Báo cáo", created_at=chat.now)
        session.add(task)
        await session.flush()
        for n in range(9):
            session.add(
                Obstacle(task_id=task.id, words=f"thiếu máy {n}", raised_by=lan.person.id, raised_at=chat.now)
            )
    await lan.says("/dulieu")
    lan.hears("thiếu máy 8", "Xóa dữ liệu của tôi")
    lan.does_not_hear("thiếu máy 3")
    await lan.presses("Xem tiếp")
    lan.hears("thiếu máy 3", "không còn gắn với Ông/Bà")
    assert len(lan.words) < 2000
    await lan.acts("data.page:99999999")
    lan.hears("thiếu máy 8")
