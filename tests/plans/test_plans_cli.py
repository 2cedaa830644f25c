"""roviec plan and roviec people alias."""

import json
from pathlib import Path

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Outbox
from tests.cli.conftest import ROSTER, Office, office
from tests.plans.conftest import LETTER

__all__ = ["office"]
PLAN = (
    LETTER.replace("1. Phòng Nội vụ", "1. Văn phòng")
    .replace("2. Phòng Tài chính - Kế hoạch", "2. Phòng Tư pháp")
    .replace("{stranger}", "Tổ khảo sát hài lòng")
)


@pytest.fixture
def staffed(office: Office) -> Office:
    """The office with its people on the roster."""
    assert office.roster(ROSTER.replace("Tư pháp – Hộ tịch", "Phòng Tư pháp")).code == 0
    return office


@pytest.fixture
def plan(staffed: Office) -> Path:
    return staffed.write("ke-hoach.txt", PLAN)


def test_a_document_is_read_into_the_agreed_shape_and_nothing_is_written(office: Office) -> None:
    file = office.write("ke-hoach.txt", PLAN)
    read = office.ok("plan", "read", file, "--json").json
    assert {"name", "source", "document", "targets", "tasks"} <= set(read)
    assert (read["name"], read["source"]) == ("ke-hoach", {"file": "ke-hoach.txt"})
    assert (read["document"]["number"], read["document"]["issued"]) == ("41/KH-UBND", "2026-06-10")
    wanted = {"ref", "title", "lead", "partners", "due", "due_text", "recurrence", "kind", "quote"}
    assert all(wanted <= set(task) for task in read["tasks"])
    assert [task["due"] for task in read["tasks"]] == ["2026-06-30", None, "2026-07-15", "2026-09-30"]
    assert not (office.folder / "roviec.db").exists()
    assert "Rà soát, công khai" in office.ok("plan", "read", file).out


def test_what_is_unsure_is_shown_to_whoever_only_reads(office: Office) -> None:
    doubtful = (
        "\n5. Chủ tịch UBND giao FPT Telecom sửa đường truyền trước vụ Đông Xuân.\n\n"
        "6. UBND các xã thả cá giống xuống hồ.\n"
    )
    file = office.write("ke-hoach.txt", PLAN + doubtful)
    whys = [
        why
        for task in office.ok("plan", "read", file, "--json").json["tasks"]
        for why in task["unsure"].values()
    ]
    said = " ".join(office.ok("plan", "read", file).out.split())
    assert len(whys) >= 2
    assert "Cần xem" in said
    assert all(" ".join(why.split()[:3]) in said for why in whys)


def test_reading_needs_no_office(office: Office) -> None:
    file = office.write("ke-hoach.txt", PLAN)
    (office.folder / "config.toml").unlink()
    assert len(office.ok("plan", "read", file, "--json").json["tasks"]) == 4


def test_unclear_rows_are_listed_and_nothing_is_imported_unless_they_may_be_skipped(
    staffed: Office, plan: Path
) -> None:
    result = staffed("plan", "import", plan, "--yes")
    assert (result.code, result.out) == (2, "")
    assert "Dòng 4 (3 -1)" in result.err
    assert "«Tổ khảo sát hài lòng»" in result.err
    assert "Còn 1 dòng chưa rõ đơn vị" in result.err
    assert staffed.ok("tasks", "--json").json == []
    done = staffed.ok("plan", "import", plan, "--yes", "--skip-unclear")
    assert done.out == "Đã nhập Kế hoạch 41/KH-UBND ngày 10/6/2026: 3 nhiệm vụ.\n"
    assert len(staffed.ok("tasks", "--json").json) == 3


def test_every_row_is_shown_with_its_lead_and_date_before_it_is_assigned(staffed: Office, plan: Path) -> None:
    shown = staffed.ok("plan", "import", plan, "--yes", "--skip-unclear").err
    assert "Dòng 1 (1 -1): Rà soát, công khai toàn bộ thủ tục hành chính" in shown
    assert "Văn phòng" in shown
    assert "hạn: 30/6/2026 (" in shown
    assert "Dòng 3 (2 -1)" in shown
    assert "Dòng 4" in shown


def test_an_alias_makes_the_document_clear_and_owners_hear_of_it_in_one_message(
    staffed: Office, plan: Path
) -> None:
    async def link(session: AsyncSession) -> None:
        session.add(Address(channel="web", chat="x", person_id=2))

    async def letters(session: AsyncSession) -> list[Outbox]:
        return list((await session.exec(select(Outbox))).all())

    staffed.inside(link)
    assert (
        "«Tổ khảo sát hài lòng» là Văn phòng"
        in staffed.ok("people", "alias", "van phong", "Tổ khảo sát hài lòng").out
    )
    assert "đã là tên gọi" in staffed.ok("people", "alias", "Văn phòng", "TỔ KHẢO SÁT hài lòng").out
    assert staffed.ok("people", "aliases", "--json").json == [
        {"alias": "Tổ khảo sát hài lòng", "unit": "Văn phòng"}
    ]
    result = staffed.ok("plan", "import", plan, "--yes")
    assert "4 nhiệm vụ" in result.out
    assert "Lê Văn Cường" in result.err
    (told,) = staffed.inside(letters)
    assert "Ông/Bà được giao 3 nhiệm vụ" in json.dumps(told.body, ensure_ascii=False)
    again = staffed("plan", "import", plan, "--yes")
    assert (again.code, "đã nhập ngày" in again.err) == (2, True)


def test_an_alias_is_forgotten_and_wrong_ones_are_refused(staffed: Office) -> None:
    staffed.ok("people", "alias", "Văn phòng", "VPUB")
    assert "Đã bỏ" in staffed.ok("people", "alias", "Văn phòng", "vpub", "--remove").out
    for words, says in (
        (("Văn phòng", "vpub", "--remove"), "không phải là tên gọi khác"),
        (("Sở X", "SX"), "Không có đơn vị «Sở X»"),
        (("Văn phòng", " "), "Chưa ghi tên gọi khác"),
    ):
        result = staffed("people", "alias", *words)
        assert (result.code, says in result.err) == (2, True)


def test_without_a_terminal_and_without_yes_nothing_is_assigned(staffed: Office, plan: Path) -> None:
    staffed.ok("people", "alias", "Văn phòng", "Tổ khảo sát hài lòng")
    result = staffed("plan", "import", plan)
    assert (result.code, result.out) == (2, "")
    assert "4 nhiệm vụ." in result.err
    assert "--yes" in result.err
    assert staffed.ok("tasks", "--json").json == []


def test_a_correction_is_applied_and_a_look_alike_may_be_said_to_be_one(staffed: Office, plan: Path) -> None:
    staffed.ok("people", "alias", "Văn phòng", "Tổ khảo sát hài lòng")
    staffed.ok("plan", "import", plan, "--yes")
    moved = staffed.write("ban-2.txt", PLAN.replace("30/6/2026", "31/7/2026"))
    assert "đổi hạn 1, đổi đơn vị 0, giữ nguyên 3" in staffed.ok("plan", "import", moved, "--yes").out
    assert "2026-07-31" in [task["due"] for task in staffed.ok("tasks", "--json").json]
    other = staffed.write("ban-3.txt", PLAN.replace("Số: 41/KH-UBND", "Số: 52/KH-UBND"))
    assert "không có văn bản số 9" in staffed("plan", "import", other, "--yes", "--fixes", 9).err.lower()
    assert "đổi hạn 1" in staffed.ok("plan", "import", other, "--yes", "--fixes", 1).out
    assert len(staffed.ok("tasks", "--json").json) == 4


def test_bad_files_end_with_one_sentence(staffed: Office) -> None:
    for name, data, says in (
        ("trong.txt", b" ", "không có nội dung"),
        ("hong.docx", b"x", "bị hỏng"),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "Office cũ"),
    ):
        file = staffed.write(name, data)
        for verb in (("read",), ("import", "--yes")):
            result = staffed("plan", verb[0], file, *verb[1:])
            assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1)
            assert says in result.err
    assert "Không tìm thấy tệp" in staffed("plan", "read", staffed.folder / "khong-co.txt").err
