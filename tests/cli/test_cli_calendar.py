"""roviec calendar: what an office enters, sees and takes back; wrong input ends with 2 and a sentence."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.models import AuditEntry
from roviec.tasks.calendar import HANOI, Calendar
from tests.cli.conftest import Office

TODAY = datetime.now(UTC).astimezone(HANOI).date()
CALENDAR = Calendar.seeded(range(TODAY.year, TODAY.year + 4))
# A whole week of working days, next year, beside no day off.
MONDAY = next(
    day
    for n in range(400)
    if (day := date(TODAY.year + 1, 6, 1) + timedelta(n)).weekday() == 0
    and all(CALENDAR.is_working(day + timedelta(m)) for m in range(5))
)
SATURDAY = MONDAY + timedelta(5)


def row(office: Office, day: date) -> dict[str, object] | None:
    rows = office.ok("calendar", "list", "--year", day.year, "--json").json
    return next((one for one in rows if one["day"] == str(day)), None)


@pytest.mark.parametrize(
    "words",
    [
        ("add", MONDAY, "--off", "--name", "Lũ"),
        ("off", MONDAY, "--note", "Lũ"),
    ],
)
def test_a_day_off_is_entered_shown_and_taken_back(office: Office, words: tuple[object, ...]) -> None:
    assert row(office, MONDAY) is None
    assert office.ok("calendar", *words).out.startswith("Đã ghi ngày nghỉ")
    assert row(office, MONDAY) == {
        "day": str(MONDAY), "kind": "off", "name": "Lũ", "entered": True, "projected": True,
    }  # fmt: skip
    assert "Lũ" in office.ok("calendar", "list", "--year", MONDAY.year).out
    assert office("calendar", "off", MONDAY).err.count("đã là ngày nghỉ") == 1
    office.ok("calendar", "remove", MONDAY)
    assert row(office, MONDAY) is None
    assert office("calendar", "remove", MONDAY).code == 2


def test_a_saturday_is_worked(office: Office) -> None:
    office.ok("calendar", "add", SATURDAY, "--work", "--name", "Làm bù")
    found = row(office, SATURDAY)
    assert found is not None
    assert (found["kind"], found["name"]) == ("work", "Làm bù")
    office.ok("calendar", "remove", SATURDAY)
    office.ok("calendar", "work", SATURDAY)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("off", "2027-02-31"), "không phải là ngày"),
        (("off", f"{TODAY.year - 1}-06-01"), f"Năm {TODAY.year - 1} đã qua"),
        (("off", f"{TODAY.year + 9}-06-01"), "Lịch chỉ nhận đến hết năm"),
        (("off", SATURDAY), "đã là ngày nghỉ"),
        (("work", MONDAY), "vốn là ngày làm việc"),
        (("off", MONDAY, "--to", MONDAY - timedelta(1)), "Ngày đầu"),
        (("off", MONDAY, "--to", MONDAY + timedelta(60)), "dài quá"),
        (("add", MONDAY), "Ông/Bà chọn một trong hai"),
        (("add", MONDAY, "--off", "--work"), "Ông/Bà chọn một trong hai"),
        (("remove", MONDAY), "chưa nhập gì"),
    ],
)
def test_wrong_input_ends_with_a_sentence(office: Office, words: tuple[object, ...], said: str) -> None:
    result = office("calendar", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_each_change_is_in_the_log(office: Office) -> None:
    office.ok("calendar", "off", MONDAY, "--to", MONDAY + timedelta(6), "--note", "Lũ")
    office.ok("calendar", "remove", MONDAY)
    office.ok("calendar", "confirm", MONDAY.year)

    async def log(session: AsyncSession) -> list[tuple[str, object]]:
        assert (await audit.verify(session)).ok
        rows = (await session.exec(select(AuditEntry).order_by("id"))).all()
        return [(one.what, one.data.get("days")) for one in rows]

    week = [str(MONDAY + timedelta(n)) for n in range(5)]
    assert office.inside(log) == [
        ("days_set", week),
        ("days_dropped", [str(MONDAY)]),
        ("days_confirmed", None),
    ]


def dmy(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_of_days_is_brought_in_twice_without_harm(office: Office, delimiter: str) -> None:
    path = office.folder / "lich.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=delimiter)
        lines.writerow(["Ngày", "Loại", "Ghi chú"])
        lines.writerow([f"{dmy(MONDAY)} - {dmy(MONDAY + timedelta(1))}", "nghỉ", "Lũ"])
        lines.writerow([SATURDAY, "Làm bù", "Bù lũ"])
    assert "Đã ghi 3 ngày" in office.ok("calendar", "import", path).out
    assert "Đã ghi 0 ngày" in office.ok("calendar", "import", path).out
    found = [row(office, day) for day in (MONDAY, MONDAY + timedelta(1), SATURDAY)]
    assert [one and one["kind"] for one in found] == ["off", "off", "work"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ngày,loại\n31/2/2027,nghỉ\n", "Dòng 2 của tệp: Không có ngày 31/2/2027"),
        (f"ngày,loại\n{dmy(MONDAY)},nghỉ\n{dmy(MONDAY)},chơi\n", "Dòng 3 của tệp: «chơi» không phải"),
        ("ngày,loại\n1/6/2020,nghỉ\n", "Dòng 2 của tệp: Năm 2020 đã qua"),
        ("tên,tuổi\na,b\n", "phải là CSV"),
        ("", "phải là CSV"),
    ],
)
def test_a_wrong_line_brings_nothing_in(office: Office, text: str, said: str) -> None:
    result = office("calendar", "import", office.write("lich.csv", text))
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert row(office, MONDAY) is None


def days_off(office: Office) -> dict[str, object]:
    return next(one for one in office("doctor", "--json").json["checks"] if one["check"] == "days_off")


def test_the_doctor_says_which_years_are_a_projection(office: Office) -> None:
    following = TODAY.year + 1
    found = days_off(office)
    assert f"{following} mới là dự kiến" in str(found["found"])
    assert f"roviec calendar confirm {TODAY.year}" in str(found["advice"]) or found["ok"]
    office.ok("calendar", "confirm", TODAY.year)
    office.ok("calendar", "confirm", following)
    found = days_off(office)
    assert found["ok"]
    assert "dự kiến" not in str(found["found"])


def test_the_doctor_names_the_days_that_wait_for_the_office(office: Office) -> None:
    waiting = date(TODAY.year + 1, 11, 24)
    assert dmy(waiting) in str(days_off(office)["found"])
    office.ok("calendar", "work", waiting, "--note", "Chưa có hiệu lực")
    assert dmy(waiting) not in str(days_off(office)["found"])
