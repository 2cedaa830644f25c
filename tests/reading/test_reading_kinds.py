"""The ways real documents say who, what and until when, each in small: what is read must be what it says."""

import io
from typing import Any

import docx
import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.read import read, read_pasted

CALENDAR = Calendar.seeded(range(2024, 2032))
HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG VĂN\n\nSố: 21/KH-UBND\n\nĐồng Văn, ngày 02 tháng 2 năm 2026\n\n"
    "KẾ HOẠCH\nCông tác trọng tâm năm 2026\n\n"
)
LETTER = (
    "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG VĂN\n\nSố: 21/UBND-VX\n\nĐồng Văn, ngày 02 tháng 2 năm 2026\n\nV/v báo cáo sân chơi\n\n"
    "Kính gửi: Văn phòng, Công an xã\n\n"
)
Row = tuple[str, list[str], list[str], str | None]


def pasted(text: str) -> dict[str, Any]:
    return as_json(read_pasted(text, calendar=CALENDAR))


def rows(text: str) -> list[Row]:
    """Title's first three words, leads, partners, due of each task."""
    return [
        (" ".join(task["title"].split()[:3]), task["lead"], task["partners"], task["due"])
        for task in pasted(text)["tasks"]
    ]


def word(*paragraphs: str) -> dict[str, Any]:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    data = io.BytesIO()
    document.save(data)
    return as_json(read(data.getvalue(), "van-ban.docx", calendar=CALENDAR))


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "I. NHIỆM VỤ\n\n1. Về sổ sách\n\na) Nhiệm vụ: Lập lại sổ hộ nghèo.\n\nb) Cơ quan thực hiện:\n\n"
            "- Đơn vị chủ trì: Phòng Kinh tế.\n\n- Đơn vị phối hợp: Công an xã.\n\nc) Thời gian thực hiện: Quý II/2026.\n",
            [("Lập lại sổ", ["Phòng Kinh tế"], ["Công an xã"], "2026-06-30")],
        ),
        (
            "I. NHIỆM VỤ\n\n1. Ra quân\n\n- Trồng cây ven đường liên thôn.\n\n"
            "Đơn vị chủ trì tham mưu thực hiện: Đoàn xã.\n\nThời gian thực hiện: Tháng 3/2026.\n",
            [("Trồng cây ven", ["Đoàn xã"], [], "2026-03-31")],
        ),
        (
            "I. NỘI DUNG\n\n1. Xuất bản tờ gấp hướng dẫn nộp hồ sơ\n\n- Cơ quan chủ trì: Văn phòng.\n\n"
            "- Thời hạn ban hành: trước ngày 15 tháng 5 năm 2026.\n\n2. Làm bảng chỉ đường\n\n- Cơ quan thực "
            "hiện: Phòng Kinh tế.\n\n"
            "- Thời gian thực hiện: năm 2026 - 2027.\n",
            [
                ("Xuất bản tờ", ["Văn phòng"], [], "2026-05-15"),
                ("Làm bảng chỉ", ["Phòng Kinh tế"], [], "2027-12-31"),
            ],
        ),
        (
            "I. NHIỆM VỤ\n\n1. Bến xe\n\n- Sắp xếp lại chỗ đỗ.\n\n- Kẻ lại vạch sơn.\n\n"
            "Đơn vị chủ trì: Công an xã; Đơn vị phối hợp: Đoàn xã, Phòng Kinh tế.\n",
            [
                ("Sắp xếp lại", ["Công an xã"], ["Đoàn xã", "Phòng Kinh tế"], None),
                ("Kẻ lại vạch", ["Công an xã"], ["Đoàn xã", "Phòng Kinh tế"], None),
            ],
        ),
        (
            "I. NHIỆM VỤ\n\n- Rà soát cột điện gãy (Phòng Kinh tế chủ trì; xong trước 30/4/2026).\n\n"
            "- Dựng rạp hội xuân. Giao Đoàn xã chủ trì.\n",
            [
                ("Rà soát cột", ["Phòng Kinh tế"], [], "2026-04-30"),
                ("Dựng rạp hội", ["Đoàn xã"], [], None),
            ],
        ),
    ],
    ids=["block below", "lines below", "heading is the task", "one block for a list", "bracket at the end"],
)
def test_labels_and_brackets_say_who_and_when(body: str, wanted: list[Row]) -> None:
    assert rows(HEAD + body) == wanted


def test_a_line_that_has_lost_its_item_changes_nothing_that_nearer_lines_told() -> None:
    body = (
        "I. NHIỆM VỤ\n\n1. Sân chơi\n\n- Dọn sân chơi.\n\nĐơn vị chủ trì: Văn phòng.\n\nThời gian: Tháng 4/2026.\n\n"
        "2. Tủ sách\n\n- Đóng tủ sách.\n\nThời gian thực hiện: Hằng năm.\n"
    )
    lost = body.replace(
        "Thời gian thực hiện: Hằng năm.", "Lời dặn chung không thuộc việc nào.\n\n- Thời gian: Hằng năm."
    )
    for text in (body, lost):
        assert rows(HEAD + text)[0][3] == "2026-04-30"


def test_labels_follow_each_its_own_item() -> None:
    body = (
        "II. NỘI DUNG\n1. Mở hội nghị đối thoại\nThời gian: Quý II/2026; Chủ trì: Văn phòng; Phối hợp: Công an xã.\n"
        "2. Khảo sát người dân\nĐơn vị chủ trì: Phòng Kinh tế. Thời gian: trước 30/9/2026.\n"
    )
    assert [row[1:] for row in rows(HEAD + body)] == [
        (["Văn phòng"], ["Công an xã"], "2026-06-30"),
        (["Phòng Kinh tế"], [], "2026-09-30"),
    ]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "I. NHIỆM VỤ\n\na) Văn phòng: (1) lập danh bạ thôn trong tháng 3 năm 2026; (2) gửi danh bạ cho "
            "các thôn trước ngày "
            "10 tháng 4 năm 2026; (3) hướng dẫn dùng tổng đài.\n",
            [
                ("(1) lập danh", ["Văn phòng"], [], "2026-03-31"),
                ("(2) gửi danh", ["Văn phòng"], [], "2026-04-10"),
                ("(3) hướng dẫn", ["Văn phòng"], [], None),
            ],
        ),
        (
            "I. NHIỆM VỤ\n\n1. Giao Văn phòng soạn lời mời; đồng thời UBND xã Lũng Pù cử người dự, báo trước "
            "ngày 05/3/2026.\n",
            [
                ("Giao Văn phòng", ["Văn phòng"], [], None),
                ("UBND xã Lũng", ["UBND xã Lũng Pù"], [], "2026-03-05"),
            ],
        ),
        (
            "I. NHIỆM VỤ\n\n1. Mở lớp học bơi.\n\nII. KINH PHÍ\n\n1. Kinh phí lấy từ ngân sách xã.\n\n"
            "2. Phòng Kinh tế thẩm định dự toán, trình UBND xã trước ngày 20/3/2026.\n",
            [("Mở lớp học", [], [], None), ("Phòng Kinh tế", ["Phòng Kinh tế"], [], "2026-03-20")],
        ),
        (
            "I. NHIỆM VỤ\n\n- Chia hồ sơ thành loại: xong trong năm 2026; chuyển năm sau. Kết quả gửi Văn phòng trước ngày "
            "07 tháng 4 năm 2026.\n",
            [("Chia hồ sơ", [], [], "2026-04-07")],
        ),
    ],
    ids=[
        "numbered in a paragraph",
        "another unit after a semicolon",
        "order among money",
        "a day beats a period",
    ],
)
def test_a_sentence_is_cut_and_dated_as_it_speaks(body: str, wanted: list[Row]) -> None:
    assert [row[1:] for row in rows(HEAD + body)] == [row[1:] for row in wanted]


def test_a_deadline_in_a_sentence_of_its_own_is_a_task_of_those_written_to() -> None:
    body = (
        "UBND xã đề nghị các đơn vị báo cáo như sau:\n\n1. Văn phòng báo cáo số sân chơi.\n\n2. Công an xã "
        "báo cáo an ninh sân chơi.\n\n"
        "Báo cáo của các đơn vị gửi về UBND xã trước ngày 18/3/2026 để tổng hợp.\n"
    )
    assert rows(LETTER + body)[-1][1:] == (["Văn phòng", "Công an xã"], [], "2026-03-18")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "1. Các chủ hồ là doanh nghiệp (công ty, hợp tác xã)\n\n- Đắp lại bờ hồ.",
            "Các chủ hồ là doanh nghiệp",
        ),
        ("1. Đề nghị: Hội Nông dân xã\n\na) Vận động hội viên góp công.", "Hội Nông dân xã"),
        ("1. Tỉnh đoàn\n\nCử đội hình tình nguyện về thôn.", "Tỉnh đoàn"),
        ("1. Các cơ sở đào tạo nghề, dạy nghề\n\na) Mở lớp nấu ăn.", "Các cơ sở đào tạo nghề, dạy nghề"),
        (
            "1. Các thôn chủ trì, tham gia các mô hình điểm của xã\n\n- Gửi số liệu cho Văn phòng.",
            "Các thôn chủ trì, tham gia các mô hình điểm của xã",
        ),
        ("1. Văn phòng\n\n- Yêu cầu các hộ kinh doanh nộp bản vẽ.", "Văn phòng"),
        ("1. Văn phòng\n\n- Mời nhà thầu đến họp bàn tiến độ.", "Văn phòng"),
        (
            "1. Văn phòng\n\n- Trên cơ sở nhiệm vụ, chủ trì, phối hợp với các cơ quan, đơn vị có liên quan "
            "tham mưu kế hoạch.",
            "Văn phòng",
        ),
        ("1. Văn phòng\n\n- Theo dõi, đôn đốc các cơ quan, đơn vị, địa phương nộp bài.", "Văn phòng"),
        ("1. Văn phòng\n\n- Lãnh đạo, chỉ đạo tập trung dọn kho.", "Văn phòng"),
        ("1. Công an xã theo chức năng, nhiệm vụ được giao tổ chức tuần tra.", "Công an xã"),
        ("1. Bà. Giàng Thị Dua - Thư ký: Chịu trách nhiệm ghi sổ.", "Giàng Thị Dua"),
        ("1. Đối với đơn vị được khảo sát: Chuẩn bị phòng họp.", "đơn vị được khảo sát"),
        ("1. Trường Tiểu học công lập số 3: Rà soát sĩ số.", "Trường Tiểu học công lập số 3"),
        (
            "1. Ban Quản lý dự án công trình giao thông: Dọn mặt đường.",
            "Ban Quản lý dự án công trình giao thông",
        ),
        (
            "1. Các đơn vị sản xuất, kinh doanh, vận chuyển xi măng nộp sổ cân.",
            "Các đơn vị sản xuất, kinh doanh, vận chuyển xi măng",
        ),
    ],
)
def test_who_leads_by_heading_subject_or_label(body: str, wanted: str) -> None:
    (task,) = pasted(f"{HEAD}I. TỔ CHỨC THỰC HIỆN\n\n{body}\n")["tasks"]
    assert task["lead"] == [wanted]


def test_a_list_of_bodies_is_read_to_its_end() -> None:
    made = rows(
        HEAD + "I. NHIỆM VỤ\n\n1. Các phòng, ban, tổ chức chính trị - xã hội, các thôn, bản treo cờ.\n\n"
        "2. Công an xã chủ trì, phối hợp Ban Chỉ huy Quân sự xã và thôn, bản có liên quan tuần tra.\n\n"
        "3. UBND xã, phường dọn rác.\n\n4. Sở, ban, ngành thuộc tỉnh có trách nhiệm rà soát biểu mẫu.\n"
    )
    assert [row[1:3] for row in made] == [
        (["Các phòng, ban, tổ chức chính trị - xã hội", "các thôn, bản"], []),
        (["Công an xã"], ["Ban Chỉ huy Quân sự xã", "thôn, bản có liên quan"]),
        (["UBND xã, phường"], []),
        (["Sở, ban, ngành thuộc tỉnh"], []),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "I. ĐÁNH GIÁ NGUY CƠ\n\n1. Nguy cơ ngập\n\n- Cống nhỏ, rác nhiều.\n\n- Đường vào thôn bị lún.\n",
        "Danh sách hộ kinh doanh\n\n1. Công ty TNHH chế biến và xuất khẩu gừng Đồng Văn\n\n2. Hợp tác xã vận "
        "tải và xây dựng Gió Núi\n",
        "PHỤ LỤC I\nĐỀ CƯƠNG BÁO CÁO\n\nBÁO CÁO\nTÌNH HÌNH SÂN CHƠI\n\n1. Thông tin chung\n\n- Quyết định "
        "giao đất (nếu có).\n\n"
        "2. Lộ trình thực hiện: Mốc thời gian cho năm sau.\n",
    ],
    ids=["risks", "firms", "outline"],
)
def test_what_is_listed_is_no_task(body: str) -> None:
    text = f"{HEAD}I. NHIỆM VỤ\n\n1. Văn phòng dọn sân chơi.\n\n{body}"
    assert [row[1] for row in rows(text)] == [["Văn phòng"]]


def test_goals_are_for_the_year_of_their_heading() -> None:
    made = pasted(
        HEAD
        + "I. MỤC TIÊU\n\n1. Mục tiêu đến năm 2030\n\n- Tỷ lệ hộ có nhà tiêu hợp vệ sinh đạt 90%.\n\n2. Mục tiêu cụ thể\n\n"
        "a) Đến hết năm 2027: Có trên 40% thôn có sân chơi.\n\nb) Đến hết năm 2028: 100% thôn có sân chơi.\n"
    )
    assert [(one["goal"], one["goal_op"], one["year"]) for one in made["targets"]] == [
        (90.0, "=", 2030),
        (40.0, ">", 2027),
        (100.0, "=", 2028),
    ]


def test_a_table_may_say_its_goals_in_words_its_years_bare_and_its_quarters_by_a_mark() -> None:
    goals = pasted(
        HEAD.replace("năm 2026", "đến năm 2030")
        + "TT\tChỉ tiêu\tChủ trì\n1\tTỷ lệ hộ dùng điện đạt 99%\tVăn phòng\n"
    )
    bare = pasted(HEAD + "TT\tNội dung\tChủ trì\tThời gian\n1\tSửa cầu treo\tVăn phòng\t2027\n")
    marked = pasted(
        HEAD + "TT\tNội dung\tChủ trì\tQuý I\tQuý II\tQuý III\n1\tSửa cầu treo\tVăn phòng\t\tx\t\n"
    )
    assert [(one["goal"], one["year"], one["responsible"]) for one in goals["targets"]] == [
        (99.0, 2030, ["Văn phòng"])
    ]
    assert goals["tasks"] == []
    assert [task["due"] for task in bare["tasks"] + marked["tasks"]] == ["2027-12-31", "2026-06-30"]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        (
            "KẾ HOẠCH\nThực hiện Đề án số 5 về đọc sách\ngiai đoạn 2026-2030",
            "Thực hiện Đề án số 5 về đọc sách giai đoạn 2026-2030",
        ),
        (
            "KẾ HOẠCH\nTRIỂN KHAI NGHỊ QUYẾT SỐ 4/NQ-HĐND VỀ ĐỌC SÁCH TRÊN ĐỊA BÀN XÃ ĐỒNG VĂN",
            "Triển khai Nghị quyết số 4/NQ-HĐND về đọc sách trên địa bàn xã Đồng Văn",
        ),
    ],
)
def test_a_title_is_written_as_a_person_would(title: str, wanted: str) -> None:
    head = HEAD.replace("KẾ HOẠCH\nCông tác trọng tâm năm 2026", title)
    assert (
        pasted(head + "Căn cứ tình hình, UBND xã ban hành Kế hoạch như sau:\n\n1. Mở tủ sách.\n")["document"][
            "subject"
        ]
        == wanted
    )


def test_a_signer_is_found_below_any_post_and_after_a_long_list_of_recipients() -> None:
    recipients = "\n".join(f"- Phòng số {n};" for n in range(18))
    made = pasted(
        "VĂN PHÒNG CHÍNH PHỦ\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 7/TB-VPCP\nHà Nội, ngày 02 tháng 2 năm "
        "2026\n\nTHÔNG BÁO\n"
        f"Kết luận về đọc sách\n\n1. Bộ Nội vụ mở tủ sách.\n\nNơi nhận:\n{recipients}\n- Lưu: VT.\n\n"
        "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nPHÓ CHỦ NHIỆM\n\n\nTrương Thế Vinh\n"
    )["document"]
    assert (made["issuer"], made["signer"]) == ("Văn phòng Chính phủ", "Trương Thế Vinh")


def test_lines_that_ran_out_of_room_are_joined_by_blank_lines_or_by_indents() -> None:
    body = [
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Kinh tế",
        "- Thường xuyên theo dõi giá xăng dầu trên địa bàn, kịp thời tham mưu\nUBND xã các giải pháp bình ổn giá bán lẻ.",
        "- Rà soát các cây xăng ven quốc lộ theo tinh thần Nghị quyết số\n15/NQ-CP ngày 01/2/2025 của Chính "
        "phủ, xong trước ngày 30/4/2026.",
        "- Kiểm tra bể chứa.",
    ]
    spaced = HEAD + "\n\n".join(body)
    indented = HEAD + "\n".join("     " + part for part in body)
    for text in (spaced, indented):
        made = [(row[1], row[3]) for row in rows(text)]
        assert made == [
            (["Phòng Kinh tế"], None),
            (["Phòng Kinh tế"], "2026-04-30"),
            (["Phòng Kinh tế"], None),
        ]


def test_a_page_copied_from_the_web_is_read_without_its_marks() -> None:
    made = pasted(
        "|\n**ỦY BAN NHÂN\nDÂN **\nXÃ ĐỒNG VĂN\n-----\n|\n**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\n|\n|\nSố: "
        "21/KH-UBND\n|\n"
        "*Đồng Văn, ngày\n02 tháng 2 năm 2026*\n|\n\n**KẾ HOẠCH**\n\nMỞ TỦ SÁCH THÔN\n\n**I. NHIỆM "
        "VỤ**\n\n**1. Tủ sách**\n\n"
        "- Đóng tủ sách cho thôn.\n\n*Đơn vị chủ trì: *Phòng\nKinh tế.\n\n*Thời gian: *Tháng 4/2026.\n\n"
        "|\nTT\n|\nNhiệm vụ\n|\nChủ trì\n|\n|\n1\n|\nQuyên góp sách\n|\nĐoàn xã\n|\n\n"
        "|\n**TM. ỦY BAN NHÂN\nDÂN**\nCHỦ TỊCH\nSùng Mí Páo\n|\n"
    )
    head = made["document"]
    assert (head["issuer"], head["number"], head["issued"], head["signer"]) == (
        "Ủy ban nhân dân xã Đồng Văn",
        "21/KH-UBND",
        "2026-02-02",
        "Sùng Mí Páo",
    )
    assert [(task["lead"], task["due"]) for task in made["tasks"]] == [
        (["Phòng Kinh tế"], "2026-04-30"),
        (["Đoàn xã"], None),
    ]


def test_letters_of_old_fonts_are_read() -> None:
    made = word(
        "UBND x· §ång V¨n",
        "KÕ ho¹ch c«ng t¸c n¨m 2026, ban hµnh ngµy 02 th¸ng 2 n¨m 2026",
        "1. Giao Phßng Kinh tÕ rµ so¸t c¸c hé kinh doanh, hoµn thµnh tr­íc ngµy 30/4/2026.",
    )
    (task,) = made["tasks"]
    assert (task["lead"], task["due"]) == (["Phòng Kinh tế"], "2026-04-30")
    assert any("TCVN3" in note for note in made["notes"])
    assert rows(HEAD + "1. Giao Công an xã tuần tra trƣớc ngày 30/4/2026.")[0][1:] == (
        ["Công an xã"],
        [],
        "2026-04-30",
    )


@pytest.mark.parametrize(
    ("body", "field", "part"),
    [
        ("1. Văn phòng sơ kết trước ngày 30/6/2026, tổng kết trước ngày 15/12/2026.", "due", "nhiều mốc"),
        ("1. Văn phòng đưa nội dung vào sinh hoạt thôn tháng 9/2026.", "due", "tháng 9/2026"),
        ("1. Văn phòng\n\n- Yêu cầu Công an xã nộp báo cáo.", "lead", "Văn phòng"),
        ("1. Tổ chức hội xuân.", "lead", "không nêu rõ"),
        (
            "1. Mở lớp nấu ăn.\n\nCơ quan chủ trì: Văn phòng.\n\nThời hạn: Theo lịch của Sở Nội vụ.",
            "due",
            "Theo lịch",
        ),
    ],
)
def test_what_stays_unexplained_is_said(body: str, field: str, part: str) -> None:
    assert part in pasted(f"{HEAD}I. NHIỆM VỤ\n\n{body}\n")["tasks"][-1]["unsure"][field]


def test_the_heading_of_a_part_names_nobody() -> None:
    text = """KẾ HOẠCH
Cải cách hành chính năm 2026

IV. TỔ CHỨC THỰC HIỆN: (Theo phụ lục kèm theo)
1. Rà soát quy chế làm việc, hoàn thành trước ngày 30/6/2026.
2. Công khai thủ tục tại nơi tiếp dân, xong trước ngày 31/7/2026.
"""
    read_so = read(text.encode(), "ke-hoach.txt", calendar=CALENDAR)
    assert [task.lead for task in read_so.tasks] == [(), ()]
