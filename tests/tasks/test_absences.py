"""Who stands in for whom, and what words say about being away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.tasks.absence_words import Asked, is_back, read_absence
from roviec.tasks.absences import AwayBackwards, AwayInThePast, AwayTooLong, check_days, overlaps, stand_ins
from roviec.tasks.calendar import Calendar
from tests.office import HANOI

CALENDAR = Calendar.seeded(range(2025, 2029))
TODAY = date(2026, 6, 29)
PEOPLE = range(8)


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


def read(text: str) -> Asked | None:
    return read_absence(text, today=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("text", "first", "last", "who"),
    [
        ("tôi nghỉ phép từ 3/8 đến 7/8, Lò Thị Mai thay", day(8, 3), day(8, 7), "Lò Thị Mai"),
        (
            "Tôi xin nghỉ phép từ ngày 3 đến ngày 7/8/2026, nhờ anh Huy làm thay tôi",
            day(8, 3),
            day(8, 7),
            "Huy",
        ),
        ("toi nghi phep tu 3/8 den 7/8, tran quoc huy thay toi nhe", day(8, 3), day(8, 7), "tran quoc huy"),
        ("nghỉ phép 3-7/8 Mai thay", day(8, 3), day(8, 7), "Mai"),
        ("nghỉ ốm hôm nay", TODAY, TODAY, ""),
        ("em nghỉ ngày mai, nhờ chị Mai", day(6, 30), day(6, 30), "Mai"),
        ("tôi nghỉ từ mai đến thứ sáu. Người thay: Huy", day(6, 30), day(7, 3), "Huy"),
        ("nghỉ tuần sau", day(7, 6), day(7, 10), ""),
        ("đi công tác từ 28/12 đến 3/1; bàn giao cho Huy", day(12, 28), day(1, 3, 2027), "Huy"),
        ("nghỉ phép 3 ngày từ 6/8, Huy thay", day(8, 6), day(8, 10), "Huy"),
        ("nghỉ ốm 2 tuần", TODAY, day(7, 12), ""),
        ("nghỉ đến hết 7/8", TODAY, day(8, 7), ""),
        ("nghỉ thai sản từ 20/12 đến 20/6, Huy thay", day(12, 20), day(6, 20, 2027), "Huy"),
        ("nghỉ từ 3/8", day(8, 3), None, ""),
        ("tôi nghỉ phép từ 7/8 đến 3/8, Huy thay", day(8, 7), day(8, 3), "Huy"),
        ("tôi nghỉ phép từ 31/4 đến 5/5, Huy thay", None, None, "Huy"),
        ("tôi nghỉ phép", None, None, ""),
    ],
)
def test_an_absence_is_read(text: str, first: date | None, last: date | None, who: str) -> None:
    assert read(text) == Asked(first, last, who)


@pytest.mark.parametrize(
    "text",
    [
        "nghỉ", "vâng ngày mai", "vang ngay mai", "tôi nghĩ ngày mai", "tôi nghĩ tuần sau mới xong",
        "tôi nghỉ phép nên xin lùi 5 ngày", "tôi nghỉ phép từ 3/8 đến 7/8, xin lùi báo cáo", "mai em nộp",
        "tôi nghỉ việc từ 1/8", "nghỉ hưu từ 1/8", "đi họp tỉnh về nộp ngày mai", "nghỉ chờ kinh phí", "xong rồi",
        "vướng ngày mai", "đã xong 80%, mai nghỉ", "cong tac phi ngay mai", "",
    ],
)  # fmt: skip
def test_other_words_are_left_to_the_tasks(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("tôi đi làm lại", True), ("Đã đi làm trở lại rồi ạ", True), ("huy nghi phep", True),
        ("hết phép", True), ("tôi làm lại báo cáo", False), ("hủy", False), ("làm lại từ đầu", False),
    ],
)  # fmt: skip
def test_being_back_is_read(text: str, back: bool) -> None:
    assert is_back(text) is back


@given(st.text(max_size=60))
def test_any_words_are_read_or_left(text: str) -> None:
    found = read(text)
    assert found is None or (len(found.who) <= 60 and isinstance(is_back(text), bool))


@given(
    st.dates(TODAY, TODAY + timedelta(days=150)), st.integers(0, 40), st.sampled_from(["Huy", "Lò Thị Mai"])
)
def test_days_that_are_written_out_are_read_as_written(first: date, length: int, who: str) -> None:
    last = first + timedelta(days=length)
    words = f"tôi nghỉ phép từ {first:%-d/%-m/%Y} đến {last:%-d/%-m/%Y}, {who} thay"
    assert read(words) == Asked(first, last, who)


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        (day(8, 7), day(8, 3), AwayBackwards),
        (day(6, 28), day(7, 3), AwayInThePast),
        (day(8, 3), day(7, 1, 2027), AwayTooLong),
    ],
)
def test_days_that_cannot_be_are_refused(first: date, last: date, error: type[Exception]) -> None:
    with pytest.raises(error):
        check_days(first, last, TODAY)


def test_today_alone_is_an_absence() -> None:
    check_days(TODAY, TODAY, TODAY)
    assert overlaps(TODAY, TODAY, TODAY, day(7, 3))
    assert not overlaps(TODAY, day(7, 3), day(7, 4), day(7, 6))
    assert CALENDAR.tz == HANOI


away = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), max_size=6)


@given(away, st.sets(st.sampled_from(PEOPLE)), st.permutations(PEOPLE))
def test_whoever_stands_in_is_here_and_not_away(
    named: dict[int, int], left: set[int], heads: list[int]
) -> None:
    found = stand_ins(named, is_here=lambda one: one not in left, above=lambda person: heads[: person + 1])
    assert found.keys() == named.keys()
    for person, instead in found.items():
        assert instead is None or (instead not in named and instead not in left and instead != person)
        others = [
            one for one in (named[person], *heads[: person + 1]) if one not in named and one not in left
        ]
        assert instead is not None or not others


def test_one_who_was_named_stays_the_one_while_they_are_here() -> None:
    found = stand_ins({1: 2, 2: 3, 4: 5, 6: 7}, is_here=lambda one: one != 5, above=lambda _person: [2, 9])
    assert found == {1: 3, 2: 3, 4: 3, 6: 7}
