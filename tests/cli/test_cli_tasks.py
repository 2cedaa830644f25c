"""Showing and assigning tasks."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Outbox
from tests.cli.conftest import Office

ADD = ("tasks", "add", "--title", "Rà soát  thủ tục", "--lead", "van phong")


def test_a_task_is_assigned_and_its_number_stands_alone_on_stdout(staffed: Office) -> None:
    result = staffed.ok(*ADD, "--partner", "Tư pháp – Hộ tịch", "--due", "2027-06-30")
    assert result.out == "1\n"
    (task,) = staffed.ok("tasks", "--json").json
    assert task["title"] == "Rà soát thủ tục"
    assert task["leads"] == ["Văn phòng"]
    assert task["partners"] == ["Tư pháp – Hộ tịch"]
    assert (task["due"], task["original_due"]) == ("2027-06-30", "2027-06-30")
    assert (task["state"], task["state_label"]) == ("assigned", "đã giao")
    assert (task["percent"], task["days_late"], task["standing"]) == (0, 0, "trong hạn")


def test_who_is_in_charge_hears_of_it_with_two_choices(staffed: Office) -> None:
    async def link(session: AsyncSession) -> None:
        session.add(Address(channel="web", chat="x", person_id=2))

    async def letters(session: AsyncSession) -> list[Outbox]:
        return list((await session.exec(select(Outbox))).all())

    staffed.inside(link)
    result = staffed.ok(*ADD, "--due", "2027-06-30")
    assert "Trần Thị Bình" in result.err
    (letter,) = staffed.inside(letters)
    assert (letter.chat, letter.task_id) == ("x", 1)
    assert "Ông/Bà được giao nhiệm vụ mới: Rà soát thủ tục. Hạn: 30/6/2027." in str(letter.body)
    assert "task.accept:1" in str(letter.body)
    assert "task.open:1" in str(letter.body)


def test_somebody_out_of_reach_is_named(staffed: Office) -> None:
    assert "Chưa nhắn được vì chưa liên kết kênh nào: Trần Thị Bình." in staffed.ok(*ADD).err


def test_the_list_is_for_readers(staffed: Office) -> None:
    staffed.ok(*ADD, "--due", "2020-06-30")
    said = staffed.ok("tasks").out
    assert "30/6/2020" in said
    assert "quá hạn" in said
    assert "Văn phòng" in said


def test_wrong_orders_end_with_one_sentence_and_no_task(staffed: Office) -> None:
    for words, says in (
        (("tasks", "add", "--title", " ", "--lead", "Văn phòng"), "Chưa ghi tên việc"),
        (("tasks", "add", "--title", "Việc", "--lead", "Sở X"), "Không có đơn vị «Sở X»"),
        ((*ADD, "--partner", "Văn phòng"), "vừa chủ trì vừa phối hợp"),
        ((*ADD, "--due", "30/6/2026"), "«30/6/2026» không phải là ngày"),
        ((*ADD, "--due", "2026-02-30"), "không phải là ngày"),
        (("tasks", "add", "--title", "Việc"), "Lệnh còn thiếu --lead"),
    ):
        result = staffed(*words)
        assert (result.code, result.out) == (2, "")
        assert says in result.err
        assert len(result.err.splitlines()) == 1
    assert staffed.ok("tasks", "--json").json == []


def test_a_task_is_changed_with_a_reason_and_everybody_concerned_hears_once(staffed: Office) -> None:
    async def link(session: AsyncSession) -> None:
        session.add(Address(channel="web", chat="x", person_id=2))

    async def letters(session: AsyncSession) -> list[Outbox]:
        return list((await session.exec(select(Outbox).order_by(Outbox.place))).all())  # type: ignore[arg-type]

    staffed.inside(link)
    staffed.ok(*ADD, "--due", "2027-06-30")
    result = staffed.ok(
        "tasks", "edit", "1", "--due", "2027-07-15", "--title", "Rà soát", "--why", "Tỉnh lùi hạn"
    )
    assert "Trần Thị Bình" in result.err
    assert result.out == ""
    _, letter = staffed.inside(letters)
    assert "Hạn: 30/6/2027 → 15/7/2027" in str(letter.body)
    assert "Nội dung: Rà soát thủ tục → Rà soát" in str(letter.body)
    assert "Lý do: Tỉnh lùi hạn" in str(letter.body)
    (task,) = staffed.ok("tasks", "--json").json
    assert (task["due"], task["original_due"], task["title"]) == ("2027-07-15", "2027-06-30", "Rà soát")
    staffed.ok("tasks", "edit", "1", "--lead", "tư pháp – hộ tịch", "--why", "Đúng chức năng")
    (task,) = staffed.ok("tasks", "--json").json
    assert (task["leads"], task["state"]) == (["Tư pháp – Hộ tịch"], "assigned")


def test_a_change_without_reason_sense_or_difference_changes_nothing(staffed: Office) -> None:
    staffed.ok(*ADD, "--due", "2027-06-30")
    for words, says in (
        (("1", "--due", "2027-07-15", "--why", " "), "Chưa ghi lý do"),
        (("9", "--due", "2027-07-15", "--why", "Vì"), "Không có nhiệm vụ số 9"),
        (("1", "--why", "Vì"), "không có gì thay đổi"),
        (("1", "--due", "2020-07-15", "--why", "Vì"), "đã qua"),
        (("1", "--lead", "Sở X", "--why", "Vì"), "Không có đơn vị"),
    ):
        result = staffed("tasks", "edit", *words)
        assert (result.code, says in result.err) == (2, True), result.err
    (task,) = staffed.ok("tasks", "--json").json
    assert (task["due"], task["leads"]) == ("2027-06-30", ["Văn phòng"])
