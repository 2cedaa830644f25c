"""Departments named by what they do: each is one name, whole, and one that no list knows is marked where it may be cut."""

from collections.abc import Iterable
from typing import Any

import pytest

from roviec.tasks.reading.fields import OF_DEPARTMENTS
from tests.reading.test_reading_kinds import HEAD, pasted

KNOWN = [f"{head} {field}" for field in OF_DEPARTMENTS.split("|") for head in ("Cục", "Phòng")]
OTHERS = [
    "Phòng Quản lý bay",
    "Trung tâm Ứng cứu sự cố và Giám sát an toàn thông tin",
    "Phòng Hỗ trợ và Kiểm soát tuân thủ",
    "Trung tâm Kiểm định và Tư vấn xây dựng",
    "Phòng Giám sát và Xử lý nợ",
    "Đội Tuyên truyền và Hỗ trợ người nộp thuế",
    "Tổ Kiểm tra, xác minh số 2",
    "Phòng Thẩm định và Quản lý rủi ro",
    "Trung tâm Nghiên cứu và Chuyển giao công nghệ",
    "Phòng Tổng hợp, dự báo",
    "Khoa Sản xuất thuốc và Kiểm nghiệm",
    "Trung tâm Bảo tồn và Phát huy giá trị di sản",
    "Đội Duy tu, sửa chữa",
    "Ban Tổ chức lễ hội",
    "Trung tâm Huấn luyện và Thi đấu thể thao",
    "Phòng Đào tạo, bồi dưỡng",
    "Ban Quản lý bến xe và Điểm đỗ",
    "Hội Bảo vệ quyền trẻ em",
    "Trung tâm Chăm sóc và Nuôi dưỡng trẻ mồ côi",
    "Tổ Phản ứng nhanh",
    "Trung tâm Ươm tạo và Hỗ trợ khởi nghiệp",
    "Phòng Thu hồi và Phát mại tài sản",
    "Phòng Quản lý xuất nhập khẩu",
    "Trung tâm Điều phối ghép tạng",
    "Đội Quản lý trật tự đô thị",
    "Tổ Xử lý nợ đọng",
    "Phòng Cấp phép xây dựng",
    "Ban Vận động quỹ vì người nghèo",
    "Trung tâm Lưu trữ và Số hóa",
    "Đội Thu gom rác thải",
    "Phòng Lắp đặt, bảo trì",
    "Trung tâm Giới thiệu sản phẩm",
    "Ban Bảo trì đường bộ",
    "Phòng Đối ngoại và Xúc tiến",
    "Phòng Dịch vụ khách hàng",
    "Tổ Vận chuyển cấp cứu",
    "Đội Bảo vệ dân phố",
]
ACTS = "- {} chủ trì, phối hợp với Văn phòng rà soát hồ sơ, tài liệu trước ngày 30/6/2026."
DOES = "- {} rà soát hồ sơ, tài liệu trước ngày 30/6/2026."
GIVEN = "- Giao {} rà soát hồ sơ, tài liệu trước ngày 30/6/2026."
BRACKET = "- Rà soát hồ sơ, tài liệu ({}, xong trước ngày 30/6/2026)."
LABELLED = "1. Rà soát hồ sơ, tài liệu của các đơn vị.\n\n- Đơn vị chủ trì: {}.\n\n- Thời hạn: 30/6/2026."
TASKS = "\n\nII. NHIỆM VỤ\n\n"


def read_all(form: str, names: Iterable[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return each name and the task that its sentence, or its labels, make."""
    names = list(names)
    tasks = pasted(HEAD + TASKS + "\n\n".join(form.format(name) for name in names) + "\n")["tasks"]
    assert len(tasks) == len(names)
    return list(zip(names, tasks, strict=True))


@pytest.mark.parametrize("form", [ACTS, DOES, GIVEN, BRACKET, LABELLED])
def test_a_department_is_named_whole(form: str) -> None:
    cut = [(name, task["lead"]) for name, task in read_all(form, KNOWN) if task["lead"] != [name]]
    assert cut == []


@pytest.mark.parametrize("form", [ACTS, DOES, BRACKET, LABELLED])
def test_an_office_that_no_list_knows_is_whole_or_marked(form: str) -> None:
    silent = [
        (name, task["lead"])
        for name, task in read_all(form, OTHERS)
        if task["lead"] != [name] and "lead" not in task["unsure"]
    ]
    assert silent == []


@pytest.mark.parametrize(
    "name",
    [
        "Vụ trưởng Vụ Pháp chế",
        "Tổ chức pháp chế các bộ",
        "Y tế thôn bản",
        "thôn 9",
        "Từng đảng viên",
        "Điều tra viên",
    ],
)
@pytest.mark.parametrize("form", [ACTS, DOES])
def test_posts_hamlets_and_members_are_given_work(form: str, name: str) -> None:
    assert read_all(form, [name])[0][1]["lead"] == [name]


@pytest.mark.parametrize("verb", ["phụ trách", "đảm nhiệm", "đảm trách"])
def test_what_a_body_does_with_the_work_is_no_part_of_its_name(verb: str) -> None:
    names = ("Sở Y tế", "Trường Tiểu học Kim Đồng", "Tổ công nghệ số cộng đồng", "Bộ Tư lệnh Thành phố")
    form = f"- {{}} {verb}, phối hợp với Đoàn Thanh niên lập hồ sơ trước ngày 30/6/2026."
    assert [task["lead"] for _, task in read_all(form, names)] == [[name] for name in names]
