"""Two columns that could be the task: short names of rows beside what is to be done, or a task and more of it."""

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted

Rows = tuple[tuple[str, str], ...]
NAMED: Rows = (
    ("Tuần lễ đọc sách", "Trưng bày sách mới ở sân trường và mời phụ huynh đến đọc cùng con vào giờ ra chơi"),
    ("Góc xanh", "Trồng rau trong thùng xốp dọc hành lang, phân lịch tưới nước cho từng lớp"),
    ("Cổng an toàn", "Kẻ lại vạch đón trả học sinh, bố trí người trực cổng vào đầu giờ và cuối giờ"),
)
DETAILED: Rows = (
    ("Tổ chức ngày hội đọc sách cho toàn trường trong tháng 4", "20 gian sách, mỗi lớp một gian"),
    ("Trồng rau sạch trong thùng xốp dọc hành lang các lớp", "Mỗi lớp ba thùng"),
    ("Kẻ lại vạch đón trả học sinh trước cổng trường", "Sơn phản quang màu trắng"),
)
ALIKE: Rows = (
    ("Tổ chức ngày hội đọc sách cho toàn trường", "Trưng bày sách mới, mời phụ huynh đến đọc"),
    ("Trồng rau sạch dọc hành lang các lớp", "Phân lịch tưới nước cho từng lớp"),
    ("Kẻ lại vạch đón trả học sinh", "Bố trí người trực cổng đầu giờ"),
)
HEADS = (
    ("Hoạt động", "Nội dung"),
    ("Nội dung", "Nhiệm vụ cụ thể"),
    ("Nhiệm vụ", "Nội dung thực hiện"),
    ("Công việc", "Giải pháp thực hiện"),
)
LEADS = ("Tổ Thư viện", "Đoàn trường", "Tổ Văn phòng")


def tabbed(heads: tuple[str, str], rows: Rows) -> str:
    lines = ["\t".join((*heads, "Đơn vị phụ trách", "Thời gian"))]
    lines += ["\t".join((*cells, lead, "Tháng 4/2026")) for cells, lead in zip(rows, LEADS, strict=False)]
    return "PHỤ LỤC\n\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("heads", HEADS, ids=" | ".join)
def test_what_is_to_be_done_is_the_task_and_keeps_the_name_of_its_row(heads: tuple[str, str]) -> None:
    made = pasted(HEAD + tabbed(heads, NAMED))["tasks"]
    assert [task["quote"] for task in made] == [done for _, done in NAMED]
    assert [task["title"] for task in made] == [f"{name}: {done}" for name, done in NAMED]
    assert [(*task["lead"], task["due"]) for task in made] == [(lead, "2026-04-30") for lead in LEADS]


@pytest.mark.parametrize("heads", HEADS, ids=" | ".join)
@pytest.mark.parametrize("rows", [DETAILED, ALIKE], ids=["details", "alike"])
def test_a_task_beside_details_or_another_of_its_kind_stays_the_task(
    rows: Rows, heads: tuple[str, str]
) -> None:
    made = pasted(HEAD + tabbed(heads, rows))["tasks"]
    assert [task["title"] for task in made] == [task for task, _ in rows]


def test_a_name_over_several_rows_is_a_group_and_no_part_of_their_titles() -> None:
    again = (*NAMED[:2], ("Góc xanh", "Thu gom vỏ hộp sữa của các lớp, đổi lấy cây giống vào cuối tháng"))
    made = pasted(HEAD + tabbed(HEADS[0], again))["tasks"]
    assert [task["title"] for task in made] == [done for _, done in again]


def test_a_row_that_has_but_a_name_is_a_task_of_that_name() -> None:
    many = (*NAMED, *(("Sân chơi sạch", done) for _, done in NAMED), ("Thi vẽ tranh", "100%"))
    lines = ["\t".join((*HEADS[0], "Đơn vị phụ trách", "Thời gian"))]
    lines += ["\t".join((*cells, "Đoàn trường", "Tháng 4/2026")) for cells in many]
    made = pasted(HEAD + "PHỤ LỤC\n\n" + "\n".join(lines) + "\n")["tasks"]
    assert [task["title"] for task in made] == [*(done for _, done in many[:-1]), "Thi vẽ tranh"]
