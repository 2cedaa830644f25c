"""Documents that came as copied text or as a PDF with marks over its words: tables, letterheads, titles."""

import pytest
import typst

from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.opening import open_document
from roviec.tasks.reading.read import read
from roviec.tasks.reading.source import Table
from tests.reading.test_reading_kinds import CALENDAR, HEAD, pasted, rows

ANNEX = HEAD + "I. NHIỆM VỤ\n\nThực hiện theo bảng sau:\n\n"


def web(*table: tuple[str, ...]) -> str:
    """Write a table as a browser copies one: bars on lines of their own, merged cells gone."""
    return "|\n" + "|\n".join("".join(f"{cell}\n|\n" for cell in row) for row in table) + "\n"


def tabbed(*table: tuple[str, ...]) -> str:
    return "".join("\t".join(row) + "\n" for row in table)


TWO_ROWED = ("TT", "Nhiệm vụ", "Phân công thực hiện", "Thời gian hoàn thành", "Sản phẩm")
BODY = (
    ("I", "CẢI CÁCH THỂ CHẾ"),
    ("1", "Rà soát quy chế làm việc của xã", "Văn phòng", "Công an xã", "Quý II/2026", "Báo cáo"),
    (
        "2",
        "Công khai thủ tục tại nơi tiếp dân",
        "Phòng Kinh tế",
        "Đoàn xã",
        "Trước ngày 15/5/2026",
        "Bảng niêm yết",
    ),
)
WANTED = [
    ("Rà soát quy", ["Văn phòng"], ["Công an xã"], "2026-06-30"),
    ("Công khai thủ", ["Phòng Kinh tế"], ["Đoàn xã"], "2026-05-15"),
]


@pytest.mark.parametrize(
    "table",
    [
        web(TWO_ROWED, ("Chủ trì", "Phối hợp"), *BODY),
        tabbed(TWO_ROWED, ("", "", "Chủ trì", "Phối hợp", "", ""), *BODY),
        tabbed(TWO_ROWED, ("", "", "Chủ trì", "Phối hợp", "", ""), BODY[1], ("Nhóm việc khác",), BODY[2]),
    ],
)
def test_a_header_of_two_rows_is_laid_out_again_and_groups_end_no_table(table: str) -> None:
    assert rows(ANNEX + table) == WANTED


def test_a_table_of_targets_with_halves_finds_its_years_and_ranks() -> None:
    text = (
        HEAD
        + "II. CHỈ TIÊU\n\n"
        + web(
            ("TT", "Chỉ tiêu", "Kết quả năm 2025", "Mục tiêu năm 2026", "Đơn vị theo dõi"),
            ("Giá trị", "Xếp hạng", "Giá trị", "Xếp hạng"),
            ("1", "Chỉ số cải cách hành chính (PAR INDEX)", "81,27", "39", "Trên 86", "30", "Văn phòng"),
            ("2", "Tỷ lệ hồ sơ đúng hạn", "97,8%", "", "Tối thiểu 99%", "", "Phòng Kinh tế"),
        )
    )
    got = [
        (
            one["baseline"],
            one["baseline_rank"],
            one["goal"],
            one["goal_op"],
            one["goal_rank"],
            one["responsible"],
        )
        for one in pasted(text)["targets"]
    ]
    assert got == [
        (81.27, "39", 86.0, ">", "30", ["Văn phòng"]),
        (97.8, None, 99.0, ">=", None, ["Phòng Kinh tế"]),
    ]


def test_a_row_that_lost_a_merged_cell_takes_the_one_above_and_says_so() -> None:
    text = ANNEX + web(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Sản phẩm"),
        ("1", "Lập sổ theo dõi chợ phiên", "Phòng Kinh tế", "Quý II/2026", "Sổ theo dõi"),
        ("2", "Sơn lại biển chỉ đường", "Tháng 9/2026", "Biển báo"),
        ("3", "Dọn rác sau chợ phiên", "Đoàn xã", "Quý III/2026", "Nhật ký"),
    )
    tasks = pasted(text)["tasks"]
    assert [(task["lead"], task["due"]) for task in tasks] == [
        (["Phòng Kinh tế"], "2026-06-30"),
        (["Phòng Kinh tế"], "2026-09-30"),
        (["Đoàn xã"], "2026-09-30"),
    ]
    assert ["lead" in task["unsure"] for task in tasks] == [False, True, False]


def test_a_table_with_a_cell_a_line_is_marked_and_told() -> None:
    cells = "TT\n\nNhiệm vụ\n\nChủ trì\n\nThời hạn\n\n1\n\nLập sổ theo dõi chợ phiên\n\nPhòng Kinh tế\n\n"
    made = pasted(f"{HEAD}I. NHIỆM VỤ\n\n1. Công an xã giữ trật tự tại cổng chợ.\n\n{cells}")
    assert any("bị rời thành từng dòng" in note for note in made["notes"])
    marks = [{"lead", "due"} <= set(task["unsure"]) for task in made["tasks"]]
    assert marks == [False] + [True] * (len(marks) - 1)
    assert not any(
        "bị rời" in note for note in pasted(ANNEX + web(TWO_ROWED, ("Chủ trì", "Phối hợp"), *BODY))["notes"]
    )


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        (
            "BAN HÀNH QUY CHẾ CHỢ PHIÊN TRÊN ĐỊA BÀN TỈNH NINH THUẬN GIAI ĐOẠN 2026 - 2030",
            "Ban hành quy chế chợ phiên trên địa bàn tỉnh Ninh Thuận giai đoạn 2026 - 2030",
        ),
        ("HỌC TẬP NGHỊ QUYẾT ĐẠI HỘI LẦN THỨ XIV", "Học tập nghị quyết đại hội lần thứ XIV"),
        ("PHÁT TRIỂN KINH TẾ - XÃ HỘI XÃ NĂM 2026", "Phát triển kinh tế - xã hội xã năm 2026"),
        (
            "BAN HÀNH QUY CHẾ CHỢ PHIÊN\nCHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG VĂN",
            "Ban hành quy chế chợ phiên",
        ),
        ("BAN HÀNH QUY CHẾ CHỢ PHIÊN\nỦY BAN NHÂN DÂN XÃ", "Ban hành quy chế chợ phiên"),
    ],
)
def test_a_title_in_capitals_is_written_as_a_person_would(title: str, subject: str) -> None:
    text = (
        "Y BAN NHÂN DÂN\nXÃ ĐỒNG VĂN\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n|\n"
        f"Số: 21/QĐ-UBND\n|\nĐồng Văn, ngày 02 tháng 2 năm 2026\n|\nQUYẾT ĐỊNH\n{title}\n\nCăn cứ Luật Chợ ngày 19/6/2025;\n"
    )
    head = pasted(text)["document"]
    assert (head["subject"], head["issuer"]) == (subject, "Ủy ban nhân dân xã Đồng Văn")


def test_the_issuer_keeps_the_capitals_of_its_field() -> None:
    text = "UBND TỈNH VÂN SƠN\nSỞ CÔNG THƯƠNG\n\nSố: 21/SCT-CN\n\nVân Sơn, ngày 02 tháng 2 năm 2026\n\nV/v báo cáo chợ\n"
    assert pasted(text)["document"]["issuer"] == "Sở Công Thương tỉnh Vân Sơn"


def test_a_page_number_ends_no_paragraph_of_an_indented_page() -> None:
    body = "\n".join(
        f"      - Phòng Kinh tế làm việc thứ {n} của tháng này,\nđúng như kế hoạch đã duyệt."
        for n in range(1, 7)
    )
    text = (
        f"{HEAD}I. NHIỆM VỤ\n{body}\n"
        "      2. Nội dung kiểm tra\n      a) Kiểm tra hồ sơ: Giấy phép; sổ thu tiền;\n"
        "                    2\n\nHồ sơ cho thuê sạp kèm theo.\n      b) Kiểm tra thực địa: Biển báo, lối đi.\n"
    )
    assert len(pasted(text)["tasks"]) == 6


HIGHLIGHTED = """#set page(paper: "a4")
#set text(size: 13pt)
#grid(columns: (1fr, 1.3fr), [UBND XÃ ĐỒNG VĂN], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM])
#grid(columns: (1fr, 1.3fr), [Số: #h(2.5cm) /UBND-KT], [Đồng Văn, ngày #h(1.5cm) tháng #h(1cm) năm 2026])
#block[V/v sửa chợ phiên]
#block[Kính gửi: Phòng Kinh tế]
#block[UBND xã yêu cầu thực hiện các việc sau:]
#block[1. Phòng Kinh tế]
#block[a) #highlight[Rà soát] #highlight[các] #highlight[quy] #highlight[định] #highlight[về] #highlight[chợ] #highlight[và]
#highlight[lập] #highlight[danh] #highlight[sách] #highlight[hộ] #highlight[bán] #highlight[hàng]
#highlight[gửi] #highlight[về] #highlight[Văn] #highlight[phòng] #highlight[trước]
#highlight[ngày] #highlight[15/5/2026].]
#block[b) Tăng cường tuyên truyền cho tiểu thương.]"""


def test_highlighted_words_of_a_pdf_make_no_table_and_blanks_no_columns() -> None:
    data = bytes(typst.compile(HIGHLIGHTED.encode()))
    document = open_document(data, "cong-van.pdf")
    assert not any(isinstance(block, Table) for block in document.blocks)
    made = as_json(read(data, "cong-van.pdf", calendar=CALENDAR))
    assert made["document"]["subject"] == "V/v sửa chợ phiên"
    assert [(task["lead"], task["due"]) for task in made["tasks"]] == [
        (["Phòng Kinh tế"], "2026-05-15"),
        (["Phòng Kinh tế"], None),
    ]
