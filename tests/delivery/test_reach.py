"""The order of channels: the chosen one, then those that are always open, then the first linked; paused ones last."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.delivery.reach import ordered
from roviec.messages.capabilities import Capabilities

OPEN, WINDOW = Capabilities(), Capabilities(window=timedelta(hours=48))
CHANNELS = {"web": OPEN, "telegram": OPEN, "zalo_bot": WINDOW, "zalo_oa": WINDOW}
MONDAY, TUESDAY = datetime(2026, 6, 29, tzinfo=UTC), datetime(2026, 6, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    id: int
    channel: str
    preferred_at: datetime | None = None


@pytest.mark.parametrize(
    ("places", "paused", "order"),
    [
        ([], (), []),
        ([(1, "web")], (), [1]),
        ([(1, "fax")], (), []),
        ([(2, "web"), (1, "telegram")], (), [1, 2]),
        ([(1, "zalo_oa"), (2, "web")], (), [2, 1]),
        ([(1, "zalo_oa"), (2, "zalo_bot"), (3, "web"), (4, "telegram")], (), [3, 4, 1, 2]),
        # Chosen: before all others, whatever its channel.
        ([(1, "web"), (2, "zalo_oa", MONDAY)], (), [2, 1]),
        # Chosen twice: the later choice holds, the earlier one is like any other.
        ([(1, "telegram", MONDAY), (2, "web"), (3, "zalo_oa", TUESDAY)], (), [3, 1, 2]),
        ([(1, "telegram"), (2, "web", MONDAY), (3, "zalo_oa", TUESDAY)], (), [3, 1, 2]),
        # Paused: after all others, even where it was chosen.
        ([(1, "web"), (2, "telegram")], ("web",), [2, 1]),
        ([(1, "web", MONDAY), (2, "zalo_oa")], ("web",), [2, 1]),
        ([(1, "web", MONDAY), (2, "zalo_oa"), (3, "telegram")], ("web", "telegram"), [2, 1, 3]),
        ([(1, "web")], ("web",), [1]),
        # Chosen on a channel that is off: as if nobody had chosen.
        ([(1, "fax", MONDAY), (2, "zalo_oa"), (3, "web")], (), [3, 2]),
    ],
)
def test_who_is_written_to_first(
    places: list[tuple[int, str]], paused: tuple[str, ...], order: list[int]
) -> None:
    assert [place.id for place in ordered([Place(*one) for one in places], CHANNELS, paused)] == order


MOMENTS = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))
PLACES = st.lists(
    st.builds(Place, st.integers(1, 99), st.sampled_from([*CHANNELS, "fax"]), MOMENTS),
    max_size=8,
    unique_by=lambda place: place.id,
)


@given(PLACES, st.sets(st.sampled_from(list(CHANNELS))), st.randoms())
def test_the_order_holds_whatever_there_is(places: list[Place], paused: set[str], random) -> None:  # type: ignore[no-untyped-def]
    found = ordered(places, CHANNELS, paused)
    assert sorted(found, key=lambda p: p.id) == sorted(
        (p for p in places if p.channel in CHANNELS), key=lambda p: p.id
    )
    shuffled = random.sample(places, len(places))
    if len({p.preferred_at for p in places if p.preferred_at}) == sum(bool(p.preferred_at) for p in places):
        assert ordered(shuffled, CHANNELS, paused) == found
    waits = [place.channel in paused for place in found]
    assert waits == sorted(waits)
    chosen = max((p for p in found if p.preferred_at), key=lambda p: p.preferred_at or MONDAY, default=None)
    for before, after in pairwise(found):
        if chosen in (before, after) or (before.channel in paused) != (after.channel in paused):
            continue
        assert (CHANNELS[before.channel].window is not None, before.id) < (
            CHANNELS[after.channel].window is not None,
            after.id,
        )
    if chosen is not None and chosen.channel not in paused:
        assert found[0] == chosen
