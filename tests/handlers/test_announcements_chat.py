"""/thongbao: written by leaders, sent behind everything else, read with one press, reminded once, kept for the record."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from roviec.db.models import Announcement, AuditEntry, Outbox, Receipt, Role, StoredFile
from roviec.db.models.delivery import Lane
from roviec.handlers.announcements.sending import remind_unread, send_announcements
from tests.chat import OFFICE, Chat, Talker
from tests.office import HANOI

pytest_plugins = ("tests.handlers.chat_stages",)
CULTURE, LAW = "Phòng Văn hóa", "Phòng Tư pháp"


@pytest.fixture
async def chair(chat: Chat) -> Talker:
    return await chat.official("Trần Văn Chủ", OFFICE, Role.leader)


@pytest.fixture
async def lan(chat: Chat) -> Talker:
    return await chat.official("Nguyễn Thị Lan", CULTURE)


@pytest.fixture
async def binh(chat: Chat) -> Talker:
    return await chat.official("Lê Văn Bình", LAW)


async def announced(chair: Talker, words: str = "Kết quả PAR INDEX 2025: 88,60 điểm.") -> None:
    await chair.says(f"/thongbao {words}")
    await chair.presses("Gửi tới")


async def reminds(chat: Chat) -> int:
    count = await remind_unread(chat.db, chat.house, chat.now)
    await chat.settle()
    return count


async def test_everybody_hears_it_and_says_that_they_read_it(
    chat: Chat, chair: Talker, lan: Talker, binh: Talker
) -> None:
    await chair.says("/thongbao")
    chair.hears("Chưa có thông báo nào")
    await chair.presses("Soạn thông báo")
    chair.hears("Ông/Bà gửi nội dung")
    await chair.says("Kết quả PAR INDEX 2025: 88,60 điểm.")
    chair.hears("Gửi tới: toàn cơ quan, 2 người", "Hạn đọc: –")
    await chair.presses("Gửi tới 2 người")
    chair.hears("gửi 2 người; đang gửi lần lượt", "nhắc một lần vào ngày 1/7/2026")
    for one in (lan, binh):
        await one.reads()
        one.hears("**Thông báo từ Trần Văn Chủ**", "Kết quả PAR INDEX 2025", "«Đã đọc»")
    await lan.presses("Đã đọc")
    lan.hears("Đã ghi nhận Ông/Bà đọc «Kết quả PAR INDEX 2025: 88,60 điểm.» lúc 08:00 ngày 29/6/2026")
    chat.later(hours=1)
    await lan.presses("Đã đọc")
    lan.hears("đã xác nhận đọc", "lúc 08:00 ngày 29/6/2026")
    await chair.says("/thongbao")
    await chair.presses("(1/2)")
    chair.hears("Tổng số: 2 người", "Đã chuyển: 2 (còn 0 tin đang gửi)", "Đã đọc: 1")
    await chair.presses("Ai chưa đọc (1)")
    chair.hears("Lê Văn Bình (Phòng Tư pháp)")
    chair.does_not_hear("Lan")


async def test_it_goes_to_chosen_units_with_a_day_and_files(
    chat: Chat, chair: Talker, lan: Talker, binh: Talker
) -> None:
    await chair.says("/thongbao")
    await chair.presses("Soạn thông báo")
    await chair.sends_file("kết quả.pdf", b"%PDF-1.4", mime="application/pdf", text="Quán triệt kết quả.")
    chair.hears("Tệp: kết quả.pdf", "Nội dung: Quán triệt kết quả.")
    await chair.says("văn hóa")
    chair.hears("Gửi tới: Phòng Văn hóa, 1 người", "[1. Gửi tới 1 người]", "Bỏ: Phòng Văn hóa")
    await chair.presses("Phòng Tư pháp")
    chair.hears("Phòng Văn hóa; Phòng Tư pháp, 2 người")
    await chair.presses("Bỏ: Phòng Tư pháp")
    await chair.says("trước 3/7")
    chair.hears("Hạn đọc: 3/7/2026", "Gửi tới: Phòng Văn hóa, 1 người")
    await chair.says("cây đa giếng nước")
    chair.hears("Chưa rõ «cây đa giếng nước»")
    await chair.presses("Gửi tới 1 người")
    await lan.reads()
    lan.hears("<kết quả.pdf>", "trước hết ngày 3/7/2026")
    assert await binh.reads() == ""
    (made,) = await chat.rows(Announcement)
    assert (made.audience, str(made.read_by), str(made.remind_on)) == (CULTURE, "2026-07-03", "2026-07-02")


async def test_the_choice_of_units_goes_back_to_everybody_and_can_be_dropped(
    chair: Talker, lan: Talker
) -> None:
    await chair.says("/thongbao Họp lúc 14 giờ")
    await chair.presses("Phòng Văn hóa")
    await chair.presses("Gửi toàn cơ quan")
    chair.hears("Gửi tới: toàn cơ quan")
    await chair.says("/huy")
    await chair.acts("announce.send")
    chair.hears("chưa có nội dung")
    assert await lan.reads() == ""


async def test_many_units_are_turned_in_pages(chat: Chat, chair: Talker) -> None:
    for n in range(12):
        await chat.official(f"Người {n}", f"Phòng số {n:02d}")
    await chair.says("/thongbao Họp")
    await chair.presses("Tiếp")
    await chair.presses("Phòng số 11")
    chair.hears("Gửi tới: Phòng số 11, 1 người")


async def test_who_has_not_read_it_is_reminded_once(
    chat: Chat, chair: Talker, lan: Talker, binh: Talker
) -> None:
    await announced(chair)
    await lan.reads()
    await lan.presses("Đã đọc")
    await binh.reads()
    assert await reminds(chat) == 0
    chat.now = datetime(2026, 7, 1, 7, 0, tzinfo=HANOI)
    assert await reminds(chat) == 0, "before office hours"
    chat.later(hours=1)
    assert await reminds(chat) == 1
    await binh.reads()
    binh.hears("Nhắc lại", "Kết quả PAR INDEX 2025")
    chat.later(days=1)
    assert await reminds(chat) == 0
    await binh.presses("Đã đọc")
    assert {row.read_at is not None for row in await chat.rows(Receipt)} == {True}


async def test_the_reminder_may_come_at_once_and_still_once(chat: Chat, chair: Talker, lan: Talker) -> None:
    await announced(chair)
    await chair.presses("Xem tiến độ")
    await chair.presses("Nhắc ngay người chưa đọc")
    chair.hears("mỗi người một lần")
    assert await reminds(chat) == 1
    await chair.acts("announce.show:1")
    chair.hears("Đã nhắc lại: 1")
    assert "Nhắc ngay người chưa đọc" not in chair.labels
    await chair.presses("Cập nhật số liệu")
    chat.later(days=3)
    assert await reminds(chat) == 0


async def test_outside_of_office_hours_it_waits(chat: Chat, chair: Talker, lan: Talker) -> None:
    chat.later(hours=12)
    await announced(chair)
    chair.hears("bắt đầu gửi lúc 7:30 ngày 30/6/2026")
    assert await lan.reads() == ""
    chat.now = datetime(2026, 6, 30, 7, 30, tzinfo=HANOI)
    await chat.settle()
    await lan.reads()
    lan.hears("Kết quả PAR INDEX 2025")


async def test_it_leaves_in_the_lane_behind_everything_else_and_once(
    chat: Chat, chair: Talker, lan: Talker
) -> None:
    await announced(chair)
    mine = [row for row in await chat.rows(Outbox) if (row.key or "").startswith("announce/")]
    assert [(row.lane, row.person_id) for row in mine] == [(Lane.bulk, lan.person.id)]
    assert await send_announcements(chat.db, chat.house, chat.now) == 0


async def test_the_results_are_files_and_a_line_of_the_log(
    chat: Chat, chair: Talker, lan: Talker, binh: Talker
) -> None:
    nobody = await chat.official("Hoàng Không Máy", LAW)
    async with chat.db.write() as session:
        from roviec.db import people

        for address in await people.linked(session, nobody.person.id):
            await people.unlink(session, address=address)
    await announced(chair)
    await lan.reads()
    await lan.presses("Đã đọc")
    await chair.presses("Xem tiến độ")
    chair.hears("Chưa liên lạc được: 1")
    await chair.presses("Kết quả (Excel, CSV)")
    chair.hears("<thong-bao-1.xlsx>", "<thong-bao-1.csv>", "1/3 người")
    files = {file["name"]: chat.files.read(file["sha256"]) for file in chair.last["files"]}
    head, *rows = list(
        load_workbook(BytesIO(files["thong-bao-1.xlsx"])).active.iter_rows(values_only=True, min_row=4)
    )
    receipts = {row.person_id: row for row in await chat.rows(Receipt)}
    names = {one.person.name: receipts[one.person.id] for one in (lan, binh, nobody)}
    assert head[1] == "Họ và tên"
    assert len(rows) == 3
    for row in rows:
        read = names[row[1]].read_at
        assert row[6] == (read and read.astimezone(HANOI).replace(tzinfo=None, second=0, microsecond=0))
    assert {row[1]: row[8] for row in rows} == {
        "Nguyễn Thị Lan": "Đã đọc",
        "Lê Văn Bình": "Chưa xác nhận",
        "Hoàng Không Máy": "Chưa liên lạc được",
    }
    text = files["thong-bao-1.csv"].decode("utf-8-sig")
    assert files["thong-bao-1.csv"].startswith(b"\xef\xbb\xbf")
    assert "Nguyễn Thị Lan" in text
    assert "2026-06-29 08:00" in text
    log = [(row.what, row.data) for row in await chat.rows(AuditEntry) if row.what.startswith("announce")]
    assert log == [
        ("announce", {"audience": "", "people": 3}),
        ("announce_results", {"read": 1, "people": 3}),
    ]


async def test_who_is_linked_later_hears_it_with_the_reminder(chat: Chat, chair: Talker, lan: Talker) -> None:
    async with chat.db.write() as session:
        from roviec.db import people

        for address in await people.linked(session, lan.person.id):
            await people.unlink(session, address=address)
    await announced(chair)
    assert (await chat.rows(Receipt))[0].sent_at is None
    await chat.official("Nguyễn Thị Lan", CULTURE)
    chat.now = datetime(2026, 7, 1, 8, 0, tzinfo=HANOI)
    assert await reminds(chat) == 1
    await lan.reads()
    lan.hears("Kết quả PAR INDEX 2025")
    assert (await chat.rows(Receipt))[0].sent_at is not None


@pytest.mark.parametrize(
    "packed", ["announce.show:1", "announce.unread:1:0", "announce.nudge:1", "announce.results:1"]
)
async def test_others_see_nothing_of_it(chat: Chat, chair: Talker, lan: Talker, packed: str) -> None:
    head = await chat.official("Phạm Trưởng Phòng", LAW, Role.leader)
    admin = await chat.official("Quản Trị Viên", OFFICE, Role.admin)
    await announced(chair)
    await lan.acts(packed)
    lan.hears("do lãnh đạo quyết định")
    await head.acts(packed)
    head.hears("Không có thông báo này")
    await admin.acts(packed)
    admin.does_not_hear("Không có thông báo này")


async def test_only_who_got_it_says_that_they_read_it(chat: Chat, chair: Talker, lan: Talker) -> None:
    await announced(chair)
    late = await chat.official("Người Mới", LAW)
    await late.acts("announce.read:1")
    late.hears("Không có thông báo này")
    citizen = chat.person("dân")
    await citizen.acts("announce.read:1")
    citizen.hears("dành cho cán bộ")


async def test_officials_and_empty_announcements_are_refused(chat: Chat, chair: Talker, lan: Talker) -> None:
    await lan.says("/thongbao Họp")
    lan.hears("do lãnh đạo quyết định")
    await chair.says(f"/thongbao {'x' * 3001}")
    chair.hears("quá 3000 ký tự")
    await chair.says("/thongbao Họp")
    await chair.says("UBND xã Đại Lãnh")
    chair.hears("1 người")
    assert await chat.rows(Announcement) == []


async def test_nobody_else_in_the_office(chat: Chat, chair: Talker) -> None:
    await chair.says("/thongbao Họp")
    chair.hears("0 người")
    await chair.acts("announce.send")
    chair.hears("chưa có ai khác")


async def test_older_ones_are_a_page_away_and_what_is_kept_is_told(
    chat: Chat, chair: Talker, lan: Talker
) -> None:
    for n in range(7):
        await announced(chair, f"Thông báo số {n}")
    await chair.says("/thongbao")
    chair.hears("Thông báo số 6")
    chair.does_not_hear("Thông báo số 1")
    await chair.presses("Tiếp")
    chair.hears("Thông báo số 1")
    await lan.reads()
    await lan.presses("Đã đọc")
    await lan.says("/dulieu")
    lan.hears("Thông báo gửi cho Ông/Bà: 7, Ông/Bà đã xác nhận đọc: 1")


async def test_its_files_are_kept_as_long_as_it_is(chat: Chat, chair: Talker, lan: Talker) -> None:
    from roviec.db import keeping

    await chair.says("/thongbao")
    await chair.presses("Soạn thông báo")
    await chair.sends_file("a.pdf", b"%PDF-1.4", mime="application/pdf")
    await chair.presses("Gửi tới")
    async with chat.db.write() as session:
        for row in (*await chat.rows(Outbox),):
            await session.delete(await session.get_one(Outbox, row.id))
    async with chat.db.read() as session:
        kept = await keeping.needed(session)
    (file,) = [row for row in await chat.rows(StoredFile) if row.mime == "application/pdf"]
    assert file.sha256 in kept
