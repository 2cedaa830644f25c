"""How a campaign goes: the sample worked out, the median, where people stop."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.survey.course import MINUTES, Course, counted, median_time, sample_size, time_class, together


@pytest.mark.parametrize(
    ("population", "error", "needed"),
    [(1200, 50, 300), (1, 50, 1), (10_000, 50, 385), (40_000, 50, 397), (500, 50, 223), (1000, 100, 91)],
)
def test_the_sample_is_that_of_the_formula(population: int, error: int, needed: int) -> None:
    assert sample_size(population, error) == needed


@given(st.integers(1, 10**7), st.integers(5, 200))
def test_a_sample_is_enough_and_no_more(population: int, error: int) -> None:
    needed, e = sample_size(population, error), Fraction(error, 1000)
    exact = population / (1 + population * e * e)
    assert needed - 1 < exact <= needed <= population


def test_times_fall_into_classes_of_which_the_middle_one_is_told() -> None:
    assert [time_class(seconds) for seconds in (0, 59, 60, 3599, 3600)] == [
        0,
        0,
        1,
        len(MINUTES) - 1,
        len(MINUTES),
    ]
    times = []
    for seconds in (30, 200, 210, 220, 5000):
        times = counted(times, seconds)
    assert median_time(times, 5) == (3, 4)
    assert median_time(times, 6) is None
    assert median_time([], 0) is None
    assert median_time(counted(counted([], 4000), 4000), 2) == (60, None)
    assert together(times, times) == [2 * one for one in times]
    assert together([], times) == times


def test_a_course_tells_what_is_missing_and_hides_a_few() -> None:
    course = Course(
        finished=163, waiting=7, left={"a": 6, "b": 2}, stand={"b": 2, "c": 5}, population=1200, error=40
    )
    assert course.needed == 411
    assert course.missing == 248
    assert course.begun == 178
    assert course.completion == Fraction(163, 178)
    assert course.stops(5) == [("a", 6), ("c", 5)]
    assert course.stops(4) == [("a", 6), ("c", 5), ("b", 4)]
    assert (Course().missing, Course().completion, Course().needed) == (0, None, None)
    both = course + Course(finished=1, left={"a": 1})
    assert (both.finished, both.left, both.needed) == (164, {"a": 7, "b": 2}, None)
