"""Admins rename and merge units in a chat; nobody else may; done again it changes nothing."""

import pytest

from roviec.db.models import AuditEntry, Outbox, Role, Unit
from tests.chat import OFFICE, Chat, Talker

pytest_plugins = ("tests.handlers.chat_stages",)
LAW, CULTURE = "Phòng Tư pháp", "Phòng Văn hóa"


@pytest.fixture
async def admin(chat: Chat) -> Talker:
    return await chat.official("Phạm Quản Trị", OFFICE, Role.admin)


@pytest.fixture
async def lan(chat: Chat, admin: Talker) -> Talker:
    return await chat.official("Nguyễn Thị Lan", CULTURE)


@pytest.fixture
async def binh(chat: Chat, admin: Talker) -> Talker:
    return await chat.official("Trần Bình", LAW)


@pytest.mark.parametrize("role", [Role.official, Role.leader])
async def test_only_admins_change_units(chat: Chat, role: Role) -> None:
    person = await chat.official("Nguyễn Thị Lan", CULTURE, role)
    for said in ("units:0", "unit:1", "unit.rename:1", "unit.merge:1", "unit.into:1:2", "unit.yes:1:2"):
        await person.acts(said)
        person.hears("dành cho quản trị viên")
    await person.says("/donvi")
    person.hears("dành cho quản trị viên")


async def test_more_units_than_a_page_holds_are_turned_through(chat: Chat, admin: Talker) -> None:
    for number in range(1, 25):
        await chat.official(f"Người {number}", f"Thôn {number:02}")
    await admin.says("/donvi")
    seen = set(admin.labels)
    while "Tiếp" in admin.labels:
        await admin.presses("Tiếp")
        seen |= set(admin.labels)
    assert {f"Thôn {number:02}: 1 người, 0 việc" for number in range(1, 25)} <= seen
    await admin.presses("Trước")
    await admin.presses("Thôn 0")


async def test_a_unit_gets_another_name_and_its_people_hear_it_once(
    chat: Chat, admin: Talker, lan: Talker
) -> None:
    await admin.says("/donvi")
    await admin.presses(f"{CULTURE}: 1 người, 0 việc")
    admin.hears(CULTURE, f"Cấp trên: {OFFICE}", "Tên gọi khác: –")
    await admin.presses("Đổi tên")
    admin.hears("Tên mới của «Phòng Văn hóa» là gì?")
    await admin.says("Phòng Văn hóa – Xã hội")
    admin.hears("Đã đổi tên «Phòng Văn hóa» thành «Phòng Văn hóa – Xã hội» và nhắn 1 người")
    told = [row.body["text"] for row in await chat.rows(Outbox) if row.key and row.key.startswith("unit.")]
    assert told == ["Đơn vị «Phòng Văn hóa» từ nay có tên là «Phòng Văn hóa – Xã hội»."]
    await admin.acts("unit.rename:2")
    await admin.says("phòng văn hóa")
    await admin.says("/nhatky")
    admin.hears("Phạm Quản Trị: đổi tên đơn vị (đơn vị số 2)")


async def test_a_unit_is_merged_after_a_second_question(
    chat: Chat, admin: Talker, lan: Talker, binh: Talker
) -> None:
    await admin.says("/donvi")
    await admin.presses(f"{LAW}: 1 người, 0 việc")
    await admin.presses("Nhập vào đơn vị khác")
    admin.hears(f"Nhập «{LAW}» vào đơn vị nào?")
    await admin.says("phòng")
    admin.hears("Chưa rõ «phòng» là đơn vị nào")
    await admin.presses(CULTURE)
    admin.hears(f"Nhập «{LAW}» vào «{CULTURE}»?", "1 người", "Không tách lại được.")
    await admin.presses("Nhập đơn vị")
    admin.hears(f"Đã nhập «{LAW}» vào «{CULTURE}» và nhắn 2 người.")
    assert [unit.name for unit in await chat.rows(Unit)] == [OFFICE, CULTURE]
    await admin.acts("unit.yes:3:2")
    admin.hears(f"Đã nhập vào «{CULTURE}» từ trước, không có gì thay đổi.")
    assert [row.what for row in await chat.rows(AuditEntry)].count("unit_merge") == 1
    assert len([row for row in await chat.rows(Outbox) if row.key and row.key.startswith("unit.merged")]) == 2


async def test_what_makes_no_sense_is_refused_before_the_question(
    chat: Chat, admin: Talker, lan: Talker
) -> None:
    await admin.acts("unit.into:1:2")
    admin.hears("là cơ quan nên không nhập vào đơn vị khác được")
    await admin.acts("unit.into:2:2")
    admin.hears("là cùng một đơn vị")
    await admin.acts("unit.merge:2")
    await admin.says("Xưởng 9")
    admin.hears("Không có đơn vị «Xưởng 9»")
    await admin.acts("unit:77")
    admin.hears("Không có đơn vị «77»")
