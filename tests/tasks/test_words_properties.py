"""What no message may cause, whatever is typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.words import Certainty, Intent, Understanding, understand
from roviec.tasks.words.shorthand import BARE
from tests.effort import fits, quickest
from tests.examples import examples

TODAY, DUE = date(2026, 7, 8), date(2026, 7, 10)
CALENDAR = Calendar.seeded(range(2025, 2029))
_TYPED = (
    "xong rồi chưa không 80% 3/5 1/2 xã xin lùi 5 ngày tuần tháng gia hạn đến 31/2 15/8 mai thứ 6 vướng kinh phí chờ"
    " vì do nên nhưng còn , . ? hết nửa quý năm mươi phần trăm đùa mơ mới đang bao giờ thì neu nếu tổng số 120 hộ"
    " đã rà 90 từ lên đâu gì mà sao bên anh Nam @day số 12 ngày giờ Tết rằm Chạp -3 % 99999999999999999999 công văn"
)
WORDS = _TYPED.split()


def said(text: str) -> Understanding:
    return understand(text, today=TODAY, calendar=CALENDAR, due=DUE)


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.sampled_from([" ", "", ", ", "\n"]))
def test_any_text_up_to_twelve_thousand_characters_is_answered_at_once(
    words: list[str], between: str
) -> None:
    text = (between.join(words) + between) * 12_000
    for length in (800, 12_000):
        assert fits(quickest(lambda: said(text[:length])), beats=5)  # noqa: B023


@pytest.mark.parametrize(
    "letter", ["9", "1/", "%", "?", " ", "ạ", "e\u0301", "\u200b", "xong ", "9" * 40 + " ", "😀", "٣"]
)
def test_twelve_thousand_of_one_kind_raise_nothing(letter: str) -> None:
    got = said((letter * 12_000)[:12_000])
    assert got.certainty is Certainty.ASK
    assert all(said((letter * n)[:n]) for n in (1, 7, 799, 800, 801))


SHORT = {"xong", "done", "hoanthanh", "hoan thanh"}
SHORT |= {short for short, full in BARE.items() if full in ("xong", "hoan thanh")}
"""What means done, written in one piece."""


@settings(max_examples=examples(300), deadline=None)
@given(st.text(max_size=120))
def test_strange_text_raises_nothing_and_is_never_sure_to_be_done(text: str) -> None:
    got = said(text)
    assert got.parts
    # Hypothesis draws words of the source too: what is surely done must at least say so.
    assert not (got.sure and got.intent is Intent.DONE) or any(short in fold(text) for short in SHORT)


@pytest.mark.parametrize("word", ["none", "gone", "dome", "AONE", "bone", "dine"])
def test_another_english_word_is_not_done(word: str) -> None:
    assert said(word).intent is Intent.UNCLEAR


JESTS = ("đùa thôi", "đùa đấy", "nói vui", "trong mơ", "sếp cứ mơ đi", "giỡn chút")
ENDS = ("xong rồi", "hoàn thành rồi ạ", "đã xong", "em nộp rồi", "xong 100%")


@given(st.sampled_from(ENDS), st.sampled_from(JESTS), st.sampled_from([", ", "... ", " - "]))
def test_what_is_said_in_jest_changes_nothing(end: str, jest: str, between: str) -> None:
    if between == " - ":
        between = "; "
    assert not said(f"{end}{between}{jest}").sure


@given(
    st.sampled_from(
        ["bên Công an", "phòng Tài chính", "anh Nam", "chị Lan", "trường mầm non", "xã Hua Bum", "thôn 3"]
    ),
    st.sampled_from(["xong rồi", "nộp rồi ạ", "hoàn thành rồi", "gửi rồi nhé"]),
)
def test_other_peoples_work_is_not_ones_own(who: str, end: str) -> None:
    got = said(f"{who} {end}")
    assert not (got.sure and got.intent is Intent.DONE)


@given(st.integers(1, 60))
def test_a_length_counts_from_the_deadline_and_ends_on_a_working_day(n: int) -> None:
    got = said(f"xin lùi {n} ngày")
    assert got.wished
    assert got.wished >= DUE + timedelta(days=n)
    assert CALENDAR.is_working(got.wished)


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_rise_is_what_it_reaches(a: int, b: int) -> None:
    got = said(f"tăng từ {a}% lên {b}%")
    assert (got.intent, got.percent) == (Intent.PROGRESS, b)


@given(st.integers(2, 12), st.sampled_from([2026, 2027]))
def test_a_day_that_does_not_exist_is_never_wished_for(month: int, year: int) -> None:
    got = said(f"xin gia hạn đến {32}/{month}/{year}")
    assert got.wished is None
    assert got.certainty is Certainty.ASK


@pytest.mark.parametrize("hour", ["17 giờ", "17h", "17h00", "5 giờ chiều"])
def test_the_hour_of_a_promise_is_kept(hour: str) -> None:
    got = said(f"trước {hour} thứ Sáu em nộp")
    assert (got.wished, got.wished_at and got.wished_at.hour) == (DUE, 17)
