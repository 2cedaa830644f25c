"""What an admin types about a sample."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.survey.targets import Said, TargetUnread, read_target


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1200", Said("", 1200, 50)),
        ("1.200 người dân", Said("", 1200, 50)),
        ("1200, 4%", Said("", 1200, 40)),
        ("sai số 3%: 900", Said("", 900, 30)),
        ("Phòng Nội vụ 1200", Said("Phòng Nội vụ", 1200, 50)),
        ("Điểm phục vụ số 2: 12 500 người; sai số 4,5 phần trăm", Said("Điểm phục vụ số 2", 12500, 45)),
    ],
)
def test_a_target_is_read(text: str, said: Said) -> None:
    assert read_target(text) == said


@pytest.mark.parametrize(
    "text", ["", "nhiều", "0", "5%", "1200 con trâu", "1200 hay 1300 gì đó", "1,5 nghìn"]
)
def test_what_is_no_target_is_asked_again(text: str) -> None:
    with pytest.raises(TargetUnread):
        read_target(text)


@given(st.integers(1, 9_999_999), st.integers(10, 99), st.sampled_from(["", "Phòng Nội vụ", "Bộ phận số 3"]))
def test_whatever_is_written_is_read_back(people: int, error: int, unit: str) -> None:
    written = f"{people:,}".replace(",", ".")
    head = f"{unit}: " if unit else ""
    percent = f"{error / 10:g}".replace(".", ",")
    assert read_target(f"{head}{written} người, sai số {percent} %") == Said(unit, people, error)


@given(st.text(max_size=80))
def test_any_text_is_read_or_asked_again(text: str) -> None:
    try:
        said = read_target(text)
    except TargetUnread:
        return
    assert said.population > 0
