"""Units from the terminal: listed, renamed, merged; and tasks of which nobody hears."""

from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import AuditEntry, Outbox, Unit
from roviec.tasks.feedback.rules import link_code
from tests.cli.conftest import Office

HOME = "UBND xã Đại Lãnh"
LAW = "Tư pháp – Hộ tịch"


def link(office: Office, name: str, chat: str) -> None:
    async def work(session: AsyncSession) -> None:
        address = await people.address_of(session, channel="web", chat=chat)
        address.person_id = (await people.person_named(session, name)).id

    office.inside(work)


def written(office: Office) -> list[tuple[str, str]]:
    async def work(session: AsyncSession) -> list[tuple[str, str]]:
        return [(row.chat, row.body["text"]) for row in (await session.exec(select(Outbox))).all()]

    return sorted(office.inside(work))


def noted(office: Office, what: str) -> list[dict[str, Any]]:
    async def work(session: AsyncSession) -> list[dict[str, Any]]:
        entries = (await session.exec(select(AuditEntry).where(AuditEntry.what == what))).all()
        return [{k: v for k, v in entry.data.items() if k != "user"} for entry in entries]

    found: list[dict[str, Any]] = office.inside(work)
    return found


def test_units_are_listed_with_their_people_and_tasks(staffed: Office) -> None:
    staffed.ok("tasks", "add", "--title", "Rà soát", "--lead", "van phong")
    staffed.ok("people", "alias", "Văn phòng", "VP")
    rows = staffed.ok("units", "list", "--json").json
    assert [(row["name"], row["parent"], row["people"], row["tasks"], row["aliases"]) for row in rows] == [
        (HOME, "", 1, 0, []),
        ("Văn phòng", HOME, 1, 1, ["VP"]),
        (LAW, HOME, 1, 0, []),
    ]
    assert "Văn phòng" in staffed.ok("units").out


def test_a_renamed_unit_is_told_once_noted_and_found_by_both_names(staffed: Office) -> None:
    link(staffed, "Trần Thị Bình", "binh")
    result = staffed.ok("units", "rename", "Văn phòng", "Văn phòng HĐND và UBND")
    assert (
        result.out == "Đã đổi tên «Văn phòng» thành «Văn phòng HĐND và UBND»; tên cũ vẫn dùng để tìm được.\n"
    )
    assert result.err == "Đã nhắn 1 trong 1 người của đơn vị.\n"
    again = staffed.ok("units", "rename", "Văn phòng", "Văn phòng HĐND và UBND")
    assert again.out == "Đơn vị đã có tên «Văn phòng HĐND và UBND», không có gì thay đổi.\n"
    assert written(staffed) == [("binh", "Đơn vị «Văn phòng» từ nay có tên là «Văn phòng HĐND và UBND».")]
    assert noted(staffed, "unit_rename") == [{"before": "Văn phòng", "after": "Văn phòng HĐND và UBND"}]
    assert staffed.roster().out == "Thêm mới 0 người, cập nhật 0, không đổi 3.\n"


def test_a_merged_unit_takes_everything_along_is_told_once_and_noted(staffed: Office) -> None:
    for name, chat in (("Trần Thị Bình", "binh"), ("Lê Văn Cường", "cuong")):
        link(staffed, name, chat)
    staffed.ok("tasks", "add", "--title", "Rà soát", "--lead", LAW)
    before = len(written(staffed))
    card = staffed.ok("feedback", "link", "--unit", LAW, "--json").json
    result = staffed.ok("units", "merge", LAW, "Văn phòng")
    assert result.out == f"Đã nhập «{LAW}» vào «Văn phòng».\n"
    assert "Đã chuyển 1 người, 1 nhiệm vụ đang làm, 0 đợt khảo sát, 0 phản ánh." in result.err
    assert "Đã nhắn 2 trong 2 người của đơn vị." in result.err
    again = staffed.ok("units", "merge", LAW, "Văn phòng")
    assert again.out == f"«{LAW}» đã nhập vào «Văn phòng» từ trước, không có gì thay đổi.\n"
    assert len(written(staffed)) == before + 2
    assert [entry["before"] for entry in noted(staffed, "unit_merge")] == [LAW]
    assert staffed.ok("tasks", "add", "--title", "Nữa", "--lead", LAW).code == 0
    assert card["unit"] == LAW

    async def leads_on(session: AsyncSession) -> str:
        from roviec.db.feedback import find
        from roviec.tasks.feedback.rules import unit_in

        _, number = unit_in(link_code(3))
        unit = await find.unit_by_id(session, number)
        return unit.name if unit else ""

    assert staffed.inside(leads_on) == "Văn phòng", "a card printed for the old unit opens the one that stays"


def test_what_makes_no_sense_is_refused_with_one_sentence(staffed: Office) -> None:
    for words, says in (
        (("merge", HOME, "Văn phòng"), "là cơ quan nên không nhập vào đơn vị khác"),
        (("merge", "Văn phòng", "van phong"), "là cùng một đơn vị"),
        (("rename", "Văn phòng", LAW.upper()), f"đang là của đơn vị «{LAW}»"),
        (("merge", "phòng", LAW), "Chưa rõ «phòng» là đơn vị nào: «Văn phòng»"),
        (("rename", "Xưởng 9", "Xưởng 10"), "Không có đơn vị «Xưởng 9»"),
    ):
        result = staffed("units", *words)
        assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1)
        assert says in result.err


def test_the_doctor_names_tasks_of_which_nobody_hears(staffed: Office) -> None:
    def check() -> dict[str, Any]:
        checks = staffed("doctor", "--json").json["checks"]
        found: dict[str, Any] = next(one for one in checks if one["check"] == "unheard")
        return found

    assert check()["ok"]
    staffed.ok("tasks", "add", "--title", "Rà soát thủ tục", "--lead", "Văn phòng")
    assert check()["found"] == "số 1 «Rà soát thủ tục» (Trần Thị Bình)"
    assert "1 nhiệm vụ không ai nghe nhắc" in check()["advice"]
    link(staffed, "Trần Thị Bình", "binh")
    assert check()["ok"]

    async def empty(session: AsyncSession) -> None:
        session.add(Unit(name="Tổ mới", folded="to moi"))

    staffed.inside(empty)
    staffed.ok("tasks", "add", "--title", "Dọn kho", "--lead", "Tổ mới")
    assert check()["found"] == "số 2 «Dọn kho» (Tổ mới: chưa có người phụ trách)"


def test_every_door_asks_where_a_name_is_not_sure(staffed: Office) -> None:
    staffed.ok("people", "alias", "Văn phòng", "Các phòng")
    staffed.ok("people", "alias", LAW, "Các phòng")
    says = f"Chưa rõ «Các phòng» là đơn vị nào: «Văn phòng»; «{LAW}»."
    for words in (
        ("tasks", "add", "--title", "Rà soát", "--lead", "Các phòng"),
        ("people", "alias", "Các phòng", "X"),
        ("survey", "open", "mot-cua", "--unit", "Các phòng"),
        ("feedback", "link", "--unit", "Các phòng"),
        ("units", "rename", "Các phòng", "X"),
    ):
        result = staffed(*words)
        assert result.code == 2, words
        assert says in result.err
