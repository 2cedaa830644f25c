"""Tables whose cells came a line each: put together by their numbers, and nothing wrong of them unmarked."""

import itertools
import textwrap
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.reading.rebuilt import NOTE, rebuilt
from tests.examples import examples
from tests.reading.test_reading_kinds import HEAD, pasted

HEADS = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
PART = HEAD + "I. NHIỆM VỤ\n\nThực hiện theo bảng sau:\n\n"
APART = "Bảng bị rời thành từng dòng; ô này có thể lẫn với ô khác."


def lines(*cells: str) -> str:
    return "".join(f"{cell}\n\n" for cell in cells)


def test_a_row_with_all_its_cells_is_read_without_a_mark_and_one_that_lacks_some_with_it() -> None:
    made = pasted(
        PART
        + lines(*HEADS, "I", "Việc của quý II")
        + lines("1", "Rà soát cột điện ven suối", "Phòng Kinh tế", "Công an xã", "Trước 30/6/2026")
        + lines("2", "Làm bảng chỉ đường vào chợ", "Văn phòng", "Quý III/2026")
        + lines("3", "Mở lớp học bơi cho trẻ", "Phòng Kinh tế", "Các thôn", "Đoàn xã", "Tháng 9/2026")
        + "II. TỔ CHỨC THỰC HIỆN\n\n1. Văn phòng theo dõi, báo cáo trước ngày 15/12/2026.\n"
    )
    got = [
        (task["lead"], task["partners"], task["due"], task["unsure"].get("lead")) for task in made["tasks"]
    ]
    assert got == [
        (["Phòng Kinh tế"], ["Công an xã"], "2026-06-30", None),
        (["Văn phòng"], [], "2026-09-30", APART),
        (["Phòng Kinh tế"], ["Các thôn", "Đoàn xã"], "2026-09-30", APART),
        (["Văn phòng"], [], "2026-12-15", None),
    ]
    assert NOTE in made["notes"]


def test_a_header_of_two_rows_and_lines_close_together_are_put_together_too() -> None:
    heads = (
        "TT",
        "Nhiệm vụ",
        "Phân công thực hiện",
        "Thời gian hoàn thành",
        "Sản phẩm",
        "Chủ trì",
        "Phối hợp",
    )
    rows = ("1", "Rà soát quy chế làm việc", "Văn phòng", "Công an xã", "Quý II/2026", "Báo cáo")
    made = pasted(PART + "\n".join([*heads, *rows, "Nơi nhận:", "- Lưu: VT."]) + "\n")
    assert [(task["lead"], task["partners"], task["due"], task["unsure"]) for task in made["tasks"]] == [
        (["Văn phòng"], ["Công an xã"], "2026-06-30", {})
    ]
    assert made["notes"] == [NOTE]


def test_a_table_of_targets_is_put_together() -> None:
    heads = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả năm 2025", "Mục tiêu năm 2026", "Đơn vị theo dõi")
    first = ("1", "Tỷ lệ hộ có bể nước", "%", "71,5", "Trên 80", "Phòng Kinh tế")
    second = ("2", "Số thôn có loa", "Thôn", "2", "3", "Văn phòng")
    made = pasted(HEAD + "I. CHỈ TIÊU\n\n" + lines(*heads, *first, *second))
    assert [(one["index"], one["baseline"], one["goal_op"], one["goal"]) for one in made["targets"]] == [
        ("Tỷ lệ hộ có bể nước", 71.5, ">", 80.0),
        ("Số thôn có loa", 2.0, "=", 3.0),
    ]


@dataclass(frozen=True)
class Work:
    """A row as the original has it; an empty cell leaves no line behind."""

    title: str
    lead: str
    partners: str
    due: str


_works = st.builds(
    Work,
    st.sampled_from(
        ["Sửa cầu treo qua suối", "Kẻ vạch bãi đỗ xe chợ", "Đóng tủ sách cho thôn", "Dọn kênh nội đồng"]
    ),
    st.sampled_from(["Phòng Kinh tế", "Văn phòng HĐND và UBND xã", "Công an xã", ""]),
    st.sampled_from(["Đoàn xã", "Các thôn", "Trạm Y tế xã", ""]),
    st.sampled_from(["Quý II/2026", "Trước ngày 15/5/2026", "Tháng 9/2026", "Thường xuyên", ""]),
)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(_works, min_size=1, max_size=6), st.booleans())
def test_what_is_read_of_lines_is_what_the_table_says_or_is_marked(works: list[Work], close: bool) -> None:
    """Whatever cells are empty: no lead and no day that differs from the original's stands unmarked."""
    cells = [
        cell
        for n, one in enumerate(works, 1)
        for cell in (str(n), one.title, one.lead, one.partners, one.due)
        if cell
    ]
    made = pasted(PART + ("\n" if close else "\n\n").join([*HEADS, *cells]) + "\n")
    table = pasted(
        PART
        + "\n".join(
            "\t".join(row)
            for row in (
                HEADS,
                *((str(n), w.title, w.lead, w.partners, w.due) for n, w in enumerate(works, 1)),
            )
        )
        + "\n"
    )
    for got, wanted in zip(made["tasks"], table["tasks"], strict=False):
        assert got["lead"] == wanted["lead"] or "lead" in got["unsure"]
        assert got["due"] == wanted["due"] or "due" in got["unsure"]


@settings(max_examples=examples(100), deadline=None)
@given(
    st.lists(
        st.sampled_from([*HEADS, "1", "2", "I", "", "Phòng Kinh tế", "Quý II/2026", "Lời dặn chung"]),
        max_size=60,
    )
)
def test_any_lines_make_tables_that_do_not_overlap(raw: list[str]) -> None:
    numbered = [(sum(len(line) + 1 for line in raw[:at]), line) for at, line in enumerate(raw)]
    made = rebuilt(numbered)
    assert all(one.start < one.end <= len(raw) for one in made)
    assert all(one.end <= following.start for one, following in itertools.pairwise(made))
    assert all(len({len(row) for row in one.table.rows}) == 1 for one in made)


_longer = st.builds(
    Work,
    st.sampled_from(
        [
            "Cấp mã vùng trồng cho 60 ha xoài của Hợp tác xã Tân Lập",
            "Lập hồ sơ 12 tuyến đường, trình UBND xã phê duyệt",
            "Tổ chức hội thi Cán bộ một cửa thân thiện, đợt 2",
        ]
    ),
    st.sampled_from(
        ["Trung tâm Phục vụ hành chính công xã", "Phòng Văn hóa - Xã hội", "Chủ tịch UBND các xã, phường"]
    ),
    st.sampled_from(["Công an xã; Ủy ban MTTQ Việt Nam xã", "Các thôn, bản", ""]),
    st.sampled_from(["Từ 01/5 đến 31/10/2026", "Trước ngày 15 tháng 5 năm 2026", "Hằng quý", ""]),
)


def wrapped(cell: str, width: int) -> list[str]:
    return textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(_works | _longer, min_size=1, max_size=6),
    st.tuples(*[st.integers(12, 40)] * 5),
    st.integers(0, 4),
)
def test_wrapped_cells_are_read_as_the_table_says_or_marked(
    works: list[Work], widths: tuple[int, ...], page: int
) -> None:
    """Whatever the columns' widths, and with a page's number between two rows."""
    rows = [HEADS, *((str(n), w.title, w.lead, w.partners, w.due) for n, w in enumerate(works, 1))]
    printed = [
        line
        for n, row in enumerate(rows)
        for line in [
            *(["2"] if n == page + 1 else []),
            *(part for cell, width in zip(row, widths, strict=True) for part in wrapped(cell, width)),
        ]
    ]
    made = pasted(PART + "\n".join(printed) + "\n")
    table = pasted(PART + "\n".join("\t".join(row) for row in rows) + "\n")
    for got in made["tasks"]:
        same = [one for one in table["tasks"] if one["title"] == got["title"]]
        assert same or got["unsure"]
        for field in ("lead", "due"):
            assert not same or any(one[field] == got[field] for one in same) or field in got["unsure"]


def test_rows_that_hours_open_are_put_together() -> None:
    made = pasted(
        f"{HEAD}II. CHƯƠNG TRÌNH\n\nNGÀY 1: THỨ HAI, NGÀY 09/3/2026\n\n"
        + "\n".join(("Thời gian", "Nội dung", "Người thực hiện", "Buổi sáng: tập trung"))
        + "\n"
        + "\n".join(
            (
                "7h00 - 7h30",
                "Nhận phao và áo",
                "Đoàn xã",
                "7h30 - 9h00",
                "Tập thở ở bể",
                "nông",
                "Trạm Y tế xã",
            )
        )
        + "\n"
    )
    assert [(task["lead"], task["unsure"].get("lead")) for task in made["tasks"]] == [
        (["Đoàn xã"], None),
        (["Trạm Y tế xã"], None),
    ]


def test_rows_that_carry_their_own_number_are_put_together() -> None:
    cells = (
        "1. Kẻ vạch bãi đỗ xe chợ",
        "Phòng Kinh tế",
        "Quý II/2026",
        "2. Đóng tủ sách",
        "cho thôn",
        "Đoàn xã",
        "Tháng 9/2026",
    )
    made = pasted(PART + "\n".join(("Nội dung", "Phân công", "Tiến độ", *cells)) + "\n")
    assert [(task["lead"], task["due"]) for task in made["tasks"]] == [
        (["Phòng Kinh tế"], "2026-06-30"),
        (["Đoàn xã"], "2026-09-30"),
    ]


def test_what_stands_behind_a_plain_time_leaves_the_cells_before_it_without_a_mark() -> None:
    heads = (*HEADS[:3], "Thời hạn", "Cấp trình", "Sản phẩm")
    first = ("1", "Sửa cầu treo qua suối", "Phòng Kinh tế", "Quý II/2026", "HĐND xã", "Tờ trình", "Dự thảo")
    second = ("2", "Kẻ vạch bãi đỗ xe chợ", "Đoàn xã", "Tháng 9/2026", "UBND xã", "Sơ đồ bãi đỗ")
    made = pasted(PART + "\n".join((*heads, *first, *second)) + "\n")
    assert [(task["lead"], task["due"], set(task["unsure"]) & {"lead", "due"}) for task in made["tasks"]] == [
        (["Phòng Kinh tế"], "2026-06-30", set()),
        (["Đoàn xã"], "2026-09-30", set()),
    ]


def test_the_second_half_of_a_name_does_not_open_the_next_cell() -> None:
    cells = (
        "1",
        "Lập bản đồ các bến đò",
        "UBND thành phố Vân",
        "Sơn và các đơn vị liên quan",
        "Công an xã",
        "Quý II/2026",
    )
    (task,) = pasted(PART + "\n".join((*HEADS, *cells)) + "\n")["tasks"]
    assert (task["lead"], task["partners"]) == (
        ["UBND thành phố Vân Sơn", "các đơn vị liên quan"],
        ["Công an xã"],
    )


def test_the_last_row_keeps_a_task_as_wide_as_those_of_the_rows_above() -> None:
    wide = (
        "Rà soát, cắm biển cảnh báo ở các bến sông, ao hồ, bãi tắm tự phát và những chỗ nước xoáy sâu\ntrên địa bàn xã",
        "Mở lớp dạy bơi, phổ biến kỹ năng cứu đuối cho trẻ em trong dịp nghỉ hè tại các điểm trường và\nnhà văn hóa thôn",
        "Tổng hợp, công bố kết quả phòng, chống đuối nước ở trẻ em của xã và các thôn trong cả năm, gồm\nsố lớp đã mở",
    )
    cells = [
        (str(at), text, "Phòng Kinh tế", "Đoàn xã", f"Tháng {at + 5}/2026") for at, text in enumerate(wide, 1)
    ]
    made = pasted(PART + "\n".join([*HEADS, *(cell for row in cells for cell in row)]) + "\n")
    assert [(task["lead"], task["due"]) for task in made["tasks"]] == [
        (["Phòng Kinh tế"], "2026-06-30"),
        (["Phòng Kinh tế"], "2026-07-31"),
        (["Phòng Kinh tế"], "2026-08-31"),
    ]
