"""Tables whose heads say nothing that a list knows: the cells tell what a column holds, and each row says that they did."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.columns import role_of
from roviec.tasks.reading.read import read
from roviec.tasks.reading.rebuilt import NOTE
from tests.reading.test_reading_kinds import HEAD, pasted

DOCUMENTS = Path(__file__).parent / "documents"
CALENDAR = Calendar.seeded(range(2024, 2029))
NOTHING = ("Mảng", "Diễn giải", "Phía nhận", "Phía cùng", "Dự định", "Thứ làm ra", "Ý khác", "Lời thêm")
HIDDEN = ({"task"}, {"lead"}, {"due"}, {"partners"}, {"lead", "due"}, {"task", "lead"}, None)
ASKED = (
    ("Lào Cai", "Đề nghị sớm có văn bản về định mức xăng xe của tổ công tác lưu động", "Bộ Tài chính"),
    (
        "Hà Tĩnh, Nghệ An",
        "Đề nghị Chính phủ xem xét hỗ trợ kinh phí sửa trụ sở thôn bị bão làm tốc mái",
        "Bộ Nội vụ",
    ),
    (
        "Cao Bằng",
        "Quan tâm bố trí nhà công vụ cho giáo viên cắm bản từ tỉnh khác đến",
        "Bộ Xây dựng; Bộ Nội vụ",
    ),
    ("Huế", "Kiến nghị cho phép dùng chung máy quét giữa các phường", "Bộ Khoa học và Công nghệ"),
)


BELOW = "\nII. TỔ CHỨC THỰC HIỆN\n\n1. Công an xã rà soát kho phao, báo cáo UBND xã trước ngày 15/10/2026.\n"


@cache
def as_it_is(path: Path) -> list[dict[str, Any]]:
    return tasks_of(path.read_bytes())


def tasks_of(data: bytes) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = as_json(read(data, "van-ban.docx", calendar=CALENDAR))["tasks"]
    return made


def unheaded(path: Path, hidden: set[str] | None) -> bytes:
    """Return the document with the heads of the `hidden` roles (None: of all) called by words that say nothing."""
    document = docx.Document(str(path))
    changed = 0
    for table in document.tables:
        roles = [role_of(cell.text, "") for cell in table.rows[0].cells]
        if len(table.rows) < 4 or "task" not in roles or not {"lead", "due"} & set(roles):
            continue
        for number, (cell, role) in enumerate(zip(table.rows[0].cells, roles, strict=True)):
            if role not in ("", "index") and (hidden is None or role in hidden):
                cell.text = NOTHING[number % len(NOTHING)]
                changed += 1
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue() if changed else b""


def silent(path: Path, hidden: set[str] | None) -> Iterator[str]:
    """Yield leads and days that are others than with all heads, and bear no mark; a row that is not read is none."""
    data = unheaded(path, hidden)
    found = {fold(task["quote"]): task for task in tasks_of(data)} if data else {}
    for task in as_it_is(path):
        got = found.get(fold(task["quote"]), task)
        if got["lead"] != task["lead"] and "lead" not in got["unsure"]:
            yield f"{path.name} {task['ref']}: {got['lead']} for {task['lead']}"
        times = [(one["due"], one["recurrence"]) for one in (task, got)]
        if times[0] != times[1] and "due" not in got["unsure"]:
            yield f"{path.name} {task['ref']}: {times[1]} for {times[0]}"


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda one: " and ".join(sorted(one)) if one else "all")
def test_no_column_is_taken_for_another_or_lost_in_silence(hidden: set[str] | None) -> None:
    assert [wrong for path in sorted(DOCUMENTS.glob("*.docx")) for wrong in silent(path, hidden)] == []


def rows_of(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    lines = ["\t".join(("TT", *heads))]
    lines += ["\t".join((str(number), *row)) for number, row in enumerate(rows, 1)]
    return HEAD + "PHỤ LỤC\n\n" + "\n".join(lines) + "\n"


def test_what_provinces_ask_for_goes_to_the_body_of_its_own_row() -> None:
    heads = ("Nơi nêu", "Thông tin đề xuất", "Bộ tiếp nhận, xử lý")
    made = pasted(rows_of(heads, ASKED))["tasks"]
    assert [task["lead"] for task in made] == [row[2].split("; ") for row in ASKED]
    assert all("lead" in task["unsure"] for task in made)


def test_a_counted_row_is_never_the_head_of_the_rows_below_it() -> None:
    rows = (
        (
            "Triển khai thực hiện nội dung chi cho lực lượng dân quân",
            "Sở Tài chính",
            "Cơ quan, địa phương liên quan",
        ),
        (
            "Rà soát kho dự trữ phao, áo phao tại các xã ven sông",
            "Công an tỉnh",
            "Cơ quan, địa phương liên quan",
        ),
        ("Lập danh sách hộ phải sơ tán khi lũ lên báo động 3", "Sở Xây dựng", "UBND các xã"),
        ("Mở lớp tập huấn cứu hộ cho đội xung kích", "Sở Y tế", "UBND các xã"),
    )
    made = pasted(rows_of(("Diễn giải", "Phía nhận", "Phía cùng"), rows))["tasks"]
    assert [(task["lead"], task["partners"]) for task in made] == [([row[1]], [row[2]]) for row in rows]


def test_a_table_that_nobody_can_read_is_told_of() -> None:
    rows = tuple((f"Rà soát giếng khoan số {n} của thôn", f"{n}", f"{n + 2} m") for n in range(1, 6))
    made = pasted(rows_of(("Diễn giải", "Cỡ", "Độ sâu"), rows))
    assert all({"lead", "due"} <= task["unsure"].keys() for task in made["tasks"])
    assert any("chưa rõ các cột" in note for note in made["notes"])


def test_a_group_of_rows_between_bars_does_not_end_its_table() -> None:
    lines = (
        "TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian trình | Cấp trình",
        "I | Hoàn thiện quy chế",
        "1 | Báo cáo tổng kết thi hành quy chế | Sở Tư pháp | Quý II/2026 | Thủ tướng Chính phủ",
        "2 | Dự thảo quy chế sửa đổi | Sở Nội vụ | Quý III/2026 | Thủ tướng Chính phủ",
        "II | Phát triển văn hóa",
        "1 | Đề án không gian sáng tạo bên sông | Sở Văn hóa và Thể thao | 2026 | Thủ tướng Chính phủ",
    )
    made = pasted(HEAD + "PHỤ LỤC\n\n" + "\n".join(lines) + "\n")["tasks"]
    assert [(task["lead"], task["due"]) for task in made] == [
        (["Sở Tư pháp"], "2026-06-30"),
        (["Sở Nội vụ"], "2026-09-30"),
        (["Sở Văn hóa và Thể thao"], "2026-12-31"),
    ]


def laid_out(heads: tuple[str, ...]) -> str:
    """Return a table as it is printed from a PDF, its columns apart by blanks."""
    rows = (
        ("1", "Rà soát kho phao cứu sinh", "Công an xã", "UBND các thôn", "Quý III/2026"),
        ("2", "Lập danh sách hộ phải sơ tán", "Phòng Kinh tế", "Công an xã", "Tháng 8/2026"),
        ("3", "Mở lớp tập huấn cứu hộ", "Trạm Y tế xã", "Đoàn xã", "15/9/2026"),
        ("4", "Diễn tập sơ tán ban đêm", "Ban Chỉ huy Quân sự xã", "Công an xã", "Thường xuyên"),
        ("5", "Sửa loa truyền thanh các thôn", "Phòng Văn hóa - Xã hội", "UBND các thôn", "Quý IV/2026"),
    )
    widths = (6, 36, 28, 20, 14)
    lines = [
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (heads, *rows)
    ]
    return HEAD + "PHỤ LỤC\n\n" + "\n".join(lines) + "\n"


def test_a_printed_table_is_read_by_its_heads() -> None:
    made = pasted(laid_out(("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Phối hợp", "Thời hạn")))
    assert [task["lead"] for task in made["tasks"]][:2] == [["Công an xã"], ["Phòng Kinh tế"]]
    assert not any(task["unsure"] for task in made["tasks"][:3])


@pytest.mark.parametrize(
    "heads",
    [
        ("TT", "Diễn giải", "Phía nhận", "Phía cùng", "Dự định"),
        ("Số", "Mảng", "Phía nhận", "Phía cùng", "Mốc"),
        ("TT", "Nhiệm vụ", "Phía nhận", "Phía cùng", "Dự định"),
    ],
)
def test_a_printed_table_that_nobody_can_tell_is_told_of_and_marks_what_is_read(
    heads: tuple[str, ...],
) -> None:
    made = pasted(laid_out(heads) + BELOW)
    assert NOTE in made["notes"]
    assert made["tasks"]
    assert all({"lead", "due"} <= task["unsure"].keys() for task in made["tasks"])


@pytest.mark.parametrize("time", ["Quý III, IV/2026", "Tháng 12/2025", "Thường xuyên", "15/9/2026"])
def test_a_time_is_never_who_does_it_unmarked(time: str) -> None:
    rows = (
        ("Rà soát kho phao của thôn", "Công an xã", time),
        ("Lập danh sách hộ sơ tán", time, "Phòng Kinh tế"),
    )
    made = pasted(rows_of(("Nhiệm vụ", "Chủ trì", "Thời hạn"), rows))["tasks"]
    assert [{"lead", "due"} <= task["unsure"].keys() for task in made] == [False, True]
