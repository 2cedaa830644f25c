"""Goals in running prose: every figure that is reached is one, with its own words, and nothing else is."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.reading.goals import Goal, goals_in
from roviec.tasks.reading.prose import clauses_of, figures_in, masked
from tests.examples import examples
from tests.reading.test_reading_kinds import HEAD, pasted


def told(text: str, *, counted: bool = True) -> list[tuple[str, str, float]]:
    return [(one.label, one.op, one.value) for one in goals_in(text, counted=counted)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Tỷ lệ thôn có tủ sách đạt 60%, trong đó tỷ lệ thôn có người trông tủ sách đạt ít nhất 40%",
            [
                ("Tỷ lệ thôn có tủ sách", "=", 60),
                ("Tỷ lệ thôn có người trông tủ sách", ">=", 40),
            ],
        ),
        (
            "Toàn xã có ít nhất 70% hộ có bể nước, khoảng 25% hộ có giếng và không còn hộ dùng nước suối dưới 5 m",
            [("Hộ có bể nước", ">=", 70), ("Hộ có giếng", "=", 25)],
        ),
        (
            "Số giếng khoan: từ 12 đến 15 giếng; Duy trì 100% thôn có loa",
            [("Số giếng khoan", "=", 12), ("Thôn có loa", "=", 100)],
        ),
        (
            "Lương thực bình quân đầu người 480kg/năm trở lên; đàn bò 1.250 con",
            [("Lương thực bình quân đầu người", ">=", 480), ("Đàn bò", "=", 1250)],
        ),
        (
            "Sửa 6 cầu treo (2 cầu qua suối lớn); mở 3 lớp học bơi",
            [("Sửa cầu treo", "=", 6), ("Mở lớp học bơi", "=", 3)],
        ),
        (
            "Thu phí chợ đạt 800 triệu đồng, tăng 30 triệu đồng so với năm 2025",
            [("Thu phí chợ", "=", 800)],
        ),
        (
            "Có 14 thôn và 3 trường đủ sân chơi/1 nghìn dân",
            [("Thôn", "=", 14), ("Trường đủ sân chơi/1 nghìn dân", "=", 3)],
        ),
        ("Hộ trồng chè từ 65% số hộ trong xã trở lên", [("Hộ trồng chè", ">=", 65)]),
    ],
)
def test_each_figure_of_a_sentence_is_a_goal_of_its_own(
    text: str, wanted: list[tuple[str, str, float]]
) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Quyết định số 25/QĐ-UBND ngày 13/2/2026, trước 30/6",
        "Cung cấp dịch vụ công trực tuyến mức độ 3 và 4 theo ISO 9001:2015",
        "Trẻ em 6 tuổi vào lớp 1 trong 5 năm của giai đoạn 2026-2030",
        "Không còn thôn dưới 15 tiêu chí",
        "Mở 3 lớp học bơi",
    ],
)
def test_numbers_of_documents_levels_ages_years_and_plain_work_are_no_goals(text: str) -> None:
    assert told(text, counted=False) == []


def test_parts_of_a_list_keep_what_they_are_parts_of_and_a_sentence_its_year() -> None:
    parts = list(
        goals_in("Đến năm 2028, cơ cấu lao động: làm nương 40%; thợ mộc, thợ rèn 25%; buôn bán: 5%.")
    )
    assert [(one.whole, one.label, one.value, one.year) for one in parts] == [
        ("Cơ cấu lao động", "Làm nương", 40.0, 2028),
        ("Cơ cấu lao động", "Thợ mộc, thợ rèn", 25.0, 2028),
        ("Cơ cấu lao động", "Buôn bán", 5.0, 2028),
    ]
    short = list(goals_in("Tỷ lệ hộ có đồng hồ nước ở thị tứ là 95 - 100%, vùng cao là 60%"))
    assert [(one.whole, one.label, one.value) for one in short] == [
        ("", "Tỷ lệ hộ có đồng hồ nước ở thị tứ", 95.0),
        ("Tỷ lệ hộ có đồng hồ nước ở thị tứ", "Vùng cao", 60.0),
    ]


def test_a_change_tells_where_it_starts_and_a_range_does_not() -> None:
    change = next(goals_in("Tỷ lệ hộ có nhà tắm tăng từ 61% đến 70%"))
    range_ = next(goals_in("Tỷ lệ hộ có nhà tắm đạt từ 61 đến 70%"))
    assert (change.baseline, change.value) == (61.0, 70.0)
    assert (range_.baseline, range_.value) == (None, 61.0)


_LABELS = (
    "Tỷ lệ hộ có bể nước",
    "Số điểm gom rác",
    "Thu phí chợ",
    "Diện tích chè",
    "Giá trị sản phẩm mây tre",
)
_goal = st.tuples(
    st.sampled_from(_LABELS),
    st.sampled_from(["đạt", "đạt trên", "còn dưới", "tối thiểu", "khoảng", "là", ":"]),
    st.integers(11, 899),
    st.sampled_from(["%", " tỷ đồng", " ha", " điểm", "%/năm"]),
)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(_goal, min_size=1, max_size=5, unique_by=lambda one: one[0]), st.sampled_from(["; ", ", "]))
def test_whatever_is_joined_is_parted_again(parts: list[tuple[str, str, int, str]], between: str) -> None:
    """Goals that begin with what is measured are read one by one, however they are joined."""
    said = [f"{label}{how if how == ':' else ' ' + how} {value}{unit}" for label, how, value, unit in parts]
    found = list(goals_in(between.join(said)))
    assert [(one.label, one.value) for one in found] == [
        (label, float(value)) for label, _, value, _ in parts
    ]


@settings(max_examples=examples(300), deadline=None)
@given(st.text(alphabet="aăđ 0123456789%.,;:()/-–và năm trong đó", max_size=120))
def test_any_text_is_cut_in_order_and_keeps_its_length(text: str) -> None:
    assert len(masked(text)) == len(text)
    clauses = list(clauses_of(text))
    assert all(one.start <= one.figure[0] < one.figure[1] <= len(text) for one in clauses)
    assert all(one.end <= following.start for one, following in pairwise(clauses))
    assert all(start < end for start, end in figures_in(text))
    assert all(isinstance(one, Goal) for one in goals_in(text, counted=True))


def goals(body: str) -> list[tuple[Any, ...]]:
    made = pasted(HEAD + body)["targets"]
    return [(one["index"], one["component"], one["goal"], one["year"]) for one in made]


def test_a_heading_without_a_number_opens_goals_and_fields_stand_below_it() -> None:
    body = (
        "Các chỉ tiêu chủ yếu (giai đoạn 2026-2028)\n- Về kinh tế:\n(1) Thu phí chợ: 45 triệu đồng/năm.\n"
        "- Về văn hóa:\n(2) Số thôn có tủ sách: 04/09 thôn.\n"
    )
    assert goals(body) == [("Thu phí chợ", None, 45.0, 2028), ("Số thôn có tủ sách", None, 4.0, 2028)]


def test_goals_in_paragraphs_are_read_below_their_heading_and_nowhere_else() -> None:
    body = (
        "I. TÌNH HÌNH\n\nNăm 2025 tỷ lệ hộ có bể nước đạt 50%.\n\nII. CHỈ TIÊU ĐẾN NĂM 2030\n\n"
        "Về nước sạch: (1) Tỷ lệ hộ có bể nước đạt 90%. (2) Tỷ lệ thôn có giếng: 75%.\n\n"
        "III. NHIỆM VỤ\n\n1. Phòng Kinh tế rà soát 90% số giếng.\n"
    )
    assert goals(body) == [
        ("Tỷ lệ hộ có bể nước", None, 90.0, 2030),
        ("Tỷ lệ thôn có giếng", None, 75.0, 2030),
    ]


def test_goals_counted_anew_below_a_numbered_heading_stand_below_it_and_tasks_do_not() -> None:
    body = (
        "I. MỤC TIÊU VÀ NHIỆM VỤ\n1. Mục tiêu chung: Làng sạch.\n2. Các chỉ tiêu chủ yếu đến năm 2027\n"
        "1. Thu phí rác tăng 5% hằng năm.\n2. Tỷ lệ hộ phân loại rác: 80%.\n3. Nhiệm vụ\n"
        "- Phòng Kinh tế chọn nơi đặt thùng rác.\n"
    )
    made = pasted(HEAD + body)
    assert [(one["goal"], one["year"]) for one in made["targets"]] == [(5.0, 2027), (80.0, 2027)]
    assert [task["lead"] for task in made["tasks"]] == [["Phòng Kinh tế"]]


def test_below_a_heading_of_goals_and_tasks_only_what_is_measured_is_a_goal() -> None:
    body = (
        "I. MỤC TIÊU, NHIỆM VỤ CHỦ YẾU NĂM 2026\n1. Rác thải:\n- Tổng số điểm gom rác: 12 điểm.\n"
        "- Phòng Kinh tế mua 40 thùng rác trước ngày 30/6/2026.\n"
    )
    made = pasted(HEAD + body)
    assert [(one["index"], one["goal"]) for one in made["targets"]] == [("Tổng số điểm gom rác", 12.0)]
    assert [(task["lead"], task["due"]) for task in made["tasks"]] == [(["Phòng Kinh tế"], "2026-06-30")]


def test_parts_below_an_item_that_leads_to_them_belong_to_it() -> None:
    body = (
        "I. CHỈ TIÊU NĂM 2026\n- Diện tích gieo trồng đạt 772 ha, trong đó:\n+ Lúa 507 ha\n+ Ngô: 265 ha.\n"
    )
    assert goals(body) == [
        ("Diện tích gieo trồng", None, 772.0, 2026),
        ("Diện tích gieo trồng", "Lúa", 507.0, 2026),
        ("Diện tích gieo trồng", "Ngô", 265.0, 2026),
    ]
