"""When somebody is asked about a dossier that was returned: later, and at a moment that nobody could foresee. Pure."""

from datetime import datetime, time, timedelta

EARLIEST, LATEST = timedelta(hours=3), timedelta(hours=51)
"""How long after the return: whoever handed it over stands no longer beside, and a day more or less is chance."""
OPENS, CLOSES = time(8, 30), time(19, 30)
"""When a message disturbs nobody."""


def moment(returned: datetime, chance: float) -> datetime:
    """Return when to ask, by a `chance` from 0 to 1: at least `EARLIEST` after the return, between `OPENS` and `CLOSES`."""
    at = returned + EARLIEST + (LATEST - EARLIEST) * chance
    if OPENS <= at.time() < CLOSES:
        return at
    day = at.date() if at.time() < OPENS else at.date() + timedelta(days=1)
    opens = datetime.combine(day, OPENS, at.tzinfo)
    # Spread over the day: not everybody whose moment fell into a night at its end.
    seconds = (datetime.combine(day, CLOSES, at.tzinfo) - opens).total_seconds()
    return opens + timedelta(seconds=int(seconds * ((chance * 997) % 1)))
