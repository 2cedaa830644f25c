"""Layouts of offices' own: marks nested the other way round, months by number, steps with their day, rows with a body."""

import io
from itertools import permutations
from typing import Any

import docx
import pytest

from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.read import read
from tests.reading.test_reading_kinds import CALENDAR, HEAD, pasted

PART = "II. NHIỆM VỤ\n\n1. Về đất đai\n\n"


def told(text: str) -> list[tuple[str, list[str], str | None]]:
    """First two words, leads and day of each task."""
    tasks = pasted(HEAD + text)["tasks"]
    return [(" ".join(task["title"].split()[:2]), task["lead"], task["due"]) for task in tasks]


def table(rows: list[list[str]]) -> list[dict[str, Any]]:
    document = docx.Document()
    for line in (HEAD + "II. NHIỆM VỤ").split("\n\n"):
        document.add_paragraph(line)
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            made.cell(at, column).text = text
    data = io.BytesIO()
    document.save(data)
    tasks: list[dict[str, Any]] = as_json(read(data.getvalue(), "van-ban.docx", calendar=CALENDAR))["tasks"]
    return tasks


@pytest.mark.parametrize(
    ("upper", "lower"),
    [*permutations(["-", "+", "*", "(1)", "a)"], 2), ("•", "-"), ("-", "•"), ("•", "+"), ("•", "a)")],
)
def test_whatever_marks_stand_above_which_the_body_above_does_what_stands_below(
    upper: str, lower: str
) -> None:
    second = {"(1)": "(2)", "a)": "b)"}
    text = PART + "\n\n".join(
        (
            f"{upper} Phòng Kinh tế",
            f"{lower} Rà soát quỹ đất công ích trước ngày 30/6/2026.",
            f"{second.get(lower, lower)} Lập bản đồ hiện trạng các thửa đất.",
            f"{second.get(upper, upper)} Công an xã",
            f"{lower} Kiểm tra cư trú tại các khu nhà trọ.",
        )
    )
    assert told(text) == [
        ("Rà soát", ["Phòng Kinh tế"], "2026-06-30"),
        ("Lập bản", ["Phòng Kinh tế"], None),
        ("Kiểm tra", ["Công an xã"], None),
    ]


@pytest.mark.parametrize(
    ("over", "count", "days"),
    [
        ("Tháng", 12, {3: "2026-03-31", 9: "2026-09-30", 12: "2026-12-31"}),
        ("Thời gian (tháng)", 12, {1: "2026-01-31", 6: "2026-06-30"}),
        ("Quý", 4, {1: "2026-03-31", 4: "2026-12-31"}),
    ],
)
def test_a_cross_below_the_number_of_a_month_or_quarter_says_when(
    over: str, count: int, days: dict[int, str]
) -> None:
    head = ["TT", "Hoạt động", "Phụ trách", over, *[""] * (count - 1)]
    numbers = ["", "", "", *map(str, range(1, count + 1))]
    rows = [
        [
            str(row),
            f"Tập huấn y tế thôn bản đợt {row}",
            "Trạm Y tế",
            *("x" if at == slot else "" for at in range(1, count + 1)),
        ]
        for row, slot in enumerate(days, 1)
    ]
    assert [task["due"] for task in table([head, numbers, *rows])] == list(days.values())


def test_crosses_everywhere_beside_a_rhythm_say_how_often() -> None:
    head = ["TT", "Nội dung", "Đơn vị", "Quý I", "Quý II", "Quý III", "Quý IV"]
    rows = [
        ["1", "Họp Ban Chỉ đạo (mỗi quý 01 lần)", "Văn phòng", *"xxxx"],
        ["2", "Tổng kết năm", "Văn phòng", "", "", "", "x"],
    ]
    assert [(task["due"], task["recurrence"]) for task in table([head, *rows])] == [
        (None, "quarterly"),
        ("2026-12-31", None),
    ]


def test_the_number_and_day_of_the_paper_that_gave_the_work_are_no_deadline() -> None:
    head = ["TT", "Số, ngày văn bản giao", "Nội dung nhiệm vụ", "Đơn vị", "Hạn"]
    rows = [
        ["1", "214/UBND-KT ngày 15/01/2026", "Xử lý vướng mắc nhà ở xã hội", "Phòng Kinh tế", "10/4/2026"]
    ]
    assert [task["due"] for task in table([head, *rows])] == ["2026-04-10"]


def test_who_presides_oversees_and_who_carries_out_leads() -> None:
    head = ["Thứ, ngày", "Nội dung công việc", "Người chủ trì", "Bộ phận thực hiện"]
    rows = [["Thứ Ba 13/10/2026", "Kiểm tra hồ sơ sổ sách", "PHT Cao Văn Dũng", "Tổ trưởng chuyên môn"]] * 2
    assert [(task["lead"], task["leader"]) for task in table([head, *rows])] == [
        (["Tổ trưởng chuyên môn"], "PHT Cao Văn Dũng")
    ] * 2


def test_a_row_that_begins_with_a_body_is_that_bodys_and_not_its_groups() -> None:
    head = ["TT", "Nội dung nhiệm vụ", "Hạn"]
    rows = [
        ["I", "UBND CÁC XÃ, PHƯỜNG", "UBND CÁC XÃ, PHƯỜNG"],
        ["1", "UBND phường Đông Thành: giải quyết khiếu nại của công dân", "10/4/2026"],
        ["2", "Báo cáo tình hình quản lý đất công ích", "20/4/2026"],
    ]
    assert [task["lead"] for task in table([head, *rows])] == [
        ["UBND phường Đông Thành"],
        ["UBND các xã, phường"],
    ]


@pytest.mark.parametrize("mark", ["nt", "//", "″", ",,"])
def test_a_mark_that_says_as_above_says_who(mark: str) -> None:
    head = ["TT", "Nội dung", "Đơn vị thực hiện", "Thời hạn"]
    rows = [["1", "Rà soát quy chế", "Văn phòng", "15/7/2026"], ["2", "Lập hồ sơ lưu trữ", mark, "20/7/2026"]]
    assert [task["lead"] for task in table([head, *rows])] == [["Văn phòng"]] * 2


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Quý II/2026 (trước ngày 20/6)", "2026-06-20"),
        ("Kỳ họp giữa năm 2026 (trước ngày 20/6)", "2026-06-20"),
        ("Quý II/2026 (theo Kế hoạch số 12/KH-UBND ngày 05/01/2026)", "2026-06-30"),
        ("Quý II/2026 (báo cáo trước ngày 15/7/2026)", "2026-06-30"),
    ],
)
def test_a_day_in_brackets_inside_a_period_is_the_deadline(words: str, due: str) -> None:
    labels = f"- Đơn vị chủ trì: Phòng Kinh tế.\n\n- Thời gian thực hiện: {words}.\n"
    text = f"{PART}1.1. Trình Nghị quyết miễn lệ phí\n\n{labels}"
    assert told(text) == [("Trình Nghị", ["Phòng Kinh tế"], due)]


def test_a_step_and_the_line_below_it_date_what_stands_between() -> None:
    steps = (
        "1.1. Bước 1: Lập danh sách các hộ có đơn đề nghị hỗ trợ.\n\n"
        "Phòng Kinh tế tổ chức kiểm tra từng hộ. Sau khi kiểm tra, Công an xã lập danh sách gửi Văn phòng.\n\n"
        "Thời gian hoàn tất: trước ngày 25/7/2026.\n\n"
        "1.2. Bước 2: Phê duyệt và bố trí kinh phí cho các hộ.\n\n"
        "Văn phòng lập thủ tục bố trí kinh phí cho các hộ.\n\n"
        "Thời gian hoàn tất: trước ngày 18/8/2026.\n"
    )
    assert [row[1:] for row in told(PART + steps)] == [
        (["Phòng Kinh tế"], "2026-07-25"),
        (["Công an xã"], "2026-07-25"),
        (["Văn phòng"], "2026-08-18"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Bước 1. Chuẩn bị lực lượng (hoàn thành trước ngày 31/8/2026)",
        "Bước 1 (từ 20/8 đến ngày 31/8/2026): Chuẩn bị",
    ],
)
def test_a_steps_own_bracket_dates_the_orders_below(heading: str) -> None:
    text = f"II. CÁC BƯỚC\n\n{heading}\n\na) Công an xã thành lập tổ rà soát.\n\nb) Văn phòng in phiếu điều tra.\n"
    assert [row[2] for row in told(text)] == ["2026-08-31"] * 2


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        (
            "Trạm Y tế bố trí nhân lực phục vụ khám, Công an xã xác minh lý lịch.",
            [["Trạm Y tế"], ["Công an xã"]],
        ),
        (
            "Các phòng gửi số liệu trước ngày 15/11/2026, Văn phòng hoàn thiện dự thảo trước ngày 25/11/2026.",
            [["Các phòng"], ["Văn phòng"]],
        ),
        # One body's work, whoever is named in it.
        ("Phòng Kinh tế chủ trì, phối hợp với Trạm Y tế, Công an xã rà soát các cơ sở.", [["Phòng Kinh tế"]]),
        (
            "Phòng Kinh tế lập phương án, trình UBND xã, Thường trực Đảng ủy xem xét, quyết định.",
            [["Phòng Kinh tế"]],
        ),
        ("Sau khi Phòng Kinh tế thẩm định xong hồ sơ, Văn phòng trình Chủ tịch UBND xã.", [["Văn phòng"]]),
    ],
)
def test_two_bodies_with_work_of_their_own_behind_a_comma_are_two_tasks(
    sentence: str, leads: list[list[str]]
) -> None:
    assert [row[1] for row in told(f"{PART}- {sentence}\n")] == leads


@pytest.mark.parametrize("person", ["Đ/c Mai", "đồng chí Trần Văn Lộc", "Ông Hoàng Bá Tiến"])
def test_a_person_behind_a_dash_at_the_end_does_it(person: str) -> None:
    assert told(f"{PART}- Thu, nộp đảng phí trước ngày 25/7/2026 - {person}.\n")[0][1] == [person]


def test_an_office_that_speaks_of_itself_by_its_head_alone_is_the_issuer() -> None:
    head = HEAD.replace("ỦY BAN NHÂN DÂN\nXÃ ĐỒNG VĂN", "UBND TỈNH AN PHÚ\nSỞ TƯ PHÁP")
    made = pasted(f"{head}{PART}a) Sở kiểm tra, phúc tra tối thiểu 15 xã trước ngày 27/11/2026.\n")
    assert made["tasks"][0]["lead"] == [made["document"]["issuer"]]


def test_who_is_directed_to_lead_is_asked_about() -> None:
    text = (
        f"{PART}1.1. Phó Chủ tịch UBND xã Đỗ Văn Hào phối hợp với các ngành chỉ đạo Phòng Kinh tế chủ trì thực hiện:\n\n"
        "- Ban hành danh mục hàng hóa cần kiểm tra trước ngày 30/6/2026.\n"
    )
    task = pasted(HEAD + text)["tasks"][0]
    assert task["lead"] == ["Phòng Kinh tế"] or "Phòng Kinh tế" in task["unsure"]["lead"]


def test_words_that_all_stand_twice_as_far_apart_are_no_columns() -> None:
    orders = (
        "a) Phòng Kinh tế rà soát quỹ đất công ích, báo cáo UBND xã trước ngày 30/6/2026.",
        "b) Công an xã lập hồ sơ quản lý các khu nhà trọ, cập nhật hằng tháng.",
    )
    text = HEAD + PART + "\n\n".join(orders) + "\n"
    far, near = (pasted(one)["tasks"] for one in (text.replace(" ", "  "), text))
    assert [(task["lead"], task["due"]) for task in far] == [(task["lead"], task["due"]) for task in near]
