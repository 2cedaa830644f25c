"""A year with planted cheats: nearly all are found, hardly anybody honest is flagged, and never a day of a few."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roviec.survey.evidence import Day, Ground, nearly_all, suspicious
from roviec.survey.load import shipped
from roviec.survey.quality import AT_NIGHT, BURST, SAME_NETWORK, flags, is_night

ITEMS = shipped()["mot-cua"].contents[0].criteria
UNITS = (1, 2, 3, 4)
FIRST = date(2026, 1, 1)
WINDOW = 10


@dataclass
class Response:
    """One response of the simulated year; `minute` counts from midnight, `network` is where it came from."""

    minute: int
    network: int
    seconds: float
    levels: dict[str, int]
    cheat: str = ""

    @property
    def is_marked(self) -> bool:
        return bool(flags(self.levels, ITEMS, seconds=self.seconds))


@dataclass
class Year:
    """Responses by unit and day."""

    days: dict[tuple[int, date], list[Response]] = field(default_factory=dict)

    def counted(self) -> list[Day]:
        return [
            Day(
                unit,
                on,
                len(those),
                sum(one.is_marked for one in those),
                past([one.minute // WINDOW for one in those], BURST),
                past([(one.minute // WINDOW, one.network) for one in those], SAME_NETWORK),
                past([0 for one in those if is_night(one.minute // 60)], AT_NIGHT),
            )
            for (unit, on), those in self.days.items()
        ]


def past(keys, usual: int) -> int:
    """Return how many came in windows that held more than usual."""
    counts = {key: keys.count(key) for key in keys}
    return sum(count for count in counts.values() if count > usual)


def honest(draw: random.Random) -> Response:
    """Let somebody answer in office hours at their own pace; every fifth is satisfied with everything alike."""
    if draw.random() < 0.2:
        levels = dict.fromkeys(ITEMS, draw.choice((4, 5, 5)))
    else:
        levels = {item: draw.choices(range(1, 6), (1, 2, 8, 50, 39))[0] for item in ITEMS}
    late = draw.random() < 0.01
    minute = draw.randrange(22 * 60, 24 * 60) if late else draw.randrange(450, 1020)
    return Response(minute, draw.randrange(10_000), len(ITEMS) * draw.lognormvariate(1.9, 0.35), levels)


def cheating(draw: random.Random, kind: str) -> list[Response]:
    """Return the responses of one cheat's day."""
    full = dict.fromkeys(ITEMS, 5)
    start, network = draw.randrange(480, 900), draw.randrange(10_000)
    match kind:
        case "burst":
            count = draw.randrange(20, 40)
            return [
                Response(start + n // 3, network, 60 + draw.random() * 60, full, kind) for n in range(count)
            ]
        case "night":
            return [Response(23 * 60 + n * 2, n, 120, full, kind) for n in range(draw.randrange(15, 25))]
        case "crowd":
            times = [draw.randrange(450, 1020) for _ in range(60)]
            return [Response(minute, n, 130, full, kind) for n, minute in enumerate(times)]
        case "script":
            return [Response(draw.randrange(450, 1020), n, 20, full, kind) for n in range(3)]
    raise AssertionError(kind)


def year(seed: int) -> Year:
    """Return a year of four units; each kind of cheat comes on days of its own."""
    draw, found = random.Random(seed), Year()
    working = [FIRST + timedelta(n) for n in range(365) if (FIRST + timedelta(n)).weekday() < 5]
    for unit in UNITS:
        for on in working:
            found.days[unit, on] = [honest(draw) for _ in range(draw.randrange(4, 19))]
    for kind, times in (("burst", 6), ("night", 4), ("crowd", 3), ("script", 20)):
        for _ in range(times):
            found.days[draw.choice(UNITS), draw.choice(working)] += cheating(draw, kind)
    return found


def test_a_year_with_planted_cheats() -> None:
    for seed in range(2):
        found = year(seed)
        days = {(one.day.unit, one.day.on) for one in suspicious(found.counted(), 5)}
        looked_at = [
            (one, one.is_marked or place in days) for place, those in found.days.items() for one in those
        ]
        cheats = [caught for one, caught in looked_at if one.cheat]
        others = [caught for one, caught in looked_at if not one.cheat]
        assert len(cheats) > 300
        assert sum(cheats) / len(cheats) >= 0.95, (seed, sum(cheats) / len(cheats))
        assert sum(others) / len(others) <= 0.02, (seed, sum(others) / len(others))


def test_an_honest_year_has_hardly_a_suspicious_day() -> None:
    draw, found = random.Random(9), Year()
    for n in range(250):
        found.days[1, FIRST + timedelta(n)] = [honest(draw) for _ in range(draw.randrange(1, 25))]
    assert len(suspicious(found.counted(), 5)) <= 3


@given(st.integers(1, 4), st.integers(0, 4), st.integers(0, 4))
def test_a_day_of_a_few_people_is_never_suspicious(responses: int, marked: int, night: int) -> None:
    day = Day(1, FIRST, responses, min(marked, responses), responses, responses, min(night, responses))
    assert suspicious([day], 5) == []


def test_the_grounds_of_a_day_are_named() -> None:
    usual = [Day(1, FIRST + timedelta(n), 10) for n in range(10)]
    bad = Day(1, date(2026, 6, 1), 60, marked=30, in_bursts=40, of_one_network=40, at_night=20)
    (one,) = suspicious([*usual, bad], 5)
    assert one.grounds == tuple(Ground)
    assert one.day is bad


def test_marks_on_nearly_everybody_tell_nothing() -> None:
    assert nearly_all(80, 100, 5)
    assert not nearly_all(79, 100, 5)
    assert not nearly_all(4, 4, 5)
    # The usual share is that of the campaign itself: nothing stands out where all days are alike.
    assert suspicious([Day(1, FIRST + timedelta(n), 20, marked=18) for n in range(8)], 5) == []
