"""When somebody is asked about a returned dossier: later, by day, and at a moment that nobody could foresee."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from roviec.survey.invitations import CLOSES, EARLIEST, OPENS, moment

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=ZONE))  # noqa: DTZ001


@given(MOMENTS, st.floats(0, 1, exclude_max=True))
def test_it_is_later_and_disturbs_nobody(returned: datetime, chance: float) -> None:
    at = moment(returned, chance)
    assert returned + EARLIEST <= at <= returned + timedelta(days=4)
    assert OPENS <= at.time() < CLOSES
    assert at.tzinfo is ZONE


def test_the_moments_of_one_return_are_spread() -> None:
    returned = datetime(2026, 6, 29, 3, 0, tzinfo=UTC).astimezone(ZONE)
    moments = sorted(moment(returned, n / 1000) for n in range(1000))
    hours = {(at.date(), at.hour) for at in moments}
    assert len(hours) > 20
    # No quarter of an hour holds more than a tenth of them.
    assert all(sum(one <= at < one + timedelta(minutes=15) for at in moments) < 100 for one in moments[::25])
