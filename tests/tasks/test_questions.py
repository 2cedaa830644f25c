"""Questions about tasks, with and without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.folding import fold
from roviec.tasks.questions import Question, Which, read_question

ASKED = {
    "việc nào quá hạn": Question(Which.late),
    "Việc nào đang quá hạn?": Question(Which.late),
    "những việc trễ hạn của phòng Nội vụ": Question(Which.late, who="phòng Nội vụ"),
    "có việc nào sắp đến hạn không ạ?": Question(Which.soon),
    "việc nào đang vướng mắc": Question(Which.blocked),
    "các việc có vướng mắc": Question(Which.blocked),
    "bao nhiêu việc quá hạn": Question(Which.late),
    "ai đang trễ hạn?": Question(Which.late),
    "đơn vị nào chậm tiến độ": Question(Which.late),
    "phòng Nội vụ còn những việc gì": Question(who="phòng Nội vụ"),
    "Phòng Tài chính - Kế hoạch có việc nào quá hạn": Question(Which.late, who="Phòng Tài chính - Kế hoạch"),
    "Lò Thị Mai có việc gì tuần này": Question(who="Lò Thị Mai", this_week=True),
    "chị Mai có việc gì tuần này": Question(who="Mai", this_week=True),
    "đ/c Huy còn việc gì": Question(who="Huy"),
    "Chi cục Thuế còn những việc gì": Question(who="Chi cục Thuế"),
    "cơ quan Tổ chức có việc gì": Question(who="cơ quan Tổ chức"),
    "Trần Quốc Huy đang làm những việc gì": Question(who="Trần Quốc Huy"),
    "văn phòng còn bao nhiêu việc": Question(who="văn phòng"),
    "tuần này có việc gì": Question(this_week=True),
    "tôi còn việc gì": Question(own=True),
    "tôi có việc nào quá hạn": Question(Which.late, own=True),
    "Xã Bình Lư còn những việc gì": Question(who="Xã Bình Lư"),
    "việc của Lò Thị Mai": Question(who="Lò Thị Mai"),
    "tìm công văn 938": Question(words="938"),
    "Tìm văn bản số 938/UBND-NV": Question(words="938/UBND-NV"),
    "tìm công văn 938,": Question(words="938"),
    "tra cứu nhiệm vụ về cải cách hành chính": Question(words="cải cách hành chính"),
    "tìm giúp tôi thủ tục một cửa": Question(words="thủ tục một cửa"),
}
NOT_ASKED = (
    "xong rồi ạ", "việc này quá hạn rồi em xin lỗi", "đã làm 80%, vướng kinh phí", "em tìm hiểu thêm",
    "tìm hiểu thêm quy định", "tìm xong tài liệu rồi", "tìm văn bản đã ký xong", "vướng kinh phí", "xin lùi 5 ngày",
    "quá hạn", "tôi không có việc này", "", "?", "việc", "phòng Nội vụ chưa gửi số liệu",
)  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
def test_a_question_is_read_with_accents(text: str) -> None:
    assert read_question(text) == ASKED[text]


@pytest.mark.parametrize("text", ASKED)
def test_a_question_is_read_without_accents(text: str) -> None:
    want = ASKED[text]
    found = read_question(fold(text))
    assert found is not None
    assert (found.which, found.own, found.this_week) == (want.which, want.own, want.this_week)
    assert (found.who, found.words) == (fold(want.who), fold(want.words))


@pytest.mark.parametrize("text", NOT_ASKED)
def test_a_report_is_no_question(text: str) -> None:
    assert read_question(text) is None


@given(st.lists(st.sampled_from(" ".join([*ASKED, *NOT_ASKED]).split()), max_size=12), st.text(max_size=20))
def test_any_words_are_read_quickly_and_name_only_what_was_typed(words: list[str], more: str) -> None:
    text = " ".join([*words, more])
    found = read_question(text)
    if found is not None:
        assert found.who == "" or fold(found.who) in fold(text)
        assert found.words == "" or fold(found.words) in fold(text)
