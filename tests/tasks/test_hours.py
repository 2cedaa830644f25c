"""An hour of one's own, as people say it."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.tasks.hours import HourOutside, When, Wish, check_hour, read_hour, read_wish

HOURS = (time(7, 30), time(17))


@pytest.mark.parametrize(
    ("text", "at", "when"),
    [
        ("nhắc tôi 14 giờ", time(14), When.unsaid),
        ("Nhắc tôi lúc 2 giờ chiều hằng ngày nhé", time(14), When.daily),
        ("mỗi ngày nhắc tôi 9h30", time(9, 30), When.daily),
        ("từ nay nhắc tôi lúc 10 giờ rưỡi", time(10, 30), When.daily),
        ("nhac toi 14h viec nay", time(14), When.today),
        ("chiều nay nhắc em lúc 15:30 ạ", time(15, 30), When.today),
        ("nhắc tôi 2 giờ", time(14), When.unsaid),
        ("nhắc tôi 8 giờ sáng mai", time(8), When.tomorrow),
        ("mai nhắc tôi 8 giờ", time(8), When.tomorrow),
        ("hôm nay nhắc tôi 14 giờ hằng ngày", time(14), When.unsaid),
        ("nhắc tôi lúc 22 giờ", time(22), When.unsaid),
    ],
)
def test_a_wish_is_read(text: str, at: time, when: When) -> None:
    assert read_wish(text) == Wish(at, when)


@pytest.mark.parametrize(
    "text",
    ["nhắc lại sau", "14 giờ nộp báo cáo", "nhắc tôi 25 giờ", "nhắc tôi", "mai em nộp", "xong 80%", ""],
)
def test_other_words_are_left(text: str) -> None:
    assert read_wish(text) is None


@given(st.times().map(lambda one: one.replace(second=0, microsecond=0)))
def test_every_hour_comes_back_as_it_is_written(at: time) -> None:
    for words in (f"{at:%H:%M}", f"{at.hour} giờ {at:%M}", f"nhắc tôi lúc {at.hour}h{at:%M}"):
        found = read_hour(words)
        assert found is not None
        assert (found.minute, found.hour % 12) == (at.minute, at.hour % 12)
        assert found.hour == at.hour or 0 < at.hour < 6


@given(st.times())
def test_only_office_hours_are_taken(at: time) -> None:
    if HOURS[0] <= at < HOURS[1]:
        check_hour(at, HOURS)
    else:
        with pytest.raises(HourOutside):
            check_hour(at, HOURS)
