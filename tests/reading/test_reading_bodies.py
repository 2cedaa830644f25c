"""Who is meant: bodies in small letters, those a heading is for, names that go on, speakers who do nothing."""

import pytest

from tests.reading.test_reading_kinds import HEAD, LETTER, pasted, rows

PART = HEAD + "I. NHIỆM VỤ\n\n"


@pytest.mark.parametrize(
    ("order", "lead", "partners"),
    [
        # Bodies of a list in small letters, behind a capital one and behind the word that gives the work.
        (
            "Công an xã, tổ quản lý chợ, bộ phận địa chính kiểm tra sạp hàng.",
            ["Công an xã", "tổ quản lý chợ", "bộ phận địa chính"],
            [],
        ),
        (
            "Giao hội phụ nữ xã, đoàn thanh niên xã trồng hoa ven suối.",
            ["hội phụ nữ xã", "đoàn thanh niên xã"],
            [],
        ),
        # A name goes on over "khác có liên quan" and "trong cả nước".
        (
            "Các bộ, ngành khác có liên quan chủ động cấp giống chè.",
            ["Các bộ, ngành khác có liên quan"],
            [],
        ),
        ("Các xã trong toàn tỉnh gửi ảnh dự thi.", ["Các xã trong toàn tỉnh"], []),
        # What is put in between is no end of the subject.
        ("Các thôn, nhất là các thôn ven suối, chủ động kê lại đồ đạc.", ["Các thôn"], []),
        # Those in a list whom no list of offices knows.
        (
            "Bộ Nội vụ phối hợp với Bộ Tài chính, Quốc hội, Bộ Xây dựng lập đề án.",
            ["Bộ Nội vụ"],
            ["Bộ Tài chính", "Quốc hội", "Bộ Xây dựng"],
        ),
    ],
)
def test_a_list_of_bodies_is_read_to_its_end(order: str, lead: list[str], partners: list[str]) -> None:
    ((_, got, helped, _),) = rows(f"{PART}1. {order}\n")
    assert (got, helped) == (lead, partners)


def test_what_may_still_belong_to_a_list_of_bodies_is_marked() -> None:
    (task,) = pasted(
        f"{PART}1. Công an xã, tổ quản lý chợ, địa chính, cây xanh phối hợp với thôn Má Lủng dọn lán.\n"
    )["tasks"]
    assert "lead" in task["unsure"]


@pytest.mark.parametrize(
    "order",
    [
        "Yêu cầu công chức ghi sổ trực.",
        "Đề nghị nhân viên sửa mái chợ.",
        "Phân công lực lượng trực gác cầu treo.",
        "Đối với học sinh nghỉ học phải báo ngay phụ huynh.",
        "Đối với cán bộ thôn, rà soát sổ trực.",
        "Rà soát, phòng ngừa đuối nước.",
    ],
)
def test_an_order_that_speaks_of_people_stays_a_task(order: str) -> None:
    (row,) = rows(f"{PART}1. {order}\n")
    assert row[1] == []


@pytest.mark.parametrize(
    "order",
    [
        "Các hộ là thành viên hợp tác xã kê lại sạp hàng.",
        "Các tổ chức, cá nhân là chủ lồng bè kéo bè vào bờ.",
        "Cơ quan chủ trì là Phòng Kinh tế, lập sổ trực.",
        "UBND các thôn có tên 12 hộ được tặng chăn, chuyển thư mời cho từng hộ.",
    ],
)
def test_a_name_that_may_go_on_behind_what_ends_it_is_marked(order: str) -> None:
    (task,) = pasted(f"{PART}1. {order}\n")["tasks"]
    assert "lead" in task["unsure"]


def test_a_body_that_is_something_is_whole() -> None:
    (task,) = pasted(f"{PART}1. Công an xã là đầu mối tiếp nhận tin báo.\n")["tasks"]
    assert (task["lead"], "lead" in task["unsure"]) == (["Công an xã"], False)


def test_a_heading_is_for_the_people_it_names() -> None:
    text = f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n\n1. Đối với giáo viên chủ nhiệm\n\n- Lập danh sách lớp bơi.\n\n"
    text += "2. Đối với học sinh\n\n- Mang theo phao khi xuống bể.\n"
    made = pasted(text)["tasks"]
    assert [(task["lead"], "lead" in task["unsure"]) for task in made] == [
        (["giáo viên chủ nhiệm"], False),
        (["học sinh"], False),
    ]


def test_an_order_that_says_first_when_is_a_task_of_the_heading() -> None:
    text = f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n\n1. Trạm Y tế xã\n\nChuẩn bị cáng, băng gạc.\n\n"
    text += "Khi có người bị lạnh, phải báo ngay cho Văn phòng.\n"
    assert [row[1] for row in rows(text)] == [["Trạm Y tế xã"], ["Trạm Y tế xã"]]


def test_whoever_speaks_is_not_who_is_to_do_it() -> None:
    text = LETTER.replace("Kính gửi: Văn phòng, Công an xã", "Kính gửi:\n\nHiệu trưởng các trường mầm non")
    text += "Phòng Văn hóa - Xã hội yêu cầu:\n\n1. Cho trẻ nghỉ học ngày 05/02/2026.\n\n2. Che chắn cửa sổ.\n"
    assert [row[1] for row in rows(text)] == [["Hiệu trưởng các trường mầm non"]] * 2


@pytest.mark.parametrize(
    ("order", "lead"),
    [
        ("Nhân viên y tế (đồng chí Hoa) theo dõi sức khỏe của trẻ.", ["Nhân viên y tế"]),
        ("Nhân viên thư viện tăng cường giới thiệu sách.", ["Nhân viên thư viện"]),
        ("Tổ chức Công đoàn trường chủ trì quyên áo ấm.", ["Tổ chức Công đoàn trường"]),
        (
            "Các tổ chuyên môn (Bơi ếch, Bơi sải - Lặn ngắn hơi - Cứu người dưới nước, Chèo thuyền, Nhảy cầu ba mét) "
            "căn cứ lịch bể bơi, triển khai đến từng lớp.",
            ["Các tổ chuyên môn"],
        ),
        ("Giáo viên chủ động soạn bài về đuối nước.", ["Giáo viên"]),
        ("Cơ sở giáo dục tổ chức lớp học bơi.", ["Cơ sở giáo dục"]),
        ("Khi trời rét, cơ sở giáo dục bố trí phòng ấm cho trẻ.", ["cơ sở giáo dục"]),
        ("Tổ Công nghệ thông tin theo dõi máy chủ.", ["Tổ Công nghệ thông tin"]),
        ("Tổ chức hội thi bơi cho trẻ.", []),
    ],
)
def test_who_works_at_a_school_is_told_from_the_work(order: str, lead: list[str]) -> None:
    assert [row[1] for row in rows(f"{PART}1. {order}\n")] == [lead]


def test_an_organisation_may_be_a_heading_though_the_word_is_also_an_order() -> None:
    text = f"{HEAD}III. TỔ CHỨC THỰC HIỆN\n\n1. Ban Giám hiệu\n\n- Lập sổ trực bể bơi.\n\n"
    text += "2. Tổ chức Đoàn Thanh niên\n\n- Xây dựng nội quy bể bơi.\n"
    assert [row[1] for row in rows(text)] == [["Ban Giám hiệu"], ["Tổ chức Đoàn Thanh niên"]]


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        ("Học sinh và cha mẹ học sinh", ["Học sinh", "cha mẹ học sinh"]),
        ("Tổ Công nghệ thông tin", ["Tổ Công nghệ thông tin"]),
        ("Giáo viên chủ nhiệm và Tổng phụ trách Đội", ["Giáo viên chủ nhiệm", "Tổng phụ trách Đội"]),
    ],
)
def test_a_heading_of_people_alone_needs_no_word_before_it(heading: str, lead: list[str]) -> None:
    (task,) = pasted(f"{HEAD}V. PHÂN CÔNG\n\n1. {heading}\n\n- Ghi lại số lần mất điện.\n")["tasks"]
    assert (task["lead"], "lead" in task["unsure"]) == (lead, False)


def test_whoever_has_a_duty_is_told_so_before_the_first_item_too() -> None:
    text = LETTER.replace("V/v báo cáo sân chơi", "V/v treo đèn lồng")
    text += "UBND các thôn có trách nhiệm nhắc các hộ treo đèn lồng.\n"
    assert [row[1] for row in rows(text)] == [["UBND các thôn"]]


def test_news_of_a_paper_says_whom_it_was_written_to() -> None:
    text = "Chống rét cho trẻ\n\nNgày 9/1, UBND xã có văn bản yêu cầu các thôn và các trường học chủ động chống rét:\n\n"
    text += "1. Che chắn cửa sổ lớp học.\n\n2. Chuẩn bị củi sưởi.\n"
    assert [row[1] for row in rows(text)] == [["các thôn", "các trường học"]] * 2
