"""Sets of criteria: the shipped ones add up, every fault is one sentence with its place, points are exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.errors import PersonError
from roviec.tasks.criteria import load
from roviec.tasks.criteria.load import points_of, read_criteria, shipped
from roviec.tasks.criteria.model import Criterion, Level, summed

GOOD = """
code = "xa-2026"
version = "1"
title = "Bộ tiêu chí của xã"
[[groups]]
id = "1"
title = "Chỉ đạo, điều hành"
[[groups.criteria]]
id = "1.1"
title = "Ban hành kế hoạch"
points = 1.5
levels = [ { points = 1.5, when = "đúng hạn" }, { points = 0, when = "không ban hành" } ]
[[groups.criteria]]
id = "1.2"
title = "Kiểm tra"
points = 2
"""


def test_the_shipped_sets_have_a_hundred_points_and_say_what_is_not_verified() -> None:
    found = {code: read_criteria(source) for code, source in shipped().items()}
    assert {code: made.highest for code, made in found.items()} == {"par-index": 100.0, "qd-766": 100.0}
    areas = [one.points for one in found["par-index"].all]
    assert areas == [10.0, 10.0, 14.5, 11.0, 16.0, 7.0, 16.0, 15.5]
    assert not any(one.verified for one in found["par-index"].all)
    assert [sum(one.points for one in group.criteria) for group in found["qd-766"].groups] == [
        18,
        20,
        22,
        22,
        18,
    ]
    assert [one.id for one in found["qd-766"].all if not one.verified] == ["5.2"]


@pytest.mark.parametrize(
    ("before", "after", "heard"),
    [
        ('version = "1"', "", "«version»"),
        ('code = "xa-2026"', 'code = "Xã 2026"', "«code»"),
        ("points = 2", "points = 0", "points là số lớn hơn 0"),
        ("points = 2", 'points = "2"', "points là số lớn hơn 0"),
        ("points = 2", "points = true", "points là số lớn hơn 0"),
        ("points = 2", "points = nan", "points là số lớn hơn 0"),
        ("points = 2", "points = inf", "points là số lớn hơn 0"),
        ('id = "1.2"', 'id = "1.1"', "mã tiêu chí trùng nhau"),
        ('title = "Kiểm tra"', "", "«title» là một câu"),
        ('title = "Kiểm tra"', 'title = "Kiểm tra"\nweight = 2', "không có mục «weight»"),
        ("points = 1.5, when", "points = 9, when", "mức điểm cao hơn điểm tối đa"),
        ("points = 2", 'points = 2\nproof = "một"', "proof là danh sách"),
        ("points = 2", 'points = 2\nverified = "có"', "verified là true hoặc false"),
        (
            '[[groups.criteria]]\nid = "1.2"',
            '[[groups]]\nid = "2"\ntitle = "x"\n[[groups.lạ]]\nid = "1.2"',
            "",
        ),
        ("[[groups]]", "[[groups]", ""),
    ],
)
def test_a_fault_is_said_with_its_place(before: str, after: str, heard: str) -> None:
    with pytest.raises(PersonError) as error:
        read_criteria(GOOD.replace(before, after, 1))
    assert heard in str(error.value)


@given(st.text(max_size=300))
def test_no_file_makes_the_reader_stumble(source: str) -> None:
    with pytest.raises((load.CriteriaUnread, load.CriteriaFault)):
        read_criteria(source)


def test_points_are_those_that_a_criterion_takes() -> None:
    plan, look = read_criteria(GOOD).all
    assert points_of(plan, "1,5 điểm") == 1.5
    assert points_of(look, "0,25") == 0.25
    assert points_of(look, "chưa có") is None
    for one, words, error in (
        (plan, "1", load.PointsOfLevels),
        (look, "2,5", load.PointsOutside),
        (look, "-1", load.PointsOutside),
        (look, "khoảng 1", PersonError),
    ):
        with pytest.raises(error):
            points_of(one, words)


POINTS = st.decimals(min_value=0, max_value=100, places=2).map(float)


@given(st.lists(st.one_of(st.none(), POINTS), max_size=60))
def test_sums_are_exact_and_what_is_missing_is_no_zero(given_: list[float | None]) -> None:
    criteria = tuple(Criterion(str(n), "x", 100.0) for n in range(len(given_)))
    found = summed(criteria, {str(n): one for n, one in enumerate(given_)})
    exact = sum((Decimal(repr(one)) for one in given_ if one is not None), Decimal(0))
    assert Decimal(repr(found.points)) == exact
    assert found.missing == sum(one is None for one in given_)
    assert (found.percent is None) is (not given_)


def test_a_share_is_rounded_half_up() -> None:
    # 57,51/61,50 is 93,512 %: a published table says 93,52.
    assert summed((Criterion("1", "x", 61.5, levels=(Level(57.51, ""),)),), {"1": 57.51}).percent == 93.51
