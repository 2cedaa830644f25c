"""A platform that does not answer: one message at a time asks, and nobody's tries run out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.delivery.breaker import LONG, LONGEST, SEVERAL, Breaker
from roviec.messages.outcome import Failure

UNREACHED = Failure("no connection", retry=True, away=True)
UNSURE = Failure("no answer", retry=True, ambiguous=True, away=True)


def failing(breaker: Breaker, failure: Failure, *, seconds: float) -> tuple[int, int]:
    """Let one message after the other be tried as the courier does; return the tries, and those that count."""
    now, tries, counted = 0.0, 0, 0
    while now < seconds:
        found = breaker.judged(failure, f"chat {tries % 50}", now)
        tries += 1
        counted += found.retry_after is None
        now += (found.retry_after or 0.01) + 0.001
    return tries, counted


@pytest.mark.parametrize(("failure", "counted"), [(UNREACHED, 0), (UNSURE, SEVERAL - 1)])
def test_a_day_of_outage_costs_few_tries_and_none_that_counts(failure: Failure, counted: int) -> None:
    breaker = Breaker()
    tries, that_count = failing(breaker, failure, seconds=86_400)
    assert that_count == counted
    assert tries < 86_400 / LONGEST + 20
    assert breaker.answered()
    assert not breaker.is_open
    assert not breaker.answered(), "it closes once"


def test_one_message_that_a_platform_cannot_digest_is_its_own_matter() -> None:
    breaker = Breaker()
    for n in range(20):
        assert breaker.judged(UNSURE, "one chat", n) is UNSURE
    assert not breaker.is_open


@pytest.mark.parametrize(
    "failure",
    [
        Failure("blocked", unreachable=True),
        Failure("bad request"),
        Failure("too many", retry=True, retry_after=3.0, whole_chat=True),
        Failure("502, and when to come back", retry=True, retry_after=3.0, away=True),
    ],
)
def test_what_a_platform_says_is_left_as_it_is(failure: Failure) -> None:
    breaker = Breaker()
    assert all(breaker.judged(failure, f"chat {n}", n) is failure for n in range(9))
    assert not breaker.is_open


@pytest.mark.parametrize(("failure", "goes"), [(UNREACHED, True), (UNSURE, False)])
def test_after_a_while_what_was_certainly_not_taken_may_go_elsewhere(failure: Failure, goes: bool) -> None:
    breaker = Breaker()
    failing(breaker, failure, seconds=LONG / 2)
    assert not breaker.judged(failure, "a", LONG / 2).elsewhere
    failing_late = breaker.judged(failure, "a", LONG + 60)
    assert (failing_late.elsewhere, failing_late.whole_channel) == (goes, True)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ok", "unreached", "unsure", "refused"]), st.integers(0, 4), st.floats(0, 90)
        ),
        max_size=60,
    )
)
def test_it_is_open_only_after_silence_and_closed_by_any_word(steps: list[tuple[str, int, float]]) -> None:
    breaker, now, silent = Breaker(), 0.0, set[int]()
    sure = False
    for what, chat, later in steps:
        now += later
        if what in ("ok", "refused"):
            breaker.answered()
            silent.clear()
            sure = False
        else:
            failure = UNREACHED if what == "unreached" else UNSURE
            silent.add(chat)
            sure = sure or what == "unreached"
            found = breaker.judged(failure, str(chat), now)
            assert (found.retry_after or 0) <= LONGEST
            assert found.ambiguous == failure.ambiguous, "what may have come is recorded as possibly twice"
        assert breaker.is_open == (sure or len(silent) >= SEVERAL)
