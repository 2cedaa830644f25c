"""Orders whose labels stand below what tells how: the order is the task where its document labels orders so."""

from tests.reading.test_reading_kinds import HEAD, pasted, rows

LABELS = "- Thời gian hoàn thành: {due}.\n\n- Đơn vị chủ trì: {lead}.\n\n- Đơn vị phối hợp: Các thôn.\n\n"
DAY = {"Quý II/2026": "2026-06-30", "Tháng 9/2026": "2026-09-30", "Quý IV/2026": "2026-12-31"}


def item(label: str, text: str, how: str, lead: str, due: str) -> str:
    """Return an item with a line that tells how, and its labels."""
    return f"{label} {text}\n\n{how}{LABELS.format(due=due, lead=lead)}"


WHOLE = (
    item(
        "1.1.", "Xây dựng phương án tưới tiết kiệm cho vùng chè của xã.", "", "Phòng Kinh tế", "Quý II/2026"
    ),
    item(
        "1.2.",
        "Tổ chức tập huấn chăm sóc chè an toàn cho các hộ trồng chè.",
        "- Việc tập huấn phải sát mùa vụ.\n\n",
        "Hội Nông dân xã",
        "Tháng 9/2026",
    ),
)
OPEN = item(
    "1.3.",
    "Tổng kết mô hình tưới tiết kiệm",
    "- Đánh giá kết quả của từng hộ, rút ra bài học.\n\n",
    "Phòng Kinh tế",
    "Quý IV/2026",
)


def test_an_order_without_a_full_stop_is_the_task_where_its_like_are() -> None:
    made = rows(HEAD + "I. NHIỆM VỤ\n\n1. Cây chè\n\n" + "".join((*WHOLE, OPEN)))
    assert ("Tổng kết mô", ["Phòng Kinh tế"], ["Các thôn"], "2026-12-31") in made


def test_a_heading_of_a_matter_leaves_the_task_to_what_stands_below_it() -> None:
    parts = [
        item(f"{n}.", f"Công tác {name}", f"- {work}.\n\n", "Công an xã", "Quý II/2026")
        for n, name, work in (
            (1, "tuần tra", "Tuần tra ban đêm ở bến thuyền"),
            (2, "cư trú", "Rà soát nhà trọ ven sông"),
            (3, "chữa cháy", "Kiểm tra bình chữa cháy ở chợ"),
        )
    ]
    made = rows(HEAD + "I. NHIỆM VỤ\n\n" + "".join(parts))
    assert [title for title, *_ in made] == ["Tuần tra ban", "Rà soát nhà", "Kiểm tra bình"]


def test_labels_behind_a_count_tell_of_the_order_and_of_all_it_counts() -> None:
    text = (
        "1.1. Chuẩn bị và tổ chức ba buổi họp dân về quy hoạch khu dân cư mới của xã.\n\n"
        "- Tài liệu họp: Gồm sơ đồ và biểu mẫu.\n\n"
        "(1) Tổ chức họp lần thứ nhất: Chậm nhất ngày 10/4/2026.\n\n"
        "(2) Tổ chức họp lần thứ hai: Chậm nhất ngày 10/5/2026.\n\n"
        + LABELS.format(due="Quý II/2026", lead="Phòng Kinh tế")
    )
    made = pasted(HEAD + "I. NHIỆM VỤ\n\n1. Quy hoạch\n\n" + text)["tasks"]
    assert [(task["lead"], task["due"]) for task in made] == [
        (["Phòng Kinh tế"], "2026-06-30"),
        (["Phòng Kinh tế"], "2026-04-10"),
        (["Phòng Kinh tế"], "2026-05-10"),
    ]
