"""How fast a channel sends: exact over any second, one chat's refusal is its own, several mean the channel."""

import heapq
import itertools

from hypothesis import given
from hypothesis import strategies as st

from roviec.channels.channel import Pace
from roviec.delivery.pacing import MINUTE, SLOW_FOR, Pacer

TELEGRAM = Pace(30, slowed=1.0, per_group_minute=20, is_group=lambda chat: chat.startswith("-"))


def left(
    pacer: Pacer, asked: list[tuple[float, str]], *, late: list[float], ways: list[float] | None = None
) -> list[tuple[float, str]]:
    """Let a courier send each message asked for at (time, chat); return when each arrives.

    It wakes up too late each time, and each way to the platform and back takes its time, in turn.
    """
    delays, roads = itertools.cycle(late), itertools.cycle(ways or [0.0])
    waiting = [(at, number, chat, "asks") for number, (at, chat) in enumerate(asked)]
    heapq.heapify(waiting)
    arrived = []
    while waiting:
        now, number, chat, what = heapq.heappop(waiting)
        if what == "lands":
            pacer.landed(now=now)
            continue
        pacer.room(now)
        wait = pacer.leave(chat, now=now) if what == "leaves" else pacer.reserve(chat, now=now)
        if what == "leaves" and not wait:
            arrived.append((now + next(roads), chat))
            heapq.heappush(waiting, (arrived[-1][0] + next(roads), number, chat, "lands"))
            continue
        heapq.heappush(waiting, (now + wait + (next(delays) if wait else 0.0), number, chat, "leaves"))
    return sorted(arrived)


def peak(times: list[float], seconds: float) -> int:
    """Return the most of these times inside any window of so many seconds."""
    return max(sum(start <= at < start + seconds for at in times) for start in times)


@given(
    st.lists(st.tuples(st.floats(0, 4), st.sampled_from("abcdefgh")), min_size=1, max_size=150),
    st.lists(st.floats(0, 0.3), min_size=1, max_size=9),
    st.lists(st.floats(0, 2.0), min_size=1, max_size=9),
)
def test_no_second_ever_holds_more_than_allowed_however_slow_the_way(
    asked: list[tuple[float, str]], late: list[float], ways: list[float]
) -> None:
    gone = left(Pacer(TELEGRAM), sorted(asked), late=late, ways=ways)
    assert len(gone) == len(asked)
    assert peak([at for at, _ in gone], 1.0) <= 30


def test_three_hundred_who_press_start_at_once_are_answered_at_the_full_pace() -> None:
    gone = left(Pacer(TELEGRAM), [(0.0, f"{n}") for n in range(300)], late=[0.0])
    times = [at for at, _ in gone]
    assert peak(times, 1.0) <= 30
    assert times[-1] < 300 / 30 * 1.05


def test_whoever_answers_quickly_is_answered_quickly() -> None:
    gone = left(Pacer(TELEGRAM), [(n / 10, "an") for n in range(50)], late=[0.0])
    assert max(at - n / 10 for n, (at, _) in enumerate(gone)) < 0.05


@given(st.lists(st.floats(0, 90), min_size=1, max_size=90))
def test_no_minute_of_a_group_holds_more_than_allowed(asked: list[float]) -> None:
    gone = left(Pacer(TELEGRAM), [(at, "-100") for at in sorted(asked)], late=[0.01])
    assert peak([at for at, _ in gone], 60.0) <= 20


def test_a_refused_chat_is_silent_and_then_slower_and_nobody_else_waits() -> None:
    pacer = Pacer(TELEGRAM)
    pacer.refused("an", 7, whole=False, now=100.0)
    assert pacer.rest("an", now=101.0) == 6.0
    assert pacer.leave("an", now=101.0) == 6.0, "a message that slept looks again"
    assert pacer.leave("binh", now=101.0) == 0.0
    gone = [at for at, chat in left(pacer, [(107.0, "an")] * 5, late=[0.0])]
    assert [round(b - a, 3) for a, b in itertools.pairwise(gone)] == [1.0] * 4
    later = 107.0 + SLOW_FOR + 1
    assert [pacer.leave("an", now=later), pacer.leave("an", now=later)] == [0.0, 0.0]


def test_several_chats_refused_at_once_mean_the_channel() -> None:
    pacer = Pacer(TELEGRAM)
    for chat, now in (("a", 0.0), ("b", 20.0), ("c", 21.0)):
        pacer.refused(chat, 5, whole=False, now=now)
        assert not pacer.paused_until
    pacer.refused("d", 8, whole=False, now=22.0)
    assert pacer.paused_until == 30.0
    assert pacer.room(25.0) == 0
    waits = [pacer.leave(f"p{n}", now=25.0) for n in range(40)]
    assert min(waits) >= 5.0
    assert waits == sorted(waits), "what was held back leaves one after the other"


def test_one_chat_refused_again_and_again_is_still_one() -> None:
    pacer = Pacer(TELEGRAM)
    for n in range(10):
        pacer.refused("a", 3, whole=False, now=float(n))
    assert not pacer.paused_until


def test_a_chat_that_must_wait_books_no_place_of_others() -> None:
    pacer = Pacer(TELEGRAM)
    pacer.refused("an", 60, whole=False, now=0.0)
    assert pacer.reserve("an", now=0.0) == 60.0
    assert pacer.reserve("binh", now=0.0) < 0.1


def test_a_channel_without_telegrams_habits_is_held_to_its_own_pace_only() -> None:
    gone = left(Pacer(Pace(5)), [(0.0, "-zgr-1")] * 10, late=[0.0])
    assert peak([at for at, _ in gone], 1.0) == 5
    assert gone[-1][0] < 2.0 < MINUTE


def test_another_tenure_counts_nothing_twice_and_keeps_what_was_asked() -> None:
    pacer = Pacer(TELEGRAM)
    pacer.refused("an", 60, whole=False, now=0.0)
    for n in range(30):
        pacer.reserve(f"p{n}", now=0.0)
    for n in range(30):
        assert pacer.leave(f"p{n}", now=1.0) == 0.0
    pacer.reserve("binh", now=1.0)
    fresh = pacer.anew(5.0)
    assert fresh.leave("binh", now=5.5) > 0, "what flew may have arrived a moment ago"
    assert fresh.room(6.1) > 0
    assert fresh.reserve("binh", now=6.1) == fresh.leave("binh", now=6.1) == 0.0
    assert fresh.rest("an", now=6.1) > 50
    pacer.landed(now=6.1)
    assert fresh.second.flying == 1, "whoever comes late from the last tenure lands there"
