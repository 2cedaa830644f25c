"""Somebody by name and post is one lead: the post behind a comma, a dash or in brackets is nobody else."""

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted

PEOPLE = {
    "đồng chí Nguyễn Văn An, Phó Chủ tịch UBND xã": "Nguyễn Văn An",
    "đồng chí Trần Thị Bình - Trưởng phòng Kinh tế": "Trần Thị Bình",
    "ông Lê Văn Cường (Chánh Văn phòng)": "Lê Văn Cường",
    "bà Phạm Thị Dung": "Phạm Thị Dung",
    "đ/c Giàng A Páo, Bí thư chi bộ": "Giàng A Páo",
    "đồng chí H'Linh Niê": "H'Linh Niê",
    "đồng chí Phan Văn Mãi, Ủy viên Ban Thường vụ, Trưởng Ban Xây dựng Đảng": "Phan Văn Mãi",
    "Phó Chủ tịch UBND xã Đỗ Văn Hào": "Đỗ Văn Hào",
    "đồng chí Bí thư Đảng ủy": "Bí thư Đảng ủy",
    "Trưởng thôn Nà Lại": "Trưởng thôn",
    "Hiệu trưởng Trường THCS Nam Sơn": "Hiệu trưởng Trường THCS Nam Sơn",
    "Trưởng Công an xã": "Trưởng Công an xã",
    "anh Vàng Seo Chớ": "Vàng Seo Chớ",
    "bác sĩ Lò Văn Pành": "Lò Văn Pành",
}
WORK = "rà soát hồ sơ, tài liệu của thôn trước ngày 30/6/2026"
FORMS = {
    "acts": f"- {{}} {WORK}.",
    "is given": f"- Giao {{}} {WORK}.",
    "sees to": f"- Phân công {{}} phụ trách {WORK}.",
    "before a colon": "1. {}: Rà soát hồ sơ, tài liệu của thôn trước ngày 30/6/2026.",
    "over a list": "1. {}\n\na) Rà soát hồ sơ, tài liệu của thôn.\n\nb) Tổng hợp kết quả, báo cáo Đảng ủy xã.",
    "in brackets": "- Rà soát hồ sơ, tài liệu của thôn ({}, xong trước ngày 30/6/2026).",
    "behind a label": "1. Rà soát hồ sơ, tài liệu của các thôn.\n\n- Người thực hiện: {}.\n\n- Thời hạn: 30/6/2026.",
    "by whom": "- Rà soát hồ sơ, tài liệu của thôn, do {} chủ trì, xong trước ngày 30/6/2026.",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_person_with_a_post_is_one_lead_or_marked(form: str) -> None:
    wrong = []
    for person, name in PEOPLE.items():
        said = (
            person
            if form not in ("acts", "before a colon", "over a list")
            else person[:1].upper() + person[1:]
        )
        task = pasted(HEAD + "II. NHIỆM VỤ\n\n" + FORMS[form].format(said) + "\n")["tasks"][0]
        whole = len(task["lead"]) == 1 and name in task["lead"][0] and len(task["lead"][0]) <= len(person)
        if not whole and "lead" not in task["unsure"]:
            wrong.append((person, task["lead"]))
    assert wrong == []


@pytest.mark.parametrize("form", ["acts", "is given", "before a colon", "over a list", "behind a label"])
def test_a_post_behind_a_comma_is_no_second_lead(form: str) -> None:
    for person in list(PEOPLE)[:1] + list(PEOPLE)[4:5]:
        said = (
            person[:1].upper() + person[1:] if form in ("acts", "before a colon", "over a list") else person
        )
        task = pasted(HEAD + "II. NHIỆM VỤ\n\n" + FORMS[form].format(said) + "\n")["tasks"][0]
        assert [PEOPLE[person] in name for name in task["lead"]] == [True]


def test_two_people_are_two_leads() -> None:
    text = f"- Đồng chí Nguyễn Văn An, đồng chí Trần Thị Bình {WORK}.\n"
    assert len(pasted(HEAD + "II. NHIỆM VỤ\n\n" + text)["tasks"][0]["lead"]) == 2


def test_a_second_post_that_may_be_somebody_elses_is_asked_about() -> None:
    text = f"- Giao đồng chí Nguyễn Văn An, Trưởng Công an xã, Trưởng Trạm Y tế {WORK}.\n"
    assert "lead" in pasted(HEAD + "II. NHIỆM VỤ\n\n" + text)["tasks"][0]["unsure"]
