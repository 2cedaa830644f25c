"""Tables whose columns ran together: every printed line holds a piece of each cell, and nothing of them is unmarked."""

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.reading.text import from_text
from tests.effort import within
from tests.examples import examples
from tests.reading.test_reading_kinds import HEAD, pasted

WIDTHS = (26, 22, 24, 14)
HEADS = ("Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
APART = "Bảng bị rời thành từng dòng; ô này có thể lẫn với ô khác."
# The prose above a table speaks of what its rows do, which is what tells their words apart.
PROSE = (
    "I. NHIỆM VỤ\n\n1. Tu sửa cầu treo qua suối và đường vào bản, kẻ vạch bãi đỗ xe ở chợ trung tâm.\n\n"
    "2. Đóng tủ sách cho nhà văn hóa các thôn, gom rác thải nhựa dọc bờ kênh nội đồng.\n\n"
    "3. Việc do Phòng Kinh tế, Hạ tầng và Đô thị, Trung tâm Phục vụ hành chính công xã làm cùng Công an xã, "
    "Ban Chỉ huy Quân sự xã và Đoàn Thanh niên xã.\n\nPHỤ LỤC\n\n"
)
WORKS = (
    "Tu sửa cầu treo qua suối và đường vào bản",
    "Kẻ vạch bãi đỗ xe ở chợ trung tâm",
    "Đóng tủ sách cho nhà văn hóa các thôn",
    "Gom rác thải nhựa dọc bờ kênh nội đồng",
)
LEADS = ("Phòng Kinh tế, Hạ tầng và Đô thị", "Trung tâm Phục vụ hành chính công xã", "Công an xã")
PARTNERS = ("Ban Chỉ huy Quân sự xã", "Đoàn Thanh niên xã", "Công an xã")
TIMES = (("Quý II/2026", "2026-06-30"), ("Tháng 9/2026", "2026-09-30"), ("Thường xuyên", None))

_rows = st.tuples(
    st.sampled_from(WORKS), st.sampled_from(LEADS), st.sampled_from(PARTNERS), st.sampled_from(TIMES)
)


def printed(number: int, cells: tuple[str, ...]) -> str:
    """Return a row as a page's text has it: line for line what each cell shows there, a space between."""
    wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)]
    lines = [" ".join(piece for piece in pieces if piece) for pieces in zip_longest(*wrapped, fillvalue="")]
    return f"{number} " + "\n".join(lines) + "\n"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    return f"TT {' '.join(HEADS)}\n" + "".join(printed(number, row) for number, row in enumerate(rows, 1))


def test_the_cells_of_each_row_are_put_together_from_their_pieces() -> None:
    rows = [
        (WORKS[0], LEADS[0], PARTNERS[0], "Quý II/2026"),
        (WORKS[2], LEADS[1], PARTNERS[1], "Tháng 9/2026"),
    ]
    made = pasted(HEAD + PROSE + table(rows))["tasks"]
    assert [(task["title"], task["lead"], task["partners"], task["due"]) for task in made[-2:]] == [
        (WORKS[0], [LEADS[0]], [PARTNERS[0]], "2026-06-30"),
        (WORKS[2], [LEADS[1]], [PARTNERS[1]], "2026-09-30"),
    ]
    assert all(task["unsure"]["lead"] == task["unsure"]["due"] == APART for task in made[-2:])


def test_a_row_whose_cells_follow_each_other_is_cut_at_names_and_times() -> None:
    rows = "TT Nội dung công việc Cơ quan chủ trì Cơ quan phối hợp Thời gian\n" + "".join(
        textwrap.fill(f"{number} {' '.join(cells)}", 70) + "\n"
        for number, cells in enumerate(
            (
                (WORKS[0], "Sở KH&CN", "Công an xã", "Trước ngày 15/5/2026"),
                (WORKS[3], "Phòng Kinh tế", "Các thôn, bản", "Tháng 9/2026"),
            ),
            1,
        )
    )
    made = pasted(HEAD + PROSE + rows)["tasks"]
    assert [(task["lead"], task["partners"], task["due"]) for task in made[-2:]] == [
        (["Sở KH&CN"], ["Công an xã"], "2026-05-15"),
        (["Phòng Kinh tế"], ["Các thôn, bản"], "2026-09-30"),
    ]


def test_what_goes_on_with_a_row_keeps_its_merged_lead() -> None:
    text = (
        "TT Cơ quan chủ trì Nội dung công việc Kết quả Thời gian\n"
        "A. BẾN BÃI\n"
        "1 Công an xã - Kẻ vạch bãi đỗ xe - Bãi đỗ được Quý II/2026\nở chợ trung tâm kẻ vạch\n"
        "- Gom rác thải nhựa - Bờ kênh sạch Tháng 9/2026\ndọc bờ kênh nội đồng\n"
        "2 Đoàn Thanh niên xã - Đóng tủ sách cho - Tủ sách Quý III/2026\nnhà văn hóa các thôn\n"
    )
    made = pasted(HEAD + PROSE + text)["tasks"][-3:]
    assert [(task["lead"], task["due"]) for task in made] == [
        (["Công an xã"], "2026-06-30"),
        (["Công an xã"], "2026-09-30"),
        (["Đoàn Thanh niên xã"], "2026-09-30"),
    ]


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(_rows, min_size=2, max_size=6))
def test_no_row_is_lost_and_no_value_stands_unmarked(
    works: list[tuple[str, str, str, tuple[str, str | None]]],
) -> None:
    text = table([(title, lead, partners, due[0]) for title, lead, partners, due in works])
    made = [task for task in pasted(HEAD + PROSE + text)["tasks"] if task["ref"].startswith("Phụ Lục")]
    assert len(made) == len(works)
    for task, (_, lead, _, due) in zip(made, works, strict=True):
        assert task["lead"] == [lead] or "lead" in task["unsure"]
        assert task["due"] == due[1] or "due" in task["unsure"]


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.text("aáBC 1.-/,\tĐ", max_size=90), max_size=30))
def test_any_lines_below_such_a_header_are_read_in_time(lines: list[str]) -> None:
    with within(200):
        from_text(
            f"TT {' '.join(HEADS)}\n" + "\n".join(f"{at} {line}" for at, line in enumerate(lines, 1)), "a.txt"
        )
