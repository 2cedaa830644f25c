"""Lines over all columns of a printed table name groups; headers, titles and further tables stand right beside rows."""

import pytest

from roviec.tasks.reading.merged import FROM_ABOVE
from tests.reading.test_reading_kinds import HEAD, pasted
from tests.reading.test_reading_printed import ANNEX, READ, ROWS, row, table
from tests.reading.test_reading_printed import HEADS as NUMBERED_HEADS

HEADS, DAY = ("Thời gian", "Địa điểm", "Nội dung", "Đơn vị phụ trách"), (14, 16, 38, 22)
MORNING = (
    ("7h00 - 7h30", "Nhà văn hóa xã", "Đón đại biểu, phát tài liệu cho các thôn", "Văn phòng"),
    (
        "7h30 - 9h00",
        "Nhà văn hóa xã",
        "Báo cáo kết quả dồn điền đổi thửa và thảo luận của các thôn",
        "Phòng Kinh tế",
    ),
)
AFTERNOON = (("13h30 - 16h00", "Cánh đồng Mẫu", "Xem máy cấy chạy thử trên ruộng", "Hội Nông dân"),)
BANDS = {
    "words and hours": (
        "Buổi sáng (từ 7h00 đến 9h00) – Cả xã dự tại hội trường",
        "Buổi chiều ra đồng (từ 13h30)",
    ),
    "letters": ("A. Hội nghị toàn xã", "B. Tham quan"),
    "parts of a day, no longer than a column": ("Buổi sáng", "Buổi chiều"),
    "capitals": ("HỘI NGHỊ TOÀN XÃ TẠI HỘI TRƯỜNG", "THAM QUAN MÔ HÌNH CẤY MÁY"),
    "in the middle": (f"{'':24}Buổi họp của toàn xã", f"{'':22}Buổi tham quan mô hình"),
    "two lines": (
        "Buổi sáng dành cho đại biểu các thôn, các chi hội nông dân và đại diện hộ có ruộng\n"
        "trong vùng dồn đổi",
        "Buổi chiều dành cho các tổ hợp tác",
    ),
}
WANTED = [("Văn phòng", "2026-04-07"), ("Phòng Kinh tế", "2026-04-07"), ("Hội Nông dân", "2026-04-07")]


def day(bands: tuple[str, str], *, gutter: int, blank: str = "") -> str:
    """Return a day's timetable: the name of a group above the rows of each half."""
    parts = [row(HEADS, DAY, gutter=gutter)]
    for band, cells in zip(bands, (MORNING, AFTERNOON), strict=True):
        parts += [f"{band}\n", *(row(one, DAY, gutter=gutter) for one in cells)]
    return blank.join(parts)


@pytest.mark.parametrize("gutter", [2, 3, 4])
@pytest.mark.parametrize("blank", ["", "\n"], ids=["close", "set apart"])
@pytest.mark.parametrize("bands", BANDS.values(), ids=BANDS)
def test_a_line_over_all_columns_is_a_group_and_stops_no_table(
    bands: tuple[str, str], blank: str, gutter: int
) -> None:
    text = "II. LỊCH\n\nNGÀY 1: THỨ BA, NGÀY 07/4/2026\n\n" + day(bands, gutter=gutter, blank=blank)
    made = pasted(HEAD + text)["tasks"]
    assert [(*task["lead"], task["due"]) for task in made] == WANTED
    assert [task["title"] for task in made] == [cells[2] for cells in (*MORNING, *AFTERNOON)]


def test_each_day_stands_above_a_table_with_the_same_heads() -> None:
    bands = BANDS["words and hours"]
    text = "II. LỊCH\n\nNGÀY 1: THỨ BA, NGÀY 07/4/2026\n\n" + day(bands, gutter=4)
    text += "\nNGÀY 2: THỨ TƯ, NGÀY 08/4/2026\n\n" + day(bands, gutter=4)
    assert [task["due"] for task in pasted(HEAD + text)["tasks"]] == ["2026-04-07"] * 3 + ["2026-04-08"] * 3


def test_a_group_without_a_number_parts_numbered_rows() -> None:
    first, *others = (row(cells) for cells in ROWS)
    layout = (
        row(NUMBERED_HEADS)
        + first
        + "Đợt cao điểm – làm đồng loạt ở tất cả các ấp trong xã\n"
        + "".join(others)
    )
    made = pasted(HEAD + ANNEX + layout)["tasks"]
    assert [(task["lead"], task["partners"], task["due"]) for task in made] == READ


def test_a_sentence_below_a_table_is_no_group() -> None:
    below = "Các ấp gửi danh sách về Văn phòng trước ngày 20/3/2026 để tổng hợp, báo cáo.\n"
    made = pasted(HEAD + ANNEX + table() + below)["tasks"]
    assert [task["lead"] for task in made] == [*(lead for lead, *_ in READ), ["Các ấp"]]


def test_the_parts_of_a_head_may_stand_behind_a_rule() -> None:
    top = row(("TT", "Nội dung công việc", "Đơn vị thực hiện", "", "Thời gian"))
    parts = row(("", "", "Chủ trì", "Phối hợp", ""))
    made = pasted(HEAD + ANNEX + "\n".join((top, parts, *(row(cells) for cells in ROWS))))["tasks"]
    assert [(task["lead"], task["partners"], task["due"]) for task in made] == READ


def test_a_narrow_head_of_six_lines_is_one_head() -> None:
    heads, widths = (*NUMBERED_HEADS[:4], "Thời gian dự kiến phải hoàn thành"), (3, 22, 18, 20, 7)
    rows = (
        ("1", "Lắp đèn đường ở ngã ba Cầu Đúc", "Phòng Kinh tế", "Các ấp", "Quý I"),
        (
            "2",
            "Mở lớp dạy bơi cho học sinh của Trường Tiểu học Tân Lập, có người cứu hộ và áo phao cho từng em",
            "Đoàn xã",
            "Trạm Y tế xã",
            "Quý II",
        ),
        ("3", "Dựng lại cổng chào của ấp Bình Hòa", "Văn phòng", "Các ấp", "Quý III"),
    )
    made = pasted(HEAD + ANNEX + table(rows, heads, widths))["tasks"]
    assert [task["title"] for task in made] == [cells[1] for cells in rows]


def test_another_table_right_below_may_have_a_head_that_no_rule_knows() -> None:
    heads, widths = ("Nội dung", "Kinh phí", "Đơn vị chủ trì", "Thời gian"), (30, 10, 18, 14)
    other = table([("Sơn lại vạch kẻ đường", "9 triệu", "Công an xã", "Tháng 6/2026")], heads, widths)
    first = table([cells[1:] for cells in ROWS], NUMBERED_HEADS[1:], (36, 18, 20, 14))
    made = pasted(HEAD + ANNEX + first + other)["tasks"]
    assert [(task["lead"], task["due"]) for task in made[3:]] == [(["Công an xã"], "2026-06-30")]


def test_a_row_below_a_merged_lead_begins_where_its_task_does() -> None:
    heads, widths = ("Đơn vị chủ trì", "Công việc", "Sản phẩm", "Thời gian"), (18, 30, 14, 14)
    rows = (
        ("Văn phòng HĐND và UBND xã", "Soạn lại mẫu phiếu tiếp nhận đơn", "Mẫu phiếu", "Tháng 4/2026"),
        ("", "Đóng quyển, đánh số sổ tiếp dân", "Sổ tiếp dân", "Tháng 5/2026"),
        ("Công an xã", "Phát thẻ ra vào cho người ở trọ", "Thẻ ra vào", "Tháng 6/2026"),
    )
    made = pasted(HEAD + ANNEX + table(rows, heads, widths))["tasks"]
    assert [(task["title"], task["lead"], task["unsure"].get("lead")) for task in made] == [
        (rows[0][1], ["Văn phòng HĐND và UBND xã"], None),
        (rows[1][1], ["Văn phòng HĐND và UBND xã"], FROM_ABOVE),
        (rows[2][1], ["Công an xã"], None),
    ]


def test_groups_alone_part_no_rows_of_one_line() -> None:
    heads, widths = ("Thời gian", "Nội dung", "Người thực hiện", "Ghi chú"), (14, 34, 24, 16)
    one = row(("Tháng 2/2026", "Phun khử trùng chợ", "Trạm Thú y", "Có mặt trưởng ấp"), widths)
    two = row(("05/3/2026", "Tiêm phòng dại cho đàn chó", "Trạm Thú y", ""), widths)
    band = "Đợt cao điểm, làm đồng loạt ở các ấp\n"
    made = pasted(HEAD + ANNEX + row(heads, widths) + one + band + one + two + two + band + one)["tasks"]
    assert len(made) == 5


def test_a_body_on_a_line_of_its_own_is_another_body() -> None:
    heads, widths = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"), (3, 30, 30, 14)
    lines = (
        ("1", "Trồng cây đầu xuân", "Phòng Kinh tế", "Tháng 2/2026"),
        ("", "ở khu dân cư mới", "Công an xã", ""),
        ("2", "Sửa sân bóng các ấp", "Trung tâm Cung ứng dịch vụ", "Tháng 3/2026"),
        ("", "", "công xã An Phú", ""),
    )
    made = pasted(HEAD + ANNEX + table(lines, heads, widths))["tasks"]
    assert [task["lead"] for task in made] == [
        ["Phòng Kinh tế", "Công an xã"],
        ["Trung tâm Cung ứng dịch vụ công xã An Phú"],
    ]
