"""The number of an answer: as it was meant, or asked back; never guessed."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roviec.errors import PersonError
from roviec.tasks.measures import goals, numbers
from roviec.tasks.measures.numbers import read_number, write_number

NOUNS = ("", "%", "hồ sơ", "hồ sơ trực tuyến", "triệu đồng", "người")


@pytest.mark.parametrize(
    ("words", "noun", "value"),
    [
        ("1.234 hồ sơ", "hồ sơ", 1234),
        ("1234", "hồ sơ", 1234),
        ("1 234 hồ sơ ạ", "hồ sơ", 1234),
        ("12,5 %", "%", 12.5),
        ("12.5", "%", 12.5),
        ("0.125", "%", 0.125),
        ("đạt 98 phần trăm ạ.", "%", 98),
        ("1.234.567,5 đồng", "đồng", 1234567.5),
        ("1,234,567", "đồng", 1234567),
        ("1,234.5", "đồng", 1234.5),
        ("1,5 tỷ", "triệu đồng", 1500),
        ("12 triệu đồng", "triệu đồng", 12),
        ("12", "triệu đồng", 12),
        ("2 nghìn", "hồ sơ", 2000),
        ("dạ tổng số là 45 hồ sơ nhé", "hồ sơ", 45),
        ("45 ho so", "hồ sơ", 45),
        ("1200 hồ sơ", "hồ sơ trực tuyến", 1200),
        ("-2,5%", "%", -2.5),
        ("âm 2,5 %", "%", -2.5),
        ("0", "hồ sơ", 0),
        ("chưa có", "hồ sơ", None),
        ("Chưa có số liệu ạ", "hồ sơ", None),
        ("kỳ này chưa tổng hợp được", "hồ sơ", None),
    ],
)
def test_what_offices_write(words: str, noun: str, value: float | None) -> None:
    assert read_number(words, noun).value == value


@pytest.mark.parametrize(
    ("words", "noun", "error"),
    [
        ("1,234", "hồ sơ", numbers.NumberUnsure),
        ("12,500", "triệu đồng", numbers.NumberUnsure),
        ("không có", "hồ sơ", numbers.ZeroOrNothing),
        ("không phát sinh", "hồ sơ", numbers.ZeroOrNothing),
        ("khoảng 1.200", "hồ sơ", numbers.NumberNotExact),
        ("hơn 90%", "%", numbers.NumberNotExact),
        ("từ 10 đến 12", "hồ sơ", numbers.NumberNotExact),
        ("12/15", "hồ sơ", numbers.SeveralNumbers),
        ("12 15", "hồ sơ", numbers.SeveralNumbers),
        ("1.23.4", "hồ sơ", numbers.SeveralNumbers),
        ("nhận 12, trễ 3", "hồ sơ", numbers.SeveralNumbers),
        ("12 hồ sơ", "%", numbers.OtherNoun),
        ("12%", "hồ sơ", numbers.OtherNoun),
        ("12 phiếu", "hồ sơ", numbers.OtherNoun),
        ("mười hai", "hồ sơ", numbers.NoNumber),
        ("", "hồ sơ", numbers.NoNumber),
        ("١٢", "hồ sơ", numbers.NoNumber),
        ("99999999999999999", "hồ sơ", numbers.NumberTooLarge),
        ("1,23456", "%", numbers.NumberTooLarge),
    ],
)
def test_what_is_asked_back(words: str, noun: str, error: type[PersonError]) -> None:
    with pytest.raises(error):
        read_number(words, noun)


EXACT = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@given(EXACT, st.sampled_from(NOUNS))
def test_what_was_written_is_read_again_or_asked_back(value: Decimal, noun: str) -> None:
    """The echo means the number: read again it is the same, unless a comma before three digits may mean two."""
    said = write_number(float(value), noun)
    try:
        assert read_number(said, noun).value == float(value)
    except numbers.NumberUnsure:
        assert 0 < len(said.partition(",")[0].strip("-")) <= 3
        assert "," in said


@given(st.integers(0, 10**9), st.sampled_from(NOUNS))
def test_a_whole_number_is_read_with_dots_spaces_and_bare(value: int, noun: str) -> None:
    dotted = f"{value:,}".replace(",", ".")
    for said in (str(value), dotted, dotted.replace(".", " "), f"{dotted} {noun}".strip()):
        assert read_number(said, noun).value == value


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(NOUNS))
def test_thousands_of_one_country_are_decimals_of_another_and_asked_back(
    high: int, low: int, noun: str
) -> None:
    with pytest.raises(numbers.NumberUnsure):
        read_number(f"{high},{low:03d}", noun)


@given(st.text(max_size=60), st.sampled_from(NOUNS))
def test_nonsense_is_a_number_or_one_sentence(words: str, noun: str) -> None:
    try:
        value = read_number(words, noun).value
    except PersonError:
        return
    assert value is None or abs(value) <= numbers.LARGEST


PIECES = (
    *("1", "12", "123", "0", "00", "999", ".", ",", "%", "-", "/", "hồ", "sơ", "triệu", "tỷ", "nghìn"),
    *("khoảng", "chưa", "có", "không", "là", "đạt", "và", "đến"),
)


@example(["1", "triệu", "%"], "", "")
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    st.sampled_from(["", " "]),
    st.sampled_from(NOUNS),
)
def test_a_number_that_is_taken_stands_in_the_words(pieces: list[str], between: str, noun: str) -> None:
    """Nothing is added up or made up: the digits of a value without a scale are those that were written."""
    words = between.join(pieces)
    try:
        value = read_number(words, noun).value
    except PersonError:
        return
    if value is not None and not any(one in words for one in ("triệu", "tỷ", "nghìn")):
        digits = "".join(ch for ch in words if ch.isdigit())
        kept = "".join(ch for ch in write_number(value) if ch.isdigit())
        assert digits.strip("0").replace("0", "") == kept.strip("0").replace("0", "")


def test_long_words_are_answered_at_once() -> None:
    """No run of words, signs or digits makes the reader try every way to part it."""
    assert read_number("đạt " * 3000 + "5", "hồ sơ").value == 5
    runs = ("1" * 12000, "1." * 6000, "1 123" * 2400, "1 123 " * 2000 + "x", "1,1" * 4000)
    leads = (":=" * 6000 + "x5", "tổng số " * 1500 + "x5", "5" + " ạ" * 6000 + " x5", "- " * 6000 + "5")
    for words in (*runs, *leads, "chưa có " * 1500, "không " * 2000):
        with pytest.raises(PersonError):
            read_number(words, "hồ sơ")


@pytest.mark.parametrize(
    ("words", "goal"),
    [
        ("từ 90 trở lên", (">=", 90)),
        ("dưới 1%", ("<", 1)),
        ("≥ 87,5", (">=", 87.5)),
        ("90", (">=", 90)),
        ("trên 75", (">", 75)),
        ("không quá 2", ("<=", 2)),
        ("= 100", ("=", 100)),
        ("bằng 100", ("=", 100)),
        ("tối thiểu 1.250", (">=", 1250)),
    ],
)
def test_goals(words: str, goal: tuple[str, float]) -> None:
    assert goals.read_goal(words) == goal


@pytest.mark.parametrize("words", ["", "cao", "từ 90 đến 95 trở lên", "1,234", "chưa có"])
def test_no_goal(words: str) -> None:
    with pytest.raises(goals.GoalUnread):
        goals.read_goal(words)


@given(st.sampled_from(sorted(goals.OPERATORS)), st.integers(-1000, 1000))
def test_a_goal_that_was_written_is_read_again(op: str, goal: int) -> None:
    if goal >= 0:
        assert goals.read_goal(goals.goal_words(op, goal)) == (op, goal)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_rate_is_rounded_half_up_and_of_nothing_there_is_none(over: int, under: int) -> None:
    found = goals.rate(over, under)
    if under == 0:
        assert found is None
        return
    assert found is not None
    assert abs(Decimal(repr(found)) - Decimal(over) * 100 / Decimal(under)) <= Decimal("0.005")


def test_a_rate_half_way_goes_up() -> None:
    assert goals.rate(1, 800) == 0.13  # 0,125
    assert goals.rate(None, 5) is None
    assert goals.rate(5, None) is None
