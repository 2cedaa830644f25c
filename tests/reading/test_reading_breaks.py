"""Hard-wrapped text: which line opens a paragraph and which only goes on, told by what the words at the break call for."""

import textwrap

import pytest

from roviec.tasks.reading.source import Paragraph
from roviec.tasks.reading.text import from_text
from tests.reading.test_reading_kinds import pasted

# Lines that a program wrapped at 60, so that the page's width is known beyond doubt.
FILLING = textwrap.fill(
    "Trong tháng vừa qua các thôn đã nạo vét được nhiều tuyến mương, bà con đồng tình và góp công, "
    "tuy vậy một số đoạn ở cuối nguồn vẫn còn bồi lắng nặng, nước không về được chân ruộng cao, "
    "cần tiếp tục làm trong những ngày tới để kịp vụ gieo cấy mà xã đã định từ đầu năm cho cả cánh đồng này",
    60,
)
HEAD = "KẾ HOẠCH\nTu sửa kênh mương năm 2026\n"


def paragraphs(lines: str) -> list[str]:
    """Return the paragraphs that `lines` make below a text wrapped at 60 characters."""
    blocks = from_text(f"{FILLING}.\n{lines}\n", "van-ban.txt").blocks
    return [" ".join(block.text.split()) for block in blocks if isinstance(block, Paragraph)][1:]


def full(text: str, opening: str = "- Đắp lại bờ kênh, khơi dòng, dọn cỏ, vét bùn, kè đá, tu bổ ") -> str:
    """Return a line of 60 characters that ends in `text`."""
    return f"{opening[: 59 - len(text)].rstrip():x<{59 - len(text)}} {text}"


@pytest.mark.parametrize(
    ("line", "following"),
    [
        # A name of two parts, cut at its dash; the other half of a road, where bullets end in a point; a post.
        (
            full("các tổ chức chính trị", "1. Mặt trận Tổ quốc xã cùng bà con và "),
            "- xã hội của xã vận động góp công.",
        ),
        (full("từ Bến Gỗ"), "- Tân An trước mùa mưa."),
        (full("tuyến đường Bến Gỗ", "b) Khơi lại rãnh, dọn cỏ, vét bùn "), "- Tân An vào ngày 20/12/2026."),
        (full("do ông Lò Văn Tám"), "- Trưởng thôn, trông coi."),
        # A colon or a word that calls for more at the margin; an open bracket.
        (full("phúc tra; thời gian:"), "tháng 11 năm 2026."),
        (full("mỗi quý một lần, rồi gửi"), "Chủ tịch trước ngày 28."),
        (full("nhất là chợ (đạt hơn"), "41% dự toán), báo cáo lại."),
    ],
)
def test_a_line_that_only_ran_out_of_room_goes_on_in_the_next_one(line: str, following: str) -> None:
    before = "- Khơi mương;\n- Sửa cống;\n- Gom rác;\n- Trồng cây."
    assert paragraphs(f"{before}\n{line}\n{following}")[-1] == f"{line} {following}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The first line is full, so that only the words tell that the second opens a paragraph.
        ("- Kè đá, đắp bờ và trồng cây ven các tuyến kênh nội đồng.", "Đơn vị chủ trì: Phòng Kinh tế."),
        ("- Bà con tự quản đường thôn ngõ xóm sạch đẹp quanh năm ./.", "Nơi nhận:"),
        ("- Các thôn giữ gìn nguồn nước chung và bảo vệ cống, đập.", "Trên đây là Kế hoạch của xã."),
        ("1. Ủy ban Mặt trận Tổ quốc Việt Nam xã và các đoàn thể", "Vận động bà con góp công dọn kênh."),
        (
            "Phát động tháng ra quân làm thủy lợi nội đồng ở các thôn",
            "Căn cứ Kế hoạch số 9/KH-UBND của huyện,",
        ),
        ("V/v tu sửa kênh mương, dọn cỏ và khơi dòng trước mùa mưa", "Bến Gỗ, ngày 02 tháng 2 năm 2026"),
        ("2. Về số", "a) Nhiệm vụ: lập sổ theo dõi."),
    ],
)
def test_words_that_only_open_a_paragraph_open_one(first: str, second: str) -> None:
    assert paragraphs(f"{first}\n{second}")[-2:] == [first, second]


def test_a_bullet_without_a_point_is_one_where_bullets_have_none() -> None:
    first = full("ở cánh Đồng Sen")
    assert paragraphs(f"- Kè đá\n- Khơi mương\n{first}\n- Bến Gỗ trồng cây")[-2:] == [
        first,
        "- Bến Gỗ trồng cây",
    ]


def test_a_short_paper_of_which_few_lines_are_broken_has_a_width_too() -> None:
    made = pasted(
        HEAD
        + "\nI. NHIỆM VỤ\n1. Phòng Kinh tế lập danh sách các tuyến kênh phải tu sửa rồi\ngửi Văn phòng trước 10/3/2026.\n"
        "2. Các thôn góp công, kê khai với Phòng Kinh tế, mỗi tháng gửi\nVăn phòng xã một lần, lần đầu\ntrước 20/4/2026.\n"
        "3. Công an xã giữ trật tự.\n4. Đoàn xã trồng cây.\n5. Trạm Y tế xã trực.\n"
    )
    assert [(task["lead"], task["due"]) for task in made["tasks"][:3]] == [
        (["Phòng Kinh tế"], "2026-03-10"),
        (["Các thôn"], "2026-04-20"),
        (["Công an xã"], None),
    ]


def test_a_heading_that_ends_in_a_digital_word_is_whole() -> None:
    heading = full("chính quyền số", "3. Tu bổ hạ tầng viễn thông của xã, tiến tới xây dựng ")
    assert paragraphs(f"{heading}\na) Mục tiêu\n") == [heading, "a) Mục tiêu"]
