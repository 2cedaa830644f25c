"""Cells that tell what each of several bodies does, and cells that give more than names."""

import pytest

from roviec.tasks.reading.annex import RUNS_ON
from tests.reading.test_reading_kinds import HEAD, pasted


def led(cell: str) -> tuple[list[str], str | None]:
    """Return who leads the one row of an annex whose cell for leads is `cell`, and why that is marked."""
    rows = (
        "| TT | Nội dung công việc | Đơn vị chủ trì | Thời hạn |",
        f"| 1 | Vận hành trạm quan trắc độ mặn ở các cửa sông | {cell} | Quý III/2026 |",
        "| 2 | Trực cống ngăn mặn trong các kỳ triều cường | Phòng Kinh tế | Quý IV/2026 |",
    )
    task = pasted(HEAD + "\nPHỤ LỤC\n\n" + "\n".join(rows) + "\n")["tasks"][0]
    return task["lead"], task["unsure"].get("lead")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (
            "UBND các xã trực tiếp triển khai tại cửa sông Phòng Kinh tế theo dõi số liệu, cảnh báo",
            ["UBND các xã", "Phòng Kinh tế"],
        ),
        (
            "Phòng Kinh tế, Trạm Thủy lợi thực hiện đo đạc hằng ngày ở cống. Đài Truyền thanh gửi bản tin cho các ấp",
            ["Phòng Kinh tế", "Trạm Thủy lợi", "Đài Truyền thanh"],
        ),
        ("Phòng Kinh tế triển khai tại cống, bố trí kinh phí cho Trạm Thủy lợi vận hành", ["Phòng Kinh tế"]),
    ],
)
def test_each_body_that_acts_leads_without_what_it_does(cell: str, names: list[str]) -> None:
    assert led(cell) == (names, None)


@pytest.mark.parametrize(
    "cell",
    [
        "Theo phân công tại Điều 3 Quyết định số 27/QĐ-UBND ngày 12/01/2026 của Chủ tịch UBND xã",
        "Phòng Kinh tế theo dõi",
    ],
)
def test_a_cell_that_gives_more_than_a_name_is_never_silent(cell: str) -> None:
    assert led(cell)[1] == RUNS_ON


def test_a_long_name_that_is_known_to_its_end_is_not_marked() -> None:
    name = "Ban Quản lý các Khu neo đậu tránh trú bão và Khu công nghiệp chế biến thủy sản tỉnh Bến Tre"
    assert led(name) == ([name], None)
