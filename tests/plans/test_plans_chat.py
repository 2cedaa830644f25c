"""Leaders bring documents in by chat: forwarded, read, reviewed, assigned."""

from pathlib import Path

import pytest
from sqlmodel import select

from roviec.db.engine import Database
from roviec.db.models import ImportDraft, Part, Plan, TaskUnit, UnitAlias
from roviec.db.plans import drafts
from tests.chat import Chat
from tests.plans.conftest import CLEAR, Office, count, letter, tasks


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> Chat:
    """An empty office: every test here runs on both databases."""
    return await Chat.bare(db, tmp_path)


async def test_a_document_becomes_tasks_with_owner_deadline_and_quote_and_each_owner_gets_one_message(
    office: Office,
) -> None:
    heard = await office.forwards(office.chair)
    assert "**Kế hoạch 41/KH-UBND ngày 10/6/2026**" in heard
    assert "4 nhiệm vụ." in heard
    assert "cần Ông/Bà xem" not in heard
    assert "Đã nhập Kế hoạch 41/KH-UBND ngày 10/6/2026: 4 nhiệm vụ." in await office.chair.presses(
        "Giao tất cả"
    )
    told = await office.mai.reads()
    assert told.count("**Giao nhiệm vụ theo văn bản**") == 1
    assert "Ông/Bà được giao 2 nhiệm vụ theo Kế hoạch 41/KH-UBND" in told
    assert "30/6/2026" in told
    assert "1 nhiệm vụ" in await office.huy.reads()
    first, second, *_ = await tasks(office)
    assert (first.due_kind, str(first.due), str(first.original_due)) == ("fixed", "2026-06-30", "2026-06-30")
    assert first.due_words == "hoàn thành trước 30/6/2026"
    assert first.quote.startswith("Rà soát, công khai")
    assert (second.recurrence, second.due_words) == ("quarterly", "hằng quý")
    async with office.house.db.read() as session:
        plan = (await session.exec(select(Plan))).one()
        parts = (await session.exec(select(TaskUnit).where(TaskUnit.part == Part.lead))).all()
    assert (plan.number, plan.kind, str(plan.issued)) == ("41/KH-UBND", "Kế hoạch", "2026-06-10")
    assert [part.person_id for part in parts] == [
        who.person.id if who.person else 0 for who in (office.mai, office.mai, office.huy, office.lan)
    ]


async def test_an_unknown_unit_is_asked_about_never_guessed_and_may_be_remembered(office: Office) -> None:
    heard = await office.forwards(office.chair, letter())
    assert "1 dòng cần Ông/Bà xem: 1 chưa rõ đơn vị." in heard
    row = await office.chair.presses("Sửa 1 dòng")
    assert "«Tổ khảo sát hài lòng» (chưa có trong danh sách)" in row
    decided = await office.chair.says("phong van hoa")
    assert "Đã hiểu «Tổ khảo sát hài lòng» là Phòng Văn hóa (1 dòng)" in decided
    assert "cần Ông/Bà xem" not in decided
    assert "Đã nhớ" in await office.chair.presses("Nhớ cách gọi")
    await office.chair.presses("Giao tất cả")
    assert await count(office, UnitAlias) == 1
    again = letter("Tổ khảo sát hài lòng", ("41/KH-UBND", "42/KH-UBND"))
    assert "cần Ông/Bà xem" not in await office.forwards(office.chair, again)


async def test_a_group_is_answered_once_with_the_units_it_means_and_remembered(office: Office) -> None:
    await office.forwards(office.chair, letter("Các đơn vị trực chợ phiên"))
    await office.chair.presses("Sửa 1 dòng")
    decided = await office.chair.says("Phòng Văn hóa, Phòng Nội vụ")
    assert "«Các đơn vị trực chợ phiên» là Phòng Văn hóa; Phòng Nội vụ (1 dòng)" in decided
    await office.chair.presses("Nhớ cách gọi")
    await office.chair.presses("Giao tất cả")
    assert await count(office, UnitAlias) == 2
    again = letter("Các đơn vị trực chợ phiên", ("41/KH-UBND", "42/KH-UBND"))
    assert "cần Ông/Bà xem" not in await office.forwards(office.chair, again)


async def test_the_summary_counts_what_else_may_be_checked(office: Office) -> None:
    changes = (
        ("1. Phòng Nội vụ", "1. P. Nội vụ"),
        (", hoàn thành trước 15/7/2026", ""),
    )
    heard = await office.forwards(office.chair, letter("Phòng Văn hóa", *changes))
    assert "Xem thêm: 1 dòng không có hạn; 2 dòng có tên đơn vị viết khác danh sách." in heard


async def test_unclear_rows_are_named_before_anything_is_assigned_and_may_be_left_out(office: Office) -> None:
    await office.forwards(office.chair, letter())
    asked = await office.chair.presses("Giao tất cả")
    assert "Còn 1 dòng cần Ông/Bà xem: 4" in asked
    assert await tasks(office) == []
    assert "Đã nhập Kế hoạch" in await office.chair.presses("Bỏ 1 dòng chưa rõ, giao 3 việc")
    assert len(await tasks(office)) == 3


async def test_confirming_twice_assigns_once(office: Office) -> None:
    await office.forwards(office.chair)
    button = next(c["action"] for c in office.chair.last["choices"] if c["label"] == "Giao tất cả")
    await office.chair.acts(button)
    assert "đã được giao việc xong" in await office.chair.acts(button)
    assert (len(await tasks(office)), await count(office, Plan)) == (4, 1)
    await office.mai.reads()
    assert await office.mai.reads() == ""


async def test_two_leaders_with_the_same_document_assign_it_once(office: Office) -> None:
    await office.forwards(office.chair)
    await office.forwards(office.vice)
    assert "Đã nhập" in await office.chair.presses("Giao tất cả")
    assert "đã nhập ngày 15/6/2026 (4 nhiệm vụ)" in await office.vice.presses("Giao tất cả")
    assert (len(await tasks(office)), await count(office, Plan)) == (4, 1)


async def test_the_same_document_again_is_recognised_before_and_after_it_is_assigned(office: Office) -> None:
    await office.forwards(office.chair)
    assert "4 nhiệm vụ." in await office.chair.sends_file("khac-ten.txt", CLEAR, mime="text/plain")
    assert await office.reads() == 0
    await office.chair.presses("Giao tất cả")
    again = await office.chair.sends_file("ke-hoach.txt", CLEAR, mime="text/plain", text="giao việc")
    assert "đã nhập ngày 15/6/2026 (4 nhiệm vụ)" in again
    assert await count(office, ImportDraft) == 1


async def test_a_restart_in_the_middle_of_the_review_loses_no_decision(office: Office) -> None:
    await office.forwards(office.chair, letter())
    await office.chair.presses("Sửa 1 dòng")
    await office.chair.presses("Phòng Văn hóa")
    await office.house.restart()
    assert "cần Ông/Bà xem" not in await office.chair.acts("plan.show:1")
    assert "4 nhiệm vụ" in await office.chair.presses("Giao tất cả")


async def test_a_reader_killed_in_the_middle_is_replaced_and_the_summary_comes_once(office: Office) -> None:
    await office.chair.sends_file("ke-hoach.txt", CLEAR, mime="text/plain")
    async with office.house.db.write() as session:
        assert await drafts.claim(session) is not None
    assert await office.reads() == 1
    assert await office.reads() == 0
    assert (await office.chair.reads()).count("4 nhiệm vụ.") == 1


async def test_an_officials_document_stays_evidence_and_their_forged_choices_change_nothing(
    office: Office,
) -> None:
    assert "Đang đọc" not in await office.mai.sends_file("ke-hoach.txt", CLEAR, mime="text/plain")
    await office.forwards(office.chair)
    for action in (
        "plan.all:1",
        "plan.yes:1",
        "plan.show:1",
        "plan.drop:1:0",
        "plan.read",
        "plan.take:1:0:0:u2",
    ):
        assert "do lãnh đạo quyết định" in await office.mai.acts(action)
    assert "dành cho cán bộ" in await office.house.person("Ai đó").acts("plan.all:1")
    assert await tasks(office) == []


FORGED = (
    "plan.all:2",
    "plan.show:99999999999999999999",
    "plan.show:x",
    "plan.show:-1",
    "plan.row:1:99",
    "plan.row:1:٣",
    "plan.take:1:0:7:u1",
    "plan.take:1:0:0:u99",
    "plan.take:1:0:0:gu",
    "plan.alias:1:0:9",
    "plan.due:1:",
    "plan.fixes:1:1",
    "plan.diff:1",
    "plan.got:x",
    "plan.nope:1",
)


async def test_a_forged_choice_gets_an_answer_and_assigns_nothing(office: Office) -> None:
    await office.forwards(office.chair)
    for action in FORGED:
        assert await office.chair.acts(action), action
    assert await tasks(office) == []


async def test_another_leaders_draft_does_not_open(office: Office) -> None:
    await office.forwards(office.chair)
    for action in ("plan.show:1", "plan.all:1", "plan.off:1"):
        assert "Không tìm thấy bản đối chiếu này" in await office.vice.acts(action)


async def test_a_report_without_tasks_says_so(office: Office) -> None:
    report = (
        "BÁO CÁO\nKết quả thực hiện công tác quý II năm 2026\n\nTrong quý II, xã đã tiếp nhận 512 hồ sơ.\n"
    )
    assert "không thấy nhiệm vụ hay chỉ tiêu nào" in await office.forwards(office.chair, report.encode())
