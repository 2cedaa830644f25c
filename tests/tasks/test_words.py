"""Plain words: what single messages mean, and what no message may cause."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.words import Certainty, Intent, Understanding, understand
from tests.examples import examples

TODAY, DUE = date(2026, 7, 15), date(2026, 7, 20)
CALENDAR = Calendar()


def said(text: str, due: date | None = DUE) -> Understanding:
    return understand(text, today=TODAY, calendar=CALENDAR, due=due)


def test_one_message_carries_progress_obstacle_and_extension():
    got = said("da xong 80% roi, vuong kinh phi, xin lui 5 ngay")
    assert [part.intent for part in got.parts] == [Intent.PROGRESS, Intent.EXTENSION, Intent.OBSTACLE]
    assert (got.percent, got.obstacle, got.days, got.wished) == (80, "vuong kinh phi", 5, date(2026, 7, 27))
    assert got.sure


@pytest.mark.parametrize(
    ("text", "obstacle"),
    [
        ("Dạ vướng kinh phí anh ơi", "vướng kinh phí"),
        ("chưa làm được vì chờ số liệu", "chờ số liệu"),
        ("Anh Nam nghỉ ốm nên chậm", "Nam nghỉ ốm"),
        ("được 60% rồi nhưng vướng mặt bằng", "vướng mặt bằng"),
    ],
)
def test_the_obstacle_is_kept_in_the_persons_own_words(text: str, obstacle: str):
    assert obstacle in (said(text).obstacle or "")


def test_working_days_count_from_the_deadline():
    assert said("xin lùi 5 ngày làm việc").wished == date(2026, 7, 27)
    assert said("xin lùi 5 ngày làm việc", due=None).wished == date(2026, 7, 22)


def test_a_passed_deadline_counts_from_today():
    assert said("xin lùi 2 ngày", due=date(2026, 7, 1)).wished == date(2026, 7, 17)


def test_a_day_off_is_not_a_new_deadline_for_a_length():
    calendar = Calendar(off=frozenset({date(2026, 7, 27)}))
    got = understand("xin lùi 7 ngày", today=TODAY, calendar=calendar, due=DUE)
    assert got.wished == date(2026, 7, 28)


@pytest.mark.parametrize("text", ["xong 150%", "-10%", "xong 120% luôn"])
def test_an_impossible_percentage_is_asked_back(text: str):
    got = said(text)
    assert got.percent is None
    assert got.certainty is Certainty.ASK


@pytest.mark.parametrize(
    "text", ["đã thu 120 phiếu", "gửi 2 file", "Kế hoạch số 80/KH-UBND", "lãi suất tăng 10%"]
)
def test_other_figures_are_no_percentages(text: str):
    assert said(text).percent in {None, 100}
    assert not (said(text).percent == 100 and said(text).sure)


@pytest.mark.parametrize(
    "text",
    [
        "chưa xong",
        "xong chưa?",
        "sắp xong",
        "xong 80%",
        "xong phần 1",
        "100% chưa xong",
        "mai xong",
        "nếu xong em gửi",
    ],
)
def test_these_are_not_done(text: str):
    assert Intent.DONE not in {part.intent for part in said(text).parts}


@pytest.mark.parametrize(
    "text", ["không có vướng mắc gì", "đang làm, không gặp khó khăn gì", "đã hết vướng mắc"]
)
def test_no_obstacle_is_no_obstacle(text: str):
    assert said(text).obstacle is None


@pytest.mark.parametrize(
    "text", ["xin gia hạn đến 10/7", "xin lùi đến 1/1/2020", "thứ 6 tuần này em gửi trước 1/7"]
)
def test_a_past_day_is_asked_back(text: str):
    assert said(text).certainty is Certainty.ASK


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n",
        "👍",
        "👍🏽🎉",
        "\u200b\u200f",
        "\u202e",
        "a\u0301" * 9,
        "ạ" * 10_000,
        "xong rồi " * 2000,
        "%",
        "?",
        "/",
        "0/0",
        "9" * 900,
        "9" * 900 + "%",
        "99/99/9999",
        "tháng 13",
        "ngày 32",
        "quý 4/0000",
        "xin lùi 99999999 ngày làm việc",
        "%" * 1000,
    ],
)
def test_strange_texts_raise_nothing_and_are_asked_back(text: str):
    got = said(text)
    assert got.certainty is Certainty.ASK or got.intent in {Intent.QUESTION, Intent.ACCEPT}
    assert not any(part.intent is Intent.DONE for part in got.parts)


def test_decomposed_accents_and_hidden_characters_change_nothing():
    plain = said("Dạ, xong 80% rồi, vướng kinh phí, xin lùi 5 ngày")
    assert said(unicodedata.normalize("NFD", "Dạ, xong 80% rồi, vướng kinh phí, xin lùi 5 ngày")) == plain
    assert said("Dạ, xo\u200bng 80% rồi, vướng kinh phí, xin lùi 5 ngày\u200f") == plain


def test_evidence_is_noticed():
    assert said("em gửi báo cáo kèm theo rồi ạ").evidence_mentioned
    assert not said("xong rồi").evidence_mentioned


_SAID = (
    "xong rồi chưa không 80% 3/5 xã xin lùi 5 ngày tuần tháng gia hạn đến 31/2 15/8 mai thứ 6 vướng kinh phí "
    "chờ vì do nên nhưng còn , . ? hết nửa quý năm mươi phần trăm -3 % cuối "
    "nhầm việc của phòng đã gửi 1-2 2,5 t6 d9a4 hôm qua"
)
_WORDS = st.sampled_from(_SAID.split())


@settings(max_examples=examples(150), deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)))
def test_any_text_is_understood_somehow(text: str):
    got = said(text)
    assert got.percent is None or 0 <= got.percent <= 100
    assert got.parts
    assert got.intent is got.parts[0].intent
    assert got == said(text)


@settings(max_examples=examples(100), deadline=None)
@given(
    st.integers(0, 99), st.sampled_from(["xong {}%", "đạt {} phần trăm rồi ạ", "dc {}% a", "mới được {} %"])
)
def test_a_share_below_the_whole_is_never_done(percent: int, form: str):
    got = said(form.format(percent))
    assert got.percent == percent
    assert got.intent is (Intent.PROGRESS if percent else Intent.NOT_STARTED)


@settings(max_examples=examples(100), deadline=None)
@given(
    st.sampled_from(["chưa", "chua", "không", "ko", "chx"]),
    st.sampled_from(["xong", "hoàn thành", "gửi báo cáo", "nộp"]),
)
def test_a_denied_completion_is_never_done(no: str, verb: str):
    assert Intent.DONE not in {part.intent for part in said(f"{no} {verb} ạ").parts}
