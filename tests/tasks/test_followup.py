"""How a task stands by the words of a follow-up sheet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.tasks.followup import Stands, stands_of

TODAY, DUE = date(2026, 6, 29), date(2026, 6, 15)


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("", Stands()),
        ("Chưa thực hiện", Stands()),
        ("Chưa triển khai, quá hạn", Stands()),
        ("Trong hạn", Stands()),
        ("Đang thực hiện", Stands()),
        ("Đang thực hiện, đạt 60%", Stands(percent=60)),
        ("60 %", Stands(percent=60)),
        ("Cơ bản hoàn thành", Stands()),
        ("Chưa hoàn thành", Stands()),
        ("100%", Stands(True, 100, DUE, True)),
        ("Đã hoàn thành", Stands(True, 100, DUE, True)),
        ("Hoàn thành quá hạn", Stands(True, 100, TODAY, True)),
        ("Hoàn thành ngày 12/6/2026", Stands(True, 100, date(2026, 6, 12))),
        ("Đã báo cáo (Báo cáo số 12/BC-UBND ngày 10.6.2026)", Stands(True, 100, date(2026, 6, 10))),
        # A day that has not come yet, or that does not exist, is not when it was done.
        ("Hoàn thành ngày 12/9/2026", Stands(True, 100, DUE, True)),
        ("Hoàn thành ngày 31/6/2026", Stands(True, 100, DUE, True)),
        ("ổn", None),
    ],
)
def test_the_words_of_offices(words: str, stands: Stands | None) -> None:
    assert stands_of(words, DUE, TODAY) == stands


@given(st.text(max_size=60), st.dates(), st.dates())
def test_any_words_are_answered_and_nothing_is_done_in_the_future(words: str, due: date, today: date) -> None:
    found = stands_of(words, due, today)
    assert found is None or 0 <= found.percent <= 100
    assert found is None or found.done_on is None or found.done_on <= today
    assert found is None or found.is_done is (found.done_on is not None)
