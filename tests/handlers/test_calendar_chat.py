"""Days off by chat: entered, swapped, taken back; seen by everybody at once, and understood when mistyped."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from roviec.db import audit
from roviec.db.models import AuditEntry, DayOff, Role
from roviec.tasks.calendar import Calendar
from roviec.tasks.calendar import DayOff as Rule
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.work_stage import Work, furnish

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.fixture
async def admin(chat: Chat) -> Talker:
    return await chat.official("Phạm Quản Trị", OFFICE, Role.admin)


async def entered(chat: Chat) -> dict[date, tuple[bool, str]]:
    return {row.day: (row.working, row.note) for row in await chat.rows(DayOff)}


@pytest.mark.parametrize("role", [Role.official, Role.leader])
@pytest.mark.parametrize(
    "said",
    [
        "/lichnghi",
        "/lichnghi nghỉ 24/11",
        "days.ask:off",
        "days.entered:0",
        "days.drop:2026-11-24:2026-11-24",
        "days.year:2027",
        "days.confirm:2027",
    ],
)
async def test_only_admins_change_or_see_the_calendar(chat: Chat, role: Role, said: str) -> None:
    person = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa", role)
    await (person.says(said) if said.startswith("/") else person.acts(said))
    person.hears("dành cho quản trị viên")
    assert not await entered(chat)


async def test_an_admin_enters_a_day_off_and_takes_it_back(chat: Chat, admin: Talker) -> None:
    await admin.says("/Lịch nghỉ")
    admin.hears("Lịch nghỉ năm 2026", "Thứ Bảy, 22/8/2026: làm bù", "31/8/2026 – 2/9/2026: Quốc khánh")
    admin.hears("Chưa rõ Thứ Ba, 24/11/2026 có được nghỉ không")
    admin.does_not_hear("30/4", "Giao thừa")
    await admin.says("Thêm ngày nghỉ")
    admin.hears("Cơ quan nghỉ ngày nào?")
    await admin.says("24/11 Ngày Văn hóa Việt Nam")
    admin.hears("Đã ghi ngày nghỉ: Thứ Ba, 24/11/2026.")
    assert await entered(chat) == {date(2026, 11, 24): (False, "Ngày Văn hóa Việt Nam")}
    assert not chat.house.calendar().is_working(date(2026, 11, 24))
    await admin.presses("Xem lịch nghỉ")
    admin.hears("Thứ Ba, 24/11/2026: Ngày Văn hóa Việt Nam (cơ quan nhập)")
    admin.does_not_hear("Chưa rõ")
    await admin.presses("Bỏ ngày đã nhập")
    await admin.presses("24/11/2026 nghỉ: Ngày Văn hóa Việt Nam")
    admin.hears("Đã bỏ: Thứ Ba, 24/11/2026")
    assert chat.house.calendar().is_working(date(2026, 11, 24))
    await admin.acts("days.drop:2026-11-24:2026-11-24")
    admin.hears("Cơ quan chưa nhập gì cho 24/11/2026")
    await admin.acts("days.entered:0")
    admin.hears("Cơ quan chưa nhập ngày nào")


async def test_two_days_are_swapped_and_each_can_be_taken_back(chat: Chat, admin: Talker) -> None:
    await admin.says("/lichnghi")
    await admin.presses("Hoán đổi ngày")
    await admin.says("24/8")
    admin.hears("Hoán đổi cần hai ngày")
    await admin.says("24/8, 29/8")
    admin.hears("Đã hoán đổi: nghỉ Thứ Hai, 24/8/2026, làm bù Thứ Bảy, 29/8/2026")
    calendar = chat.house.calendar()
    assert (calendar.is_working(date(2026, 8, 24)), calendar.is_working(date(2026, 8, 29))) == (False, True)
    assert (await entered(chat))[date(2026, 8, 29)] == (True, "bù cho 24/8/2026")
    await admin.presses("Bỏ ngày vừa nhập: 29/8/2026")
    assert not chat.house.calendar().is_working(date(2026, 8, 29))
    assert not chat.house.calendar().is_working(date(2026, 8, 24))


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("31/2", "Không có ngày 31/2 trong lịch"),
        ("31/6/2026", "Không có ngày 31/6/2026 trong lịch"),
        ("2/9", "2/9/2026 đã là ngày nghỉ"),
        ("4/7", "4/7/2026 đã là ngày nghỉ"),
        ("2/9/2025", "Năm 2025 đã qua"),
        ("2/9/2035", "Lịch chỉ nhận đến hết năm 2029"),
        ("5/8 đến 3/8", "Ngày đầu"),
        ("1/7 đến 30/9", "dài quá 31 ngày"),
        ("3/8 và 5/8", "gửi từng đợt một"),
        ("bão lớn", "Chưa thấy ngày nào trong «bão lớn»"),
    ],
)
async def test_what_is_wrong_is_said_and_the_question_stays_open(
    chat: Chat, admin: Talker, words: str, heard: str
) -> None:
    await admin.says("/lichnghi")
    await admin.presses("Thêm ngày nghỉ")
    await admin.says(words)
    admin.hears(heard)
    assert not await entered(chat)
    await admin.says("3/8 đến 5/8 lũ lụt")
    admin.hears("Đã ghi ngày nghỉ: 3 ngày, từ 3/8/2026 đến 5/8/2026.")


async def test_a_working_day_stays_one(chat: Chat, admin: Talker) -> None:
    await admin.says("/lichnghi làm 3/8")
    admin.hears("3/8/2026 vốn là ngày làm việc")
    await admin.says("/lichnghi làm 24/11 chưa có hiệu lực")
    admin.hears("Đã ghi ngày làm việc: Thứ Ba, 24/11/2026")
    await admin.says("/lichnghi")
    admin.does_not_hear("Chưa rõ")


async def test_a_span_leaves_out_what_is_off_already(chat: Chat, admin: Talker) -> None:
    await admin.says("/lichnghi nghỉ từ 3/7 đến 6/7 lũ")
    admin.hears("2 ngày, từ 3/7/2026 đến 6/7/2026")
    assert set(await entered(chat)) == {date(2026, 7, 3), date(2026, 7, 6)}
    await admin.presses("Bỏ ngày vừa nhập")
    assert not await entered(chat)


async def test_next_year_is_a_projection_until_it_is_confirmed(chat: Chat, admin: Talker) -> None:
    await admin.says("/lichnghi")
    admin.does_not_hear("dự kiến")
    await admin.presses("Xem năm 2027")
    admin.hears("Năm 2027 mới là dự kiến", "4/2/2027 – 10/2/2027: Tết Nguyên Đán")
    await admin.presses("Năm 2027 đúng như thông báo")
    admin.hears("Đã ghi nhận")
    await admin.acts("days.year:2027")
    admin.does_not_hear("dự kiến")
    assert "Năm 2027 đúng như thông báo" not in admin.labels


async def test_each_change_stands_in_the_log(chat: Chat, admin: Talker) -> None:
    await admin.says("/lichnghi nghỉ hôm nay bão số 9")
    await admin.presses("Bỏ ngày vừa nhập")
    await admin.acts("days.confirm:2027")
    await admin.says("/nhatky")
    admin.hears(
        "sửa lịch nghỉ (ngày 2026-06-29)",
        "bỏ ngày đã nhập trong lịch nghỉ (ngày 2026-06-29)",
        "xác nhận lịch nghỉ của năm (năm 2027)",
    )
    [first, *_] = await chat.rows(AuditEntry)
    assert first.data == {"days": ["2026-06-29"], "working": False, "note": "bão số 9"}
    async with chat.db.read() as session:
        assert (await audit.verify(session)).ok


async def test_an_english_admin_is_answered_in_english(chat: Chat, admin: Talker) -> None:
    await admin.says("/ngonngu")
    await admin.presses("English")
    await admin.says("/lichnghi")
    admin.hears("Days off in 2026", "National Day", "worked instead")
    await admin.presses("Add a day off")
    await admin.says("31/2")
    admin.hears("There is no 31/2 in the calendar")
    await admin.says("3/8 to 5/8 flood")
    admin.hears("Day off noted: 3 days, from 3/8/2026 to 5/8/2026.")


async def test_what_is_due_then_is_told(work: Work) -> None:
    admin = await work.chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    task = await work.assign(due=date(2026, 7, 10))
    await admin.says("/lichnghi nghỉ 10/7 lũ")
    admin.hears("1 việc đến hạn vào lúc nghỉ vẫn giữ hạn như văn bản.")
    await work.open(work.mai, task)
    work.mai.hears("Hạn là ngày nghỉ và giữ như văn bản; ngày làm việc cuối trước hạn: Thứ Năm, 9/7/2026.")


@pytest.mark.parametrize(
    ("forged", "heard"),
    [
        ("days.year:0", "Lịch nghỉ năm 2026"),
        ("days.year:9999", "Lịch nghỉ năm 2029"),
        ("days.confirm:0", "Năm 0 đã qua"),
        ("days.confirm:9999", "Lịch chỉ nhận đến hết năm 2029"),
        ("days.drop:0001-01-01:9999-12-31", "chưa nhập gì"),
        ("days.drop:9999-12-31:0001-01-01", "chưa nhập gì"),
        ("days.entered:2147483647", "chưa nhập ngày nào"),
    ],
)
async def test_a_forged_choice_is_answered(chat: Chat, admin: Talker, forged: str, heard: str) -> None:
    await admin.acts(forged)
    admin.hears(heard)


@pytest.fixture
async def lenient(tables: Path, tmp_path: Path) -> AsyncIterator[Work]:
    """An office that counts a deadline on a day off until the end of the next working day."""
    shutil.copyfile(tables, tmp_path / "roviec.db")
    calendar = replace(Calendar.seeded([2026]), day_off=Rule.next_working_day)
    url = f"sqlite+aiosqlite:///{tmp_path}/roviec.db"
    stage = await Chat.open(url, tmp_path, calendar=lambda: calendar)
    yield await furnish(stage)
    await stage.close()


async def test_a_deadline_on_a_day_off_is_explained_wherever_it_is_shown(lenient: Work) -> None:
    """Monday 29/6: what was due on Sunday is on time until tonight, for everybody and in every count."""
    chat, mai, chair = lenient.chat, lenient.mai, lenient.chair
    task = await lenient.assign(due=date(2026, 6, 28))
    await mai.says("/viec")
    mai.hears("28/6/2026 (ngày nghỉ, tính đến 29/6/2026), sắp đến hạn")
    await lenient.open(mai, task)
    mai.hears("Hạn là ngày nghỉ nên tính đến hết Thứ Hai, 29/6/2026 (Điều 148 Bộ luật Dân sự).")
    await mai.says("hôm nay em nộp")
    mai.does_not_hear("Xin gia hạn đến")
    await chair.says("việc nào quá hạn")
    chair.hears("không có việc nào")
    await chair.says("/viec")
    chair.hears("Sắp đến hạn")
    chair.does_not_hear("Quá hạn")
    chat.later(days=1)
    await mai.says("/viec")
    mai.hears("quá hạn 1 ngày làm việc")
    await chair.says("việc nào quá hạn")
    chair.hears("28/6/2026 (ngày nghỉ, tính đến 29/6/2026), quá hạn 1 ngày làm việc")
