"""A task is named by the words of its title, in whatever spelling; what could be several names none."""

from hypothesis import given
from hypothesis import strategies as st

from roviec.tasks.naming import named

TITLES = ("Báo cáo quý II", "Rà soát hộ nghèo năm 2026", "Rà soát hộ kinh doanh năm 2026", "Trực")


def test_the_whole_of_a_short_title_or_four_words_of_a_long_one_name_it() -> None:
    assert named("báo cáo quý II xong rồi", TITLES) == 0
    assert named("RA SOAT HO NGHEO duoc 40%", TITLES) == 1
    assert named("việc rà soát hộ kinh doanh đang vướng", TITLES) == 2


def test_too_little_or_as_much_of_another_names_none() -> None:
    for words in ("báo cáo quý I", "rà soát hộ", "năm 2026 xong", "trực xong", "", "rà soát được 30%"):
        assert named(words, TITLES) is None
    assert named("rà soát hộ nghèo", ("Rà soát hộ nghèo", "Rà soát hộ nghèo")) is None


@given(st.text(), st.lists(st.text()))
def test_any_words_name_one_or_none(words: str, titles: list[str]) -> None:
    found = named(words, titles)
    assert found is None or 0 <= found < len(titles)


@given(
    st.lists(
        st.sampled_from(["an", "bình", "chi", "dũng", "em", "phúc", "giang", "hà"]), min_size=4, max_size=8
    )
)
def test_a_title_in_full_is_named_unless_another_has_as_many_of_its_words(words: list[str]) -> None:
    title = " ".join(words)
    assert named(f"việc {title} xong", ("khác hẳn", title)) == 1
    assert named(title, (title, f"{title} nữa")) is None
