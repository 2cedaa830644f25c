"""Bringing people in: any file that an office saves, all of it or nothing."""

import io
from typing import Any

import openpyxl
import pytest

from roviec.handlers.roster.check import phone_number
from tests.cli.conftest import ROSTER, Office


def people_of(office: Office) -> list[tuple[str, str, str, str | None]]:
    rows = office.ok("people", "list", "--json").json
    return [(row["name"], row["unit"], row["role"], row["phone"]) for row in rows]


EXPECTED = [
    ("Nguyễn Văn An", "UBND xã Đại Lãnh", "leader", "+84912345678"),
    ("Trần Thị Bình", "Văn phòng", "official", "+84987654321"),
    ("Lê Văn Cường", "Tư pháp – Hộ tịch", "official", None),
]


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# Windows-1258 has no composed ễ or ạ: its files hold the tone as a letter of its own.
_1258 = str.maketrans({"ễ": "ê\u0303", "ạ": "a\u0323", "ọ": "o\u0323", "ụ": "u\u0323", "ị": "i\u0323"})


@pytest.mark.parametrize(
    "data",
    [
        ROSTER.encode(),
        ROSTER.encode("utf-8-sig"),
        ROSTER.encode("utf-16"),
        ROSTER.encode("utf-16-le"),
        ROSTER.replace(",", ";").encode(),
        ROSTER.replace(",", "\t").encode(),
        ROSTER.replace("\n", "\r\n").encode(),
        ("UBND xã Đại Lãnh,,\nDANH SÁCH CÁN BỘ,,\n\n" + ROSTER).encode(),
        b"name,position,unit,parent_unit,phone,role\n"
        + ROSTER.partition("\n")[2].replace("lãnh đạo", "leader").replace("cán bộ", "official").encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "utf-16 without bom",
        "semicolon",
        "tab",
        "crlf",
        "titles above",
        "english",
    ],
)
def test_a_csv_is_read_however_the_office_saved_it(office: Office, data: bytes) -> None:
    assert office.roster(data).code == 0
    assert people_of(office) == EXPECTED


def test_windows_1258_is_read_and_composed(office: Office) -> None:
    text = "họ tên,đơn vị\nNguyễn Văn Lạc,Tư vấn\n".translate(_1258)
    encoded = text.replace("ơ", "ơ").replace("ấ", "â\u0301").encode("cp1258")
    assert office.roster(encoded).code == 0
    assert people_of(office) == [("Nguyễn Văn Lạc", "Tư vấn", "official", None)]


def test_an_excel_file_gives_phones_back_their_zero(office: Office) -> None:
    rows: list[list[Any]] = [line.split(",") for line in ROSTER.splitlines()]
    rows[1][4], rows[2][4] = 912345678, 987654321.0
    result = office("people", "import", office.write("can-bo.xlsx", workbook([["Danh sách"], *rows])))
    assert result.code == 0
    assert result.out == "Thêm mới 3 người, cập nhật 0, không đổi 0.\n"
    assert people_of(office) == EXPECTED


def test_the_same_file_twice_changes_nothing(staffed: Office) -> None:
    assert staffed.roster().out == "Thêm mới 0 người, cập nhật 0, không đổi 3.\n"
    assert people_of(staffed) == EXPECTED


def test_a_changed_position_is_an_update(staffed: Office) -> None:
    assert staffed.roster(ROSTER.replace("Chủ tịch", "Phó Chủ tịch")).out.startswith(
        "Thêm mới 0 người, cập nhật 1"
    )


def test_a_missing_column_leaves_what_was_known(staffed: Office) -> None:
    staffed.roster("họ tên,đơn vị\nNguyễn Văn An,UBND xã Đại Lãnh\n")
    assert people_of(staffed)[0] == EXPECTED[0]
    assert staffed.ok("people", "list", "--json").json[0]["position"] == "Chủ tịch"


def test_a_first_phone_or_a_new_one_finds_the_same_person(staffed: Office) -> None:
    changed = ROSTER.replace("UBND xã Đại Lãnh,,cán bộ", "UBND xã Đại Lãnh,0905 111 222,cán bộ")
    assert staffed.roster(changed.replace("0987654321", "0987 000 001")).out == (
        "Thêm mới 0 người, cập nhật 2, không đổi 1.\n"
    )
    assert [phone for *_, phone in people_of(staffed)] == ["+84912345678", "+84987000001", "+84905111222"]


def test_namesakes_with_phones_stay_two_people(office: Office) -> None:
    office.roster("họ tên,đơn vị,sđt\nLê An,Tổ 1,0912345678\nLê An,Tổ 1,0987654321\n")
    assert len(people_of(office)) == 2
    assert office.roster("họ tên,đơn vị,sđt\nLê An,Tổ 1,0912345678\nLê An,Tổ 1,0987654321\n").out.endswith(
        "không đổi 2.\n"
    )


def test_every_problem_names_its_row_and_nothing_is_imported(office: Office) -> None:
    result = office.roster(
        "họ tên,đơn vị,đơn vị cấp trên,điện thoại,vai trò\n"
        "An,Tổ 1,,0912345678,cán bộ\n"
        ",Tổ 1,,,\n"
        "Bình,,,,\n"
        "Cường,Tổ 2,,12,vua\n"
        "Dũng,Tổ 3,Tổ 3,+84 912 345 678,\n"
        "An,Tổ 1,,,\n"
    )
    assert result.code == 2
    assert result.out == ""
    for words in (
        "Dòng 3: thiếu họ tên.",
        "Dòng 4: thiếu đơn vị.",
        "Dòng 5: số điện thoại «12» không có thật.",
        "Dòng 5: vai trò «vua» không rõ",
        "Dòng 6: đơn vị «Tổ 3» là cấp trên của chính mình.",
        "Dòng 6: số điện thoại +84912345678 trùng với dòng 2.",
        "Dòng 7: An trùng với dòng 2",
        "7 chỗ cần sửa",
    ):
        assert words in result.err
    assert len(result.err.splitlines()) == 1
    assert people_of(office) == []


def test_units_above_themselves_are_refused(office: Office) -> None:
    result = office.roster("họ tên,đơn vị,đơn vị cấp trên\nAn,A,B\nBình,B,C\nCường,C,A\n")
    assert result.code == 2
    assert "Dòng 4: đơn vị «C» và cấp trên của nó tạo thành vòng tròn." in result.err


def test_a_circle_through_known_units_is_refused_whole(staffed: Office) -> None:
    result = staffed.roster("họ tên,đơn vị,đơn vị cấp trên\nMới,UBND xã Đại Lãnh,Văn phòng\n")
    assert result.code == 2
    assert people_of(staffed) == EXPECTED


def test_a_phone_of_somebody_else_is_refused_whole(staffed: Office) -> None:
    result = staffed.roster(
        "họ tên,đơn vị,điện thoại\nNgười Mới,Văn phòng,\nPhạm Dung,Văn phòng,0912345678\n"
    )
    assert result.code == 2
    assert "Dòng 3: số điện thoại +84912345678 đang là của Nguyễn Văn An." in result.err
    assert people_of(staffed) == EXPECTED


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "không có dòng tiêu đề"),
        (b"a,b\n1,2\n", "không có dòng tiêu đề"),
        ("họ tên,đơn vị\n".encode(), "không có người nào"),
        ("họ tên,tên,đơn vị\nAn,An,Tổ 1\n".encode(), "hai cột cùng nghĩa"),
        (b"PK\x03\x04 broken", "Không đọc được tệp"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "Không đọc được tệp"),
    ],
)
def test_a_file_that_is_no_roster_ends_with_one_sentence(office: Office, data: bytes, says: str) -> None:
    result = office.roster(data)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_unknown_columns_are_told_on_the_side(office: Office) -> None:
    result = office.roster("STT,họ tên,đơn vị,chức vu danh\n1,An,Tổ 1,x\n")
    assert result.err.splitlines() == ["Các cột sau không dùng đến: chức vu danh.", "Đơn vị mới: Tổ 1."]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+84 (0)912.345.678", "+84912345678"),
        ("0258 3822 222", "+842583822222"),
        ("12", None),
        ("không có", None),
    ],
)
def test_phones_are_kept_in_one_shape(typed: str, number: str | None) -> None:
    assert phone_number(typed) == number
