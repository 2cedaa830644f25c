"""The pure rules of feedback: life cycle, codes, words that stay harmless."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.errors import PersonError
from roviec.tasks.calendar import Calendar
from roviec.tasks.feedback import rules
from roviec.tasks.feedback.lifecycle import TABLE, FeedbackMoved, State, Verb, after


@given(st.lists(st.sampled_from(list(Verb)), max_size=30))
def test_any_order_of_verbs_moves_along_the_table_or_changes_nothing(verbs: list[Verb]) -> None:
    state = State.received
    for verb in verbs:
        try:
            state, before = after(state, verb, code="PA-X"), state
            assert TABLE[before, verb] == state
        except FeedbackMoved:
            assert (state, verb) not in TABLE


def test_every_state_can_be_reached_and_left_but_the_last() -> None:
    assert set(TABLE.values()) | {State.received} == set(State)
    assert {source for source, _ in TABLE} == set(State) - {State.closed}


@pytest.mark.parametrize(
    "typed", ["PA-7K3QX2HM", "pa-7k3qx2hm", "PA 7K3QX2HM", " pa7k3q x2hm ", "pa - 7k3q-x2hm"]
)
def test_a_code_is_typed_as_one_likes(typed: str) -> None:
    assert rules.code_in(typed) == "PA-7K3QX2HM"


@pytest.mark.parametrize("typed", ["", "PA", "PA-123", "phản ánh", "PA-7K3QX2HM9", "xPA-7K3QX2HM"])
def test_other_words_are_no_code(typed: str) -> None:
    assert rules.code_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phananh", (True, None)),
        ("PHANANH-12", (True, 12)),
        ("phananh-", (False, None)),
        ("x", (False, None)),
    ],
)
def test_the_code_of_a_link_names_its_unit(typed: str, meant: tuple[bool, int | None]) -> None:
    assert rules.unit_in(typed) == meant
    if meant[0]:
        assert rules.unit_in(rules.link_code(meant[1])) == meant


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("xem https://evil.example.vn/a?b=1 nhé", "xem evil[.]example[.]vn/a?b=1 nhé"),
        ("tg://resolve?domain=x", "resolve?domain=x"),
        ("1a://evil.vn 1A://evil.vn", "evil[.]vn evil[.]vn"),
        ("xem:a:b:////evil.vn", "evil[.]vn"),
        ("vào xã.vn/a hay kế-toán.vn", "vào xã[.]vn/a hay kế-toán[.]vn"),
        ("gọi @admin /huy ngay", "gọi @ admin / huy ngay"),
        ("gõ (/huy) hoặc ,/huy", "gõ (/ huy) hoặc ,/ huy"),
        ("Hỏng từ 30.6. Đề nghị sửa.", "Hỏng từ 30.6. Đề nghị sửa."),
        ("và/hoặc 1/7/2026", "và/hoặc 1/7/2026"),
    ],
)
def test_words_of_a_stranger_make_no_link_mention_or_command(said: str, shown: str) -> None:
    assert rules.harmless(said) == shown


@given(st.text(alphabet="ab.:/@#vn-1A(ế", max_size=60))
def test_nothing_typed_leaves_a_link_standing(words: str) -> None:
    shown = rules.harmless(words)
    assert not re.search(r"\w\.[^\W\d_]{2}|[a-z0-9]://", shown, re.IGNORECASE)
    assert not re.search(r"@\w|#\w|(?<!\w)/\w", shown)
    assert rules.harmless(shown) == shown


@pytest.mark.parametrize("words", ["", "hỏng", "123456789012", "." * 40])
def test_too_little_is_asked_for_more(words: str) -> None:
    with pytest.raises(rules.FeedbackTooShort):
        rules.checked(words)


def test_too_much_is_told_how_much() -> None:
    assert len(rules.checked("a" * rules.MAX_WORDS)) == rules.MAX_WORDS
    with pytest.raises(PersonError, match="2000"):
        rules.checked("a" * (rules.MAX_WORDS + 1))


def test_complaints_and_denunciations_are_recognised_with_and_without_accents() -> None:
    assert rules.sounds_formal("Tôi muốn KHIẾU NẠI quyết định thu hồi đất")
    assert rules.sounds_formal("toi to cao ong A")
    assert not rules.sounds_formal("Đường xấu, đèn hỏng")


def test_the_promise_counts_working_days_after_the_day_of_receipt() -> None:
    calendar = Calendar.seeded([2026])
    assert rules.due_day(date(2026, 6, 29), rules.Rules(answer_days=10), calendar) == date(2026, 7, 13)
    assert rules.due_day(date(2026, 8, 28), rules.Rules(answer_days=1), calendar) == date(2026, 9, 3)
