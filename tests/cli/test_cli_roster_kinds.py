"""Lists of people as offices keep them: every kind of layout, font and fault, each with what must come of it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.handlers.roster.check import phone_numbers
from roviec.handlers.roster.letters import decoded, looks_vietnamese, mended
from roviec.tasks.reading.letters import from_tcvn3
from tests.cli.conftest import Office, Result

Rows = list[list[Any]]
OLD = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0x100) if from_tcvn3(chr(code)) != chr(code)}
"""Each letter of TCVN3 as its byte shows in Latin-1."""


def old(text: str) -> str:
    return "".join(OLD.get(letter, OLD.get(letter.lower(), letter)) for letter in text)


def misread(text: str) -> str:
    """Return UTF-8 as somebody who takes it for Windows-1252 sees it."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode()
    )


def book(*sheets: Rows, change: Callable[[Any], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for n, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Trang {n}")
        for row in rows:
            sheet.append(row)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def brings(office: Office, data: bytes | str, *options: str) -> Result:
    return office("people", "import", office.write("can-bo.xlsx", data), *options)


def listed(office: Office) -> list[tuple[str, str]]:
    return [(row["name"], row["unit"]) for row in office.ok("people", "list", "--json").json]


HEAD = ["Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại"]


class TestLayouts:
    """Where headings, names and units stand."""

    def test_a_family_name_and_a_given_name_are_one_name(self, office: Office) -> None:
        rows = [["STT", "Họ và chữ đệm", "Tên", "Phòng ban"], [1, "Vi Thị", "Xuân", "Tổ 1"]]
        assert brings(office, book(rows)).code == 0
        assert listed(office) == [("Vi Thị Xuân", "Tổ 1")]

    def test_headings_may_take_two_lines(self, office: Office) -> None:
        text = "STT;Họ và tên;Công tác;\n;;Chức vụ;Đơn vị\n1;Vi Thị Xuân;TP;Tổ 1\n"
        assert office.roster(text).code == 0
        assert listed(office) == [("Vi Thị Xuân", "Tổ 1")]

    def test_a_merged_unit_holds_for_its_rows_and_no_further(self, office: Office) -> None:
        rows = [HEAD, ["A Một", "", "Tổ 1", ""], ["B Hai", "", None, ""], ["C Ba", "", None, ""]]
        result = brings(office, book(rows, change=lambda b: b.active.merge_cells("C2:C3")))
        assert (result.code, listed(office)) == (2, [])
        assert "Dòng 4: thiếu đơn vị." in result.err

    def test_a_section_holds_for_the_rows_under_it(self, office: Office) -> None:
        rows = [
            ["TT", "Họ và tên", "Chức vụ"],
            ["I", "VĂN PHÒNG HĐND VÀ UBND", None],
            [1, "Đoàn Thị Hoa", None],
        ]
        rows += [["II", "Công an xã", None], [1, "Lò Văn Đoàn", "Phó"], [None, "Tổng cộng: 2 người", None]]
        assert brings(office, book(rows)).code == 0
        assert listed(office) == [
            ("Đoàn Thị Hoa", "Văn phòng HĐND và UBND"),
            ("Lò Văn Đoàn", "Công an xã"),
        ]

    def test_a_person_without_a_unit_is_no_section(self, office: Office) -> None:
        rows = [["Họ và tên", "Đơn vị", "Chức vụ"], ["Đoàn Thị Hoa", "", ""], ["Vi Xuân", "Tổ 1", ""]]
        assert "Dòng 2: thiếu đơn vị." in brings(office, book(rows)).err

    def test_a_section_that_is_no_unit_gives_nobody_one(self, office: Office) -> None:
        rows = [["TT", "Họ và tên", "Chức vụ"], ["I", "Biên chế", None], [1, "Vi Xuân", "CV"]]
        assert "Dòng 3: thiếu đơn vị." in brings(office, book(rows)).err

    def test_all_visible_sheets_are_read_and_named(self, office: Office) -> None:
        one, two = [HEAD, ["A Một", "", "Tổ 1", ""]], [HEAD, ["B Hai", "", "", ""]]
        result = brings(office, book(one, two, [["Ghi chú"]]))
        assert "Dòng 2 (trang «Trang 2»): thiếu đơn vị." in result.err
        two[1][2] = "Tổ 2"
        result = brings(office, book(one, two, [["Ghi chú"]]))
        assert (
            "Đã đọc các trang: «Trang 1», «Trang 2».\nCác trang không có danh sách: «Trang 3»." in result.err
        )
        assert listed(office) == [("A Một", "Tổ 1"), ("B Hai", "Tổ 2")]

    def test_what_is_hidden_is_not_read_and_said(self, office: Office) -> None:
        def hide(made: Any) -> None:
            made.worksheets[0].row_dimensions[3].hidden = True
            made.worksheets[0].column_dimensions["D"].hidden = True
            made.worksheets[1].sheet_state = "hidden"

        rows = [HEAD, ["A Một", "", "Tổ 1", "0912000003"], ["B Hai", "", "Tổ 1", ""]]
        result = brings(office, book(rows, [HEAD, ["C Ba", "", "Tổ 1", ""]], change=hide))
        assert listed(office) == [("A Một", "Tổ 1")]
        for words in (
            "trang bị ẩn: «Trang 2»",
            "dòng bị ẩn của trang «Trang 1»: 3",
            "cột bị ẩn của trang «Trang 1»: D",
        ):
            assert words in result.err
        assert office.ok("people", "list", "--json").json[0]["phone"] is None

    def test_a_page_that_is_called_xls_is_read_and_an_old_workbook_refused(self, office: Office) -> None:
        cells = "<tr><td>Họ tên</td><td>Đơn vị</td></tr><tr><td>Vi<br>Xuân</td><td>Tổ &amp; nhóm</td></tr>"
        assert brings(office, f"<html><body><table>{cells}</table></body></html>").code == 0
        assert listed(office) == [("Vi Xuân", "Tổ & nhóm")]
        result = brings(office, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        assert result.code == 2
        assert "Lưu thành .xlsx" in result.err


class TestLetters:
    """Old fonts and wrong encodings."""

    def test_rows_in_an_old_font_are_converted_and_said(self, office: Office) -> None:
        rows = [
            HEAD,
            *[[old(cell) for cell in row] for row in (["Vũ Thị Tú", "Phó phòng", "Tổ bầu cử", ""],)],
        ]
        result = brings(office, book(rows))
        assert "TCVN3 (.VnTime) sang Unicode: dòng 2." in result.err
        assert listed(office) == [("Vũ Thị Tú", "Tổ bầu cử")]

    def test_a_row_that_may_be_in_either_font_is_refused(self, office: Office) -> None:
        """«Tó» is a word, and «Tú» in the old font."""
        rows = [HEAD, [old("Vũ Thị Xuân"), "", old("Tổ bầu cử"), ""], ["Vũ Đức", "", "Tổ dân vận", ""]]
        result = brings(office, book([*rows, ["Tó", "", "To", ""]]))
        assert result.code == 2
        assert "Dòng 4: không rõ là phông chữ cũ" in result.err

    def test_what_was_read_in_the_wrong_encoding_is_read_anew(self, office: Office) -> None:
        result = brings(office, book([HEAD, [misread("Nguyễn Thị Hậu"), "", "Tổ 1", ""]]))
        assert "Đã sửa chữ bị đọc sai bảng mã: dòng 2." in result.err
        assert listed(office) == [("Nguyễn Thị Hậu", "Tổ 1")]

    @pytest.mark.parametrize(
        "name", ["Nguy?n Th? H?u", "Nguy\ufffdn Văn", misread("Nguyễn Thị Hậu").replace("\xad", "")]
    )
    def test_letters_that_are_gone_are_refused_with_their_row(self, office: Office, name: str) -> None:
        result = brings(office, book([HEAD, [name, "", "Tổ 1", ""]]))
        assert result.code == 2
        assert "Dòng 2: chữ bị lỗi phông" in result.err

    @given(
        st.lists(
            st.sampled_from(
                [
                    "Nguyễn",
                    "Trần",
                    "Đỗ",
                    "Vũ",
                    "Thị",
                    "Văn",
                    "Đức",
                    "Hậu",
                    "Tú",
                    "Hà",
                    "Lê",
                    "Phượng",
                    "Khuyên",
                    "Tuấn",
                    "Quỳnh",
                ]
            ),
            min_size=2,
        )
    )
    def test_names_survive_every_old_way_of_writing(self, words: list[str]) -> None:
        name = " ".join(words)
        assert looks_vietnamese(name)
        assert mended([(1, [misread(name)])]).lines == [(1, [name])]
        assert mended([(1, [misread(misread(name))])]).lines == [(1, [name])]
        row = [old(name), old("Nguyễn Thị Phượng")]
        assert mended([(1, row)]).lines[0][1][1] == "Nguyễn Thị Phượng"
        assert mended([(1, row)]).lines[0][1][0].casefold() == name.casefold()
        assert mended([(1, [name])]).lines == [(1, [name])]
        assert decoded(name.encode()) == name

    @pytest.mark.parametrize("name", ["Y Krông Niê", "H'Đăm Êban", "Lê À Ừ", "K’Să", "Hà", "Đặng"])
    def test_names_of_other_peoples_are_left_as_they_are(self, name: str) -> None:
        made = mended([(1, [name, "Tổ 1"])])
        assert (made.lines, made.old, made.misread, made.lost, made.unsure) == (
            [(1, [name, "Tổ 1"])],
            [],
            [],
            [],
            [],
        )


class TestPhones:
    """Numbers with their zero, one of several, none that lost digits."""

    @pytest.mark.parametrize(
        ("typed", "numbers"),
        [
            ("0912000003 - 0987000003", ["+84912000003", "+84987000003"]),
            ("0258 3822 222 / 0912000003", ["+84912000003", "+842583822222"]),
            ("0912-000-003", ["+84912000003"]),
            ("'0912000007", ["+84912000007"]),
            ("0912000003; 12", []),
        ],
    )
    def test_the_first_mobile_number_comes_first(self, typed: str, numbers: list[str]) -> None:
        assert phone_numbers(typed) == numbers

    def test_a_second_number_is_said(self, office: Office) -> None:
        result = office.roster("họ tên;đơn vị;điện thoại\nVi Xuân;Tổ 1;0258 3822 222 / 0912000003\n")
        assert "Dòng 2: Vi Xuân có nhiều số điện thoại, dùng số +84912000003." in result.err

    def test_digits_that_are_lost_are_refused(self, office: Office) -> None:
        result = office.roster("họ tên;đơn vị;điện thoại\nVi Xuân;Tổ 1;9,12E+08\n")
        assert "Dòng 2: số điện thoại «9,12E+08» đã mất chữ số" in result.err

    def test_a_joining_formula_without_its_result_is_worked_out_and_any_other_refused(
        self, office: Office
    ) -> None:
        head = ["Họ và tên", "Đơn vị", "Số", "Điện thoại"]
        assert brings(office, book([head, ["A Một", "Tổ 1", 912000003, '="0"&C2']])).code == 0
        assert office.ok("people", "list", "--json").json[0]["phone"] == "+84912000003"
        result = brings(office, book([head, ["A Một", "Tổ 1", 912000003, '=TEXT(C2,"0000000000")']]))
        assert "Dòng 2: có ô là công thức chưa có kết quả" in result.err


class TestSamePeople:
    """One person twice."""

    def test_without_phones_both_rows_are_shown(self, office: Office) -> None:
        result = office.roster("họ tên,đơn vị\nVI THỊ XUÂN,Phòng Nội vụ\nVi Thị Xuân,Phòng Nội Vụ\n")
        assert (result.code, listed(office)) == (2, [])
        assert "Dòng 3: Vi Thị Xuân trùng với dòng 2" in result.err

    def test_by_phone_a_row_that_adds_nothing_is_said_and_left_out(self, office: Office) -> None:
        text = "họ tên,đơn vị,điện thoại\nBà Vi Thị Xuân,Tổ 1,0912000003\nVi  Thị Xuân ,Tổ 1.,912000003\n"
        result = office.roster(text)
        assert "Dòng 3 lặp lại dòng 2 (Vi Thị Xuân), chỉ nhập một lần." in result.err
        assert listed(office) == [("Vi Thị Xuân", "Tổ 1")]


SPELT = "họ tên,đơn vị\nA Một,Phòng Nội vụ\nB Hai,P. Nội vụ\nC Ba,PNV\nD Bốn,phòng nội vụ.\n"


class TestSpellings:
    """One unit in several spellings."""

    def test_they_are_shown_together_and_nothing_is_imported(self, office: Office) -> None:
        result = office.roster(SPELT)
        assert (result.code, listed(office)) == (2, [])
        assert (
            "«Phòng Nội vụ» (dòng 2) = «phòng nội vụ.» (dòng 5) = «P. Nội vụ» (dòng 3) = «PNV» (dòng 4)"
            in result.err
        )

    def test_agreed_once_they_are_other_names_and_never_asked_again(self, office: Office) -> None:
        path = office.write("a.csv", SPELT)
        assert office("people", "import", path, "--yes").code == 0
        assert {unit for _, unit in listed(office)} == {"Phòng Nội vụ"}
        assert office("people", "import", path).out == "Thêm mới 0 người, cập nhật 0, không đổi 4.\n"
        assert office.ok("tasks", "add", "--title", "Rà soát", "--lead", "PNV").code == 0

    def test_they_may_be_units_of_their_own(self, office: Office) -> None:
        path = office.write("a.csv", "họ tên,đơn vị\nA Một,Tổ Bản\nB Hai,Tổ Bán\n")
        assert office("people", "import", path).code == 2
        assert office("people", "import", path, "--apart").code == 0
        assert listed(office) == [("A Một", "Tổ Bản"), ("B Hai", "Tổ Bán")]
        assert office("people", "import", path).out == "Thêm mới 0 người, cập nhật 0, không đổi 2.\n"

    def test_a_known_unit_is_asked_about_too(self, staffed: Office) -> None:
        result = staffed.roster("họ tên,đơn vị\nMới,VP\n")
        assert result.code == 2
        assert "đơn vị «Văn phòng» đã có = «VP» (dòng 2)" in result.err

    def test_a_spelling_that_fits_two_units_is_refused_with_both(self, office: Office) -> None:
        office.roster("họ tên,đơn vị\nA,Công an xã Tân Lập\nB,Công an xã Tân Thành\n")
        result = office("people", "import", office.write("b.csv", "họ tên,đơn vị\nC,Công an xã\n"), "--yes")
        assert result.code == 2
        assert (
            "chưa rõ «Công an xã» (dòng 2) là đơn vị nào: «Công an xã Tân Lập»; «Công an xã Tân Thành»"
            in result.err
        )

    def test_units_that_only_look_alike_are_not_asked_about(self, office: Office) -> None:
        text = (
            "họ tên,đơn vị\nA,Trường Tiểu học số 1\nB,Trường Tiểu học số 2\nC,Phòng Kinh tế\nD,Phòng Y tế\n"
        )
        assert office.roster(text).code == 0


SHARED = Path(__file__).parents[3] / "shared" / "imports"
READ = "Thêm mới {} người, cập nhật 0, không đổi 0."
RIGHT: dict[str, tuple[int, tuple[str, ...]]] = {
    "bom-semicolon.csv": (3, ()),
    "sep-line.csv": (1, ()),
    "utf16.csv": (1, ()),
    "cp1258.csv": (2, ()),
    "nfd.csv": (1, ()),
    "crlf-empty-rows.csv": (1, ()),
    "quoted-newline.csv": (1, ()),
    "zero-width-heading.csv": (1, ()),
    "prefix-spaces.xlsx": (1, ("Dòng 3 lặp lại dòng 2",)),
    "zero-lost.csv": (5, ()),
    "phone-number-cells.xlsx": (3, ()),
    "two-phones.csv": (1, ("+84912000003",)),
    "sci.csv": (0, ("Dòng 2", "9,12E+08")),
    "split-name.xlsx": (3, ()),
    "split-name2.xlsx": (2, ()),
    "tcvn3-rows.xlsx": (2, ("TCVN3",)),
    "tcvn3-all.xlsx": (2, ("TCVN3",)),
    "tcvn3-csv-ascii-heading.csv": (2, ("TCVN3",)),
    "mojibake.xlsx": (1, ("dòng 2",)),
    "hidden-sheet.xlsx": (1, ("trang bị ẩn: «Danh sách cũ 2023»",)),
    "hidden-row.xlsx": (1, ("dòng bị ẩn",)),
    "two-sheets.xlsx": (2, ("«Sheet», «Phòng Kinh tế»",)),
    "unit-as-section.xlsx": (2, ()),
    "unit-as-section2.xlsx": (2, ()),
    "merged-unit.xlsx": (3, ()),
    "two-row-heading.xlsx": (1, ()),
    "unit-variants.xlsx": (
        0,
        ("«Phòng Nội vụ»", "«P. Nội vụ»", "«PNV»", "«UBND xã A»", "«Ủy ban nhân dân xã A»"),
    ),
    "dup-case.xlsx": (0, ("Dòng 3", "dòng 2")),
    "heading-variants.xlsx": (1, ()),
    "html-xls.xls": (1, ()),
}
"""File → how many people it brings, 0 where it is refused, and what the answer says."""
PLANS = {"plan-date-cells.xlsx": 6, "plan-merged.xlsx": 3, "plan-unicode.docx": 2, "plan-tcvn3.docx": 2}
KNOWN_PHONES = {"zero-lost.csv", "phone-number-cells.xlsx", "two-phones.csv"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/imports beside the project")
class TestSharedFiles:
    """Each file of the shared folder, with the result that its README names."""

    def test_every_file_has_its_right_result_here(self) -> None:
        assert {path.name for path in SHARED.iterdir()} - {"README.md"} == {*RIGHT, *PLANS}

    @pytest.mark.parametrize("name", RIGHT)
    def test_a_roster_gives_its_right_result(self, office: Office, name: str) -> None:
        count, says = RIGHT[name]
        result = office("people", "import", SHARED / name)
        assert result.code == (0 if count else 2), result.err
        assert result.out.strip() == (READ.format(count) if count else "")
        assert [words for words in says if words not in result.err] == []
        people = office.ok("people", "list", "--json").json
        assert len(people) == count
        assert all(looks_vietnamese(f"{row['name']} {row['unit']} {row['position']}") for row in people)
        assert all(row["phone"] for row in people) or name not in KNOWN_PHONES

    @pytest.mark.parametrize("name", PLANS)
    def test_a_plan_is_read_as_before(self, office: Office, name: str) -> None:
        assert len(office.ok("plan", "read", SHARED / name, "--json").json["tasks"]) == PLANS[name]
