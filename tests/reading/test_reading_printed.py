"""Tables as a page's text prints them: each column at its place, cells wrapped inside it, the gutters blank."""

import textwrap
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

import pytest

from roviec.tasks.reading.merged import FROM_ABOVE
from roviec.tasks.reading.rebuilt import APART
from roviec.tasks.reading.text import from_text
from tests.effort import within
from tests.reading.test_reading_kinds import HEAD, pasted

WIDTHS, ASIDE = (3, 36, 18, 20, 14), (5, 33, 21, 18, 16)
HEADS = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
ANNEX = (
    "I. MỤC ĐÍCH\n\nChủ động ứng phó với thiên tai, giảm thiệt hại của nhân dân trong toàn xã.\n\nPHỤ LỤC\n\n"
)
ROWS = (
    (
        "1",
        "Kiểm tra, gia cố đê bao, bờ bao và cống dưới đê trước mùa mưa bão",
        "Phòng Kinh tế",
        "Ban Chỉ huy Quân sự xã, Công an xã",
        "Trước ngày 30/4/2026",
    ),
    (
        "2",
        "Lập phương án sơ tán dân ở vùng trũng thấp, vùng sạt lở",
        "Ban Chỉ huy Quân sự xã",
        "Công an xã; các ấp; Trạm Y tế xã",
        "Quý II/2026",
    ),
    (
        "3",
        "Mua sắm vật tư theo phương châm bốn tại chỗ, kiểm kê kho của xã",
        "Văn phòng HĐND và UBND xã",
        "Phòng Kinh tế",
        "Tháng 5/2026",
    ),
)
READ = [
    (["Phòng Kinh tế"], ["Ban Chỉ huy Quân sự xã", "Công an xã"], "2026-04-30"),
    (["Ban Chỉ huy Quân sự xã"], ["Công an xã", "các ấp", "Trạm Y tế xã"], "2026-06-30"),
    (["Văn phòng HĐND và UBND xã"], ["Phòng Kinh tế"], "2026-05-31"),
]

Cells = Sequence[str]


def row(
    cells: Cells,
    widths: Sequence[int] = WIDTHS,
    *,
    gutter: int = 2,
    middle: bool = False,
    centred: bool = False,
) -> str:
    """Return the lines of a row: cells from its first line on or in its `middle`, their lines `centred` or not."""
    wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    most = max(map(len, wrapped))
    if middle:
        wrapped = [[""] * ((most - len(lines)) // 2) + lines for lines in wrapped]
    printed = []
    for pieces in zip_longest(*wrapped, fillvalue=""):
        set_ = [
            text.center(width) if centred else text.ljust(width)
            for text, width in zip(pieces, widths, strict=True)
        ]
        printed.append((" " * gutter).join(set_).rstrip())
    return "\n".join(printed) + "\n"


def table(
    rows: Sequence[Cells] = ROWS, heads: Cells = HEADS, widths: Sequence[int] = WIDTHS, **how: bool
) -> str:
    return row(heads, widths, **how) + "".join(row(cells, widths, **how) for cells in rows)


HEAD_ROW, FIRST, SECOND, THIRD = row(HEADS), *(row(cells) for cells in ROWS)
CUT = SECOND.index("\n") + 1
LAYOUTS = {
    "each cell from the first line on": table(),
    "one blank between the columns": row(HEADS, gutter=1) + "".join(row(cells, gutter=1) for cells in ROWS),
    "everything in the middle of its row": table(middle=True),
    "and in the middle of its column": table(middle=True, centred=True),
    "a centred header only": row(HEADS, middle=True, centred=True) + FIRST + SECOND + THIRD,
    "rows set apart": "\n".join((HEAD_ROW, FIRST, SECOND, THIRD)),
    "a second page": HEAD_ROW + FIRST + "\n" + " " * 40 + "2\n\n" + HEAD_ROW + SECOND + THIRD,
    "a row over two pages": HEAD_ROW
    + FIRST
    + SECOND[:CUT]
    + "\n"
    + " " * 40
    + "2\n\n"
    + SECOND[CUT:]
    + THIRD,
    "a second page with its columns aside": HEAD_ROW
    + FIRST
    + "\n"
    + " " * 40
    + "2\n\n"
    + "".join(row(cells, ASIDE) for cells in ROWS[1:]),
    "a second page with heads and columns aside": HEAD_ROW
    + FIRST
    + "\n"
    + " " * 40
    + "2\n\n"
    + row(HEADS, ASIDE)
    + "".join(row(cells, ASIDE) for cells in ROWS[1:]),
    "no numbers": table([cells[1:] for cells in ROWS], HEADS[1:], WIDTHS[1:]),
    "points behind the numbers": table([(f"{cells[0]}.", *cells[1:]) for cells in ROWS]),
    "columns counted": HEAD_ROW + row(("(1)", "(2)", "(3)", "(4)", "(5)")) + FIRST + SECOND + THIRD,
    "groups": f"{HEAD_ROW}I   PHÒNG NGỪA\n{FIRST}{SECOND}II  Khắc phục hậu quả của thiên tai, tái thiết và nâng cao nhận"
    f" thức cho toàn bộ\n     cộng đồng\n{THIRD}",
    "a head over two columns": row(("TT", "Nội dung công việc", "Đơn vị thực hiện", "", "Thời gian"))
    + row(("", "", "Chủ trì", "Phối hợp", "hoàn thành"))
    + FIRST
    + SECOND
    + THIRD,
    "a head over two columns, in their middle": f"{'':54}Đơn vị thực hiện\n"
    + row(("TT", "Nội dung công việc", "", "", "Thời gian"))
    + row(("", "", "Chủ trì", "Phối hợp", ""))
    + FIRST
    + SECOND
    + THIRD,
    "decomposed letters": unicodedata.normalize("NFD", table()),
    "text right below": table()
    + "Trên đây là Kế hoạch phòng, chống thiên tai của xã, đề nghị các đơn vị thực hiện./.\n",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_cells_are_cut_at_the_gutters_and_nothing_is_marked(layout: str) -> None:
    made = pasted(HEAD + ANNEX + layout)
    assert [(task["lead"], task["partners"], task["due"]) for task in made["tasks"]] == READ
    assert [task["title"] for task in made["tasks"]] == [cells[1] for cells in ROWS]
    assert [task["unsure"] for task in made["tasks"]] == [{}, {}, {}]
    assert made["notes"] == []


def test_a_line_of_a_cell_that_begins_like_an_article_or_an_annex_ends_no_table() -> None:
    rows = (
        ("1", "Lập hồ sơ các hộ theo quy định tại Điều 7 của Nghị định, mẫu tại Phụ lục 2", *ROWS[0][2:]),
        ROWS[1],
    )
    layout = table(rows)
    assert "     Điều 7" in layout
    assert len(pasted(HEAD + ANNEX + layout)["tasks"]) == len(rows)


def test_the_items_below_a_table_are_items_of_the_text() -> None:
    below = (
        "III. KINH PHÍ\n\n1. Phòng Kinh tế cân đối nguồn kinh phí phòng, chống thiên tai năm 2026 của toàn xã, trình "
        "UBND xã trước ngày 15/3/2026.\n\n2. Các ấp huy động nhân dân đóng góp ngày công.\n"
    )
    made = pasted(HEAD + ANNEX + table() + "\n" + below)["tasks"]
    assert [(task["lead"], task["due"]) for task in made[3:]] == [
        (["Phòng Kinh tế"], "2026-03-15"),
        (["Các ấp"], None),
    ]


def test_cells_that_begin_anew_without_a_number_make_a_row_whose_merged_cells_are_those_above() -> None:
    further = row(("", "Nạo vét kênh tiêu thoát nước nội đồng", "Các ấp", "", ""))
    first, second, *_ = pasted(HEAD + ANNEX + HEAD_ROW + FIRST + further + SECOND)["tasks"]
    assert (second["title"], second["lead"]) == ("Nạo vét kênh tiêu thoát nước nội đồng", ["Các ấp"])
    assert (second["partners"], second["due"]) == (first["partners"], first["due"])
    assert second["unsure"] == {"due": FROM_ABOVE}


def test_the_last_words_of_a_title_right_above_are_no_head() -> None:
    title = (
        f"{'':20}(Kèm theo Kế hoạch số 15/KH-UBND ngày 10 tháng 02 năm 2026 của Ủy ban\n{'':42}nhân dân xã)\n"
    )
    made = pasted(HEAD + ANNEX + title + table())["tasks"]
    assert [(task["lead"], task["partners"], task["due"]) for task in made] == READ


def test_a_word_that_reaches_over_a_gutter_marks_its_row_only() -> None:
    pushed = row(("13", "Trực ban ngày lễ", "Trung tâm Y tế xã", "Công an xã", "Tháng 9/2026"))
    pushed = pushed.replace("xã   Công", "xã An Phú Công")
    many = [(str(at), *ROWS[0][1:]) for at in range(1, 13)]
    made = pasted(HEAD + ANNEX + table(many) + pushed)["tasks"]
    assert len(made) == 13
    assert made[-1]["unsure"]["lead"] == made[-1]["unsure"]["due"] == APART
    assert not any(task["unsure"] for task in made[:-1])


def test_columns_that_full_cells_push_aside_are_told_otherwise_and_marked() -> None:
    rows = [" ".join(cells) for cells in ROWS]
    made = pasted(HEAD + ANNEX + HEAD_ROW + "\n".join(rows) + "\n")["tasks"]
    assert [task["unsure"].get("lead") for task in made] == [APART] * 3


def test_rows_of_one_line_that_no_number_opens_are_rows() -> None:
    rows = (("Nạo vét kênh", "Các ấp", "Quý II/2026"), ("Cấp mã vùng trồng", "Phòng Kinh tế", "Quý III/2026"))
    made = pasted(HEAD + ANNEX + table(rows, ("Việc phải làm", "Ai làm", "Xong trước"), (30, 20, 14)))[
        "tasks"
    ]
    assert [(task["title"], task["lead"], task["due"]) for task in made] == [
        ("Nạo vét kênh", ["Các ấp"], "2026-06-30"),
        ("Cấp mã vùng trồng", ["Phòng Kinh tế"], "2026-09-30"),
    ]


def test_what_is_merged_before_the_number_holds_for_the_rows_below() -> None:
    heads, widths = ("Thời gian", "TT", "Nhiệm vụ", "Chủ trì"), (12, 4, 34, 20)
    rows = (
        ("Tháng 7", "1", "Viếng nghĩa trang, tặng quà gia đình chính sách", "Văn phòng"),
        ("", "2", "Kiểm tra hồ bơi ở các điểm trường", "Công an xã"),
        ("Tháng 8", "3", "Mở lại chợ phiên", "Phòng Kinh tế"),
    )
    made = pasted(HEAD + ANNEX + table(rows, heads, widths))["tasks"]
    assert [(task["lead"], task["due"], task["unsure"].get("due")) for task in made] == [
        (["Văn phòng"], "2026-07-31", None),
        (["Công an xã"], "2026-07-31", FROM_ABOVE),
        (["Phòng Kinh tế"], "2026-08-31", None),
    ]


def test_an_empty_column_between_others_takes_nothing_of_them() -> None:
    heads, widths = ("TT", "Việc cần làm", "Chủ trì", "Phối hợp", "T7", "T8", "T9"), (3, 30, 20, 20, 5, 5, 5)
    rows = (
        ("1", "Bình xét hộ nghèo", "Phòng Văn hóa", "Mặt trận, các thôn", "", "x", ""),
        ("2", "Khám sức khỏe người cao tuổi", "Trạm Y tế xã", "Hội Người cao tuổi", "", "", "x"),
        ("3", "Trao bằng làng văn hóa", "Phòng Văn hóa", "", "", "x", ""),
    )
    made = pasted(HEAD + ANNEX + table(rows, heads, widths))["tasks"]
    assert [(task["lead"], task["partners"], task["due"]) for task in made] == [
        (["Phòng Văn hóa"], ["Mặt trận", "các thôn"], "2026-08-31"),
        (["Trạm Y tế xã"], ["Hội Người cao tuổi"], "2026-09-30"),
        (["Phòng Văn hóa"], [], "2026-08-31"),
    ]


def test_numbers_in_the_middle_are_known_though_the_first_row_has_two_lines() -> None:
    rows = (
        (*ROWS[0][:2], "Phòng Kinh tế", "Công an xã", "Tháng 4/2026"),
        (
            "2",
            "Lập phương án sơ tán dân ở vùng trũng, vùng sạt lở, vùng ven sông và ven biển của xã",
            *ROWS[1][2:],
        ),
        (
            "3",
            "Mua sắm vật tư theo phương châm bốn tại chỗ, kiểm kê kho của xã và các điểm trữ ở ấp",
            *ROWS[2][2:],
        ),
    )
    made = pasted(HEAD + ANNEX + table(rows, middle=True))["tasks"]
    assert [(task["title"], task["lead"]) for task in made] == [
        (cells[1], lead) for cells, (lead, *_) in zip(rows, READ, strict=True)
    ]


def test_a_line_with_a_part_for_each_column_needs_no_gutter() -> None:
    rows = (
        "1  Nạo vét kênh nội đồng ở các ấp     Phòng Kinh tế   Các ấp      Quý II/2026",
        "2   Mở lớp dạy bơi   Đoàn xã     Trạm Y tế xã, các trường học trong xã    Tháng 7/2026",
        "3  Trực ban phòng, chống lụt bão suốt mùa mưa   Ban Chỉ huy Quân sự xã   Công an xã   Quý IV/2026",
    )
    heads = "TT   Nội dung công việc    Cơ quan chủ trì    Cơ quan phối hợp   Thời gian"
    made = pasted(HEAD + ANNEX + "\n".join((heads, *rows)) + "\n")
    assert [(task["lead"], task["due"]) for task in made["tasks"]] == [
        (["Phòng Kinh tế"], "2026-06-30"),
        (["Đoàn xã"], "2026-07-31"),
        (["Ban Chỉ huy Quân sự xã"], "2026-12-31"),
    ]


def test_no_line_that_is_cut_or_moved_stops_the_reader() -> None:
    lines = table().split("\n")
    for at, line in enumerate(lines):
        for changed in (
            "",
            line[: len(line) // 2],
            f"    {line}",
            line.replace("  ", " "),
            line.replace("  ", "\t"),
        ):
            from_text("\n".join((*lines[:at], changed, *lines[at + 1 :])), "bang.txt")


def test_another_table_below_is_one_of_its_own() -> None:
    other = table([("1", "Trực ban", "Công an xã")], ("TT", "Việc cần làm", "Đơn vị thực hiện"), (3, 50, 20))
    made = pasted(HEAD + ANNEX + table() + other)["tasks"]
    assert [task["lead"] for task in made] == [lead for lead, *_ in READ] + [["Công an xã"]]


def test_goals_are_read_from_a_printed_table_too() -> None:
    widths, heads = (4, 34, 8, 12, 12), ("STT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2025", "Kế hoạch năm 2026")
    rows = (
        ("1", "Tỷ lệ hộ dân dùng nước sạch từ công trình cấp nước tập trung", "%", "91,5", "95"),
        ("2", "Số nhà văn hóa ấp được xây mới", "nhà", "3", "5"),
        ("3", "Tỷ lệ trẻ em dưới 6 tuổi được tiêm chủng đầy đủ các loại vắc xin", "%", "96", "98,5"),
    )
    goals = pasted(HEAD + ANNEX + table(rows, heads, widths))["targets"]
    assert [(goal["index"], goal["baseline"], goal["goal"], goal["year"]) for goal in goals] == [
        (rows[0][1], 91.5, 95, 2026),
        (rows[1][1], 3, 5, 2026),
        (rows[2][1], 96, 98.5, 2026),
    ]


def test_three_hundred_rows_take_no_time() -> None:
    text = HEAD + ANNEX + table([(str(at), *ROWS[at % 3][1:]) for at in range(1, 301)])
    with within(200):
        from_text(text, "bang.txt")


CENTRED = """
     Nội dung                      Đơn vị thực     Đơn vị phối hợp   Thời gian
                                   hiện                              thực hiện

     Xây dựng kế hoạch thu gom                     Các thôn,
 1.1 vỏ bao thuốc tại các cánh     Phòng Kinh tế   hội, đoàn thể     2026 -
     đồng                                          xã                2030

     Mở lớp tập huấn cho tổ        Phòng Văn hóa   Các thôn,         Trước ngày
 1.2 truyền thanh, cán bộ          - Xã hội        trường học        20/10/2026
     thôn

     Lắp loa tại nhà văn hóa                       Phòng Kinh
 1.3 các thôn xa, cập nhật         Văn phòng       tế, các thôn      Quý III/2026
     danh sách
"""
NUMBERED = """
TT   Nội dung                      Đơn vị chủ      Đơn vị phối hợp   Thời gian
                                   trì                               thực hiện

     Xây dựng kế hoạch thu gom                     Các thôn,
1    vỏ bao thuốc tại các cánh     Phòng Kinh tế   hội, đoàn thể     2026 -
     đồng                                          xã                2030

     Mở lớp tập huấn cho tổ        Phòng Văn hóa   Các thôn,         Trước ngày
2    truyền thanh, cán bộ          - Xã hội        trường học        20/10/2026
     thôn

     Lắp loa tại nhà văn hóa                       Phòng Kinh
3    các thôn xa, cập nhật         Văn phòng       tế, các thôn      Quý III/2026
     danh sách
"""


@pytest.mark.parametrize("table", [CENTRED, NUMBERED], ids=["numbers in the margin", "numbers in a column"])
def test_rows_that_blank_lines_part_are_whole_wherever_their_numbers_stand(table: str) -> None:
    made = pasted(f"PHỤ LỤC\nDanh mục nhiệm vụ\n{table}\n")
    assert [(one["title"][:12], one["lead"], one["due"]) for one in made["tasks"]] == [
        ("Xây dựng kế ", ["Phòng Kinh tế"], "2030-12-31"),
        ("Mở lớp tập h", ["Phòng Văn hóa - Xã hội"], "2026-10-20"),
        ("Lắp loa tại ", ["Văn phòng"], "2026-09-30"),
    ]
    assert made["tasks"][2]["partners"] == ["Phòng Kinh tế", "các thôn"]


def test_blank_lines_between_some_rows_alone_part_no_others() -> None:
    """A timetable: only the parts of a day are set apart."""
    rows = "\n".join(
        f"{hour}h00 - {hour}h30   Họp tổ {hour}, nghe các thôn       Phòng Kinh tế\n"
        "                báo cáo, ghi biên bản"
        for hour in (7, 8, 9)
    )
    made = pasted(
        f"LỊCH\n\nThời gian       Nội dung                          Đơn vị chủ trì\n\n{rows}\n\n{rows}\n\n{rows}\n"
    )
    assert len(made["tasks"]) == 9
